"""TRUST.md 25: every address of the URLconf, on GET and on POST without a token."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from archive.models import Claim, Document, Entity
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_user,
)

pytestmark = pytest.mark.django_db

# What changes on GET by its nature: a page that was visited, a session that was used.
UNWATCHED = {"sessions.Session", "axes.AccessLog", "contenttypes.ContentType"}
# Django's and ours that only change something: a GET is refused, whoever asks.
ONLY_POST = (
    ("admin:logout", []),
    ("sign_out", []),
    ("save_search", []),
    ("delete_search", ["no-such-search"]),
    ("admin:undo_operation", ["no-such-operation"]),
    ("admin:archive_claim_comment", [1]),
    ("set_language", []),
)


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the URLconf, as a pattern with its parameters, and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.callback


def address(pattern: str, parameters: dict[str, str]) -> str:
    """An address of this pattern: known parameters are real rows, others are a plain word."""
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: parameters.get(match.group(1), "1"), pattern)
    filled = re.sub(r"\(\?P1[^)]*\)|\(\[\^/\]\+\)|\(\.\+\)", "1", filled)
    filled = re.sub(r"\(\?P1[^()]*(\([^()]*\))?[^()]*\)", "1", filled)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


@pytest.fixture
def parameters() -> dict[str, str]:
    document = make_document()
    entity = make_entity()
    claim = make_claim(document, claimant=entity)
    make_mention(document, "Elena Marsh", entity)
    return {
        "uid": document.uid,
        "object_id": str(claim.pk),
        "app_label": "archive",
        "format": "json",
    }


@pytest.fixture
def superuser() -> Any:
    user = make_user("editor")
    user.is_superuser = True
    user.save()
    return user


def state() -> dict[str, int]:
    """How many rows each table has, and a sum over what may be edited."""
    counts = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in UNWATCHED
    }
    texts = [
        *Document.objects.values_list("title", "access", "withdrawn_on"),
        *Claim.objects.values_list("statement", "review"),
        *Entity.objects.values_list("name", "merged_into"),
    ]
    return counts | {"texts": hash(tuple(texts))}


def test_r25_no_view_is_exempt_from_the_token():
    exempt = [pattern for pattern, view in patterns() if getattr(view, "csrf_exempt", False)]
    assert exempt == []


def test_r25_a_post_without_a_token_is_refused_at_every_address(parameters, superuser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)
    before = state()
    tried = 0
    for pattern, _view in patterns():
        response = client.post(address(pattern, parameters), {"post": "yes"})
        assert response.status_code in (403, 404, 405), f"{pattern}: {response.status_code}"
        tried += response.status_code == 403
    assert tried > 100
    assert state() == before


def test_r25_a_get_of_any_address_changes_nothing(parameters, superuser):
    client = Client()
    client.force_login(superuser)
    before = state()
    for pattern, _view in patterns():
        response = client.get(address(pattern, parameters))
        # 503 is an answer: no index was built here
        assert response.status_code < 500 or response.status_code == 503, pattern
        for close in response._resource_closers:  # not close(): that takes the database along
            close()
    assert state() == before


@pytest.mark.parametrize(("name", "arguments"), ONLY_POST)
def test_r25_what_only_changes_something_refuses_a_get(superuser, name, arguments):
    client = Client()
    client.force_login(superuser)
    assert client.get(reverse(name, args=arguments)).status_code == 405
    assert client.get(reverse("admin:index")).status_code == 200

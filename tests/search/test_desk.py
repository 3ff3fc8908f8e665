"""The admin's first page says how far the index is behind."""

import pytest
from django.test import Client
from django.urls import reverse

from search.backends import get_backend
from search.models import OutboxRow
from tests.makers import make_user

pytestmark = pytest.mark.django_db


def lines(client: Client) -> list[str]:
    client.force_login(make_user("annotator"))
    found: list[str] = client.get(reverse("admin:index")).context["desk"]
    return found


def test_an_archive_without_an_index_says_how_to_make_one(client, settings, tmp_path):
    settings.SEARCH = settings.SEARCH | {
        "OPTIONS": settings.SEARCH["OPTIONS"] | {"PATH": str(tmp_path / "none")}
    }
    assert lines(client) == [
        "There is no index yet. Run `manage.py index_sync --rebuild` to make one."
    ]


def test_an_index_that_is_behind_says_by_how_much(client, settings, tmp_path):
    settings.SEARCH = settings.SEARCH | {
        "OPTIONS": settings.SEARCH["OPTIONS"] | {"PATH": str(tmp_path / "index")}
    }
    get_backend().rebuild([])
    assert lines(client) == []
    OutboxRow.objects.create(uid="a-document")
    OutboxRow.objects.create(uid="a-document")
    client.logout()
    page = client.get(reverse("admin:index"), follow=True)
    assert page.status_code == 200
    from django.contrib.auth.models import User

    client.force_login(User.objects.get())
    page = client.get(reverse("admin:index"))
    assert page.context["desk"] == ["The index is behind by 1 document; it catches up by itself."]

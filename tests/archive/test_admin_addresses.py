"""Every address of the admin that takes a form, and who is refused there; none is left out.

Beside the roles there is somebody who may sign in to the admin and was given no permission: where
a view forgets to ask for one, nobody else would notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse

from archive.models import (
    Boilerplate,
    Claim,
    Collection,
    DocumentLink,
    Evidence,
    Operation,
    Proposal,
    Question,
    Subject,
    Topic,
    Version,
)
from archive.models import Placement as Placed
from archive.simultaneous import state_of
from tests.forms import send
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
    make_publisher,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "reader", "bare staff", "annotator", "reviewer", "editor")
STAFF = {"annotator", "reviewer", "editor"}
REVIEWERS = {"reviewer", "editor"}
EDITORS = {"editor"}
PROPOSERS = {"annotator"}  # to what is accepted; the others change it
NOBODY: set[str] = set()


def client_of(role: str) -> Client:
    """A browser in which somebody of this role is signed in."""
    client = Client()
    if role == "bare staff":
        user = make_user("reader")
        user.is_staff = True
        user.save()
        client.force_login(user)
    elif role != "anonymous":
        client.force_login(make_user(role))
    return client


def refused(answer: Any) -> bool:
    """Whether an answer says that this person may not, that there is no such page for them, or
    sends them to sign in first."""
    to_sign_in = answer.status_code == 302 and answer.url.startswith(reverse("admin:login"))
    return answer.status_code in (401, 403, 404) or to_sign_in


def row_of(name: str, review: str = "draft") -> Any:
    """A row of the model of this name."""
    document = make_document()
    claim = make_claim(document, review=review)
    other = make_claim(document, "no day had been agreed", review=review)
    entity = make_entity()
    makers: dict[str, Callable[[], Any]] = {
        "assessment": lambda: claim.assessments.create(
            status="disputed", reason="Two say so.", name="A desk"
        ),
        "boilerplate": lambda: Boilerplate.objects.create(passage=passage_of(document, "Tuesday")),
        "claim": lambda: claim,
        "claimlink": lambda: make_link(claim, "repeats", other, review=review),
        "collection": lambda: Collection.objects.create(name="Letters"),
        "dating": lambda: make_dating(document, "on Tuesday", "2019-03-19", review=review),
        "document": lambda: document,
        "documentlink": lambda: DocumentLink.objects.create(
            source=document, target=make_document(), kind="reprint", review=review
        ),
        "entity": lambda: entity,
        "evidence": lambda: Evidence.objects.create(
            claim=claim, passage=passage_of(document, "half a century")
        ),
        "mention": lambda: make_mention(document, "Elena Marsh", entity, review=review),
        "note": lambda: make_note(document, "half a century", "Since 1963.", review=review),
        "publisher": lambda: make_publisher("other", "Another"),
        "question": lambda: Question.objects.create(title="When?", review=review),
        "subject": lambda: Subject.objects.create(document=document, entity=entity, review=review),
        "topic": lambda: Topic.objects.create(name="Mail"),
        "version": document.versions.get,
    }
    return makers[name]()


# who adds, changes and deletes a row of each model in its ordinary form
FORMS: dict[str, tuple[set[str], set[str], set[str]]] = {
    **dict.fromkeys(
        (
            "boilerplate",
            "claim",
            "claimlink",
            "dating",
            "documentlink",
            "entity",
            "evidence",
            "mention",
            "note",
            "question",
            "subject",
        ),
        (STAFF, STAFF, STAFF),
    ),
    **dict.fromkeys(
        ("collection", "document", "publisher", "topic", "version"), (STAFF, STAFF, EDITORS)
    ),
    "assessment": (REVIEWERS, REVIEWERS, REVIEWERS),
}
REVIEWED = (
    "claim",
    "claimlink",
    "dating",
    "documentlink",
    "mention",
    "note",
    "question",
    "subject",
)


def test_the_table_of_forms_has_every_model_of_the_admin():
    names = {
        one._meta.model_name for one in admin.site._registry if one._meta.app_label == "archive"
    }
    assert names == set(FORMS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", FORMS)
def test_who_adds_changes_and_deletes(name, role):
    adds, changes, deletes = FORMS[name]
    row, client, form = row_of(name), client_of(role), f"admin:archive_{name}"
    answers = {
        "add": client.post(reverse(f"{form}_add"), {"text": "x"}),
        "change": client.post(reverse(f"{form}_change", args=[row.pk]), {"text": "x"}),
        "delete": client.post(reverse(f"{form}_delete", args=[row.pk]), {"post": "yes"}),
    }
    allowed = {what for what, answer in answers.items() if not refused(answer)}
    wanted = {"add": adds, "change": changes, "delete": deletes}
    assert allowed == {what for what, roles in wanted.items() if role in roles}
    gone = not type(row)._base_manager.filter(pk=row.pk).exists()
    assert gone is (role in deletes)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", REVIEWED)
def test_who_deletes_what_is_accepted_and_who_decides_in_lists(name, role):
    row, client, form = row_of(name, "accepted"), client_of(role), f"admin:archive_{name}"
    client.post(reverse(f"{form}_delete", args=[row.pk]), {"post": "yes"})
    assert type(row)._base_manager.filter(pk=row.pk).exists() is (role not in REVIEWERS)
    for before, action, after, roles in (
        ("draft", "send_to_review", "in_review", STAFF),
        ("in_review", "accept", "accepted", REVIEWERS),
        ("in_review", "reject", "rejected", REVIEWERS),
        ("accepted", "send_to_review", "in_review", REVIEWERS),
    ):
        type(row)._base_manager.all().delete()
        again = row_of(name, before)
        listed = {"action": action, "_selected_action": [again.pk]}
        send(client, reverse(f"{form}_changelist"), listed)
        again.refresh_from_db()
        assert again.review == (after if role in roles else before), action


Asked = tuple[list[Any], dict[str, Any]]  # the arguments of an address, and what is sent to it


def _proposal(name: str) -> Asked:
    row = row_of(name, "accepted")
    proposal = Proposal(row=row, data={}, seen=state_of(row))
    proposal.save()
    return [row.pk, proposal.uid], {"decision": "decline", "answer": "The text says so."}


def _operation() -> Asked:
    before = {"rows": [], "state": "accepted"}
    return [Operation.objects.create(kind="review", said="1 set", before=before).uid], {}


def _settle() -> Asked:
    claim = make_claim(make_document())
    document = claim.passage.version.document
    Version.objects.create(document=document, number=2, language="en", text="Nothing of it.")
    placement = Placed.objects.get(passage=claim.passage)
    return [placement.pk], {"decision": "give up", "why": "It was cut."}


def _queue() -> Asked:
    return [], {"row": f"claim:{row_of('claim', 'in_review').pk}", "decision": "back"}


def _duplicates() -> Asked:
    one, other = make_entity("One"), make_entity("Other")
    return [], {"apart": f"{one.uid},{other.uid}"}


def _act() -> Asked:
    row = row_of("claim")
    given = {"id": "one", "do": "delete", "key": f"claim:{row.pk}", "version": 1}
    return [row.passage.version.document.uid], given


def _merge() -> Asked:
    return [make_entity("One").pk], {"heir": make_entity("Other").pk, "step": "merge"}


def _split() -> Asked:
    one = make_entity("One")
    mention = make_mention(make_document(), "Elena Marsh", one)
    return [one.pk], {"row": f"mention:{mention.pk}", "name": "Elena Marsh", "kind": "person"}


def _link() -> Asked:
    row = row_of("claim")
    other = Claim.objects.exclude(pk=row.pk).get()
    return [row.pk], {"claim": other.pk, "kind": "repeats", "direction": "out", "review": "draft"}


def _decide(decision: str) -> Asked:
    return [row_of("dating", "suggested").pk, decision], {}


# each address of our own that takes a form: who is not refused, and what is sent to it
ADDRESSES: dict[str, tuple[set[str], Callable[[], Asked]]] = {
    "queue": (REVIEWERS, _queue),
    "settle": (STAFF, _settle),
    "duplicates": (STAFF, _duplicates),
    "undo_operation": (REVIEWERS, _operation),
    "archive_claim_link": (STAFF, _link),
    "archive_dating_decide": (STAFF, lambda: _decide("reject")),
    "archive_document_evidence": (STAFF, lambda: ([make_document().pk], {"start": "0"})),
    "archive_document_fold": (
        STAFF,
        lambda: ([make_document().pk], {"start": "0", "end": "4", "decision": "keep"}),
    ),
    "archive_document_workbench": (STAFF, _act),
    "archive_document_workbench_act": (STAFF, _act),
    "archive_entity_merge": (REVIEWERS, _merge),
    "archive_entity_split": (REVIEWERS, _split),
}
for _name in REVIEWED:
    ADDRESSES |= {
        f"archive_{_name}_comment": (
            STAFF,
            lambda name=_name: ([row_of(name, "accepted").pk], {"text": "Is it?"}),
        ),
        f"archive_{_name}_propose": (
            PROPOSERS,
            lambda name=_name: ([row_of(name, "accepted").pk], {"why": "So."}),
        ),
        f"archive_{_name}_proposal": (REVIEWERS, lambda name=_name: _proposal(name)),
    }
# those that only show something, and who is not refused there
SHOWN: dict[str, tuple[set[str], Callable[[], Asked]]] = {
    "repair": (STAFF, lambda: ([], {})),
    "operation": (REVIEWERS, _operation),
    "archive_document_workbench_ask": (
        STAFF,
        lambda: ([make_document().uid], {"for": "state", "version": 1}),
    ),
}
DJANGO_S = ("_changelist", "_add", "_history", "_delete", "_change", "_simple_history")
NOT_OURS = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}


def own_addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    """The names of the admin's addresses that are neither Django's own nor of its users."""
    for one in patterns:
        address = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from own_addresses(one.url_patterns, address)
        elif address.startswith("admin/") and one.name and one.name not in NOT_OURS:
            of_users = one.name.startswith(("auth_", "axes_"))
            if not of_users and not one.name.endswith(DJANGO_S):
                yield one.name


def test_every_address_of_the_admin_is_in_a_table():
    assert set(own_addresses(get_resolver().url_patterns)) == set(ADDRESSES) | set(SHOWN)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_who_is_refused_at_each_address(name, role):
    allowed, made = ADDRESSES[name]
    arguments, given = made()
    client, address = client_of(role), reverse(f"admin:{name}", args=arguments)
    asked = {"content_type": "application/json"} if name.endswith("_act") else {}
    answer = client.post(address, given, **asked)
    assert refused(answer) is (role not in allowed)
    assert refused(answer) or answer.status_code in (200, 302)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", SHOWN)
def test_who_is_refused_where_something_is_only_shown(name, role):
    allowed, made = SHOWN[name]
    arguments, query = made()
    answer = client_of(role).get(reverse(f"admin:{name}", args=arguments), query)
    assert refused(answer) is (role not in allowed)
    assert refused(answer) or answer.status_code in (200, 302)


@pytest.mark.parametrize("role", ROLES)
def test_who_changes_documents_in_bulk_and_restores_an_earlier_state(role):
    document = make_document(rights="All rights reserved")
    client, listed = client_of(role), reverse("admin:archive_document_changelist")
    asked = {"action": "change_in_bulk", "_selected_action": [document.pk], "what": ["rights"]}
    asked |= {"rights": "Public domain", "bulk": "preview"}
    page = client.post(listed, asked)
    seen = page.context["seen"] if role in STAFF else ""
    client.post(listed, {**asked, "bulk": "apply", "seen": seen})
    document.refresh_from_db()
    assert document.rights == ("Public domain" if role in STAFF else "All rights reserved")
    first = document.history.last()
    document.title = "Another title"
    document.save()
    earlier = reverse("admin:archive_document_simple_history", args=[document.pk, first.pk])
    answer = send(client, earlier)
    assert refused(answer) is (role not in STAFF)
    document.refresh_from_db()
    assert (document.title == "Another title") is (role not in STAFF)

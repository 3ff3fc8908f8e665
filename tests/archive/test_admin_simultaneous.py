"""Two people at one form: what a page shows is what its save is compared with."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.models import Claim, Document
from tests.forms import states_shown
from tests.makers import make_claim, make_document, make_user
from tests.trust.visitors import changed, form

pytestmark = pytest.mark.django_db


class Quicker:
    """Saves the document just after a page has read it, as another process would."""

    def __init__(self, document: Document) -> None:
        self.rows = Document.objects.filter(pk=document.pk)
        self.was_read = self.done = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.was_read and not self.done:
            self.done = True
            self.rows.update(title="Saved by somebody else")
        self.was_read = self.was_read or 'FROM "archive_document" WHERE' in sql
        return execute(sql, params, many, context)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("editor"))
    return client


def test_what_was_saved_while_the_page_was_made_is_not_saved_over(editor):
    document = make_document(title="As the page shows it")
    path = reverse("admin:archive_document_change", args=[document.pk])
    with connection.execute_wrapper(Quicker(document)):
        page = editor.get(path, secure=True).content.decode()
    fields = form(page, "document_form")
    assert dict(fields)["title"] == "As the page shows it"
    answer = editor.post(path, dict(changed(fields, title="Mine")), secure=True)
    assert "Somebody else has saved this" in answer.content.decode()
    document.refresh_from_db()
    assert document.title == "Saved by somebody else"


def test_a_page_that_nobody_overtook_is_saved(editor):
    document = make_document(title="As the page shows it")
    path = reverse("admin:archive_document_change", args=[document.pk])
    fields = form(editor.get(path, secure=True).content.decode(), "document_form")
    assert editor.post(path, dict(changed(fields, title="Mine")), secure=True).status_code == 302
    document.refresh_from_db()
    assert document.title == "Mine"


@pytest.mark.parametrize("seen", [{}, {"seen": ""}], ids=["no state", "an empty one"])
def test_a_form_that_does_not_say_what_it_showed_is_refused_and_loses_nothing(editor, seen):
    document = make_document(title="As it is")
    path = reverse("admin:archive_document_change", args=[document.pk])
    fields = dict(form(editor.get(path, secure=True).content.decode(), "document_form"))
    shown = fields.pop("seen")
    mine = fields | {"title": "Mine"}
    page = editor.post(path, mine | seen, secure=True)
    assert "The form does not say in which state you read this" in page.text
    assert 'value="Mine"' in page.text
    assert "Somebody else has saved this" not in page.text
    document.refresh_from_db()
    assert document.title == "As it is"
    assert page.context["seen"] == shown
    assert editor.post(path, mine | {"seen": shown}, secure=True).status_code == 302
    document.refresh_from_db()
    assert document.title == "Mine"


def test_an_earlier_state_is_not_restored_unread(editor):
    document = make_document(title="First")
    first = document.history.first()
    document.title = "Second"
    document.save()
    path = reverse("admin:archive_document_simple_history", args=[document.pk, first.pk])
    page = editor.post(path, secure=True, follow=True)
    assert "1 was changed after it was shown to you" in page.text
    document.refresh_from_db()
    assert document.title == "Second"


class WritesBefore:
    """Writes in a claim, as another process would, just before the nth query of a page."""

    def __init__(self, claim: Claim, n: int) -> None:
        self.claim, self.left = claim, n

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            Claim.objects.filter(pk=self.claim.pk).update(statement="Written since.")
            self.claim.attributions.update(as_worded="another official")
        return execute(sql, params, many, context)

    @property
    def wrote(self) -> bool:
        return self.left <= 0


@pytest.mark.parametrize(
    ("name", "shown", "decision"),
    [
        ("archive_claim_changelist", "Written since.", {"action": "accept"}),
        ("queue", "another official", {"decision": "accept"}),
    ],
)
def test_nothing_is_accepted_that_was_written_while_its_page_was_read(
    client, name, shown, decision
):
    client.force_login(make_user("reviewer"))
    document, address = make_document(), reverse(f"admin:{name}")
    n, found = 0, {True: 0, False: 0}
    while True:
        n += 1
        claim = make_claim(document, review="in_review")
        writer = WritesBefore(claim, n)
        with connection.execute_wrapper(writer):
            page = client.get(address).text
        if not writer.wrote:
            break
        keys = {"_selected_action": [claim.pk], "row": f"claim:{claim.pk}"}
        client.post(address, states_shown(page) | keys | decision)
        claim.refresh_from_db()
        accepted = claim.review == "accepted"
        found[accepted] += 1
        assert not accepted or shown in page, f"written before query {n}"
        claim.delete()
    assert all(found.values())  # early enough it is read and accepted, too late refused

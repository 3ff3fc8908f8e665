"""Two people at one form: what a page shows is what its save is compared with."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.models import Document
from tests.makers import make_document, make_user
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

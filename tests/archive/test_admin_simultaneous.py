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

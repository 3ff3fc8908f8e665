"""A document's date in the admin: evidence for one, what waits for it, what its change did."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.models import Dating, Document
from tests.makers import make_document, make_user

pytestmark = pytest.mark.django_db

TEXT = (
    "The ferry was sold last year. It had sailed from January to July 2021, when the owners met. "
    "A new one is expected in 2050."
)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("editor"))
    return client


@pytest.fixture
def document() -> Document:
    document = make_document(TEXT)
    call_command("suggest", "dates", "--all", verbosity=0)
    return document


def address(document: Document) -> str:
    return reverse("admin:archive_document_change", args=[document.pk])


def save(client: Client, document: Document, **changed: Any) -> Any:
    page = client.get(address(document))
    form = page.context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"publisher": document.publisher_id, "seen": page.context["seen"]} | changed
    for formset in page.context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            data[field.html_name] = field.value()
    return client.post(address(document), data, follow=True)


def value(quote: str) -> str:
    return Dating.objects.get(passage__quote=quote).edtf


def test_an_undated_document_offers_what_its_text_says(editor, document):
    page = editor.get(address(document)).text
    assert "It has no date." in page
    assert "1 expression of its text waits for one." in page
    assert "Take “since January 2021”" in page or "Take “since July 2021”" in page
    assert "2050" not in page[page.index('id="of-date"') : page.index('id="version"')]


def test_one_click_takes_it_as_the_inferred_date_with_the_reason(editor, document):
    bounds = editor.get(address(document)).context["bounds"]
    where = reverse("admin:archive_document_evidence", args=[document.pk])
    page = editor.post(where, {"start": bounds.evidence[0].start}, follow=True)
    document.refresh_from_db()
    assert document.dated == f"{bounds.evidence[0].edtf}/.."
    assert (document.dated_basis, document.dated_reason) == ("inferred", bounds.evidence[0].reason)
    assert "Taken as the inferred date." in page.text
    assert document.history.first().history_change_reason == "inferred from the text"
    assert value("last year") == ""  # no day is made of a bound


def test_evidence_is_not_taken_over_a_date_nor_from_words_that_are_not_there(editor, document):
    where = reverse("admin:archive_document_evidence", args=[document.pk])
    page = editor.post(where, {"start": "9999"}, follow=True)
    assert "The text does not say this any more." in page.text
    Document.objects.update(dated="2023", dated_basis="stated")
    page = editor.post(where, {"start": "0"}, follow=True)
    assert "has a date by now" in page.text
    assert editor.get(where).status_code == 405


def test_who_may_not_change_a_document_takes_nothing(client, document):
    where = reverse("admin:archive_document_evidence", args=[document.pk])
    client.force_login(make_user("reader"))
    assert client.post(where, {"start": "0"}).status_code == 302  # to the login form
    document.refresh_from_db()
    assert document.dated == ""


def test_setting_the_date_says_what_changed_and_offers_the_way_back(editor, document):
    page = save(editor, document, dated="2023-01-20", dated_basis="stated")
    assert "1 dating changed with the date of" in page.text
    assert value("last year") == "2022"
    page = editor.get(address(document))
    assert page.context["undoable"]
    assert [(old.edtf, new.edtf) for _row, old, new in page.context["changes"]] == [("", "2022")]
    assert "Take it back, with the date" in page.text
    operation = page.context["redated"]
    shown = editor.get(reverse("admin:operation", args=[operation.uid]))
    assert "unresolved" in shown.text
    assert "2022" in shown.text
    editor.post(reverse("admin:undo_operation", args=[operation.uid]))
    document.refresh_from_db()
    assert (document.dated, value("last year")) == ("", "")
    assert "Take it back" not in editor.get(address(document)).text


def test_the_text_without_a_date_says_so(editor):
    page = editor.get(address(make_document("Nothing was said of any day."))).text
    assert "The text names no date that it tells of as past." in page

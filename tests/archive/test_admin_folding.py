"""Boilerplate that a rule finds is offered on the document's page, and marked by a person."""

import pytest
from django.urls import reverse

from archive.models import Boilerplate, Dismissal, Version
from tests.makers import make_document, make_user, passage_of

pytestmark = pytest.mark.django_db

TEXT = "The ferry came back.\n\nIt sails again.\n\nYou May Also Like\n\nAnother ferry sinks"


def page_of(client, document):
    return client.get(reverse("admin:archive_document_change", args=[document.pk]))


def fold(client, document, start):
    address = reverse("admin:archive_document_fold", args=[document.pk])
    return client.post(address, {"start": start}, follow=True)


def test_it_is_offered_and_marked_with_one_click(client):
    document = make_document(TEXT)
    client.force_login(make_user("annotator"))
    offered = page_of(client, document).context["foldable"]
    assert [(one.start, one.rule) for one in offered] == [
        (TEXT.index("You May"), "boilerplate: related articles")
    ]
    assert not Boilerplate.objects.exists()
    assert "Marked as boilerplate." in fold(client, document, offered[0].start).text
    row = Boilerplate.objects.get()
    assert (row.passage.quote, row.rule) == (
        "You May Also Like\n\nAnother ferry sinks",
        "boilerplate: related articles",
    )
    assert page_of(client, document).context["foldable"] == []


def test_what_is_marked_already_or_is_not_there_is_not_marked_again(client):
    document = make_document(TEXT)
    client.force_login(make_user("annotator"))
    Boilerplate.objects.create(passage=passage_of(document, "Another ferry sinks"))
    assert page_of(client, document).context["foldable"] == []
    assert "marked already" in fold(client, document, TEXT.index("You May")).text
    assert Boilerplate.objects.count() == 1


def test_a_reader_marks_nothing(client):
    document = make_document(TEXT)
    client.force_login(make_user("reader"))
    address = reverse("admin:archive_document_fold", args=[document.pk])
    assert client.post(address, {"start": TEXT.index("You May")}).status_code == 302
    assert not Boilerplate.objects.exists()


def test_what_is_turned_down_is_not_offered_again_not_even_in_a_newer_text(client):
    document = make_document(TEXT)
    client.force_login(make_user("annotator"))
    address = reverse("admin:archive_document_fold", args=[document.pk])
    start = TEXT.index("You May")
    page = client.post(address, {"start": start, "decision": "keep"}, follow=True)
    assert "It stays part of the article, and is not offered again." in page.text
    assert page.context["foldable"] == []
    assert "You May Also Like" in page.text
    assert not Boilerplate.objects.exists()
    text = TEXT.replace("It sails again.", "It sails again,\nand again.")
    Version.objects.create(document=document, number=2, language="en", text=text)
    assert page_of(client, document).context["foldable"] == []
    again = client.post(address, {"decision": "offer"}, follow=True)
    assert [one.start for one in again.context["foldable"]] == [text.index("You May")]
    assert not Dismissal.objects.exists()

"""A new version in the admin: who and why, what differs, and what became of the annotations."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Document
from tests.archive.test_placing import newer
from tests.makers import TEXT, make_claim, make_document, make_user

pytestmark = pytest.mark.django_db

ADD = "admin:archive_version_add"


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def send(client: Client, document: Document, text: str, **fields: Any) -> Any:
    data = {"layer": "emended", "language": "en", "author": "A desk", "reason": "typing"} | fields
    data |= {"document": document.pk, "text": text}
    return client.post(reverse(ADD), data, follow=True)


@pytest.mark.parametrize(
    ("layer", "who", "why"),
    [
        ("emended", "Say who emended the text.", "Say why the text was emended."),
        ("corrected", "Say who corrected the text", "Say what was corrected, and where"),
    ],
)
def test_a_changed_text_says_who_changed_it_and_why(annotator, layer, who, why):
    document = make_document()
    text = TEXT.replace("Tuesday", "Wednesday")
    page = send(annotator, document, text, layer=layer, author="", reason=" ")
    assert who in page.text
    assert page.text.count(why) == 1
    assert "on Wednesday" in page.text
    assert document.versions.count() == 1
    send(annotator, document, text, layer=layer)
    version = document.versions.get(number=2)
    assert (version.author, version.reason) == ("A desk", "typing")


def test_the_author_is_offered(annotator):
    document = make_document()
    page = annotator.get(reverse(ADD), {"document": document.pk})
    assert 'name="author" value="annotator"' in page.text


def test_a_translation_needs_no_reason(annotator):
    document = make_document()
    send(annotator, document, "El correo.", layer="translated", language="es", author="", reason="")
    assert document.versions.get(number=2).layer == "translated"


def test_the_message_says_what_became_of_the_annotations(annotator):
    document = make_document()
    make_claim(document)
    page = send(annotator, document, "A head.\n\n" + TEXT)
    assert "1 passage of earlier texts was looked for in it. Each has a sure place." in page.text
    page = send(annotator, document, "Nothing of it is left.")
    repair = f"{reverse('admin:repair')}?document={document.uid}"
    assert f'<a href="{repair}">1 is not sure</a>' in page.text
    assert "1 passage has no sure place in a newer text." in annotator.get(repair).text


def test_the_page_of_a_version_shows_what_changed(annotator):
    document = make_document()
    make_claim(document)
    version = newer(document, TEXT.replace("Tuesday", "<b>Wednesday</b>"))
    page = annotator.get(reverse("admin:archive_version_change", args=[version.pk]))
    assert "What changed since version 1" in page.text
    assert "<del>Tuesday</del><ins>&lt;b&gt;Wednesday&lt;/b&gt;</ins>" in page.text
    assert "1 exact." in page.text
    first = document.versions.get(number=1)
    page = annotator.get(reverse("admin:archive_version_change", args=[first.pk]))
    assert "What changed since" not in page.text


def test_a_translation_is_not_compared(annotator):
    document = make_document()
    version = newer(document, "El correo.", layer="translated", language="es")
    page = annotator.get(reverse("admin:archive_version_change", args=[version.pk]))
    assert "What changed since" not in page.text


def test_an_error_loses_nothing(annotator):
    document = make_document()
    page = send(annotator, document, "Another text, typed by hand.", author="", reason="retyped")
    assert "Another text, typed by hand.</textarea>" in page.text
    assert 'value="retyped"' in page.text

"""A new version in the admin: who and why, what differs, and what became of the annotations."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.admin.previewing import fingerprint
from archive.models import Document, Placement, Version
from tests.archive.test_placing import newer
from tests.makers import (
    TEXT,
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_user,
)

pytestmark = pytest.mark.django_db

ADD = "admin:archive_version_add"


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def filled(document: Document, text: str, **fields: Any) -> dict[str, Any]:
    data = {"layer": "emended", "language": "en", "author": "A desk", "reason": "typing"} | fields
    return data | {"document": document.pk, "text": text}


def send(client: Client, document: Document, text: str, **fields: Any) -> Any:
    """Fill in the form and, where a preview comes, save what it shows."""
    page = client.post(reverse(ADD), filled(document, text, **fields), follow=True)
    if "Save this version" not in page.text:
        return page
    return client.post(reverse(ADD), shown_again(page.text), follow=True)


def shown_again(page: str) -> dict[str, str]:
    """The hidden fields of a preview, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


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


def test_a_preview_says_what_differs_and_what_will_happen_before_anything_is_saved(annotator):
    document = make_document()
    make_claim(document)
    make_mention(document, "Havana", make_entity("Havana", "place"))
    text = TEXT.replace("in Havana", "in <i>Matanzas</i>")
    page = annotator.post(reverse(ADD), filled(document, text)).text
    assert "Nothing is saved yet." in page
    assert "<del>Havana</del><ins>&lt;i&gt;Matanzas&lt;/i&gt;</ins>" in page
    assert "1 exact, 1 lost." in page
    assert "mention: Havana" in page
    assert document.versions.count() == 1
    assert not Placement.objects.exists()
    saved = annotator.post(reverse(ADD), shown_again(page), follow=True).text
    assert "2 passages of earlier texts were looked for in it." in saved
    assert document.versions.get(number=2).text == text
    assert sorted(Placement.objects.values_list("state", flat=True)) == ["exact", "lost"]


def test_the_way_back_from_a_preview_keeps_everything(annotator):
    document = make_document()
    text = TEXT.replace("Tuesday", "Wednesday") + "\n\n  Indented, with “marks” & <b>.\n"
    page = annotator.post(reverse(ADD), filled(document, text, reason="retyped")).text
    back = annotator.post(reverse(ADD), shown_again(page) | {"_back": "1"})
    assert back.context["adminform"].form["text"].value() == text
    assert 'value="retyped"' in back.text
    assert "Please correct the error" not in back.text
    assert document.versions.count() == 1


def test_only_what_was_looked_at_is_saved(annotator):
    document = make_document()
    page = annotator.post(reverse(ADD), filled(document, TEXT.replace("Tuesday", "Friday"))).text
    given = shown_again(page)
    other = annotator.post(reverse(ADD), given | {"text": TEXT.replace("Tuesday", "Sunday")}).text
    assert "<ins>Sunday</ins>" in other
    # somebody else was quicker: what differs is another text by now
    newer(document, TEXT.replace("Tuesday", "Monday"))
    page = annotator.post(reverse(ADD), given).text
    assert "<del>Monday</del><ins>Friday</ins>" in page
    assert document.versions.count() == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("document_id", 2),
        ("layer", "emended"),
        ("translated_by", "machine"),
        ("translated_from_id", 3),
        ("original_id", 4),
        ("reader", "html"),
        ("page_starts", [0, 5]),
        ("reason", "typing"),
    ],
)
def test_what_was_looked_at_is_told_by_every_column_and_not_by_the_time(column, value):
    seen = fingerprint(Version(text="One text."))
    assert fingerprint(Version(text="One text.")) == seen
    assert fingerprint(Version(text="One text.", **{column: value})) != seen


def test_a_preview_of_a_translation_says_that_nothing_follows(annotator):
    document = make_document()
    make_claim(document)
    fields = {"layer": "translated", "language": "es", "author": "", "reason": ""}
    page = annotator.post(reverse(ADD), filled(document, "El correo.", **fields)).text
    assert "No earlier text is in the language “es”" in page
    assert "What changed since" not in page


def test_a_preview_of_a_long_text_shows_what_changed_with_what_is_beside_it(annotator):
    long = "\n\n".join(f"Line {n} of a long report on the mail." for n in range(400))
    document = make_document(long)
    page = annotator.post(reverse(ADD), filled(document, long.replace("Line 200", "Row 200"))).text
    assert "<del>Line</del><ins>Row</ins>" in page
    assert "characters that are the same" in page
    assert page.count("of a long report") < 40 + 400  # the text itself is sent once, to be saved


def test_a_reader_and_an_annotator_without_the_permission_see_no_preview(client):
    document = make_document()
    user = make_user("annotator")
    user.groups.clear()
    client.force_login(user)
    page = client.post(reverse(ADD), filled(document, TEXT.replace("Tuesday", "Friday")))
    assert page.status_code == 403


@pytest.mark.parametrize(("role", "after"), [("annotator", "en"), ("reviewer", "es")])
def test_the_language_of_a_saved_version_is_changed_by_reviewers(client, role, after):
    version = make_document().versions.get()
    client.force_login(make_user(role))
    address = reverse("admin:archive_version_change", args=[version.pk])
    data = {"layer": version.layer, "language": "es", "author": "A desk", "reason": "typing"}
    assert client.post(address, data).status_code == 302
    version.refresh_from_db()
    assert (version.language, version.layer, version.author) == (after, "published", "A desk")

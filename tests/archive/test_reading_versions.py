"""What a reader sees of annotations that were made on another version than the one on the page."""

from typing import Any

import pytest
from django.test import Client

from archive.models import Boilerplate, Document, Placement
from archive.repair import give_up, settle
from tests.archive.test_placing import newer, waiting
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = pytest.mark.django_db

SAID = "We are ready to begin"
NOW = "We are now ready to begin"


def read(client: Client, document: Document, query: str = "") -> str:
    return client.get(document.get_absolute_url() + query).content.decode()


def test_what_stands_as_it_did_is_shown_without_a_word(client):
    document = make_document()
    make_claim(document, uid="first-claim")
    make_mention(document, "Elena Marsh", make_entity(uid="elena-marsh"))
    make_dating(document, "on Tuesday", "2015-09-29")
    make_note(document, "half a century", "Since 1963.", uid="since-note")
    newer(document, "A head.\n\n" + TEXT)
    html = read(client, document)
    for mark in (
        'id="s-first-claim"',
        'id="n-since-note"',
        "/entities/elena-marsh/",
        "Tuesday</a>",
    ):
        assert mark in html
    assert "were changed in this version" not in html
    assert "another version of this text" not in html


def test_changed_words_are_said_to_be_changed_and_lead_back(client):
    document = make_document()
    make_claim(document, uid="first-claim")
    make_note(document, SAID, "Said on the quay.")
    newer(document, TEXT.replace(SAID, NOW))
    html = read(client, document)
    assert 'id="s-first-claim"' in html
    assert "The quoted words were changed in this version." in html
    assert 'href="?version=1#s-first-claim"' in html
    assert "The words it is about were changed in this version." in html
    assert "were changed in this version" not in read(client, document, "?version=1")


def test_other_quotation_marks_are_no_changed_words(client):
    document = make_document()
    make_claim(document, "“We are ready to begin,”", uid="first-claim")
    newer(document, TEXT.replace("“", '"').replace("”", '"'))
    html = read(client, document)
    assert 'id="s-first-claim"' in html
    assert "were changed in this version" not in html
    assert "where spaces, quotation marks or dashes differ" in html


def test_an_entity_and_a_date_in_doubt_are_not_marked_until_a_person_says_so(client):
    document = make_document()
    make_mention(document, "Elena Marsh, who led", make_entity(uid="elena-marsh"))
    newer(document, TEXT.replace("Marsh, who led", "Marsh, who now led"))
    assert "/entities/elena-marsh/" not in read(client, document).partition("<aside")[0]
    (row,) = waiting()
    assert row.state == "changed"
    settle(row, row.start, row.end, make_user("annotator"))
    assert "/entities/elena-marsh/" in read(client, document)


def test_what_has_no_place_stands_apart_and_says_why(client):
    document = make_document()
    make_claim(document, uid="first-claim")
    make_note(document, "half a century", "Since 1963.", uid="since-note")
    newer(document, TEXT.partition("\n\n")[0])
    html = read(client, document)
    assert 'id="s-first-claim"' not in html
    assert "Claims made on another version of this text" in html
    assert "Notes on another version of this text" in html
    assert html.count("its words do not stand in this version") == 2
    assert 'href="?version=1#ns-since-note"' in html


def test_two_places_are_said_to_be_two(client):
    document = make_document()
    make_claim(document)
    newer(document, TEXT)
    Placement.objects.update(state="ambiguous", start=None, end=None)
    assert "may stand in more than one place" in read(client, document)


def test_boilerplate_in_doubt_is_read(client):
    document = make_document(TEXT + "\n\nYou may also like")
    text = document.versions.get().text
    passage = document.versions.get().passage(text.index("You may"), len(text))
    Boilerplate.objects.create(passage=passage)
    newer(document, TEXT + "\n\nYou may all so like")
    assert Placement.objects.get().unsure
    assert "left out of search" not in read(client, document)
    newer(document, "A head.\n\n" + text)
    assert "left out of search" in read(client, document)


def claim_page(client: Client, claim: Any) -> str:
    return client.get(claim.get_absolute_url()).content.decode()


def test_a_claim_shows_the_version_it_was_made_on_and_where_it_stands_now(client):
    document = make_document()
    claim = make_claim(document)
    assert "which is read first" not in claim_page(client, claim)
    newer(document, "A head.\n\n" + TEXT)
    html = claim_page(client, claim)
    assert "version 1 of 2" in html or "?version=1#s-" in html
    assert "The same words stand in version 2, which is read first." in html
    assert f"?version=2#s-{claim.uid}" in html
    newer(document, TEXT.replace(SAID, NOW))
    html = claim_page(client, claim)
    assert "In version 3, which is read first, these words were changed" in html
    assert f'<q class="lemma">{SAID}</q>' in html
    assert f">{NOW}</q>" in html


def test_a_claim_without_a_sure_place_says_so_and_why_it_was_given_up(client):
    document = make_document()
    claim = make_claim(document)
    newer(document, "Nothing of it is left.")
    assert "these words have no sure place" in claim_page(client, claim)
    give_up(waiting()[0], make_user("annotator"), "The paper took it back.")
    html = claim_page(client, claim)
    assert "they stand no more: The paper took it back." in html


def test_an_extract_keeps_the_changed_words_to_itself(client):
    document = make_document(access="extract")
    claim = make_claim(document)
    newer(document, TEXT.replace(SAID, NOW))
    html = claim_page(client, claim)
    assert "these words were changed." in html
    assert NOW not in html


def test_a_translation_says_nothing_of_where_it_stands(client):
    document = make_document()
    claim = make_claim(document)
    newer(document, "Nada.", layer="translated", language="es")
    assert "which is read first" not in claim_page(client, claim)

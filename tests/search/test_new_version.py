"""A new text is searched at once: its words, what was annotated before it, and no boilerplate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.models import Boilerplate, Version
from archive.repair import settle, to_repair, undo_placing
from search import outbox
from search.backends.base import Word
from search.entries import all_entries
from search.models import OutboxRow
from search.syncing import compare
from tests.ingesting import jsonl, line, take
from tests.makers import TEXT, make_claim, make_dating, make_document, make_entity, make_user
from tests.makers import make_mention as mention
from tests.search.test_outbox import ask, counts

pytestmark = pytest.mark.django_db(transaction=True)

FOOTER = "\n\nYou may also like\n\nRum and boats"


@pytest.fixture(autouse=True)
def in_step() -> Iterator[None]:
    """After each test nothing waits, and the index says what the database says."""
    yield
    assert not OutboxRow.objects.exists()
    assert compare(all_entries()).sentences == []


def corrected(document, text, **fields):
    number = document.versions.count() + 1
    return Version.objects.create(
        document=document, number=number, layer="corrected", text=text, **fields
    )


def test_the_new_words_are_found_in_the_text_that_is_read_and_the_old_ones_in_theirs():
    document = make_document()
    corrected(document, TEXT.replace("Tuesday", "Thursday"))
    assert [ask(Word(word)).hits[0].layer for word in ("thursday", "tuesday")] == [
        "corrected",
        "published",
    ]


def test_what_was_annotated_before_stays_a_facet_and_a_claim():
    document = make_document()
    mention(document, "Elena Marsh", make_entity(uid="elena-marsh"))
    make_dating(document, "on Tuesday", "2015-01-20")
    make_claim(document)
    corrected(document, "Nothing of it is left.")
    found = ask()
    assert counts(found.facets["person"]) == {"elena-marsh": 1}
    claims = ask(Word("begin"), kind="claims")
    assert [hit.layer for hit in claims.hits] == ["published"]


def test_boilerplate_is_not_found_in_the_next_text_either():
    document = make_document(TEXT + FOOTER)
    first = document.versions.get()
    start = first.text.index("You may")
    Boilerplate.objects.create(passage=first.passage(start, len(first.text)))
    assert ask(Word("rum")).total == 0
    corrected(document, "A head.\n\n" + TEXT + FOOTER)
    assert ask(Word("head")).total == 1
    assert ask(Word("rum")).total == 0


def test_boilerplate_in_doubt_is_found_until_a_person_places_it():
    document = make_document(TEXT + FOOTER)
    first = document.versions.get()
    start = first.text.index("You may")
    Boilerplate.objects.create(passage=first.passage(start, len(first.text)))
    version = corrected(document, TEXT + FOOTER.replace("Rum", "Gin"))
    assert ask(Word("gin")).total == 1
    (row,) = to_repair(type(document).objects.all())
    start = version.text.index("You may")
    operation = settle(row, start, len(version.text), make_user("annotator"))
    assert ask(Word("gin")).total == 0
    undo_placing(operation, make_user("reviewer"))
    assert ask(Word("gin")).total == 1


def test_a_text_that_ingest_updates_is_found_at_once(tmp_path):
    take(jsonl(tmp_path, [line(entities=[{"name": "Elena Marsh", "kind": "person"}])]))
    take(jsonl(tmp_path, [line(text="Fog. " + line()["text"])]), update=True)
    outbox.drain(5)
    assert ask(Word("fog")).hits[0].layer == "corrected"
    assert list(counts(ask(Word("fog")).facets["person"]).values()) == [1]

"""What placing keeps as evidence, what asks nobody, and what follows a placement."""

from typing import Any

import pytest

from archive.models import Boilerplate, Document, Evidence, Passage, Placement, Version
from archive.passages import passage_at, reanchor
from archive.placing import evidence_of, place
from archive.repair import to_repair
from archive.signals import documents_changed
from tests.archive.test_placing import newer, waiting
from tests.ingesting import jsonl, line, take
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db

SAID = "We are ready to begin"
FOOTER = "\n\nYou may also like\n\nBoats of the bay"


def placed(version: Version, passage: Passage) -> Placement:
    return Placement.objects.get(version=version, passage=passage)


def with_footer() -> tuple[Document, Passage]:
    """A document whose last lines are marked as boilerplate."""
    document = make_document(TEXT + FOOTER)
    text = document.versions.get().text
    passage = document.versions.get().passage(text.index("You may"), len(text))
    Boilerplate.objects.create(passage=passage, rule="by hand")
    return document, passage


def chosen_by_hand(document: Document, claim: Any) -> Version:
    """A second text in which a person placed the claim's words, which were rewritten."""
    version = newer(document, TEXT.replace(SAID, "Nothing now keeps us from it"))
    row = placed(version, claim.passage)
    assert row.unsure
    row.start = version.text.index("Nothing now")
    row.end, row.state = row.start + len("Nothing now keeps us from it"), "changed"
    row.settled_by, row.settled_reason = "reviewer", "the publisher reworded it"
    row.save()
    return version


def test_every_kind_of_annotation_is_placed():
    document = make_document()
    claim = make_claim(document, SAID)
    make_mention(document, "Elena Marsh", make_entity())
    make_dating(document, "on Tuesday", "2015-09-29")
    make_note(document, "half a century", "Since 1963.")
    Evidence.objects.create(claim=claim, passage=passage_of(document, "no day had been agreed"))
    Boilerplate.objects.create(passage=passage_of(document, "The island’s ministry said"))
    version = newer(document, "Havana, 29 September.\n\n" + TEXT)
    rows = list(Placement.objects.filter(version=version).order_by("start"))
    assert [row.passage.quote for row in rows] == [
        "on Tuesday",
        "half a century",
        SAID,
        "Elena Marsh",
        "The island’s ministry said",
        "no day had been agreed",
    ]
    for row in rows:
        assert (row.state, row.unsure) == ("exact", False)
        assert version.text[row.start : row.end] == row.passage.quote


def test_the_evidence_names_both_quotes_and_the_candidates():
    document = make_document()
    claim = make_claim(document, SAID)
    version = newer(document, TEXT.replace("are ready", "are now ready"))
    row = placed(version, claim.passage)
    assert (row.state, row.unsure) == ("changed", True)
    assert row.evidence == {
        "from": 1,
        "quote": SAID,
        "found": "We are now ready to begin",
        "same_words": False,
        "candidates": [[row.start, row.end]],
    }


def test_the_evidence_of_an_unplaced_one_has_nothing_found():
    quote = passage_at("One two three.", 4, 7)
    (anchor,) = reanchor("One two three.", "Something else.", [quote])
    assert anchor.start is None
    assert evidence_of("two", "Something else.", anchor, 1) == {
        "from": 1,
        "quote": "two",
        "found": "",
        "same_words": False,
        "candidates": [list(span) for span in anchor.candidates],
    }


def test_changed_spaces_and_quotation_marks_ask_nobody():
    document = make_document()
    claim = make_claim(document, "“We are ready to begin,” said Elena Marsh")
    text = TEXT.replace("“", '"').replace("”", '"').replace("said Elena", "said\nElena")
    row = placed(newer(document, text), claim.passage)
    assert (row.state, row.same_words, row.unsure) == ("changed", True, False)
    assert waiting() == []


@pytest.mark.parametrize(
    ("state", "evidence", "settled_by", "unsure"),
    [
        ("exact", {}, "", False),
        ("moved", {}, "", False),
        ("changed", {"same_words": True}, "", False),
        ("changed", {"same_words": False}, "", True),
        ("changed", {}, "", True),
        ("ambiguous", {}, "", True),
        ("lost", {}, "", True),
        ("lost", {}, "reviewer", False),
        ("changed", {}, "reviewer", False),
    ],
)
def test_the_row_and_the_query_agree_about_what_is_unsure(state, evidence, settled_by, unsure):
    document = make_document()
    make_claim(document)
    newer(document, "Another text.")
    Placement.objects.update(state=state, evidence=evidence, settled_by=settled_by)
    assert Placement.objects.get().unsure is unsure
    Placement.objects.update(start=0, end=7)
    assert Placement.objects.sure().exists() is not unsure
    assert to_repair(Document.objects.all()).exists() is unsure


@pytest.mark.parametrize("review", ["rejected", "suggested"])
def test_what_no_person_stands_behind_asks_nobody(review):
    document = make_document()
    claim = make_claim(document, review=review)
    newer(document, "Another text.")
    assert Placement.objects.get().state == "lost"
    assert waiting() == []
    claim.review = "accepted"
    claim.save()
    assert len(waiting()) == 1


def test_the_newest_text_of_each_layer_asks():
    document = make_document()
    make_claim(document)
    newer(document, "Nothing of it.", layer="emended", reason="typing")
    newer(document, "Nothing of it either.")
    newer(document, "Nor here.")
    assert {row.version.number for row in waiting()} == {2, 4}


def test_another_spelling_of_the_language_is_the_same_language():
    document = make_document()
    claim = make_claim(document, SAID)
    version = newer(document, "A line.\n" + TEXT, language="en-GB")
    assert placed(version, claim.passage).state == "exact"


def test_passages_of_all_earlier_texts_are_placed_and_never_twice():
    document = make_document()
    first = make_claim(document, SAID)
    second = newer(document, TEXT.replace("Tuesday", "Wednesday"))
    at = second.text.index("on Wednesday")
    passage = second.passage(at, at + len("on Wednesday"))
    passage.notes.create(text="It was a Tuesday.", review="accepted")
    third = newer(document, "A head.\n" + second.text)
    rows = Placement.objects.filter(version=third)
    assert {row.passage.quote: row.evidence["from"] for row in rows} == {
        SAID: 1,
        "on Wednesday": 2,
    }
    assert place(third).total == 0
    assert placed(third, first.passage).state == "exact"


def test_what_a_person_chose_is_followed_further():
    document = make_document()
    claim = make_claim(document, SAID)
    second = chosen_by_hand(document, claim)
    third = newer(document, "A head.\n\n" + second.text)
    row = placed(third, claim.passage)
    assert third.text[row.start : row.end] == "Nothing now keeps us from it"
    assert (row.state, row.settled_by, row.unsure) == ("changed", "reviewer", False)
    assert row.settled_reason == "the publisher reworded it"
    assert row.evidence["from"] == 2


def test_a_choice_whose_words_changed_again_is_asked_about_again():
    document = make_document()
    claim = make_claim(document, SAID)
    second = chosen_by_hand(document, claim)
    third = newer(document, second.text.replace("keeps us", "kept us"))
    row = placed(third, claim.passage)
    assert (row.state, row.settled_by, row.unsure) == ("changed", "", True)


def test_the_old_words_that_come_back_where_a_person_chose_are_not_called_changed():
    document = make_document()
    claim = make_claim(document, SAID)
    version = newer(document, TEXT.replace(SAID, "We are now ready to begin"))
    row = placed(version, claim.passage)
    row.settled_by = "reviewer"
    row.save()
    third = newer(document, "A head.\n" + TEXT)
    row = placed(third, claim.passage)
    assert third.text[row.start : row.end] == SAID
    assert row.state == "moved"


def test_boilerplate_follows():
    document, old = with_footer()
    version = newer(document, "A head.\n\n" + TEXT + FOOTER)
    new = Boilerplate.objects.get(passage__version=version)
    assert new.passage.quote == old.quote
    assert new.rule == "boilerplate: as in version 1"


def test_boilerplate_that_is_marked_already_is_not_marked_twice():
    document, _old = with_footer()
    version = Version(document=document, number=2, text="A head.\n\n" + TEXT + FOOTER)
    version.derive()
    Version.objects.bulk_create([version])  # as ingest does, which marks first and then places
    here = version.text.index("You may")
    Boilerplate.objects.create(passage=version.passage(here, len(version.text)))
    place(version)
    assert Boilerplate.objects.filter(passage__version=version).count() == 1


def test_boilerplate_that_was_edited_waits():
    document, _old = with_footer()
    newer(document, TEXT + FOOTER.replace("Boats of", "Ships of"))
    assert [row.passage.quote[:7] for row in waiting()] == ["You may"]
    assert Boilerplate.objects.count() == 1


def test_placing_anew_leaves_what_is_settled():
    document = make_document()
    settled, other = make_claim(document, SAID), make_claim(document, "no day had been agreed")
    version = newer(document, TEXT.replace("Tuesday", "Wednesday"))
    Placement.objects.update(state="lost", start=None, end=None)
    Placement.objects.filter(passage=settled.passage).update(settled_by="reviewer")
    assert place(version, again=True).states == {"exact": 1}
    assert placed(version, settled.passage).state == "lost"
    assert placed(version, other.passage).state == "exact"


def test_it_tells_which_document_changed():
    told: list[str] = []

    def note(uids: Any, **kwargs: Any) -> None:
        told.extend(uids)

    document = make_document()
    make_claim(document, SAID)
    documents_changed.connect(note)
    try:
        newer(document, "A head.\n" + TEXT)
    finally:
        documents_changed.disconnect(note)
    assert document.uid in told


def test_placing_takes_as_many_queries_for_many_passages_as_for_one(django_assert_num_queries):
    document = make_document()
    make_claim(document, SAID)
    for word in ("Officials", "in Havana", "on Tuesday", "the mail", "Direct", "post has"):
        make_note(document, word, "A note.")
    version = Version(document=document, number=2, text="A head.\n" + TEXT)
    version.derive()
    Version.objects.bulk_create([version])
    with django_assert_num_queries(8):  # two of them are the savepoint's
        assert place(version).states == {"exact": 7}


def test_ingest_places_what_it_updates(tmp_path):
    take(jsonl(tmp_path, [line(entities=[{"name": "Elena Marsh", "kind": "person"}])]))
    text = "A head.\n" + line()["text"].replace("noon", "one")
    (row,) = take(jsonl(tmp_path, [line(text=text)]), update=True)
    assert row.outcome == "updated"
    (placement,) = Placement.objects.all()
    assert (placement.state, placement.version.number) == ("exact", 2)


def test_a_fixture_brings_its_own_placements_and_none_is_made():
    document = make_document()
    make_claim(document)
    version = Version(document=document, number=2, text="A head.\n" + TEXT)
    version.save_base(raw=True)
    assert not Placement.objects.exists()
    assert make_user("reviewer").has_perm("archive.change_placement")

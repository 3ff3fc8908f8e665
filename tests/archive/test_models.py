"""What the database itself refuses, and what QuerySets show to whom."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.models import Claim, ClaimLink, Dating, Document, Passage
from archive.passages import PassageError
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db


def test_a_passage_ends_behind_its_start():
    version = make_document().versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.bulk_create([Passage(version=version, start=9, end=9, quote="x")])


def test_a_passage_is_refused_where_its_quote_does_not_stand():
    version = make_document().versions.get()
    with pytest.raises(PassageError):
        Passage.objects.create(version=version, start=0, end=9, quote="Something")


def test_a_claim_has_exactly_one_passage():
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(statement="Nothing rests on nothing.", mode="direct")


def test_neither_a_claim_nor_a_document_is_linked_to_itself():
    claim = make_claim(make_document())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_link(claim, "repeats", claim)


def test_a_saved_text_never_changes():
    version = make_document().versions.get()
    version.text = "Another text."
    with pytest.raises(ValueError, match="Texts never change"):
        version.save()


def test_deleting_a_document_takes_its_annotations_with_it():
    document = make_document()
    make_claim(document)
    make_mention(document, "Elena Marsh", make_entity())
    document.delete()
    assert not Claim.objects.exists()
    assert not Passage.objects.exists()


def test_a_date_keeps_its_precision_and_gets_its_bounds():
    document = make_document(dated="2004-03")
    assert (document.earliest, document.latest) == (date(2004, 3, 1), date(2004, 3, 31))


def test_a_document_is_dated_between_when_its_interval_overlaps():
    document = make_document(dated="2004-03")
    make_document(title="A letter without a date")
    between = Document.objects.dated_between
    assert list(between(date(2004, 3, 15), date(2004, 12, 1))) == [document]
    assert not between(date(2004, 4, 1), None).exists()
    assert list(between()) == [document]


def test_an_embargo_ends_at_the_start_of_its_day():
    today = timezone.localdate()
    make_document(title="Tomorrow", embargo_until=today + timedelta(days=1))
    opened = make_document(title="Today", embargo_until=today)
    assert list(Document.objects.visible_to(None)) == [opened]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (None, {"Extract", "Full"}),
        ("reader", {"Extract", "Full"}),
        ("annotator", {"Extract", "Full", "Staff"}),
        ("reviewer", {"Extract", "Full", "Staff"}),
        ("editor", {"Extract", "Full", "Staff", "Withdrawn"}),
    ],
)
def test_a_role_sees_the_documents_of_the_table(role, titles):
    for access in ("full", "extract", "staff"):
        make_document(title=access.capitalize(), access=access)
    withdrawn = {"withdrawn_on": date(2024, 1, 1), "withdrawn_reason": "A court order."}
    make_document(title="Withdrawn", **withdrawn)
    user = make_user(role) if role else None
    assert {document.title for document in Document.objects.visible_to(user)} == titles


def test_a_claim_is_shown_when_it_is_accepted_and_its_document_is():
    shown = make_claim(make_document())
    make_claim(make_document(title="Draft"), review="draft")
    make_claim(make_document(title="Staff", access="staff"))
    assert list(Claim.objects.visible_to(None)) == [shown]


def test_a_link_is_shown_when_both_its_ends_are():
    here, there = make_claim(make_document()), make_claim(make_document(access="staff"))
    make_link(here, "denies", there, note="It says so.")
    assert not ClaimLink.objects.visible_to(None).exists()
    assert ClaimLink.objects.visible_to(make_user("annotator")).count() == 1


def test_a_document_is_about_an_entity_that_it_mentions():
    marsh, document = make_entity(), make_document()
    make_mention(document, "Elena Marsh", marsh)
    assert list(Document.objects.about(marsh)) == [document]
    assert not Document.objects.about(make_entity("Somebody else")).exists()


def test_a_claim_said_in_another_language_than_the_text_is_in_translation():
    document = make_document()
    assert not make_claim(document).in_translation
    assert make_claim(document, said_language="es").in_translation
    assert make_claim(document, said_language="und").in_translation


def test_an_unresolved_dating_has_no_date():
    document = make_document()
    passage = passage_of(document, "on Tuesday")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dating.objects.create(passage=passage, edtf="2015-01-20", status="unresolved")
    assert make_dating(document, "on Tuesday", "2015-01-20").earliest == date(2015, 1, 20)


def test_claims_are_found_by_each_of_their_words_in_any_case() -> None:
    claim = make_claim(make_document(), statement="Édith Óscar met the Postal Union.")
    for words in ("édith UNION", "óscar", "ÉDITH", "ready postal", ""):
        assert list(Claim.objects.containing(words)) == [claim]
    assert not Claim.objects.containing("édith nowhere").exists()

"""Dates on the workbench: what a person corrects is theirs, and no rule puts it back."""

from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Dating
from archive.simultaneous import state_of
from archive.workbench.errors import Refused
from tests.archive.workbench_desk import desk_of, do
from tests.makers import make_dating, make_document

pytestmark = pytest.mark.django_db

TEXT = "The ferry was sold last year."


@pytest.fixture
def document() -> Any:
    return make_document(TEXT, dated="2023-01-20")


def change(document: Any, user: Any, **given: Any) -> Dating:
    row = Dating.objects.get()
    given = {"edtf": row.edtf, "type": row.type} | given
    do(document, user, "change", key=f"dating:{row.pk}", seen=state_of(row), **given)
    return Dating.objects.get()


def move(document: Any) -> None:
    document.dated = "2024-02-20"
    document.save()
    call_command("suggest", "dates", "--all", verbosity=0)


@pytest.mark.parametrize("correction", [{"edtf": ""}, {"edtf": "2021"}, {"type": "set"}])
@pytest.mark.parametrize("first", ["suggested", "draft"])
def test_what_is_corrected_or_taken_away_is_fixed(document, annotator, first, correction):
    call_command("suggest", "dates", "--all", verbosity=0)
    Dating.objects.update(review=first)
    row = change(document, annotator, **correction)
    assert row.fixed
    move(document)
    again = Dating.objects.get()
    assert {name: getattr(again, name) for name in correction} == correction


def test_a_form_saved_without_a_correction_changes_nothing_of_the_value(document, annotator):
    call_command("suggest", "dates", "--all", verbosity=0)
    row = change(document, annotator)
    assert (row.edtf, row.fixed, row.reading, row.review) == (
        "2022",
        False,
        "unit-before:year",
        "draft",
    )


def test_what_was_corrected_elsewhere_survives_a_form_saved_without_a_correction(
    document, annotator
):
    make_dating(document, "last year", "2022", status="vague", fixed=True, review="draft")
    row = change(document, annotator)
    assert (row.edtf, row.status, row.fixed) == ("2022", "vague", True)


def test_the_value_that_the_rules_read_gives_the_words_back_to_them(document, annotator):
    make_dating(document, "last year", "2021", fixed=True, review="draft")
    row = change(document, annotator, edtf="2022")
    assert (row.edtf, row.fixed, row.reading) == ("2022", False, "unit-before:year")


@pytest.mark.parametrize("given", [{"edtf": ""}, {"edtf": "2022", "type": "set"}])
def test_what_is_marked_otherwise_than_the_rules_read_it_is_fixed(document, annotator, given):
    do(document, annotator, "date", on="last year", **given)
    assert Dating.objects.get().fixed
    move(document)
    row = Dating.objects.get()
    assert {name: getattr(row, name) for name in given} == given


def test_what_waits_for_the_date_of_the_document_is_not_fixed(annotator):
    document = make_document(TEXT)
    do(document, annotator, "date", on="last year", edtf="", type="date")
    assert not Dating.objects.get().fixed
    document.dated, document.dated_basis = "2023-01-20", "stated"
    document.save()
    assert Dating.objects.get().edtf == "2022"


def test_a_date_that_is_too_long_is_refused_with_an_example(document, annotator):
    with pytest.raises(Refused, match=r"at most 64 characters, and this has 75\. Write it like"):
        do(document, annotator, "date", on="last year", edtf="2021-01/2021-07" + "0" * 60)


def test_a_duration_is_told_in_words(document, annotator):
    document = make_document("The ferry lay there for three years.")
    make_dating(document, "three years", "", type="duration", timex="P3Y")
    [shown] = desk_of(document, annotator).shown
    assert "P3Y" not in shown.label
    assert shown.label.startswith("duration, 3 ")

"""How a reading is explained, and what a text tells of the day it was published."""

from datetime import date

import pytest
from django.utils import translation
from edtf import is_valid_edtf

from archive.dates import bounds_of, explain, resolve


@pytest.mark.parametrize(
    ("text", "published", "sentence"),
    [
        (
            "Last year it rained.",
            "2023-01-20",
            "*Last year*: year before the publication date 2023-01-20 = 2022",
        ),
        (
            "Last year it rained.",
            None,
            "*Last year*: year before the publication date; "
            "not resolved: the publication date is not known",
        ),
        ("It rained in 2017.", None, "*2017*: as written = 2017"),
        (
            "It rained yesterday.",
            "2023-01-20",
            "*yesterday*: 1 day before the publication date 2023-01-20 = 2023-01-19",
        ),
        (
            "It rained three months ago.",
            "2023-01-20",
            "*three months ago*: 3 months before the publication date 2023-01-20 = 2022-10",
        ),
        (
            "It rained in 2017, and the same year it snowed.",
            None,
            "*the same year*: year of 2017, the nearest earlier date in the text = 2017",
        ),
        ("It rained for six weeks.", None, "*six weeks*: length of time = P6W"),
        (
            "It rained last year.",
            "2023",
            "*last year*: year before the publication date 2023 = 2022",
        ),
    ],
)
def test_an_explanation_names_expression_rule_reference_and_value(
    text: str, published: str | None, sentence: str
) -> None:
    assert explain(resolve(text, published)[-1]) == sentence


def test_an_explanation_is_in_the_language_of_the_reader() -> None:
    (one,) = resolve("It rained in May 2017.", None)
    with translation.override("de"):
        assert explain(one).startswith("*May 2017*: ")


def test_a_text_was_not_published_before_what_it_tells_as_past() -> None:
    text = "He came to office in January 2021. Protests followed in July of that year."
    bounds = bounds_of(text)
    assert (bounds.earliest, bounds.latest, bounds.edtf) == (date(2021, 7, 1), None, "2021-07/..")
    assert bounds.reason == "not before July 2021, since the text says “July of that year”"
    best, second = bounds.evidence
    assert text[best.start : best.end] == "July of that year"
    assert second.edtf == "2021-01"


def test_what_lies_ahead_is_no_evidence() -> None:
    bounds = bounds_of("The bridge was closed in 2015. It will open again in 2030.")
    assert bounds.edtf == "2015/.."


def test_dates_after_today_are_no_evidence() -> None:
    text = "The bridge was closed in 2015, says the plan named 2050."
    assert bounds_of(text, today=date(2020, 1, 1)).earliest == date(2015, 1, 1)


def test_a_text_without_dates_has_no_bounds_and_says_so() -> None:
    bounds = bounds_of("It rained yesterday and all of last year.")
    assert (bounds.earliest, bounds.edtf, bounds.evidence) == (None, None, ())
    assert bounds.reason == "The text names no date that it tells of as past."


def test_of_a_term_of_office_only_the_beginning_is_evidence() -> None:
    assert bounds_of("The president (2017-2020) spoke.").earliest == date(2017, 1, 1)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It closed in the 1990s.", "1990/.."),
        ("It closed in the 19th century.", "1800/.."),
        ("It grew in the third quarter of 2021.", "2021-07/.."),
        ("It closed in summer 2021.", "2021-06/.."),
        ("It closed on 3 May 2021.", "2021-05-03/.."),
    ],
)
def test_the_bound_is_edtf_that_the_library_knows(text: str, edtf: str) -> None:
    assert bounds_of(text).edtf == edtf
    assert is_valid_edtf(edtf)

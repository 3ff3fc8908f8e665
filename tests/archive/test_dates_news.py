"""The English grammar on annotated news, and the scoring that the figures are made with."""

import pytest

from tests.benchmarks._timex import Score, Timex, class_of
from tests.benchmarks.dates import report, score
from tests.data import data_file


def _timex(start: int, end: int, value: str) -> Timex:
    return Timex(start, end, "x" * (end - start), "DATE", value)


def test_the_figures_that_the_project_promises_are_reached() -> None:
    data_file("wikinews60.jsonl")
    data_file("wikinews60_timex.jsonl")
    figures = report(score("all"))
    assert figures["strict_f1"] >= 0.82
    assert figures["relaxed_f1"] >= 0.87
    assert figures["value_f1"] >= 0.76
    assert figures["value_given_span"]["relative"]["accuracy"] >= 0.85
    assert figures["value_given_span"]["absolute"]["accuracy"] >= 0.95


def test_scores_are_those_of_tempeval_3() -> None:
    result = Score()
    result.add(
        [_timex(0, 4, "2004"), _timex(10, 20, "2005"), _timex(30, 34, "2006")],
        [_timex(0, 4, "2004"), _timex(12, 20, "2007"), _timex(50, 54, "2008")],
    )
    assert (result.strict, result.relaxed, result.value) == (1, 2, 1)
    assert result.f1(result.relaxed) == pytest.approx(2 / 3)


def test_one_expression_found_answers_one_that_was_annotated() -> None:
    result = Score()
    result.add([_timex(0, 4, "2004"), _timex(5, 9, "2005")], [_timex(0, 9, "2004")])
    assert (result.relaxed, result.strict) == (1, 0)


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("June 13, 2005", "DATE", "absolute"),
        ("the third quarter of last year", "DATE", "relative"),
        ("Monday", "DATE", "relative"),
        ("May", "DATE", "relative"),
        ("the 1990s", "DATE", "absolute"),
        ("three years", "DURATION", "duration"),
    ],
)
def test_a_date_that_names_its_year_is_absolute(text: str, type_: str, name: str) -> None:
    assert class_of(Timex(0, len(text), text, type_, None)) == name

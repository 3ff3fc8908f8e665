"""What holds for the reading of any text at all."""

import time
from datetime import date, timedelta

import pytest
from edtf import is_valid_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import Status, explain, read, resolve
from archive.dates.languages import load

LANGUAGES = ("en", "pt", "es", "fr", "de", "is")
_OTHERS = """
31 5 2005 1998 '90s 1990s '96 12:30 3:15 1300 GMT 2/3 3.5 3.5-12 1/2-03 1,000 7/8/07 2005-06-13 May
March Monday . , - / ( ) ' s a.m. $ % 0 99999999
"""
_WORDS = sorted({word for code in LANGUAGES for word in load(code).words} | set(_OTHERS.split()))
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=30).map(lambda words: " ".join(words).title()),
)
_PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4] + "~"),
    st.sampled_from(["0001", "0001-01-01", "9999", "9999-12-31", "2020-02/2021"]),
)


@settings(max_examples=200, deadline=None)
@given(_TEXTS, _PUBLISHED, st.sampled_from(LANGUAGES))
def test_spans_values_and_bounds(text: str, published: str | None, language: str) -> None:
    found = resolve(text, published, language)
    end = 0
    for one in found:
        assert text[one.start : one.end] == one.text != ""
        assert one.start >= end, "expressions overlap"
        end = one.end
        assert explain(one)
        if one.status is Status.UNRESOLVED:
            assert one.edtf is None
        if one.edtf is not None:
            assert is_valid_edtf(one.edtf), one
            value = read(one.edtf)
            if value.earliest and value.latest:
                assert value.earliest <= value.latest
    assert resolve(text, published, language) == found, "the second reading differs"


_DAY_BASED = (
    "yesterday",
    "today",
    "tomorrow",
    "the day before yesterday",
    "3 days ago",
    "twelve days ago",
    "last night",
    "this morning",
)


@settings(max_examples=100, deadline=None)
@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 1, 1)),
    st.integers(-400, 400),
    st.sampled_from(_DAY_BASED),
)
def test_moving_the_publication_date_moves_what_is_counted_in_days_by_as_many(
    day: date, days: int, words: str
) -> None:
    text = f"It rained {words} in the town."
    (before,) = resolve(text, day.isoformat())
    (after,) = resolve(text, (day + timedelta(days=days)).isoformat())
    one, other = read(before.edtf or ""), read(after.edtf or "")
    assert one.earliest and other.earliest
    assert (other.earliest - one.earliest).days == days


_PIECES = """
1|1 |a |the |one |two-|12/|1.|May |May. |early |year |the last |Monday, |1990-|'|-| |e |de |l'|
2005 |the end of |half a |every |few |June 5, |a.m. |12:30 |(GMT +|é|x|two and a half |hundred |
in the year of the end of last week |Friday at 10 a.m. on Monday |a year ago |'96 |now |
Q4 June |Sat. |12:30 7/8/07|1300 GMT Monday |2/3 """


@pytest.mark.parametrize("language", ["en", "fr", "de"])  # one of each grammar
@pytest.mark.parametrize("piece", ["\n", "\n ", *_PIECES.replace("\n", "").split("|")])
def test_no_repetition_takes_more_than_50_ms_a_10_kb(piece: str, language: str) -> None:
    text = (piece * (10_000 // len(piece) + 1))[:10_000]
    resolve(text[:500], "2023-01-20", language)
    # a busy machine takes longer for the same: one quick run in ten shows what it takes
    assert any(_seconds(text, language) < 0.05 for _try in range(10))


def _seconds(text: str, language: str) -> float:
    begin = time.process_time()
    resolve(text, "2023-01-20", language)
    return time.process_time() - begin

"""Stored dates: EDTF read into bounds, and said in words."""

import subprocess
import sys
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import DateValue, InvalidDate, Precision, in_words, is_valid, read
from archive.dates.expressions import open_end


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2022-04-22", date(2022, 4, 22), date(2022, 4, 22)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("1962", date(1962, 1, 1), date(1962, 12, 31)),
        ("1962~", date(1962, 1, 1), date(1962, 12, 31)),
        ("2004-06?", date(2004, 6, 1), date(2004, 6, 30)),
        ("2018-21", date(2018, 3, 1), date(2018, 5, 31)),
        ("2018-22", date(2018, 6, 1), date(2018, 8, 31)),
        ("2018-24", date(2018, 12, 1), date(2019, 2, 28)),
        ("2018-33", date(2018, 1, 1), date(2018, 3, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("18XX", date(1800, 1, 1), date(1899, 12, 31)),
        ("2004-XX", date(2004, 1, 1), date(2004, 12, 31)),
        ("2004-06-XX", date(2004, 6, 1), date(2004, 6, 30)),
        ("2017/2020", date(2017, 1, 1), date(2020, 12, 31)),
        ("2021-01/2021-07", date(2021, 1, 1), date(2021, 7, 31)),
        ("2018/..", date(2018, 1, 1), None),
        ("2018/", date(2018, 1, 1), None),
        ("../2018", None, date(2018, 12, 31)),
        ("/2018-05", None, date(2018, 5, 31)),
        ("2022-04-22T14:20:00Z", date(2022, 4, 22), date(2022, 4, 22)),
        ("[1667,1668]", date(1667, 1, 1), date(1668, 12, 31)),
    ],
)
def test_bounds_are_the_strict_calendar_bounds_of_what_is_written(
    edtf: str | None, earliest: date | None, latest: date | None
) -> None:
    value = read(edtf)
    assert (value.earliest, value.latest) == (earliest, latest)
    assert value.edtf == edtf


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2022-04-22", "22 April 2022"),
        ("2004-03", "March 2004"),
        ("1962", "1962"),
        ("1962~", "about 1962"),
        ("1962?", "possibly 1962"),
        ("1962%", "possibly about 1962"),
        ("2018-22", "summer 2018"),
        ("2018-33", "first quarter of 2018"),
        ("199X", "the 1990s"),
        ("199X~", "about the 1990s"),
        ("18XX", "the years 1800 to 1899"),
        ("180X", "the years 1800 to 1809"),
        ("2018-37", "between January and April 2018"),
        ("1XXX", "between 1000 and 1999"),
        ("[1667,1668]", "between 1667 and 1668"),
        ("2004-XX-XX", "2004"),
        ("2004-06-XX", "June 2004"),
        ("2021-01/2021-07", "between January and July 2021"),
        ("2021-01-03/2021-01-09", "between 3 and 9 January 2021"),
        ("2021-01-03/2021-02-09", "between 3 January and 9 February 2021"),
        ("2020-12/2021-02", "between December 2020 and February 2021"),
        ("2017/2020", "between 2017 and 2020"),
        ("2018/..", "since 2018"),
        ("../2018-05", "until May 2018"),
        ("2018/", "from 2018 to an unknown date"),
        ("/2018", "from an unknown date to 2018"),
        ("2004-06~/..", "since about June 2004"),
        ("2022-04-22T14:20Z", "22 April 2022, 14:20 UTC"),
        ("2022-04-22T14:20:05", "22 April 2022, 14:20:05"),
        ("2022-04-22T14:20:00+02:00", "22 April 2022, 14:20 UTC+02:00"),
    ],
)
def test_a_date_is_said_with_the_precision_it_has(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


def test_a_time_without_seconds_gets_them_because_edtf_wants_them() -> None:
    assert read("2022-04-22T14:20Z").edtf == "2022-04-22T14:20:00Z"


def test_white_space_around_a_date_is_dropped() -> None:
    assert read(" 1962 ").edtf == "1962"


def test_marks_and_precision_are_kept() -> None:
    value = read("2004-06%")
    assert value == DateValue(
        edtf="2004-06%",
        earliest=date(2004, 6, 1),
        latest=date(2004, 6, 30),
        precision=Precision.MONTH,
        approximate=True,
        uncertain=True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "  ",
        "soon",
        "2004-13",
        "2004-02-30",
        "2005-02-29",
        "2018-04-22T25:00",
        "12.3.2004",
        "1/2/3",
        "../..",
        "/",
        "2018-04-22T14",
        "٢٠١٨",
        "199x",
        "2004-1X",
        "x" * 1000,
        "2018//",
    ],
)
def test_what_is_no_date_gets_a_sentence_with_an_example(wrong: str) -> None:
    with pytest.raises(InvalidDate, match="2022-04-22"):
        read(wrong)
    assert not is_valid(wrong)


@pytest.mark.parametrize("outside", ["0000", "-0500", "Y170000002", "XXXX"])
def test_years_outside_one_to_9999_are_named_as_such(outside: str) -> None:
    with pytest.raises(InvalidDate, match="0001 to 9999"):
        read(outside)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidDate, match="ends before it begins"):
        read("2018/2017")


_DAYS = st.dates(min_value=date(1, 1, 1))
_SIMPLE = st.one_of(
    _DAYS.map(date.isoformat),
    _DAYS.map(lambda day: day.isoformat()[:7]),
    _DAYS.map(lambda day: day.isoformat()[:4]),
    _DAYS.map(lambda day: day.isoformat()[:4] + "-22"),
    st.integers(100, 999).map(lambda number: f"{number}X"),
)


@pytest.mark.parametrize(
    ("edtf", "begin", "end"),
    [
        ("1990", "1990", "1990"),
        ("1990-05", "1990-05", "1990-05"),
        ("1990-05-31", "1990-05-31", "1990-05-31"),
        ("199X", "1990", "1999"),
        ("19XX", "1900", "1999"),
        ("1990~", "1990", "1990"),
        ("2018-24", "2018-12", "2019-02"),
        ("2018-33", "2018-01", "2018-03"),
        ("1997-05-01~/1997-05-07~", "1997-05", "1997-05"),
        ("2020-02/2021", "2020-02", "2021"),
    ],
)
def test_an_open_interval_begins_or_ends_with_a_year_month_or_day(
    edtf: str, begin: str, end: str
) -> None:
    assert (open_end(edtf, first=True), open_end(edtf, first=False)) == (begin, end)
    assert is_valid(f"{begin}/..") and is_valid(f"../{end}")


@pytest.mark.parametrize("edtf", ["1990/..", "1990/", "soon"])
def test_no_interval_opens_where_one_is_open(edtf: str) -> None:
    with pytest.raises(InvalidDate):
        open_end(edtf, first=False)


@given(_SIMPLE, st.sampled_from(["", "~", "?", "%"]))
def test_the_short_way_agrees_with_the_edtf_library(simple: str, mark: str) -> None:
    if simple.endswith("-22") and mark and len(simple) == 7:
        mark = ""  # level 1 has no marks on seasons
    parsed = parse_edtf(simple + mark)
    value = read(simple + mark)
    assert value.earliest and value.latest
    assert tuple(parsed.lower_strict()[:3]) == value.earliest.timetuple()[:3]
    assert tuple(parsed.upper_strict()[:3]) == value.latest.timetuple()[:3]


@settings(deadline=None)  # a loaded machine may take long over one
@given(st.text(max_size=30))
def test_any_text_is_a_date_or_an_invalid_date(text: str) -> None:
    try:
        value = read(text)
    except InvalidDate:
        return
    assert in_words(text)
    if value.earliest and value.latest:
        assert value.earliest <= value.latest


def test_dates_work_in_a_program_without_settings() -> None:
    program = (
        "from archive.dates import resolve, ResolvedDate, in_words, explain;"
        "found = resolve('Last year it rained.', '2023-01-20');"
        "print(found[0].edtf, in_words('2004-03'), explain(found[0]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={}
    )
    assert done.stdout.startswith("2022 March 2004 *Last year*: year before")

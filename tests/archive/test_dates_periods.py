"""Calendar periods and holidays: values, and moving by whole units."""

from datetime import date

import pytest

from archive.dates import read
from archive.dates.holidays import easter, holiday
from archive.dates.periods import Unit, containing

DAY = date(2019, 2, 14)  # a Thursday


@pytest.mark.parametrize(
    ("unit", "timex", "edtf", "before"),
    [
        (Unit.DAY, "2019-02-14", "2019-02-14", "2019-02-13"),
        (Unit.WEEK, "2019-W07", "2019-02-11/2019-02-17", "2019-W06"),
        (Unit.WEEKEND, "2019-W07-WE", "2019-02-16/2019-02-17", "2019-W06-WE"),
        (Unit.MONTH, "2019-02", "2019-02", "2019-01"),
        (Unit.QUARTER, "2019-Q1", "2019-33", "2018-Q4"),
        (Unit.SEASON, "2018-WI", "2018-24", "2017-WI"),
        (Unit.HALF, "2019-H1", "2019-01/2019-06", "2018-H2"),
        (Unit.YEAR, "2019", "2019", "2018"),
        (Unit.DECADE, "201", "201X", "200"),
        (Unit.CENTURY, "20", "20XX", "19"),
    ],
)
def test_a_period_in_its_notations_and_the_one_before(
    unit: Unit, timex: str, edtf: str, before: str
) -> None:
    period = containing(unit, DAY)
    assert (period.timex, period.edtf, period.shift(-1).timex) == (timex, edtf, before)
    value = read(period.edtf)
    assert (value.earliest, value.latest) == (period.first, period.last)


def test_a_leap_day_a_year_later_is_the_28th() -> None:
    assert containing(Unit.DAY, date(2020, 2, 29)).years(1).first == date(2021, 2, 28)


def test_the_days_around_new_year_are_in_the_week_that_iso_8601_says() -> None:
    assert containing(Unit.WEEK, date(2021, 1, 2)).timex == "2020-W53"


@pytest.mark.parametrize(
    "day",
    [date(1818, 3, 22), date(1943, 4, 25), date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31)],
)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("christmas", date(2023, 12, 25)),
        ("good-friday", date(2023, 4, 7)),
        ("pentecost", date(2023, 5, 28)),
        ("thanksgiving", date(2023, 11, 23)),
        ("memorial", date(2023, 5, 29)),
        ("labor", date(2023, 9, 4)),
    ],
)
def test_holidays_that_move_and_those_that_do_not(name: str, day: date) -> None:
    assert holiday(name, day.year) == day

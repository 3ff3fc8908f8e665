"""Bars stand where their counts put them."""

from datetime import date

from search.backends.base import Bar, Histogram
from search.histogram import bar_label, columns


def year(y, count):
    return Bar(date(y, 1, 1), date(y, 12, 31), count)


def test_bars_share_the_width_and_the_tallest_is_full():
    drawn = columns(
        Histogram("published", "year", (year(2014, 2), year(2015, 4), year(2016, 0))),
        None, None, lambda bar: f"y={bar.first.year}",
    )  # fmt: skip
    assert [c.x for c in drawn] == ["0.000%", "33.333%", "66.667%"]
    assert [c.height for c in drawn] == [35, 70, 0]
    assert [c.query for c in drawn] == ["y=2014", "y=2015", "y=2016"]


def test_one_match_beside_a_thousand_can_still_be_seen():
    drawn = columns(
        Histogram("published", "year", (year(2014, 1), year(2015, 1000))), None, None, str
    )
    assert drawn[0].height == 2


def test_bars_outside_the_range_are_out():
    bars = (year(2014, 1), year(2015, 1), year(2016, 1))
    drawn = columns(Histogram("published", "year", bars), date(2015, 1, 1), date(2015, 12, 31), str)
    assert [c.out for c in drawn] == [True, False, True]


def test_no_bars_no_chart():
    assert columns(Histogram("published", "year"), None, None, str) == []


def test_periods_are_named_as_people_name_them():
    assert bar_label(Bar(date(1990, 1, 1), date(1999, 12, 31), 1), "decade") == "1990s"
    assert bar_label(year(1994, 1), "year") == "1994"
    assert bar_label(Bar(date(1994, 3, 1), date(1994, 3, 31), 1), "month") == "March 1994"


def test_labels_are_as_many_as_fit_and_half_of_them_on_a_phone():
    bars = tuple(year(y, 1) for y in range(1958, 2015))
    drawn = columns(Histogram("published", "year", bars), None, None, str)
    labels = [c for c in drawn if c.shows_label]
    assert len(labels) == 15
    assert [c.thin for c in labels[:4]] == [False, True, False, True]
    months = tuple(Bar(date(1959, m, 1), date(1959, m, 28), 1) for m in range(1, 13))
    named = columns(Histogram("published", "month", months), None, None, str)
    assert sum(c.shows_label for c in named) == 6
    assert sum(c.shows_label and not c.thin for c in named) == 3
    few = columns(Histogram("published", "year", bars[:8]), None, None, str)
    assert not any(c.thin or c.crowded for c in few)

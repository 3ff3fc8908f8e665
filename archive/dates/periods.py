"""Calendar periods: a unit and the first day of it, as EDTF, as TIMEX3, and moved by whole units.

TIMEX3 values are those of the TimeML 1.2.1 guidelines: 2005-06-13, 2005-W24, 2005-W24-WE, 2005-06,
2005-Q2, 2005-H1, 2005-SU, 2005, 200 (the decade), 20 (the century).
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What time is counted in, from the finest to the coarsest."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"


COARSENESS = {unit: rank for rank, unit in enumerate(Unit)}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.SEASON: 3, Unit.HALF: 6}
_YEARS = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}
_DAYS = {Unit.DAY: 1, Unit.WEEKEND: 2, Unit.WEEK: 7, Unit.FORTNIGHT: 14}
_EDTF: dict[Unit, Callable[[str, int], str]] = {
    Unit.MONTH: lambda year, month: f"{year}-{month:02}",
    Unit.QUARTER: lambda year, month: f"{year}-{33 + (month - 1) // 3}",
    Unit.SEASON: lambda year, month: f"{year}-{20 + month // 3}",
    Unit.HALF: lambda year, month: f"{year}-{month:02}/{year}-{month + 5:02}",
    Unit.YEAR: lambda year, _month: year,
    Unit.DECADE: lambda year, _month: f"{year[:3]}X",
    Unit.CENTURY: lambda year, _month: f"{year[:2]}XX",
}
_SEASONS = ("SP", "SU", "FA", "WI")


def add_months(day: date, months: int) -> date:
    """The first day of the month that is so many months away; ValueError outside years 1-9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """One day, week, month, ... ; `first` is its first day."""

    unit: Unit
    first: date

    @property
    def last(self) -> date:
        """The last day; OverflowError or ValueError past the year 9999."""
        if self.unit in _DAYS:
            return self.first + timedelta(days=_DAYS[self.unit] - 1)
        if self.unit in _MONTHS:
            end = _MONTHS[self.unit] - 1
            month = add_months(self.first, end)
            return month.replace(day=monthrange(month.year, month.month)[1])
        return date(self.first.year + _YEARS[self.unit] - 1, 12, 31)

    def shift(self, count: int) -> "Period":
        """The period that is `count` units later; the same errors as `last`."""
        if self.unit in _DAYS:
            step = 7 if self.unit is Unit.WEEKEND else _DAYS[self.unit]
            return Period(self.unit, self.first + timedelta(days=step * count))
        if self.unit is Unit.SEASON:
            return self.years(count)
        if self.unit in _MONTHS:
            return Period(self.unit, add_months(self.first, _MONTHS[self.unit] * count))
        return self.years(_YEARS[self.unit] * count)

    def years(self, count: int) -> "Period":
        """The same period so many years later; 29 February becomes the 28th where there is none."""
        year = self.first.year + count
        if self.unit in (Unit.WEEK, Unit.WEEKEND, Unit.FORTNIGHT):
            return containing(self.unit, _same_day(self.first, year))
        return Period(self.unit, _same_day(self.first, year))

    @property
    def edtf(self) -> str:
        """As EDTF; weeks and halves are intervals of days or months."""
        if self.unit is Unit.DAY:
            return self.first.isoformat()
        form = _EDTF.get(self.unit)
        if form is None:
            return f"{self.first.isoformat()}/{self.last.isoformat()}"
        return form(f"{self.first.year:04}", self.first.month)

    @property
    def timex(self) -> str:
        """As TIMEX3."""
        first = self.first
        match self.unit:
            case Unit.WEEK | Unit.WEEKEND | Unit.FORTNIGHT:
                year, week, _day = first.isocalendar()
                return f"{year:04}-W{week:02}" + ("-WE" if self.unit is Unit.WEEKEND else "")
            case Unit.QUARTER:
                return f"{first.year:04}-Q{1 + (first.month - 1) // 3}"
            case Unit.SEASON:
                return f"{first.year:04}-{_SEASONS[first.month // 3 - 1]}"
            case Unit.HALF:
                return f"{first.year:04}-H{1 + first.month // 7}"
        return self.edtf.rstrip("X")


def _same_day(day: date, year: int) -> date:
    if day.day <= 28:
        return day.replace(year=year)
    last = monthrange(year, day.month)[1] if 1 <= year <= 9999 else day.day
    return date(year, day.month, min(day.day, last))


def containing(unit: Unit, day: date) -> Period:
    """The period of this unit in which the day lies (a weekend: that of the day's ISO week)."""
    if unit in (Unit.WEEK, Unit.FORTNIGHT):
        return Period(unit, day - timedelta(days=day.weekday()))
    if unit is Unit.WEEKEND:
        return Period(unit, day + timedelta(days=5 - day.weekday()))
    if unit is Unit.DAY:
        return Period(unit, day)
    if unit is Unit.SEASON:  # winter belongs to the year in which its December lies
        return Period(unit, add_months(day, -(day.month % 3)))
    if unit in _MONTHS:
        size = _MONTHS[unit]
        return Period(unit, date(day.year, 1 + (day.month - 1) // size * size, 1))
    size = _YEARS[unit]
    return Period(unit, date(max(day.year // size * size, 1), 1, 1))


def quarter(year: int, number: int) -> Period:
    """Quarter 1 to 4 of a year."""
    return Period(Unit.QUARTER, date(year, 3 * number - 2, 1))


def season(year: int, number: int) -> Period:
    """Spring (1), summer, autumn or winter (4) that begins in this year."""
    return Period(Unit.SEASON, date(year, 3 * number, 1))


def month(year: int, number: int) -> Period:
    """A month of a year."""
    return Period(Unit.MONTH, date(year, number, 1))


def half(year: int, number: int) -> Period:
    """The first or second half of a year."""
    return Period(Unit.HALF, date(year, 6 * number - 5, 1))

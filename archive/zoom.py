"""Where a timeline leads from a time: out to what is wider, in to what is narrower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from archive.dates.values import DateValue, InvalidDate, Precision, read

Days = tuple[date | None, date | None]
WHOLE = (Precision.CENTURY, Precision.DECADE, Precision.YEAR, Precision.MONTH)
YEARS = 60  # that are told apart by their bars
DECADES = 20  # that are offered at once; where there are more, their centuries are


@dataclass(frozen=True)
class Zoom:
    """The times to go to: each narrower one as EDTF with how many rows may lie in it.

    `out` is the wider one; "" where that is all there is.
    """

    narrower: list[tuple[str, int]]
    out: str = ""


@dataclass(frozen=True)
class Spread:
    """How rows lie in time: from and to which day (None: not known), and how many of each."""

    pairs: Sequence[tuple[date | None, date | None, int]]

    @property
    def bounds(self) -> Days:
        """The first and the last day of all; None, None where none has a day."""
        days = [day for first, last, _n in self.pairs for day in (first, last) if day]
        return min(days, default=None), max(days, default=None)

    def within(self, first: date, last: date) -> int:
        """How many rows may lie between two days."""
        start, end = self.bounds
        return sum(
            n
            for one, other, n in self.pairs
            if (one or start or first) <= last and (other or end or last) >= first
        )

    def meeting(self, first: date, last: date) -> list[tuple[date, int]]:
        """From which day, and how many, of the rows that may lie between two days; an open end
        reaches as far as anybody asks."""
        return [
            (one or date.min, n)
            for one, other, n in self.pairs
            if (one or first) <= last and (other or last) >= first
        ]


def period_of(asked: str) -> DateValue | None:
    """The century, decade, year or month that is written; None where it is none of them."""
    try:
        value = read(asked) if asked else None
    except InvalidDate:
        return None
    return value if value and value.precision in WHOLE else None


def zoom(period: DateValue | None, spread: Spread) -> Zoom:
    """Where to go from a period, or from all there is; times in which nothing lies are left out."""
    counted = _counted(_narrower(period, spread.bounds), spread)
    return Zoom(counted, _wider(period, spread.bounds) if period else "")


def _counted(times: Iterable[str], spread: Spread) -> list[tuple[str, int]]:
    """The times, EDTF, in which rows lie, each with how many."""
    found = []
    for edtf in times:
        value = read(edtf)
        n = spread.within(value.earliest or date.min, value.latest or date.max)
        if n:
            found.append((edtf, n))
    return found


def stretches(period: DateValue | None, spread: Spread) -> list[tuple[str, int]]:
    """How many lie in each year of all there is, of a century or a decade; or month of a year.

    Where there are more years than can be told apart, their decades; of a month nothing. Times in
    which nothing lies are left out.
    """
    first, last = (period.earliest, period.latest) if period else spread.bounds
    if first is None or last is None or (period and period.precision is Precision.MONTH):
        return []
    if period and period.precision is Precision.YEAR:
        return zoom(period, spread).narrower
    held = [day.year for day in spread.bounds if day]
    if not held:
        return []
    start, end = max(first.year, held[0]), min(last.year, held[1])
    fine = _years(start, end) if end - start < YEARS else _of_all(start, end)
    return _counted(fine, spread)


def _narrower(period: DateValue | None, bounds: Days) -> Iterable[str]:
    first, last = bounds
    if period is None:
        return _of_all(first.year, last.year) if first and last else ()
    start, end = period.earliest or date.min, period.latest or date.max
    if period.precision is Precision.CENTURY:
        return _decades(start.year, end.year)
    if period.precision is Precision.DECADE:
        return _years(start.year, end.year)
    if period.precision is Precision.YEAR:
        return [f"{start.year:04}-{month:02}" for month in range(1, 13)]
    month = start.year * 12 + start.month - 1
    beside = [divmod(n, 12) for n in (month - 1, month + 1)]
    return [f"{y:04}-{m + 1:02}" for y, m in beside if MINYEAR <= y <= MAXYEAR]


def _of_all(first: int, last: int) -> Iterable[str]:
    if first // 10 == last // 10:
        return _years(first, last)
    if last // 10 - first // 10 < DECADES:
        return _decades(first, last)
    return [f"{century:02}XX" for century in range(first // 100, last // 100 + 1)]


def _decades(first: int, last: int) -> Iterable[str]:
    return [f"{decade:03}X" for decade in range(first // 10, last // 10 + 1)]


def _years(first: int, last: int) -> Iterable[str]:
    return [f"{year:04}" for year in range(max(first, MINYEAR), last + 1)]


def _wider(period: DateValue, bounds: Days) -> str:
    first, last = bounds
    year = (period.earliest or date.min).year
    if period.precision is Precision.MONTH:
        return f"{year:04}"
    if period.precision is Precision.YEAR:
        return f"{year // 10:03}X"
    many = bool(first and last and last.year // 10 - first.year // 10 >= DECADES)
    return f"{year // 100:02}XX" if many and period.precision is Precision.DECADE else ""

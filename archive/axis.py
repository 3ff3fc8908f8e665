"""An axis of time: where a day stands on it, in hundredths of its width, and what is written under.

Dates keep their precision: what is known to the year is as wide as the year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.dates.values import in_words

Bounds = tuple[date | None, date | None]
MARGIN = 4.0  # hundredths on each side, so that a point at an end is whole
STEPS = (1, 2, 5, 7, 14)  # days between ticks, before whole months
MONTHS = (1, 3, 6)
YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
LETTER = 6.2  # pixels that a letter under the axis takes at most, on an average
PHONE, WIDE = 350, 600  # pixels that an axis has on a phone, and at least on what is wider


@dataclass(frozen=True)
class Tick:
    """A day that is written under the axis: as `edtf`, to the day, month or year."""

    x: str
    edtf: str
    side: str  # "start" or "end" where the words would run over the edge, else "middle"
    thin: bool = False  # whether a phone has no room for the words beside those before them


@dataclass(frozen=True)
class Place:
    """Where a date stands: from `x` to `end`; a point where both are one day."""

    x: str
    end: str
    width: str
    point: bool


@dataclass
class _Line:
    """The words under an axis of so many pixels, from left to right."""

    pixels: int
    free: float = 0.0  # from where there is room, in hundredths

    def takes(self, at: float, side: str, letters: int) -> bool:
        """Write so many letters at a place, unless they would run into those before."""
        letter = 100 * LETTER / self.pixels
        width = letter * letters
        left = at - {"start": 0.0, "middle": width / 2, "end": width}[side]
        if left < self.free:
            return False
        self.free = left + width + letter
        return True


@dataclass(frozen=True)
class Axis:
    """The days first to last."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days from the first to the last, at least one."""
        return max((self.last - self.first).days, 1)

    def at(self, day: date, end_of_day: bool = False) -> float:
        """Where a day stands, in hundredths; days outside stand at the nearer end."""
        if self.first == self.last:
            return 50.0
        passed = (min(max(day, self.first), self.last) - self.first).days
        extra = 1 if end_of_day and self.first != self.last and day < self.last else 0
        return MARGIN + (100 - 2 * MARGIN) * (passed + extra) / self.days

    def place(self, bounds: Bounds) -> Place | None:
        """The place of what happened between two days; None where neither is known."""
        start, end = bounds
        if start is None and end is None:
            return None
        left = self.at(start or self.first)
        right = self.at(end or self.last)
        point = start == end
        return Place(_cut(left), _cut(right), _cut(max(right - left, 0.6)), point)

    def ticks(self, most: int = 7) -> list[Tick]:
        """At most so many days, evenly apart, at the finest step that fits.

        One whose words, in the language that is active, would run into those before is left out.
        """
        ticks: list[Tick] = []
        wide, phone = _Line(WIDE), _Line(PHONE)
        for day, edtf in self._steps(most):
            at, letters = self.at(day), len(in_words(edtf))
            side = "start" if at < 14 else "end" if at > 86 else "middle"
            if wide.takes(at, side, letters):  # what no screen shows takes no room on a phone
                thin = not phone.takes(at, side, letters)
                ticks.append(Tick(_cut(at), edtf, side, thin))
        return ticks

    def _steps(self, most: int) -> list[tuple[date, str]]:
        """The days of the ticks, each with what is written."""
        if self.first == self.last:
            return [(self.first, self.first.isoformat())]
        for days in STEPS:
            if self.days / days < most:
                steps = range(0, self.days + 1, days)
                found = [self.first + timedelta(n) for n in steps]
                return [(day, day.isoformat()) for day in found]
        for months in MONTHS:
            if self.days / (30.4 * months) < most:
                return [
                    (day, day.isoformat()[:7]) for day in _months(self.first, self.last, months)
                ]
        for years in YEARS:
            if self.days / (365.2 * years) < most or years == YEARS[-1]:
                whole = range(-(-self.first.year // years) * years, self.last.year + 1, years)
                days_ = [date(year, 1, 1) for year in whole if date(year, 1, 1) >= self.first]
                return [(day, f"{day.year:04}") for day in days_]
        return []


def _months(first: date, last: date, step: int) -> list[date]:
    found = []
    number = first.year * 12 + first.month - 1 + (first.day > 1)
    number += -number % step
    # counted in months: no day follows December 9999
    while number <= last.year * 12 + last.month - 1:
        found.append(date(number // 12, number % 12 + 1, 1))
        number += step
    return found


def _cut(hundredths: float) -> str:
    return f"{hundredths:.2f}%"


def axis_of(bounds: Iterable[Bounds]) -> Axis | None:
    """The axis that has room for all of these; None where none has a day."""
    days = [day for pair in bounds for day in pair if day is not None]
    return Axis(min(days), max(days)) if days else None

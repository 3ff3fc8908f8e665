"""Which year an expression names: 2005, "last year", "that year"."""

from dataclasses import dataclass
from datetime import date

from archive.dates.periods import Period, Unit, containing
from archive.dates.reading import Anchor, Reading


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A year, and what it was counted from if it was."""

    period: Period
    anchor: Anchor | None = None


def named_year(reading: Reading, start: int, end: int) -> NamedYear | None:
    """The year that the tokens name; None where they name none or nothing says which it is."""
    number = reading.value(start, end, "y")
    if number is not None:
        return NamedYear(Period(Unit.YEAR, date(number, 1, 1)))
    at = reading.find(start, end, "U")
    if at < 0 or reading.tokens.values[at] is not Unit.YEAR:
        return None
    shift = reading.value(start, end, "LNTcKC") if reading.find(start, end, "A") < 0 else None
    anchor = reading.published
    if shift is None:  # "that year", "the same year", "the previous year": of the text
        shift = reading.value(start, end, "BG") or 0
        anchor = reading.nearest(Unit.DAY, Unit.YEAR) or anchor
    if not isinstance(shift, int) or anchor is None:
        return None
    return NamedYear(containing(Unit.YEAR, anchor.day).shift(shift), anchor)

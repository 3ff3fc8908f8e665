"""Rules for a part that is counted off in a longer period: the first Monday in September, the last
day of the month, the third week of May.
"""

from datetime import date, timedelta

from archive.dates.periods import Period, Unit, containing
from archive.dates.reading import Meaning, Reading, Status, Type

_LONGER = (Unit.MONTH, Unit.QUARTER, Unit.SEASON, Unit.HALF, Unit.YEAR, Unit.DECADE)


def nth(reading: Reading, start: int, end: int) -> Meaning | None:
    """The first Monday in September, the last week of May, the 12th of this month."""
    link = reading.find(start + 1, end, "i~")
    number = reading.value(start, link, "OoØL")
    whole = reading.understand(reading, link + 1, end)
    if whole is None or number is None or number == 0:
        return None
    if reading.kinds[link + 1 : end] == "eU" and reading.tokens.values[end - 1] is Unit.WEEK:
        return None  # "the first day of the week" is that of any
    if whole.status is Status.UNRESOLVED:
        return reading.unresolved("nth")
    if whole.period is None or whole.period.unit not in (*_LONGER, Unit.WEEK):
        return None
    return _part(reading, start, link, whole, period=whole.period, number=number)


def _part(
    reading: Reading, start: int, link: int, whole: Meaning, *, period: Period, number: int
) -> Meaning | None:
    weekday = reading.value(start, link, "W")
    of = reading.value(start, link, "U") or Unit.DAY
    if of is Unit.DAY and weekday is None and link - start < 3 and period.unit is Unit.WEEK:
        return None  # "the first of the week"
    if of is Unit.WEEK:
        return _week(whole, period, number)
    if of is Unit.MONTH:
        found = _month(period, number)
    else:
        found = _day(period, number, 5 if of is Unit.WEEKEND else weekday)
        found = found and Period(of, found.first)
    if found is None or not period.first <= found.first <= period.last:
        return None
    return reading.dated(found, _rule(whole), whole.anchor)


def _rule(whole: Meaning) -> str:
    return "nth-seen" if whole.anchor else "nth"


def _day(period: Period, number: int, weekday: int | None) -> Period | None:
    """The day of that number, or the weekday; of a negative number, from the end."""
    step = 1 if weekday is None else 7
    if number > 0:
        skip = 0 if weekday is None else (weekday - period.first.weekday()) % 7
        return Period(Unit.DAY, period.first + timedelta(days=skip + step * (number - 1)))
    back = 0 if weekday is None else (period.last.weekday() - weekday) % 7
    return Period(Unit.DAY, period.last - timedelta(days=back))


def _month(period: Period, number: int) -> Period | None:
    if number > 0:
        return containing(Unit.MONTH, period.first).shift(number - 1)
    return containing(Unit.MONTH, period.last)


def _week(whole: Meaning, period: Period, number: int) -> Meaning | None:
    """About the seven days of that number: the writer's weeks may begin on another day."""
    if number > 0:
        first = period.first + timedelta(days=7 * (number - 1))
        last = first + timedelta(days=6)
    else:
        first, last = period.last - timedelta(days=6), period.last
    if first > period.last:
        return None
    last = min(last, period.last)
    week = containing(Unit.WEEK, _middle(first, last))
    edtf = f"{first.isoformat()}~/{last.isoformat()}~"
    return Meaning(Type.DATE, _rule(whole), Status.RESOLVED, week.timex, edtf, week, whole.anchor)


def _middle(first: date, last: date) -> date:
    return first + (last - first) // 2

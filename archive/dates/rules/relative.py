"""Rules for what is counted from a reference: last year, two weeks ago, that month."""

from datetime import date, timedelta

from archive.dates.periods import Period, Unit, containing
from archive.dates.reading import Anchor, Meaning, Reading, Status, Type
from archive.dates.rules.amounts import amount_of, duration, length
from archive.dates.rules.years import named_year

_NEVER_BACK = (Unit.DECADE, Unit.CENTURY, Unit.MILLENNIUM, Unit.FORTNIGHT)
_LONG = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}
_CALENDAR = 8000  # no year of publication is known, and whatever it is, that is too far
_CLOCK = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)


def unit(reading: Reading, start: int, end: int) -> Meaning | None:
    """Last year, this week, next month, the previous day, that year, the same month."""
    at = reading.find(start, end, "UQ")
    of: Unit = reading.tokens.values[at]
    which = reading.find(start, end, "LNBGKCc")
    which = which if which >= 0 else reading.find(start, at, "T")
    if which < 0 or reading.find(start, end, "A") >= 0:  # that, the same
        return anaphor(reading, of)
    kind = reading.kinds[which]
    shift = reading.tokens.values[which]
    if kind == "K" and reading.find(start, which, "T") >= 0:  # this past year
        return counted(reading, of, -1)
    definite = reading.language.articles and (reading.find(start, which, "e") >= 0 or kind == "K")
    if kind in "KC" or (kind in "LN" and definite and _over(reading, start)):
        return duration(length(of, 1)) if kind != "C" or definite else counted(reading, of, 1)
    if kind in "BG" or (kind == "N" and (definite or of is Unit.DAY)):
        return _neighbour(reading, of, shift)
    if of is Unit.DAY and kind == "L":
        return None
    return counted(reading, of, shift)


def _over(reading: Reading, start: int) -> bool:
    return reading.word(start - 1) in reading.language.over


def counted(reading: Reading, of: Unit, shift: int) -> Meaning:
    """So many units from the publication date."""
    rule = "unit-of" if shift == 0 else "unit-before" if shift < 0 else "unit-after"
    if not reading.published:
        return reading.unresolved(f"{rule}:{of}")
    return reading.same_unit(of, reading.published, shift, rule)


def _neighbour(reading: Reading, of: Unit, shift: int) -> Meaning:
    """The previous or following one, from the nearest date in the text."""
    finest = Unit.DAY
    anchor = reading.nearest(finest, of) or reading.published
    rule = "unit-before" if shift < 0 else "unit-after"
    if anchor is None:
        return reading.unresolved(f"{rule}:{of}")
    return reading.same_unit(of, anchor, shift, rule)


def beyond(reading: Reading, start: int, end: int) -> Meaning | None:
    """The week before last, the month after next."""
    shift = reading.value(start, end, "b")
    if shift != reading.value(start, end, "LN"):
        return None
    return counted(reading, reading.value(start, end, "U"), 2 * shift)


def neighbour(reading: Reading, start: int, end: int) -> Meaning | None:
    """The year before, the day after, the year previous."""
    of = reading.value(start, end, "U")
    shift = reading.value(start, end, "Bbl")
    return _neighbour(reading, of, shift)


def anaphor(reading: Reading, of: Unit, within: int = 2000) -> Meaning:
    """That year, the same day: the unit of the nearest date in the text."""
    anchor = reading.nearest(Unit.DAY, of, within=within) or reading.published
    if anchor is None:
        return reading.unresolved(f"same-unit:{of}")
    return reading.same_unit(of, anchor, 0, "same-unit")


def the_unit(reading: Reading, start: int, end: int) -> Meaning | None:
    """The day, the year, the quarter, the weekend: that of the nearest date in the text."""
    of: Unit = reading.value(start, end, "UQ")
    compound = reading.hyphenated(end) or reading.word(end) in reading.language.compounds
    if compound or of in _NEVER_BACK:  # the week-long strike, the day care
        return None
    if of is Unit.WEEKEND:
        return weekend(reading, start, end)
    if reading.word(end) in reading.language.ending and (ended := _ended(reading, of, end)):
        return ended
    if of is Unit.QUARTER and reading.kinds[end : end + 1] == "i":
        return None
    if of is Unit.QUARTER:
        return _the_quarter(reading)
    return anaphor(reading, of, 2000 if of is Unit.DAY or not reading.published else 300)


def _ended(reading: Reading, of: Unit, end: int) -> Meaning | None:
    """The week, quarter or year that ends with the day that follows: "the week ended Oct. 20"."""
    last = len(reading.kinds)
    for after in range(min(end + 8, last), end + 1, -1):
        day = reading.understand(reading, end + 1, after)
        if day and day.period and day.period.unit is Unit.DAY:
            return reading.dated(containing(of, day.period.first), day.rule, day.anchor)
    return None


def week_of(reading: Reading, start: int, end: int) -> Meaning | None:
    """The week of Jan. 5, the weekend of Jan. 10."""
    of: Unit = reading.value(start, end, "U")
    day = reading.understand(reading, reading.find(start, end, "i") + 1, end)
    if of not in (Unit.WEEK, Unit.WEEKEND) or day is None or day.period is None:
        return None
    return reading.dated(containing(of, day.period.first), day.rule, day.anchor)


def weekend(reading: Reading, start: int, end: int) -> Meaning | None:
    """The weekend: the latest that has begun, or the next where it lies ahead."""
    if not reading.published:
        return reading.unresolved("unit-of:weekend")
    now = containing(Unit.WEEKEND, reading.published.day)
    ahead = reading.tense(start, end) > 0
    begun = now.first <= reading.published.day
    shift = 0 if ahead or begun else -1
    rule = "unit-of" if shift == 0 else "unit-before"
    return reading.same_unit(Unit.WEEKEND, reading.published, shift, rule)


def _the_quarter(reading: Reading) -> Meaning:
    """The quarter under discussion; else the one that reports of this day are about."""
    anchor = reading.nearest(Unit.QUARTER, Unit.QUARTER)
    if anchor:
        return reading.same_unit(Unit.QUARTER, anchor, 0, "same-unit")
    if not reading.published:
        return reading.unresolved("same-unit:quarter")
    shift = _reported(reading.published)
    rule = "unit-before" if shift else "unit-of"
    return reading.same_unit(Unit.QUARTER, reading.published, -shift, rule)


def _reported(anchor: Anchor) -> int:
    """How many quarters ago the one was that reports of this day are about: 1 in its first half."""
    return int((anchor.day - containing(Unit.QUARTER, anchor.day).first).days <= 45)


def later_this(reading: Reading, start: int, end: int) -> Meaning | None:
    """Earlier this month, later that day, later in the year: a part of that unit."""
    of: Unit = reading.value(start, end, "UQ")
    which = reading.find(start, end, "LNTBGKCc")
    if which >= 0:
        return counted(reading, of, reading.tokens.values[which])
    if reading.find(start, end, "AZ") >= 0:
        return anaphor(reading, of)
    if not reading.published:
        return reading.unresolved(f"unit-of:{of}")
    if of is Unit.DAY:
        return anaphor(reading, of)
    if reading.kinds[end - 2] == "e" and reading.tense(start, end) <= 0:
        return anaphor(reading, of, 300)
    return counted(reading, of, 0)


def ago(reading: Reading, start: int, end: int) -> Meaning | None:
    """Two weeks ago, three days later, half a century ago."""
    at = reading.find(start, end, "glb")
    sign: int = reading.tokens.values[at]
    of: Unit = reading.value(start, end, "UVQqHh")
    counted_ = reading.find(start, end, "xdynfF") >= 0
    some = reading.find(start, end, "v") >= 0
    if not counted_ and (some or reading.find(start, end, "a") < 0):
        return Meaning(Type.DATE, "vague", Status.VAGUE, "PAST_REF" if sign < 0 else "FUTURE_REF")
    count, whole = amount_of(reading, start, end), True
    if count is None:
        return None
    if count != int(count):
        of, count, whole = _finer(of, count)
    from_text = reading.kinds[at] in "lb"
    if not whole or of in _CLOCK:
        return _hours(reading, sign, of, count, from_text)
    if of is Unit.YEAR and count == 1:
        return _year_ago(reading, sign, from_text)
    if of in _LONG and count * _LONG[of] > _years_counted(reading, sign):
        return duration(length(of, count))
    return _away(reading, of, sign * int(count), from_text)


def _years_counted(reading: Reading, sign: int) -> int:
    """How many years away a date may be; what is "two million years ago" has a length alone."""
    year = reading.published.day.year if reading.published else _CALENDAR
    return year - 1 if sign < 0 else 9999 - year


def ago_this(reading: Reading, start: int, end: int) -> Meaning | None:
    """A year ago today, twenty years ago this week, a week ago Tuesday."""
    at = reading.find(start, end, "g")
    of: Unit = reading.value(start, at, "UV")
    count = amount_of(reading, start, at)
    if count is None or count != int(count):
        return None
    rule = f"count-before:{of}:{count:g}"
    if not reading.published:
        return reading.unresolved(rule)
    now = _this(reading, at + 1, end)
    if of is Unit.YEAR:
        there = now.years(-int(count))
    else:
        there = containing(now.unit, containing(of, now.first).shift(-int(count)).first)
        if of in (Unit.DAY, Unit.WEEK):
            days = int(count) * (7 if of is Unit.WEEK else 1)
            there = containing(now.unit, now.first - timedelta(days=days))
    return reading.dated(there, rule, reading.published)


def _this(reading: Reading, start: int, end: int) -> Period:
    """Today, this week, or the latest weekday of that name: what is counted from."""
    day = reading.published.day if reading.published else date.min
    kind, value = reading.kinds[end - 1], reading.tokens.values[end - 1]
    if kind == "R":
        return Period(Unit.DAY, day + timedelta(days=value))
    if kind == "W":
        return Period(Unit.DAY, day - timedelta(days=(day.weekday() - value) % 7))
    return containing(value, day)


def _finer(of: Unit, count: float) -> tuple[Unit, float, bool]:
    """Two and a half years as 30 months; False where no whole number of a finer unit does it."""
    finer = {
        Unit.CENTURY: (Unit.YEAR, 100),
        Unit.DECADE: (Unit.YEAR, 10),
        Unit.YEAR: (Unit.MONTH, 12),
    }
    if of not in finer:
        return of, count, False
    unit_, size = finer[of]
    return unit_, round(count * size), True


def _away(reading: Reading, of: Unit, count: int, from_text: bool) -> Meaning:
    """So many units away, as exact as the unit: three months ago is a month, not a day."""
    anchor = reading.published
    if from_text:
        anchor = reading.nearest(Unit.DAY, of) or (anchor if count < 0 else None) or anchor
    rule = "count-before" if count < 0 else "count-after"
    if anchor is None:
        return reading.unresolved(f"{rule}:{of}:{abs(count)}")
    return reading.dated(
        containing(of, anchor.day).shift(count), f"{rule}:{of}:{abs(count)}", anchor
    )


def _hours(reading: Reading, sign: int, of: Unit, count: float, from_text: bool) -> Meaning | None:
    """Some hours ago: no day is named, and none is invented."""
    return Meaning(Type.TIME, "vague", Status.VAGUE, "PAST_REF" if sign < 0 else "FUTURE_REF")


def year_ago(reading: Reading, start: int, end: int) -> Meaning | None:
    """A year ago, year-earlier, the year-ago quarter: as exact as what is under discussion."""
    of = reading.value(start, end, "U")
    sign = reading.value(start, end, "gl")
    tail = reading.find(start + 1, end, "Q7")
    if of is not Unit.YEAR:
        return _away(reading, of, sign, reading.find(start, end, "l") >= 0)
    if tail >= 0 and reading.kinds[tail] == "Q":
        return _year_ago(reading, sign, False, Unit.QUARTER)
    return _year_ago(
        reading, sign, "l" in reading.kinds[start:end] and "-" not in reading.kinds[start:end]
    )


def _year_ago(reading: Reading, sign: int, from_text: bool, of: Unit | None = None) -> Meaning:
    """The year before or after, in the unit of the last date within 400 characters.

    That is a month, quarter or half; a year only for "a year earlier", which is counted from the
    text (`from_text`), and not for "a year ago", which after "last year" still means last year.
    """
    coarsest = Unit.YEAR if from_text else Unit.HALF
    anchor = reading.nearest(of or Unit.MONTH, of or coarsest, within=400)
    rule = "count-before" if sign < 0 else "count-after"
    if anchor is None or anchor.period.unit is Unit.SEASON:
        anchor = reading.published
        if anchor is None:
            return reading.unresolved(f"{rule}:year:1")
        now = containing(of or Unit.YEAR, anchor.day)
        if of is Unit.QUARTER:
            now = now.shift(-_reported(anchor))
        year = now.years(sign)
        return _aside(reading.dated(year, f"{rule}:year:1", anchor))
    return _aside(reading.dated(anchor.period.years(sign), f"{rule}:year:1", anchor))


def _aside(meaning: Meaning) -> Meaning:
    """A date that is only compared with: nothing later in the text refers back to it."""
    meaning.period = None
    return meaning


def same_period(reading: Reading, start: int, end: int) -> Meaning | None:
    """The same period last year: the one under discussion, moved to that year."""
    anchor = reading.nearest(Unit.MONTH, Unit.HALF)
    at = reading.find(start, end, "7UQ=")
    of = reading.tokens.values[at]
    if isinstance(of, Unit):
        anchor = reading.nearest(Unit.DAY, of)
        if anchor:
            anchor = Anchor(containing(of, anchor.day), anchor.basis, anchor.start, anchor.end)
        elif of is Unit.QUARTER and reading.published:
            now = containing(of, reading.published.day)
            anchor = Anchor(now.shift(-_reported(reading.published)), reading.published.basis)
    if anchor is None:
        year = named_year(reading, start, end)
        return _aside(reading.dated(year.period, "written", year.anchor)) if year else None
    years = _years_away(reading, start, at, end, anchor)
    if years is None:
        return None
    return _aside(reading.dated(anchor.period.years(years), "same-period", anchor))


def _years_away(reading: Reading, begin: int, at: int, end: int, anchor: Anchor) -> int | None:
    """By how many years the period at a token is moved; None where they are no years."""
    number = reading.value(begin, end, "y")
    if number is not None:
        return int(number) - anchor.day.year
    start = at + 1
    of = reading.value(start, end, "UV")
    if of is not Unit.YEAR:
        return None
    if reading.find(start, end, "L") >= 0 and reading.published:
        return reading.published.day.year - 1 - anchor.day.year
    count = amount_of(reading, start, end)
    return -int(count) if count else -1


def whole(reading: Reading, start: int, end: int) -> Meaning | None:
    """The entire year: that of the nearest date."""
    return anaphor(reading, reading.value(start, end, "U"))


def vague(reading: Reading, start: int, end: int) -> Meaning | None:
    """Now, recently, in the future, the past: no day is named."""
    value = reading.value(start, end, "2K")
    if reading.kinds[start] == "c":
        value = "PRESENT_REF"
    if reading.find(start, end, "K") >= 0:
        if not reading.word(start).startswith("the "):
            return None
        value = "PAST_REF"
    return Meaning(Type.DATE, "vague", Status.VAGUE, value)


def that_time(reading: Reading, start: int, end: int) -> Meaning | None:
    """At the time, by that time."""
    led = reading.word(start - 1) in reading.language.before_part or reading.alone(start, end)
    return Meaning(Type.DATE, "vague", Status.VAGUE, "PAST_REF") if led else None

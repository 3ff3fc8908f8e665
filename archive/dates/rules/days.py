"""Rules for single days: written out, in digits, weekdays, holidays, yesterday."""

from datetime import date, timedelta

from archive.dates.holidays import holiday as holiday_day
from archive.dates.periods import Period, Unit, containing
from archive.dates.reading import Meaning, Reading, Status, Type
from archive.dates.rules.borrowed import borrowed
from archive.dates.rules.years import NamedYear, named_year
from archive.dates.tokens import led_by, two_digit_year

_CLEAR = 120  # days beyond which the tense decides on the year of a day and month
_SLACK = 7  # days by which a publication date may be too early
_NEAR = 3  # tokens before a day in which a verb of the past decides at any distance


def on(reading: Reading, day: date, rule: str) -> Meaning:
    """A day worked out from the publication date."""
    return reading.dated(Period(Unit.DAY, day), rule, reading.published)


def written(reading: Reading, start: int, end: int) -> Meaning | None:
    """Month and day, perhaps with year and weekday: "Friday, June 13, 2005", "the 5th of May"."""
    at = reading.find(start, end, "Mm0")
    month = reading.tokens.values[at]
    number = reading.value(start, end, "doO")
    year = named_year(reading, start, end)
    if year:
        return _of_year(reading, year, month, number, "written")
    if reading.find(start, end, "U") >= 0:  # "of that year", and nothing says which
        return reading.unresolved("nearest-year", f"XXXX-{month:02}-{number:02}")
    year_of, words = reading.language.events.get((month, number), (0, frozenset()))
    if reading.word(end) in words and (
        not reading.published or reading.published.day >= date(year_of, month, number)
    ):
        return reading.dated(Period(Unit.DAY, date(year_of, month, number)), "written")
    date(2000, month, number)  # ValueError where no year has this day
    year = borrowed(reading, start, end)
    if year:
        rule = "year-of-sentence" if year.anchor else "borrowed"
        return _of_year(reading, year, month, number, rule)
    if not reading.published:
        return reading.unresolved("nearest-year", f"XXXX-{month:02}-{number:02}")
    direction = reading.value(start, at, "LN") or 0
    return on(reading, *_nearest(reading, start, end, reading.published.day, direction))


def _of_year(reading: Reading, year: NamedYear, month: int, number: int, rule: str) -> Meaning:
    """A day of a known year; unresolved as a whole where that year has no such day."""
    day = _possible(year.period.first.year, month, number)
    if day is None:  # "February 29, 2021"
        return reading.unresolved("no-such-day")
    return reading.dated(Period(Unit.DAY, day), rule, year.anchor)


def _nearest(
    reading: Reading, start: int, end: int, reference: date, direction: int
) -> tuple[date, str]:
    """The day nearest to a reference, or on the side of it that the words say; and the rule."""
    month, number = reading.value(start, end, "Mm0"), reading.value(start, end, "doO")
    day = nearest(reference, month, number, direction)
    ahead = (day - reference).days
    if direction or ahead == 0:
        return day, "nearest-year"
    tense = reading.tense(start, end)
    far = abs(ahead) > _CLEAR or (ahead > _SLACK and tense < 0 and _told(reading, start))
    if led_by(reading.tokens, start, reading.language.since):
        tense, far = -1, True
    if far and tense * ahead < 0:
        return nearest(reference, month, number, tense), "year-by-tense"
    return day, "nearest-year"


def _told(reading: Reading, start: int) -> bool:
    """Whether a verb of the past stands right before a date: "He died on 3 March"."""
    return "-" in reading.tokens.cues[max(start - _NEAR, 0) : start].rpartition(".")[2]


def day_of_month(reading: Reading, start: int, end: int) -> Meaning | None:
    """ "On the 14th": of this month, or the one before or after, as the words around say."""
    named = reading.find(start, end, "Ww")  # "Friday the 13th"
    if named < 0 and reading.word(start - 1) not in reading.language.before_day:
        return None
    number = reading.value(start, end, "o")
    if not reading.published:
        return reading.unresolved("day-of-month", f"XXXX-XX-{number:02}")
    reference = reading.published.day
    month = containing(Unit.MONTH, reference)
    days = [_possible(m.first.year, m.first.month, number) for m in map(month.shift, (-1, 0, 1))]
    direction = reading.tense(start, end)
    if named >= 0:
        days = [d for d in days if d and d.weekday() == reading.tokens.values[named]]
    fitting = [d for d in days if d and (d - reference).days * direction >= 0]
    if not fitting:
        return None
    day = min(fitting, key=lambda day: abs((day - reference).days))
    return on(reading, day, "day-of-month")


def nearest(reference: date, month: int, number: int, direction: int = 0) -> date:
    """The day of this month and number nearest to a day; before (-1) or after (1) it if said."""
    found = []
    reach = 8 if (month, number) == (2, 29) else 1  # 1900 was no leap year
    for year in range(reference.year - reach, reference.year + reach + 1):
        try:
            day = date(year, month, number)
        except ValueError:  # 29 February, or the ends of the calendar
            continue
        if direction == 0 or (day - reference).days * direction > 0:
            found.append(day)
    if not found:
        raise ValueError(f"no year has month {month} with a day {number}")
    return min(found, key=lambda day: abs((day - reference).days))


def numeric(reading: Reading, start: int, end: int) -> Meaning | None:
    """ISO dates and 7/8/2007; unresolved where day and month can't be told apart and neither
    reading is of the week of publication.
    """
    value = reading.value(start, end, "I")
    if reading.word(start - 1) in reading.language.numbered:  # version 2.10.11
        return None
    if value == "9/11":
        value = date(2001, 9, 11)
    if isinstance(value, date):
        return reading.dated(Period(Unit.DAY, value), "written")
    if len(value) == 1:  # six digits are a date only where they are that of publication
        same = reading.published and reading.published.day == value[0]
        return reading.dated(Period(Unit.DAY, value[0]), "written") if same else None
    first, second, year, digits = value
    dotted = "." in reading.word(start)
    if digits == 2 and dotted and not reading.language.day_first:
        return None  # in English a version: 2.6.33
    if digits == 2:
        year = two_digit_year(year)
    first_is_day = _order(reading, dotted)
    orders = ((second, first), (first, second))
    days = [_possible(year, month, number) for month, number in orders]
    if first_is_day is not None and (usual := days[0 if first_is_day else 1]):
        days = [usual]
    return _told_apart(reading, sorted({day for day in days if day}))


def _order(reading: Reading, dotted: bool) -> bool | None:
    """Whether the day comes first: in most languages, and with dots. In English it depends; the
    other dates of the text tell where one of them can be read in one way only.
    """
    if dotted or reading.language.day_first:
        return True
    if reading.orders is None:
        orders = map(_only_order, reading.values_of("I"))
        reading.orders = {day_first for day_first in orders if day_first is not None}
    return next(iter(reading.orders)) if len(reading.orders) == 1 else None


def _only_order(value: object) -> bool | None:
    """Whether the day is first in a date in digits; None where either order gives a date."""
    if not isinstance(value, tuple) or len(value) != 4:
        return None
    first, second, _year, _digits = value
    either = first <= 12 and second <= 12
    return None if either or max(first, second) > 31 or min(first, second) > 12 else first > 12


def _possible(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _told_apart(reading: Reading, days: list[date]) -> Meaning | None:
    if not days:
        return None
    if len(days) == 1:
        return reading.dated(Period(Unit.DAY, days[0]), "written")
    published = reading.published
    near = [day for day in days if published and abs((day - published.day).days) <= _SLACK]
    if len(near) == 1:  # the head of an article writes its own day so
        return on(reading, near[0], "day-near")
    return reading.unresolved("day-or-month")


def weekday(reading: Reading, start: int, end: int) -> Meaning | None:
    """ "Monday": the latest on or before the publication day, or the next where it lies ahead."""
    at = reading.find(start, end, "Ww")
    kinds = reading.kinds
    if kinds[at] == "w" and end - start == 1 and reading.word(end) != ".":
        return None
    if (at == start and reading.named(start - 1)) or reading.titled(end):  # Bloody Sunday
        return None
    number = reading.tokens.values[at]
    if not reading.published:
        return reading.unresolved("weekday", f"XXXX-WXX-{number + 1}")
    reference = reading.published.day
    unit = reading.value(at + 1, end, "U")
    if unit is not None:  # "Friday of last week"
        shift = reading.value(at + 1, end, "LNT")
        if unit is not Unit.WEEK:
            return None
        week = containing(Unit.WEEK, reference).shift(shift)
        return on(reading, week.first + timedelta(days=number), "weekday-of-week")
    which = reading.value(start, end, "CLNBGK")
    which = which if which is not None else reading.value(start, at, "T")
    return _which_weekday(reading, start, end, number, which)


def _which_weekday(
    reading: Reading, start: int, end: int, number: int, which: int | None
) -> Meaning | None:
    anchor = reading.published
    if anchor is None:
        return None
    if which is not None and reading.find(start, end, "BG") >= 0:
        anchor = reading.nearest(Unit.DAY, Unit.DAY) or anchor
    before = (anchor.day.weekday() - number) % 7
    if which == -1:
        day = anchor.day - timedelta(days=before or 7)
        rule = "weekday-last"
    elif which == 1:
        day = anchor.day + timedelta(days=7 - before)
        rule = "weekday-next"
    elif (which == 0 and reading.tense(start, end) >= 0) or reading.tense(start, end) > 0:
        day = anchor.day + timedelta(days=(7 - before) % 7)
        rule = "weekday-ahead"
    else:
        day = anchor.day - timedelta(days=before)
        rule = "weekday-before"
    return reading.dated(Period(Unit.DAY, day), rule, anchor)


def day_word(reading: Reading, start: int, end: int) -> Meaning | None:
    """Today, yesterday, tomorrow."""
    days = reading.value(start, end, "R")
    if not reading.published:
        return reading.unresolved(f"days-from:{days}")
    return on(reading, reading.published.day + timedelta(days=days), f"days-from:{days}")


def day_of_text(reading: Reading, start: int, end: int) -> Meaning | None:
    """Le lendemain, la víspera, am Vortag: counted from the nearest day in the text."""
    days = reading.value(start, end, "ø")
    anchor = reading.nearest(Unit.DAY, Unit.DAY) or reading.published
    if anchor is None:
        return reading.unresolved(f"days-from:{days}")
    day = Period(Unit.DAY, anchor.day + timedelta(days=days))
    return reading.dated(day, f"days-from:{days}", anchor)


def day_of_day(reading: Reading, start: int, end: int) -> Meaning | None:
    """The day before yesterday, the day after tomorrow."""
    days = reading.value(start, end, "b") + reading.value(start, end, "R")
    if not reading.published:
        return reading.unresolved(f"days-from:{days}")
    return on(reading, reading.published.day + timedelta(days=days), f"days-from:{days}")


def holiday(reading: Reading, start: int, end: int) -> Meaning | None:
    """A day with a name: in the year named, or the one nearest to the publication date."""
    name = reading.value(start, end, "1")
    year = named_year(reading, start, end)
    if year:
        day = holiday_day(name, year.period.first.year)
        return reading.dated(Period(Unit.DAY, day), "written", year.anchor)
    if not reading.published:
        return reading.unresolved("holiday")
    reference = reading.published.day
    which = reading.value(start, end, "LNT") or 0
    days = [
        day
        for number in (reference.year - 1, reference.year, reference.year + 1)
        if 1 <= number <= 9999
        if which * ((day := holiday_day(name, number)) - reference).days >= 0
    ]
    return on(reading, min(days, key=lambda day: abs((day - reference).days)), "holiday")


def day_range(reading: Reading, start: int, end: int) -> Meaning | None:
    """June 5-9, 2005: an interval of days; TIMEX3 has no value for it."""
    numbers = [i for i in range(start, end) if reading.kinds[i] == "d"]
    if "4" in reading.kinds[start:end] and reading.word(start - 1) not in reading.language.between:
        return None
    month = reading.value(start, end, "Mm0")
    first, last = (reading.tokens.values[i] for i in numbers[:2])
    year = named_year(reading, start, end) or borrowed(reading, start, end)
    anchor = year.anchor if year else None
    if year:
        number = year.period.first.year
    elif reading.published:
        anchor = reading.published
        number = nearest(anchor.day, month, first).year
    else:
        return reading.unresolved("nearest-year")
    one, two = date(number, month, first), date(number, month, last)
    if two < one:
        return None
    return Meaning(
        Type.DATE,
        "range",
        Status.RESOLVED,
        None,
        f"{one.isoformat()}/{two.isoformat()}",
        Period(Unit.DAY, one),
        anchor,
    )

"""Rules for durations and for what is repeated. They name no day, so they have no EDTF value."""

from archive.dates.expressions import open_end
from archive.dates.holidays import date_of
from archive.dates.periods import Unit
from archive.dates.reading import Meaning, Reading, Status, Type
from archive.dates.tokens import SENTENCE_END

_DESIGNATORS = {
    Unit.SECOND: ("PT", "S"),
    Unit.MINUTE: ("PT", "M"),
    Unit.HOUR: ("PT", "H"),
    Unit.DAY: ("P", "D"),
    Unit.WEEKEND: ("P", "WE"),
    Unit.WEEK: ("P", "W"),
    Unit.MONTH: ("P", "M"),
    Unit.QUARTER: ("P", "Q"),
    Unit.SEASON: ("P", "SE"),
    Unit.YEAR: ("P", "Y"),
    Unit.DECADE: ("P", "DE"),
    Unit.CENTURY: ("P", "CE"),
    Unit.MILLENNIUM: ("P", "ML"),
}
_PARTS_OF_YEAR = {1: "SP", 2: "SU", 3: "FA", 4: "WI"}


def length(unit: Unit, count: float | None) -> str:
    """The TIMEX3 value of a duration: P3Y, PT12H, PXM where the count is not said."""
    if unit is Unit.FORTNIGHT:
        unit, count = Unit.WEEK, None if count is None else count * 2
    if count is not None and count != int(count) and unit in (Unit.CENTURY, Unit.DECADE):
        count, unit = count * (100 if unit is Unit.CENTURY else 10), Unit.YEAR
    if count == 0.5 and unit is Unit.HOUR:
        count, unit = 30, Unit.MINUTE
    before, after = _DESIGNATORS[unit]
    number = "X" if count is None else f"{int(count)}" if count == int(count) else f"{count:g}"
    return f"{before}{number}{after}"


def duration(timex: str) -> Meaning:
    """A duration of this TIMEX3 value."""
    return Meaning(Type.DURATION, "duration", Status.RESOLVED, timex)


def amount_of(reading: Reading, start: int, end: int) -> float | None:
    """The number that stands in the tokens, in digits or words; None where there is none."""
    tokens = reading.tokens
    whole, total, group, found = 0.0, 0.0, 0.0, False
    for index in range(start, end):
        kind = tokens.kinds[index]
        if kind == "/":  # 2 1/2 years
            denominator = tokens.values[index + 1]
            numerator = tokens.values[index - 1]
            return numerator / denominator + (whole if index - start > 1 else 0)
        if kind in "dynf":
            whole, total, found = total, float(tokens.values[index]), True
        elif kind == "x":
            number, found = tokens.values[index], True
            group += number
        elif kind == "&":
            factor, found = tokens.values[index], True
            total, group = (total * factor, 0) if total else (total, (group or 1) * factor)
        elif kind == "a" and not found and tokens.kinds[index + 1 : index + 2] not in ("F", "v"):
            group, found = 1, True
        elif kind == "F":
            group, found = group + 0.5, True
        elif kind in "UH" and not found:
            group, found = 1, True
    return total + group if found else None


def amount(reading: Reading, start: int, end: int) -> Meaning | None:
    """Three years, a 12-hour flight (of which "12-hour"), several months, 22-year-old."""
    at = reading.find(start, end, "UVQqHh")
    of: Unit = reading.tokens.values[at]
    kind = reading.kinds[at]
    if kind in "Qq" and reading.kinds[end : end + 1] == "i":
        return None  # three quarters of the staff
    if reading.find(start, end, "v") >= 0 and reading.find(start, at, "dynfx") < 0:
        return _uncounted(reading, at, of)
    if kind in "UQH" and "y" in reading.kinds[start:end]:
        return None
    if reading.kinds[start - 1 : start] == "$" and start:
        return None
    count = amount_of(reading, start, at)
    if count is None or count == 0:
        return None
    return duration(length(of, count))


def _uncounted(reading: Reading, at: int, of: Unit) -> Meaning | None:
    many = reading.kinds[at] in "Vqh" or reading.word(at) in reading.language.plural
    return duration(length(of, None)) if many else None


def nights(reading: Reading, start: int, end: int) -> Meaning | None:
    """Three nights, several mornings."""
    count = amount_of(reading, start, end)
    part = reading.value(start, end, "`")
    return duration(f"PT{'X' if count is None else f'{count:g}'}{part}")


def fourths(reading: Reading, start: int, end: int) -> Meaning | None:
    """A quarter century, three quarters of an hour."""
    of: Unit = reading.value(start, end, "UH")
    smaller = {Unit.CENTURY: (25, Unit.YEAR), Unit.HOUR: (15, Unit.MINUTE)}.get(of)
    if smaller is None:
        return None
    count = amount_of(reading, start, reading.find(start, end, "Qq")) or 1
    return duration(length(smaller[1], count * smaller[0]))


def fraction(reading: Reading, start: int, end: int) -> Meaning | None:
    """Two and a half years, a year and a half, half an hour."""
    of = reading.value(start, end, "UVQqHh")
    count = amount_of(reading, start, end)
    if count is None:
        return None
    at_unit = reading.find(start, end, "UVQqHh")
    half = reading.find(start, end, "F")
    if half < at_unit and reading.find(start, half, "xdynf") < 0:
        count = 0.5
    return duration(length(of, count))


def stretch(reading: Reading, start: int, end: int) -> Meaning | None:
    """The past three years, the next few weeks, the coming months, recent days."""
    at = reading.find(start, end, "VqhU")
    of: Unit = reading.tokens.values[at]
    if reading.kinds[at] == "U" and not (
        reading.word(at) in reading.language.plural and reading.word(at - 1).endswith("s")
    ):
        return None  # "les prochains mois", and not "le prochain mois"
    if reading.kinds[start] == "L" and reading.word(start - 1) in reading.language.modals:
        return None  # it may last months
    count = amount_of(reading, start, at)
    if reading.find(start, at, "v") >= 0:
        count = None
    recent = reading.value(start, end, "2") == "PAST_REF" or any(
        reading.word(index) in reading.language.recent for index in range(start, at)
    )
    if recent and count is None:
        return before_reference(reading, length(of, None))
    if (reading.find(start, at, "2") >= 0 and not recent) or (
        reading.kinds[start] == "T" and count is None
    ):
        return None
    return duration(length(of, count))


def before_reference(reading: Reading, timex: str) -> Meaning:
    """In recent days: before the publication date, and nobody says since when."""
    meaning = Meaning(Type.DATE, "recent", Status.VAGUE, timex)
    if reading.published:
        meaning.anchor = reading.published
        meaning.edtf = f"/{open_end(reading.published.edtf, first=False)}"
    else:
        meaning.status = Status.UNRESOLVED
    return meaning


def units(reading: Reading, start: int, end: int) -> Meaning | None:
    """Years, for months: a duration that nobody counted."""
    if start and reading.kinds[start - 1] == "#":
        return None  # 1,000,000 years
    if reading.tokens.values[start] is Unit.WEEKEND:
        return Meaning(Type.SET, "repeated", Status.RESOLVED, "XXXX-WXX-WE")
    return duration(length(reading.tokens.values[start], None))


def whole_unit(reading: Reading, start: int, end: int) -> Meaning | None:
    """Year-long, decade-old, decades-old."""
    count = 1 if reading.kinds[start] == "U" else None
    return duration(length(reading.tokens.values[start], count))


def lasting(reading: Reading, start: int, end: int) -> Meaning | None:
    """Yearlong, weeklong."""
    return duration(reading.tokens.values[start])


def rate(reading: Reading, start: int, end: int) -> Meaning | None:
    """A year: repeated after "twice" or a sum, else a duration."""
    of = reading.value(start, end, "UHQ")
    if of is Unit.QUARTER or of is Unit.WEEKEND or reading.hyphenated(end):
        return None
    meaning = duration(length(of, 1))
    if reading.word(start - 1) in reading.language.rates or _per(reading, start):
        meaning.type = Type.SET
        meaning.rule = "repeated"
    return meaning


def _per(reading: Reading, start: int) -> bool:
    """Whether a number of something comes before: "$40 a month", "two million barrels a day"."""
    kinds = reading.kinds[max(start - 3, 0) : start]
    if not kinds or kinds[-1] in "dynf&#$%":
        return bool(kinds)
    plural = kinds[-1] == "_" and reading.word(start - 1).endswith("s")
    return plural and any(kind in "dynf&#x" for kind in kinds)


def repeated(reading: Reading, start: int, end: int) -> Meaning | None:
    """Daily, annual, Mondays, Monday nights, twice a week; not the Daily of a newspaper's name."""
    begins = start == 0 or reading.kinds[start - 1] in SENTENCE_END
    times = reading.find(start, end, ">")
    value = reading.value(start, end, "X")
    if (times >= 0 or (value and value[0] == "P")) and not begins and reading.capital(start):
        return None
    if times >= 0 and value is None:
        at = reading.find(times, end, "UVQqHh")
        value = length(reading.tokens.values[at], amount_of(reading, times + 1, at + 1))
    elif value is None:  # Monday nights
        part = reading.value(start, end, "`")
        value = _any_day(reading.value(start, end, "W")) + f"T{part}"
    return Meaning(Type.SET, "repeated", Status.RESOLVED, value)


def _any_day(weekday: int | None) -> str:
    """The TIMEX3 value of any day, or of any that is this weekday (0 is Monday)."""
    return "XXXX-XX-XX" if weekday is None else f"XXXX-WXX-{weekday + 1}"


def every(reading: Reading, start: int, end: int) -> Meaning | None:
    """Every year, each Monday, every two weeks, every summer, every night, every third year."""
    at = end - 1
    kind, value = reading.kinds[at], reading.tokens.values[at]
    if kind == "1":  # every Christmas
        timex = f"XXXX-{date_of(value)}" if date_of(value) else "P1Y"
    elif kind == "W":
        timex = _any_day(value)
    elif kind in "Ss":
        timex = f"XXXX-{_PARTS_OF_YEAR[value]}"
    elif kind in "Mm0":
        timex = f"XXXX-{value:02}"
    elif kind == "P":
        timex = _any_day(reading.value(start, at, "W")) + f"T{value}"
    elif value is Unit.WEEKEND:
        timex = "XXXX-WXX-WE"
    else:
        timex = length(value, _step(reading, start, at))
    return Meaning(Type.SET, "repeated", Status.RESOLVED, timex)


def _step(reading: Reading, start: int, at: int) -> float | None:
    """How many units lie from one time to the next: "every other week" is every two weeks."""
    if reading.find(start, at, "v") >= 0:
        return None
    which: float | None = reading.value(start, at, "oO")
    return which or amount_of(reading, start + 1, at) or reading.tokens.values[start] or 1

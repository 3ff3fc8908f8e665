"""Rules for what is longer than a day: months, seasons, quarters, years, decades, centuries."""

from datetime import date, timedelta

from archive.dates.edges import approximate
from archive.dates.periods import Period, Unit, containing
from archive.dates.periods import half as half_of
from archive.dates.periods import month as month_of
from archive.dates.periods import quarter as quarter_of
from archive.dates.periods import season as season_of
from archive.dates.reading import Meaning, Reading, Status, Type
from archive.dates.rules.borrowed import borrowed, from_list
from archive.dates.rules.relative import counted, the_unit
from archive.dates.rules.years import named_year

_WINTER = 4


def month(reading: Reading, start: int, end: int) -> Meaning | None:
    """A month: with its year, or the latest one, up to three months ahead."""
    at = reading.find(start, end, "Mm0")
    number = reading.tokens.values[at]
    year = named_year(reading, start, end)
    if year:
        return reading.dated(month_of(year.period.first.year, number), "written", year.anchor)
    weak = reading.kinds[at] in "m0" and start == at and not reading.alone(start, end)
    name = reading.names_more(start, end) and reading.word(at - 1) not in _led_by(reading)
    if name or (weak and not _is_month(reading, at)):
        return None
    if reading.find(start, end, "U") >= 0:
        return reading.unresolved("latest-month", f"XXXX-{number:02}")
    taken = borrowed(reading, start, end)
    if taken:  # "from January to July 2021", "In 2017, it burned in June"
        rule = "year-of-sentence" if taken.anchor else "borrowed"
        return reading.dated(month_of(taken.period.first.year, number), rule, taken.anchor)
    if not reading.published:
        return reading.unresolved("latest-month", f"XXXX-{number:02}")
    which = reading.value(start, end, "LNBGK")
    which = which if which is not None else reading.value(start, at, "T")
    return _nearest_month(reading, start, end, number, which)


def month_of_name(reading: Reading, start: int, end: int) -> Meaning | None:
    """The month of July."""
    if reading.value(start, end, "U") is not Unit.MONTH:
        return None
    return reading.understand(reading, reading.find(start, end, "i") + 1, end)


def _is_month(reading: Reading, at: int) -> bool:
    """Whether "May" or "March" on its own is one: only after words that months follow."""
    return reading.word(at - 1) in reading.language.before_month


def _led_by(reading: Reading) -> frozenset[str]:
    """What a month follows, and a first name never: "in April Congress met"."""
    language = reading.language
    return language.before_season - language.deadlines - language.aims


def _nearest_month(
    reading: Reading, start: int, end: int, number: int, which: int | None
) -> Meaning | None:
    anchor = reading.published
    if anchor is None:
        return None
    now = containing(Unit.MONTH, anchor.day)
    ahead = (number - now.first.month) % 12
    if which == -1:
        months, rule = ahead - 12, "month-last"
    elif which == 1:
        months, rule = ahead or 12, "month-next"
    elif which == 0:
        months, rule = number - now.first.month, "month-this"
        months += 12 if months <= -9 else 0  # "this January", said in November
    else:
        months, rule = _by_tense(reading, start, end, ahead)
    return reading.dated(now.shift(months), rule, anchor)


def _by_tense(reading: Reading, start: int, end: int, ahead: int) -> tuple[int, str]:
    plain = reading.word(start - 1) not in reading.language.before_month  # "December delivery"
    direction = reading.tense(start, end)
    if plain and reading.language.before_month:
        planned = reading.word(start - 1) in reading.language.aims and direction > 0
        direction = int(planned)  # "planned for September"
    if direction < 0 and ahead > 0:
        return ahead - 12, "latest-month"
    if direction > 0:
        return ahead, "month-ahead"
    return (ahead if ahead <= 3 else ahead - 12), "latest-month"


def season(reading: Reading, start: int, end: int) -> Meaning | None:
    """A season: with its year, or counted from the publication date."""
    at = reading.find(start, end, "Ss")
    number = reading.tokens.values[at]
    year = named_year(reading, start, end)
    if year:
        return reading.dated(season_of(year.period.first.year, number), "written", year.anchor)
    which = reading.value(start, end, "LNTBGCc")
    if reading.names_more(at, end):  # the Summer Olympics
        return None
    if which is None and reading.kinds[at] == "s" and not reading.alone(start, end):
        before = reading.word(start - 1)
        if before not in reading.language.before_season or reading.kinds[at + 1 : at + 2] == "i":
            return None
    taken = from_list(reading, start, end) if number != _WINTER else None  # of which year is that?
    if taken:  # "in spring and summer 2014"
        return reading.dated(season_of(taken.period.first.year, number), "borrowed")
    if not reading.published:
        return reading.unresolved("season")
    return _nearest_season(reading, start, end, number, which)


def _nearest_season(
    reading: Reading, start: int, end: int, number: int, which: int | None
) -> Meaning | None:
    anchor = reading.published
    if anchor is None:
        return None
    now = season_of(anchor.day.year, number)
    going = containing(Unit.SEASON, anchor.day)
    if now == going.shift(1) and (which is not None or reading.tense(start, end) <= 0):
        now = going  # in January the winter of this year is the one that goes on
    begun = now.first <= anchor.day
    if which == -1:
        found, rule = (now if now.last < anchor.day else now.shift(-1)), "season-last"
    elif which == 1:
        found, rule = (now.shift(1) if begun else now), "season-next"
    elif which == 0 or reading.tense(start, end) > 0:
        found, rule = now, "season-this"
    else:
        found, rule = (now if begun else now.shift(-1)), "season-latest"
    return reading.dated(found, rule, anchor)


def quarter(reading: Reading, start: int, end: int) -> Meaning | None:
    """A quarter or half of a year: "the third quarter of last year", "Q1 2009"."""
    number = reading.value(start, end, "OoØ9d")
    halves = reading.find(start, end, "F") >= 0
    if number in (None, -1):
        number = 2 if halves else 4  # "the last quarter of 2009", "the final half"
    if number > (2 if halves else 4):
        return None
    make, rule = (half_of, "half") if halves else (quarter_of, "quarter")
    year = named_year(reading, start, end)
    if year:
        return reading.dated(make(year.period.first.year, number), "written", year.anchor)
    if reading.find(start, end, "L") >= 0 and not reading.find(start, end, "OoØ9") >= 0:
        return counted(reading, Unit.QUARTER, -1)  # "last quarter"
    if halves and not reading.in_business(start, end) and not reading.alone(start, end):
        return None
    if not reading.published:
        return reading.unresolved(rule)
    return _nearest_part(reading, start, end, make(reading.published.day.year, number))


def _nearest_part(reading: Reading, start: int, end: int, now: Period) -> Meaning:
    """The quarter or half of this name that is meant: the latest that has begun, or begins soon."""
    anchor = reading.published
    if anchor is None:
        return reading.unresolved("latest-part")
    direction = reading.tense(start, end)
    if direction > 0:  # reports of a quarter are expected within some two months of its end
        open_ = [now.years(-1), now]
        found = next((p for p in open_ if (anchor.day - p.last).days < 60), now.years(1))
    else:
        soon = anchor.day if direction < 0 else anchor.day + timedelta(days=45)
        this_year = (soon.month, soon.day) >= (now.first.month, 1)
        found = now.years(soon.year - now.first.year - (0 if this_year else 1))
    return reading.dated(found, "latest-part", anchor)


def year(reading: Reading, start: int, end: int) -> Meaning | None:
    """A year in four digits, where nothing says that it is a quantity."""
    at = reading.find(start, end, "y")
    number = reading.tokens.values[at]
    if not _is_year(reading, start, at, end, number):
        return None
    return reading.dated(Period(Unit.YEAR, date(number, 1, 1)), "written")


def _is_year(reading: Reading, start: int, at: int, end: int, number: int) -> bool:
    before, after = reading.word(start - 1), reading.kinds[end : end + 1]
    if _is_no_year(reading, start, end, number):
        return False
    if 1900 <= number <= 2059 and _whole_or_led(reading, at):
        return True
    return (
        before in reading.language.before_year
        or start < at
        or reading.alone(start, end)
        or (before == "(" and after == ")")
        or approximate(reading.tokens, reading.language, start, end)
    )


def _is_no_year(reading: Reading, start: int, end: int, number: int) -> bool:
    """Whether a number is a sum, a quantity, a house, a ratio or the name of a thing."""
    language, kinds = reading.language, reading.kinds
    after = kinds[end : end + 1]
    if start and kinds[start - 1] in "$£€-/" and reading.word(start - 2) not in language.prefixes:
        return True
    if after in ("%", "$", "£", "€", "x", "n", "d", "/") or reading.word(end) in language.counted:
        return True
    if language.streets and _is_address(reading, end):
        return True
    ratio = kinds[max(start - 2, 0) : start] in ("d~", "x~")  # one in 2000
    if number % 100 == 0 and (ratio or _is_quantity(reading, end)):
        return True
    named = reading.word(start - 1) in language.numbered
    present = reading.word(end + 1) in language.present  # "2017-present"
    return named or (after == "-" and kinds[end + 1 : end + 2] in "UVHh_" and not present)


def _whole_or_led(reading: Reading, at: int) -> bool:
    """False of '96 without a word before it that years follow: it may be a quotation."""
    short = reading.tokens.ends[at] - reading.tokens.starts[at] == 3
    return not short or reading.word(at - 1) in reading.language.before_year


def _is_address(reading: Reading, end: int) -> bool:
    """Whether a street follows: 2010 Main Street, 1600 Pennsylvania Avenue."""
    words = reading.tokens.words[end : end + 4]
    at = next((i for i, word in enumerate(words) if word in reading.language.streets), -1)
    return at >= 0 and all(reading.capital(end + i) or words[i] == "." for i in range(at + 1))


def _is_quantity(reading: Reading, end: int) -> bool:
    """Whether a round number counts what follows: "the 2000 delegates"."""
    word = reading.word(end)
    return word.endswith("s") and word not in reading.language.dated and not reading.capital(end)


def year_range(reading: Reading, start: int, end: int) -> Meaning | None:
    """2017-2020, 1998-99: an interval of years; TIMEX3 has no value for it."""
    first, last = reading.tokens.values[start], reading.tokens.values[end - 1]
    width = reading.tokens.ends[end - 1] - reading.tokens.starts[end - 1]
    if width == 2:
        last += first // 100 * 100
    if not 1000 <= first <= last <= min(first + 300, 2199) or width == 1:
        return None
    if width == 2 and first == last:
        return None
    if reading.kinds[start + 1] == "/" and last - first != 1:
        return None  # 1993/94 is a season, 1850/1990 a fraction
    return Meaning(Type.DATE, "range", Status.RESOLVED, None, f"{first:04}/{last:04}")


def fiscal(reading: Reading, start: int, end: int) -> Meaning | None:
    """ "fiscal 1989", "the year 2000"."""
    unit = reading.value(start, end, "U")
    if unit not in (None, Unit.YEAR):
        return None
    number = reading.value(start, end, "y")
    return reading.dated(Period(Unit.YEAR, date(number, 1, 1)), "written")


def decade(reading: Reading, start: int, end: int) -> Meaning | None:
    """The 1990s, the early '90s."""
    at = reading.find(start, end, "Dy")
    first = reading.tokens.values[at]
    if first % 10 or reading.word(start - 1) in reading.language.ages:
        return None
    alone = reading.word(at) not in reading.language.words and at == start
    short = reading.tokens.ends[at] - reading.tokens.starts[at] < 5
    if (alone and short and not _after_decade(reading, start)) or (
        at == start and reading.word(at) in reading.language.words
    ):
        return None
    hundred = first % 100 == 0 and first < 2000 and not short  # "the 1800s", as TIDES has it
    return reading.dated(
        Period(Unit.CENTURY if hundred else Unit.DECADE, date(first, 1, 1)), "written"
    )


def decade_of(reading: Reading, start: int, end: int) -> Meaning | None:
    """ "Los años 90", "les années 1990", "a década de 1960"."""
    number = reading.tokens.values[end - 1]
    unit = reading.value(start, end, "UV")
    plural = reading.find(start, end, "V") >= 0
    if number < 20 and reading.kinds[end - 1] == "x":
        return None  # los años diez
    if number % 10 or unit is not (Unit.YEAR if plural else Unit.DECADE):
        return None
    if number < 100:
        number += 1900
    if not 1000 <= number <= 2990:
        return None
    return reading.dated(Period(Unit.DECADE, date(number, 1, 1)), "written")


def _after_decade(reading: Reading, start: int) -> bool:
    return reading.kinds[max(start - 2, 0) : start] in ("D4", "D-", "D5", "D'") or (
        reading.word(start - 1) == "'"
    )


def century(reading: Reading, start: int, end: int) -> Meaning | None:
    """The 19th century: 1800 to 1899, as TIMEX3 and EDTF write it."""
    if reading.value(start, end, "U") is not Unit.CENTURY:
        return None
    number = reading.value(start, end, "Ood")
    if not 2 <= number <= 30:
        return None
    return reading.dated(Period(Unit.CENTURY, date((number - 1) * 100, 1, 1)), "written")


def _lies_ahead(reading: Reading, start: int, end: int) -> bool:
    """Whether "by the end of the year" is of this year: the verbs decide before the "by" does."""
    verbs = reading.tense(start, end, deadlines=False)
    return verbs > 0 or (verbs == 0 and reading.tense(start, end) > 0)


def within(reading: Reading, start: int, end: int) -> Meaning | None:
    """Early in June, late in 1996: the period, of which this is a part."""
    return reading.understand(reading, start + 2, end)


def parts_of(reading: Reading, start: int, end: int) -> Meaning | None:
    """The early months of 2008, the last days of June: that period."""
    return reading.understand(reading, reading.find(start, end, "i") + 1, end)


def edge(reading: Reading, start: int, end: int) -> Meaning | None:
    """The end of last year, the beginning of June: the period, of which this is a part."""
    at = reading.find(start, end, "k") + 1
    if at in (0, end):  # mid-year, year-end, year's end
        return counted(reading, reading.value(start, end, "U"), 0)
    if reading.kinds[at] == "i":
        at += 1
    if reading.kinds[at:end] == "eU" and _lies_ahead(reading, start, end):
        return counted(reading, reading.tokens.values[end - 1], 0)
    meaning = reading.understand(reading, at, end)
    if meaning is None and reading.kinds[at] == "e":
        meaning = reading.understand(reading, at + 1, end)
    if meaning is None and reading.kinds[end - 1] in "UQ":  # "Ende des Jahres"
        meaning = the_unit(reading, at, end)
    return meaning

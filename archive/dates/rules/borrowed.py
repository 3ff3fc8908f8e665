"""Which year a day and month, or a month, takes from the words around it: from a list or range
that names the year once ("from 5 June to 9 July 2021"), or from the head of its sentence ("In 2017,
the tower burned on June 14").
"""

import re
from bisect import bisect_left
from datetime import date

from archive.dates.periods import Period, Unit
from archive.dates.reading import Anchor, Basis, ListEnd, Meaning, Reading
from archive.dates.rules.years import NamedYear
from archive.dates.tokens import sentence

_JOIN = re.compile(r"(?:,?[45_~e3]|[,/-])(?:e?ki?e?|E-?|[~eri3]{0,2})")
_ITEM = re.compile(
    r"(?:[Ww]\.?,?e?)?"
    r"(?:[do](?:[54-][do])?\.?i?e?[Mm0]\.?|[Mm0]\.?(?:e?[do](?:-[do])?(?!-?[UVQqHh]))?"
    r"|[do](?=[,4-])|[Ss])"
    r"(?P<year>[,i-]?y)?"
)
_COMMA = re.compile(",")
_HEADS = (Unit.DAY, Unit.MONTH, Unit.YEAR)
_YEARS = ("borrowed", "year-of-sentence")


def borrowed(reading: Reading, start: int, end: int) -> NamedYear | None:
    """The year of the tokens, which name a month and none themselves; None where none is near."""
    found = from_list(reading, start, end)
    if found is None and reading.past:
        found = _from_before(reading, start, end) or _from_sentence(reading, start, end)
    return found


def from_list(reading: Reading, start: int, end: int) -> NamedYear | None:
    """The year at the end of the list or range that these tokens are an item of."""
    if end not in reading.lists:
        _walk(reading, end)
    found = reading.lists[end]
    if found is None or not found.joined:  # commas are no list: "in May, June 2014 being wet"
        return None
    ranged = found.ranged or reading.word(start - 1) in reading.language.between
    last = _month_and_day(reading, found.start, found.end)
    year = reading.tokens.values[found.end - 1] - _over_new_year(reading, start, end, last, ranged)
    return NamedYear(Period(Unit.YEAR, date(year, 1, 1)))


def _walk(reading: Reading, at: int) -> None:
    """Look for the end of a list, once for all of its items, so that it takes linear time."""
    steps: list[tuple[int, bool, bool]] = []
    found: ListEnd | None = None
    while at not in reading.lists:
        join = _join(reading, at)
        item = _ITEM.match(reading.kinds, join.end()) if join else None
        if join is None or item is None:
            reading.lists[at] = None
            break
        steps.append((at, join[0] != ",", _ranging(reading, join.start(), join.end())))
        at = item.end()
        if item["year"]:
            found = ListEnd(item.start(), at, joined=_goes_on(reading, at), ranged=False)
            break
    found = found or reading.lists[at]
    for place, joined, ranged in reversed(steps):
        if found:
            found = ListEnd(found.start, found.end, found.joined or joined, found.ranged or ranged)
        reading.lists[place] = found


def _goes_on(reading: Reading, at: int) -> bool:
    """Whether a list has more items: "in March, April 2020 and May 2021"."""
    join = _join(reading, at)
    return bool(join and join[0] != "," and _ITEM.match(reading.kinds, join.end()))


def _join(reading: Reading, at: int) -> re.Match[str] | None:
    """What joins two items: and, or, to, a dash, a comma; in French also "au", in German "zum"."""
    kind = reading.kinds[at : at + 1]
    if not kind or kind not in ",45/-_~e3":
        return None
    if kind in "_~e3" and reading.word(at) not in reading.language.joining:
        return None
    found = _JOIN.match(reading.kinds, at)
    if found is None or kind != "," or len(found[0]) == 1 or reading.kinds[at + 1] not in "_~e3":
        return found
    named = reading.word(at + 1) in reading.language.joining
    return found if named else _COMMA.match(reading.kinds, at)


def _ranging(reading: Reading, start: int, end: int) -> bool:
    """Whether the words between two items say that they are the ends of a range."""
    kinds, ranging = reading.kinds[start:end], reading.language.ranging
    return (
        "5" in kinds or "-" in kinds or any(reading.word(i) in ranging for i in range(start, end))
    )


def _month_and_day(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The month and the day of an item; 0 for what it does not name."""
    return reading.value(start, end, "Mm0") or 0, reading.value(start, end, "doO") or 0


def _over_new_year(
    reading: Reading, start: int, end: int, last: tuple[int, int], ranged: bool
) -> int:
    """1 where the list crosses into a new year: "from December to February 2021"; or else 0."""
    first = _month_and_day(reading, start, end)
    if not last[0] or first[0] == last[0] or first <= last:
        return 0
    return int(ranged or (first[0] >= 10 and last[0] <= 3))


def _place(reading: Reading, point: int) -> int:
    """The first token that begins at or after a code point."""
    return bisect_left(reading.tokens.starts, point)


def _from_before(reading: Reading, start: int, end: int) -> NamedYear | None:
    """The year of the item just before: "from 5 June 2021 to 9 July", "3 May 2014 and 4 June"."""
    meaning, first, last = reading.past[-1]
    period = meaning.period
    if period is None or period.unit not in (Unit.DAY, Unit.MONTH):
        return None
    if last < reading.tokens.starts[max(start - 4, 0)]:
        return None
    at = _place(reading, last)
    join = _join(reading, at) if at < start else None
    if join is None or join.end() != start or join[0] == ",":
        return None
    if meaning.rule not in _YEARS and "y" not in reading.kinds[_place(reading, first) : at]:
        return None
    month, day = _month_and_day(reading, start, end)
    earlier = (month, day or 31) < (period.first.month, period.first.day)
    year = period.first.year + int(earlier and _ranging(reading, at, start))
    return NamedYear(Period(Unit.YEAR, date(year, 1, 1)))


def _from_sentence(reading: Reading, start: int, end: int) -> NamedYear | None:
    """The year of the date that heads the sentence, before any verb, if what is told fits it."""
    found = _head(reading)
    if found is None or found[0].period is None:
        return None
    _meaning, first, last = found
    period, at = found[0].period, _place(reading, first)
    begin = sentence(reading.tokens, start)[0]
    opening = reading.language.since | reading.language.until | reading.language.deadlines
    if at < begin or reading.word(at - 1) in opening or reading.tokens.cues[begin:at].strip():
        return None
    published = reading.published
    if published and not _fits(period.first.year - published.day.year, reading.tense(start, end)):
        return None
    year = Period(Unit.YEAR, date(period.first.year, 1, 1))
    return NamedYear(year, Anchor(period, Basis.TEXT, first, last))


def _fits(years: int, tense: int) -> bool:
    """The year of publication itself leaves the choice to the tense and the distance."""
    return years != 0 and years * tense >= 0


def _head(reading: Reading) -> tuple[Meaning, int, int] | None:
    """The last date where it names a year, but for those that took their year from it."""
    for found in reversed(reading.past):
        meaning, first, last = found
        if meaning.rule == "year-of-sentence":
            continue
        if meaning.rule != "written" or not meaning.period or meaning.period.unit not in _HEADS:
            return None
        at, end = _place(reading, first), _place(reading, last)
        return found if "y" in reading.kinds[at:end] else None
    return None

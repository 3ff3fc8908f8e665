"""The dateline of a text: "HAVANA, Jan. 20, 2023 (Reuters) -", or a line that is only a date."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from archive.dates.expressions import DateValue
from archive.dates.reading import Reading
from archive.dates.rules import RULES

_HEAD = 1500  # code points in which a dateline stands
_LINES = 5  # lines that are not empty
_PLACE = re.compile(
    r"(?:[^\W\d_a-zà-ÿ][\w'’-]*(?:\.[\w'’-]+)*\.?[,;/ \t(]{1,3}"
    r"|(?:de|la|of|the|am|den|le)[ ]){0,8}"
)
_AFTER = re.compile(r"\.?\s*$|\s*(?:\([^()\n]{1,40}\))?\s*(?:--|[-–—])\s|,\s?[0-9][^,\n]{0,18}$")


def dateline(
    reading: Reading,
    following: Callable[[str, int], tuple[int, int, int] | None],
    names: tuple[str, ...],
) -> date | None:
    """The day that a text says it was written on, in its first five lines; None without one.

    `following` gives the next match in the kinds from a token on: the number of its rule in
    `names`, the tokens from and to.
    """
    tokens = reading.tokens
    kinds = tokens.kinds[:200]
    end = 0
    while found := following(kinds, end):
        rule, start, end = found
        name = names[rule]
        if tokens.ends[end - 1] > _HEAD:
            return None
        if name not in ("date", "numeric", "clock-day"):
            continue
        if not _is_dateline(tokens.text, tokens.starts[start], tokens.ends[end - 1]):
            continue
        try:
            meaning = RULES[name](reading, start, end)
        except (ValueError, OverflowError):
            continue
        if meaning and meaning.rule == "written" and meaning.period:
            return meaning.period.first
    return None


def _is_dateline(text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    above = sum(1 for line in text[:line_start].splitlines() if line.strip())
    before = text[line_start:start].lstrip()
    if above >= _LINES or len(before) > 60:
        return False
    return bool(_PLACE.fullmatch(before) and _AFTER.match(text, end, line_end))


def belongs(day: date, value: DateValue) -> bool:
    """Whether a dateline fits a publication date: up to a month before it, a day after it."""
    earliest, latest = value.earliest, value.latest
    if earliest and day < earliest and (earliest - day) > timedelta(days=31):
        return False
    return not (latest and day > latest and (day - latest) > timedelta(days=1))

"""What a stored date is: an EDTF expression, its first and last day, and how to say it in words.

EDTF is the Library of Congress's Extended Date/Time Format, part of ISO 8601-2:2019. The forms
that archives write every day are read here, because they are read once a row; the `edtf` library
is asked about all the others, and a test holds the two against each other.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from edtf import EDTFParseException, parse_edtf

from archive.dates.gettext import _


def _accepted() -> str:
    """Examples of what is accepted, in the active language."""
    return _("2022-04-22, 2004-03, 1962, 2018-22 (summer 2018), 199X, 1962~, 2018/.. or 2017/2020")


class InvalidDate(ValueError):
    """What was written is not a date that can be kept; the message is a sentence for the writer."""


class Precision(StrEnum):
    """How fine a date is, as written."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class DateValue:
    """One EDTF expression; `earliest` and `latest` are None where that side is open or unknown.

    Both are the strict calendar bounds of what is written: "about 1962" (1962~) runs from 1 January
    to 31 December 1962 like 1962 itself, because nobody wrote how far "about" reaches.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False


# The season numbers of ISO 8601-2, 4.8: the first month, the number of months, the precision.
# Meteorological seasons, the northern ones where no hemisphere is named. A winter begins in
# December of its year and ends in February of the next: 2018-24 is Dec 2018 to Feb 2019.
_PARTS = {
    **{21 + n: (3 + 3 * n, 3, Precision.SEASON) for n in range(4)},
    **{25 + n: (3 + 3 * n, 3, Precision.SEASON) for n in range(4)},
    **{29 + n: ((9, 12, 3, 6)[n], 3, Precision.SEASON) for n in range(4)},
    **{33 + n: (1 + 3 * n, 3, Precision.QUARTER) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4, Precision.OTHER) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6, Precision.OTHER) for n in range(2)},
}
_SIMPLE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[~?%]?)"
)
_PLAIN = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_SIGNIFICANT = re.compile(r"S[0-9]")  # 1950S2 is a year between 1900 and 1999, and read as 1950
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<clock>[0-9]{2}:[0-9]{2})(?P<seconds>:[0-9]{2})?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)


@lru_cache(maxsize=16384)
def read(edtf: str) -> DateValue:
    """The value of an EDTF expression of level 0 or 1, or of level 2 where it has bounds.

    Surrounding white space is dropped and a time without seconds gets them (EDTF wants them).
    Raises InvalidDate with a sentence that says what is accepted.
    """
    text = edtf.strip()
    if not text:
        raise InvalidDate(_("A date is missing: write it like %(forms)s.") % {"forms": _accepted()})
    if "/" in text:
        return _interval(text)
    return _timed(text) or _simple(text) or _other(text)


def is_valid(edtf: str) -> bool:
    """Whether `read` accepts it."""
    try:
        read(edtf)
    except InvalidDate:
        return False
    return True


def open_end(edtf: str, first: bool) -> str:
    """The begin (or else the end) of a date as the one end of an open interval.

    Years, months and days are that themselves. EDTF has no "199X/.." and no interval of intervals,
    so decades and centuries give a year (1990, or 1999), all else a month, and intervals what
    their own end gives. Raises InvalidDate where that end is open or the date is none.
    """
    side = edtf.split("/")[0 if first else -1]
    if _PLAIN.fullmatch(side):
        return side
    value = read(side)
    day = value.earliest if first else value.latest
    if day is None:
        raise _invalid(edtf)
    years = value.precision in (Precision.YEAR, Precision.DECADE, Precision.CENTURY)
    return day.isoformat()[: 4 if years else 7]


def _invalid(text: str) -> InvalidDate:
    return InvalidDate(
        _("“%(text)s” is not a date that can be kept: write it like %(forms)s.")
        % {"text": text[:80], "forms": _accepted()}
    )


def _outside(text: str) -> InvalidDate:
    return InvalidDate(
        _("“%(text)s” is outside the years 0001 to 9999; write a year like 1962.")
        % {"text": text[:80]}
    )


def _timed(text: str) -> DateValue | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    full = f"{found['day']}T{found['clock']}{found['seconds'] or ':00'}{found['zone'] or ''}"
    day = _simple(found["day"])
    if day is None or not _is_clock(full.partition("T")[2]):
        raise _invalid(text)
    return DateValue(edtf=full, earliest=day.earliest, latest=day.latest, precision=Precision.TIME)


@lru_cache(maxsize=4096)  # the library's parser takes milliseconds
def _is_clock(text: str) -> bool:
    """Whether the library takes it for the time of a day."""
    return _parsed(f"2000-01-01T{text}") is not None


def _simple(text: str) -> DateValue | None:
    """Day, month, season, year, decade or century, with at most one mark at its end."""
    found = _SIMPLE.fullmatch(text)
    if not found:
        return None
    year, month, day, mark = found.group("year", "month", "day", "mark")
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last < 1:
        raise _outside(text)
    if "X" in year and month:
        return None
    earliest, latest, precision = _span(text, max(first, 1), month, day)
    if "X" in year:
        latest = date(last, 12, 31)
        precision = Precision.DECADE if year[2] != "X" else Precision.CENTURY
    return DateValue(
        edtf=text,
        earliest=earliest,
        latest=latest,
        precision=precision,
        approximate=mark in "~%" and mark != "",
        uncertain=mark in "?%" and mark != "",
    )


def _span(text: str, year: int, month: str | None, day: str | None) -> tuple[date, date, Precision]:
    """First day, last day and precision of year, month (or season number) and day."""
    try:
        if month is None or (month == "XX" and day in (None, "XX")):
            return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
        number = int(month)
        if number in _PARTS and day is None:
            return _part(year, number)
        if day is None or day == "XX":
            last = monthrange(year, number)[1]
            return date(year, number, 1), date(year, number, last), Precision.MONTH
        only = date(year, number, int(day))
    except ValueError:  # no such month or day; IllegalMonthError is one too
        raise _invalid(text) from None
    return only, only, Precision.DAY


def _part(year: int, number: int) -> tuple[date, date, Precision]:
    begin, months, precision = _PARTS[number]
    end_year, end_month = divmod(begin + months - 2, 12)
    end_year, end_month = year + end_year, end_month + 1
    return (
        date(year, begin, 1),
        date(end_year, end_month, monthrange(end_year, end_month)[1]),
        precision,
    )


def _interval(text: str) -> DateValue:
    """Two dates with a slash between them; `..` is an open side, nothing an unknown one."""
    left, _slash, right = text.partition("/")
    if "/" in right or (left in ("", "..") and right in ("", "..")):
        raise _invalid(text)
    start = None if left in ("", "..") else read(left)
    end = None if right in ("", "..") else read(right)
    if any(
        side and side.precision in (Precision.TIME, Precision.INTERVAL) for side in (start, end)
    ):
        raise _invalid(text)
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and latest < earliest:
        raise InvalidDate(
            _("“%(text)s” ends before it begins: write the earlier date first, like 2017/2020.")
            % {"text": text[:80]}
        )
    return DateValue(
        edtf=text,
        earliest=earliest,
        latest=latest,
        precision=Precision.INTERVAL,
        approximate=any(side.approximate for side in (start, end) if side),
        uncertain=any(side.uncertain for side in (start, end) if side),
    )


def _parsed(text: str) -> Any:
    """What the library makes of an expression; None where it does not know it."""
    try:
        return parse_edtf(text)
    except (EDTFParseException, AttributeError, TypeError, ValueError):
        return None  # edtf 5.0.2 trips over some of level 2, such as 2004-1X


def _other(text: str) -> DateValue:
    """The rest of EDTF, as the library reads it, where it has a first and a last day."""
    parsed = _parsed(text) if len(text) <= 100 else None
    if parsed is None or _SIGNIFICANT.search(text):
        raise _invalid(text)
    if text[0] in "Y-":
        raise _outside(text)
    try:
        earliest = date(*parsed.lower_strict()[:3])
        latest = date(*parsed.upper_strict()[:3])
    except (TypeError, AttributeError, OverflowError):  # open lists have no bound on one side
        raise _invalid(text) from None
    except ValueError:
        raise _outside(text) from None
    if latest < earliest:
        raise _invalid(text)
    return DateValue(
        edtf=text,
        earliest=earliest,
        latest=latest,
        precision=Precision.OTHER,
        approximate="~" in text or "%" in text,
        uncertain="?" in text or "%" in text,
    )

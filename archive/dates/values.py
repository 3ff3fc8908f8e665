"""A stored date: what it is (`read`), and how it is said (`in_words`), never more exactly than it
is known.
"""

import re
from calendar import monthrange
from datetime import date

from archive.dates.expressions import DateValue, InvalidDate, Precision, is_valid, read
from archive.dates.gettext import _, pgettext

# what Spanish says with an article within a sentence: a day, with or without a time of it
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?")

__all__ = ["DateValue", "InvalidDate", "Precision", "in_words", "is_valid", "read"]


def in_words(edtf: str) -> str:
    """The date for a reader: "22 April 2022", "March 2004", "about 1962", "the 1990s".

    In the language that is active; raises InvalidDate as `read` does.
    """
    value = read(edtf)
    if value.precision is Precision.INTERVAL:
        return _interval(value)
    return _marked(value, _single(value))


def _marked(value: DateValue, words: str) -> str:
    day, said = value.precision is Precision.DAY, {"date": words}
    if value.approximate and value.uncertain:
        told = _("possibly about %(date)s")
        return (pgettext("day", "possibly about %(date)s") if day else told) % said
    if value.approximate:
        return (pgettext("day", "about %(date)s") if day else _("about %(date)s")) % said
    if value.uncertain:
        return (pgettext("day", "possibly %(date)s") if day else _("possibly %(date)s")) % said
    return words


def _single(value: DateValue) -> str:
    first, last = value.earliest, value.latest
    if first is None or last is None:  # only intervals are open
        return value.edtf
    years = {
        Precision.YEAR: str(first.year),
        Precision.DECADE: _("the %(year)ss") % {"year": last.year - 9},
        Precision.CENTURY: _years(last.year - 99, last.year),
    }
    if value.precision is Precision.DECADE and last.year % 100 == 9:  # "the 1800s" may be either
        return _years(last.year - 9, last.year)
    if value.precision in years:
        return years[value.precision]
    if value.precision is Precision.MONTH:
        return _("%(month)s %(year)s") % {"month": _month(first), "year": first.year}
    if value.precision in (Precision.SEASON, Precision.QUARTER):
        return _part(value.edtf)
    return _days(value, first, last)


def _years(first: int, last: int) -> str:
    return _("the years %(first)s to %(last)s") % {"first": first, "last": last}


def _days(value: DateValue, first: date, last: date) -> str:
    """From a first to a last day, in whole years or months where it runs over such."""
    if value.precision is Precision.TIME:
        return _time(value.edtf, first)
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return in_words(_joined(f"{first.year:04}", f"{last.year:04}"))
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return in_words(_joined(first.isoformat()[:7], last.isoformat()[:7]))
    return in_words(_joined(first.isoformat(), last.isoformat()))


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]()


# Django's own catalogues hold the names of the months in every language. Each is looked up only
# when it is said: a page of search says dozens.
_MONTHS = (
    lambda: _("January"),
    lambda: _("February"),
    lambda: _("March"),
    lambda: _("April"),
    lambda: _("May"),
    lambda: _("June"),
    lambda: _("July"),
    lambda: _("August"),
    lambda: _("September"),
    lambda: _("October"),
    lambda: _("November"),
    lambda: _("December"),
)


def _day(day: date) -> str:
    return _("%(day)s %(month)s %(year)s") % {
        "day": day.day,
        "month": _month(day),
        "year": day.year,
    }


def _time(edtf: str, day: date) -> str:
    clock = edtf[11:16] if edtf[16:19] == ":00" else edtf[11:19]
    zone = edtf[19:]
    if zone == "Z":
        clock += " UTC"
    elif zone:
        clock += f" UTC{zone}"
    return _("%(day)s, %(clock)s") % {"day": _day(day), "clock": clock}


def _part(edtf: str) -> str:
    """A season or quarter; the hemisphere of numbers 25 to 32 is what its months tell."""
    year, number = edtf[:4], int(edtf[5:7])
    seasons = {
        1: _("spring %(year)s"),
        2: _("summer %(year)s"),
        3: _("autumn %(year)s"),
        4: _("winter %(year)s"),
    }
    quarters = {
        33: _("first quarter of %(year)s"),
        34: _("second quarter of %(year)s"),
        35: _("third quarter of %(year)s"),
        36: _("fourth quarter of %(year)s"),
    }
    words = quarters.get(number) or seasons[(number - 21) % 4 + 1]
    return words % {"year": year}


def _interval(value: DateValue) -> str:
    left, _slash, right = value.edtf.partition("/")
    if left in ("", "..") or right in ("", ".."):
        return _open(left, right)
    words = {"start": _shortened(left, right), "end": in_words(right)}
    return _between(bool(_DAY.fullmatch(left)), bool(_DAY.fullmatch(right))) % words


def _between(from_day: bool, to_day: bool) -> str:
    if from_day and to_day:
        return pgettext("day", "between %(start)s and %(end)s")
    if from_day:
        return pgettext("day to another date", "between %(start)s and %(end)s")
    if to_day:
        return pgettext("another date to day", "between %(start)s and %(end)s")
    return _("between %(start)s and %(end)s")


def _open(left: str, right: str) -> str:
    if left in ("", ".."):
        words = {"date": in_words(right)}
        day = _DAY.fullmatch(right)
        if left:
            return (pgettext("day", "until %(date)s") if day else _("until %(date)s")) % words
        told = _("from an unknown date to %(date)s")
        return (pgettext("day", "from an unknown date to %(date)s") if day else told) % words
    words = {"date": in_words(left)}
    day = _DAY.fullmatch(left)
    if right:
        return (pgettext("day", "since %(date)s") if day else _("since %(date)s")) % words
    told = _("from %(date)s to an unknown date")
    return (pgettext("day", "from %(date)s to an unknown date") if day else told) % words


def _shortened(left: str, right: str) -> str:
    """The first date without what the second repeats: "January" of "January and July 2021"."""
    plain = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?")
    if not (plain.fullmatch(left) and plain.fullmatch(right)) or len(left) != len(right):
        return in_words(left)
    first = read(left).earliest
    if first is None or left == right:
        return in_words(left)
    if len(left) == 7:
        return _month(first) if left[:4] == right[:4] else in_words(left)
    if left[:7] == right[:7]:
        return str(first.day)
    if left[:4] == right[:4]:
        return _("%(day)s %(month)s") % {"day": first.day, "month": _month(first)}
    return in_words(left)

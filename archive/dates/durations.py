"""Lengths of time and what is repeated, in words: TIMEX3 values such as P3Y are for programs."""

import re
from collections.abc import Callable

from archive.dates.gettext import _, ngettext

_LENGTH = re.compile(r"P(?P<clock>T?)(?P<count>[0-9]+(?:\.[0-9]+)?)(?P<unit>[A-Z]{1,2})")
_DATES = {
    "D": "day",
    "WE": "weekend",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "SE": "season",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
    "ML": "millennium",
}
_CLOCK = {"S": "second", "M": "minute", "H": "hour"}
# Functions, so that the words are in the language of the reader and not of the start.
_UNITS: dict[str, Callable[[int], str]] = {
    "second": lambda n: ngettext("%(count)s second", "%(count)s seconds", n),
    "minute": lambda n: ngettext("%(count)s minute", "%(count)s minutes", n),
    "hour": lambda n: ngettext("%(count)s hour", "%(count)s hours", n),
    "day": lambda n: ngettext("%(count)s day", "%(count)s days", n),
    "weekend": lambda n: ngettext("%(count)s weekend", "%(count)s weekends", n),
    "week": lambda n: ngettext("%(count)s week", "%(count)s weeks", n),
    "fortnight": lambda n: ngettext("%(count)s fortnight", "%(count)s fortnights", n),
    "month": lambda n: ngettext("%(count)s month", "%(count)s months", n),
    "quarter": lambda n: ngettext("%(count)s quarter", "%(count)s quarters", n),
    "season": lambda n: ngettext("%(count)s season", "%(count)s seasons", n),
    "half": lambda n: ngettext("%(count)s half-year", "%(count)s half-years", n),
    "year": lambda n: ngettext("%(count)s year", "%(count)s years", n),
    "decade": lambda n: ngettext("%(count)s decade", "%(count)s decades", n),
    "century": lambda n: ngettext("%(count)s century", "%(count)s centuries", n),
    "millennium": lambda n: ngettext("%(count)s millennium", "%(count)s millennia", n),
}


def counted(count: str, unit: str) -> str:
    """So many of a unit, in the reader's language: "3 years", "1.5 hours"."""
    n = int(count) if count.isdecimal() else 2  # a part of one is said as several are
    return _UNITS[unit](n) % {"count": count}


def unit_in_words(name: str) -> str:
    """The name of a unit of time, in the active language."""
    units: dict[str, Callable[[], str]] = {
        "second": lambda: _("second"),
        "minute": lambda: _("minute"),
        "hour": lambda: _("hour"),
        "day": lambda: _("day"),
        "weekend": lambda: _("weekend"),
        "week": lambda: _("week"),
        "fortnight": lambda: _("fortnight"),
        "month": lambda: _("month"),
        "quarter": lambda: _("quarter"),
        "season": lambda: _("season"),
        "half": lambda: _("half-year"),
        "year": lambda: _("year"),
        "decade": lambda: _("decade"),
        "century": lambda: _("century"),
        "millennium": lambda: _("millennium"),
    }
    return units[name]()


def length_in_words(timex: str) -> str | None:
    """A length in the reader's language, "3 years"; None where no number of units is said."""
    found = _length(timex)
    return counted(*found) if found else None


def repetition_in_words(timex: str) -> str | None:
    """How often something comes again, "every year", "every 2 weeks"; None where the value is no
    length."""
    found = _length(timex)
    if found is None:
        return None
    count, unit = found
    step = unit_in_words(unit) if count == "1" else counted(count, unit)
    return _("every %(step)s") % {"step": step}


def _length(timex: str) -> tuple[str, str] | None:
    """The number and the name of the unit of a TIMEX3 length."""
    found = _LENGTH.fullmatch(timex)
    name = (_CLOCK if found["clock"] else _DATES).get(found["unit"]) if found else None
    return (found["count"], name) if found and name else None

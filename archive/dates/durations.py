"""Lengths of time and what is repeated, in words: TIMEX3 values such as P3Y are for programs."""

import re

from archive.dates.explain import unit_in_words
from archive.dates.gettext import _

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


def length_in_words(timex: str) -> str | None:
    """A length in the reader's language, "3 × year"; None where no number of units is said."""
    found = _LENGTH.fullmatch(timex)
    name = (_CLOCK if found["clock"] else _DATES).get(found["unit"]) if found else None
    if found is None or name is None:
        return None
    return _("%(count)s × %(unit)s") % {"count": found["count"], "unit": unit_in_words(name)}

"""A reading in a sentence: "*last year*: year before the publication date 2023-01-20 = 2022"."""

from collections.abc import Callable

from archive.dates.durations import counted, unit_in_words
from archive.dates.gettext import _
from archive.dates.reading import Basis, Status
from archive.dates.resolver import ResolvedDate

# What no publication date would tell.
_NEVER_RESOLVED = frozenset({"no-such-day", "day-or-month"})


def explain(resolved: ResolvedDate) -> str:
    """How an expression was understood, from what, and as what; in the active language."""
    told = how(resolved)
    if resolved.status is Status.UNRESOLVED and resolved.rule in _NEVER_RESOLVED:
        return _("*%(text)s*: %(rule)s; not resolved") % {"text": resolved.text, "rule": told}
    if resolved.status is Status.UNRESOLVED:
        return _("*%(text)s*: %(rule)s; not resolved: the publication date is not known") % {
            "text": resolved.text,
            "rule": told,
        }
    return _("*%(text)s*: %(rule)s = %(value)s") % {
        "text": resolved.text,
        "rule": told,
        "value": _value(resolved),
    }


def _value(resolved: ResolvedDate) -> str:
    if resolved.edtf:
        return resolved.edtf
    if resolved.status is Status.VAGUE or not resolved.timex:
        return _("no value")
    return resolved.timex


def _reference(resolved: ResolvedDate) -> str:
    """The reference with its name: "the publication date 2023-01-20"."""
    if not resolved.reference:
        return _("the publication date")
    names = {
        Basis.PUBLISHED: _("the publication date %(date)s"),
        Basis.DATELINE: _("the dateline %(date)s"),
        Basis.TEXT: _("%(date)s, the nearest earlier date in the text"),
    }
    return names[resolved.basis or Basis.PUBLISHED] % {"date": resolved.reference}


def how(resolved: ResolvedDate) -> str:
    """The rule in words, with what it counted from; raises KeyError for a name it doesn't know."""
    name, *arguments = resolved.rule.split(":")
    reference = _reference(resolved)
    if name == "written":
        return _("as written") if resolved.reference is None else _("of %s") % reference
    if name in _UNCOUNTED:
        return _UNCOUNTED[name]() % {"reference": reference}
    return _COUNTED[name](reference, *arguments)


# Functions, so that the words are in the language of the reader and not of the start.
_UNCOUNTED: dict[str, Callable[[], str]] = {
    "nearest-year": lambda: _("day and month without a year: nearest to %(reference)s"),
    "year-by-tense": lambda: _(
        "day and month without a year: nearest to %(reference)s on the side that the words say"
    ),
    "borrowed": lambda: _("the year of the list or range that it belongs to"),
    "year-of-sentence": lambda: _("the year that heads the sentence: %(reference)s"),
    "no-such-day": lambda: _("there is no such day"),
    "day-near": lambda: _("read as the day and month that lie within a week of %(reference)s"),
    "day-or-month": lambda: _("which number is the day and which the month can't be told"),
    "day-of-month": lambda: _("day of that number nearest to %(reference)s"),
    "weekday": lambda: _("weekday counted from %(reference)s"),
    "weekday-before": lambda: _("that weekday, latest on or before %(reference)s"),
    "weekday-ahead": lambda: _("that weekday, first on or after %(reference)s"),
    "weekday-last": lambda: _("that weekday before %(reference)s"),
    "weekday-next": lambda: _("that weekday after %(reference)s"),
    "weekday-of-week": lambda: _("that weekday, week counted from %(reference)s"),
    "holiday": lambda: _("day of that name, nearest to %(reference)s"),
    "latest-month": lambda: _("latest month of that name, seen from %(reference)s"),
    "month-ahead": lambda: _("next month of that name on or after %(reference)s"),
    "month-last": lambda: _("month of that name before %(reference)s"),
    "month-next": lambda: _("month of that name after %(reference)s"),
    "month-this": lambda: _("this month of that name, seen from %(reference)s"),
    "season": lambda: _("season counted from %(reference)s"),
    "season-last": lambda: _("latest season of that name that was over by %(reference)s"),
    "season-next": lambda: _("next season of that name after %(reference)s"),
    "season-this": lambda: _("season of that name in the year of %(reference)s"),
    "season-latest": lambda: _("latest season of that name begun by %(reference)s"),
    "quarter": lambda: _("quarter of the year of %(reference)s"),
    "half": lambda: _("half of the year of %(reference)s"),
    "latest-part": lambda: _("part of the year in question, seen from %(reference)s"),
    "same-period": lambda: _("same period as %(reference)s, in the year named"),
    "nth": lambda: _("counted off in the period named"),
    "nth-seen": lambda: _("counted off in the period named, seen from %(reference)s"),
    "range": lambda: _("from the first to the last"),
    "recent": lambda: _("before %(reference)s, since nobody says when"),
    "clock": lambda: _("time on the day %(reference)s"),
    "duration": lambda: _("length of time"),
    "repeated": lambda: _("what comes again and again"),
    "vague": lambda: _("said of no day in particular"),
}


def _days_from(reference: str, days: str) -> str:
    count = int(days)
    if count == 0:
        return _("day of %(reference)s") % {"reference": reference}
    away = _before if count < 0 else _after
    return away(reference, "day", str(abs(count)))


def _before(reference: str, unit: str, count: str) -> str:
    told = {"length": counted(count, unit), "reference": reference}
    return _("%(length)s before %(reference)s") % told


def _after(reference: str, unit: str, count: str) -> str:
    told = {"length": counted(count, unit), "reference": reference}
    return _("%(length)s after %(reference)s") % told


_COUNTED: dict[str, Callable[..., str]] = {
    "days-from": _days_from,
    "same-day": _days_from,
    "unit-before": lambda reference, unit: (
        _("%(unit)s before %(reference)s") % {"unit": unit_in_words(unit), "reference": reference}
    ),
    "unit-of": lambda reference, unit: (
        _("%(unit)s of %(reference)s") % {"unit": unit_in_words(unit), "reference": reference}
    ),
    "unit-after": lambda reference, unit: (
        _("%(unit)s after %(reference)s") % {"unit": unit_in_words(unit), "reference": reference}
    ),
    "same-unit": lambda reference, unit: (
        _("%(unit)s of %(reference)s") % {"unit": unit_in_words(unit), "reference": reference}
    ),
    "count-before": _before,
    "count-after": _after,
}

"""Dates: what is written as EDTF can be read, and its first and last day are those in the row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from archive.audit.faults import Fault, Watch, named
from archive.dates.values import InvalidDate, read
from archive.models import Claim, Dating, Document

Days = tuple[date | None, date | None]
BOUNDED: tuple[type[Any], ...] = (Document, Claim, Dating)


def dates(watch: Watch) -> Iterator[Fault]:
    """Of documents, claims and datings: search and every list in order of time rest on them."""
    for model in BOUNDED:
        columns = model._default_manager.order_by("pk").values_list(
            "pk", model.edtf_from, "earliest", "latest"
        )
        for key, edtf, *days in watch(columns.iterator(2000), columns.count()):
            problem, repair = _wrong(edtf, tuple(days))
            if problem:
                row = model._default_manager.get(pk=key)
                yield Fault("dates", named(row), problem, repair)
    for row in Document.objects.exclude(dateline_date=""):
        problem, repair = _wrong(row.dateline_date, None)
        if problem:
            yield Fault("dates", named(row), problem, repair)


def _wrong(edtf: str, days: Any) -> tuple[str, str]:
    """The problem and its repair; `days` None where the row keeps none."""
    try:
        expected = _days(edtf)
    except InvalidDate as error:
        return _("Its date can't be read: %(error)s") % {"error": error}, _(
            "Write the date anew in the admin."
        )
    if days is None or days == expected:
        return "", ""
    problem = _("“%(edtf)s” lies in %(expected)s, and its row says %(kept)s.") % {
        "edtf": edtf,
        "expected": _spelled(expected),
        "kept": _spelled(days),
    }
    return problem, _("Save it once more in the admin: the days are then worked out again.")


@lru_cache(maxsize=10_000)
def _days(edtf: str) -> Days:
    value = read(edtf) if edtf else None
    return (value.earliest, value.latest) if value else (None, None)


def _spelled(days: Days) -> str:
    return "/".join(day.isoformat() if day else ".." for day in days)

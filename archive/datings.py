"""Datings as the rules read them: their columns, and how they are told to a reader.

Knows the archive's rows; what the words of a text mean is `archive.dates`' business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from archive.dates import Basis, ResolvedDate, resolve
from archive.dates import Status as ReadStatus
from archive.dates import Type as ReadType
from archive.dates.durations import length_in_words, repetition_in_words
from archive.dates.explain import how
from archive.dates.values import InvalidDate, Precision, in_words, read
from archive.models import Dating, DatingBasis, Document, Version

# What follows from the text and the document's date; with `earliest` and `latest`, which follow
# from these, all that is written when a dating is worked out again.
COLUMNS = ("edtf", "timex", "type", "status", "reference", "basis", "reading")


def readings(document: Document, version: Version) -> list[ResolvedDate]:
    """The time expressions of a version, read against its document's dateline or date.

    Where neither is known, what is relative stays unresolved: nothing else is ever used.
    """
    line = document.dateline_date
    if line and read(line).precision is not Precision.DAY:
        line = ""
    found = resolve(version.text, line or document.dated or None, version.language)
    return [_from_the_line(one) for one in found] if line else found


def _from_the_line(one: ResolvedDate) -> ResolvedDate:
    return one._replace(basis=Basis.DATELINE) if one.basis is Basis.PUBLISHED else one


def columns(resolved: ResolvedDate) -> dict[str, str]:
    """What a dating of this reading has in COLUMNS."""
    return {
        "edtf": resolved.edtf or "",
        "timex": resolved.timex or "",
        "type": resolved.type.value,
        "status": resolved.status.value,
        "reference": resolved.reference or "",
        "basis": resolved.basis.value if resolved.basis else "",
        "reading": resolved.rule,
    }


def value_in_words(dating: Any) -> str:
    """What a dating (or a row with its columns) says, never more exactly than it is known."""
    if dating.edtf and dating.status == ReadStatus.VAGUE:
        return _("vague, %(date)s") % {"date": in_words(dating.edtf)}
    if dating.edtf:
        return in_words(dating.edtf)
    if dating.status == ReadStatus.RESOLVED and dating.timex:
        said = repetition_in_words if dating.type == ReadType.SET.value else length_in_words
        kind, length = str(dating.get_type_display()), said(dating.timex)
        return _("%(type)s, %(timex)s") % {"type": kind, "timex": length} if length else kind
    return str(dating.get_status_display())


# Rules that people write by hand, in fixtures and forms; the resolver's own say themselves.
_BY_HAND: dict[str, Callable[[], str]] = {
    "interval": lambda: _("from its beginning to its end"),
    "refers-back": lambda: _("refers back to %(reference)s"),
    "offset": lambda: _("counted from %(reference)s"),
    "no-reference": lambda: _("nothing says from when it is counted"),
}


def rule_in_words(dating: Dating) -> str:
    """By which rule a dating follows, from which reference; a name that nobody knows, as it is."""
    return _rule(dating, _said(dating.reference))


def _said(reference: str) -> str:
    """A reference in words; in quotation marks where they begin with "since" or "between"."""
    try:
        words = in_words(reference) if reference else ""
    except InvalidDate:
        return reference
    if words and read(reference).precision is Precision.INTERVAL:
        return _("“%(date)s”") % {"date": words}
    return words


def _rule(dating: Dating, reference: str) -> str:
    """The rule of a dating, with its reference as it is to be said."""
    name = dating.reading
    if not name:
        return _("set by a person") if dating.fixed else ""
    if name in _BY_HAND:
        return _BY_HAND[name]() % {"reference": _reference(dating, reference)}
    try:
        return how(as_read(dating)._replace(reference=reference or None))
    except (KeyError, TypeError, ValueError):  # a rule of another program, or of a person
        told = name.replace("-", " ")
        if not reference:
            return told
        words = {"rule": told, "reference": _reference(dating, reference)}
        return _("%(rule)s, from %(reference)s") % words


def _reference(dating: Dating, said: str) -> str:
    if not said:
        return _("a date that is not given")
    names = {
        DatingBasis.PUBLISHED.value: _("the publication date %(date)s"),
        DatingBasis.DATELINE.value: _("the dateline %(date)s"),
        DatingBasis.TEXT.value: _("%(date)s, earlier in the text"),
    }
    return names.get(dating.basis, "%(date)s") % {"date": said}


def explained(dating: Dating) -> str:
    """The dating in a sentence: "last year: year before the publication date 2023-01-20 = 2022"."""
    told = _rule(dating, dating.reference)
    words = {"text": " ".join(dating.passage.quote.split()), "rule": told}
    if dating.status == ReadStatus.UNRESOLVED:
        words["rule"] = told or _("counted from another date")
        return _("%(text)s: %(rule)s; not resolved: from which date is not known") % words
    words["value"] = dating.edtf or (
        dating.timex if dating.status == ReadStatus.RESOLVED and dating.timex else _("no value")
    )
    if not told:
        return _("%(text)s = %(value)s") % words
    return _("%(text)s: %(rule)s = %(value)s") % words


def as_read(dating: Dating) -> ResolvedDate:
    """The row as the resolver would give it, for what tells readings in words."""
    passage = dating.passage
    return ResolvedDate(
        start=passage.start,
        end=passage.end,
        text=passage.quote,
        type=ReadType(dating.type),
        edtf=dating.edtf or None,
        timex=dating.timex or None,
        reference=dating.reference or None,
        rule=dating.reading,
        status=ReadStatus(dating.status),
        basis=Basis(dating.basis) if dating.basis else None,
    )


def as_json(dating: Dating) -> dict[str, Any]:
    """A dating for the machine formats; an open or unknown side is None."""
    return {
        "edtf": dating.edtf or None,
        "earliest": dating.earliest.isoformat() if dating.earliest else None,
        "latest": dating.latest.isoformat() if dating.latest else None,
        "type": dating.type,
        "status": dating.status,
        "timex": dating.timex or None,
        "reference": dating.reference or None,
        "basis": dating.basis or None,
        "rule": dating.reading or None,
        "explanation": explained(dating),
        "fixed": dating.fixed,
    }

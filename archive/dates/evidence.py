"""What a text itself says of the day it was published, where nothing else does.

A text that tells of July 2021 as past was not published before July 2021. That is a bound, not a
date; a person decides whether to infer anything from it.
"""

from dataclasses import dataclass
from datetime import date

from archive.dates.expressions import open_end, read
from archive.dates.gettext import _
from archive.dates.reading import Basis, Reading, Status, Type
from archive.dates.resolver import ResolvedDate, grammar, resolve
from archive.dates.tokens import tokenise
from archive.dates.values import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One expression that bounds the publication date, and how a reader is told."""

    day: date  # not before this one
    edtf: str  # what the expression means, without an open side
    start: int  # code points
    end: int
    text: str
    reason: str  # a sentence in the active language


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Bounds of an unstated publication date; `evidence` has the strongest first.

    `latest` is None: a text can't say what it was published before. `edtf` is what could be stored
    as an inferred date, "2021-07/.." or so; None where the text has no evidence.
    """

    earliest: date | None
    latest: date | None
    edtf: str | None
    reason: str
    evidence: tuple[Evidence, ...]


def bounds_of(text: str, language: str = "en", limit: int = 5, today: date | None = None) -> Bounds:
    """The bounds that a text's own dates put on its day of publication.

    With `today`, dates after it are no evidence, since the text is here already.

    Counted are dates that the text names outright (or refers back to) and tells of as past; what
    it expects, sets as a deadline or says of the future is left out.
    """
    rules = grammar(language)
    tokens = tokenise(text, rules.lexicon)
    reading = Reading(tokens, rules.language, None, rules.understand)
    places = {start: index for index, start in enumerate(tokens.starts)}
    found: list[Evidence] = []
    for one in resolve(text, None, language):
        if one.status is not Status.RESOLVED or not one.edtf or one.type is Type.DURATION:
            continue
        index = places[one.start]
        if one.edtf.startswith("..") or reading.tense(index, index + 1) > 0:
            continue
        evidence = _evidence(one)
        if evidence and (today is None or evidence.day <= today):
            found.append(evidence)
    found.sort(key=lambda item: (item.day, -item.start), reverse=True)
    if not found:
        return Bounds(
            earliest=None,
            latest=None,
            edtf=None,
            reason=_("The text names no date that it tells of as past."),
            evidence=(),
        )
    best = found[0]
    return Bounds(
        earliest=best.day,
        latest=None,
        edtf=f"{open_end(best.edtf, first=True)}/..",
        reason=best.reason,
        evidence=tuple(found[:limit]),
    )


def _evidence(one: ResolvedDate) -> Evidence | None:
    """An interval bounds by its end only where that is written as past; its begin always does."""
    parts = [part for part in (one.edtf or "").split("/") if part not in ("", "..")]
    if one.basis is Basis.DATELINE or not parts:
        return None
    edtf = parts[0].partition("T")[0]
    earliest = read(edtf).earliest
    if earliest is None:
        return None
    reason = _("not before %(date)s, since the text says “%(text)s”") % {
        "date": in_words(edtf),
        "text": one.text,
    }
    return Evidence(
        day=earliest, edtf=edtf, start=one.start, end=one.end, text=one.text, reason=reason
    )

"""Datings that the resolver suggests, one for each time expression of a text.

What a person made, corrected, accepted, fixed or rejected is never touched; a rejected one stays,
so that the same words are not suggested again. Nothing is suggested across words that have a date.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.beginnings import change
from archive.dates import ResolvedDate
from archive.datings import COLUMNS, columns, readings
from archive.models import Dating, Review, Version
from archive.suggest.making import REASON, Suggested, add, places_taken, withdraw
from archive.suggest.texts import Text

RULE = "dates: "  # before the resolver's own name for its rule

Span = tuple[int, int]


def suggest(texts: Sequence[Text]) -> Suggested:
    """Suggest the datings of these texts; what stands on the same words already stays."""
    done = Suggested()
    versions = [text.version for text in texts]
    mine, taken = _own(versions), places_taken(Dating, versions)
    standing = _standing(versions)
    new, changed, gone = [], [], []
    for text in texts:
        found = {
            (one.start, one.end): one
            for one in readings(text.document, text.version)
            if not text.is_boilerplate(one.start, one.end)
        }
        rows = mine.get(text.version.pk, {})
        changed += _renewed(rows, found)
        gone += [row for span, row in rows.items() if span not in found]
        new += [
            (text.version, one.start, one.end, _row(one))
            for span, one in found.items()
            if span not in taken[text.version.pk]
            and not _crosses(span, standing[text.version.pk] - (rows.keys() - found.keys()))
        ]
    change(changed, Dating, [*COLUMNS, "rule", "earliest", "latest"], reason=REASON)
    done.changed, done.withdrawn, done.made = len(changed), withdraw(gone), add(new)
    return done


def _row(resolved: ResolvedDate) -> Dating:
    row = Dating(review=Review.SUGGESTED, rule=f"{RULE}{resolved.rule}"[:200], **columns(resolved))
    row.derive()
    return row


def _own(versions: Sequence[Version]) -> dict[int, dict[Span, Dating]]:
    """The suggestions on each version that this rule made, and that nobody has looked at."""
    rows = Dating.objects.filter(
        passage__version__in=[version.pk for version in versions],
        review=Review.SUGGESTED,
        rule__startswith=RULE,
        fixed=False,
        created_by=None,
    ).exclude(reading="")  # a value without a rule is a person's
    found: dict[int, dict[Span, Dating]] = {}
    for row in rows.select_related("passage"):
        passage = row.passage
        found.setdefault(passage.version_id, {})[passage.start, passage.end] = row
    return found


def _standing(versions: Sequence[Version]) -> dict[int, set[Span]]:
    """Where each version has a dating that is not rejected."""
    rows = Dating.objects.filter(passage__version__in=[version.pk for version in versions])
    rows = rows.exclude(review=Review.REJECTED)
    found: dict[int, set[Span]] = {version.pk: set() for version in versions}
    for pk, start, end in rows.values_list("passage__version", "passage__start", "passage__end"):
        found[pk].add((start, end))
    return found


def _crosses(span: Span, others: set[Span]) -> bool:
    """Whether a span shares characters with one of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)


def _renewed(rows: dict[Span, Dating], found: dict[Span, ResolvedDate]) -> list[Dating]:
    """The suggestions that are read otherwise by now, brought up to date and not saved yet."""
    changed = []
    for span, row in rows.items():
        resolved = found.get(span)
        if resolved is None or columns(resolved) == {name: getattr(row, name) for name in COLUMNS}:
            continue
        for name, value in columns(resolved).items():
            setattr(row, name, value)
        row.rule = f"{RULE}{resolved.rule}"[:200]
        row.derive()
        changed.append(row)
    return changed

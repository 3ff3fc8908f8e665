"""Datings that the resolver suggests, one for each time expression of a text.

What a person made, accepted, fixed or rejected is never touched; a rejected one stays, so that the
same words are not suggested again.
"""

from __future__ import annotations

from collections.abc import Iterable

from simple_history.utils import bulk_update_with_history

from archive.dates import ResolvedDate
from archive.datings import COLUMNS, columns, readings
from archive.models import Dating, Review, Version
from archive.suggest.making import REASON, Suggested, add, places_taken, withdraw
from archive.suggest.texts import Text

RULE = "dates: "  # before the resolver's own name for its rule

Span = tuple[int, int]


def suggest(texts: Iterable[Text]) -> Suggested:
    """Suggest the datings of these texts; what stands on the same words already stays."""
    done = Suggested()
    for text in texts:
        found = {(one.start, one.end): one for one in readings(text.document, text.version)}
        for span in [span for span in found if text.is_boilerplate(*span)]:
            del found[span]
        mine = _own(text.version)
        done.changed += _renew(mine, found)
        done.withdrawn += withdraw([row for span, row in mine.items() if span not in found])
        taken = places_taken(Dating, text.version)
        new = [one for span, one in found.items() if span not in taken]
        done.made += add(text.version, [(one.start, one.end, _row(one)) for one in new])
    return done


def _row(resolved: ResolvedDate) -> Dating:
    row = Dating(review=Review.SUGGESTED, rule=f"{RULE}{resolved.rule}"[:200], **columns(resolved))
    row.derive()
    return row


def _own(version: Version) -> dict[Span, Dating]:
    """The suggestions on a version that this rule made, and that nobody has looked at."""
    rows = Dating.objects.filter(
        passage__version=version,
        review=Review.SUGGESTED,
        rule__startswith=RULE,
        fixed=False,
        created_by=None,
    ).select_related("passage")
    return {(row.passage.start, row.passage.end): row for row in rows}


def _renew(rows: dict[Span, Dating], found: dict[Span, ResolvedDate]) -> int:
    """Bring suggestions that are read otherwise by now up to date; how many."""
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
    if changed:
        fields = [*COLUMNS, "rule", "earliest", "latest"]
        bulk_update_with_history(
            changed, Dating, fields, batch_size=200, default_change_reason=REASON
        )
    return len(changed)

"""Suggestions written: passages first, then the rows on them, each with a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simple_history.utils import bulk_create_with_history

from archive.models import Passage, Placement, PlacementState, Review, Version
from archive.passages import passage_at

REASON = "suggested by a rule"

Span = tuple[int, int]


@dataclass
class Suggested:
    """What a run came to: suggestions made, brought up to date, and withdrawn."""

    made: int = 0
    changed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Suggested) -> Suggested:
        return Suggested(
            self.made + other.made, self.changed + other.changed, self.withdrawn + other.withdrawn
        )


def add(version: Version, rows: Sequence[tuple[int, int, Any]]) -> int:
    """Save new rows, unsaved as they come, each on the passage start..end (code points)."""
    if not rows:
        return 0
    passages = passages_at(version, [(start, end) for start, end, _row in rows])
    for start, end, row in rows:
        row.passage = passages[start, end]
    made = [row for _start, _end, row in rows]
    bulk_create_with_history(made, type(made[0]), batch_size=200, default_change_reason=REASON)
    return len(made)


def passages_at(version: Version, spans: Sequence[Span]) -> dict[Span, Passage]:
    """The saved passages of these spans; those that are missing are made."""
    kept = {(row.start, row.end): row for row in Passage.objects.filter(version=version)}
    missing = [span for span in dict.fromkeys(spans) if span not in kept]
    made = []
    for span in missing:
        at = passage_at(version.text, *span)
        made.append(
            Passage(
                version=version,
                start=at.start,
                end=at.end,
                quote=at.quote,
                prefix=at.prefix,
                suffix=at.suffix,
            )
        )
    Passage.objects.bulk_create(made, batch_size=200)
    return kept | {(row.start, row.end): row for row in made}


def places_taken(model: Any, version: Version) -> set[Span]:
    """Where rows of a model stand in a version: made on it, or on another and placed in it."""
    own = model.objects.filter(passage__version=version)
    taken = set(own.values_list("passage__start", "passage__end"))
    elsewhere = model.objects.filter(passage__version__document=version.document_id)
    placed = Placement.objects.filter(version=version, passage__in=elsewhere.values("passage"))
    placed = placed.exclude(state=PlacementState.LOST)
    spans = placed.values_list("start", "end")
    return taken | {(start, end) for start, end in spans if start is not None and end is not None}


def withdraw(rows: Sequence[Any]) -> int:
    """Delete suggestions that no rule makes any more; only what is still a suggestion."""
    gone = [row for row in rows if row.review == Review.SUGGESTED]
    for row in gone:
        row._change_reason = REASON
        row.delete()
    return len(gone)

"""Suggestions written: passages first, then the rows on them, each with a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.models import Passage, Placement, PlacementState, Review, Version
from archive.passages import passage_at
from archive.suggest.journal import write_created

REASON = gettext_noop("suggested by a rule")

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


@transaction.atomic
def add(rows: Sequence[tuple[Version, int, int, Any]]) -> int:
    """Save new rows, unsaved as they come, each on the passage start..end (code points)."""
    if not rows:
        return 0
    passages = passages_at([row[:3] for row in rows])
    for version, start, end, row in rows:
        row.passage = passages[version.pk, start, end]
    made = [row[3] for row in rows]
    type(made[0])._default_manager.bulk_create(made, batch_size=200)
    write_created(made, REASON)
    return len(made)


def passages_at(spans: Sequence[tuple[Version, int, int]]) -> dict[tuple[int, int, int], Passage]:
    """The saved passages of these spans, by version, start and end; what is missing is made."""
    wanted = {(version.pk, start, end): version for version, start, end in spans}
    rows = Passage.objects.filter(version__in={key[0] for key in wanted})
    kept = {(row.version_id, row.start, row.end): row for row in rows}
    made = []
    for (_pk, start, end), version in wanted.items():
        if (version.pk, start, end) not in kept:
            at = passage_at(version.text, start, end)
            own = {"quote": at.quote, "prefix": at.prefix, "suffix": at.suffix}
            made.append(Passage(version=version, start=at.start, end=at.end, **own))
    Passage.objects.bulk_create(made, batch_size=200)
    return kept | {(row.version_id, row.start, row.end): row for row in made}


def places_taken(model: Any, versions: Sequence[Version]) -> dict[int, set[Span]]:
    """Where rows of a model stand in each version: made on it, or on another and placed in it."""
    keys = [version.pk for version in versions]
    taken: dict[int, set[Span]] = {pk: set() for pk in keys}
    own = model.objects.filter(passage__version__in=keys)
    elsewhere = model.objects.filter(
        passage__version__document__in=[version.document_id for version in versions]
    )
    placed = Placement.objects.filter(version__in=keys, passage__in=elsewhere.values("passage"))
    placed = placed.exclude(state=PlacementState.LOST)
    for pk, start, end in (
        *own.values_list("passage__version", "passage__start", "passage__end"),
        *placed.values_list("version", "start", "end"),
    ):
        if start is not None and end is not None:
            taken[pk].add((start, end))
    return taken


def withdraw(rows: Sequence[Any]) -> int:
    """Delete suggestions that no rule makes any more; only what is still a suggestion."""
    gone = [row for row in rows if row.review == Review.SUGGESTED]
    for row in gone:
        row._change_reason = REASON
        row.delete()
    return len(gone)

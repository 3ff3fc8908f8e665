"""Counts made twice: over the entries as the database gives them, and by the index's own search.

An entry's hash says what went in; this says that what comes out, the totals and the counts of
every facet, is the same, for the public and for those who see everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from search.backends import get_backend
from search.backends.base import Doors, Entry, Query, Readable
from search.schema import ALONE, STANDINGS, facets_of

KINDS = ("documents", "claims")


class Tallies:
    """How many entries there are of each kind and with each value, for two sorts of readers."""

    def __init__(self) -> None:
        today = timezone.localdate()
        self.readers = (Readable(today), Readable(today, True, True, True))
        self.totals: Counter[tuple[Readable, str]] = Counter()
        self.counts: dict[tuple[Readable, str, str], Counter[str]] = defaultdict(Counter)

    def counting(self, entries: Iterable[Any]) -> Iterator[Entry]:
        """The entries, each counted as it passes."""
        for entry in entries:
            for reader in self.readers:
                if is_open(entry.doors, reader):
                    self._count(entry, reader)
            yield entry

    def _count(self, entry: Entry, reader: Readable) -> None:
        kind = f"{entry.kind}s"
        self.totals[reader, kind] += 1
        for facet in facets_of(kind):
            values = entry.facets.get(facet, ())
            if facet == "standing":
                values = (_standing(entry, reader),)
            self.counts[reader, kind, facet].update(values)

    def differing(self) -> Iterator[tuple[str, str]]:
        """What the index counts otherwise: where, and by how much, as a sentence."""
        for reader in self.readers:
            for kind in KINDS:
                expected = self.totals[reader, kind]
                found = get_backend().search(_query(reader, kind)).total
                if found != expected:
                    yield kind, _said(found, expected)
                for facet in facets_of(kind):
                    yield from self._facet(reader, kind, facet)

    def _facet(self, reader: Readable, kind: str, facet: str) -> Iterator[tuple[str, str]]:
        expected = self.counts[reader, kind, facet]
        query = _query(reader, kind, filters={facet: tuple(expected)}, counted=(facet,))
        found = get_backend().search(query).facets[facet]
        for value in found.values:
            if value.count != expected[value.value]:
                yield f"{kind} {facet} {value.value}", _said(value.count, expected[value.value])
        if found.more:
            yield (
                f"{kind} {facet}",
                _("The index knows %(count)s values that nothing has.") % {"count": found.more},
            )


def is_open(doors: Doors, reader: Readable) -> bool:
    """Whether a reader may see what stands behind these doors, by the rules of archive.audience."""
    embargoed = (doors.embargo_until or date.min) > reader.today
    if (doors.staff or embargoed) and not reader.restricted:
        return False
    if doors.withdrawn and not reader.withdrawn:
        return False
    return doors.accepted or reader.unaccepted


def _standing(entry: Entry, reader: Readable) -> str:
    """The first of STANDINGS that a link says which this reader may see."""
    said = {name for name, doors in entry.standings if is_open(doors, reader)}
    return next((name for name in STANDINGS if name in said), ALONE)


def _query(reader: Readable, kind: str, **more: Any) -> Query:
    return Query(reader, kind=kind, limit=0, histogram=False, also=False, **more)


def _said(found: int, expected: int) -> str:
    return _("The index counts %(found)s, the database %(expected)s.") % {
        "found": found,
        "expected": expected,
    }

"""What a search reads: all segments of one commit as one numbering of rows, never changed.

A new commit makes a new snapshot, which shares with the old what stayed; a thread that is in the
middle of a search keeps its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from search.backends.base import Readable
from search.backends.whoosh import columns
from search.backends.whoosh.columns import Codes, Table
from search.backends.whoosh.flat import Flat
from search.backends.whoosh.lexicon import Lexicon
from search.backends.whoosh.matchsets import kept_for
from search.backends.whoosh.postings import NONE, NOWHERE, Cache, Postings, Source
from search.backends.whoosh.values import Values
from search.schema import ALONE, STANDINGS, TEXT_FIELDS

Array = np.ndarray
LENGTHS = ("claim", *(f"length_{name}" for name in TEXT_FIELDS))
READERS = 16  # kinds of readers that things are kept for: a day has four
MANY = 16  # of so many rows one at least: then a column is put together


class Chosen:
    """Rows as a mask, and as numbers where these are asked for."""

    def __init__(self, mask: Array) -> None:
        self.mask = mask

    @cached_property
    def rows(self) -> Array:
        """Their numbers, ascending."""
        return np.flatnonzero(self.mask)


@dataclass
class Segment:
    """One segment, open: its columns under the shared numbering, and its postings."""

    name: str
    table: Table
    values: Values
    source: Source
    whoosh: Any


class Snapshot:
    """All rows of all segments, those of `segments[i]` starting at `bases[i]`."""

    def __init__(
        self, stamp: tuple[str, str], segments: list[Segment], lexicon: Lexicon, cache: Cache
    ) -> None:
        self.stamp = stamp
        self.segments = segments
        self.lexicon = lexicon
        self._cache = cache
        self._kinds: dict[str, Array] = {}
        self._readable: dict[Readable, Array] = {}
        self._used: dict[tuple[str, Readable], dict[str, int]] = {}
        self._totals: dict[tuple[str, str, Readable], Array] = {}
        self.lengths: dict[tuple[str, str], Array] = {}  # what scoring keeps, by field and kind
        self.bases = np.cumsum([0] + [each.table.size for each in segments])
        self.matches = kept_for(int(self.bases[-1]))

    def fill(self, codes: dict[str, Codes]) -> Snapshot:
        """Put the columns of all segments together."""
        self.table = columns.concatenate([each.table for each in self.segments], codes)
        self.alive = np.ones(self.table.size, bool)
        for segment, base in zip(self.segments, self.bases, strict=False):
            if gone := list(segment.whoosh.deleted_docs()):
                self.alive[np.array(gone) + base] = False
        return self

    def postings(self, field: str, word: str) -> Postings:
        """Where a word stands in a field, over all segments."""
        found = [
            (base, self._cache.postings(each.name, each.source, field, word))
            for each, base in zip(self.segments, self.bases.tolist(), strict=False)
        ]
        return _together(found)

    def postings_of(self, field: str, words: Sequence[str]) -> Postings:
        """Where any of some words stand in a field: each row once, with all that stand in it."""
        found: list[tuple[int, Postings]] = []
        for each, base in zip(self.segments, self.bases.tolist(), strict=False):
            if isinstance(each.source, Flat):
                pieces = each.source.read_all(field, words)
            else:
                pieces = [
                    self._cache.postings(each.name, each.source, field, word) for word in words
                ]
            found += [(base, postings) for postings in pieces]
        every = _together(found)
        if not len(every.docs):
            return NONE
        counts = np.bincount(every.docs, every.counts, self.table.size)
        rows = np.flatnonzero(counts)
        return Postings(rows, counts[rows].astype(np.float32))

    def numbers(self, segment: Segment, field: str, word: str) -> Array:
        """The numbers of a word's tokens in one segment (Source.numbers)."""
        return self._cache.numbers(segment.name, segment.source, field, word)

    def marks(self, segment: Segment, field: str, word: str) -> Array | None:
        """A word's numbers as marks (Flat.marks); None where it has none."""
        return segment.source.marks(field, word) if isinstance(segment.source, Flat) else None

    def plain(self, name: str) -> Array:
        """A column with one value a row."""
        return self.table.plain[name]

    def some(self, name: str, rows: Array) -> Array:
        """A column's values of some rows; of few not by putting the whole column together."""
        if not self.segments or name in self.table.plain or len(rows) * MANY > self.table.size:
            return self.plain(name).take(rows)
        parts = [segment.table.plain[name] for segment in self.segments]
        found = np.empty(len(rows), np.result_type(*parts))
        which = np.searchsorted(self.bases, rows, side="right") - 1
        for nth in np.unique(which).tolist():
            here = which == nth
            found[here] = parts[nth].take(rows[here] - self.bases[nth])
        return found

    def of_kind(self, kind: str) -> Array:
        """The live rows of `documents` or `claims`."""
        if kind not in self._kinds:
            claims = self.plain("claim")
            self._kinds[kind] = self.alive & (claims if kind == "claims" else ~claims)
        return self._kinds[kind]

    def rows_of(self, documents: set[str]) -> Array:
        """The live rows of these documents, their claims among them."""
        wanted = np.array(sorted(uid.encode() for uid in documents), "S")
        found = [np.zeros(0, np.int64)]
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            uids = segment.table.documents
            low = np.searchsorted(uids, wanted, "left")
            high = np.searchsorted(uids, wanted, "right")
            for start, after in zip(low.tolist(), high.tolist(), strict=True):
                found.append(segment.table.orders["document"][start:after].astype(np.int64) + base)
        rows = np.sort(np.concatenate(found))
        return rows[self.alive[rows]]

    def first(self, mask: Array, order: str, count: int) -> Array:
        """The first `count` rows of a mask by uid or title, in order."""
        candidates = [np.zeros(0, np.int64)]
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            rows = segment.table.orders[order] + base
            candidates.append(rows[mask[rows]][:count])
        return self.sort(np.concatenate(candidates), order)[:count]

    def sort(self, rows: Array, order: str = "uid") -> Array:
        """Some rows by uid or title, equal titles by uid."""
        uids = self.some("uid", rows).tolist()
        keys: list[Any] = uids
        if order == "title":
            keys = list(zip(self.table.titles(rows), uids, strict=True))
        return rows[sorted(range(len(keys)), key=keys.__getitem__)]

    @cached_property
    def row_of(self) -> Mapping[str, Array]:
        """For each ragged column, the row that each value belongs to."""
        return columns.Joined(self._rows_of_values)

    def _rows_of_values(self, name: str) -> Array:
        rows = np.arange(self.table.size, dtype=np.int32)
        return np.repeat(rows, np.diff(self.table.ragged[name].offsets))

    def readable(self, readable: Readable) -> Array:
        """The rows that may be seen."""
        seen = self._readable.get(readable)
        if seen is None:
            seen = _open(self.table.plain, readable)
            if len(self._readable) > READERS:
                self._readable.clear()
            self._readable[readable] = seen
        return seen

    def tagged(self, facet: str, values: Collection[str], readable: Readable) -> Array:
        """The rows that have one of these values of a facet, as a mask."""
        mask = np.zeros(self.table.size, bool)
        if facet == "standing":
            rows, codes, meaning = self._standings(readable)
            mask[rows] = np.array([value in values for value in meaning])[codes]
            return mask
        wanted = np.array([value in values for value in self.table.meaning[facet]] or [False])
        if wanted.any():
            for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
                mask[segment.values.rows_with(facet, wanted) + base] = True
        return mask

    def count(
        self, facet: str, chosen: Chosen, kind: str, readable: Readable
    ) -> tuple[Array, list[str]]:
        """How many of some rows have each value of a facet, and what the codes mean.

        The rows are all of a kind, and may be seen. Of few rows the values are gathered; of most,
        what is left out is subtracted.
        """
        if facet == "standing":
            rows, codes, meaning = self._standings(readable)
            return np.bincount(codes[chosen.mask[rows]], minlength=len(meaning)), meaning
        meaning = self.table.meaning[facet]
        if len(chosen.rows) * 2 <= self.table.size:
            return self._gather(facet, chosen.rows), meaning
        seen = self.of_kind(kind) & self.readable(readable)
        totals = self._totals.get(key := (facet, kind, readable))
        if totals is None:
            totals = -self._gather(facet, np.flatnonzero(~seen))
            for segment in self.segments:
                more = segment.values.totals[facet]
                totals[: len(more)] += more
            if len(self._totals) > READERS * len(columns.FACETS):
                self._totals.clear()
            self._totals[key] = totals
        return totals - self._gather(facet, np.flatnonzero(seen & ~chosen.mask)), meaning

    def used(self, facet: str, readable: Readable) -> dict[str, int]:
        """In how many documents that may be read each value of a facet stands."""
        known = self._used.get(key := (facet, readable))
        if known is None:
            seen = self.of_kind("documents") & self.readable(readable)
            counts, meaning = self.count(facet, Chosen(seen), "documents", readable)
            known = dict(zip(meaning, counts.tolist(), strict=True))
            if len(self._used) > 64:
                self._used.clear()
            self._used[key] = known
        return known

    def _gather(self, facet: str, rows: Array) -> Array:
        """How many of some rows have each value of a facet."""
        cuts = np.searchsorted(rows, self.bases).tolist()
        found = [
            segment.values.of(facet, rows[start:after] - base)
            for segment, base, (start, after) in zip(
                self.segments, self.bases.tolist(), pairwise(cuts), strict=False
            )
            if start < after
        ]
        codes = np.concatenate(found) if found else NOWHERE
        return np.bincount(codes, minlength=len(self.table.meaning[facet]))

    def _standings(self, readable: Readable) -> tuple[Array, Array, list[str]]:
        """Each claim's standing by the links that may be seen: the first that STANDINGS names."""
        links = self.table.ragged["standing"].columns
        seen = _open(links, readable)
        place = np.array(
            [STANDINGS.index(name) for name in self.table.meaning["standing"]] or [0], np.int32
        )
        standing = np.full(self.table.size, STANDINGS.index(ALONE), np.int32)
        np.minimum.at(standing, self.row_of["standing"][seen], place[links["code"][seen]])
        claims = np.flatnonzero(self.plain("claim"))
        return claims, standing[claims], list(STANDINGS)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of all texts."""
        return self.table.meaning["language_of_text"]

    def written_in(self, field: str, languages: set[str]) -> Array:
        """The rows whose text in a field is in one of these languages."""
        known = np.array([name in languages for name in self.languages] or [False])
        if field != "body_other":
            return known[self.plain("title_language" if field == "title" else "language")]
        rows = np.zeros(self.table.size, bool)
        others = self.table.ragged["others"].columns["language"]
        rows[self.row_of["others"][known[others]]] = True
        return rows

    def average_length(self, field: str, kind: str) -> float:
        """The average length, in words, of a field of the live entries of a kind."""
        return self._averages[kind, field]

    @cached_property
    def _averages(self) -> dict[tuple[str, str], float]:
        averages = {}
        for kind in ("documents", "claims"):
            count, words = 0, dict.fromkeys(TEXT_FIELDS, 0)
            for sign, totals in self._totals_of_segments:
                count += sign * totals[kind][0]
                for field, more in totals[kind][1].items():
                    words[field] += sign * more
            for field, total in words.items():
                averages[kind, field] = total / count if count else 0.0
        return averages

    @cached_property
    def _totals_of_segments(self) -> list[tuple[int, dict[str, tuple[int, dict[str, int]]]]]:
        """How long the texts of each segment are; with -1, those of its dead rows."""
        found = []
        for segment in self.segments:
            found.append((1, segment.table.totals))
            if gone := list(segment.whoosh.deleted_docs()):
                plain = {name: segment.table.plain[name][gone] for name in LENGTHS}
                found.append((-1, columns.totals_of(plain)))
        return found


def _together(found: Sequence[tuple[int, Postings]]) -> Postings:
    """Postings of segments with the rows that these start at, as one: documents intp."""
    found = [(base, postings) for base, postings in found if len(postings.docs)]
    if not found:
        return NONE
    size = sum(len(postings.docs) for _base, postings in found)
    rows, counts = np.empty(size, np.intp), np.empty(size, np.float32)
    at = 0
    for base, postings in found:
        after = at + len(postings.docs)
        np.add(postings.docs, base, out=rows[at:after], dtype=np.intp)
        counts[at:after] = postings.counts
        at = after
    return Postings(rows, counts)


def _open(doors: dict[str, Array], readable: Readable) -> Array:
    """Which of these doors are open: compared on the day of the query."""
    shut = np.zeros(len(doors["staff"]), bool)
    if not readable.restricted:
        shut |= doors["staff"] | (doors["embargo"] > readable.today.toordinal())
    if not readable.withdrawn:
        shut |= doors["withdrawn"]
    if not readable.unaccepted:
        shut |= ~doors["accepted"]
    return ~shut

"""What a search reads: all segments of one commit as one numbering of rows, never changed.

A new commit makes a new snapshot, which shares with the old what stayed; a thread that is in the
middle of a search keeps its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from search.backends.base import IndexDamaged, Readable
from search.backends.whoosh import columns, sums
from search.backends.whoosh.columns import CODED, Codes, Table
from search.backends.whoosh.lexicon import Lexicon
from search.backends.whoosh.matchsets import kept_for
from search.backends.whoosh.postings import DAMAGE, NONE, Cache, Postings, Source
from search.backends.whoosh.writing import COLUMNS, newest_toc
from search.schema import ALONE, STANDINGS, TEXT_FIELDS

Array = np.ndarray
# directory, schema, Whoosh's segment, its words in order
Open = Callable[[str, Any, Any, Sequence[str]], Source]
LENGTHS = ("claim", *(f"length_{name}" for name in TEXT_FIELDS))
RETRIES = 20  # a commit beside us removes the table of contents that we are about to read


@dataclass
class Segment:
    """One segment, open: its columns under the shared numbering, and its postings."""

    name: str
    table: Table
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
        found = [(base, postings) for base, postings in found if len(postings.docs)]
        if not found:
            return NONE
        if len(found) == 1 and found[0][0] == 0:
            return found[0][1]
        return Postings(
            np.concatenate([postings.docs + base for base, postings in found]),
            np.concatenate([postings.counts for _, postings in found]),
        )

    def numbers(self, segment: Segment, field: str, word: str) -> Array:
        """The numbers of a word's tokens in one segment (Source.numbers)."""
        return self._cache.numbers(segment.name, segment.source, field, word)

    def plain(self, name: str) -> Array:
        """A column with one value a row."""
        return self.table.plain[name]

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
        uids = self.plain("uid")[rows].tolist()
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
        if readable not in self._readable:
            if len(self._readable) > 16:  # a day has four kinds of readers
                self._readable.clear()
            self._readable[readable] = _open(self.table.plain, readable)
        return self._readable[readable]

    def tags(self, facet: str, readable: Readable) -> tuple[Array, Array, list[str]]:
        """A facet's values: (row, code) pairs, and what the codes mean."""
        if facet == "standing":
            return self._standings(readable)
        return (
            self.row_of[facet],
            self.table.ragged[facet].columns["code"],
            self.table.meaning[facet],
        )

    def count(self, facet: str, mask: Array, readable: Readable) -> tuple[Array, list[str]]:
        """How many rows of a mask have each value of a facet, and what the codes mean.

        Of few rows their values are gathered; of most rows, what is left out is subtracted.
        """
        if facet == "standing":
            rows, codes, meaning = self._standings(readable)
            return np.bincount(codes[mask[rows]], minlength=len(meaning)), meaning
        meaning = self.table.meaning[facet]
        chosen = np.flatnonzero(mask)
        if len(chosen) * 2 <= self.table.size:
            return self._gather(facet, chosen), meaning
        return self._totals[facet] - self._gather(facet, np.flatnonzero(~mask)), meaning

    def used(self, facet: str, readable: Readable) -> dict[str, int]:
        """In how many documents that may be read each value of a facet stands."""
        if (facet, readable) not in self._used:
            if len(self._used) > 64:
                self._used.clear()
            seen = self.of_kind("documents") & self.readable(readable)
            counts, meaning = self.count(facet, seen, readable)
            self._used[facet, readable] = dict(zip(meaning, counts.tolist(), strict=True))
        return self._used[facet, readable]

    def _gather(self, facet: str, rows: Array) -> Array:
        values, size = self.table.ragged[facet], len(self.table.meaning[facet])
        codes = values.columns["code"]
        lengths = np.diff(values.offsets)
        if len(codes) == self.table.size and (lengths == 1).all():
            return np.bincount(codes[rows], minlength=size)
        if len(rows) * 16 > self.table.size:
            chosen = np.zeros(self.table.size, bool)
            chosen[rows] = True
            return np.bincount(codes[np.repeat(chosen, lengths)], minlength=size)
        return np.bincount(values.take(rows).columns["code"], minlength=size)

    @cached_property
    def _totals(self) -> Mapping[str, Array]:
        """How many rows have each value of a facet, dead ones too."""
        return columns.Joined(
            lambda name: np.bincount(
                self.table.ragged[name].columns["code"], minlength=len(self.table.meaning[name])
            )
        )

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


class Opener:
    """Keeps the newest snapshot of an index, shared by all threads of a process."""

    def __init__(self, cache: Cache, open_source: Open) -> None:
        self._cache = cache
        self._open_source = open_source
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._start("")

    def _start(self, generation: str) -> None:
        self._generation = generation
        self._segments: dict[str, Segment] = {}
        self._codes = {name: Codes() for name in CODED}
        self._lexicon = Lexicon()

    def current(self, live: Callable[[], Path]) -> Snapshot:
        """The newest snapshot; raises IndexMissing or IndexDamaged."""
        with self._lock:
            for _try in range(RETRIES):
                directory = live()
                try:
                    toc = newest_toc(directory)
                except FileNotFoundError:
                    continue  # a rebuild just took its place
                stamp = directory.name, toc.name
                if self._snapshot is None or self._snapshot.stamp != stamp:
                    try:
                        self._snapshot = self._load(toc, stamp)
                    except (FileNotFoundError, IndexDamaged) as error:
                        if isinstance(error, IndexDamaged) and _is_newest(toc):
                            raise
                        continue  # a commit just took its place
                return self._snapshot
        raise IndexDamaged(f"Files are missing in {directory}.")

    def _load(self, path: Path, stamp: tuple[str, str]) -> Snapshot:
        directory = path.parent
        if directory.name != self._generation:
            self._start(directory.name)
        toc = _read_toc(path)
        segments = [self._segment(path, toc.schema, each) for each in toc.segments]
        self._segments = {each.name: each for each in segments}
        self._cache.keep_only(set(self._segments))
        return Snapshot(stamp, segments, self._lexicon, self._cache).fill(self._codes)

    def _segment(self, toc: Path, schema: Any, whoosh: Any) -> Segment:
        directory, name = toc.parent, whoosh.segment_id()
        known = self._segments.get(name)
        if known is not None:
            return Segment(name, known.table, known.source, whoosh)
        table = columns.load(directory / whoosh.make_filename(COLUMNS))
        if table.size != whoosh.doc_count_all():
            raise IndexDamaged(f"The columns of {name} have {table.size} rows.")
        sums.check_sizes(directory, whoosh, toc)
        try:
            source = self._open_source(str(directory), schema, whoosh, table.words)
        except (*DAMAGE, FileFormatError) as error:
            raise IndexDamaged(f"{name} is damaged: {error}") from error
        self._lexicon.add(table.words, table.used.tolist())
        return Segment(name, columns.renumber(table, self._codes), source, whoosh)


def _is_newest(toc: Path) -> bool:
    try:
        return newest_toc(toc.parent) == toc
    except FileNotFoundError:
        return False


def _read_toc(path: Path) -> Any:
    """A table of contents, checked; raises FileNotFoundError, IndexDamaged."""
    sums.check_toc(path.parent, path)
    number = int(path.stem.rpartition("_")[2])
    try:
        return TOC.read(FileStorage(str(path.parent), readonly=True), "MAIN", number)
    except FileNotFoundError:
        raise
    except (*DAMAGE, AssertionError, WhooshIndexError) as error:
        raise IndexDamaged(f"{path.name} is damaged: {error}") from error

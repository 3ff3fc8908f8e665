"""Postings of a word in one segment, as arrays, read through Whoosh's own matcher."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound

from search.backends.base import IndexDamaged

Array = np.ndarray


@dataclass(frozen=True)
class Postings:
    """Where a word stands: documents (ascending), how often in each, and at which positions.

    The positions in document i are `positions[offsets[i]:offsets[i + 1]]`, ascending.
    """

    docs: Array
    counts: Array
    offsets: Array
    positions: Array

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return sum(a.nbytes for a in (self.docs, self.counts, self.offsets, self.positions))


NONE = Postings(
    np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(1, np.int64), np.zeros(0, np.int32)
)


class Source(Protocol):
    """Reads the postings of one segment."""

    def read(self, field: str, word: str) -> Postings:
        """Those of a word in a field, deleted documents among them; NONE where there are none."""


class Matched:
    """Postings by Whoosh's own matching: one posting at a time, and always right.

    A Whoosh reader seeks in a file that it shares, so only one thread reads at a time.
    """

    def __init__(self, directory: str, schema: Any, segment: Any) -> None:
        self._lock = threading.Lock()
        self._reader = SegmentReader(FileStorage(directory, readonly=True), schema, segment)
        self._terms = self._reader._terms  # without the filter that hides deleted documents
        self._schema = schema
        # closed when the last search that reads it is done
        weakref.finalize(self, self._reader.close)

    def read(self, field: str, word: str) -> Postings:
        """Those of a word in a field."""
        docs: list[int] = []
        counts: list[int] = []
        positions: list[int] = []
        with self._lock:
            try:
                matcher = self._terms.matcher(field, word.encode(), self._schema[field].format)
            except TermNotFound:
                return NONE
            try:
                while matcher.is_active():
                    at = matcher.value_as("positions")
                    docs.append(matcher.id())
                    counts.append(len(at))
                    positions += at
                    matcher.next()
            except (ValueError, EOFError, IndexError, KeyError) as error:
                raise IndexDamaged(f"The postings of {word!r} are damaged: {error}") from error
        return Postings(
            np.array(docs, np.int32),
            np.array(counts, np.float32),
            np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
            np.array(positions, np.int32),
        )


class Cache:
    """Postings by (segment, field, word), least recently used ones dropped beyond a budget."""

    def __init__(self, budget: int) -> None:
        self.budget = budget  # bytes
        self.used = 0
        self._kept: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, segment: str, source: Source, field: str, word: str) -> Postings:
        """The postings, read from the source unless they are here."""
        key = segment, field, word
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = source.read(field, word)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self.used += found.bytes + 200
                while self.used > self.budget and len(self._kept) > 1:
                    self.used -= self._kept.popitem(last=False)[1].bytes + 200
        return found

    def keep_only(self, segments: set[str]) -> None:
        """Drop what belongs to segments that are gone."""
        with self._lock:
            for key in [key for key in self._kept if key[0] not in segments]:
                self.used -= self._kept.pop(key).bytes + 200

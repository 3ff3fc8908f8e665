"""Postings of a word in one segment, as arrays."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.reading import CorruptIndexError, SegmentReader, TermNotFound

from search.backends.base import IndexDamaged
from search.backends.whoosh import layout

DAMAGE = (*layout.DAMAGE, CorruptIndexError)
OVERHEAD = 300  # bytes that a kept entry takes beside its arrays
Key = tuple[str, str, str, bool]  # segment, field, word, whether positions
Array = np.ndarray


@dataclass(frozen=True)
class Postings:
    """Where a word stands in a field: documents, ascending, and how often in each."""

    docs: Array  # int32
    counts: Array  # float32

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return self.docs.nbytes + self.counts.nbytes


@dataclass(frozen=True)
class Places:
    """At which positions it stands: those in document i are `positions[offsets[i]:offsets[i+1]]`.

    In the order of the documents of its Postings, and ascending in each.
    """

    offsets: Array  # int64
    positions: Array  # int32

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return self.offsets.nbytes + self.positions.nbytes


NONE = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))
NOWHERE = Places(np.zeros(1, np.int64), np.zeros(0, np.int32))


class Source(Protocol):
    """Reads the postings of one segment, those of deleted documents among them."""

    def read(self, field: str, word: str) -> Postings:
        """Where a word stands in a field; NONE where it does not. May raise IndexDamaged."""

    def places(self, field: str, word: str) -> Places:
        """At which positions; NOWHERE where it stands nowhere. May raise IndexDamaged."""


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
        """Where a word stands in a field."""
        found = self._all(field, word, "weight")
        return Postings(
            np.array([doc for doc, _ in found], np.int32),
            np.array([count for _, count in found], np.float32),
        )

    def places(self, field: str, word: str) -> Places:
        """At which positions."""
        found = self._all(field, word, "positions")
        lengths = [len(positions) for _, positions in found]
        return Places(
            np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))),
            np.array([each for _, positions in found for each in positions], np.int32),
        )

    def _all(self, field: str, word: str, what: str) -> list[tuple[int, Any]]:
        found: list[tuple[int, Any]] = []
        with self._lock:
            try:
                matcher = self._terms.matcher(field, word.encode(), self._schema[field].format)
                while matcher.is_active():
                    found.append((matcher.id(), matcher.value_as(what)))
                    matcher.next()
            except TermNotFound:
                return []
            except DAMAGE as error:
                raise IndexDamaged(f"The postings of {word!r} are damaged: {error}") from error
        return found


class TermsInMemory(FileStorage):
    """The files of an index, tables of terms read whole: a look-up seeks and reads nothing."""

    def open_file(self, name: str, **options: Any) -> StructFile:
        """A file; its bytes in memory where it is a table of terms."""
        if not name.endswith(W3Codec.TERMS_EXT):
            return super().open_file(name, **options)
        return BufferFile(Path(self.folder, name).read_bytes(), name=name, **options)


class Decoded:
    """Postings read a block at a time as arrays (search.backends.whoosh.layout)."""

    def __init__(self, directory: str, schema: Any, segment: Any) -> None:
        self._lock = threading.Lock()
        self._reader = SegmentReader(TermsInMemory(directory, readonly=True), schema, segment)
        self._terms = self._reader._terms
        name = segment.make_filename(W3Codec.POSTS_EXT)
        self._file = os.open(Path(directory) / name, os.O_RDONLY)
        self._size = segment.doc_count_all()
        weakref.finalize(self, self._reader.close)
        weakref.finalize(self, os.close, self._file)

    def read(self, field: str, word: str) -> Postings:
        """Where a word stands in a field."""
        found = [(block.docs, block.weights) for block in self._blocks(field, word)]
        if not found:
            return NONE
        docs, counts = found[0]
        if len(found) > 1:
            docs, counts = (np.concatenate(each) for each in zip(*found, strict=True))
        if docs[0] < 0 or docs[-1] >= self._size or (docs[1:] <= docs[:-1]).any():
            raise IndexDamaged(f"The postings of {word!r} are in no order.")
        return Postings(docs, counts)

    def places(self, field: str, word: str) -> Places:
        """At which positions."""
        try:
            found = [layout.read_positions(block) for block in self._blocks(field, word)]
        except DAMAGE as error:
            raise IndexDamaged(f"The postings of {word!r} are damaged: {error}") from error
        if not found:
            return NOWHERE
        counts, positions = zip(*found, strict=True)
        ends = np.cumsum(np.concatenate(counts), dtype=np.int64)
        return Places(np.concatenate(([0], ends)), np.concatenate(positions))

    def _blocks(self, field: str, word: str) -> Iterable[layout.Block]:
        """The blocks of a term; never by seeking, so that threads share the file."""
        with self._lock:
            try:
                extent = layout.extent(self._terms.term_info(field, word.encode()))
            except TermNotFound:
                return ()
            except DAMAGE as error:
                raise IndexDamaged(f"The terms are damaged: {error}") from error
        return layout.read_blocks(os.pread(self._file, extent[1], extent[0]))


def open_source(directory: str, schema: Any, segment: Any) -> Source:
    """The postings of a segment as arrays; by Whoosh's matching where they lie otherwise."""
    if segment.is_compound():
        return Matched(directory, schema, segment)
    return Decoded(directory, schema, segment)


Kept = TypeVar("Kept", Postings, Places)


class Cache:
    """Postings and places by segment, field and word; the least recently used leave a budget."""

    def __init__(self, budget: int) -> None:
        self.budget = budget  # bytes
        self.used = 0
        self._kept: OrderedDict[Key, Postings | Places] = OrderedDict()
        self._lock = threading.Lock()

    def postings(self, segment: str, source: Source, field: str, word: str) -> Postings:
        """The postings, read from the source unless they are here."""
        return self._get((segment, field, word, False), lambda: source.read(field, word))

    def places(self, segment: str, source: Source, field: str, word: str) -> Places:
        """The positions, read from the source unless they are here."""
        return self._get((segment, field, word, True), lambda: source.places(field, word))

    def _get(self, key: Key, read: Callable[[], Kept]) -> Kept:
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return cast(Kept, kept)
        found = read()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self.used += found.bytes + OVERHEAD
                while self.used > self.budget and len(self._kept) > 1:
                    self.used -= self._kept.popitem(last=False)[1].bytes + OVERHEAD
        return found

    def keep_only(self, segments: set[str]) -> None:
        """Drop what belongs to segments that are gone."""
        with self._lock:
            for key in [key for key in self._kept if key[0] not in segments]:
                self.used -= self._kept.pop(key).bytes + OVERHEAD

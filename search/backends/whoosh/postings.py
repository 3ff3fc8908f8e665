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
POSITION_BITS = 32
OVERHEAD = 300  # bytes that a kept entry takes beside its arrays
Key = tuple[str, str, str, bool]  # segment, field, word, whether numbers
Array = np.ndarray


@dataclass(frozen=True)
class Postings:
    """Where a word stands in a field: documents, ascending, and how often in each."""

    docs: Array  # of any type of whole numbers, as it is read
    counts: Array  # of any type of numbers

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return self.docs.nbytes + self.counts.nbytes


NONE = Postings(np.zeros(0, np.intp), np.zeros(0, np.float32))
NOWHERE = np.zeros(0, np.int64)


class Source(Protocol):
    """Reads the postings of one segment, those of deleted documents among them."""

    quick: bool  # whether it reads so fast that nothing of it need be kept

    def read(self, field: str, word: str) -> Postings:
        """Where a word stands in a field; NONE where it does not. May raise IndexDamaged."""

    def numbers(self, field: str, word: str) -> Array:
        """The numbers of the tokens that are this word, ascending. May raise IndexDamaged.

        Tokens that follow each other in a document have numbers that do; those of the last token
        of one and the first of the next never do.
        """

    def placed(self, field: str, numbers: Array) -> tuple[Array, Array]:
        """The document of each of some tokens, and the position in it."""


class Decoding:
    """Numbers of tokens where only positions are known: document << 32 | position."""

    quick = False

    def placed(self, _field: str, numbers: Array) -> tuple[Array, Array]:
        """The document of each of some tokens, and the position in it."""
        return numbers >> POSITION_BITS, numbers & ((1 << POSITION_BITS) - 1)

    @staticmethod
    def numbered(docs: Array, counts: Array, positions: Array) -> Array:
        """The numbers of a word's tokens: `counts[i]` of `positions` are in `docs[i]`."""
        return np.repeat(docs.astype(np.int64) << POSITION_BITS, counts) + positions


class Matched(Decoding):
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
            np.array([doc for doc, _ in found], np.intp),
            np.array([count for _, count in found], np.float32),
        )

    def numbers(self, field: str, word: str) -> Array:
        """The numbers of its tokens."""
        found = self._all(field, word, "positions")
        return self.numbered(
            np.array([doc for doc, _ in found], np.int64),
            np.array([len(positions) for _, positions in found], np.int64),
            np.array([each for _, positions in found for each in positions], np.int64),
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


class Decoded(Decoding):
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

    def numbers(self, field: str, word: str) -> Array:
        """The numbers of its tokens."""
        try:
            found = [
                self.numbered(block.docs, *layout.read_positions(block))
                for block in self._blocks(field, word)
            ]
        except DAMAGE as error:
            raise IndexDamaged(f"The postings of {word!r} are damaged: {error}") from error
        return np.concatenate(found) if found else NOWHERE

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


Kept = TypeVar("Kept", Postings, Array)


class Cache:
    """Postings and numbers by segment, field and word; the least recently used leave a budget."""

    def __init__(self, budget: int) -> None:
        self.budget = budget  # bytes
        self.used = 0
        self._kept: OrderedDict[Key, Postings | Array] = OrderedDict()
        self._lock = threading.Lock()

    def postings(self, segment: str, source: Source, field: str, word: str) -> Postings:
        """The postings, read from the source unless they are here."""
        if source.quick:
            return source.read(field, word)
        return self._get((segment, field, word, False), lambda: source.read(field, word))

    def numbers(self, segment: str, source: Source, field: str, word: str) -> Array:
        """The numbers of its tokens, read from the source unless they are here."""
        if source.quick:
            return source.numbers(field, word)
        return self._get((segment, field, word, True), lambda: source.numbers(field, word))

    def _get(self, key: Key, read: Callable[[], Kept]) -> Kept:
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return cast(Kept, kept)
        found = read()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self.used += found.nbytes + OVERHEAD
                while self.used > self.budget and len(self._kept) > 1:
                    self.used -= self._kept.popitem(last=False)[1].nbytes + OVERHEAD
        return found

    def keep_only(self, segments: set[str]) -> None:
        """Drop what belongs to segments that are gone."""
        with self._lock:
            for key in [key for key in self._kept if key[0] not in segments]:
                self.used -= self._kept.pop(key).nbytes + OVERHEAD

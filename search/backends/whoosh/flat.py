"""A segment's postings as plain arrays beside Whoosh's own: MAIN_<segment id>.flat.

Whoosh spells a list of postings as pickles, which take longer to read than to search. The
`arrays` writer has the same numbers sorted in memory, and writes them here once more: of each
text field every posting's document and count, and every token's number, by word. What a word has
is then a piece of each, read without decoding.

A token's number counts the places of its field through the whole segment. Words that follow each
other have numbers that do, and a number is left out behind each document, so that no phrase
crosses from one into the next: a phrase is found by its words' numbers alone.

Of a word that is at least every 64th token of a large segment its numbers are marked besides, a
bit for each that there is: whether one follows another is then looked up, not searched.

VBFL  length of the tables (8 bytes)  the tables (arrayfile, with a checksum)
then for each field in order: documents, counts, numbers; then for each field in order: marks
"""

from __future__ import annotations

import os
import struct
import weakref
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from search.backends.base import IndexDamaged
from search.backends.whoosh import arrayfile
from search.backends.whoosh.postings import NONE, NOWHERE, Postings

Array = np.ndarray
FLAT = ".flat"
MAGIC = b"VBFL"
HEAD = struct.Struct("<4sQ")
UNSIGNED: dict[int, np.dtype] = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
NUMBER = UNSIGNED[4]  # a segment has far fewer than 2 ** 32 tokens
DENSE = 64  # numbers of which one at least is the word's: then it has marks
LARGE = 1 << 16  # numbers; with fewer no word has marks


@dataclass(frozen=True)
class FlatField:
    """One field of a segment: `terms`, `docs`, `counts` one a posting, `numbers` one a token.

    `terms` are places in the segment's sorted words; `starts[i]` is the number that the first
    token of document i has or would have.
    """

    terms: Array
    docs: Array
    counts: Array
    numbers: Array
    starts: Array

    def laid(self, words: int) -> Laid:
        """The same as it lies in the file of a segment that has so many words."""
        ends = np.cumsum(np.bincount(self.terms, minlength=words))
        postings = np.concatenate(([0], ends))
        counts = np.concatenate(([0], np.cumsum(self.counts, dtype=np.int64)))
        return Laid(postings, counts[postings], self.docs, self.counts, self.numbers, self.starts)


@dataclass(frozen=True)
class Laid:
    """One field as it lies in the file: `postings` and `tokens` say where those of each word start,
    and last how many there are; the rest is as in FlatField.
    """

    postings: Array
    tokens: Array
    docs: Array
    counts: Array
    numbers: Array
    starts: Array


def write(path: Path, fields: Mapping[str, Laid]) -> None:
    """Write the file of a segment."""
    tables: dict[str, Array] = {}
    parts: list[Array] = []
    every_mark: list[Array] = []
    for name, each in fields.items():
        numbers = each.numbers.astype(NUMBER, copy=False)
        pieces = [_narrow(each.docs), _narrow(each.counts), numbers]
        dense, marks = _marked(numbers, each.tokens)
        tables[f"{name}/postings"] = each.postings.astype(np.uint32)
        tables[f"{name}/tokens"] = each.tokens.astype(np.uint32)
        tables[f"{name}/starts"] = each.starts.astype(np.uint32)
        tables[f"{name}/widths"] = np.array([piece.itemsize for piece in pieces[:2]], np.uint8)
        tables[f"{name}/dense"] = dense.astype(np.uint32)
        tables[f"{name}/span"] = np.array([marks.shape[1]], np.uint32)
        parts += pieces
        every_mark.append(marks)
    head = arrayfile.dump(tables)
    with path.open("wb") as file:
        file.write(HEAD.pack(MAGIC, len(head)) + head)
        for part in (*parts, *every_mark):
            part.tofile(file)


def _marked(numbers: Array, tokens: Array) -> tuple[Array, Array]:
    """The places of the dense words, and a row of marks for each: bytes, one of them left over."""
    span = int(numbers.max(initial=0)) + 1
    dense = np.flatnonzero(np.diff(tokens) * DENSE >= span) if span > LARGE else tokens[:0]
    marks = np.zeros((len(dense), span // 8 + 2), np.uint8)
    for row, rank in zip(marks, dense.tolist(), strict=True):
        line = np.zeros(span, bool)
        line[numbers[tokens[rank] : tokens[rank + 1]].astype(np.intp)] = True
        packed = np.packbits(line, bitorder="little")
        row[: len(packed)] = packed
    return dense, marks


def _narrow(numbers: Array) -> Array:
    """The numbers in as few bytes each as the greatest of them takes."""
    most = int(numbers.max(initial=0))
    return numbers.astype(UNSIGNED[1 if most < 256 else 2 if most < 65_536 else 4], copy=False)


@dataclass(frozen=True)
class _Place:
    """Where a field's arrays lie in the file, and where each word's part of them starts."""

    postings: Array
    tokens: Array
    starts: Array
    docs: tuple[int, np.dtype]
    counts: tuple[int, np.dtype]
    numbers: tuple[int, np.dtype]
    # of each dense word where its marks start, and how many bytes they take
    marks: dict[int, tuple[int, int]] = field(default_factory=dict)


class Flat:
    """The postings of a segment that has such a file. Reads by place, so that threads share it."""

    quick = True

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self._words = words
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._name = path.name
        self._fields: dict[str, _Place] = {}
        self._places()

    def _places(self) -> None:
        magic, length = HEAD.unpack(self._raw(0, HEAD.size))
        if magic != MAGIC or length > os.fstat(self._file).st_size:
            raise IndexDamaged(f"{self._name} is damaged.")
        tables = arrayfile.read(self._raw(HEAD.size, length), self._name)
        at = HEAD.size + length
        try:
            for name in [each.removesuffix("/widths") for each in tables if "/widths" in each]:
                postings, tokens = tables[f"{name}/postings"], tables[f"{name}/tokens"]
                kinds = [*(UNSIGNED[int(width)] for width in tables[f"{name}/widths"]), NUMBER]
                where = []
                for kind, count in zip(
                    kinds, (postings[-1], postings[-1], tokens[-1]), strict=True
                ):
                    where.append((at, kind))
                    at += kind.itemsize * int(count)
                docs, counts, numbers = where
                self._fields[name] = _Place(
                    postings, tokens, tables[f"{name}/starts"], docs, counts, numbers
                )
            for name, place in self._fields.items():
                for rank in tables.get(f"{name}/dense", NOWHERE).tolist():
                    place.marks[rank] = at, int(tables[f"{name}/span"][0])
                    at += place.marks[rank][1]
        except (KeyError, IndexError, ValueError) as error:
            raise IndexDamaged(f"{self._name} lacks something: {error}") from error

    def whole(self, field: str) -> FlatField:
        """All of a field."""
        place = self._fields[field]
        terms = np.repeat(np.arange(len(self._words)), np.diff(place.postings))
        docs, counts = (
            self._piece(where, 0, len(terms)).astype(np.int64)
            for where in (place.docs, place.counts)
        )
        numbers = self._piece(place.numbers, 0, int(place.tokens[-1]))
        return FlatField(
            terms, docs, counts, numbers.astype(np.int64), place.starts.astype(np.int64)
        )

    def read(self, field: str, word: str) -> Postings:
        """Where a word stands in a field."""
        place, rank = self._find(field, word)
        if place is None:
            return NONE
        found = self._read(place, rank, rank + 1)
        docs = found.docs
        if len(docs) and (docs[-1] >= len(place.starts) or (docs[1:] <= docs[:-1]).any()):
            raise IndexDamaged(f"The postings of {word!r} are in no order.")
        return found

    def read_all(self, field: str, words: Iterable[str]) -> list[Postings]:
        """Where words stand in a field; of neighbours in the alphabet all at once, in no order."""
        place = self._fields.get(field)
        ranks = sorted(rank for word in words if (rank := self._rank(word)) is not None)
        if place is None or not ranks:
            return []
        cuts = np.flatnonzero(np.diff(ranks) > 1) + 1
        found = [self._read(place, int(run[0]), int(run[-1]) + 1) for run in np.split(ranks, cuts)]
        if any(int(each.docs.max(initial=0)) >= len(place.starts) for each in found):
            raise IndexDamaged(f"Postings in {self._name} are of no document.")
        return found

    def _read(self, place: _Place, rank: int, after: int) -> Postings:
        """The postings of the words from one place to before another."""
        start, end = int(place.postings[rank]), int(place.postings[after])
        return Postings(self._piece(place.docs, start, end), self._piece(place.counts, start, end))

    def numbers(self, field: str, word: str) -> Array:
        """The numbers of the tokens that are this word."""
        place, rank = self._find(field, word)
        if place is None:
            return NOWHERE
        found = self._piece(place.numbers, int(place.tokens[rank]), int(place.tokens[rank + 1]))
        if len(found) and (found[1:] <= found[:-1]).any():
            raise IndexDamaged(f"The positions of {word!r} are in no order.")
        return found

    def marks(self, field: str, word: str) -> Array | None:
        """A bit for every number, the lowest first: whether it is this word's. None has no marks.

        The last byte is empty.
        """
        place, rank = self._find(field, word)
        if place is None or rank not in place.marks:
            return None
        return np.frombuffer(self._raw(*place.marks[rank]), np.uint8)

    def placed(self, field: str, numbers: Array) -> tuple[Array, Array]:
        """The document of each of some tokens, and the position in it."""
        starts = self._fields[field].starts
        docs = np.searchsorted(starts, numbers, side="right") - 1
        return docs, numbers - starts[docs]

    def _find(self, field: str, word: str) -> tuple[_Place | None, int]:
        rank = self._rank(word)
        return (None, 0) if rank is None else (self._fields.get(field), rank)

    def _rank(self, word: str) -> int | None:
        rank = bisect_left(self._words, word)
        return rank if rank < len(self._words) and self._words[rank] == word else None

    def _piece(self, where: tuple[int, np.dtype], first: int, after: int) -> Array:
        at, kind = where
        size = kind.itemsize
        return np.frombuffer(self._raw(at + first * size, (after - first) * size), kind)

    def _raw(self, at: int, size: int) -> bytes:
        """Some bytes of the file: never by a map of it, which kills where a file is cut off."""
        raw = os.pread(self._file, size, at)
        if len(raw) != size:
            raise IndexDamaged(f"{self._name} is cut off.")
        return raw

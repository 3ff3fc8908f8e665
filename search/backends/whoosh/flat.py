"""A segment's postings as plain arrays beside Whoosh's own: MAIN_<segment id>.flat.

Whoosh spells a list of postings as pickles, which take longer to read than to search. The
`arrays` writer has the same numbers sorted in memory, and writes them here once more: of each
text field every posting's document and count, and every token's number, by word. What a word has
is then a piece of each, read without decoding.

A token's number counts the places of its field through the whole segment. Words that follow each
other have numbers that do, and a number is left out behind each document, so that no phrase
crosses from one into the next: a phrase is found by its words' numbers alone.

VBFL  length of the tables (8 bytes)  the tables (arrayfile, with a checksum)
then for each field in order: documents, counts, numbers
"""

from __future__ import annotations

import os
import struct
import weakref
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


def write(path: Path, fields: Mapping[str, FlatField], words: int) -> None:
    """Write the file of a segment that has so many words."""
    tables: dict[str, Array] = {}
    parts: list[Array] = []
    for name, each in fields.items():
        pieces = [_narrow(each.docs), _narrow(each.counts), each.numbers.astype(NUMBER)]
        ends = np.cumsum(np.bincount(each.terms, minlength=words))
        tokens = np.concatenate(([0], np.cumsum(each.counts, dtype=np.int64)))
        postings = np.concatenate(([0], ends))
        tables[f"{name}/postings"] = postings.astype(np.uint32)
        tables[f"{name}/tokens"] = tokens[postings].astype(np.uint32)
        tables[f"{name}/starts"] = each.starts.astype(np.uint32)
        tables[f"{name}/widths"] = np.array([piece.itemsize for piece in pieces[:2]], np.uint8)
        parts += pieces
    head = arrayfile.dump(tables)
    with path.open("wb") as file:
        file.write(HEAD.pack(MAGIC, len(head)) + head)
        for part in parts:
            part.tofile(file)


def _narrow(numbers: Array) -> Array:
    """The numbers in as few bytes each as the greatest of them takes."""
    most = int(numbers.max(initial=0))
    return numbers.astype(UNSIGNED[1 if most < 256 else 2 if most < 65_536 else 4])


@dataclass(frozen=True)
class _Place:
    """Where a field's arrays lie in the file, and where each word's part of them starts."""

    postings: Array
    tokens: Array
    starts: Array
    docs: tuple[int, np.dtype]
    counts: tuple[int, np.dtype]
    numbers: tuple[int, np.dtype]


class Flat:
    """The postings of a segment that has such a file. Reads by place, so that threads share it."""

    quick = True

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self._words = words
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._name = path.name
        self._fields = dict(self._places())

    def _places(self) -> Iterator[tuple[str, _Place]]:
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
                yield name, _Place(postings, tokens, tables[f"{name}/starts"], *where)
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
        first, after = int(place.postings[rank]), int(place.postings[rank + 1])
        docs = self._piece(place.docs, first, after).astype(np.intp)
        if len(docs) and (docs[-1] >= len(place.starts) or (docs[1:] <= docs[:-1]).any()):
            raise IndexDamaged(f"The postings of {word!r} are in no order.")
        return Postings(docs, self._piece(place.counts, first, after).astype(np.float32))

    def numbers(self, field: str, word: str) -> Array:
        """The numbers of the tokens that are this word."""
        place, rank = self._find(field, word)
        if place is None:
            return NOWHERE
        found = self._piece(place.numbers, int(place.tokens[rank]), int(place.tokens[rank + 1]))
        if len(found) and (found[1:] <= found[:-1]).any():
            raise IndexDamaged(f"The positions of {word!r} are in no order.")
        return found

    def placed(self, field: str, numbers: Array) -> tuple[Array, Array]:
        """The document of each of some tokens, and the position in it."""
        starts = self._fields[field].starts
        docs = np.searchsorted(starts, numbers, side="right") - 1
        return docs, numbers - starts[docs]

    def _find(self, field: str, word: str) -> tuple[_Place | None, int]:
        rank = bisect_left(self._words, word)
        if rank == len(self._words) or self._words[rank] != word:
            return None, 0
        return self._fields.get(field), rank

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

"""The tokens of one field of a segment: taken in text by text, handed on sorted by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search.backends.whoosh.spelling import parts
from search.backends.whoosh.texts import place

Array = np.ndarray
AT_ONCE = 50_000  # tokens handed on at a time: what is made of so many stays near the processor
MOST = 2**32 - 1  # tokens of a segment
COUNTED = 500_000  # tokens counted at a time, since every time all words are gone through


@dataclass(frozen=True)
class Run:
    """The postings of some words, sorted by word, document and position.

    `ranks`: of the words. `starts`: where each word's postings start, and last how many there are.
    `firsts`: the first token of each posting.
    `keys`, `docs`, `counts`: one a posting; a key is (rank, document). `deltas`, `numbers`: one a
    token: its position, less that before it in the document, and its number (see flat).
    """

    ranks: Array
    firsts: Array
    starts: Array
    keys: Array
    docs: Array
    counts: Array
    deltas: Array
    numbers: Array


class Tokens:
    """The tokens of one field of all documents: which word each is, and where it stands."""

    def __init__(self) -> None:
        self.batches: list[tuple[Array, Array]] = []  # words; pieces (document, first, count)
        self.ends: list[Array] = []  # of each document, the position behind its last
        self.lengths: list[Array] = []  # of each document, in words
        self.keys = np.zeros(0, np.uint64)
        self._docs = 0

    def add(self, words: Array, counts: Array, pieces: Sequence[int]) -> None:
        """More documents of one text each, that has so many pieces; of each, how many words."""
        gaps = np.cumsum(counts + (counts > 0))  # a GAP between two pieces that have words
        gaps = np.concatenate(([0], gaps))
        sizes = np.concatenate(([0], np.cumsum(counts)))
        after = np.cumsum(pieces)
        first = after - pieces
        docs = np.repeat(np.arange(len(pieces)), pieces)
        table = np.stack((docs + self._docs, gaps[:-1] - gaps[first][docs], counts))
        ends = np.maximum(gaps[after] - gaps[first] - 1, 0)
        self._take(words, table, ends, sizes[after] - sizes[first])

    def add_several(
        self, words: Array, counts: Sequence[Sequence[Sequence[int]]]
    ) -> list[list[int]]:
        """More documents of any number of texts, whose pieces have so many words.

        The positions at which each document's texts start.
        """
        if not any(counts):  # as in most batches
            none = np.zeros(len(counts), np.int64)
            self._take(words, np.zeros((3, 0), np.int64), none, none)
            return [[] for _ in counts]
        rows: list[tuple[int, int, int]] = []
        ends, found = [], []
        for nth, texts in enumerate(counts, self._docs):
            firsts, starts, end = place(texts)
            sizes = [size for text in texts for size in text]
            rows += [(nth, *each) for each in zip(firsts, sizes, strict=True)]
            ends.append(end)
            found.append(starts)
        table = np.array(rows, np.int64).reshape(-1, 3).T
        lengths = np.bincount(table[0] - self._docs, table[2], len(counts)).astype(np.int64)
        self._take(words, table, np.array(ends, np.int64), lengths)
        return found

    def _take(self, words: Array, table: Array, ends: Array, lengths: Array) -> None:
        self.batches.append((words, table))
        self.ends.append(ends)
        self.lengths.append(lengths)
        self._docs += len(ends)

    def used(self, words: int) -> Array:
        """How many tokens each of so many words has."""
        total = np.zeros(words, np.int64)
        some: list[Array] = []
        waiting = 0
        for batch, _pieces in (*self.batches, (None, None)):
            if waiting > COUNTED or (batch is None and some):
                total += np.bincount(np.concatenate(some), minlength=words)
                some, waiting = [], 0
            if batch is not None:
                some.append(batch)
                waiting += len(batch)
        return total

    def starts(self) -> Array:
        """The number of each document's first token; one is left out behind each document."""
        ends = np.concatenate(self.ends)
        return np.cumsum(ends + 1) - ends - 1

    def runs(self, rank: Array, used: Array) -> Iterator[Run]:
        """All tokens by the rank of their word, so many words at a time; they are gone afterwards.

        `rank` is of each word's number, `used` how many tokens the word of each rank has. At the
        end `keys` are those of all postings.
        """
        ends = np.concatenate(self.ends)
        position_bits, doc_bits = int(ends.max(initial=1)).bit_length(), len(ends).bit_length()
        if position_bits + doc_bits + len(rank).bit_length() > 64 or ends.sum() > MOST:
            raise OverflowError("A segment of this size can't be sorted; make smaller ones.")
        packed = self._packed(rank, position_bits, doc_bits)
        self.batches = []
        packed.sort()
        there = np.flatnonzero(used)
        bounds = np.concatenate(([0], np.cumsum(used[there])))
        sorting = _Sorted(packed, position_bits, doc_bits, self.starts().astype(np.uint32))
        known = 0  # keys, which are written over the tokens that they come from
        for first, after in parts(bounds, AT_ONCE):
            run = sorting.run(there[first:after], bounds[first : after + 1])
            packed[known : known + len(run.keys)] = run.keys
            known += len(run.keys)
            yield run
        self.keys = packed[:known]

    def _packed(self, rank: Array, position_bits: int, doc_bits: int) -> Array:
        """(rank of the word, document, position) of every token, in the order of the texts."""
        packed = np.empty(sum(len(words) for words, _ in self.batches), np.uint64)
        rank = rank << np.uint64(position_bits + doc_bits)
        at = 0
        for words, table in self.batches:  # a batch at a time stays near the processor
            docs, firsts, counts = table
            places = (docs << position_bits) + firsts - (np.cumsum(counts) - counts)
            some = np.repeat(places, counts)
            some += np.arange(len(some))
            np.bitwise_or(some.view(np.uint64), rank.take(words), out=packed[at : at + len(some)])
            at += len(some)
        return packed


@dataclass(frozen=True)
class _Sorted:
    """(rank, document, position) of every token, sorted; `starts` are each document's."""

    packed: Array
    position_bits: int
    doc_bits: int
    starts: Array

    def run(self, ranks: Array, bounds: Array) -> Run:
        """The words whose tokens lie within these bounds."""
        packed = self.packed[bounds[0] : bounds[-1]]
        keys = packed >> np.uint64(self.position_bits)
        changes = np.ones(len(keys), bool)
        np.not_equal(keys[1:], keys[:-1], out=changes[1:])
        firsts = np.flatnonzero(changes)
        positions = packed.astype(np.uint32)
        positions &= np.uint32((1 << self.position_bits) - 1)
        deltas = np.empty_like(positions)
        np.subtract(positions[1:], positions[:-1], out=deltas[1:])
        deltas[firsts] = positions[firsts]
        postings = keys[firsts]
        docs = (postings & np.uint64((1 << self.doc_bits) - 1)).view(np.int64)
        counts = np.diff(firsts, append=len(packed))
        positions += np.repeat(self.starts.take(docs), counts)
        starts = np.searchsorted(firsts, bounds - bounds[0])
        return Run(ranks, firsts, starts, postings, docs, counts, deltas, positions)

"""A field's postings spelled as Whoosh reads them and numpy writes them: see layout.

All that differs from posting to posting is computed for many at once and scattered into one array
of bytes; nothing here loops over postings, blocks or terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.backends.whoosh.layout import BLOCK, HEAD, INFO, MAGIC, NUMBERS, OPCODES, width_of

Array = np.ndarray
AT_ONCE = 100_000  # postings spelled at a time; about 300 bytes of memory each
T, OPEN, NONE, EMPTY_LIST = ord("t"), ord("("), ord("N"), ord("]")
BODY = 4 + 2 + 1  # bytes of a value beside its numbers: how many, the list's beginning and end
ROOM = 8  # bytes behind the last, for numbers that are written wider than they are
# struct "!BfIBBfIIqi" of W3TermInfo: flags, weight, documents, lengths, weight, ids, extent
TERM_INFO = np.dtype(
    [("inline", "u1"), ("weight", ">f4"), ("df", ">u4"), ("shortest", "u1"), ("longest", "u1"),
     ("heaviest", ">f4"), ("first", ">u4"), ("last", ">u4"), ("offset", ">i8"), ("size", ">i4")]
)  # fmt: skip


@dataclass
class Field:
    """The postings of one field, sorted by term, document and position.

    `terms`, `docs`, `counts`: one a posting. `deltas`: one a token, the positions as differences;
    None for a field that has no positions. `lengths`: each document's, as Whoosh's bytes.
    """

    terms: Array
    docs: Array
    counts: Array
    deltas: Array | None
    lengths: Array

    def __post_init__(self) -> None:
        self.doc_width = width_of(int(self.docs.max(initial=0)))
        self.count_width = width_of(int(self.counts.max(initial=0)))
        self.delta_width = width_of(
            int(self.deltas.max(initial=0)) if self.deltas is not None else 0
        )
        changes = np.flatnonzero(self.terms[1:] != self.terms[:-1]) + 1
        firsts = [0] if len(self.terms) else []
        self.term_starts = np.concatenate((firsts, changes, [len(self.terms)])).astype(np.int64)
        self.token_ends = np.cumsum(self.counts, dtype=np.int64)


def spelled(field: Field, offset: int) -> Iterator[tuple[Array, Array]]:
    """The bytes of the field's postings in pieces, and each piece's terms as TERM_INFO.

    `offset` is where the first piece will stand in the file.
    """
    starts = field.term_starts
    first = 0
    while first < len(starts) - 1:
        after = int(np.searchsorted(starts, starts[first] + AT_ONCE, side="right")) - 1
        after = max(after, first + 1)
        piece = _Piece(field, starts[first : after + 1], offset)
        yield piece.out, piece.infos()
        offset += len(piece.out)
        first = after


class _Piece:
    """Some terms of a field, spelled."""

    def __init__(self, field: Field, starts: Array, offset: int) -> None:
        self.field = field
        self.offset = offset
        low, high = int(starts[0]), int(starts[-1])
        self.docs = field.docs[low:high].astype(np.int64)
        self.counts = field.counts[low:high].astype(np.int64)
        self.lengths = field.lengths[self.docs]
        self.starts = starts[:-1] - low
        self.sizes = np.diff(starts)
        first_token = int(field.token_ends[low - 1]) if low else 0
        self.tokens = slice(first_token, int(field.token_ends[high - 1]))
        self._cut()
        self._measure()
        self.out = np.zeros(int(self.ends[-1]) + ROOM, np.uint8)
        self._ids()
        self._weights()
        self._values()
        self._heads()
        self.out = self.out[:-ROOM]

    def _cut(self) -> None:
        """Terms into blocks: where each starts, how many postings, and whether it is the last."""
        per_term = -(-self.sizes // BLOCK)
        term_of = np.repeat(np.arange(len(self.sizes)), per_term)
        nth = np.arange(len(term_of)) - (np.cumsum(per_term) - per_term)[term_of]
        self.is_first = nth == 0
        self.is_last = nth == per_term[term_of] - 1
        self.block_starts = self.starts[term_of] + nth * BLOCK
        self.block_sizes = np.minimum(BLOCK, self.sizes[term_of] - nth * BLOCK)

    def _measure(self) -> None:
        """Where every part of every block stands, from the start of the piece."""
        field, n = self.field, self.block_sizes
        lightest = np.minimum.reduceat(self.counts, self.block_starts)
        self.heaviest = np.maximum.reduceat(self.counts, self.block_starts)
        self.even = lightest == self.heaviest
        ids = n * (1 + field.doc_width)
        weights = np.where(self.even, np.where(self.heaviest == 1, 1, 9),
                           2 + n * (1 + field.count_width))  # fmt: skip
        values = np.ones_like(n)
        if field.deltas is not None:
            self.bodies = BODY + self.counts * (1 + field.delta_width)
            sizes = self.bodies + np.where(self.bodies < 256, 2, 5)
            self.records_at = np.cumsum(sizes) - sizes
            values = 2 + np.add.reduceat(sizes, self.block_starts)
        data = 2 + 1 + ids + 1 + weights + values + 2
        self.sizes_in_file = HEAD + data
        self.ends = np.cumsum(self.sizes_in_file + 4 * self.is_first)
        self.at = self.ends - self.sizes_in_file  # of the block's length
        self.ids_at = self.at + HEAD + 3
        self.weights_at = self.ids_at + ids + 1
        self.values_at = self.weights_at + weights

    def _heads(self) -> None:
        """The magic before a term's first block; each block's length and its six numbers."""
        firsts = self.at[self.is_first] - 4
        self.out[firsts[:, None] + np.arange(4)] = np.frombuffer(MAGIC, np.uint8)
        head = np.zeros((len(self.at), HEAD), np.uint8)
        length = np.where(self.is_last, -1, 1) * (self.sizes_in_file - 4)
        head[:, :4] = _bytes(length, ">i4")
        head[:, 4:] = INFO
        docs = self.docs[self.block_starts + self.block_sizes - 1]
        shortest, longest = self._lengths(self.block_starts)
        head[:, 8:12] = _bytes(self.block_sizes, "<i4")
        head[:, 13:17] = _bytes(docs, "<i4")
        head[:, 18:26] = _bytes(self.heaviest, ">f8")
        head[:, 29], head[:, 31] = shortest, longest
        self.out[self.at[:, None] + np.arange(HEAD)] = head
        data = self.at + HEAD
        self.out[data], self.out[data + 1], self.out[data + 2] = 0x80, 3, OPEN
        self.out[self.ends - 2], self.out[self.ends - 1] = 0x87, ord(".")

    def _lengths(self, starts: Array) -> tuple[Array, Array]:
        """The shortest and longest length, as bytes, of the documents of each run."""
        return np.minimum.reduceat(self.lengths, starts), np.maximum.reduceat(self.lengths, starts)

    def _in_rows(self, first: Array, width: int) -> Array:
        """Where the numbers of each posting stand, from the place of the first of each block."""
        step = 1 + width
        at = np.repeat(first - self.block_starts * step, self.block_sizes)
        at += np.arange(len(at)) * step
        return at

    def _numbers(self, at: Array, numbers: Array, width: int) -> None:
        """Each number behind its opcode; what follows the last is written later.

        Two bytes and two opcodes, its own and that of the next, are written at one go.
        """
        opcode = OPCODES[width]
        if width == 2:
            self._wide("<u4")[at] = numbers.astype(np.uint32) << 8 | (opcode << 24 | opcode)
            return
        self.out[at] = opcode
        self._wide(NUMBERS[width])[at + 1] = numbers

    def _wide(self, kind: Any) -> Array:
        """The bytes from each place on as numbers."""
        dtype = np.dtype(kind)
        return np.ndarray(len(self.out) - dtype.itemsize + 1, dtype, self.out.data, strides=(1,))

    def _ids(self) -> None:
        deltas = np.diff(self.docs, prepend=0)
        deltas[self.block_starts] = self.docs[self.block_starts]
        width = self.field.doc_width
        self._numbers(self._in_rows(self.ids_at, width), deltas, width)
        self.out[self.weights_at - 1] = T

    def _weights(self) -> None:
        ones = self.even & (self.heaviest == 1)
        self.out[self.weights_at[ones]] = NONE
        same = self.even & ~ones
        self.out[self.weights_at[same]] = ord("G")
        at = self.weights_at[same][:, None] + 1 + np.arange(8)
        self.out[at] = _bytes(self.heaviest[same], ">f8")
        uneven = ~self.even
        self.out[self.weights_at[uneven]] = OPEN
        width = self.field.count_width
        chosen = np.repeat(uneven, self.block_sizes)
        at = self._in_rows(self.weights_at + 1, width)[chosen]
        self._numbers(at, self.counts[chosen], width)
        self.out[self.values_at[uneven] - 1] = T

    def _values(self) -> None:
        """Of each posting a string of bytes: how many positions, and a pickle of a list of them."""
        deltas = self.field.deltas
        if deltas is None:
            self.out[self.values_at] = NONE
            return
        self.out[self.values_at] = OPEN
        first = self.values_at + 1 - self.records_at[self.block_starts]
        at = np.repeat(first, self.block_sizes) + self.records_at
        long = self.bodies >= 256
        bodies_at = at + np.where(long, 5, 2)
        self._positions(bodies_at + BODY - 1, deltas[self.tokens])
        # opcode, length, how many, and the list's beginning: eight bytes at one go
        heads = (self.bodies | self.counts << 32).astype(np.uint64) << np.uint64(8)
        self._wide("<u8")[at] = heads | np.uint64(ord("C") | EMPTY_LIST << 48 | OPEN << 56)
        if long.any():
            self._long(at[long], self.bodies[long], self.counts[long])
        self.out[bodies_at + self.bodies - 1] = ord("e")
        self.out[self.ends - 3] = T

    def _long(self, at: Array, bodies: Array, counts: Array) -> None:
        """The beginnings of values that have more than 255 bytes."""
        self.out[at] = ord("B")
        self._wide("<u4")[at + 1] = bodies
        self._wide(">u4")[at + 5] = counts
        self.out[at + 9], self.out[at + 10] = EMPTY_LIST, OPEN

    def _positions(self, at: Array, deltas: Array) -> None:
        """The numbers of the lists that begin at these places."""
        step = 1 + self.field.delta_width
        firsts = np.cumsum(self.counts) - self.counts
        places = np.repeat(at - firsts * step, self.counts)
        places += np.arange(len(places)) * step
        self._numbers(places, deltas, self.field.delta_width)

    def infos(self) -> Array:
        """What the table of terms says of each term."""
        info = np.zeros(len(self.sizes), TERM_INFO)
        info["weight"] = np.add.reduceat(self.counts, self.starts)
        info["df"] = self.sizes
        info["shortest"], info["longest"] = self._lengths(self.starts)
        info["heaviest"] = np.maximum.reduceat(self.counts, self.starts)
        info["first"] = self.docs[self.starts]
        info["last"] = self.docs[self.starts + self.sizes - 1]
        ends = np.append(self.at[self.is_first][1:] - 4, len(self.out))
        begins = self.at[self.is_first] - 4
        info["offset"], info["size"] = self.offset + begins, ends - begins
        return info


def _bytes(numbers: Array, kind: str) -> Array:
    """Each number as a row of bytes."""
    dtype = np.dtype(kind)
    return np.ascontiguousarray(numbers.astype(dtype)).view(np.uint8).reshape(-1, dtype.itemsize)

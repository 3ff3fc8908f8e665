"""A field's postings spelled as Whoosh reads them and numpy writes them: see layout.

All that differs from posting to posting is computed for many at once and scattered into one array
of bytes; nothing here loops over postings, blocks or terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.backends.whoosh.layout import BLOCK, HEAD, INFO, MAGIC, OPCODES, record_places, width_of

Array = np.ndarray
AT_ONCE = 400_000  # postings spelled at a time; about 100 bytes of memory each
T, OPEN, NONE = ord("t"), ord("("), ord("N")
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
        self.low, self.high = int(starts[0]), int(starts[-1])
        self.docs = field.docs[self.low : self.high].astype(np.int64)
        self.counts = field.counts[self.low : self.high].astype(np.int64)
        self.starts = starts[:-1] - self.low
        self.sizes = np.diff(starts)
        self._cut()
        self._measure()
        self.out = np.zeros(int(self.ends[-1]), np.uint8)
        self._heads()
        self._ids()
        self._weights()
        self._values()

    def _cut(self) -> None:
        """Terms into blocks: where each starts, how many postings, and whether it is the last."""
        per_term = -(-self.sizes // BLOCK)
        self.term_of = np.repeat(np.arange(len(self.sizes)), per_term)
        self.first_blocks = np.cumsum(per_term) - per_term
        self.nth = np.arange(len(self.term_of)) - self.first_blocks[self.term_of]
        self.block_starts = self.starts[self.term_of] + self.nth * BLOCK
        self.block_sizes = np.minimum(BLOCK, self.sizes[self.term_of] - self.nth * BLOCK)
        self.is_last = self.nth == per_term[self.term_of] - 1
        self.block_of = np.repeat(np.arange(len(self.block_sizes)), self.block_sizes)
        self.within = np.arange(len(self.docs)) - self.block_starts[self.block_of]

    def _measure(self) -> None:
        """Where every part of every block stands, from the start of the piece."""
        field = self.field
        lightest = np.minimum.reduceat(self.counts, self.block_starts)
        self.heaviest = np.maximum.reduceat(self.counts, self.block_starts)
        self.even = lightest == self.heaviest
        n = self.block_sizes
        ids = n * (1 + field.doc_width)
        weights = np.where(self.even, np.where(self.heaviest == 1, 1, 9),
                           2 + n * (1 + field.count_width))  # fmt: skip
        values = np.ones_like(n)
        if field.deltas is not None:
            places, self.numbers_at, end = record_places(self.counts, field.delta_width)
            self.records_at = np.append(places, end)
            firsts = self.records_at[self.block_starts]
            values = 2 + self.records_at[self.block_starts + n] - firsts
            # within its block
            self.numbers_at = self.numbers_at - firsts[self.block_of]
            self.records_at = self.records_at[:-1] - firsts[self.block_of]
        is_first = self.nth == 0
        data = 2 + 1 + ids + 1 + weights + values + 2
        self.sizes_in_file = HEAD + data
        self.ends = np.cumsum(self.sizes_in_file + 4 * is_first)
        self.at = self.ends - self.sizes_in_file  # of the block's length
        self.ids_at = self.at + HEAD + 3
        self.weights_at = self.ids_at + ids + 1
        self.values_at = self.weights_at + weights
        self.is_first = is_first

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
        self.out[self.weights_at - 1] = T
        self.out[self.ends - 2], self.out[self.ends - 1] = 0x87, ord(".")

    def _lengths(self, starts: Array) -> tuple[Array, Array]:
        """The shortest and longest length, as bytes, of the documents of each run."""
        lengths = self.field.lengths[self.docs]
        return np.minimum.reduceat(lengths, starts), np.maximum.reduceat(lengths, starts)

    def _numbers(self, at: Array, numbers: Array, width: int) -> None:
        """Each number behind its opcode."""
        self.out[at] = OPCODES[width]
        for byte in range(width):
            self.out[at + 1 + byte] = (numbers >> (8 * byte)) & 255

    def _ids(self) -> None:
        deltas = np.diff(self.docs, prepend=0)
        deltas[self.block_starts] = self.docs[self.block_starts]
        width = self.field.doc_width
        self._numbers(self.ids_at[self.block_of] + self.within * (1 + width), deltas, width)

    def _weights(self) -> None:
        ones = self.even & (self.heaviest == 1)
        self.out[self.weights_at[ones]] = NONE
        same = self.even & ~ones
        self.out[self.weights_at[same]] = ord("G")
        at = self.weights_at[same][:, None] + 1 + np.arange(8)
        self.out[at] = _bytes(self.heaviest[same], ">f8")
        uneven = ~self.even
        self.out[self.weights_at[uneven]] = OPEN
        self.out[self.values_at[uneven] - 1] = T
        width = self.field.count_width
        chosen = uneven[self.block_of]
        at = self.weights_at[self.block_of[chosen]] + 1 + self.within[chosen] * (1 + width)
        self._numbers(at, self.counts[chosen], width)

    def _values(self) -> None:
        deltas = self.field.deltas
        if deltas is None:
            self.out[self.values_at] = NONE
            return
        self.out[self.values_at] = OPEN
        self.out[self.ends - 3] = T
        first = self.values_at[self.block_of] + 1
        at, numbers = first + self.records_at, first + self.numbers_at
        several = self.counts > 1
        lengths = 6 + several + self.counts * (1 + self.field.delta_width)
        short = lengths < 256
        self.out[at] = np.where(short, ord("C"), ord("B"))
        self.out[at[short] + 1] = lengths[short]
        long = at[~short][:, None] + 1 + np.arange(4)
        self.out[long] = _bytes(lengths[~short], "<i4")
        how_many = np.where(short, at + 2, at + 5)
        self.out[how_many[:, None] + np.arange(4)] = _bytes(self.counts, ">u4")
        self.out[how_many + 4] = ord("]")
        self.out[how_many[several] + 5] = OPEN
        self.out[how_many + lengths - 1] = np.where(several, ord("e"), ord("a"))
        self._positions(numbers, deltas)

    def _positions(self, numbers: Array, deltas: Array) -> None:
        ends = self.field.token_ends
        low = int(ends[self.low - 1]) if self.low else 0
        deltas = deltas[low : int(ends[self.high - 1])]
        width = self.field.delta_width
        firsts = np.cumsum(self.counts) - self.counts
        nth = np.arange(len(deltas)) - np.repeat(firsts, self.counts)
        self._numbers(np.repeat(numbers, self.counts) + nth * (1 + width), deltas, width)

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

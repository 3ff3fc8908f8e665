"""Postings spelled as Whoosh reads them and numpy writes them: see layout.

A pickle may be spelled in many ways. Here every number is a LONG1 of two bytes (of six where one
of its kind is great), and what stands between the numbers is filled up with values that are taken
off the stack again, so that a file of postings is an array of uint32:

block    length, six numbers, and what opens the document numbers: 40 bytes; MAGIC before a
         term's first
         a word a document, as differences; what closes them
         the weights: None, one float, or a word each
         the values
value    C or B, its bytes, how many positions; a list of as many words

A value begins in the last three bytes of a word, whose first ends what came before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.backends.whoosh.layout import BLOCK, MAGIC

Array = np.ndarray
WORD = np.dtype("<u4")
# (count, last document, greatest weight, compression, shortest and longest length as bytes), and
# what opens the data: its protocol, a 0 put and taken off, the beginning of a tuple
HEAD = np.frombuffer(
    b"....\x80\x02(J....J....G........K\0K.K.t." b"\x80\x03K\x000(", np.uint8
)  # fmt: skip
HEAD_WORDS = len(HEAD) // 4
LONG1, WIDE = 0x028A, 0x068A  # a whole number of two bytes, of six
SHORT = 32_767  # the greatest number of two bytes
BODY, LONG_BODY = 4 + 1 + 1, 4 + 6 + 1  # bytes of a value beside its numbers
# struct "!BfIBBfIIqi" of W3TermInfo: flags, weight, documents, lengths, weight, ids, extent
TERM_INFO = np.dtype(
    [("inline", "u1"), ("weight", ">f4"), ("df", ">u4"), ("shortest", "u1"), ("longest", "u1"),
     ("heaviest", ">f4"), ("first", ">u4"), ("last", ">u4"), ("offset", ">i8"), ("size", ">i4")]
)  # fmt: skip


def _word(spelled: bytes) -> int:
    return int.from_bytes(spelled, "little")


ONES, SAME = _word(b"tNN0"), _word(b"tG\0\0")  # weights: all 1; all alike, six bytes more and N0
MANY, MANY_END = _word(b"tN0("), _word(b"tK\x000")
NO_VALUES, END_NONE = _word(b"tNN\x87"), _word(b".N0N")
END = _word(b"lt\x87.")
SHORT_VALUE = _word(b"lC\0\0"), _word(b"\0\0\0(")
LONG_VALUE = _word(b"lB\0\0"), _word(b"\0\0N0"), _word(b"K\x000(")
FIRST_VALUE = np.uint32(ord("l") ^ ord("("))  # the first follows the beginning of the tuple


class Piece:
    """Some terms of a field, spelled: `out`, words.

    `starts` is where each term's postings start, and last how many there are. `docs`, `counts`,
    `firsts` (the first token): one a posting, in order. `deltas`: one a token, the positions as
    differences; None for a field that has no positions. `lengths`: each document's, as Whoosh's
    bytes.
    """

    def __init__(
        self,
        starts: Array,
        docs: Array,
        counts: Array,
        deltas: Array | None,
        lengths: Array,
        *,
        firsts: Array,
    ) -> None:
        self.starts, self.sizes = starts[:-1], np.diff(starts)
        self.docs, self.counts, self.firsts = docs, counts, firsts
        self.lengths = lengths.take(docs)
        self._cut()
        self._measure(deltas)
        self.out = np.empty(int(self.ends[-1]), WORD)
        self._heads()
        self._ids()
        self._weights(deltas is None)
        if deltas is not None:
            self._values(deltas)

    def _cut(self) -> None:
        """Terms into blocks: where each starts, how many postings, and whether it is the last."""
        per_term = -(-self.sizes // BLOCK)
        self.first_blocks = np.cumsum(per_term) - per_term
        term_of = np.repeat(np.arange(len(self.sizes)), per_term)
        nth = np.arange(len(term_of)) - self.first_blocks[term_of]
        self.is_last = nth == per_term[term_of] - 1
        self.block_starts = self.starts[term_of] + nth * BLOCK
        self.block_sizes = np.minimum(BLOCK, self.sizes[term_of] - nth * BLOCK)

    def _measure(self, deltas: Array | None) -> None:
        """Where every part of every block stands, in words from the start of the piece."""
        n, starts = self.block_sizes, self.block_starts
        self.gaps = np.diff(self.docs, prepend=0)
        self.gaps[starts] = self.docs[starts]
        self.heaviest = np.maximum.reduceat(self.counts, starts)
        self.even = np.minimum.reduceat(self.counts, starts) == self.heaviest
        self.id_words = _width(self.gaps)
        self.weight_words = _width(self.heaviest)
        ids = HEAD_WORDS + n * self.id_words
        weights = np.where(self.even, np.where(self.heaviest == 1, 1, 3), 2 + n * self.weight_words)
        values: Array | int = 0
        if deltas is not None:
            self.delta_words = _width(deltas)
            self.records = self._records()
            values = np.add.reduceat(self.records, starts)
        sizes = ids + weights + values + 1
        magic = np.zeros(len(n), np.int64)
        magic[self.first_blocks] = 1
        self.ends = np.cumsum(sizes + magic)
        self.at = self.ends - sizes
        self.sizes_in_file = 4 * sizes
        self.weights_at = self.at + ids
        self.values_at = self.weights_at + weights

    def _records(self) -> Array:
        """How many words each value has."""
        numbers = self.counts * self.delta_words
        self.long = np.flatnonzero(numbers > (255 - BODY) // 4)
        numbers += 2
        numbers[self.long] += 2
        return numbers

    def _heads(self) -> None:
        """The magic before a term's first block; each block's length, six numbers and end."""
        self.out[self.at[self.first_blocks] - 1] = _word(MAGIC)
        head = np.empty((len(self.at), len(HEAD)), np.uint8)
        head[:] = HEAD
        head[:, :4] = _bytes(np.where(self.is_last, -1, 1) * (self.sizes_in_file - 4), ">i4")
        self.last_docs = self.docs[self.block_starts + self.block_sizes - 1]
        self.shortest = np.minimum.reduceat(self.lengths, self.block_starts)
        self.longest = np.maximum.reduceat(self.lengths, self.block_starts)
        head[:, 8:12] = _bytes(self.block_sizes, "<i4")
        head[:, 13:17] = _bytes(self.last_docs, "<i4")
        head[:, 18:26] = _bytes(self.heaviest, ">f8")
        head[:, 29], head[:, 31] = self.shortest, self.longest
        self.out[self.at[:, None] + np.arange(HEAD_WORDS)] = head.view(WORD)
        self.out[self.ends - 1] = END

    @cached_property
    def _nth(self) -> Array:
        return np.arange(len(self.docs))

    def _in_rows(self, first: Array, width: int) -> Array:
        """The place of each posting's number, from that of the first of each block."""
        at = np.repeat(first - self.block_starts * width, self.block_sizes)
        at += self._nth if width == 1 else self._nth * width
        return at

    def _put(self, at: Array, numbers: Array, width: int) -> None:
        """Each number at its place."""
        if width == 1:
            short = numbers.astype(WORD)
            short <<= np.uint32(16)
            short |= np.uint32(LONG1)
            self.out[at] = short
            return
        words = (numbers.astype("<u8") << np.uint64(16) | np.uint64(WIDE)).view(WORD)
        self.out[at], self.out[at + 1] = words[::2], words[1::2]

    def _ids(self) -> None:
        self._put(self._in_rows(self.at + HEAD_WORDS, self.id_words), self.gaps, self.id_words)

    def _weights(self, no_values: bool) -> None:
        at = self.weights_at
        if no_values:  # all weigh 1
            self.out[at], self.out[self.ends - 1] = NO_VALUES, END_NONE
            return
        ones = self.heaviest == 1
        self.out[at[ones]] = ONES
        if len(same := np.flatnonzero(self.even & ~ones)):
            spelled = np.empty((len(same), 12), np.uint8)
            spelled[:] = np.frombuffer(b"tG........N0", np.uint8)
            spelled[:, 2:10] = _bytes(self.heaviest[same], ">f8")
            self.out[at[same][:, None] + np.arange(3)] = spelled.view(WORD)
        if self.even.all():
            return
        uneven = ~self.even
        self.out[at[uneven]] = MANY
        self.out[self.values_at[uneven] - 1] = MANY_END
        places = self._in_rows(at + 1, self.weight_words)
        counts = self.counts
        if self.even.any():
            chosen = np.repeat(uneven, self.block_sizes)
            places, counts = places[chosen], counts[chosen]
        self._put(places, counts, self.weight_words)

    def _values(self, deltas: Array) -> None:
        """Of each posting a string of bytes: how many positions, and a pickle of a list of them."""
        width, counts = self.delta_words, self.counts
        at = np.cumsum(self.records)
        at -= self.records
        at += np.repeat(self.values_at - at[self.block_starts], self.block_sizes)
        high = counts.astype(WORD)
        high <<= np.uint32(16)
        self.out[at + 1] = high | np.uint32(SHORT_VALUE[1])
        high *= np.uint32(4 * width)  # bytes; of long ones, which come below, it overflows
        high += np.uint32(BODY << 16 | SHORT_VALUE[0])
        self.out[at] = high
        firsts = at + 2
        if len(self.long):
            self._long(at[self.long], counts[self.long])
            firsts[self.long] += 2
        self.out[at[self.block_starts]] ^= FIRST_VALUE
        firsts -= self.firsts * width
        places = np.repeat(firsts, counts)
        places += np.arange(0, len(places) * width, width)
        self._put(places, deltas, width)

    def _long(self, at: Array, counts: Array) -> None:
        """The beginnings of values that have more than 255 bytes."""
        bodies = counts * (4 * self.delta_words) + LONG_BODY
        spelled = _bytes(counts, ">u4").astype(WORD)
        self.out[at] = (bodies & 0xFFFF) << 16 | LONG_VALUE[0]
        self.out[at + 1] = bodies >> 16 | spelled[:, 0] << 16 | spelled[:, 1] << 24
        self.out[at + 2] = spelled[:, 2] | spelled[:, 3] << 8 | LONG_VALUE[1]
        self.out[at + 3] = LONG_VALUE[2]

    def infos(self, offset: int) -> Array:
        """What the table of terms says of each term; `offset` is where the piece stands, bytes."""
        info = np.zeros(len(self.sizes), TERM_INFO)
        first = self.first_blocks
        begins = 4 * (self.at[first] - 1)
        info["weight"] = np.add.reduceat(self.counts, self.starts)
        info["df"] = self.sizes
        info["shortest"] = np.minimum.reduceat(self.shortest, first)
        info["longest"] = np.maximum.reduceat(self.longest, first)
        info["heaviest"] = np.maximum.reduceat(self.heaviest, first)
        info["first"] = self.docs[self.starts]
        info["last"] = self.last_docs[np.append(first[1:], len(self.at)) - 1]
        info["offset"] = offset + begins
        info["size"] = np.diff(begins, append=4 * len(self.out))
        return info


def parts(starts: Array, at_most: int) -> Sequence[tuple[int, int]]:
    """Terms in turn, as many at a time as have so many postings or tokens; one at least.

    `starts` is where those of each term start, and last how many there are.
    """
    found = []
    first = 0
    while first < len(starts) - 1:
        after = int(np.searchsorted(starts, starts[first] + at_most, side="right")) - 1
        after = max(after, first + 1)
        found.append((first, after))
        first = after
    return found


def _width(numbers: Array) -> int:
    """The words that each of these numbers takes."""
    return 1 if int(numbers.max(initial=0)) <= SHORT else 2


def _bytes(numbers: Array, kind: str) -> Array:
    """Each number as a row of bytes."""
    dtype = np.dtype(kind)
    return np.ascontiguousarray(numbers.astype(dtype)).view(np.uint8).reshape(-1, dtype.itemsize)

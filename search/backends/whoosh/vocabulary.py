"""The words of a segment as numbers, found and looked up many at a time.

Of folded text that is ASCII, which most texts of European languages are once their accents are
off, words are runs of letters, digits and underscores: found by a table of bytes, and looked up
in a hash table by their first sixteen characters, as two numbers of eight bytes. What is longer,
new, or written in other scripts is looked up one by one. What comes out equals
`search.words.word_texts`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.words import fold, pattern

Array = np.ndarray
LONGEST = 16  # characters of a word that the table holds
# Of each ASCII byte its lower case where words have it, else 0.
CLEAN = bytes(
    ord(chr(code).lower()) if code < 128 and (chr(code).isalnum() or chr(code) == "_") else 0
    for code in range(256)
)
# What of eight bytes belongs to a word that has so many left.
MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
MIXED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd and without a pattern
EMPTY = -1
FREE = np.uint64(2**64 - 1)  # the same as it is kept
FIRST, SECOND, NUMBER = range(3)  # of a row of the table; a fourth fills it up to 32 bytes
AT_FIRST = 12  # binary digits of the number of slots


class Vocabulary:
    """A number for each word, in the order in which they are met."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._order: list[int] = []
        self._reserve(AT_FIRST)

    def number(self, word: str) -> int:
        """The number of a word."""
        return self.of.setdefault(word, len(self.of))

    def in_order(self) -> tuple[list[str], Array]:
        """All words by their numbers, and the numbers in the order of the words.

        Where most were in order before, sorting takes little.
        """
        spelled = list(self.of)
        self._order += range(len(self._order), len(spelled))
        self._order.sort(key=spelled.__getitem__)
        return spelled, np.array(self._order, np.int64)

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """The numbers of all words of some texts, and how many words each text has."""
        joined = " ".join(["", *texts, ""])
        if joined.isascii():
            return self._of_ascii(joined, list(map(len, texts)))
        plain = [fold(text) for text in texts]
        ascii_only = [each if each.isascii() else "" for each in plain]
        found, counts = self._of_ascii(" ".join(["", *ascii_only, ""]), list(map(len, ascii_only)))
        if others := [nth for nth, each in enumerate(plain) if not each.isascii()]:
            parts = np.split(found, np.cumsum(counts)[:-1])
            for nth in others:
                words = pattern(plain[nth]).findall(plain[nth])
                parts[nth] = np.array([self.number(word) for word in words], np.uint32)
                counts[nth] = len(words)
            found = np.concatenate(parts)
        return found, counts

    def _of_ascii(self, joined: str, sizes: Sequence[int]) -> tuple[Array, Array]:
        """Of texts of so many characters, each behind a blank, and one blank more."""
        raw = joined.encode("ascii").translate(CLEAN) + bytes(LONGEST)
        between = np.flatnonzero(np.frombuffer(raw, bool, len(joined)) == 0)
        lengths = np.diff(between)
        lengths -= 1
        words = np.flatnonzero(lengths)
        starts, lengths = between[words], lengths[words]
        starts += 1
        ends = np.cumsum(sizes, dtype=np.int64) + np.arange(1, len(sizes) + 1)
        counts = np.diff(np.searchsorted(starts, ends), prepend=0)
        return self._look_up(raw, starts, lengths), counts

    def _look_up(self, raw: bytes, starts: Array, lengths: Array) -> Array:
        """The numbers of the words at some places of clean text; LONGEST bytes follow the last."""
        eights = np.ndarray(len(raw) - 7, "<u8", raw, strides=(1,))
        first, second = eights[starts], eights[starts + 8]
        first &= MASKS.take(lengths, mode="clip")
        second &= MASKS.take(np.maximum(lengths - 8, 0), mode="clip")
        numbers = self._known(first, second)
        if len(long := np.flatnonzero(lengths > LONGEST)):
            numbers[long] = EMPTY
        missing = np.flatnonzero(numbers == EMPTY)
        if len(missing):
            known = len(self.of)
            ends = starts[missing] + lengths[missing]
            places = zip(starts[missing].tolist(), ends.tolist(), strict=True)
            joined = raw.decode("ascii")
            numbers[missing] = [self.number(joined[start:end]) for start, end in places]
            new, first_met = np.unique(numbers[missing], return_index=True)
            first_met = missing[first_met[new >= known]]
            self._take_in(first_met, numbers, lengths, first, second)
        return numbers.astype(np.uint32)

    def _known(self, first: Array, second: Array) -> Array:
        """The numbers of words in the table, EMPTY where it is not there."""
        slots = self._home(first, second)
        found = self._table.take(slots, axis=0)
        numbers = found[:, NUMBER].view(np.int64).copy()
        wrong = found[:, FIRST] != first
        wrong |= found[:, SECOND] != second
        left = np.flatnonzero(wrong)
        left = left[numbers[left] != EMPTY]
        while len(left):
            slots[left] = there = (slots[left] + 1) & self._last
            found = self._table.take(there, axis=0)
            numbers[left] = found[:, NUMBER].view(np.int64)
            wrong = (found[:, FIRST] != first[left]) | (found[:, SECOND] != second[left])
            left = left[wrong & (numbers[left] != EMPTY)]
        return numbers

    def _home(self, first: Array, second: Array) -> Array:
        mixed = second * MIXED[1]
        mixed ^= first * MIXED[0]
        mixed ^= mixed >> np.uint64(32)
        mixed *= MIXED[0]
        mixed >>= self._shift
        return mixed.view(np.int64)

    def _take_in(
        self, new: Array, numbers: Array, lengths: Array, first: Array, second: Array
    ) -> None:
        """Put new words into the table, those that fit."""
        new = new[lengths[new] <= LONGEST]
        if 2 * (self._held + len(new)) > self._last:
            kept = self._table[self._table[:, NUMBER] != FREE]
            self._reserve((4 * (self._held + len(new))).bit_length())
            self._insert(kept[:, FIRST], kept[:, SECOND], kept[:, NUMBER])
        self._insert(first[new], second[new], numbers[new].view(np.uint64))

    def _reserve(self, digits: int) -> None:
        """An empty table: a row a slot, so that a word is found with one look into memory."""
        self._held, self._last = 0, (1 << digits) - 1
        self._shift = np.uint64(64 - digits)
        self._table = np.zeros((self._last + 1, 4), np.uint64)
        self._table[:, NUMBER] = FREE

    def _insert(self, first: Array, second: Array, numbers: Array) -> None:
        """Each to its home, or to the next slot that is free; of several, the last to come wins."""
        self._held += len(numbers)
        slots = self._home(first, second)
        held = self._table[:, NUMBER]
        left = np.arange(len(numbers))
        while len(left):
            there = slots[left]
            free = held[there] == FREE
            held[there[free]] = numbers[left[free]]
            placed = held[there] == numbers[left]
            at, nth = there[placed], left[placed]
            self._table[at, FIRST], self._table[at, SECOND] = first[nth], second[nth]
            left = left[~placed]
            slots[left] = (slots[left] + 1) & self._last

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
IS_WORD = bytes(code < 128 and (chr(code).isalnum() or chr(code) == "_") for code in range(256))
# What of eight bytes belongs to a word that has so many left.
MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
MIXED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd and without a pattern
EMPTY = -1
AT_FIRST = 12  # binary digits of the number of slots


class Vocabulary:
    """A number for each word, in the order in which they are met."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._reserve(AT_FIRST)

    def number(self, word: str) -> int:
        """The number of a word."""
        return self.of.setdefault(word, len(self.of))

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """The numbers of all words of some texts, and how many words each text has."""
        plain = [fold(text) for text in texts]
        ascii_only = [each if each.isascii() else "" for each in plain]
        found, counts = self._of_ascii(ascii_only)
        if others := [nth for nth, each in enumerate(plain) if not each.isascii()]:
            parts = np.split(found, np.cumsum(counts)[:-1])
            for nth in others:
                words = pattern(plain[nth]).findall(plain[nth])
                parts[nth] = np.array([self.number(word) for word in words], np.uint32)
                counts[nth] = len(words)
            found = np.concatenate(parts)
        return found, counts

    def _of_ascii(self, texts: Sequence[str]) -> tuple[Array, Array]:
        joined = " ".join(["", *texts, ""])
        raw = joined.encode("ascii") + bytes(LONGEST)
        inside = np.frombuffer(raw.translate(IS_WORD), bool)
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        ends_of_texts = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        counts = np.diff(np.searchsorted(starts, ends_of_texts + 1), prepend=0)
        return self._look_up(raw, starts, ends), counts

    def _look_up(self, raw: bytes, starts: Array, ends: Array) -> Array:
        """The numbers of the words at some places of ASCII text; LONGEST bytes follow the last."""
        lengths = ends - starts
        eights = np.ndarray(len(raw) - 7, "<u8", raw, strides=(1,))
        first = eights[starts] & MASKS[np.minimum(lengths, 8)]
        second = eights[starts + 8] & MASKS[np.clip(lengths - 8, 0, 8)]
        numbers = self._known(first, second)
        numbers[lengths > LONGEST] = EMPTY
        missing = np.flatnonzero(numbers == EMPTY)
        if len(missing):
            known = len(self.of)
            places = zip(starts[missing].tolist(), ends[missing].tolist(), strict=True)
            joined = raw.decode("latin-1")
            numbers[missing] = [self.number(joined[start:end]) for start, end in places]
            new, first_met = np.unique(numbers[missing], return_index=True)
            first_met = missing[first_met[new >= known]]
            self._take_in(first_met, numbers, lengths, first, second)
        return numbers.astype(np.uint32)

    def _known(self, first: Array, second: Array) -> Array:
        """The numbers of words in the table, EMPTY where it is not there."""
        slots = self._home(first, second)
        numbers = self._numbers[slots]
        wrong = (self._first[slots] != first) | (self._second[slots] != second)
        left = np.flatnonzero(wrong & (numbers != EMPTY))
        while len(left):
            slots[left] = (slots[left] + 1) & self._last
            there = slots[left]
            numbers[left] = self._numbers[there]
            wrong = (self._first[there] != first[left]) | (self._second[there] != second[left])
            left = left[wrong & (numbers[left] != EMPTY)]
        return numbers

    def _home(self, first: Array, second: Array) -> Array:
        mixed = first * MIXED[0] ^ second * MIXED[1]
        return ((mixed ^ mixed >> np.uint64(32)) * MIXED[0] >> self._shift).astype(np.int64)

    def _take_in(
        self, new: Array, numbers: Array, lengths: Array, first: Array, second: Array
    ) -> None:
        """Put new words into the table, those that fit."""
        new = new[lengths[new] <= LONGEST]
        if 2 * (self._held + len(new)) > self._last:
            kept = np.flatnonzero(self._numbers != EMPTY)
            old = self._first[kept], self._second[kept], self._numbers[kept]
            self._reserve((4 * (self._held + len(new))).bit_length())
            self._insert(*old)
        self._insert(first[new], second[new], numbers[new])

    def _reserve(self, digits: int) -> None:
        """An empty table."""
        self._held, self._last = 0, (1 << digits) - 1
        self._shift = np.uint64(64 - digits)
        self._first = np.zeros(self._last + 1, np.uint64)
        self._second = np.zeros(self._last + 1, np.uint64)
        self._numbers = np.full(self._last + 1, EMPTY, np.int32)

    def _insert(self, first: Array, second: Array, numbers: Array) -> None:
        """Each to its home, or to the next slot that is free; of several, the last to come wins."""
        self._held += len(numbers)
        slots = self._home(first, second)
        left = np.arange(len(numbers))
        while len(left):
            there = slots[left]
            free = self._numbers[there] == EMPTY
            self._numbers[there[free]] = numbers[left[free]]
            placed = self._numbers[there] == numbers[left]
            at, nth = there[placed], left[placed]
            self._first[at], self._second[at] = first[nth], second[nth]
            left = left[~placed]
            slots[left] = (slots[left] + 1) & self._last

"""The words of a segment as numbers, found and looked up many at a time.

Of folded text that is ASCII, which most texts of European languages are once their accents are
off, words are runs of letters, digits and underscores: found by a table of bytes, and looked up
in a hash table as a number of eight bytes, or as two where they have up to sixteen. What is longer,
new, or written in other scripts is looked up one by one. What comes out equals
`search.words.word_texts`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.backends.whoosh.wordtable import EMPTY, WordTable
from search.words import fold, pattern

Array = np.ndarray
SHORT, LONGEST = 8, 16  # characters of a word that one table holds, and the other
# Of each ASCII byte its lower case where words have it, else 0.
CLEAN = bytes(
    ord(chr(code).lower()) if code < 128 and (chr(code).isalnum() or chr(code) == "_") else 0
    for code in range(256)
)
# What of eight bytes belongs to a word that has so many left.
MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
AT_FIRST = 12  # binary digits of the number of slots of a table


class Vocabulary:
    """A number for each word, in the order in which they are met."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._order: list[int] = []
        self._short, self._long = WordTable(1, AT_FIRST), WordTable(2, AT_FIRST)

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
        first = eights[starts]
        first &= MASKS.take(lengths, mode="clip")
        numbers = self._short.find(first)
        longer = np.flatnonzero(lengths > SHORT)
        second = eights[starts[longer] + SHORT]
        second &= MASKS.take(lengths[longer] - SHORT, mode="clip")
        numbers[longer] = self._long.find(first[longer], second)
        numbers[longer[lengths[longer] > LONGEST]] = EMPTY
        missing = np.flatnonzero(numbers == EMPTY)
        if len(missing):
            known = len(self.of)
            ends = starts[missing] + lengths[missing]
            places = zip(starts[missing].tolist(), ends.tolist(), strict=True)
            joined = raw.decode("ascii")
            numbers[missing] = [self.number(joined[start:end]) for start, end in places]
            new, first_met = np.unique(numbers[missing], return_index=True)
            first_met = missing[first_met[new >= known]]
            self._take_in(first_met, numbers, lengths, first, longer=longer, second=second)
        return numbers.view(np.uint32)

    def _take_in(
        self,
        new: Array,
        numbers: Array,
        lengths: Array,
        first: Array,
        *,
        longer: Array,
        second: Array,
    ) -> None:
        """Put new words into the tables, those that fit; `second` is of the longer words only."""
        short = new[lengths[new] <= SHORT]
        self._short.add(numbers[short], first[short])
        long = new[(lengths[new] > SHORT) & (lengths[new] <= LONGEST)]
        self._long.add(numbers[long], first[long], second[np.searchsorted(longer, long)])

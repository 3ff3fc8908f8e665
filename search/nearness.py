"""Words that are spelled almost like another, as someone who mistyped it would have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters of a word that is mended; one of three is near to everything
LONG = 9  # letters from which on two slips are forgiven
NEAREST = 60  # words that are looked at for one word


class Nearness:
    """The words of a lexicon by length and first letter, so that few are compared with one."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, str], list[str]] = {}
        self._lengths: dict[int, set[str]] = {}  # the first letters of the words of a length

    def add(self, words: Iterable[str]) -> None:
        """Take in words that are new."""
        for word in words:
            size, first = len(word), word[:1]
            self._buckets.setdefault((size, first), []).append(word)
            self._lengths.setdefault(size, set()).add(first)

    def near(self, word: str) -> list[tuple[int, str]]:
        """(slips, word) for the words one slip away, of long ones two; nearest first.

        A slip is a letter too many, one missing, a wrong one or two exchanged (optimal string
        alignment). Words of another first letter are looked at only where there are none of the
        same; that bounds the work to about a twentieth of a vocabulary.
        """
        if len(word) < SHORTEST:
            return []
        slips = 2 if len(word) >= LONG else 1
        same = self._nearest(word, slips, {word[0], word[1]})
        return same or self._nearest(word, 1, None)

    def _nearest(self, word: str, slips: int, firsts: set[str] | None) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for bucket in self._around(len(word), slips, firsts):
            near = process.extract(
                word, bucket, scorer=OSA.distance, processor=None,
                limit=NEAREST, score_cutoff=slips,
            )  # fmt: skip
            found += [(int(distance), each) for each, distance, _at in near if distance]
        return sorted(found)[:NEAREST]

    def _around(self, size: int, slips: int, firsts: set[str] | None) -> Iterator[list[str]]:
        for length in range(size - slips, size + slips + 1):
            known = self._lengths.get(length, set())
            for first in known if firsts is None else known & firsts:
                yield self._buckets[length, first]

"""The words of the index: those that share a stem, and those that start alike."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterable

from search.nearness import Nearness
from search.words import stem, stems

EXPANSIONS = 256  # words that a prefix stands for, at most


# Languages whose stemmers take off beginnings too; in all others words of one stem share their
# first letter, and only those are looked at. A test holds this against every other language.
WHOLE = {"ar", "ga", "id", "nl", "sr", "yi"}


class Lexicon:
    """Grows with every segment; a word whose entries are gone stays, and finds nothing."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}
        self._sorted: list[str] = []
        self._starting: dict[str, list[str]] = {"": []}  # by first letter; all under ""
        # most words are alone, and are no list: Python looks through all lists for garbage
        self._stems: dict[tuple[str, str], tuple[int, dict[str, str | list[str]]]] = {}
        self._nearness = Nearness()
        self._near = 0  # words that it knows
        self._lock = threading.Lock()

    def add(self, words: Iterable[str], used: Iterable[int]) -> None:
        """Take in the words of a segment, and in how many of its entries each stands."""
        with self._lock:
            known, by_letter, everything = self.used, self._starting, self._starting[""]
            for word, count in zip(words, used, strict=True):
                if word in known:
                    known[word] += count
                else:
                    known[word] = count
                    everything.append(word)
                    by_letter.setdefault(word[0], []).append(word)

    def forms(self, word: str, language: str) -> list[str]:
        """The words that have the same stem in a language, itself among them if it is there."""
        letter = "" if primary(language) in WHOLE else word[:1]
        with self._lock:
            words = self._starting.get(letter, [])
            known, found = self._stems.get((language, letter), (0, {}))
            if known < len(words):
                more = words[known:]
                for each, of in zip(more, stems(more, language), strict=True):
                    others = found.get(of, "")
                    if not others:
                        found[of] = each
                    elif isinstance(others, str):
                        found[of] = [others, each]
                    else:
                        others.append(each)
                self._stems[language, letter] = len(words), found
            of_it = found.get(stem(word, language), [])
            return [of_it] if isinstance(of_it, str) else of_it

    def starting(self, prefix: str) -> list[str]:
        """All words that start with a prefix, most used first, then by the alphabet."""
        with self._lock:
            if len(self._sorted) < len(self.used):
                self._sorted = sorted(self.used)
            words = self._sorted
            start = bisect_left(words, prefix)
            after = bisect_left(words, prefix + "\U0010ffff")
            return sorted(words[start:after], key=lambda word: (-self.used[word], word))

    def near(self, word: str) -> list[str]:
        """The words that are spelled almost like one: nearest first, then most used first."""
        with self._lock:
            if self._near < len(self.used):
                self._nearness.add(list(self.used)[self._near :])
                self._near = len(self.used)
            found = self._nearness.near(word)
        ordered = sorted(found, key=lambda each: (each[0], -self.used[each[1]], each[1]))
        return [each for _slips, each in ordered]


def primary(language: str) -> str:
    """The first part of a language tag."""
    return re.split("[-_]", language.lower(), maxsplit=1)[0]

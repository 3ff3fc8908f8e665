"""Known names in a text: found all at once (Aho-Corasick), the longest at each place.

Pure functions over strings; all places are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ahocorasick

SHORTEST = 2  # characters of a name

_MARKS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\n": " "})


@dataclass(frozen=True)
class Found:
    """A known name at start..end, and all that is called so; of more than one, a person decides."""

    start: int
    end: int
    meant: frozenset[str]


def folded(text: str) -> str:
    """The text for comparison, character by character: each stands where it stood."""
    plain = text.translate(_MARKS)
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


class Known:
    """Names with what each of them may mean."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of a name and the key of what is called so."""
        self._meant: dict[str, set[str]] = {}
        self._written: dict[str, set[str]] = {}
        for name, key in names:
            words = " ".join(name.split())
            if len(words) >= SHORTEST and any(char.isalpha() for char in words):
                self._meant.setdefault(folded(words), set()).add(key)
                self._written.setdefault(folded(words), set()).add(words)
        self._automaton = ahocorasick.Automaton()
        for name in self._meant:
            self._automaton.add_word(name, name)
        if self._meant:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Found]:
        """The names in a text, from left to right, the longest first where several begin."""
        kept: list[Found] = []
        for start, end, name in sorted(self._matches(text), key=lambda m: (m[0], -m[1])):
            if not kept or start >= kept[-1].end:
                kept.append(Found(start, end, frozenset(self._meant[name])))
        return kept

    def _matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self._meant:
            return
        plain = folded(text)
        for last, name in self._automaton.iter(plain):
            start, end = last + 1 - len(name), last + 1
            if _is_whole(text, start, end) and self._is_cased(text[start:end], name):
                yield start, end, name

    def _is_cased(self, words: str, name: str) -> bool:
        """As it is written, or in capitals; "us" is not the US, nor is "ford" a company."""
        plain = words.translate(_MARKS)
        written = {one.translate(_MARKS) for one in self._written[name]}
        if plain in written:
            return True
        if any(one.isupper() for one in written) and len(name) <= 6:
            return False
        first_as_written = any(plain[0] == one[0] or plain[0].isupper() for one in written)
        return first_as_written and (words.isupper() or words.istitle() or " " in name)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on on either side; a possessive may follow."""
    return not (_joins(text, start - 1, start) or _joins(text, end, end - 1))


def _joins(text: str, outside: int, inside: int) -> bool:
    if not 0 <= outside < len(text):
        return False
    return (text[outside].isalnum() or text[outside] == "_") and text[inside].isalnum()


def introduced(text: str, found: Iterable[Found]) -> Mapping[str, frozenset[str]]:
    """Abbreviations that a text gives behind a name, "General Motors (GM)", with what they mean."""
    given: dict[str, frozenset[str]] = {}
    for one in found:
        rest = text[one.end : one.end + 14]
        if rest.startswith(" (") and (close := rest.find(")")) > 3:
            short = rest[2:close]
            if short.isupper() and short.isalpha():
                given[short] = one.meant
    return given

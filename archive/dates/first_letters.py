"""With which letters a match of a pattern over kinds can begin.

So that at each token only the rules are tried that can match there, which is most of the speed of
the grammar. Only what the patterns of the languages use is understood.
"""

import re

_QUANTIFIER = re.compile(r"[?*+]|\{[0-9,]+\}")


def first_letters(pattern: str) -> frozenset[str]:
    """The letters; ValueError for a pattern that can match nothing, or with syntax not known here.

    Lookaheads are not counted: a letter may be among these and still not begin a match.
    """
    parser = _Parser(pattern)
    letters, empty = parser.alternatives()
    if empty or parser.at < len(pattern):
        raise ValueError(f"this pattern can match nothing, or is not understood: {pattern}")
    return frozenset(letters)


class _Parser:
    """Reads a regular expression from left to right; each method gives letters, and whether the
    part can match nothing."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def alternatives(self) -> tuple[set[str], bool]:
        letters, empty = self._sequence()
        while self._next() == "|":
            self.at += 1
            more, nothing = self._sequence()
            letters, empty = letters | more, empty or nothing
        return letters, empty

    def _sequence(self) -> tuple[set[str], bool]:
        letters: set[str] = set()
        empty = True
        while self._next() not in ("", "|", ")"):
            more, nothing = self._item()
            quantifier = _QUANTIFIER.match(self.pattern, self.at)
            if quantifier:
                self.at = quantifier.end()
                nothing = nothing or quantifier[0][0] in "?*" or quantifier[0].startswith("{0")
            if empty:
                letters |= more
            empty = empty and nothing
        return letters, empty

    def _item(self) -> tuple[set[str], bool]:
        character = self._next()
        self.at += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._class(), False
        if character == "$":
            return set(), True
        if character in ".^*+?":
            raise ValueError(f"not understood in a pattern: {character}")
        if character == "\\":
            character = self._next()
            self.at += 1
        return {character}, False

    def _group(self) -> tuple[set[str], bool]:
        ahead = self.pattern[self.at : self.at + 2] in ("?=", "?!")
        if self._next() == "?":
            self.at += 2
        letters, empty = self.alternatives()
        self.at += 1  # the closing bracket
        return (set(), True) if ahead else (letters, empty)

    def _class(self) -> set[str]:
        end = self.pattern.index("]", self.at)
        inside = self.pattern[self.at : end]
        if inside.startswith("^") or "\\" in inside:
            raise ValueError(f"not understood in a pattern: [{inside}]")
        self.at = end + 1
        letters = set(re.sub(r"(?<=.)-(?=.)", "", inside))
        for first, last in re.findall(r"(.)-(.)", inside):
            letters |= {chr(code) for code in range(ord(first), ord(last) + 1)}
        return letters

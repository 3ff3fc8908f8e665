"""With which letters a match of a pattern over kinds can begin.

So that only the tokens are looked at where an expression can begin, and at each only the rules are
tried that can match there, which is most of the speed of the grammar. Only what the patterns of
the languages use is understood.
"""

import re

_QUANTIFIER = re.compile(r"([?*+])|\{([0-9]+)(?:(,)([0-9]*))?\}")


def first_letters(pattern: str, count: int = 1) -> frozenset[str]:
    """The first `count` letters of every match; fewer, where that is the whole of a match.

    Lookaheads are not counted: letters may be among these and still not begin a match. ValueError
    for a pattern that can match nothing, or with syntax not known here.
    """
    parser = _Parser(pattern, count)
    letters = parser.alternatives()
    if "" in letters or parser.at < len(pattern):
        raise ValueError(f"this pattern can match nothing, or is not understood: {pattern}")
    return frozenset(letters)


class _Parser:
    """Reads a regular expression from left to right; each method gives what its part begins with,
    in strings of at most `count` letters, an empty one where it can match nothing."""

    def __init__(self, pattern: str, count: int) -> None:
        self.pattern = pattern
        self.count = count
        self.at = 0

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def alternatives(self) -> set[str]:
        letters = self._sequence()
        while self._next() == "|":
            self.at += 1
            letters |= self._sequence()
        return letters

    def _sequence(self) -> set[str]:
        letters = {""}
        while self._next() not in ("", "|", ")"):
            item = self._item()
            quantifier = _QUANTIFIER.match(self.pattern, self.at)
            if quantifier:
                self.at = quantifier.end()
                item = self._repeated(item, *self._times(quantifier))
            letters = self._followed(letters, item)
        return letters

    def _followed(self, letters: set[str], item: set[str]) -> set[str]:
        short = [one for one in letters if len(one) < self.count]
        return letters.difference(short) | {
            (one + other)[: self.count] for one in short for other in item
        }

    def _times(self, quantifier: re.Match[str]) -> tuple[int, int]:
        """How often at least and at most; beyond `count` times nothing changes."""
        sign, least, comma, most = quantifier.groups()
        if sign:
            return int(sign == "+"), 1 if sign == "?" else self.count
        low = min(int(least), self.count)
        return low, (min(int(most), self.count) if most else self.count) if comma else low

    def _repeated(self, item: set[str], least: int, most: int) -> set[str]:
        letters: set[str] = set()
        so_far = {""}
        for times in range(most + 1):
            if times >= least:
                letters |= so_far
            so_far = self._followed(so_far, item)
        return letters

    def _item(self) -> set[str]:
        character = self._next()
        self.at += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "$":
            return {""}
        if character in ".^*+?":
            raise ValueError(f"not understood in a pattern: {character}")
        if character == "\\":
            character = self._next()
            self.at += 1
        return {character}

    def _group(self) -> set[str]:
        ahead = self.pattern[self.at : self.at + 2] in ("?=", "?!")
        if self._next() == "?":
            self.at += 2
        letters = self.alternatives()
        self.at += 1  # the closing bracket
        return {""} if ahead else letters

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

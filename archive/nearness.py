"""The passage of a text that comes nearest to words that do not stand in it: pure, over strings."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from rapidfuzz.distance import Indel

from archive.passages import Passage, passage_at

_WORD = re.compile(r"\w+")
LEAST = 0.5  # of the words asked for must stand there, and at least two
SLACK = 1.25  # a passage may be so much longer than the words asked for


def bare(quote: str) -> str:
    """A quote from its first word to its last, without the marks around them."""
    words = list(_WORD.finditer(quote))
    return quote[words[0].start() : words[-1].end()] if words else ""


def nearest(text: str, quote: str) -> Passage | None:
    """The words of the text that share most with the quote, in its order; None where few are.

    Words are compared whole and but for capital letters; a word weighs the more, the rarer it is
    in the text. Takes time in proportion to the text.
    """
    wanted = [match[0].casefold() for match in _WORD.finditer(quote)]
    words = [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
    if not wanted or not words:
        return None
    at, until = _window([word for word, _start, _end in words], wanted)
    there = [word for word, _start, _end in words[at:until]]
    same = [op for op in Indel.opcodes(wanted, there) if op.tag == "equal"]
    found = sum(op.src_end - op.src_start for op in same)
    if found < max(2, LEAST * len(wanted)):
        return None
    # what differs at either end is as long as what was asked for there
    first = max(0, at + same[0].dest_start - same[0].src_start)
    last = min(len(words), at + same[-1].dest_end + len(wanted) - same[-1].src_end) - 1
    return passage_at(text, words[first][1], words[last][2])


def _window(words: list[str], wanted: list[str]) -> tuple[int, int]:
    """The run of words, as long as those wanted and some, that weighs most."""
    count = Counter(words)
    weights = {word: count[word] ** -0.5 for word in set(wanted) if word in count}
    length = min(len(words), round(SLACK * len(wanted)) + 1)
    sums = np.concatenate(([0.0], np.cumsum([weights.get(word, 0.0) for word in words])))
    at = int(np.argmax(sums[length:] - sums[:-length]))
    return at, at + length

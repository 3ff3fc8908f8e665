"""A text as tokens: folded words and single punctuation marks, white space left out."""

import re
from bisect import bisect_left, bisect_right

import numpy as np
from rapidfuzz.distance import OSA

from archive.passages.folding import Folded

# Scripts written without spaces are taken by single characters: Thai, Lao, Khmer, Kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_CLOSING = frozenset("\"')]")
_ENDING = frozenset(".!?。！？؟।")
_OPENING = frozenset("\"'([¿¡-")


class Vocabulary:
    """Numbers for words: `words[number]` is the word."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The word's number, a new one for a new word."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


class Tokens:
    """The tokens of one text; `ids` are equal where tokens are, in every text of a vocabulary.

    `starts` and `ends` are offsets in `folded.text`; `folded` leads back to the text itself.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.original = text
        self.vocabulary = vocabulary.words
        self.folded = Folded(text)
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(self.folded.text):
            self.words.append(match.group())
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.ids = np.array([vocabulary.number(word) for word in self.words], dtype=np.int64)
        self.sentences = self._sentence_starts()
        self._starting = {*self.sentences, len(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The tokens, from and up to, that a span of folded offsets touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def sentence(self, first: int, last: int) -> tuple[int, int]:
        """The tokens of the whole sentences on which the tokens from first up to last stand."""
        starts = self.sentences
        start = starts[bisect_right(starts, first) - 1]
        after = bisect_left(starts, last)
        return start, starts[after] if after < len(starts) else len(self)

    def starts_sentence(self, at: int) -> bool:
        """Whether a sentence starts with this token; so it does at the end of the text."""
        return at in self._starting

    def squeezed(self, first: int, last: int) -> str:
        """The tokens from first up to last without the white space between them."""
        return "".join(self.words[first:last])

    def _sentence_starts(self) -> list[int]:
        starts = [0]
        for at in range(1, len(self.words)):
            if self.starts[at] > self.ends[at - 1] and self._starts_sentence(at):
                starts.append(at)
        return starts

    def _starts_sentence(self, at: int) -> bool:
        """Whether a sentence starts at this token, which follows white space."""
        word = self.words[at]
        if word[0].islower():
            return False
        before = at - 1
        while before > 0 and self.words[before] in _CLOSING:
            before -= 1
        if self.words[before] in _ENDING:
            # Not after an initial or a short title: J. Moreno, Mr. Moreno, U.S. Moreno.
            shortened = self.words[before - 1] if before else ""
            return not (shortened[:1].isupper() and len(shortened) < 3)
        return self._line_ends_before(at)

    def _line_ends_before(self, at: int) -> bool:
        start = self.folded.original_end(self.ends[at - 1])
        end = self.folded.original_start(self.starts[at])
        return start is not None and end is not None and "\n" in self.original[start:end]


def mistyped(one: str, other: str) -> bool:
    """Whether two words differ by typing only: a third of the letters at most, and no digit."""
    if any(c.isdigit() for c in one + other):
        return False
    return OSA.distance(one.casefold(), other.casefold()) <= max(1, max(len(one), len(other)) // 3)

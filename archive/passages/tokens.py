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
_ENDING_UNSPACED = frozenset("。！？")
_ENDING = frozenset(".!?。！？؟।")


class Vocabulary(dict[str, int]):
    """A number for every word that is asked for; `list(vocabulary)[number]` is the word."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Tokens:
    """The tokens of one text; `ids` are equal where tokens are, in every text of a vocabulary.

    `starts` and `ends` are offsets in `folded.text`; `folded` leads back to the text itself.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.original = text
        self.folded = Folded(text)
        matches = list(_TOKEN.finditer(self.folded.text))
        self.words = [match.group() for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self.ids = np.array([vocabulary[word] for word in self.words], dtype=np.int64)
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
        lines = self.folded.line_ends
        return [0] + [
            at
            for at, (start, end) in enumerate(zip(self.starts[1:], self.ends, strict=False), 1)
            if self.words[at - 1] in _ENDING_UNSPACED
            or (
                start > end
                and not self.words[at][0].islower()
                and (end in lines or self._sentence_ends(at - 1))
            )
        ]

    def _sentence_ends(self, at: int) -> bool:
        """Whether a sentence may end with this token, which white space follows."""
        while at > 0 and self.words[at] in _CLOSING:
            at -= 1
        if self.words[at] not in _ENDING:
            return False
        # Not after an initial or a short title: J. Moreno, Mr. Moreno, U.S. Moreno.
        shortened = self.words[at - 1] if at else ""
        return not (shortened[:1].isupper() and len(shortened) < 3)


def mistyped(one: str, other: str) -> bool:
    """Whether two words differ by typing only: a third of the letters at most, and no digit."""
    if any(c.isdigit() for c in one + other):
        return False
    return OSA.distance(one.casefold(), other.casefold()) <= max(1, max(len(one), len(other)) // 3)

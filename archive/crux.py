"""Which words passages share: pure, over strings."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
SHORT = 4  # letters; shorter words are mostly grammar, and are shared by everything
# Longer words that say nothing of the matter, in the languages of the sample archive.
GRAMMAR = frozenset(
    re.split(
        r"\s+",
        """about after again against also been before being between both could does from have
        having into more most much only other over said says shall should since some such than
        that their them then there these they this those through under until upon very were what
        when where which while will with within without would your ante antes bajo como contra
        cuando dijo donde ella ellos entre esta estas este esto estos fue hasta había muchos otra
        otro para pero porque según sino sobre también tiene todo todos""",
    )
)


def shared_words(quotes: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each quote in pieces, each with whether it is a word that another quote has too."""
    folded = [{_key(word) for word in _WORD.findall(quote)} for quote in quotes]
    out = []
    for i, quote in enumerate(quotes):
        others = set().union(*(words for j, words in enumerate(folded) if j != i))
        out.append(_pieces(quote, others))
    return out


def _pieces(quote: str, others: set[str]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word in _WORD.finditer(quote):
        key = _key(word.group())
        if key not in others or (not key.isdigit() and (len(key) < SHORT or key in GRAMMAR)):
            continue
        if word.start() > at:
            pieces.append((quote[at : word.start()], False))
        pieces.append((word.group(), True))
        at = word.end()
    if at < len(quote):
        pieces.append((quote[at:], False))
    return pieces


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")

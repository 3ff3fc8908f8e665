"""Which words passages share and which stand in one alone: pure, over strings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:[’'-]\w+)*")  # "12,000" is one word
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
# Short or not, these turn what is said round: they are told as a difference, never as shared.
DENIALS = frozenset(
    re.split(
        r"\s+",
        """no not never none nor neither without cannot sin ni nunca jamás ningún ninguna ninguno
        não nem ne pas jamais sans aucun aucune nicht kein keine keinen nie ohne""",
    )
)
_DENIED = "n't"  # "didn't", "can't"


@dataclass(frozen=True)
class Compared:
    """A passage as words: `pieces` join to it, each with whether another has that word too."""

    pieces: list[tuple[str, bool]]
    alone: list[str] = field(default_factory=list)  # words of weight that no other has, once each


def compared(passages: Sequence[tuple[str, str]]) -> list[Compared]:
    """Passages, each a quote and its language, with the words that they share and differ in.

    Words that differ are told only where some are shared, and another passage is in the same
    language: a translation has hardly a word of its source, and other matters differ in every word.
    """
    folded = [{_key(word) for word in _WORD.findall(quote)} for quote, _language in passages]
    found = []
    for i, (quote, language) in enumerate(passages):
        others = set().union(*(words for j, words in enumerate(folded) if j != i))
        pieces = _pieces(quote, others)
        near = any(same for _words, same in pieces)
        near = near and any(language == other for j, (_q, other) in enumerate(passages) if j != i)
        found.append(Compared(pieces, _alone(quote, others) if near else []))
    return found


def _alone(quote: str, others: set[str]) -> list[str]:
    words: dict[str, str] = {}
    for word in _WORD.findall(quote):
        key = _key(word)
        if key not in others and (_weighs(key) or _denies(key)):
            words.setdefault(key, word)
    return list(words.values())


def _pieces(quote: str, others: set[str]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word in _WORD.finditer(quote):
        key = _key(word.group())
        if key not in others or not _weighs(key):
            continue
        if word.start() > at:
            pieces.append((quote[at : word.start()], False))
        pieces.append((word.group(), True))
        at = word.end()
    if at < len(quote):
        pieces.append((quote[at:], False))
    return pieces


def _weighs(key: str) -> bool:
    return key[0].isdigit() or (len(key) >= SHORT and key not in GRAMMAR and not _denies(key))


def _denies(key: str) -> bool:
    return key in DENIALS or key.endswith(_DENIED)


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")

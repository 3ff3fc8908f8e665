"""Where the words of a record's annotations stand in its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.ingest.records import ClaimMark, Wrong
from archive.passages import PassageError, find_one, occurrences, passage_at
from archive.passages.spans import shortened

Span = tuple[int, int]

# Scripts that put no space between words: a name ends there at any character.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W{_UNSPACED}]"
_IN_A_WORD = rf"(?:{_LETTER}|[\u0300-\u036f])"


def named_at(text: str, name: str) -> list[Span]:
    """Every whole-word occurrence of a name, code points; upper and lower case are told apart.

    A line may break where the name has a space, and its letters may be composed otherwise.
    """
    found = [match.span() for match in _whole_word(name).finditer(text)]
    if not found and not (name.isascii() and text.isascii()):
        found = list(_folded(text, name))
    return found


def _whole_word(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    before = f"(?<!{_IN_A_WORD})" if _joins(name[0]) else ""
    after = f"(?!{_IN_A_WORD})" if _joins(name[-1]) else ""
    return re.compile(before + words + after)


def _joins(character: str) -> bool:
    """Whether a letter directly beside this one would make it part of a longer word."""
    return bool(re.match(_LETTER, character)) or unicodedata.category(character)[0] == "M"


def _folded(text: str, name: str) -> Iterator[Span]:
    for found in occurrences(text, name):
        before, after = text[found.start - 1 : found.start], text[found.end : found.end + 1]
        if not ((before and _joins(before)) or (after and _joins(after))):
            yield found.start, found.end


def checked(text: str, start: int, end: int, what: str) -> Span:
    """The span; raises Wrong, naming `what`, where it is not within the text."""
    try:
        passage_at(text, start, end)
    except PassageError as error:
        raise Wrong(f"{what}: {error}") from error
    return start, end


def _quoted_at(text: str, claim: ClaimMark, what: str) -> Span:
    found = occurrences(text, claim.quote, claim.prefix, claim.suffix)
    if len(found) > 1:
        sentence = _(
            "%(what)s: the words “%(quote)s” stand in this text %(count)s times. Give a prefix and "
            "a suffix that tell the places apart, quote more words, or give start and end."
        )
        quote = shortened(claim.quote)
        raise Wrong(sentence % {"what": what, "quote": quote, "count": len(found)})
    try:
        one = find_one(text, claim.quote, claim.prefix, claim.suffix)
    except PassageError as error:
        raise Wrong(f"{what}: {error}") from error
    return one.start, one.end


def claimed_at(text: str, claim: ClaimMark, what: str) -> Span:
    """Where a claim stands: at its offsets, which its quote must agree with, or at its quote."""
    if claim.start is None or claim.end is None:
        return _quoted_at(text, claim, what)
    start, end = checked(text, claim.start, claim.end, what)
    if claim.quote and text[start:end] != claim.quote:
        raise Wrong(
            _("%(what)s: at %(start)s to %(end)s the text reads “%(found)s”, not “%(quote)s”.")
            % {
                "what": what,
                "start": start,
                "end": end,
                "found": shortened(text[start:end]),
                "quote": shortened(claim.quote),
            }
        )
    return start, end

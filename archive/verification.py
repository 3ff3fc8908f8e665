"""Whether quoted words still stand where a citation says: pure, over texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from archive.passages import Passage, passage_at, reanchor
from archive.passages.folding import Folded, fold
from archive.passages.quotes import spans_of

_DOCUMENT = re.compile(r"/documents/([A-Za-z0-9_-]{3,64})(?:/|$)")
_CLAIM = re.compile(r"/claims/([A-Za-z0-9_-]{3,64})(?:/|$)")
_SPAN = re.compile(r"c?([0-9]{1,9})-([0-9]{1,9})")
_MARKS = " \t\r\n“”\"'‘’«»„"  # around a quote they are the quoting one's, not the text's

PLACES = 20  # of words that stand several times, so many are told
Span = tuple[int, int]


class Outcome(StrEnum):
    """What became of the quoted words in another text."""

    STANDS = "stands"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    UNSURE = "unsure"


class Spelling(StrEnum):
    """How the text writes the quoted words."""

    SAME = "same"
    PUNCTUATION = "punctuation"  # other quotation marks, apostrophes or dashes
    CASE = "case"  # other capital letters


@dataclass(frozen=True)
class Address:
    """What a permalink names; empty or None where it does not say."""

    document: str = ""
    claim: str = ""
    version: int | None = None
    span: tuple[int, int] | None = None
    host: str = ""


@dataclass(frozen=True)
class Sought:
    """Where quoted words stand in one text: at least one passage, at most `PLACES`, the first ones.

    `count`: how often they stand. `there`: whether at the place that the address names, or it
    names none.
    """

    passages: Sequence[Passage]
    count: int = 1
    spelling: Spelling = Spelling.SAME
    there: bool = True


def read_address(address: str) -> Address:
    """The parts of a permalink of this archive; all empty where it is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return Address()
    query = parse_qs(parts.query)
    document, claim = _DOCUMENT.search(parts.path), _CLAIM.search(parts.path)
    number = query.get("version", [""])[0]
    named = query.get("passage", [""])[0] or unquote(parts.fragment)
    span = _SPAN.fullmatch(named)
    return Address(
        document=document[1] if document else "",
        claim=claim[1] if claim else "",
        version=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None,
        span=(int(span[1]), int(span[2])) if span else None,
        host=parts.netloc.rpartition("@")[2].lower(),
    )


def sought(text: str, span: tuple[int, int] | None, quote: str) -> Sought | None:
    """Where the quote stands, at the span first; of a span alone its words. None: nowhere.

    Raises PassageError where there is no quote and the span is not within the text.
    """
    if span and not quote:
        return Sought([passage_at(text, *span)])
    at = _at(text, span, quote) if span and 0 <= span[0] < span[1] <= len(text) else None
    if at is not None:
        return at
    spans, spelling = spelled(text, quote)
    if not spans:
        return None
    covering = [one for one in spans if span and one[0] <= span[0] < span[1] <= one[1]]
    found = covering or spans
    passages = [passage_at(text, *one) for one in found[:PLACES]]
    return Sought(passages, len(found), spelling, there=span is None or bool(covering))


def _at(text: str, span: tuple[int, int], quote: str) -> Sought | None:
    """The words of the span that say the quote: all of it, or those within it."""
    whole = passage_at(text, *span)
    if _same(whole.quote, quote):
        return Sought([whole])
    within, spelling = spelled(whole.quote, quote)
    if not within:
        return None
    start, end = within[0]
    return Sought([passage_at(text, span[0] + start, span[0] + end)], 1, spelling)


def spelled(text: str, quote: str) -> tuple[list[Span], Spelling]:
    """The spans of all that says the quote, in the nearest spelling that stands in the text."""
    bare = quote.strip(_MARKS)
    if not bare:
        return [], Spelling.SAME
    for wanted in (quote, bare):
        found = spans_of(text, wanted)
        if found:
            same = all(_same(one, wanted) for one in {text[start:end] for start, end in found})
            return found, Spelling.SAME if same else Spelling.PUNCTUATION
    return _in_any_case(text, bare), Spelling.CASE


def _in_any_case(text: str, quote: str) -> list[Span]:
    """The spans that equal the quote after folding but for capital letters."""
    wanted = fold(quote).strip()
    if not wanted:
        return []
    folded, spans = Folded(text), []
    for match in re.finditer(re.escape(wanted), folded.text, re.IGNORECASE):
        start, end = folded.original_start(match.start()), folded.original_end(match.end())
        if start is not None and end is not None and start < end:
            spans.append((start, end))
    return spans


def outcome(old: str, new: str, passage: Passage) -> tuple[Outcome, Passage | None]:
    """What became of a passage of one text in another, and where it stands there."""
    if old == new:
        return Outcome.STANDS, passage
    anchor = reanchor(old, new, [passage])[0]
    if anchor.start is None or anchor.end is None:
        return (Outcome.GONE if anchor.state == "lost" else Outcome.UNSURE), None
    there = passage_at(new, anchor.start, anchor.end)
    if anchor.state == "changed":
        return Outcome.CHANGED, there
    return (Outcome.STANDS if there.start == passage.start else Outcome.MOVED), there


def _same(one: str, other: str) -> bool:
    """Whether two quotes are the same but for white space and the marks around them."""
    return " ".join(one.split()).strip(_MARKS) == " ".join(other.split()).strip(_MARKS)

"""Whether quoted words still stand where a citation says: pure, over texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category
from urllib.parse import parse_qs, unquote, urlsplit

from archive.passages import Passage, passage_at, reanchor
from archive.passages.folding import Folded, fold
from archive.passages.quotes import spans_of

_DOCUMENT = re.compile(r"/documents/([A-Za-z0-9_-]{3,64})(?:/|$)")
_CLAIM = re.compile(r"/claims/([A-Za-z0-9_-]{3,64})(?:/|$)")
_SPAN = re.compile(r"c?([0-9]{1,9})-([0-9]{1,9})")
_MARKS = " \t\r\n“”\"'‘’«»„"  # around a quote they are the quoting one's, not the text's

_CAPITAL = re.compile(r"\[(\w)\](?=\w)")  # "[T]he committee": another capital than in the text
# A scholar's marks of what a quotation leaves out or puts in: "…", "[…]", "[the minister]".
_LEFT_OUT = re.compile(r"\[[^\]\n]{0,200}\]|…|\.\s?\.\s?\.")
_IN_NUMBERS = ".,:"
PARTS = 12  # of a quotation with words left out; more are not looked for
LONGEST = 4000  # characters that a quotation with words left out may reach over
# Letters of languages that write no spaces between words: a word may begin or end anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]")

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
    SHORTENED = "shortened"  # the same, with words between that the quote leaves out


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
    if _same(whole.quote, quote) and _whole(text, [span]):
        return Sought([whole])
    within, spelling = spelled(whole.quote, quote)
    within = _whole(text, [(span[0] + start, span[0] + end) for start, end in within])
    return Sought([passage_at(text, *within[0])], 1, spelling) if within else None


def spelled(text: str, quote: str) -> tuple[list[Span], Spelling]:
    """The spans of all that says the quote, in the nearest spelling that stands in the text."""
    bare = quote.strip(_MARKS)
    if not bare:
        return [], Spelling.SAME
    for wanted in (quote, bare):
        found = _whole(text, spans_of(text, wanted))
        if found:
            same = all(_same(one, wanted) for one in {text[start:end] for start, end in found})
            return found, Spelling.SAME if same else Spelling.PUNCTUATION
    if found := _whole(text, _in_any_case(text, bare)):
        return found, Spelling.CASE
    if found := _whole(text, _in_any_case(text, _CAPITAL.sub(r"\1", bare))):
        return found, Spelling.CASE
    return _with_gaps(text, bare), Spelling.SHORTENED


def _whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that cut no word and no number: "accurate" does not stand in "inaccurate"."""
    return [(start, end) for start, end in spans if not _cut(text, start) and not _cut(text, end)]


def _cut(text: str, at: int) -> bool:
    """Whether a place lies within a word, a number or a letter with its accents."""
    if not 0 < at < len(text):
        return False
    if category(text[at])[0] == "M":
        return True
    first = at - 1
    while first and category(text[first])[0] == "M":  # the letter that an accent stands on
        first -= 1
    before, after = text[first], text[at]
    if before.isalnum() and after.isalnum():
        # the sign of a note, as in "minister²", is no part of the word
        return category(after) != "No" and _UNSPACED.search(before + after) is None
    # between digits a mark is a part of the number: "12" does not stand in "12,000"
    if before in _IN_NUMBERS:
        return after.isdigit() and text[max(0, at - 2)].isdigit()
    if after in _IN_NUMBERS:
        return before.isdigit() and text[at + 1 : at + 2].isdigit()
    return False


def _with_gaps(text: str, quote: str) -> list[Span]:
    """Where the parts of a quote with words left out stand one after another, the shortest."""
    parts = [part.strip(_MARKS) for part in _LEFT_OUT.split(quote)]
    parts = [part for part in parts if part]
    if not 0 < len(parts) <= PARTS or not _LEFT_OUT.search(quote):
        return []
    places: list[list[Span]] = []
    for part in parts:
        places.append(_whole(text, spans_of(text, part)))
        if not places[-1]:
            return []
    if len(places) == 1:
        return places[0]
    found = [span for first in places[0] if (span := _onward(first, places[1:]))]
    return sorted(found, key=lambda one: one[1] - one[0])[:1]


def _onward(first: Span, places: Sequence[Sequence[Span]]) -> Span | None:
    """From the first part to the last, each the next one of its places; None where one fails."""
    start, end = first
    for following in places:
        at = bisect_left(following, (end, 0))
        if at == len(following):
            return None
        end = following[at][1]
    return (start, end) if end - start <= LONGEST else None


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

"""Whether quoted words still stand where a citation says: pure, over texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from archive.passages import Passage, occurrences, passage_at, reanchor

_DOCUMENT = re.compile(r"/documents/([A-Za-z0-9_-]{3,64})(?:/|$)")
_CLAIM = re.compile(r"/claims/([A-Za-z0-9_-]{3,64})(?:/|$)")
_SPAN = re.compile(r"c?([0-9]{1,9})-([0-9]{1,9})")


class Outcome(StrEnum):
    """What became of the quoted words."""

    STANDS = "stands"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Address:
    """What a permalink names; empty or None where it does not say."""

    document: str = ""
    claim: str = ""
    version: int | None = None
    span: tuple[int, int] | None = None


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
    )


def cited(text: str, span: tuple[int, int] | None, quote: str) -> Passage | None:
    """The cited passage: the span where it says the quote, else the quote where it stands once."""
    if span and 0 <= span[0] < span[1] <= len(text):
        there = passage_at(text, *span)
        if not quote or _same(there.quote, quote):
            return there
    if not quote:
        return None
    found = [p for p in occurrences(text, quote) if _same(p.quote, quote)]
    return found[0] if len(found) == 1 else None


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
    return " ".join(one.split()).strip(" “”\"'") == " ".join(other.split()).strip(" “”\"'")

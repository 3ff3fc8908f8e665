"""Which known names stand in a text: as they are, by last name, by an abbreviation it gives.

Pure functions over strings; all places are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.suggest.known import Found, Known, introduced

NAME = "entities: known name"
LAST_NAME = "entities: last name of a person named here"
ABBREVIATION = "entities: abbreviation given here"

_LAST = re.compile(r"(?<=\s)[^\W\d_][\w’'\-]{2,}\Z")


@dataclass(frozen=True)
class Named:
    """A name in a text, the key of what it names, and by which rule."""

    start: int
    end: int
    key: str
    rule: str


def find(text: str, known: Known, persons: frozenset[str]) -> list[Named]:
    """The names in a text that mean one thing; `persons` are the keys of what has a last name."""
    found = known.find(text)
    sure = [Named(one.start, one.end, _only(one), NAME) for one in found if len(one.meant) == 1]
    more = list(_further(text, found, sure, persons))
    return sorted([*sure, *more], key=lambda one: (one.start, one.end))


def _only(one: Found) -> str:
    return next(iter(one.meant))


def _further(
    text: str, found: list[Found], sure: list[Named], persons: frozenset[str]
) -> Iterator[Named]:
    """Last names and abbreviations, which only this text makes clear."""
    pairs: list[tuple[str, str]] = []
    rules: dict[str, str] = {}
    for one in sure:
        last = _LAST.search(text[one.start : one.end])
        if last and one.key in persons:
            pairs.append((last.group(), one.key))
            rules[one.key + last.group()] = LAST_NAME
    for short, meant in introduced(text, found).items():
        pairs += [(short, key) for key in meant]
        rules |= {key + short: ABBREVIATION for key in meant}
    for hit in Known(pairs).find(text):
        words = text[hit.start : hit.end]
        rule = rules.get(_only(hit) + words)
        alone = len(hit.meant) == 1 and not any(
            other.start < hit.end and hit.start < other.end for other in found
        )
        if alone and rule:
            yield Named(hit.start, hit.end, _only(hit), rule)

"""Which way the postings of a segment are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search.backends.whoosh.flat import FLAT, Flat
from search.backends.whoosh.postings import Decoded, Matched, Source


def matched(directory: str, schema: Any, segment: Any, _words: Sequence[str]) -> Source:
    """By Whoosh's own matching: slower, and never gone."""
    return Matched(directory, schema, segment)


def quickest(directory: str, schema: Any, segment: Any, words: Sequence[str]) -> Source:
    """As plain arrays where the `arrays` writer wrote them, else a block at a time."""
    path = Path(directory, segment.make_filename(FLAT))
    if path.exists():
        return Flat(path, words)
    if segment.is_compound():
        return Matched(directory, schema, segment)
    return Decoded(directory, schema, segment)

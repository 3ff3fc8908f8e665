"""Passages of a text and where they stand in another: needs neither settings nor database."""

from archive.passages.anchors import Anchor, State, reanchor
from archive.passages.quotes import find_one, occurrences
from archive.passages.selectors import from_selectors, selectors
from archive.passages.spans import Passage, PassageError, check, passage_at
from archive.passages.utf16 import Utf16, from_utf16, to_utf16

__all__ = [
    "Anchor",
    "Passage",
    "PassageError",
    "State",
    "Utf16",
    "check",
    "find_one",
    "from_selectors",
    "from_utf16",
    "occurrences",
    "passage_at",
    "reanchor",
    "selectors",
    "to_utf16",
]

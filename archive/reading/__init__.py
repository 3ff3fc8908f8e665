"""How a text is laid out for reading: pure functions over strings and offsets, no Django.

Offsets are code points into the text of one version, as everywhere.
"""

from archive.reading.context import Context, around, keyword_in_context
from archive.reading.marks import Level, Mark
from archive.reading.paragraphs import (
    Block,
    Span,
    block_at,
    blocks,
    by_paragraph,
    paragraphs,
    trimmed,
)
from archive.reading.pieces import Close, Ends, Open, Piece, Token, cut, linked_of, nested
from archive.reading.sets import Set, sets

__all__ = [
    "Block",
    "Close",
    "Context",
    "Ends",
    "Level",
    "Mark",
    "Open",
    "Piece",
    "Set",
    "Span",
    "Token",
    "around",
    "block_at",
    "blocks",
    "by_paragraph",
    "cut",
    "keyword_in_context",
    "linked_of",
    "nested",
    "paragraphs",
    "sets",
    "trimmed",
]

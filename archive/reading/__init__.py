"""How a text is laid out for reading: pure functions over strings and offsets, no Django.

Offsets are code points into the text of one version, as everywhere.
"""

from archive.reading.context import Context, around, keyword_in_context, paragraph_number
from archive.reading.marks import Level, Mark
from archive.reading.paragraphs import Block, blocks, paragraphs
from archive.reading.pieces import Close, Ends, Open, Piece, Token, cut, nested
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
    "Token",
    "around",
    "blocks",
    "cut",
    "keyword_in_context",
    "nested",
    "paragraph_number",
    "paragraphs",
    "sets",
]

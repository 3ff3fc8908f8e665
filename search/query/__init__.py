"""What was asked: the language of search, which docs/search-language.md describes.

Every string parses to something; what was not understood is told in the notes.
"""

from dataclasses import dataclass

from search.query.canonical import canonical, shortened
from search.query.notes import Note, Notes
from search.query.parser import MAX_WORDS, Parser
from search.query.tokens import MAX_DEPTH, MAX_LENGTH, clean, tokens
from search.query.tree import (
    FIELD_NAMES,
    FIELDS,
    And,
    Everything,
    Field,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    field_clauses,
    positive_words,
    replaced,
)

__all__ = [
    "FIELDS",
    "FIELD_NAMES",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_WORDS",
    "And",
    "Everything",
    "Field",
    "Leaf",
    "Node",
    "Not",
    "Note",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "Word",
    "field_clauses",
    "parse",
    "positive_words",
    "replaced",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A query's tree, what its writer should know, and its one normal form.

    Parsing `canonical` gives the same tree and the same canonical form.
    """

    tree: Node
    notes: tuple[Note, ...]
    canonical: str


def parse(text: str) -> ParsedQuery:
    """Read a query; any string of any characters is one. Needs neither settings nor database."""
    notes = Notes()
    cleaned = clean(text, notes)
    tree = Parser(tokens(cleaned, notes), notes).parse()
    if tree is None:
        tree = Everything()
        if cleaned:
            notes.add("nothing_left")
    while len(shown := canonical(tree)) > MAX_LENGTH:
        notes.add("too_long", limit=MAX_LENGTH)
        tree = shortened(tree)
    return ParsedQuery(tree=tree, notes=tuple(notes.found), canonical=shown)

"""A tree written as a query again: the one form that every query with this tree has."""

import unicodedata
from dataclasses import replace

from search.query.tokens import MAX_DEPTH
from search.query.tree import (
    TEXT_FIELDS,
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
    both,
    either,
    negated,
)
from search.words import stands_alone


def canonical(tree: Node) -> str:
    """`tree` as text; parsed again it gives the same tree."""
    return unicodedata.normalize("NFC", _show(tree, 0))


def _show(tree: Node, depth: int) -> str:
    """`tree` inside `depth` brackets."""
    if isinstance(tree, Everything):
        return ""
    if isinstance(tree, Not):
        grouped = isinstance(tree.part, And | Or) and not _common_field(tree.part, depth)
        return f"-{_bracketed(tree.part, depth) if grouped else _show(tree.part, depth)}"
    if isinstance(tree, Field):
        return f"{tree.name}:{_value(tree)}"
    if isinstance(tree, And | Or):
        return _joined(tree, depth)
    return _leaf(tree)


def _joined(tree: And | Or, depth: int) -> str:
    joint = " OR " if isinstance(tree, Or) else " "
    if name := _common_field(tree, depth):
        return f"{name}:({joint.join(_value(p) for p in tree.parts if isinstance(p, Field))})"
    return joint.join(
        _bracketed(part, depth)
        if isinstance(part, Or) and not _common_field(part, depth)
        else _show(part, depth)
        for part in tree.parts
    )


def _bracketed(tree: Node, depth: int) -> str:
    return f"({_show(tree, depth + 1)})"


def _common_field(tree: And | Or, depth: int) -> str:
    """The field that all parts ask, which then is written once; not where brackets are at most."""
    names = {part.name if isinstance(part, Field) else "" for part in tree.parts}
    return names.pop() if len(names) == 1 and depth < MAX_DEPTH else ""


def _value(field: Field) -> str:
    if field.name in TEXT_FIELDS:
        return _leaf(field.part)
    if isinstance(field.part, Prefix):
        return f"{field.value}*"
    return field.value if field.part.typed else f'"{field.value}"'


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, Prefix):
        return f"{leaf.text}*"
    if isinstance(leaf, Word):
        written = leaf.text.upper() if leaf.initials else leaf.text
        return written if leaf.typed else f'"{written}"'
    if not leaf.typed:
        return f'"{" ".join(leaf.words)}"'
    shown = leaf.words[0]
    for word in leaf.words[1:]:
        apart = "" if stands_alone(shown[-1]) and stands_alone(word) else "-"
        shown += apart + word
    return shown


def shortened(tree: Node) -> Node:
    """`tree` without its last word."""
    return _shortened(tree) or Everything()


def _shortened(tree: Node) -> Node | None:
    if isinstance(tree, And | Or):
        last = _shortened(tree.parts[-1])
        parts = [*tree.parts[:-1], *([last] if last is not None else [])]
        return both(parts) if isinstance(tree, And) else either(parts)
    if isinstance(tree, Not):
        part = _shortened(tree.part)
        return None if part is None else negated(part)
    if isinstance(tree, Phrase):
        words = tree.words[:-1]
        return replace(tree, words=words) if len(words) > 1 else Word(words[0], tree.typed)
    return None

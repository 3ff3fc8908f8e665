"""The tree of a query: frozen values, all words folded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Word:
    """One word; typed without quotes it also stands for its other forms, in quotes for itself.

    `initials`: it was typed in a few capitals (USSR), and may be written with points.
    """

    text: str
    typed: bool = True
    initials: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two words or more that follow each other, each as it is.

    Typed when it was written without a space (Covid-19) instead of in quotes.
    """

    words: tuple[str, ...]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so; at least three letters."""

    text: str


Leaf = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Field:
    """A leaf asked of one field; `value` is what was typed, unfolded, as a uid needs it.

    A title is text: its `value` is empty.
    """

    name: str
    part: Leaf
    value: str = ""


@dataclass(frozen=True, slots=True)
class And:
    """All of two parts or more."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two parts or more."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but what the part finds; may stand alone."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """What an empty query asks for."""


Node = Word | Phrase | Prefix | Field | And | Or | Not | Everything

# What can be asked of by name: the title, and whatever a result can be narrowed by.
FIELDS = (
    "title",
    "person",
    "organisation",
    "place",
    "event",
    "other",
    "publisher",
    "claimant",
    "via",
    "about",
    "status",
    "standing",
    "mode",
    "collection",
    "topic",
    "genre",
    "language",
)
TEXT_FIELDS = ("title",)
# Other names that people type for the same fields.
FIELD_NAMES = {name: name for name in FIELDS} | {
    "organization": "organisation",
    "org": "organisation",
    "speaker": "claimant",
    "lang": "language",
}


def both(parts: list[Node]) -> Node | None:
    """The parts joined by AND, without needless nesting; None where there are none."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def either(parts: list[Node]) -> Node | None:
    """The parts joined by OR, without needless nesting; None where there are none."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, Or) else (part,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def negated(part: Node) -> Node:
    """NOT of a part; twice is not at all."""
    return part.part if isinstance(part, Not) else Not(part)


def leaves(tree: Node, wanted: bool = True) -> Iterator[tuple[Leaf | Field, bool]]:
    """Each leaf or field from left to right, with False where it is asked to be absent."""
    if isinstance(tree, And | Or):
        for part in tree.parts:
            yield from leaves(part, wanted)
    elif isinstance(tree, Not):
        yield from leaves(tree.part, not wanted)
    elif not isinstance(tree, Everything):
        yield tree, wanted


def positive_words(tree: Node, field: str | None = None) -> list[Leaf]:
    """What to mark in a text that was found: words, phrases and prefixes not excluded.

    Those asked of no field; with `field="title"` also those asked of that field.
    """
    found: list[Leaf] = []
    for leaf, wanted in leaves(tree):
        asked = leaf.part if isinstance(leaf, Field) else leaf
        if wanted and (not isinstance(leaf, Field) or leaf.name == field) and asked not in found:
            found.append(asked)
    return found


def replaced(tree: Node, old: Leaf | Field, new: Node) -> Node:
    """The tree with a leaf or field replaced wherever it is asked for, not where it is excluded."""
    if isinstance(tree, And | Or):
        return replace(tree, parts=tuple(replaced(part, old, new) for part in tree.parts))
    return new if tree == old else tree


def field_clauses(tree: Node) -> list[tuple[Field, bool]]:
    """Each field that is asked for (True) or excluded (False), from left to right."""
    return [(leaf, wanted) for leaf, wanted in leaves(tree) if isinstance(leaf, Field)]

"""Cutting a text wherever a mark begins or ends, and nesting the pieces.

Marks cross, and HTML cannot. So the text is cut at every end of a mark; each piece knows the marks
over it; and elements are opened and closed between pieces so that they nest, a crossing mark being
closed and opened again.

A link cannot stand in a link either. Of the linking marks over one piece the shortest links; a
mark that links nowhere is handed out where it ends (`Ends.unlinked`), to be linked after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.reading.marks import Level, Mark


@dataclass(frozen=True)
class Piece:
    """Characters start to end of the text, and the marks over all of them, from the outside in."""

    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Open:
    """An element begins; `first` where its mark begins here, `link` where its words link."""

    mark: Mark
    first: bool
    link: bool


@dataclass(frozen=True)
class Close:
    """The element that was opened last ends."""

    mark: Mark


@dataclass(frozen=True)
class Ends:
    """These marks end here: claims and notes, and linking marks that could link nowhere."""

    marks: tuple[Mark, ...]
    unlinked: tuple[Mark, ...]


Token = Open | Close | Ends | str
Element = tuple[Mark, bool]


def cut(start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    """The pieces of start..end, in order and without a gap."""
    over = [mark for mark in marks if mark.covers(start, end)]
    edges = {start, end}
    for mark in over:
        edges.update((max(mark.start, start), min(mark.end, end)))
    at = sorted(edges)
    begin: dict[int, list[Mark]] = {}
    for mark in over:
        begin.setdefault(max(mark.start, start), []).append(mark)
    pieces: list[Piece] = []
    open_marks: list[Mark] = []
    for left, right in pairwise(at):
        open_marks = [mark for mark in open_marks if mark.end > left] + begin.get(left, [])
        pieces.append(Piece(left, right, tuple(sorted(open_marks, key=lambda m: m.order))))
    return pieces


def linking(piece: Piece) -> Mark | None:
    """The mark whose words link in this piece: the shortest of those that do."""
    links = [mark for mark in piece.marks if mark.level.links]
    return min(links, key=lambda m: (m.end - m.start, m.order), default=None)


def nested(text: str, pieces: Sequence[Piece], linked: frozenset[Mark]) -> Iterator[Token]:
    """What to write, in order: every Open has its Close, and they nest.

    `linked` are the marks that link somewhere in the whole text (`linked_of`).
    """
    stack: list[Element] = []
    for i, piece in enumerate(pieces):
        link = linking(piece)
        wanted = [(mark, mark is link) for mark in piece.marks]
        while stack != wanted[: len(stack)]:
            yield Close(stack.pop()[0])
        for element in wanted[len(stack) :]:
            stack.append(element)
            first = element[0].start == piece.start and not _continues(pieces, i, element[0])
            yield Open(element[0], first, element[1])
        yield text[piece.start : piece.end]
        ends = Ends(
            tuple(m for m in piece.marks if m.end == piece.end and m.level <= Level.NOTE),
            tuple(
                m for m in piece.marks if m.end == piece.end and m.level.links and m not in linked
            ),
        )
        if ends.marks or ends.unlinked:
            while stack and stack[-1][0].level > Level.NOTE:
                yield Close(stack.pop()[0])
            yield ends
    while stack:
        yield Close(stack.pop()[0])


def linked_of(pieces: Sequence[Piece]) -> frozenset[Mark]:
    """The marks that link in at least one of these pieces."""
    return frozenset(mark for piece in pieces if (mark := linking(piece)) is not None)


def _continues(pieces: Sequence[Piece], i: int, mark: Mark) -> bool:
    return i > 0 and mark in pieces[i - 1].marks

"""Which paragraphs stand beside which claims.

A set is a paragraph, its claims, and the paragraphs after it in which none begins: the claims may
run down beside those. A claim that runs over several paragraphs keeps them in one set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.reading.marks import Level, Mark
from archive.reading.paragraphs import Block

BESIDE = (Level.CLAIM, Level.NOTE)


@dataclass
class Set:
    """`head` are the blocks up to the last in which a mark begins; `tail` those without."""

    head: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def claims(self) -> list[Mark]:
        """The claims that begin here; their place in this list, from 1, is their k."""
        return [mark for mark in self.marks if mark.level is Level.CLAIM]

    @property
    def notes(self) -> list[Mark]:
        """The notes that begin here."""
        return [mark for mark in self.marks if mark.level is Level.NOTE]


def sets(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Set]:
    """The blocks in sets, in order; each claim and note with the block in which it begins."""
    waiting = sorted((m for m in marks if m.level in BESIDE), key=lambda m: (m.start, m.order))
    out: list[Set] = []
    reach = -1
    for i, block in enumerate(blocks):
        last = i + 1 == len(blocks)
        own = [m for m in waiting if last or m.start < blocks[i + 1].start]
        waiting = waiting[len(own) :]
        if not out or (own and block.start >= reach):
            out.append(Set())
        current = out[-1]
        if own:
            current.head += [*current.tail, block]
            current.tail = []
            current.marks += own
            reach = max(reach, *(m.end for m in own))
        elif not current.head:
            current.head.append(block)
        else:
            current.tail.append(block)
    return out

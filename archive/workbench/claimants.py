"""Who makes a claim, written anew: rows that say the same stay the rows they are.

A colleague's open form and a proposal name the rows by their keys, so a save that touches nothing
of a row must not make another of it.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from archive.models import Attribution, Claim
from archive.workbench.journal import Journal

SAYS = ("as_worded", "entity_id", "capacity", "via_id")


def _says(row: Attribution) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SAYS)


def rewrite(claim: Claim, found: list[Attribution], journal: Journal) -> None:
    """Make `found` (unsaved, in order) the attributions of this claim, at positions from 1."""
    rows = list(claim.attributions.all())
    kept, gone = _paired(rows, found)
    for row in gone:
        journal.remove(row)
    # No position is taken twice on the way: first those that move up the list, the first of them
    # first, then those that move down, the last of them first.
    pairs = [(row, found[n], n + 1) for n, row in sorted(kept.items())]
    up = [pair for pair in pairs if pair[2] <= pair[0].position]
    down = [pair for pair in pairs if pair[2] > pair[0].position]
    for row, new, position in [*up, *reversed(down)]:
        says = {name: getattr(new, name) for name in SAYS}
        if position != row.position or _says(row) != _says(new):
            journal.change(row, position=position, **says)
    for n, new in enumerate(found):
        if n not in kept:
            new.claim, new.position = claim, n + 1
            journal.add(new)


def _paired(
    rows: list[Attribution], found: list[Attribution]
) -> tuple[dict[int, Attribution], list[Attribution]]:
    """The saved row of each number of `found`, where there is one, and the rows that are left."""
    before, after = [_says(row) for row in rows], [_says(row) for row in found]
    kept: dict[int, Attribution] = {}
    gone: list[Attribution] = []
    for _tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, False).get_opcodes():
        shared = min(i_end - i, j_end - j)
        kept |= {j + n: rows[i + n] for n in range(shared)}
        gone += rows[i + shared : i_end]
    return kept, gone

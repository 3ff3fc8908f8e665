"""The plain arrays of several segments as those of one, which Whoosh makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.backends.whoosh.columns import Table
from search.backends.whoosh.flat import FLAT, Flat, FlatField, write
from search.schema import TEXT_FIELDS

Array = np.ndarray


def merge(
    directory: Path, merged: Any, words: Sequence[str], parts: Sequence[tuple[Any, Table, Array]]
) -> None:
    """Write the file of a merged segment with these words, where each part has such a file.

    `parts` are the segments in their order, with their columns and the rows that go in.
    """
    paths = [directory / segment.make_filename(FLAT) for segment, _table, _rows in parts]
    if not all(path.exists() for path in paths):
        return
    rank = {word: nth for nth, word in enumerate(words)}
    opened = [
        (Flat(path, table.words), np.array([rank[word] for word in table.words], np.int64), rows)
        for path, (_segment, table, rows) in zip(paths, parts, strict=True)
    ]
    fields = {name: _merged(name, opened).laid(len(words)) for name in TEXT_FIELDS}
    write(directory / merged.make_filename(FLAT), fields)


def _merged(name: str, parts: Sequence[tuple[Flat, Array, Array]]) -> FlatField:
    found: list[FlatField] = []
    docs = end = 0
    for flat, rank, rows in parts:
        each, end = _moved(flat.whole(name), rank, rows, docs, end)
        found.append(each)
        docs += len(rows)
    terms, docs_of, counts, numbers, starts = (
        np.concatenate([getattr(each, part) for each in found])
        for part in ("terms", "docs", "counts", "numbers", "starts")
    )
    order = np.lexsort((docs_of, terms))
    tokens = np.repeat(terms, counts) << 32 | numbers
    tokens.sort()
    return FlatField(terms[order], docs_of[order], counts[order], tokens & (1 << 32) - 1, starts)


def _moved(
    field: FlatField, rank: Array, rows: Array, docs: int, end: int
) -> tuple[FlatField, int]:
    """Some rows of a field, numbered from `docs` and their tokens from `end` on; the new end."""
    behind = max([int(field.numbers.max(initial=0)) + 2, *(field.starts[-1:] + 1).tolist()])
    sizes = np.diff(field.starts, append=behind)[rows]
    starts = end + np.cumsum(sizes) - sizes
    new = np.full(len(field.starts), -1, np.int64)
    new[rows] = np.arange(len(rows))
    kept = new[field.docs] >= 0
    kept_tokens = np.repeat(kept, field.counts)
    old, counts = field.docs[kept], field.counts[kept]
    moved = np.repeat(starts[new[old]] - field.starts[old], counts)
    numbers = field.numbers[kept_tokens] + moved
    made = FlatField(rank[field.terms[kept]], new[old] + docs, counts, numbers, starts)
    return made, end + int(sizes.sum())

"""The values of facets in one segment: which rows have them, and how many there are of each.

What is counted here outlives a commit, as the segment does: after a change only the new segment
is counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from search.backends.whoosh.columns import Joined, Table

Array = np.ndarray
MANY = 16  # of so many rows one at least: their values are marked among all, not gathered


class Values:
    """The facets of a table under the shared numbering of values."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def totals(self) -> Mapping[str, Array]:
        """By facet how many rows have each value; as long as its greatest code says."""
        return Joined(lambda facet: np.bincount(self._codes(facet)))

    def of(self, facet: str, rows: Array) -> Array:
        """The codes of the values that some rows have, ascending by row."""
        codes = self._codes(facet)
        if not len(codes):
            return codes
        lengths, single = self._lengths[facet]
        if single:
            return codes.take(rows)
        if len(rows) * MANY > self._table.size:
            chosen = np.zeros(self._table.size, bool)
            chosen[rows] = True
            return codes[np.repeat(chosen, lengths)]
        return self._table.ragged[facet].take(rows).columns["code"]

    def rows_with(self, facet: str, wanted: Array) -> Array:
        """The rows that have a value whose code is wanted: ascending, some of them twice.

        `wanted` is a mask over the codes.
        """
        codes = self._codes(facet)
        chosen = np.flatnonzero(wanted)
        if len(chosen) == 1:
            at = np.flatnonzero(codes == chosen[0])
        else:
            at = np.flatnonzero(wanted.take(codes))
        if self._lengths[facet][1]:
            return at
        return np.searchsorted(self._table.ragged[facet].offsets, at, side="right") - 1

    def _codes(self, facet: str) -> Array:
        return self._table.ragged[facet].columns["code"]

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[Array, bool]]:
        """By facet how many values each row has, and whether every row has one."""
        return Joined(self._lengths_of)

    def _lengths_of(self, facet: str) -> tuple[Array, bool]:
        lengths = np.diff(self._table.ragged[facet].offsets)
        return lengths, bool((lengths == 1).all())

"""Match sets, and what was counted over them, kept as long as the index stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from search.backends.base import Facet, Histogram, Sought

Array = np.ndarray
BUDGET = 48 * 1024 * 1024  # bytes of match sets in memory
SORTS = 4  # orders of which the first pages are kept
PER_SET = 4  # ways in which one match set was narrowed
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The most recently used of some values, by what they were computed from."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value; computed unless it is here, perhaps by two threads at once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value


@dataclass(frozen=True)
class Narrowed:
    """The matches that are left after access and filters, and what they share."""

    rows: Array
    total: int
    possibly: int
    facets: Mapping[str, Facet]
    histogram: Histogram | None
    first: Kept[Array] = field(default_factory=lambda: Kept[Array](SORTS))


@dataclass(frozen=True)
class MatchSet:
    """What a tree matches among the live entries of a kind, before access and filters.

    `elsewhere` are the rows in which it was found in other layers only; None where in none.
    """

    rows: Array
    scores: Array
    elsewhere: Array | None
    words: tuple[Sought, ...]
    notes: tuple[str, ...]
    narrowed: Kept[Narrowed] = field(default_factory=lambda: Kept[Narrowed](PER_SET))


def kept_for(size: int) -> Kept[MatchSet]:
    """Room for as many match sets over `size` rows as the budget allows, four at least."""
    each = size * (1 + 8 + 1 + PER_SET) + 10_000
    return Kept(max(4, BUDGET // each))

"""Many keys, as few at once as every database takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 500  # SQLite takes 999 parameters before version 3.32
Each = TypeVar("Each")


def batches(keys: Sequence[Each]) -> Iterator[Sequence[Each]]:
    """The keys in their order, at most `AT_ONCE` of them at a time."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]

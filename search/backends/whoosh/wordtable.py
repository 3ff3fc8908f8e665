"""A hash table of short strings as numbers of eight bytes, asked for many at a time."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
EMPTY = -1  # the number of a slot that is free, and of what is not there
# odd and without a pattern; the upper digits of a product depend on all of its factors
MIXED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class WordTable:
    """Numbers by keys of one or two parts (uint64); the first part of no key is 0.

    The number of slots is a power of two, `digits` binary digits at first, and at least twice that
    of the keys. A key is in its home, or in one of the slots behind it without a free one between.
    """

    def __init__(self, parts: int, digits: int) -> None:
        self._parts = parts
        self._reserve(digits)

    def _reserve(self, digits: int) -> None:
        self._held, self._last = 0, (1 << digits) - 1
        self._shift = np.uint64(64 - digits)
        self._keys = [np.zeros(self._last + 1, np.uint64) for _ in range(self._parts)]
        self._numbers = np.full(self._last + 1, EMPTY, np.int32)

    def find(self, *keys: Array) -> Array:
        """The numbers of keys, EMPTY where one is not there: int32."""
        slots = self._home(keys)
        numbers = self._numbers.take(slots)
        left = np.flatnonzero(self._others(slots, keys))
        left = left[numbers[left] != EMPTY]
        while len(left):
            slots[left] = there = (slots[left] + 1) & self._last
            numbers[left] = found = self._numbers.take(there)
            others = self._others(there, [part[left] for part in keys])
            left = left[others & (found != EMPTY)]
        return numbers

    def _others(self, slots: Array, keys: tuple[Array, ...] | list[Array]) -> Array:
        """Whether the key in a slot is another."""
        others = self._keys[0].take(slots) != keys[0]
        for kept, part in zip(self._keys[1:], keys[1:], strict=True):
            others |= kept.take(slots) != part
        return others

    def _home(self, keys: tuple[Array, ...] | list[Array]) -> Array:
        mixed = keys[0] * MIXED[0]
        for part in keys[1:]:
            mixed ^= part * MIXED[1]
        mixed >>= self._shift
        return mixed.view(np.int64)

    def add(self, numbers: Array, *keys: Array) -> None:
        """Take in keys that are not there; room is made for them first."""
        if 2 * (self._held + len(numbers)) > self._last:
            filled = np.flatnonzero(self._numbers != EMPTY)
            old = self._numbers[filled], [part[filled] for part in self._keys]
            self._reserve((4 * (self._held + len(numbers))).bit_length())
            self._insert(*old)
        self._insert(numbers, list(keys))

    def _insert(self, numbers: Array, keys: list[Array]) -> None:
        """Each to its home, or to the next slot that is free; of several, the last to come wins."""
        self._held += len(numbers)
        slots = self._home(keys)
        left = np.arange(len(numbers))
        while len(left):
            there = slots[left]
            free = self._numbers[there] == EMPTY
            self._numbers[there[free]] = numbers[left[free]]
            placed = self._numbers[there] == numbers[left]
            at, nth = there[placed], left[placed]
            for kept, part in zip(self._keys, keys, strict=True):
                kept[at] = part[nth]
            left = left[~placed]
            slots[left] = (slots[left] + 1) & self._last

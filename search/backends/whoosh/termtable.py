"""Whoosh's table of terms (filetables.OrderedHashWriter), written for many terms at once.

The file is Whoosh's: entries in the order of their keys, 256 hash tables with open addressing, a
directory of the tables, and the entries' places. Keys are hashed by CRC-32, one of the three ways
that its readers know.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import chain
from typing import Any
from zlib import crc32

import numpy as np
from whoosh.filedb.filetables import HashWriter

Array = np.ndarray
CRC = 1  # hash type
LENGTHS = 8  # bytes of the two lengths before each entry
POINTER = np.dtype([("hash", ">u4"), ("position", ">i8")])


class TermTable(HashWriter):
    """Takes sorted terms a field at a time; `close` writes the rest."""

    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile, hashtype=CRC)
        self._hashes: list[Array] = []
        self._positions: list[Array] = []
        self._end = dbfile.tell()

    def add_sorted(self, keys: Sequence[bytes], values: Array) -> None:
        """Add keys in order, and as many values."""
        size = values.itemsize
        heads = _Heads(size)
        rows = zip(map(heads.__getitem__, map(len, keys)), keys, _rows(values), strict=True)
        self.dbfile.write(b"".join(chain.from_iterable(rows)))
        lengths = np.fromiter(map(len, keys), np.int64, len(keys))
        ends = self._end + np.cumsum(LENGTHS + size + lengths)
        self._positions.append(np.append([self._end], ends[:-1]))
        self._hashes.append(np.fromiter(map(crc32, keys), np.int64, len(keys)))
        self._end = int(ends[-1])

    def _write_hashes(self) -> None:
        """The 256 tables: a key of hash h is in table h & 255, from slot (h >> 8) % slots on."""
        self._hashes.insert(0, np.zeros(0, np.int64))
        self._positions.insert(0, np.zeros(0, np.int64))
        hashes, positions = np.concatenate(self._hashes), np.concatenate(self._positions)
        bucket = hashes & 255
        slots = 2 * np.bincount(bucket, minlength=256)
        home = (hashes >> 8) % np.maximum(slots[bucket], 1)
        order = _order(bucket, home)
        at = _probed(bucket[order], home[order], slots)
        starts = np.cumsum(slots) - slots
        table = np.zeros(int(slots.sum()), POINTER)
        place = starts[bucket[order]] + at
        table["hash"][place] = hashes[order]
        table["position"][place] = positions[order]
        self.directory = [
            (self._end + int(start) * POINTER.itemsize, int(size))
            for start, size in zip(starts, slots, strict=True)
        ]
        self.dbfile.write(table.tobytes())

    def _write_extras(self) -> None:
        positions = np.concatenate(self._positions)
        self.extras["indextype"] = "q"
        self.extras["indexlen"] = len(positions)
        super()._write_extras()
        self.dbfile.write(positions.astype(">i8").tobytes())


class _Heads(dict[int, bytes]):
    """The two lengths before an entry, by the length of its key; all values are of one size."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __missing__(self, length: int) -> bytes:
        self[length] = struct.pack(">ii", length, self._size)
        return self[length]


def _rows(values: Array) -> list[bytes]:
    """Each value as bytes."""
    return values.view(f"V{values.itemsize}").tolist()


def _order(bucket: Array, home: Array) -> Array:
    """Keys by their table and their home in it; of some with the same home the first one first."""
    bits = len(home).bit_length()
    if int(home.max(initial=0)).bit_length() + bits + 8 > 63:
        return np.lexsort((home, bucket))
    home_bits = int(home.max(initial=0)).bit_length()
    packed = (bucket << home_bits | home) << bits | np.arange(len(home))
    packed.sort()
    return packed & ((1 << bits) - 1)


def _probed(bucket: Array, home: Array, slots: Array) -> Array:
    """A free slot for each key, at its home or behind it: `bucket` and `home` come sorted.

    Each takes its home or the slot behind the one before it, whichever is later; those that would
    fall off the end of their table start over from its beginning.
    """
    apart = 4 * (int(slots.max(initial=0)) + 1)  # tables far apart never push into each other
    nth = np.arange(len(home))
    at = nth + np.maximum.accumulate(bucket * apart + home - nth) - bucket * apart
    for over in np.flatnonzero(at >= slots[bucket]).tolist():
        taken = set(at[bucket == bucket[over]].tolist())
        at[over] = next(slot for slot in range(len(taken) + 1) if slot not in taken)
    return at

"""The private parts of Whoosh that we read and write: how a list of postings lies in a file.

Whoosh 3.54, W3Codec. A term's postings are `W3Bl` and then blocks: an int (the length of the rest,
negative in the last block), a pickled tuple of six numbers, and a pickled tuple (document numbers
as differences, weights, values). A value of a field with positions is an int, how many, and a
pickled list of differences.

A pickle may be spelled in many ways. `spelling` spells it so that every part of a block takes
whole words, as Whoosh's own writer does not; both are read as pickles.
"""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.util.numeric import byte_to_length

from search.backends.base import IndexDamaged

Array = np.ndarray
MAGIC = b"W3Bl"
BLOCK = 4096  # postings
# What reading a damaged block raises.
DAMAGE = (
    struct.error, pickle.UnpicklingError, zlib.error, EOFError, ValueError, KeyError, IndexError,
    TypeError, AttributeError, ImportError, OverflowError,
)  # fmt: skip
_int = struct.Struct("!i")


@dataclass(frozen=True)
class Block:
    """One block: document numbers, weights, and what is left to decode for the positions."""

    docs: Array
    weights: Array
    values: Sequence[bytes]


def extent(term_info: Any) -> tuple[int, int]:
    """Where a term's postings start in their file, and how many bytes they take."""
    offset, length = term_info.extent()
    return offset, length[0] if isinstance(length, tuple) else length  # 3.54 hands on a tuple


def read_blocks(raw: bytes) -> Iterator[Block]:
    """The blocks of one term; raises IndexDamaged where they can't be read."""
    if raw[:4] != MAGIC:
        raise IndexDamaged("A list of postings does not start as one.")
    at, last = 4, False
    while not last:
        try:
            (length,) = _int.unpack_from(raw, at)
            last, length = length < 0, abs(length)
            yield _block(raw[at + 4 : at + 4 + length])
        except DAMAGE as error:
            raise IndexDamaged(f"A block of postings is damaged: {error}") from error
        at += 4 + length


def _block(block: bytes) -> Block:
    file = io.BytesIO(block)
    _count, _last, _heaviest, compression, _shortest, _longest = pickle.load(file)  # noqa: S301
    payload = block[file.tell() :]
    if compression:
        payload = zlib.decompress(payload)
    ids, weights, values = pickle.loads(payload)  # noqa: S301
    if weights is None or isinstance(weights, float):
        weights = np.full(len(ids), 1.0 if weights is None else weights)
    docs = np.cumsum(np.array(ids, np.intp))
    return Block(docs, np.array(weights, np.float32), values)


def read_positions(block: Block) -> tuple[Array, Array]:
    """How many positions each document has, and all positions, each document's ascending."""
    lists = _lists(block.values)
    if len(lists) != len(block.docs):
        raise IndexDamaged("A block has other values than documents.")
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    deltas = np.fromiter((n for each in lists for n in each), np.int32, int(counts.sum()))
    return counts, _undelta(deltas, counts)


def _lists(values: Sequence[bytes]) -> tuple[list[int], ...]:
    """The values' pickled lists, read as one pickle: a tuple of them."""
    bodies = (value[4:].removesuffix(b".").removeprefix(b"\x80\x02") for value in values)
    return pickle.loads(b"\x80\x02(" + b"".join(bodies) + b"t.")  # noqa: S301


def _undelta(deltas: Array, counts: Array) -> Array:
    """Positions from differences that start anew with each document."""
    sums = np.cumsum(deltas, dtype=np.int64)
    starts = np.cumsum(counts) - counts
    before = np.where(starts > 0, sums[starts - 1], 0)
    return (sums - np.repeat(before, counts)).astype(np.int32)


LENGTHS = np.array([byte_to_length(n) for n in range(256)])


def length_bytes(lengths: Array) -> Array:
    """Field lengths as Whoosh's bytes (whoosh.util.numeric.length_to_byte)."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)

"""The private parts of Whoosh that we read and write: how a list of postings lies in a file.

Whoosh 3.54, W3Codec. A term's postings are `W3Bl` and then blocks: an int (the length of the rest,
negative in the last block), a pickled tuple of six numbers, and a pickled tuple (document numbers
as differences, weights, values). A value of a field with positions is an int, how many, and a
pickled list of differences.

A pickle may be spelled in many ways. `postings` spells it so that every number of a block takes
the same room: Whoosh reads it as ever, and numpy as a table. What is spelled otherwise, by
Whoosh's own writer, is read as a pickle.
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
WIDTHS = {ord("K"): 1, ord("M"): 2, ord("J"): 4}  # bytes of the numbers behind these opcodes
OPCODES = {width: opcode for opcode, width in WIDTHS.items()}
NUMBERS: dict[int, np.dtype] = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<i4")}
# (count, last document, greatest weight, compression, shortest and longest length as bytes)
INFO = np.frombuffer(b"\x80\x02(J....J....G........K\0K.K.t.", np.uint8)
HEAD = 4 + len(INFO)
RECORDS = (ord("C"), ord("B"))
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
    payload: bytes
    values_at: int  # where the values start in a payload spelled by us; 0 in any other


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
    count, _last, _heaviest, compression, _shortest, _longest = pickle.load(file)  # noqa: S301
    payload = block[file.tell() :]
    if compression:
        payload = zlib.decompress(payload)
    return _as_table(payload, count) or _as_pickle(payload, count)


def _as_table(payload: bytes, count: int) -> Block | None:
    """The block, if it is spelled as `postings` spells it."""
    if payload[:3] != b"\x80\x03(":
        return None
    docs, at = _numbers(payload, 3, count)
    if docs is None:
        return None
    match payload[at : at + 1]:
        case b"N":
            weights: Array | None = np.ones(count, np.float32)
            at += 1
        case b"G":
            (weight,) = struct.unpack_from(">d", payload, at + 1)
            weights = np.full(count, weight, np.float32)
            at += 9
        case b"(":
            weights, at = _numbers(payload, at + 1, count)
        case _:
            return None
    if weights is None or payload[at : at + 1] not in (b"(", b"N"):
        return None
    return Block(np.cumsum(docs, dtype=np.int32), weights.astype(np.float32), payload, at)


def _numbers(payload: bytes, at: int, count: int) -> tuple[Array | None, int]:
    """`count` numbers of one width behind each other and the `t` behind them; where it goes on."""
    width = WIDTHS.get(payload[at])
    if width is None:
        return None, at
    after = at + count * (1 + width)
    table = np.frombuffer(payload, np.uint8, after - at, at).reshape(count, 1 + width)
    if payload[after : after + 1] != b"t" or (table[:, 0] != payload[at]).any():
        return None, at
    packed = np.dtype({"names": ["n"], "formats": [NUMBERS[width]], "offsets": [1],
                       "itemsize": 1 + width})  # fmt: skip
    return np.frombuffer(payload, packed, count, at)["n"], after + 1


def _as_pickle(payload: bytes, count: int) -> Block:
    ids, weights, _values = pickle.loads(payload)  # noqa: S301
    if weights is None or isinstance(weights, float):
        weights = np.full(count, 1.0 if weights is None else weights)
    docs = np.cumsum(np.array(ids, np.int32), dtype=np.int32)
    return Block(docs, np.array(weights, np.float32), payload, 0)


def read_positions(block: Block) -> tuple[Array, Array]:
    """How many positions each document has, and all positions, each document's ascending."""
    if block.values_at and (found := _positions_in_table(block)) is not None:
        return found
    lists = _lists(pickle.loads(block.payload)[2])  # noqa: S301
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


def _positions_in_table(block: Block) -> tuple[Array, Array] | None:
    counts = block.weights.astype(np.int64)
    data = np.frombuffer(block.payload, np.uint8)
    first = block.values_at + 1
    head = 2 if data[first] == ord("C") else 5
    opcode = int(data[first + head + 5 + (counts[0] > 1)])
    width = WIDTHS.get(opcode)
    if width is None:
        return None
    starts, numbers_at, end = record_places(counts, width)
    if first + end + 3 != len(data) or data[first + end] != ord("t"):
        return None
    if not np.isin(data[first + starts], RECORDS).all():
        return None
    firsts = np.cumsum(counts) - counts
    stride = 1 + width
    at = np.arange(int(counts.sum())) * stride
    at += np.repeat(first + numbers_at - firsts * stride + 1, counts)
    numbers = np.ndarray(len(data) - width + 1, NUMBERS[width], block.payload, strides=(1,))
    return counts, _undelta(numbers[at], counts)


def record_places(counts: Array, width: int) -> tuple[Array, Array, int]:
    """Of values spelled by us: where each starts, where its numbers do, and where all end."""
    lengths = 6 + (counts > 1) + counts * (1 + width)
    heads = np.where(lengths < 256, 2, 5)  # C and a byte, or B and four
    ends = np.cumsum(heads + lengths)
    starts = ends - heads - lengths
    return starts, starts + heads + 5 + (counts > 1), int(ends[-1]) if len(ends) else 0


def width_of(greatest: int) -> int:
    """The bytes that numbers up to this one take."""
    return 1 if greatest < 256 else 2 if greatest < 65_536 else 4


LENGTHS = np.array([byte_to_length(n) for n in range(256)])


def length_bytes(lengths: Array) -> Array:
    """Field lengths as Whoosh's bytes (whoosh.util.numeric.length_to_byte)."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)

"""Named arrays in one file: a checksum, a table of contents in JSON, and the arrays' own bytes.

VBTM  length of the contents (4 bytes)  CRC-32 of all that follows (4 bytes)
{"name": [dtype, shape, offset], ...}  padding  arrays, each at a multiple of 16
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from search.backends.base import IndexDamaged

MAGIC = b"VBTM"
HEAD = struct.Struct("<4sII")


def dump(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The bytes of a file that holds these arrays."""
    contents, at = {}, 0
    parts = []
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).tobytes()
        contents[name] = [array.dtype.str, array.shape, at]
        parts += [raw, bytes(-len(raw) % 16)]
        at += len(raw) + -len(raw) % 16
    table = json.dumps(contents).encode()
    table += b" " * (-(HEAD.size + len(table)) % 16)
    body = b"".join([table, *parts])
    return HEAD.pack(MAGIC, len(table), zlib.crc32(body)) + body


def load(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file, read-only; raises IndexDamaged where one byte of it is another."""
    return read(path.read_bytes(), str(path))


def read(raw: bytes, name: str) -> dict[str, np.ndarray]:
    """The arrays of a file's bytes; `name` is for the sentence where they are damaged."""
    if len(raw) < HEAD.size:
        raise IndexDamaged(f"{name} is cut off.")
    magic, length, checksum = HEAD.unpack_from(raw)
    if magic != MAGIC or zlib.crc32(memoryview(raw)[HEAD.size :]) != checksum:
        raise IndexDamaged(f"{name} is damaged.")
    start = HEAD.size + length
    found = {}
    try:
        for each, (dtype, shape, at) in json.loads(raw[HEAD.size : start]).items():
            count = math.prod(shape)
            found[each] = np.frombuffer(raw, dtype, count, start + at).reshape(shape)
    except ValueError as error:  # the length of the table is another
        raise IndexDamaged(f"{name} is damaged.") from error
    return found

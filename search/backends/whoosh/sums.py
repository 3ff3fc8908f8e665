"""Checksums of the index's files: what was written, so that damage is found and named.

MAIN_<segment id>.sums   JSON: each file of the segment, its size and CRC-32
_MAIN_<number>.sum       JSON: the same of that table of contents
"""

from __future__ import annotations

import json
import os
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from search.backends.base import IndexDamaged
from search.backends.whoosh.generations import write_atomically

Sum = tuple[int, int]  # bytes, CRC-32
CHUNK = 1 << 20  # bytes read at a time
OLD = re.compile(r"^_MAIN_(\d+)\.sum$")


def sum_of(path: Path) -> Sum:
    """The size and CRC-32 of a file; raises FileNotFoundError."""
    size = checksum = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
    return size, checksum


def write_for(directory: Path, segment: Any) -> None:
    """Note the files of a segment as they are now."""
    name = segment.segment_id()
    names = sorted(each for each in os.listdir(directory) if each.startswith(f"{name}."))  # noqa: PTH208 - see newest_toc
    files = {each: sum_of(directory / each) for each in names if not each.endswith(".sums")}
    (directory / f"{name}.sums").write_text(json.dumps(files))


def write_for_newest(directory: Path, toc: Path) -> None:
    """Note a table of contents; the notes of older ones go."""
    number = toc.stem.rpartition("_")[2]
    write_atomically(directory / f"_MAIN_{number}.sum", json.dumps(sum_of(toc)).encode())
    for name in os.listdir(directory):  # noqa: PTH208
        if (found := OLD.match(name)) and int(found[1]) < int(number):
            with suppress(FileNotFoundError):
                (directory / name).unlink()


def check_toc(directory: Path, toc: Path) -> None:
    """Raise IndexDamaged where a table of contents is not what was noted of it.

    Where a crash came between the two there is no note, and nothing to compare.
    """
    try:
        noted = tuple(json.loads((directory / f"{toc.stem}.sum").read_bytes()))
    except FileNotFoundError:
        return
    except ValueError as error:
        raise IndexDamaged(f"{toc.stem}.sum is damaged.") from error
    if sum_of(toc) != noted:
        raise IndexDamaged(f"The table of contents {toc.name} is damaged.")


def check_sizes(directory: Path, segment: Any, toc: Path) -> None:
    """Raise IndexDamaged where a file of a segment is cut off or gone: quick, done on opening.

    Whoosh's own writer ends a segment and names it in the table of contents at one go, so that
    the segment's checksums are noted a moment later, and those of the table after them.
    """
    sums = directory / f"{segment.segment_id()}.sums"
    if not sums.exists() and not (directory / f"{toc.stem}.sum").exists():
        return
    for name, (size, _checksum) in _noted(directory, segment).items():
        try:
            there = (directory / name).stat().st_size
        except FileNotFoundError:
            raise IndexDamaged(f"{name} is gone.") from None
        if there != size:
            raise IndexDamaged(f"{name} has {there} bytes instead of {size}.")


def damages(directory: Path, toc: Path, segments: list[Any]) -> list[str]:
    """Every file of these segments that is not what was written, named; reads all of them."""
    note = f"{toc.stem}.sum"
    found = [] if (directory / note).exists() else [f"{note} is gone."]
    for segment in segments:
        try:
            noted = _noted(directory, segment)
        except IndexDamaged as error:
            found.append(str(error))
            continue
        for name, expected in noted.items():
            try:
                if sum_of(directory / name) != expected:
                    found.append(f"{name} is damaged.")
            except FileNotFoundError:
                found.append(f"{name} is gone.")
    return found


def _noted(directory: Path, segment: Any) -> dict[str, Sum]:
    name = f"{segment.segment_id()}.sums"
    try:
        noted = json.loads((directory / name).read_bytes())
        return {each: (int(size), int(checksum)) for each, (size, checksum) in noted.items()}
    except FileNotFoundError:
        raise IndexDamaged(f"{name} is gone.") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{name} is damaged.") from error

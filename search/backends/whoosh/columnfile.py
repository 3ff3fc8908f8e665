"""A segment's columns as a file, `MAIN_<segment>.columns`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from sys import intern

import numpy as np

from search.backends.base import IndexDamaged
from search.backends.whoosh import arrayfile
from search.backends.whoosh.columns import Array, Ragged, Table


def dump(table: Table) -> bytes:
    """The table as the bytes of a file (search.backends.whoosh.arrayfile)."""
    arrays = {f"plain/{name}": values for name, values in table.plain.items()}
    for name, ragged in table.ragged.items():
        arrays[f"ragged/{name}/offsets"] = ragged.offsets
        for column, values in ragged.columns.items():
            arrays[f"ragged/{name}/column/{column}"] = values
    for name, meaning in (*table.meaning.items(), ("words", table.words)):
        arrays[f"strings/{name}"] = np.frombuffer("\0".join(meaning).encode(), np.uint8)
        arrays[f"count/{name}"] = np.array([len(meaning)])
    arrays |= {f"order/{name}": rows for name, rows in table.orders.items()}
    arrays["used"] = table.used
    return arrayfile.dump(arrays)


def load(path: Path) -> Table:
    """Read a table; raises IndexDamaged where the file is not whole, FileNotFoundError if gone."""
    arrays = arrayfile.load(path)
    try:
        return _from_arrays(arrays)
    except (KeyError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{path} lacks something: {error}") from error


def _from_arrays(arrays: Mapping[str, Array]) -> Table:
    plain, offsets, orders = {}, {}, {}
    columns: dict[str, dict[str, Array]] = {}
    meaning: dict[str, list[str]] = {}
    for name, values in arrays.items():
        part, _, rest = name.partition("/")
        if part == "plain":
            plain[rest] = values
        elif part == "order":
            orders[rest] = values
        elif part == "strings":
            count = int(arrays[f"count/{rest}"][0])
            meaning[rest] = values.tobytes().decode().split("\0") if count else []
        elif rest.endswith("/offsets"):
            offsets[rest.removesuffix("/offsets")] = values
        elif part == "ragged":
            of, _, column = rest.partition("/column/")
            columns.setdefault(of, {})[column] = values
    return Table(
        size=len(plain["claim"]),
        plain=plain,
        ragged={name: Ragged(offsets[name], columns[name]) for name in offsets},
        words=list(map(intern, meaning.pop("words"))),  # segments share most of theirs
        used=arrays["used"],
        meaning=meaning,
        orders=orders,
    )

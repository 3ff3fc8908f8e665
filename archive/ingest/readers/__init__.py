"""One module a format; the table says which suffix is read by which.

A reader takes a path and yields, for each document in it, a Record or the Row that says why there
is none. It never raises for what a file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from archive.ingest.readers import jsonl, text
from archive.ingest.records import Options, Record, Row

Reader = Callable[[Path, str, Options], Iterator[Record | Row]]

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
}


def reader_of(path: Path) -> Reader | None:
    """The reader for this file's suffix, whatever its case; None where no format has it."""
    return READERS.get(path.suffix.lower())

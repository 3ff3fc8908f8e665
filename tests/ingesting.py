"""Ingest as tests call it: files made of what they should hold, and the rows of the report."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.ingest import running
from archive.ingest.records import Options, Row
from archive.ingest.sheet import read

TEXT = (
    "The ferry Marta sailed from Havana at noon. “We are late,” said Elena Marsh.\n"
    "Havana was quiet. The Postal Union, in Old Havana, said nothing on 4 May 2016."
)


def take(*paths: Path, sheet: Path | None = None, **options: Any) -> list[Row]:
    """The report rows of one run."""
    chosen = Options(**options)
    table = read(sheet, paths[0] if paths else None) if sheet else None
    found = running.find([] if table else paths)
    return list(running.run(running.records(found, table, chosen), chosen))


def line(**fields: Any) -> dict[str, Any]:
    """A line of JSONL that goes in."""
    return {"uid": "ferry", "title": "The ferry sails", "text": TEXT} | fields


def jsonl(folder: Path, lines: Iterable[Any], name: str = "rows.jsonl") -> Path:
    """A JSONL file of these lines; text is written as it is."""
    path = folder / name
    written = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    path.write_bytes("\n".join(written).encode("utf-8", "surrogatepass") + b"\n")
    return path


def take_line(folder: Path, _options: dict[str, Any] | None = None, **fields: Any) -> Row:
    """The report row of one line."""
    (row,) = take(jsonl(folder, [line(**fields)]), **(_options or {}))
    return row

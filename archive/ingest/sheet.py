"""A CSV sheet with a row a file: what each column is, and the records that it makes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from archive.ingest.decoding import decode, storable
from archive.ingest.readers import text
from archive.ingest.records import MAX_BYTES, Options, Record, Row, Wrong, failed

LISTS = frozenset({"collections", "topics"})  # values parted by |
COLUMNS = LISTS | {
    *("file", "uid", "title", "published", "publisher", "byline", "source_url", "language"),
    *("rights", "genre", "access", "translated_by", "translated_from", "charset"),
}
OTHER_NAMES = {
    "filename": "file",
    "file_name": "file",
    "path": "file",
    "url": "source_url",
    "date": "published",
    "collection": "collections",
    "topic": "topics",
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as read: its rows by their line numbers, and the columns nobody knows."""

    name: str
    folder: Path
    columns: Mapping[str, str]  # what stands in the head of the sheet: field, or "" for unknown
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    @property
    def unknown(self) -> list[str]:
        """The columns that are kept as identifiers, under their own names."""
        return [column for column, field in self.columns.items() if not field]

    def records(self, options: Options) -> Iterator[Record | Row]:
        """The document of each row, or why there is none."""
        for line, row in self.rows:
            source = f"{self.name}:{line}"
            try:
                yield self._record(row, source, options)
            except Wrong as error:
                yield failed(source, str(error))

    def _record(self, row: Mapping[str, str], source: str, options: Options) -> Record:
        said = _fields(row, self.columns)
        given = said.pop("file", "")
        if not given:
            raise Wrong(_("The row names no file. Fill in the column “file”."))
        path = Path(os.path.normpath(self.folder / given))
        if not path.is_relative_to(os.path.normpath(self.folder)):
            raise Wrong(
                _("%(file)s lies outside %(folder)s. Give PATH, a folder that holds it.")
                % {"file": given, "folder": self.folder}
            )
        if not path.is_file():
            raise Wrong(_("There is no file %(file)s.") % {"file": path})
        if path.suffix.lower() not in text.SUFFIXES:
            raise Wrong(
                _("A sheet describes text files, and %(file)s is none. Give it as PATH.")
                % {"file": given}
            )
        return text.record_of(path, f"{source} {given}", options, said)


def read(path: Path, folder: Path | None = None) -> Sheet:
    """The sheet in this file; its files stand in `folder`, or beside it. Raises Wrong."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Wrong(_("The sheet %(path)s is too long. Split it.") % {"path": path})
        data = path.read_bytes()
    except OSError as error:
        raise Wrong(
            _("The sheet %(path)s could not be read: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error
    lines, separator = _table(storable(decode(data).text)[0].removeprefix("\ufeff"))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        head = [" ".join(name.split()) for name in next(reader, [])]
        columns = _columns(head, path)
        rows = tuple(_rows(reader, head))
    except csv.Error as error:
        raise Wrong(
            _("The sheet %(path)s is no CSV at line %(line)s: %(why)s.")
            % {"path": path, "line": reader.line_num, "why": error}
        ) from error
    return Sheet(name=path.name, folder=folder or path.parent, columns=columns, rows=rows)


def _table(whole: str) -> tuple[io.StringIO, str]:
    """The lines of the table and its separator, which Excel may name on a line before them."""
    first, _end, rest = whole.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and len(named) in (4, 5):
        return io.StringIO(rest, newline=""), named[4:] or "\t"
    # the head has names alone, so what parts them is what it has most of
    return io.StringIO(whole, newline=""), max(",;\t", key=first.count)


def _columns(head: list[str], path: Path) -> dict[str, str]:
    columns: dict[str, str] = {}
    for name in filter(None, head):
        plain = name.lower().replace(" ", "_").replace("-", "_")
        field = OTHER_NAMES.get(plain, plain)
        columns[name] = field if field in COLUMNS else ""
    fields = [field for field in columns.values() if field]
    if "file" not in fields:
        raise Wrong(
            _("The sheet %(path)s has no column “file”. Its columns: %(columns)s.")
            % {"path": path, "columns": ", ".join(filter(None, head)) or _("none")}
        )
    twice = next((each for each in fields if fields.count(each) > 1), "")
    if twice or len(columns) < len(list(filter(None, head))):
        raise Wrong(
            _("The sheet %(path)s has two columns for the same thing (%(column)s). Leave one.")
            % {"path": path, "column": twice or ", ".join(head)}
        )
    return columns


def _rows(reader: Any, head: list[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(head, cells, strict=False))


def _fields(row: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, Any]:
    """The record's fields that a row fills in; columns nobody knows become identifiers."""
    said: dict[str, Any] = {}
    others: list[tuple[str, str]] = []
    for column, field in columns.items():
        value = " ".join(row.get(column, "").split())
        if not value:
            continue
        if not field:
            others.append((column, value))
        elif field in LISTS:
            parts = (" ".join(part.split()) for part in value.split("|"))
            said[field] = tuple(dict.fromkeys(filter(None, parts)))
        else:
            said[field] = value
    if others:
        said["identifiers"] = tuple(others)
    return said

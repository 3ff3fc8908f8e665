"""The plain writer: Whoosh's own SegmentWriter, one new segment a batch, no merge on the way."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.analysis import RegexTokenizer, StopFilter
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from search.backends.base import Entry, IndexDamaged
from search.backends.whoosh import columnfile, columns, flatmerge, sums
from search.backends.whoosh.columns import Table
from search.backends.whoosh.generations import sync_directory, sync_file
from search.backends.whoosh.texts import GAP, Rows, lean, prepare
from search.schema import TEXT_FIELDS

PER_SEGMENT = 25_000  # entries
BLOCK = 1024  # postings a block
_TOC = re.compile(r"^_MAIN_(\d+)\.toc$")
COLUMNS = ".columns"  # our file beside a segment's own, named MAIN_<segment id>.columns


def schema() -> Schema:
    """The schema, of Whoosh's own classes only: any Whoosh reads this index without us.

    Words come ready, with a space between; the stop filter takes the GAPs and leaves their
    positions empty, so that no phrase crosses one.
    """
    analyzer = RegexTokenizer(r"[^ ]+") | StopFilter([GAP], minsize=1, renumber=False)
    texts = {name: TEXT(analyzer=analyzer, phrase=True) for name in TEXT_FIELDS}
    return Schema(uid=ID(stored=True), document=ID, kind=ID, **texts)


def create(directory: Path) -> FileIndex:
    """A new, empty index in a directory."""
    made = FileIndex.create(FileStorage(str(directory)), schema(), "MAIN")
    note(directory, [])
    return made


def write_columns(directory: Path, segment: Any, table: Table) -> None:
    """Put the columns of a segment beside it; done before the table of contents names it."""
    (directory / segment.make_filename(COLUMNS)).write_bytes(columnfile.dump(table))


def add(index: FileIndex, directory: Path, entries: Iterable[Entry], gone: Sequence[int]) -> int:
    """One commit: a segment of `entries`, and the documents numbered `gone` deleted."""
    writer = index.writer(codec=W3Codec(blocklimit=BLOCK), compound=False)
    with ExitStack() as undo:
        undo.callback(writer.cancel)
        for number in gone:
            writer.delete_document(number)
        rows, used = _add_all(writer, entries)
        if rows.entries:
            words = sorted(used)
            counts = np.array([used[word] for word in words], np.int64)
            write_columns(directory, writer.newsegment, columns.build(rows, words, counts))
        undo.pop_all()
    writer.commit(mergetype=without_dead)
    note(directory, [writer.newsegment] if rows.entries else [])
    return len(rows.entries)


def _add_all(writer: Any, entries: Iterable[Entry]) -> tuple[Rows, Counter[str]]:
    rows = Rows.empty()
    used: Counter[str] = Counter()
    for entry in entries:
        prepared = prepare(entry)
        writer.add_document(
            uid=entry.uid,
            document=entry.document,
            kind=entry.kind,
            **{name: " ".join(stream) for name, stream in prepared.stream.items() if stream},
        )
        used.update(prepared.words())
        rows.add(lean(entry), prepared, entry.content_hash)
    return rows, used


def without_dead(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments that still have a live document."""
    return [each for each in segments if each.deleted_count() < each.doc_count_all()]


def add_all(index: FileIndex, directory: Path, entries: Iterable[Entry]) -> None:
    """All entries, in as many segments as it takes."""
    for batch in _batches(iter(entries), PER_SEGMENT):
        add(index, directory, batch, ())


def _batches(source: Iterator[Entry], size: int) -> Iterator[Iterator[Entry]]:
    while (first := next(source, None)) is not None:
        yield chain([first], islice(source, size - 1))


def load_columns(directory: Path, segment: Any) -> Table:
    """The columns of a segment, under their own numbering."""
    return columnfile.load(directory / segment.make_filename(COLUMNS))


def merge(index: FileIndex, directory: Path, chosen: Callable[[list[Any]], list[Any]]) -> int:
    """One commit that makes one segment of those that `chosen` picks; returns how many."""
    writer = index.writer(codec=W3Codec(blocklimit=BLOCK), compound=False)
    merged: list[Any] = []

    def policy(writer: Any, segments: list[Any]) -> list[Any]:
        merged.extend(chosen(segments))
        parts = []
        for segment in merged:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
            alive = np.ones(segment.doc_count_all(), bool)
            alive[list(segment.deleted_docs())] = False
            parts.append((segment, load_columns(directory, segment), np.flatnonzero(alive)))
        if parts:
            table = columns.merge([(table, rows) for _segment, table, rows in parts])
            write_columns(directory, writer.newsegment, table)
            flatmerge.merge(directory, writer.newsegment, table.words, parts)
        return [segment for segment in segments if segment not in merged]

    writer.commit(mergetype=policy)
    note(directory, [writer.newsegment] if merged else [])
    return len(merged)


def note(directory: Path, segments: Sequence[Any]) -> None:
    """Write the checksums of new segments, unless they are there, and of the newest contents."""
    for segment in segments:
        if not (directory / segment.make_filename(".sums")).exists():
            sums.write_for(directory, segment)
    sums.write_for_newest(directory, newest_toc(directory))


def newest_toc(directory: Path) -> Path:
    """The newest table of contents; raises FileNotFoundError, IndexDamaged where there is none."""
    names = os.listdir(directory)  # noqa: PTH208 - on every search; a Path a name takes as long
    numbers = [int(found[1]) for each in names if (found := _TOC.match(each))]
    if not numbers:
        raise IndexDamaged(f"There is no table of contents in {directory}.")
    return directory / f"_MAIN_{max(numbers)}.toc"


def sync_since(directory: Path, when: float) -> None:
    """Put on the disk the files that were written since a time, and the names of all."""
    for file in directory.iterdir():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime >= when - 1:
                sync_file(file)
    sync_directory(directory)

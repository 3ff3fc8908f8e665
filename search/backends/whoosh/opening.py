"""The newest snapshot of an index: opened when a commit was made, what stayed is shared."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from search.backends.base import IndexDamaged
from search.backends.whoosh import columnfile, columns, sums
from search.backends.whoosh.columns import CODED, Codes
from search.backends.whoosh.lexicon import Lexicon
from search.backends.whoosh.postings import DAMAGE, Cache, Source
from search.backends.whoosh.snapshot import Segment, Snapshot
from search.backends.whoosh.values import Values
from search.backends.whoosh.writing import COLUMNS, newest_toc

# directory, schema, Whoosh's segment, its words in order
Open = Callable[[str, Any, Any, Sequence[str]], Source]
RETRIES = 20  # a commit beside us removes the table of contents that we are about to read


class Opener:
    """Keeps the newest snapshot of an index, shared by all threads of a process."""

    def __init__(self, cache: Cache, open_source: Open) -> None:
        self._cache = cache
        self._open_source = open_source
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._start("")

    def _start(self, generation: str) -> None:
        self._generation = generation
        self._segments: dict[str, Segment] = {}
        self._codes = {name: Codes() for name in CODED}
        self._lexicon = Lexicon()

    def current(self, live: Callable[[], Path]) -> Snapshot:
        """The newest snapshot; raises IndexMissing or IndexDamaged."""
        with self._lock:
            for _try in range(RETRIES):
                directory = live()
                try:
                    toc = newest_toc(directory)
                except FileNotFoundError:
                    continue  # a rebuild just took its place
                stamp = directory.name, toc.name
                if self._snapshot is None or self._snapshot.stamp != stamp:
                    try:
                        self._snapshot = self._load(toc, stamp)
                    except (FileNotFoundError, IndexDamaged) as error:
                        if isinstance(error, IndexDamaged) and _is_newest(toc):
                            raise
                        continue  # a commit just took its place
                return self._snapshot
        raise IndexDamaged(f"Files are missing in {directory}.")

    def _load(self, path: Path, stamp: tuple[str, str]) -> Snapshot:
        directory = path.parent
        if directory.name != self._generation:
            self._start(directory.name)
        toc = _read_toc(path)
        segments = [self._segment(path, toc.schema, each) for each in toc.segments]
        # only now: a load that fails is tried again, and counts no word twice
        for each in segments:
            if each.name not in self._segments:
                self._lexicon.add(each.table.words, each.table.used.tolist())
        self._segments = {each.name: each for each in segments}
        self._cache.keep_only(set(self._segments))
        return Snapshot(stamp, segments, self._lexicon, self._cache).fill(self._codes)

    def _segment(self, toc: Path, schema: Any, whoosh: Any) -> Segment:
        directory, name = toc.parent, whoosh.segment_id()
        known = self._segments.get(name)
        if known is not None:
            return Segment(name, known.table, known.values, known.source, whoosh)
        table = columnfile.load(directory / whoosh.make_filename(COLUMNS))
        if table.size != whoosh.doc_count_all():
            raise IndexDamaged(f"The columns of {name} have {table.size} rows.")
        sums.check_sizes(directory, whoosh, toc)
        try:
            source = self._open_source(str(directory), schema, whoosh, table.words)
        except (*DAMAGE, FileFormatError) as error:
            raise IndexDamaged(f"{name} is damaged: {error}") from error
        shared = columns.renumber(table, self._codes)
        return Segment(name, shared, Values(shared), source, whoosh)


def _is_newest(toc: Path) -> bool:
    try:
        return newest_toc(toc.parent) == toc
    except FileNotFoundError:
        return False


def _read_toc(path: Path) -> Any:
    """A table of contents, checked; raises FileNotFoundError, IndexDamaged."""
    sums.check_toc(path.parent, path)
    number = int(path.stem.rpartition("_")[2])
    try:
        return TOC.read(FileStorage(str(path.parent), readonly=True), "MAIN", number)
    except FileNotFoundError:
        raise
    except (*DAMAGE, AssertionError, WhooshIndexError) as error:
        raise IndexDamaged(f"{path.name} is damaged: {error}") from error

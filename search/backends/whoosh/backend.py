"""The backend on Whoosh's index: its format and commits, our columns and loops."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.backends.base import (
    Entry,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Query,
    Readable,
    Results,
)
from search.backends.whoosh import answering, building, selftest, sources, sums, writing
from search.backends.whoosh.generations import Generations
from search.backends.whoosh.opening import Open, Opener
from search.backends.whoosh.postings import Cache
from search.backends.whoosh.snapshot import Snapshot
from search.schema import SCHEMA_VERSION

MANY, SMALL, AT_ONCE = 8, 1_000, 2_000  # segments; live entries of a small one; of one merge
WAIT = 10.0  # seconds that a writer waits for another, unless it says otherwise
WRITERS = {"plain": writing, "arrays": building}
READERS: dict[str, Open] = {"plain": sources.matched, "arrays": sources.quickest}


class WhooshBackend:
    """OPTIONS: PATH (the directory above the generations), WRITER and READER (plain: Whoosh's own
    writing and matching; arrays: ours), CACHE_BYTES (of postings in memory).
    """

    def __init__(
        self,
        PATH: str,
        WRITER: str = "plain",
        READER: str = "arrays",
        CACHE_BYTES: int = 64 * 1024 * 1024,
    ) -> None:
        for name, chosen, known in (("WRITER", WRITER, WRITERS), ("READER", READER, READERS)):
            if chosen not in known:
                raise ValueError(f"{name} is {chosen!r}; it must be one of {', '.join(known)}.")
        self._chosen = WRITER, READER
        self._unsettled = 0.0  # since when something was written that is not settled
        self.path = Path(PATH)
        self.generations = Generations(self.path)
        self._cache_bytes = CACHE_BYTES

    @cached_property
    def _writer(self) -> Any:
        """The module that writes; Whoosh's own way where its private parts are not as we know."""
        return WRITERS[self._chosen[0] if selftest.holds() else "plain"]

    @cached_property
    def _opener(self) -> Opener:
        reader = self._chosen[1] if selftest.holds() else "plain"
        return Opener(Cache(self._cache_bytes), READERS[reader])

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Keep every other writer out; raises IndexBusy after `wait` seconds, or OSError."""
        return self.generations.lock(wait)

    def exists(self) -> bool:
        """Whether there is an index to search, of the shape that this version writes."""
        try:
            self.live()
        except (IndexMissing, IndexDamaged):
            return False
        return True

    def live(self) -> Path:
        """The directory of the live generation; raises IndexMissing where none is of use."""
        pointer = self.generations.pointer()
        if pointer.schema != SCHEMA_VERSION:
            raise IndexOutdated("The index was written by another version; run `index_sync`.")
        return self.path / pointer.live

    def snapshot(self) -> Snapshot:
        """What the live generation holds now."""
        return self._opener.current(self.live)

    def replace(self, uids: Iterable[str], entries: Iterable[Entry]) -> None:
        """Make `entries` all that the index holds for the documents `uids`; a first one is made."""
        with self.lock(WAIT):
            try:
                directory = self.live()
            except IndexMissing:
                self.rebuild(())
                directory = self.live()
            gone = self.snapshot().rows_of(set(uids))
            self._unsettled = self._unsettled or time.time()
            self._writer.add(self._index(directory), directory, entries, gone.tolist())

    def settle(self) -> None:
        """Put what was written on the disk, so that it outlasts a power cut."""
        if since := self._unsettled:
            self._unsettled = 0.0
            writing.sync_since(self.live(), since)

    def _index(self, directory: Path) -> FileIndex:
        return FileIndex(FileStorage(str(directory)), indexname="MAIN")

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build a new generation beside the live one, swap, and return how many went in."""
        with self.lock(WAIT):
            with self.generations.building() as fresh:
                self._writer.add_all(writing.create(fresh), fresh, entries)
            return int(np.count_nonzero(self.snapshot().alive))

    def tidy(self, at_most: int = AT_ONCE) -> int:
        """Merge small segments where there are many; returns how many became one.

        For the holder of the lock, after its drain. `at_most` live entries are merged at a time.
        """
        with self.lock(WAIT):
            directory = self.live()
            segments = [each.whoosh for each in self.snapshot().segments]
            if not _small(segments, at_most):
                return 0
            self._unsettled = self._unsettled or time.time()
            return writing.merge(
                self._index(directory), directory, lambda now: _small(now, at_most)
            )

    def search(self, query: Query) -> Results:
        """What the live generation holds for a query."""
        return answering.answer(self.snapshot(), query)

    def complete(self, prefix: str, limit: int, readable: Readable) -> list[str]:
        """Words of what may be read that start with a folded prefix, most used first."""
        return answering.complete(self.snapshot(), prefix, limit, readable)

    def used(self, facet: str, values: Iterable[str], readable: Readable) -> dict[str, int]:
        """In how many documents that may be read each of these values of a facet stands."""
        known = self.snapshot().used(facet, readable)
        return {value: known.get(value, 0) for value in values}

    def similar(self, word: str, limit: int, readable: Readable) -> list[str]:
        """Words of what may be read that are spelled almost like a folded word, nearest first."""
        return answering.similar(self.snapshot(), word, limit, readable)

    def hashes(self) -> dict[tuple[str, str], str]:
        """The content hash of every live entry, by (kind, uid)."""
        snapshot = self.snapshot()
        hashes = snapshot.plain("hash")[np.flatnonzero(snapshot.alive)]
        return dict(zip(_keys(snapshot), (each.tobytes().hex() for each in hashes), strict=True))

    def damages(self) -> list[str]:
        """Every file of the live generation that is not what was written; reads all of them."""
        try:
            segments = [each.whoosh for each in self.snapshot().segments]
        except (IndexDamaged, IndexMissing) as error:
            return [str(error)]
        directory = self.live()
        return sums.damages(directory, writing.newest_toc(directory), segments)

    def documents_of(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The document that each of these live entries, by (kind, uid), is of."""
        snapshot = self.snapshot()
        wanted = set(keys)
        documents = snapshot.plain("document")[np.flatnonzero(snapshot.alive)].tolist()
        return {
            key: document.decode()
            for key, document in zip(_keys(snapshot), documents, strict=True)
            if key in wanted
        }


def _keys(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The kind and uid of every live row."""
    rows = np.flatnonzero(snapshot.alive)
    claims, uids = snapshot.plain("claim")[rows].tolist(), snapshot.plain("uid")[rows].tolist()
    return [
        ("claim" if claim else "document", uid.decode())
        for claim, uid in zip(claims, uids, strict=True)
    ]


def _small(segments: list[Any], at_most: int) -> list[Any]:
    """The smallest segments, where more than MANY are small: as many as one merge takes."""
    live = {each: each.doc_count_all() - each.deleted_count() for each in segments}
    small = sorted((each for each in segments if 0 < live[each] < SMALL), key=live.__getitem__)
    if len(small) <= MANY:
        return []
    chosen: list[Any] = []
    total = 0
    for each in small:
        total += live[each]
        if total > at_most:
            break
        chosen.append(each)
    return chosen if len(chosen) > 1 else []

"""Generations: complete index directories, a pointer to the live one, and the lock above them.

<index>/lock       held by whoever writes: drain, merge, rebuild
<index>/current    JSON: the live generation, the one before it, the version of the schema
<index>/g-.../     one complete Whoosh index
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.backends.base import IndexBusy, IndexDamaged, IndexMissing
from search.schema import SCHEMA_VERSION


@dataclass(frozen=True)
class Pointer:
    """Which generation is live; `schema` is the version it was built with."""

    live: str
    previous: str
    schema: int


class Generations:
    """The directory above all generations of one index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = threading.local()

    def pointer(self) -> Pointer:
        """What is live; raises IndexMissing where nothing is, IndexDamaged where it can't say."""
        try:
            written = json.loads((self.path / "current").read_bytes())
            pointer = Pointer(written["live"], written["previous"], written["schema"])
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(f"There is no index in {self.path}.") from None
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{self.path / 'current'} is damaged.") from error
        if not (self.path / pointer.live).is_dir():
            raise IndexDamaged(f"The live index {self.path / pointer.live} is gone.")
        return pointer

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A fresh directory that becomes the live generation; where building it fails it is
        removed, since it may be what filled the disk. Those that a killed builder left go first."""
        self._clear(keep=self._named())
        fresh = self.path / f"g-{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(3)}"
        fresh.mkdir(mode=0o700)
        try:
            yield fresh
            self._publish(fresh)
        except BaseException:
            if fresh.name not in self._named():
                shutil.rmtree(fresh, ignore_errors=True)
            raise

    def _publish(self, fresh: Path) -> None:
        """Make `fresh` the live one, durably; the one before stays until the next."""
        sync_tree(fresh)
        try:
            previous = self.pointer().live
        except (IndexMissing, IndexDamaged):
            previous = ""
        written = {"live": fresh.name, "previous": previous, "schema": SCHEMA_VERSION}
        write_atomically(self.path / "current", json.dumps(written).encode())
        self._clear(keep={fresh.name, previous})

    def _named(self) -> set[str]:
        try:
            pointer = self.pointer()
        except (IndexMissing, IndexDamaged):
            return set()
        return {pointer.live, pointer.previous}

    def _clear(self, keep: set[str]) -> None:
        for each in self.path.glob("g-*"):
            if each.name not in keep:
                shutil.rmtree(each, ignore_errors=True)

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        """Hold the one lock above the index; raises IndexBusy after `wait` seconds, or OSError."""
        if getattr(self._held, "depth", 0):
            yield
            return
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, wait)
            self._held.depth = 1
            yield
        finally:
            self._held.depth = 0
            os.close(handle)  # and so lets go


def _take(handle: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexBusy("Another process is writing the index.") from None
            time.sleep(0.02)
        else:
            return


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file so that a reader sees the old or the new one, also after a power cut."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_directory(path.parent)


def sync_tree(directory: Path) -> None:
    """Put every file of a generation, and their names, on the disk."""
    for file in directory.iterdir():
        sync_file(file)
    sync_directory(directory)


def sync_file(file: Path) -> None:
    """Put what was written to a file on the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(directory: Path) -> None:
    """Put a directory's list of names on the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

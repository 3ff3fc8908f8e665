"""A build on all cores: processes that turn entries into segments.

The process that has the entries builds too, in a thread: nothing has to be spelled out for that,
and it is at work while the other process still starts. Whichever worker is free gets the next
entries; they are read in the thread that has the database. Another process is started anew (spawn)
and knows neither settings nor database. It ends when its pipe does, so that none outlives a builder
that was killed.
"""

from __future__ import annotations

import fcntl
import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from search.backends.base import Entry
from search.backends.whoosh.building import Builder, build
from search.backends.whoosh.generations import sync_file

PER_SEGMENT = 20_000  # entries of a segment
TEXT_PER_SEGMENT = 60_000_000  # characters; a builder then takes about 500 MB
ALONE = 2_000  # entries that are built in less time than it takes to start a process
WORDS = 500_000  # that a builder remembers from one segment to the next
AT_ONCE = 200  # entries handed on at a time
MOST = 2  # processes; more would take more memory than a small server has
WAITING = 1 << 20  # bytes of entries that lie ready for a worker; Linux gives no more unasked


class Here:
    """Entries for a thread of this process, as they come through a pipe from another."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[list[Entry] | None] = SimpleQueue()

    def send(self, batch: list[Entry]) -> None:
        """Hand on entries; an empty list is the last."""
        self._waiting.put(batch)

    def recv(self) -> list[Entry]:
        """Those that were handed on first; raises EOFError where it was closed before them."""
        batch = self._waiting.get()
        if batch is None:
            raise EOFError
        return batch

    def close(self) -> None:
        """Hand on no more."""
        self._waiting.put(None)


class Worker(NamedTuple):
    """What goes to someone who builds and what comes back: a list of segments, or what is wrong.

    The list is empty each time that entries were taken.
    """

    entries: Connection | Here
    answers: Connection


class Segments:
    """The segments that a process makes one after the other; each is put on the disk meanwhile."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.made: list[Any] = []
        self._directory = directory
        self._builder = Builder()
        self._beside = stack.enter_context(ThreadPoolExecutor(1))
        self._syncing: list[Future[None]] = []

    def add(self, entries: list[Entry]) -> None:
        """Take in entries, and write a segment where there are enough of them."""
        self._builder.add(entries)
        if self._builder.count >= PER_SEGMENT or self._builder.size >= TEXT_PER_SEGMENT:
            self.end()

    def end(self) -> None:
        """Write what there is; raises OSError."""
        if not self._builder.count:
            return
        try:
            self.made.append(self._builder.write(self._directory))
        except OSError as error:
            raise OSError(f"A segment can't be written: {error}") from error
        self._syncing.append(self._beside.submit(_sync, self._directory, self.made[-1]))
        few = len(self._builder.vocabulary.of) < WORDS
        self._builder = Builder(self._builder.vocabulary if few else None)

    def finish(self) -> None:
        """Write what is left, and wait until all is on the disk; raises OSError.

        The system tells of a failed write once, to whoever asks first: later nobody hears of it.
        """
        self.end()
        for one in self._syncing:
            one.result()


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Entries hold no cycles, and looking for them takes longer than reading them."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def build_all(directory: Path, entries: Iterable[Entry]) -> list[Any]:
    """Segments of all entries; not committed. Of more than a few, workers help to make them."""
    source = iter(entries)
    first = list(islice(source, ALONE))
    following = next(source, None)
    if following is None:
        segment = build(directory, first)
        return [segment] if segment else []
    return _build_with_workers(directory, chain(first, [following], source))


def _build_with_workers(directory: Path, entries: Iterator[Entry]) -> list[Any]:
    """Whoever is free gets the next entries, another process first, until there are no more."""
    with _no_garbage(), ExitStack() as stack:
        workers = [_start(directory, stack) for _ in range(min(MOST, os.cpu_count() or 1) - 1)]
        workers.append(_start_here(directory, stack))
        while batch := list(islice(entries, AT_ONCE)):
            free = wait([each.answers for each in workers])
            _give(next(each for each in workers if each.answers in free), batch)
        for worker in workers:
            _give(worker, [])
        return [segment for worker in workers for segment in _hear(worker.answers)]


def _give(worker: Worker, batch: list[Entry]) -> None:
    """Hand entries to a worker once it has taken those before; raises OSError where it failed."""
    _hear(worker.answers)
    try:
        worker.entries.send(batch)
    except BrokenPipeError:
        _hear(worker.answers)  # says why
        raise


def _hear(pipe: Connection) -> list[Any]:
    """What a worker says: the segments that it wrote; raises OSError where it failed."""
    try:
        answer = pipe.recv()
    except EOFError:
        raise OSError("A process that builds the index ended without a word.") from None
    if isinstance(answer, str):
        raise OSError(answer)
    return list(answer)


def _start(directory: Path, stack: ExitStack) -> Worker:
    context = multiprocessing.get_context("spawn")
    taken, entries = context.Pipe(duplex=False)
    answers, said = context.Pipe(duplex=False)
    with suppress(OSError, AttributeError):  # more than it may have; a system without it
        fcntl.fcntl(entries.fileno(), fcntl.F_SETPIPE_SZ, WAITING)
    process = context.Process(target=work, args=(taken, said, str(directory)), daemon=True)
    process.start()
    taken.close()
    said.close()
    stack.callback(process.join)
    stack.callback(answers.close)
    stack.callback(entries.close)
    return Worker(entries, answers)


def _start_here(directory: Path, stack: ExitStack) -> Worker:
    entries = Here()
    answers, said = multiprocessing.Pipe(duplex=False)
    thread = Thread(target=_build, args=(entries, said, str(directory)), daemon=True)
    thread.start()
    stack.callback(answers.close)
    stack.callback(thread.join)
    stack.callback(entries.close)
    return Worker(entries, answers)


def work(entries: Connection, answers: Connection, directory: str) -> None:
    """What another process does: see _build."""
    gc.disable()
    _build(entries, answers, directory)


def _build(entries: Connection | Here, answers: Connection, directory: str) -> None:
    """Say that it is free, take entries, and so on; where none come, say what was written."""
    with answers:
        _take(entries, answers, directory)


def _take(entries: Connection | Here, answers: Connection, directory: str) -> None:
    try:
        with ExitStack() as stack:
            own = Segments(Path(directory), stack)
            answers.send([])
            while batch := entries.recv():
                answers.send([])
                own.add(batch)
            own.finish()
        answers.send(own.made)
    except OSError as error:
        with suppress(OSError):  # where it is the pipe that is gone
            answers.send(str(error))
    except EOFError:
        return


def _sync(directory: Path, segment: Any) -> None:
    """Put the files of a segment on the disk; whoever publishes them does so again, and quickly."""
    for file in directory.glob(f"{segment.segment_id()}.*"):
        sync_file(file)

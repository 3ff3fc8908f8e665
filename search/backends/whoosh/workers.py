"""A build on all cores: processes that turn entries into segments.

A worker is started anew (spawn) and knows neither settings nor database. It ends when its pipe
does, so that none outlives a builder that was killed.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from search.backends.base import Entry
from search.backends.whoosh import building

PER_SEGMENT = 15_000  # entries of a segment; a builder then takes about 400 MB
AT_ONCE = 500  # entries sent at a time
MOST = 2  # processes; more would take more memory than a small server has


def build_all(directory: Path, entries: Iterable[Entry]) -> list[Any]:
    """Segments of all entries, in their order; not committed.

    Up to PER_SEGMENT entries make one segment in this process; of more, workers make them.
    """
    source = iter(entries)
    first = list(islice(source, PER_SEGMENT))
    following = next(source, None)
    if following is None:
        segment = building.build(directory, first)
        return [segment] if segment else []
    return _build_in_workers(directory, chain(first, [following], source))


def _build_in_workers(directory: Path, entries: Iterator[Entry]) -> list[Any]:
    """Each worker in turn gets a segment's entries; it writes while the next one is fed."""
    with ExitStack() as stack:
        pipes = [_start(directory, stack) for _ in range(min(MOST, os.cpu_count() or 1))]
        segments: list[Any] = []
        busy: deque[Connection] = deque()
        for pipe in cycle(pipes):
            if pipe in busy:
                segments.append(_segment(busy.popleft()))
            if not _feed(pipe, entries):
                break
            busy.append(pipe)
        segments += map(_segment, busy)
        return segments


def _feed(pipe: Connection, entries: Iterator[Entry]) -> bool:
    """Send the entries of a segment, and that they are all; False where there are no more."""
    sent = 0
    while sent < PER_SEGMENT and (batch := list(islice(entries, AT_ONCE))):
        pipe.send(batch)
        sent += len(batch)
    if sent:
        pipe.send(None)
    return sent > 0


def _start(directory: Path, stack: ExitStack) -> Connection:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, str(directory)), daemon=True)
    process.start()
    theirs.close()
    stack.callback(process.join)
    stack.callback(ours.close)
    return ours


def _segment(pipe: Connection) -> Any:
    """What a worker wrote; raises OSError where it failed."""
    try:
        answer = pipe.recv()
    except EOFError:
        raise OSError("A process that builds the index ended without a word.") from None
    if isinstance(answer, str):
        raise OSError(answer)
    return answer


def work(pipe: Connection, directory: str) -> None:
    """Take batches of entries; at each None write a segment and send it back."""
    builder = building.Builder()
    try:
        while True:
            batch = pipe.recv()
            if batch is not None:
                for entry in batch:
                    builder.add(entry)
                continue
            try:
                pipe.send(builder.write(Path(directory)))
            except OSError as error:
                pipe.send(f"A segment can't be written: {error}")
            builder = building.Builder()
    except (EOFError, BrokenPipeError):
        return

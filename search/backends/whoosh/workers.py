"""A build on all cores: processes that turn entries into segments.

A worker is started anew (spawn) and knows neither settings nor database. It ends when its pipe
does, so that none outlives a builder that was killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from search.backends.base import Entry
from search.backends.whoosh.building import Builder, build
from search.backends.whoosh.generations import sync_file

PER_SEGMENT = 20_000  # entries of a segment
TEXT_PER_SEGMENT = 60_000_000  # characters; a builder then takes about 500 MB
ALONE = 2_000  # entries that are built in less time than it takes to start a process
WORDS = 500_000  # that a worker remembers from one segment to the next
AT_ONCE = 200  # entries sent at a time
MOST = 2  # processes; more would take more memory than a small server has


def build_all(directory: Path, entries: Iterable[Entry]) -> list[Any]:
    """Segments of all entries; not committed. Of more than a few, workers make them."""
    source = iter(entries)
    first = list(islice(source, ALONE))
    following = next(source, None)
    if following is None:
        segment = build(directory, first)
        return [segment] if segment else []
    return _build_in_workers(directory, chain(first, [following], source))


def _build_in_workers(directory: Path, entries: Iterator[Entry]) -> list[Any]:
    """Whichever worker is free gets the next entries, until there are no more."""
    with ExitStack() as stack:
        pipes = [_start(directory, stack) for _ in range(min(MOST, os.cpu_count() or 1))]
        while batch := list(islice(entries, AT_ONCE)):
            _free(pipes).send(batch)
        left = list(pipes)
        while left:
            pipe = _free(left)
            pipe.send([])
            left.remove(pipe)
        return [segment for pipe in pipes for segment in _hear(pipe)]


def _free(pipes: list[Connection]) -> Connection:
    """The first worker to say that it is free."""
    pipe = next(each for each in wait(pipes) if isinstance(each, Connection))
    _hear(pipe)
    return pipe


def _hear(pipe: Connection) -> list[Any]:
    """What a worker says: the segments that it wrote; raises OSError where it failed."""
    try:
        answer = pipe.recv()
    except EOFError:
        raise OSError("A process that builds the index ended without a word.") from None
    if isinstance(answer, str):
        raise OSError(answer)
    return list(answer)


def _start(directory: Path, stack: ExitStack) -> Connection:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, str(directory)), daemon=True)
    process.start()
    theirs.close()
    stack.callback(process.join)
    stack.callback(ours.close)
    return ours


def work(pipe: Connection, directory: str) -> None:
    """Say that it is free, take entries, and so on; where none come, say what was written.

    What is written is put on the disk meanwhile.
    """
    gc.disable()  # entries hold no cycles, and looking for them takes longer than reading them
    folder, builder = Path(directory), Builder()
    segments: list[Any] = []
    try:
        with ThreadPoolExecutor(1) as beside:
            pipe.send(segments)
            while batch := pipe.recv():
                builder.add(batch)
                if builder.count >= PER_SEGMENT or builder.size >= TEXT_PER_SEGMENT:
                    segments.append(builder.write(folder))
                    beside.submit(_sync, folder, segments[-1])
                    few = len(builder.vocabulary.of) < WORDS
                    builder = Builder(builder.vocabulary if few else None)
                pipe.send([])
            if builder.count:
                segments.append(builder.write(folder))
        pipe.send(segments)
    except OSError as error:
        with suppress(OSError):  # where it is the pipe that is gone
            pipe.send(f"A segment can't be written: {error}")
    except EOFError:
        return


def _sync(directory: Path, segment: Any) -> None:
    """Put the files of a segment on the disk; whoever publishes them does so again, and quickly."""
    for file in directory.glob(f"{segment.segment_id()}.*"):
        sync_file(file)

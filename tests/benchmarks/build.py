"""Build: how fast an index is made from ready entries, and from the database.

`python -m tests.benchmarks build [--documents N] [--engines a,b] [--json FILE]`
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import django

from tests.benchmarks._engines import ENGINES
from tests.benchmarks.search import Bench, lines


def main(argv: list[str]) -> None:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks build")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--whoosh-documents", type=int, default=20_000, help="plain Whoosh gets")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # for the sentences that a search may say
    with tempfile.TemporaryDirectory(prefix="verbatim-benchmark-") as folder:
        names = options.engines.split(",")
        bench = Bench(options.documents, names, Path(folder), options.whoosh_documents)
        with _watched() as most:
            bench.build()
    for line in lines(bench):
        print(line)
    print(f"most memory of a process that helps to build: {max(most):.0f} MB")
    if options.json:
        options.json.write_text("".join(json.dumps(each) + "\n" for each in bench.rows))


@contextmanager
def _watched() -> Iterator[list[float]]:
    """How much memory the processes started meanwhile take at most, in MB, as Linux tells it.

    Not by getrusage: a process that is started inherits there what its parent took.
    """
    most, ended = [0.0], Event()
    thread = Thread(target=_watch, args=(most, ended))
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def _watch(most: list[float], ended: Event) -> None:
    while not ended.wait(0.1):
        for process in multiprocessing.active_children():
            with suppress(OSError):  # it has ended
                told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
                if found := re.search(r"VmHWM:\s+(\d+) kB", told):
                    most.append(int(found[1]) / 1024)

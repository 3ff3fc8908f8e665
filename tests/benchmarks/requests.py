"""`/search/` end to end, and an index built from the database.

`python -m tests.benchmarks requests [--documents N] [--keep FOLDER] [--runs 3] [--json FILE]`

The corpus and the queries of `search`, as rows of a database and as addresses. Each answer is the
whole page: names, access, 20 hits with snippets, every facet with its labels, the histogram, the
template. Django's test client asks, so what is measured is the server's work in one thread, with
neither network nor other readers. *first*: each address once, in a process that answered one other
search; *warm*: the median of five. `cpu` is the processor's time, which a busy machine changes
less. *completion*: `/complete.json` for what is typed of 40 words and names, letter by letter.
*rebuild*: `index_sync --rebuild`, from rows to searchable. `--keep` leaves the archive in a folder,
where the next run finds it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks._questions import Question, questions
from tests.benchmarks._stored import set_up, store
from tests.search.corpus import Corpus

WARM = 5
Times = list[float]  # milliseconds


def address(question: Question) -> str:
    """The search address of a query."""
    words = question.words
    q = " ".join(words)
    if question.group in ("phrase", "everywhere"):
        q = f'"{q}"'
    elif question.group == "prefix":
        q = f"{words[0]}*"
    elif question.group == "or":
        q = " OR ".join(words)
    first, last = question.days
    days = {"published_after": first, "published_before": last} if first else {}
    return f"/search/?{urlencode({'q': q} | days)}"


class Clocks:
    """Times by the clock and by the processor."""

    def __init__(self) -> None:
        self.wall: Times = []
        self.cpu: Times = []

    def time(self, work: Callable[[], Any], times: int = 1) -> None:
        """Do something some times; of several the median counts."""
        walls, cpus = [], []
        for _time in range(times):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            cpus.append((time.process_time() - cpu) * 1000)
            walls.append((time.perf_counter() - wall) * 1000)
        self.wall.append(statistics.median(walls))
        self.cpu.append(statistics.median(cpus))

    def row(self, case: str) -> dict[str, Any]:
        """A line of the result."""
        return {
            "engine": "verbatim", "case": case,
            "p50": _share(self.wall, 0.5), "p95": _share(self.wall, 0.95),
            "max": round(max(self.wall), 1), "cpu_p50": _share(self.cpu, 0.5),
            "cpu_p95": _share(self.cpu, 0.95), "docs_per_s": None,
        }  # fmt: skip


def _share(times: Times, share: float) -> float:
    """The time, in ms, that this share of all stays within."""
    return round(sorted(times)[min(len(times) - 1, int(len(times) * share))], 1)


def rebuilt(documents: int) -> dict[str, Any]:
    """The index from the database: how many documents a second."""
    from django.core.management import call_command

    begun = time.perf_counter()
    call_command("index_sync", "--rebuild")
    took = time.perf_counter() - begun
    milliseconds = round(took * 1000, 1)
    return {
        "engine": "verbatim", "case": "rebuild", "p50": milliseconds, "p95": milliseconds,
        "max": milliseconds, "docs_per_s": round(documents / took),
    }  # fmt: skip


def asked(addresses: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each address first and warm, by a visitor who is not signed in."""
    from django.test import Client

    from search import backends, naming

    client = Client()

    def ask(path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} gave {response.status_code}")

    chosen = list(addresses)
    backends.forget()
    naming.forget()
    ask("/search/?q=warming")
    first, warm = Clocks(), Clocks()
    for path in chosen:
        first.time(lambda path=path: ask(path))  # type: ignore[misc]
    for path in chosen:
        warm.time(lambda path=path: ask(path), WARM)  # type: ignore[misc]
    yield first.row("request first")
    yield warm.row("request warm")


def completed(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """What somebody types of words and of names, letter by letter."""
    from archive.models import Entity

    names = list(Entity.objects.order_by("pk").values_list("name", flat=True)[:20_000:1_000])
    typed = [*corpus.words[40:2_040:100], *(name.lower() for name in names)]
    paths = [
        f"/complete.json?{urlencode({'q': text[:size]})}" for text in typed for size in (2, 3, 4, 6)
    ]
    for each in asked(paths):
        yield each | {"case": each["case"].replace("request", "completion")}


def middle(runs: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Of several runs the median of each figure."""
    figures = ("p50", "p95", "max", "cpu_p50", "cpu_p95")
    return [
        rows[0] | {name: round(statistics.median(row[name] for row in rows), 1) for name in figures}
        for rows in zip(*runs, strict=True)
    ]


def measured(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """Store, build, ask."""
    set_up(folder)
    corpus = Corpus(options.documents)
    store(corpus)
    rows = [rebuilt(options.documents)]
    pages = [address(question) for question in questions(corpus.words)]
    runs = [[*asked(pages), *completed(corpus)] for _run in range(options.runs)]
    return [*rows, *middle(runs)]


def main(argv: list[str]) -> None:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks requests")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="a folder for the archive, found by a next run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    with ExitStack() as stack:
        folder = options.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-requests-"))
        )
        rows = measured(options, folder.resolve())
    heads = ("P50 ms", "P95 ms", "max ms", "cpu P50", "cpu P95", "docs/s")
    print(f"{'case':<18}" + "".join(f"{head:>9}" for head in heads))
    for row in rows:
        print(
            f"{row['case']:<18}{row['p50']:>9}{row['p95']:>9}{row['max']:>9}"
            f"{row.get('cpu_p50', ''):>9}{row.get('cpu_p95', ''):>9}{row['docs_per_s'] or '':>9}"
        )
    print(f"load: {os.getloadavg()}")
    if options.json:
        options.json.write_text("".join(json.dumps(row) + "\n" for row in rows))

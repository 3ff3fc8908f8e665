"""Search: Verbatim beside the engines people would pick instead, on the same data in one run.

`python -m tests.benchmarks search [--documents N] [--engines a,b] [--runs 3] [--json FILE]`
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

from search.backends.base import Entry
from tests.benchmarks._engines import ENGINES, Engine, Verbatim, changed, fresh
from tests.benchmarks._questions import Question, questions
from tests.search.corpus import Corpus

WARM = 5  # times that each query is asked for "warm"; the median counts
CHANGES = 15  # single changes
Times = list[float]  # milliseconds


def timed(work: Callable[[], Any]) -> float:
    """How long something takes, in ms."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(times: Times, share: float) -> float:
    """The time that this share of all stays within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def row(engine: str, case: str, times: Times, docs_per_s: float | None = None) -> dict[str, Any]:
    """One line of the result."""
    return {
        "engine": engine,
        "case": case,
        "p50": round(statistics.median(times), 2),
        "p95": round(percentile(times, 0.95), 2),
        "max": round(max(times), 2),
        "docs_per_s": docs_per_s and round(docs_per_s),
    }


class Bench:
    """One corpus, some engines, and what was measured."""

    def __init__(self, documents: int, names: list[str], folder: Path, whoosh: int) -> None:
        self.corpus = Corpus(documents)
        self.folder = folder
        self.whoosh = whoosh
        self.entries = list(self.corpus)
        self.documents = [entry for entry in self.entries if entry.kind == "document"]
        self.questions = questions(self.corpus.words)
        self.engines: list[Engine] = [fresh(name, folder) for name in names]
        self.rows: list[dict[str, Any]] = []
        gc.collect()
        gc.freeze()  # the corpus is no garbage, and looking through it takes 400 ms at 100,000

    def given(self, engine: Engine) -> list[Entry]:
        """The entries an engine gets: the peers are spared the claims, Whoosh most of the rest."""
        if isinstance(engine, Verbatim):
            return self.entries
        return self.documents[: self.whoosh] if engine.name == "whoosh" else self.documents

    def build(self) -> None:
        """Index everything with each engine."""
        for engine in self.engines:
            entries = self.given(engine)
            took = timed(lambda e=engine, given=entries: e.build(given))  # type: ignore[misc]
            count = sum(entry.kind == "document" for entry in entries)
            self.rows.append(row(engine.name, "build", [took], count / took * 1000))
            print(f"{engine.name}: built in {took / 1000:.1f} s, {engine.note()}", flush=True)
        self.engines = [engine for engine in self.engines if engine.name != "tantivy-1-thread"]

    def first(self) -> dict[str, Times]:
        """Every query once by engines that were just opened, in turns."""
        for engine in self.engines:
            engine.open()
            engine.ask(Question("mid", (self.corpus.words[5_000],)))
        return {
            engine.name: [timed(lambda q=q, e=engine: e.ask(q)) for q in self.questions]  # type: ignore[misc]
            for engine in self.engines
        }

    def warm(self) -> dict[str, Times]:
        """The median of several times, the queries interleaved between the engines."""
        found: dict[str, Times] = {engine.name: [] for engine in self.engines}
        for question in self.questions:
            times: dict[str, Times] = {engine.name: [] for engine in self.engines}
            for _time in range(WARM):
                for engine in self.engines:
                    times[engine.name].append(timed(lambda e=engine: e.ask(question)))  # type: ignore[misc]  # noqa: B023
            for name, each in times.items():
                found[name].append(statistics.median(each))
        return found

    def searches(self, runs: int) -> None:
        """First and warm, as often as asked; of the runs the median of each figure."""
        cases: dict[str, list[dict[str, Times]]] = {"first": [], "warm": []}
        for _run in range(runs):
            cases["first"].append(self.first())
            cases["warm"].append(self.warm())
        for case, found in cases.items():
            for engine in self.engines:
                each = [row(engine.name, case, run[engine.name]) for run in found]
                middle = {
                    key: statistics.median(one[key] for one in each)
                    for key in ("p50", "p95", "max")
                }
                self.rows.append(each[0] | middle)
        self.groups = {
            case: self._by_group(found[-1].get("verbatim", [])) for case, found in cases.items()
        }

    def _by_group(self, times: Times) -> dict[str, Times]:
        groups: dict[str, Times] = {}
        for question, each in zip(self.questions, times, strict=False):
            groups.setdefault(question.group, []).append(each)
        return groups

    def pages(self) -> None:
        """The next page, and for Verbatim a click on a facet, of what was just searched."""
        for engine in self.engines:
            times = []
            for question in self.questions:
                _total, facets = engine.ask(question)
                times.append(timed(lambda e=engine, q=question: e.ask(q, offset=20)))  # type: ignore[misc]
                if isinstance(engine, Verbatim) and facets["publisher"]:
                    value = next(iter(facets["publisher"]))
                    times.append(
                        timed(lambda e=engine, q=question, v=value: e.ask(q, publisher=(v,)))  # type: ignore[misc]
                    )
            self.rows.append(row(engine.name, "page", times))

    def updates(self) -> None:
        """One change and a batch of 100, until a search finds it."""
        for engine in self.engines:
            entries = [each for each in self.given(engine) if each.kind == "document"]
            for size, case, times_over in ((1, "update", CHANGES), (100, "update of 100", 5)):
                times = []
                for number in range(times_over):
                    mark = f"zqmark{size}x{number}"
                    some = [changed(e, mark) for e in entries[number * size : (number + 1) * size]]
                    times.append(timed(lambda e=engine, s=some, m=mark: self._found(e, s, m)))  # type: ignore[misc]
                self.rows.append(row(engine.name, case, times))

    def _found(self, engine: Engine, entries: list[Entry], mark: str) -> None:
        engine.update(entries)
        total, _facets = engine.ask(Question("rare", (mark,)))
        visible = sum(not entry.doors.staff for entry in entries)
        assert total in (len(entries), visible), (engine.name, mark, total)

    def agreement(self) -> list[str]:
        """Where engines disagree on how many documents a query finds, staff's apart."""
        wrong = []
        everyone = {engine.name: engine for engine in self.engines if engine.name != "whoosh"}
        if "verbatim" not in everyone or len(everyone) == 1:
            return []
        for question in self.questions:
            totals = {name: engine.ask(question)[0] for name, engine in everyone.items()}
            ours, theirs = totals.pop("verbatim"), set(totals.values())
            if len(theirs) > 1 or not 0.9 * max(theirs) <= ours <= max(theirs):
                wrong.append(f"{question}: {ours} against {totals}")
        return wrong


def fsync_probe(folder: Path) -> float:
    """How long the disk takes to keep 4 kB, in ms; the median of 20."""
    path = folder / "probe"

    def write() -> None:
        with path.open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

    return statistics.median(timed(write) for _ in range(20))


def lines(bench: Bench) -> Iterator[str]:
    """The table."""
    yield f"{'engine':<20}{'case':<15}{'P50 ms':>10}{'P95 ms':>10}{'max ms':>10}{'docs/s':>10}"
    for each in bench.rows:
        yield (
            f"{each['engine']:<20}{each['case']:<15}{each['p50']:>10.2f}{each['p95']:>10.2f}"
            f"{each['max']:>10.2f}{each['docs_per_s'] or '':>10}"
        )
    for case, groups in getattr(bench, "groups", {}).items():
        for group, times in groups.items():
            median, most = statistics.median(times), max(times)
            yield f"verbatim, {case}, {group}: median {median:.2f} ms, max {most:.2f} ms"


def main(argv: list[str]) -> None:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks search")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--whoosh-documents", type=int, default=20_000, help="plain Whoosh gets")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # for the sentences that a search may say
    with tempfile.TemporaryDirectory(
        prefix="verbatim-benchmark-",
        ignore_cleanup_errors=True,  # tantivy may still merge
    ) as folder:
        names = options.engines.split(",")
        bench = Bench(options.documents, names, Path(folder), options.whoosh_documents)
        bench.build()
        bench.searches(options.runs)
        bench.pages()
        wrong = bench.agreement()
        probe = fsync_probe(Path(folder))
        bench.updates()
    for line in (*lines(bench), *wrong):
        print(line)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"fsync of 4 kB: {probe:.2f} ms; most memory of this process: {memory:.0f} MB")
    print(f"load before: {os.getloadavg()}")
    if options.json:
        options.json.write_text("".join(json.dumps(each) + "\n" for each in bench.rows))

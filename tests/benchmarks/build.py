"""Build: how fast an index is made from ready entries, and from the database.

`python -m tests.benchmarks build [--documents N] [--engines a,b] [--json FILE]`
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from pathlib import Path

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
        bench.build()
    for line in lines(bench):
        print(line)
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory of a builder: {worker:.0f} MB")
    if options.json:
        options.json.write_text("".join(json.dumps(each) + "\n" for each in bench.rows))

"""How long the reading pages take: `pages [--documents N] [--keep FOLDER] [--json FILE]`.

On a generated archive: three claims, ten mentions and three dates a document, an entity a document,
and one document of 100 kB with 500 annotations; Zipfian words, a fixed seed. `--keep` leaves it in
the folder, where the next run finds it; `--archive` measures the archive of a VAR_DIR that is there
already. Of seven requests a page: the median and the worst by the clock, the median of the
processor's time, and the number of queries; the server's work alone (Django's test client).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

TIMES = 7


def main(argv: list[str]) -> None:
    """Make or find the archive, ask for each page, print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks pages")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--keep", type=Path, help="a folder for the archive, found by a next run")
    parser.add_argument("--archive", type=Path, help="the VAR_DIR of an archive to measure")
    parser.add_argument("--only", default="", help="pages whose name has these letters")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(argv)
    with ExitStack() as stack:
        folder = asked.archive or asked.keep
        if folder is None:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-pages-"))
            )
        _set_up(folder.resolve())
        if asked.archive is None:
            _make(asked.documents)
        measured = {
            name: _timed(name, address)
            for name, address in _addresses().items()
            if asked.only in name
        }
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


def _set_up(folder: Path) -> None:
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ |= {"VAR_DIR": str(folder), "SECRET_KEY": "measured", "SECURE_SSL_REDIRECT": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("DEBUG", "0")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def _make(documents: int) -> None:
    """Fill an archive that is empty, and build its index."""
    from django.core.management import call_command

    from archive.models import Document
    from tests.benchmarks._archive import Archive

    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        begun = time.perf_counter()
        Archive(documents).fill()
        print(f"{documents} documents made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    call_command("index_sync", if_needed=True)


def _timed(name: str, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, took, worked = Client(), [], []
    client.get(address)  # what is kept between requests is read
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = len(captured)  # before the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{address} gave {response.status_code}")
    for _n in range(TIMES):
        begun, busy = time.perf_counter(), time.process_time()
        client.get(address)
        worked.append((time.process_time() - busy) * 1000)
        took.append((time.perf_counter() - begun) * 1000)
    found = {
        "address": address,
        "median_ms": round(statistics.median(took), 1),
        "worst_ms": round(max(took), 1),
        "processor_ms": round(statistics.median(worked), 1),
        "queries": queries,
    }
    print(
        f"{name:20} {found['median_ms']:8} ms, worst {found['worst_ms']:8},"
        f" processor {found['processor_ms']:8}, {found['queries']:3} queries  {address}",
        flush=True,
    )
    return found


def _addresses() -> dict[str, str]:
    """One address of each kind of page: the busiest, where rows differ."""
    from django.db.models import Count, Max
    from django.db.models.functions import Length

    from archive.models import Claim, Document, Entity, Publisher, Question

    shown = Document.objects.visible_to(None).filter(access="full").order_by("pk")
    middle = shown[shown.count() // 2]
    long = shown.annotate(size=Max(Length("versions__text"))).order_by("-size", "pk")[0]
    entity = Entity.objects.annotate(n=Count("mentions")).order_by("-n", "pk")[0]
    publisher = Publisher.objects.annotate(n=Count("documents")).order_by("-n", "pk")[0]
    linked = Claim.objects.visible_to(None).exclude(links_out=None, links_in=None)
    claim = linked.order_by("pk").first() or Claim.objects.visible_to(None)[0]
    other = Claim.objects.visible_to(None).exclude(pk=claim.pk).order_by("pk")[0]
    word = middle.title.split()[0]
    question = Question.objects.visible_to(None).annotate(n=Count("claims")).order_by("-n").first()
    found = {
        "home": "/",
        "search": "/search/",
        "search_word": f"/search/?q={word}",
        "search_claims": f"/search/?q={word}&kind=claims",
        "search_faceted": f"/search/?{entity.kind}={entity.uid}",
        "document": middle.get_absolute_url(),
        "document_words": f"{middle.get_absolute_url()}?q={word}",
        "document_long": long.get_absolute_url(),
        "versions": f"/documents/{middle.uid}/versions/",
        "verify": f"/verify/?address=/documents/{middle.uid}/%23c0-90",
        "claim": claim.get_absolute_url(),
        "compare": f"/claims/compare/?claim={claim.uid}&claim={other.uid}",
        "entities": "/entities/",
        "entities_narrowed": "/entities/?kind=person&letter=B",
        "entity": entity.get_absolute_url(),
        "timeline": "/timeline/",
        "timeline_year": "/timeline/?in=2016",
        "timeline_mentioned": "/timeline/?over=mentioned",
        "contradictions": "/contradictions/",
        "questions": "/questions/",
        "publishers": "/publishers/",
        "publisher": f"/publishers/{publisher.uid}/",
    }
    if question is not None:
        found["question"] = question.get_absolute_url()
    return found

"""TRUST 5: a rebuild takes little memory, and one that was killed half-way starts again cleanly."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from archive.models import Document, Version
from search import backends
from search.backends import get_backend
from search.backends.base import Query, Readable
from search.entries import all_entries
from search.models import OutboxRow
from search.syncing import compare
from tests.search.corpus import vocabulary
from tests.trust.processes import ROOT, environment, manage

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 512  # MB


def fill(count: int) -> None:
    """Documents of 400 words, written in bulk."""
    words = np.array(vocabulary(20_000))
    random = np.random.default_rng(1)
    with transaction.atomic():
        for start in range(0, count, 1_000):
            documents = Document.objects.bulk_create(
                Document(uid=f"many-{n:05d}", title=f"Number {n}")
                for n in range(start, min(count, start + 1_000))
            )
            ranks = np.minimum(random.zipf(1.3, (len(documents), 400)), len(words)) - 1
            rows = []
            for document, chosen in zip(documents, ranks, strict=True):
                row = Version(
                    document=document, number=1, language="en", text=" ".join(words[chosen])
                )
                row.derive()
                rows.append(row)
            Version.objects.bulk_create(rows)


def most_memory(*arguments: str) -> float:
    """The most memory, in MB, that a command or a process it started took."""
    script = (
        "import resource, subprocess, sys\n"
        "code = subprocess.call(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.exit(code)\n"
    )
    import subprocess

    found = subprocess.run(
        [sys.executable, "-c", script, sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(found.stdout.split()[-1]) / 1024


def rebuilt(count: int) -> None:
    """Fill, rebuild and look at the memory; then kill a rebuild and start again."""
    fill(count)
    assert most_memory("index_sync", "--rebuild") <= MOST
    live = (get_backend().path / "current").read_bytes()  # type: ignore[attr-defined]
    process = manage("index_sync", "--rebuild")
    folder = get_backend().path  # type: ignore[attr-defined]
    until = time.monotonic() + 60
    while len(list(folder.glob("g-*"))) < 2 and time.monotonic() < until:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    assert (folder / "current").read_bytes() == live
    backends.forget()
    query = Query(Readable(timezone.localdate()))
    assert get_backend().search(query).total == count
    call_command("index_sync", "--rebuild", verbosity=0)
    assert (folder / "current").read_bytes() != live
    assert len(list(folder.glob("g-*"))) == 2
    assert get_backend().search(query).total == count
    assert not OutboxRow.objects.exists()


def test_r05_a_rebuild_of_600_is_small_and_starts_again() -> None:
    rebuilt(600)
    assert compare(all_entries()).sentences == []


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured by wait4")
def test_r05_a_rebuild_of_20_000_takes_at_most_512_mb(capsys: Any) -> None:
    rebuilt(20_000)

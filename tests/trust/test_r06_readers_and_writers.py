"""TRUST 6: 8 readers and 3 writers at once: no lock, no error, and no change that is lost.

A real server (gunicorn, two processes of six threads) on the test's database and index. Two
writers keep saving one and the same form, each adding 1 to what it read; a third runs `ingest`.
"""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.models import Document, Version
from search import outbox
from search.entries import all_entries
from search.syncing import compare
from tests.ingesting import jsonl, line
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user
from tests.trust.processes import manage, start_at
from tests.trust.visitors import Visitor, changed, form

pytestmark = pytest.mark.django_db(transaction=True)
READERS = 8
PAGES = (
    "/search/?q=port", "/search.json?q=ship+sugar&match=any", "/complete.json?q=mar", "/",
    "/search/?kind=claims", "/entities/", "/timeline/", "{document}", "/search.atom?q=ship",
)  # fmt: skip
WORK = Callable[[], None]


class Rush:
    """Everybody at once, until the time is over; keeps what each met."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        self.over = threading.Event()
        self.statuses: Counter[int] = Counter()
        self.accepted: list[int] = []
        self.refused = 0
        self.ingested: list[str] = []
        self.broken: list[str] = []
        self._lock = threading.Lock()

    def run(self, seconds: float, sessions: list[str], form_address: str) -> None:
        """Start all threads, wait, and wait for the last to end."""
        documents = [document.get_absolute_url() for document in Document.objects.all()]
        work: list[WORK] = [lambda at=at: self.read(at, documents) for at in range(READERS)]  # type: ignore[misc]
        work += [lambda s=s: self.edit(s, form_address) for s in sessions]  # type: ignore[misc]
        work.append(self.ingest)
        threads = [threading.Thread(target=self._kept, args=(each,)) for each in work]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.over.set()
        for thread in threads:
            thread.join()

    def _kept(self, work: WORK) -> None:
        try:
            work()
        except Exception as error:  # a thread that dies would make the rest look well
            self.broken.append(repr(error))

    def _note(self, status: int, text: str, path: str) -> None:
        with self._lock:
            self.statuses[status] += 1
            if status >= 500:
                self.broken.append(f"{status} of {path}: {text[:300]}")

    def read(self, at: int, documents: list[str]) -> None:
        """Page after page; each reader begins at another."""
        visitor = Visitor(self.address)
        for number in itertools.count(at):
            if self.over.is_set():
                return
            path = PAGES[number % len(PAGES)].format(document=documents[number % len(documents)])
            self._note(*visitor.get(path), path)

    def edit(self, session: str, path: str) -> None:
        """Read the number in a title and save the next; begin again where another was quicker."""
        visitor = Visitor(self.address, session)
        while not self.over.is_set():
            status, page = visitor.get(path)
            self._note(status, page, path)
            fields = form(page, "document_form")
            number = int(dict(fields)["title"].rpartition(" ")[2]) + 1
            status, page = visitor.post(path, changed(fields, title=f"Round {number}"))
            self._note(status, page, path)
            if status == 302:
                self.accepted.append(number)
            else:
                assert "Somebody else has saved this" in page, f"{status}: {page[-3000:]}"
                self.refused += 1

    def ingest(self) -> None:
        """A file of twenty documents after the other."""
        for number in itertools.count():
            if self.over.is_set():
                return
            uids = [f"late-{number}-{each}" for each in range(20)]
            path = jsonl(self.folder, [line(uid=uid) for uid in uids], f"late-{number}.jsonl")
            process = manage("ingest", str(path))
            said, errors = process.communicate(timeout=120)
            if process.returncode:
                self.broken.append(f"ingest: {said[-300:]} {errors[-300:]}")
            self.ingested += uids


@contextmanager
def served(log: Path) -> Iterator[str]:
    """The address of a server of two processes on the test's database and index."""
    arguments = ["config.wsgi", "--bind", "127.0.0.1:0", "--workers", "2", "--threads", "6"]
    with log.open("wb") as said:
        process = start_at(["-m", "gunicorn", *arguments], said)
        try:
            yield listening(log)
        finally:
            process.terminate()
            process.wait(30)


def listening(log: Path) -> str:
    """Where the server listens, once it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := re.search(r"Listening at: (http://[\d.:]+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def session_of(role: str) -> str:
    """The session of somebody of a role who has signed in."""
    client = Client()
    client.force_login(make_user(role))
    return client.cookies["sessionid"].value


def rushed(seconds: float, folder: Path) -> None:
    """Fill the archive, let them all at it, and compare what was promised with what is there."""
    marsh = make_entity()
    for number in range(40):
        document = make_document(
            f"Elena Marsh saw ship {number} lie in port with sugar.", title=f"Ship {number}"
        )
        make_mention(document, "Elena Marsh", marsh)
        make_claim(document, "ship", claimant=marsh)
    shared = make_document("One ship, two editors.", title="Round 0", uid="shared")
    call_command("index_sync", verbosity=0)
    path = reverse("admin:archive_document_change", args=[shared.pk])
    log = folder / "server.log"
    with served(log) as address:
        rush = Rush(address, folder)
        rush.run(seconds, [session_of("editor"), session_of("annotator")], path)
    print(f"{dict(rush.statuses)}; {len(rush.accepted)} saved, {rush.refused} asked to look again,"
          f" {len(rush.ingested)} ingested")  # fmt: skip
    assert rush.broken == []
    said = log.read_text()
    assert "locked" not in said
    assert "Traceback" not in said, said[-3000:]
    assert rush.accepted and rush.ingested
    shared.refresh_from_db()
    assert shared.title == f"Round {len(rush.accepted)}"
    assert sorted(rush.accepted) == list(range(1, len(rush.accepted) + 1))
    assert Document.objects.filter(uid__in=rush.ingested).count() == len(rush.ingested)
    assert Version.objects.filter(document__uid__in=rush.ingested).count() == len(rush.ingested)
    outbox.drain(10, patient=True)
    assert compare(all_entries()).sentences == []


def test_r06_8_readers_and_3_writers_for_7_seconds(tmp_path: Path) -> None:
    rushed(7, tmp_path)


@pytest.mark.long
def test_r06_8_readers_and_3_writers_for_a_minute(tmp_path: Path) -> None:
    rushed(60, tmp_path)

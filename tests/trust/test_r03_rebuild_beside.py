"""TRUST 3: a rebuild beside the live index: readers see no error and no short result."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from search import outbox
from search.backends import get_backend
from search.backends.base import Query, Readable, Word
from search.entries import all_entries
from search.models import OutboxRow
from search.syncing import compare
from tests.makers import make_document
from tests.trust.processes import manage

pytestmark = pytest.mark.django_db(transaction=True)
READERS = 4


class Reader(threading.Thread):
    """Searches until it is told to stop; keeps what was wrong."""

    def __init__(self, stop: threading.Event, at_least: int) -> None:
        super().__init__()
        self.stop = stop
        self.at_least = at_least
        self.searches = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        query = Query(Readable(timezone.localdate()), Word("port"), counted=("publisher",))
        while not self.stop.is_set():
            try:
                found = get_backend().search(query).total
            except Exception as error:  # whatever it is, a reader must not see it
                self.wrong.append(repr(error))
            else:
                if found < self.at_least:
                    self.wrong.append(f"{found} found")
            self.searches += 1
            time.sleep(0.01)
        connection.close()


def test_r03_readers_see_a_whole_index_while_it_is_rebuilt_and_edits_are_there_after() -> None:
    with transaction.atomic():
        for number in range(60):
            make_document(f"Ship {number} lay in port.", title=f"Ship {number}")
    stop = threading.Event()
    readers = [Reader(stop, 60) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    rebuild = manage("index_sync", "--rebuild")
    edits = 0
    while rebuild.poll() is None:
        edits += 1
        make_document(f"A late ship {edits} in port.", title=f"Late {edits}")
        time.sleep(0.1)
    stop.set()
    for reader in readers:
        reader.join()
    _out, errors = rebuild.communicate()
    assert rebuild.returncode == 0, errors
    assert [reader.wrong for reader in readers] == [[]] * READERS
    assert min(reader.searches for reader in readers) > 10
    outbox.drain(5, patient=True)
    assert not OutboxRow.objects.exists()
    query = Query(Readable(timezone.localdate()), Word("late"))
    assert get_backend().search(query).total == edits > 0
    assert compare(all_entries()).sentences == []

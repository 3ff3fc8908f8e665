"""TRUST 1: kill -9 the indexer at any point: nothing is lost, and one index_sync makes it right."""

from __future__ import annotations

import random
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from search import backends
from search.backends import get_backend
from search.backends.base import Query, Readable
from search.entries import all_entries
from search.models import OutboxRow
from search.syncing import compare
from tests.makers import make_claim, make_document
from tests.trust.processes import python

pytestmark = pytest.mark.django_db(transaction=True)
# It goes on writing until it is killed: what waits, then everything into a new generation.
INDEXER = """
import time
from search import outbox
from search.backends import get_backend
from search.entries import all_entries
from search.models import OutboxRow
from archive.models import Document
get_backend()
print("ready", flush=True)
while True:
    OutboxRow.objects.bulk_create(OutboxRow(uid=d.uid) for d in Document.objects.all()[:20])
    outbox.drain(5, patient=True)
    get_backend().rebuild(all_entries())
"""


def killed_at(points: int, seed: int) -> None:
    """Kill an indexer at random points; after each, look and heal."""
    with transaction.atomic():
        documents = [make_document(f"Ship {n} lay in port.", title=f"Ship {n}") for n in range(40)]
        make_claim(make_document())
    call_command("index_sync", "--rebuild", verbosity=0)
    chosen = random.Random(seed)
    for point in range(points):
        documents[point % 40].title = f"Ship {point}, renamed"
        process = python(INDEXER)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        documents[point % 40].save()
        time.sleep(chosen.uniform(0, 1.2))
        process.kill()
        process.communicate()
        look_and_heal()


def look_and_heal() -> None:
    """It opens, finds something, and one index_sync makes it equal the database."""
    connection.close()
    backends.forget()
    assert get_backend().search(Query(Readable(timezone.localdate()))).total == 41
    call_command("index_sync", verbosity=0)
    assert compare(all_entries()).sentences == []
    assert not OutboxRow.objects.exists()


def test_r01_an_indexer_killed_at_4_points_loses_nothing() -> None:
    killed_at(4, seed=1)


@pytest.mark.long
def test_r01_an_indexer_killed_at_50_points_loses_nothing() -> None:
    killed_at(50, seed=2)

"""TRUST 8: where the index can't be written the save succeeds, and search says how far behind."""

from __future__ import annotations

import os
import resource
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.models import Document
from search import outbox
from search.backends import get_backend
from search.entries import all_entries
from search.syncing import compare
from tests.makers import make_document

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow beyond 200 bytes, as on a full disk; the database is done before."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# Whoosh's writer can't close a file that it can't write
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_r08_a_disk_that_is_full_leaves_rows_and_no_half_index(caplog: Any) -> None:
    make_document(title="Before")
    outbox.OutboxRow.objects.create(uid=Document.objects.get().uid)
    with no_room(), pytest.raises(OSError):
        outbox.drain(1)
    assert outbox.waiting() == 1
    assert outbox.drain(1) == 1
    assert compare(all_entries()).sentences == []


def test_r08_a_save_succeeds_where_the_index_cannot_be_written(index: Any, caplog: Any) -> None:
    make_document(title="Before")
    path: Path = index.path
    aside = path.with_name("aside")
    shutil.move(path, aside)
    path.write_text("a file stands where the directory was")
    document = make_document("A storm closed the port.", title="After")
    assert Document.objects.count() == 2
    assert outbox.waiting() == 1
    assert "changes wait in the outbox" in caplog.text
    path.unlink()
    shutil.move(aside, path)
    outbox.catch_up()
    assert outbox.waiting() == 0
    assert ("document", document.uid) in get_backend().hashes()


@pytest.mark.skipif(os.geteuid() == 0, reason="no directory is read-only to root")
def test_r08_a_read_only_directory_is_such_a_place(index: Any) -> None:
    make_document(title="Before")
    for directory in (index.path, *index.path.glob("g-*")):
        directory.chmod(0o500)
    try:
        make_document(title="After")
        assert outbox.waiting() == 1
    finally:
        for directory in (index.path, *index.path.glob("g-*")):
            directory.chmod(0o700)


def test_r08_search_says_by_how_many_it_is_behind(
    index: Any, client: Client, settings: Any
) -> None:
    make_document(title="Before")
    other = type(index)(PATH=str(index.path))
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with other.lock(1):
            inside.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    try:
        make_document(title="After")
        answer = client.get("/search.json", secure=True)
        assert answer.status_code == 200
        assert any("behind by 1" in note for note in answer.json()["notes"])
    finally:
        done.set()
        holder.join()
    assert client.get("/search.json", secure=True).json()["notes"] == []

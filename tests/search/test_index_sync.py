"""`index_sync` and its switches."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.models import Document
from search.backends import get_backend
from search.backends.base import Query, Readable
from search.backends.whoosh import WhooshBackend
from search.entries import all_entries
from search.management.commands import index_sync
from search.models import OutboxRow
from search.syncing import compare
from tests.makers import make_claim, make_document

pytestmark = pytest.mark.django_db


def run(*switches: str) -> str:
    """What the command prints."""
    from io import StringIO

    out = StringIO()
    call_command("index_sync", *switches, stdout=out, stderr=out)
    return out.getvalue()


def total() -> int:
    """How many documents are found."""
    return get_backend().search(Query(Readable(timezone.localdate()))).total


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another writer holds the lock, in another thread as it would in another process."""
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with WhooshBackend(PATH=str(path)).lock(1):
            inside.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    try:
        yield
    finally:
        done.set()
        holder.join()


def test_it_builds_the_first_index() -> None:
    make_claim(make_document())
    assert "1 documents, 2 entries" in run()
    assert total() == 1 and not OutboxRow.objects.exists()


def test_it_takes_what_waits() -> None:
    run()
    make_document()
    assert "1 waiting documents taken, 0 repaired" in run()
    assert total() == 1


def test_it_repairs_what_no_signal_told() -> None:
    changed = make_document(title="B")
    make_document(title="A")
    run()
    missing = make_document(title="D")
    Document.objects.filter(pk=changed.pk).update(title="Changed")
    OutboxRow.objects.all().delete()
    with pytest.raises(CommandError, match="differ in 2 points"):
        run("--check")
    assert sorted(compare(all_entries()).documents) == sorted([changed.uid, missing.uid])
    assert "2 repaired" in run()
    assert "equal" in run("--check")


def test_check_names_what_is_left_over() -> None:
    document = make_document()
    claim = make_claim(document)
    run()
    document.delete()
    OutboxRow.objects.all().delete()
    assert compare(all_entries()).sentences == [
        f"left over: claim {claim.uid}",
        f"left over: document {document.uid}",
    ]
    run()
    assert total() == 0


def test_check_without_an_index_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="no index yet"):
        run("--check")


def test_rebuild_replaces_the_generation_and_keeps_the_one_before() -> None:
    make_document()
    run()
    path: Path = get_backend().path  # type: ignore[attr-defined]
    first = {each.name for each in path.glob("g-*")}
    run("--rebuild")
    second = {each.name for each in path.glob("g-*")}
    assert first < second and len(second) == 2
    run("--rebuild")
    assert len(set(path.glob("g-*"))) == 2 and not first & {g.name for g in path.glob("g-*")}
    assert path.stat().st_mode & 0o777 == 0o700
    assert all(each.stat().st_mode & 0o777 == 0o700 for each in path.glob("g-*"))


def test_if_needed_builds_once_only() -> None:
    make_document()
    assert "Built" in run("--if-needed")
    live = (get_backend().path / "current").read_bytes()  # type: ignore[attr-defined]
    assert "In step" in run("--if-needed")
    assert (get_backend().path / "current").read_bytes() == live  # type: ignore[attr-defined]


def test_an_index_of_another_version_is_built_anew(monkeypatch: Any) -> None:
    make_document()
    run()
    monkeypatch.setattr("search.backends.whoosh.backend.SCHEMA_VERSION", 99)
    monkeypatch.setattr("search.backends.whoosh.generations.SCHEMA_VERSION", 99)
    assert not get_backend().exists()
    assert "Built" in run("--if-needed")
    assert "In step" in run("--if-needed")
    assert total() == 1


def test_a_damaged_index_is_built_anew() -> None:
    make_document()
    run()
    for file in get_backend().path.glob("g-*/*.columns"):  # type: ignore[attr-defined]
        file.write_bytes(b"")
    from search import backends

    backends.forget()
    assert "Built" in run()
    assert total() == 1


def test_what_a_killed_builder_left_is_removed_by_the_next() -> None:
    make_document()
    run()
    half = get_backend().path / "g-half"  # type: ignore[attr-defined]
    half.mkdir()
    (half / "MAIN_x.pst").write_bytes(b"half")
    assert total() == 1
    run("--rebuild")
    assert not half.exists()


def test_a_build_that_fails_leaves_nothing_behind() -> None:
    make_document()
    run()
    path = get_backend().path  # type: ignore[attr-defined]
    before = {each.name for each in path.iterdir()}

    def entries() -> Iterator[Any]:
        yield from all_entries()
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        get_backend().rebuild(entries())
    assert {each.name for each in path.iterdir()} == before
    assert total() == 1


def test_it_waits_for_the_lock_and_then_leaves_with_3(monkeypatch: Any, index: Any) -> None:
    monkeypatch.setattr(index_sync, "WAIT", 0.2)
    make_document()
    run()
    with held(index.path):
        for switch in ([], ["--rebuild"]):
            OutboxRow.objects.create(uid="gone")
            with pytest.raises(SystemExit) as left:
                run(*switch)
            assert left.value.code == 3
    assert "In step" in run()


def test_watch_takes_what_comes_until_it_is_interrupted(monkeypatch: Any) -> None:
    def pause(_seconds: float) -> None:
        if total():
            raise KeyboardInterrupt
        make_document()

    monkeypatch.setattr(index_sync.time, "sleep", pause)
    printed = run("--watch")
    assert "1 documents taken" in printed and printed.endswith("Stopped.\n")

"""TRUST 12: archive_check finds every kind of fault that is seeded, names the row, and no other."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from archive import originals
from archive.models import (
    Claim,
    Dating,
    Document,
    Entity,
    Mention,
    Original,
    Passage,
    Placement,
    Version,
)
from search import backends
from search.backends import get_backend
from search.entries import entries_of
from search.models import OutboxRow
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT_MOST = 60  # seconds, for 5,000 documents
Seed = Callable[[random.Random], tuple[str, Callable[[], object]]]


def checked(*arguments: str) -> dict[str, Any]:
    """What `archive_check --json` prints, and with which code it ends."""
    out, code = StringIO(), 0
    try:
        call_command("archive_check", "--json", *arguments, stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    found: dict[str, Any] = json.loads(out.getvalue())
    assert code == bool(found["faults"])
    return found


@transaction.atomic
def fill(count: int) -> None:
    """Documents with originals, later versions, annotations, links and a merged entity."""
    marsh, other = make_entity(), make_entity("E. Marsh")
    Entity.objects.filter(pk=other.pk).update(merged_into=marsh)
    claims = []
    for number in range(count):
        document = make_document(f"{TEXT} Number {number}.", title=f"Talks {number}",
                                 dated=f"201{number % 10}-0{number % 9 + 1}")  # fmt: skip
        keep(document, f"the bytes of {number}".encode())
        make_mention(document, "Elena Marsh", marsh if number % 2 else other)
        claims.append(make_claim(document, claimant=marsh, said="2015-01"))
        make_dating(document, "on Tuesday", "2014-12-16")
        make_note(document, "half a century", "Since 1963.")
        Version.objects.create(document=document, number=2, layer="emended", reason="slip",
                               text=f"First. {TEXT} Number {number}.")  # fmt: skip
    make_link(claims[0], "denies", claims[1])
    call_command("index_sync", verbosity=0)


def keep(document: Document, data: bytes) -> None:
    """The bytes as an original of a document."""
    Original.objects.create(document=document, file_name="capture.txt", media_type="text/plain",
                            size=len(data), sha256=originals.keep(data))  # fmt: skip


def some(chosen: random.Random, rows: Any) -> Any:
    """Any of these rows."""
    return rows.get(pk=chosen.choice(list(rows.order_by("pk").values_list("pk", flat=True))))


def changed(row: Any, **values: Any) -> Callable[[], object]:
    """Change columns behind the back of every signal; returns what changes them back."""
    before = {name: getattr(row, name) for name in values}
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows.update(**values)
    return lambda: rows.update(**before)


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor of a database that lets any row go."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        yield cursor
        cursor.execute("PRAGMA foreign_keys = ON")


def a_file(chosen: random.Random, damage: Callable[[Path], object]) -> Any:
    original = some(chosen, Original.objects.all())
    path = originals.path_of(original.sha256)
    before = path.read_bytes()
    path.chmod(0o600)
    damage(path)

    def undo() -> None:
        path.write_bytes(before)

    return original.document.uid, undo


def bytes_gone(chosen: random.Random) -> Any:
    return a_file(chosen, Path.unlink)


def bytes_flipped(chosen: random.Random) -> Any:
    def flip(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[chosen.randrange(len(raw))] ^= 1 << chosen.randrange(8)
        path.write_bytes(bytes(raw))

    return a_file(chosen, flip)


def text_changed(chosen: random.Random) -> Any:
    row = some(chosen, Version.objects.all())
    at = chosen.randrange(len(row.text))
    return row.document.uid, changed(row, text=row.text[:at] + "¿" + row.text[at + 1 :])


def quote_astray(chosen: random.Random) -> Any:
    row = some(chosen, Passage.objects.all())
    values = chosen.choice([{"quote": row.quote + "!"}, {"start": row.start - 1}, {"end": 9_999}])
    return row.version.document.uid, changed(row, **values)


def words_around_astray(chosen: random.Random) -> Any:
    row = some(chosen, Passage.objects.exclude(suffix=""))
    return row.version.document.uid, changed(row, suffix="other words")


def placed_wrongly(chosen: random.Random) -> Any:
    row = some(chosen, Placement.objects.filter(start__isnull=False))
    values = chosen.choice([{"start": row.start + 1}, {"end": 9_999}])
    return row.version.document.uid, changed(row, **values)


def days_wrong(chosen: random.Random) -> Any:
    row = some(chosen, chosen.choice([Document, Claim, Dating]).objects.exclude(latest=None))
    document = row if isinstance(row, Document) else row.passage.version.document
    return document.uid, changed(row, latest=row.latest + timedelta(1))


def date_unreadable(chosen: random.Random) -> Any:
    row = some(chosen, Dating.objects.all())
    return row.passage.version.document.uid, changed(row, edtf="next week")


def value_unknown(chosen: random.Random) -> Any:
    row = some(chosen, chosen.choice([Mention, Claim, Dating]).objects.all())
    return row.passage.version.document.uid, changed(row, review="perhaps")


def address_unsafe(chosen: random.Random) -> Any:
    row = some(chosen, Document.objects.all())
    return row.uid, changed(row, source_url="javascript:alert(1)")


def orphan(chosen: random.Random) -> Any:
    row = some(chosen, Mention.objects.all())
    with unguarded() as cursor:
        cursor.execute("UPDATE archive_mention SET entity_id = 999999 WHERE id = %s", [row.pk])

    def undo() -> None:
        Mention.objects.filter(pk=row.pk).update(entity_id=row.entity_id)

    return row.passage.version.document.uid, undo


def merged_in_a_ring(chosen: random.Random) -> Any:
    one, other = make_entity("Nobody"), make_entity("No one")
    Entity.objects.filter(pk=one.pk).update(merged_into=other)
    Entity.objects.filter(pk=other.pk).update(merged_into=one)
    both = Entity.objects.filter(pk__in=[one.pk, other.pk])
    return one.uid, lambda: (both.update(merged_into=None), both.delete())


def healed() -> None:
    call_command("index_sync", verbosity=0)


def entry_missing(chosen: random.Random) -> Any:
    uid = some(chosen, Document.objects.all()).uid
    get_backend().replace([uid], [])
    return uid, healed


def entry_outdated(chosen: random.Random) -> Any:
    row = some(chosen, Document.objects.all())
    return row.uid, changed(row, title="Renamed behind its back")


def entry_left_over(chosen: random.Random) -> Any:
    row = some(chosen, Document.objects.all())
    ghost = replace(next(entries_of([row.uid])), uid="a-ghost", document="a-ghost")
    get_backend().replace(["a-ghost"], [ghost])
    return "a-ghost", healed


def index_file(chosen: random.Random) -> Any:
    live = get_backend().live()  # type: ignore[attr-defined]
    files = [each for each in sorted(live.glob("MAIN_*.*")) if each.stat().st_size]
    path = chosen.choice(files)
    before = path.read_bytes()
    at = chosen.randrange(len(before))
    path.write_bytes(before[:at] + bytes([before[at] ^ 0x55]) + before[at + 1 :])
    backends.forget()

    def undo() -> None:
        path.write_bytes(before)
        backends.forget()

    return path.name.split(".")[0], undo


def index_gone(_chosen: random.Random) -> Any:
    path = get_backend().path  # type: ignore[attr-defined]
    aside = path.with_name("aside")
    shutil.move(path, aside)
    backends.forget()

    def undo() -> None:
        shutil.rmtree(path, ignore_errors=True)
        shutil.move(aside, path)
        backends.forget()

    return str(path), undo


def stuck(chosen: random.Random) -> Any:
    uid = some(chosen, Document.objects.all()).uid
    row = OutboxRow.objects.create(uid=uid, created_at=timezone.now() - timedelta(hours=2))
    return uid, row.delete


# the check that has to find it
KINDS: list[tuple[str, Seed]] = [
    ("originals", bytes_gone), ("originals", bytes_flipped), ("texts", text_changed),
    ("passages", quote_astray), ("passages", words_around_astray), ("passages", placed_wrongly),
    ("dates", days_wrong), ("dates", date_unreadable), ("rows", value_unknown),
    ("rows", address_unsafe), ("rows", orphan), ("rows", merged_in_a_ring),
    ("index", entry_missing), ("index", entry_outdated), ("index", entry_left_over),
    ("index", index_file), ("index", index_gone), ("outbox", stuck),
]  # fmt: skip


def seeded(times: int) -> None:
    """Seed each kind of fault in several places, one at a time; look; take it back."""
    fill(6)
    assert checked()["faults"] == []
    for check, seed in KINDS:
        for number in range(times):
            what = f"{seed.__name__} {number}"
            name, undo = seed(random.Random(number))
            claims = Claim.objects.filter(passage__version__document__uid=name)
            names = {name, *claims.values_list("uid", flat=True)}
            found = checked()["faults"]
            assert [each for each in found if each["check"] == check], f"not found: {what}"
            for each in found:
                said = each["row"] + each["problem"]
                assert any(one in said for one in names), f"false alarm, {what}: {each}"
                assert each["problem"].endswith("."), each
                assert each["repair"].endswith("."), each
            undo()
    assert checked()["faults"] == []


def test_r12_each_kind_of_fault_is_found_named_and_alone() -> None:
    seeded(1)


@pytest.mark.long
def test_r12_each_kind_of_fault_is_found_in_8_places() -> None:
    seeded(8)


def test_r12_a_whole_archive_raises_no_alarm(demo: None) -> None:
    assert checked()["faults"] == []


@pytest.mark.long
def test_r12_5_000_documents_are_checked_within_a_minute() -> None:
    from tests.benchmarks._archive import Archive

    Archive(5_000).fill()
    call_command("index_sync", "--rebuild", verbosity=0)
    begun = time.monotonic()
    assert checked()["faults"] == []
    took = time.monotonic() - begun
    print(f"5,000 documents checked in {took:.1f} s")
    assert took <= AT_MOST

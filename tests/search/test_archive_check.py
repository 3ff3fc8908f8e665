"""`archive_check`: what it says, how it ends, and that it changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from archive import originals
from archive.models import Document, Entity, Original, Passage, Version
from search import tallies
from search.backends import get_backend
from search.entries import all_entries
from search.models import OutboxRow

pytestmark = pytest.mark.django_db


def run(*switches: str) -> tuple[str, int]:
    """What the command prints, and with which code it ends."""
    out = StringIO()
    try:
        call_command("archive_check", *switches, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code or 0)
    return out.getvalue(), 0


def found(*switches: str) -> dict[str, Any]:
    """Its JSON."""
    answer: dict[str, Any] = json.loads(run("--json", *switches)[0])
    return answer


def test_an_archive_that_is_whole_is_said_to_be_and_ends_with_0(talks):
    said, code = run()
    assert code == 0
    assert "3 documents looked at" in said
    assert said.endswith("Everything is as it was kept.\n")


def test_an_archive_without_documents_is_whole(db):
    assert run()[1] == 0


def test_a_fault_is_a_sentence_with_row_and_repair_and_ends_with_1(talks):
    Passage.objects.filter(quote="Elena Marsh").update(quote="Elena Marx")
    said, code = run("--only", "passages")
    assert code == 1
    passage = Passage.objects.get(quote="Elena Marx")
    assert said.splitlines()[0] == (
        f"archive.Passage mail-talks 1 {passage.start} {passage.end}: At {passage.start} to "
        f"{passage.end} the text reads “Elena Marsh”, not “Elena Marx”. Mark the passage again "
        "on the text as it is now."
    )
    assert said.endswith("1 fault.\n")


def test_json_says_the_same_by_parts(talks):
    Version.objects.filter(document=talks.third).update(text="Another text.")
    answer = found("--only", "texts", "--only", "originals")
    assert answer["checks"] == ["originals", "texts"]
    assert answer["documents"] == 3
    (fault,) = answer["faults"]
    assert fault["check"] == "texts"
    assert fault["row"] == "archive.Version no-letter 1"
    assert fault["problem"].startswith("Its text has changed")
    assert fault["repair"].startswith("Restore the text")


def test_a_check_there_is_none_of_is_refused(talks):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("archive_check", "--only", "everything")


def test_it_speaks_the_language_that_is_active(talks):
    with translation.override("es"):
        said, _code = run()
    assert "Todo está como se guardó." in said


def test_it_writes_nothing(talks):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = {path: path.stat().st_mtime_ns for path in get_backend().path.rglob("*")}
    with CaptureQueriesContext(connection) as queries:
        run()
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "PRAGMA"}
    assert {path: path.stat().st_mtime_ns for path in get_backend().path.rglob("*")} == before


def keep(document: Document, data: bytes) -> Original:
    return Original.objects.create(
        document=document, file_name="capture.txt", media_type="text/plain",
        size=len(data), sha256=originals.keep(data),
    )  # fmt: skip


def test_one_file_of_two_documents_is_a_fault_of_both(talks):
    row = keep(talks.first, b"the same bytes of two")
    keep(talks.second, b"the same bytes of two")
    path = originals.path_of(row.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other bytes of the two")
    rows = [fault["row"] for fault in found("--only", "originals")["faults"]]
    assert sorted(rows) == [
        f"archive.Original mail-flies {row.sha256}", f"archive.Original mail-talks {row.sha256}",
    ]  # fmt: skip


def test_a_file_that_no_document_names_is_a_remark_and_no_fault(talks):
    originals.keep(b"of a document that was deleted since")
    answer = found("--only", "originals")
    assert answer["faults"] == []
    assert "no document" in answer["remarks"][0]["sentence"]


def test_what_waits_since_a_moment_is_a_remark_and_since_an_hour_a_fault(talks):
    OutboxRow.objects.create(uid="mail-talks")
    answer = found("--only", "outbox")
    assert answer["faults"] == []
    assert answer["remarks"][0]["sentence"].startswith("1 document waits")
    OutboxRow.objects.create(uid="no-letter", created_at=timezone.now() - timedelta(hours=1))
    answer = found("--only", "outbox")
    assert [fault["row"] for fault in answer["faults"]] == ["document no-letter"]


def test_an_entry_that_waits_in_the_outbox_is_no_fault(talks):
    Document.objects.filter(uid="mail-talks").update(title="Another")
    assert [fault["row"] for fault in found()["faults"]] == ["document mail-talks"]
    OutboxRow.objects.create(uid="mail-talks")
    assert found()["faults"] == []


def test_an_index_that_counts_otherwise_than_its_entries_is_found(talks):
    """As a faulty writer would leave it: hashes right, a column wrong."""
    snapshot = get_backend().snapshot()
    many = len(snapshot.table.meaning["publisher"])
    for segment in snapshot.segments:
        codes = segment.table.ragged["publisher"].columns["code"]
        codes[:] = (codes + 1) % many
    rows = {fault["row"] for fault in found("--only", "index")["faults"]}
    assert rows and all(row.split()[1] == "publisher" for row in rows)


def test_tallies_count_by_the_doors_of_each_reader(talks):
    Document.objects.filter(uid="mail-flies").update(access="staff")
    counted = tallies.Tallies()
    list(counted.counting(all_entries()))
    public, all_seen = counted.readers
    assert counted.totals[public, "documents"] == 2
    assert counted.totals[all_seen, "documents"] == 3
    assert counted.counts[public, "documents", "publisher"] == {"harbour-post": 2}


def test_no_index_of_an_archive_with_documents_is_a_fault(db):
    Document.objects.bulk_create([Document(uid="unindexed", title="A")])
    answer = found()
    assert [fault["check"] for fault in answer["faults"]] == ["index"]
    assert "index_sync --rebuild" in answer["faults"][0]["repair"]


def test_longer_rings_of_mergers_are_one_fault_each(talks):
    names = ("one", "two", "three")
    made = Entity.objects.bulk_create(Entity(uid=f"ring-{n}", kind="other", name=n) for n in names)
    for entity, into in zip(made, [*made[1:], made[0]], strict=True):
        Entity.objects.filter(pk=entity.pk).update(merged_into=into)
    rows = [fault["row"] for fault in found("--only", "rows")["faults"]]
    assert rows == ["archive.Entity ring-one"]

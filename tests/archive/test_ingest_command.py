"""`manage.py ingest`: files and folders, repeated, interrupted, dry, with what goes wrong."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from archive import originals
from archive.ingest.records import Outcome
from archive.models import Claim, Document, Entity, Event, Mention, Original, Version
from archive.repair import to_repair
from archive.signals import documents_changed
from tests.ingesting import TEXT, jsonl, line, take, take_line

pytestmark = pytest.mark.django_db

ARTICLE = "The ferry sails\n\nby\n\nIt sailed.\n\nIt came back.\n\nYou May Also Like\n"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    (made / "b").mkdir(parents=True)
    (made / "2.txt").write_text(ARTICLE, encoding="utf-8")
    (made / "b" / "1.TXT").write_text("Another\n\nText.", encoding="utf-8")
    (made / "scan.pdf").write_bytes(b"%PDF-1.7")
    (made / ".hidden.txt").write_text("Hidden\n\nText.", encoding="utf-8")
    jsonl(made, [line()], "a.jsonl")
    return made


def snapshot(var: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in var.rglob("*") if path.is_file()}


def counts() -> tuple[int, ...]:
    models = (Document, Version, Original, Mention, Claim, Entity, Event)
    return tuple(model.objects.count() for model in models)


def test_a_folder_is_taken_in_sorted_order_and_the_rest_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("ingest", str(folder))
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert [each.split()[:2] for each in lines[:-1]] == [
        ["2.txt", "new"],
        ["a.jsonl:1", "new"],
        ["b/1.TXT", "new"],
    ]
    assert lines[-1] == "3 new"
    assert "no reader takes them: .pdf (1)" in captured.err
    document = Document.objects.get(title="The ferry sails", originals__file_name="2.txt")
    assert (document.byline, document.dated, document.dated_basis) == ("", "", "unknown")
    assert document.uid == originals.uid_of(document.originals.get().sha256)
    assert document.versions.get().text == "It sailed.\n\nIt came back.\n\nYou May Also Like"


def test_the_same_again_changes_nothing_and_says_so(
    folder: Path, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("ingest", str(folder))
    before, files = counts(), snapshot(var)
    told: list[Any] = []
    documents_changed.connect(told.append, weak=False, dispatch_uid="test")
    try:
        call_command("ingest", str(folder))
    finally:
        documents_changed.disconnect(dispatch_uid="test")
    assert capsys.readouterr().out.splitlines()[-1] == "3 unchanged"
    assert (counts(), snapshot(var), told) == (before, files, [])


def test_a_dry_run_reports_the_same_and_writes_nothing(folder: Path, var: Path) -> None:
    marks = [{"name": "Havana", "kind": "place"}]
    bad = jsonl(folder, [line(uid="x", entities=marks), "{"], "c.jsonl")
    twice = jsonl(folder, [line(), line(text="Another text."), line()], "d.jsonl")
    before = counts()
    dry = take(folder, bad, twice, dry_run=True, update=True)
    assert (counts(), var.exists()) == (before, False)
    assert dry == take(folder, bad, twice, update=True)
    assert {row.outcome for row in dry} == set(Outcome)


def test_a_dry_run_says_that_it_was_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ingest", str(folder), dry_run=True)
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "A dry run: nothing was written.",
        "3 new",
    ]


def test_what_can_not_be_taken_is_a_row_and_the_exit_is_1(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \r\n\t")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "nothing").mkdir()
    paths = [folder, folder / "scan.pdf", tmp_path / "missing.txt", tmp_path / "nothing"]
    with pytest.raises(CommandError, match="6 of 9 rows failed"):
        call_command("ingest", *map(str, paths))
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "3 new, 6 failed"
    for words in (
        "It is empty",
        "There is no such file or folder",
        "No reader takes “.pdf” files",
        "The folder has no file of these kinds",
    ):
        assert words in out


def test_a_file_that_may_not_be_read_is_a_row(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.read_bytes

    def closed(path: Path) -> bytes:
        if path.name == "2.txt":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", closed)
    rows = take(folder)
    assert [row.outcome for row in rows] == [Outcome.FAILED, Outcome.NEW, Outcome.NEW]
    assert "could not be read: Permission denied" in rows[0].reason


def test_five_megabytes_go_in_and_more_than_the_limit_does_not(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("Title\n\n" + "The ferry sailed at noon.\n" * 200_000, encoding="utf-8")
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"x" * 10_000_001)
    rows = take(big, huge)
    assert [row.outcome for row in rows] == [Outcome.NEW, Outcome.FAILED]
    assert "10000001 bytes, and a text may have 10000000" in rows[1].reason
    assert Original.objects.get().size == big.stat().st_size > 5_000_000


def test_what_was_chosen_to_read_the_bytes_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("La reunión\n\nEl ministro señaló que mañana llegará.".encode("cp1252"))
    (row,) = take(path)
    assert row.reason == "It was read as cp1252."
    version = Version.objects.get()
    assert version.text == "El ministro señaló que mañana llegará."
    assert version.reader == "text 1, cp1252"
    assert "It was read as cp1252." in Event.objects.get().detail


def test_a_translation_by_a_machine_from_an_unknown_language_is_recorded(folder: Path) -> None:
    call_command("ingest", str(folder / "2.txt"), translated_by="machine", translated_from="und")
    version = Version.objects.get()
    assert (version.layer, version.translated_by, version.translated_from_language) == (
        "translated",
        "machine",
        "und",
    )


def test_options_stand_in_where_a_row_gives_nothing(folder: Path, tmp_path: Path) -> None:
    jsonl(folder, [line(published="2016", publisher="Ledger", rights="CC0")], "a.jsonl")
    call_command(
        "ingest",
        str(folder),
        publisher="The Harbour Post",
        published="2016-05-04",
        language="es",
        rights="Ask",
        access="extract",
        collection=["Ships", "Mail"],
    )
    row = Document.objects.get(uid="ferry")
    assert (row.dated, str(row.publisher), row.rights) == ("2016", "Ledger", "CC0")
    file = Document.objects.get(originals__file_name="2.txt")
    assert (file.dated, file.dated_basis) == ("2016-05-04", "stated")
    assert (str(file.publisher), file.rights, file.access) == (
        "The Harbour Post",
        "Ask",
        "extract",
    )
    assert file.versions.get().language == "es"
    assert file.collections.count() == 2


@pytest.mark.parametrize(
    ("option", "value"), [("published", "4 May"), ("access", "secret"), ("review", "done")]
)
def test_an_option_that_means_nothing_is_refused_before_anything_is_read(
    folder: Path, option: str, value: str
) -> None:
    with pytest.raises(CommandError, match=value):
        call_command("ingest", str(folder), f"--{option}={value}")
    assert not Document.objects.exists()


def test_a_known_uid_with_another_text_is_an_error_or_a_new_version(tmp_path: Path) -> None:
    quote = {"quote": "said nothing", "statement": "The union said nothing."}
    marks: dict[str, Any] = {"entities": [{"name": "Marta", "kind": "other"}], "claims": [quote]}
    take_line(tmp_path, **marks)
    longer = TEXT + "\n\nIt came back."
    refused = take_line(tmp_path, text=longer, **marks)
    assert (refused.outcome, refused.uid) == (Outcome.FAILED, "ferry")
    assert "--update" in refused.reason
    assert counts()[:3] == (1, 1, 1)

    assert take_line(tmp_path, {"update": True}, text=longer, **marks).outcome == Outcome.UPDATED
    old, new = Version.objects.order_by("number")
    assert (old.text, new.text) == (TEXT, longer)
    assert (new.number, new.layer) == (2, "corrected")
    assert "rows.jsonl:1" in new.reason
    assert new.original != old.original
    assert [mention.passage.version for mention in Mention.objects.order_by("pk")] == [old, new]
    assert Claim.objects.get().passage.version == old, "a claim does not stand there twice"

    again = take_line(tmp_path, {"update": True}, text=longer, **marks)
    assert (again.outcome, counts()[:3]) == (Outcome.UNCHANGED, (1, 2, 2))


def test_the_report_of_a_new_version_says_how_many_placements_wait_and_where(
    tmp_path: Path, settings: Any
) -> None:
    settings.ARCHIVE_URL = "https://archive.example/"
    quote = {"quote": "said nothing", "statement": "The union said nothing."}
    take_line(tmp_path, claims=[quote])
    row = take_line(tmp_path, {"update": True}, text="Nothing of it is left.")
    address = "https://archive.example/admin/repair/?document=ferry"
    assert row.reason.startswith("Version 2.")
    assert row.reason.endswith(f"1 passage has no sure place in it: {address}")
    assert to_repair(Document.objects.all()).count() == 1


def test_a_new_version_in_which_all_is_sure_has_nothing_to_say_of_it(tmp_path: Path) -> None:
    quote = {"quote": "said nothing", "statement": "The union said nothing."}
    take_line(tmp_path, claims=[quote])
    row = take_line(tmp_path, {"update": True}, text=TEXT + "\n\nIt came back.", claims=[quote])
    assert row.reason == "Version 2."


def test_what_waits_in_another_layer_is_not_said_of_the_new_version(tmp_path: Path) -> None:
    quote = {"quote": "said nothing", "statement": "The union said nothing."}
    take_line(tmp_path, claims=[quote])
    fields = {"number": 2, "layer": "emended", "author": "A. Reader", "reason": "Shortened."}
    Document.objects.get().versions.create(language="en", text="Nothing of it is left.", **fields)
    row = take_line(tmp_path, {"update": True}, text=TEXT + "\n\nIt came back.", claims=[quote])
    assert row.reason == "Version 3."
    assert to_repair(Document.objects.all()).count() == 1


def test_the_same_text_in_another_line_is_unchanged_with_a_note(tmp_path: Path) -> None:
    take_line(tmp_path)
    row = take_line(tmp_path, {"update": True}, title="Another title")
    assert row.outcome == Outcome.UNCHANGED
    assert "what else the row says was not read" in row.reason
    assert Document.objects.get().title == "The ferry sails"


def test_bytes_that_the_disk_lost_come_back_with_the_same_file(folder: Path) -> None:
    take(folder / "2.txt")
    digest = Original.objects.get().sha256
    originals.path_of(digest).unlink()
    assert take(folder / "2.txt")[0].outcome == Outcome.UNCHANGED
    assert originals.is_kept(digest)


def test_interrupted_it_keeps_what_is_in_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archive.ingest.running.BATCH_DOCUMENTS", 2)
    path = jsonl(tmp_path, [line(uid=f"ferry-{n}") for n in range(7)])
    keep, calls = originals.keep, []

    def interrupted(data: bytes) -> str:
        calls.append(data)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return keep(data)

    monkeypatch.setattr("archive.originals.keep", interrupted)
    with pytest.raises(SystemExit) as left:
        call_command("ingest", str(path))
    assert left.value.code == 130
    assert Document.objects.count() == 4
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == "4 new"
    assert "Interrupted" in captured.err
    monkeypatch.undo()
    rows = take(path)
    assert [row.outcome for row in rows] == [Outcome.UNCHANGED] * 4 + [Outcome.NEW] * 3


def test_a_row_that_the_database_refuses_does_not_take_the_batch_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Version.objects.bulk_create

    def refused(rows: list[Version], *args: Any, **kwargs: Any) -> Any:
        if any(row.document.uid == "ferry-1" for row in rows):
            raise IntegrityError("CHECK constraint failed")
        return create(rows, *args, **kwargs)

    monkeypatch.setattr(Version._default_manager, "bulk_create", refused)
    marks = [{"name": "Havana", "kind": "place"}]
    rows = take(jsonl(tmp_path, [line(uid=f"ferry-{n}", entities=marks) for n in range(3)]))
    assert [row.outcome for row in rows] == [Outcome.NEW, Outcome.FAILED, Outcome.NEW]
    assert rows[1].uid == "ferry-1"
    assert "CHECK constraint failed" in rows[1].reason
    assert Entity.objects.get().mentions.count() == 6


def test_a_full_disk_is_a_row_and_leaves_no_document(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.originals.keep", full)
    rows = take(folder)
    assert {row.outcome for row in rows} == {Outcome.FAILED}
    assert "No space left on device" in rows[0].reason
    assert not Document.objects.exists()


def test_the_documents_that_changed_are_told_within_the_transaction(tmp_path: Path) -> None:
    told: list[list[str]] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        assert set(Document.objects.values_list("uid", flat=True)) >= set(uids)
        told.append(sorted(uids))

    documents_changed.connect(listen, dispatch_uid="test")
    try:
        take(jsonl(tmp_path, [line(uid="one"), "{", line(uid="two")]))
    finally:
        documents_changed.disconnect(dispatch_uid="test")
    assert told == [["one", "two"]]


def test_names_that_would_steer_a_terminal_are_made_harmless(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x\x1b[2J\u202e.txt").write_bytes(b"")
    with pytest.raises(CommandError):
        call_command("ingest", str(tmp_path))
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_every_option_and_column_is_in_the_docs() -> None:
    from archive.ingest.readers import READERS
    from archive.ingest.readers import jsonl as reader
    from archive.ingest.sheet import COLUMNS, OTHER_NAMES
    from archive.management.commands.ingest import Command

    page = (Path(__file__).parents[2] / "docs" / "ingest.md").read_text(encoding="utf-8")
    parser = Command().create_parser("manage.py", "ingest")
    common = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    common |= {"--no-color", "--force-color", "--skip-checks"}
    options = {each for action in parser._actions for each in action.option_strings}
    named = {each for each in options if each.startswith("--")} - common
    for each in named:
        assert f"`{each}" in page, each
    for each in COLUMNS | OTHER_NAMES.keys() - {"file_name"} | reader.LINE | READERS.keys():
        assert f"`{each}`" in page, each

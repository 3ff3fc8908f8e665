"""A sheet with a row a file: as Excel and others write it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.ingest.records import Outcome, Wrong
from archive.ingest.sheet import read
from archive.models import Document
from tests.ingesting import take

pytestmark = pytest.mark.django_db

HEAD = ["File", "Title", "Date", "Publisher", "Shelf mark", "Collections"]
ROWS = [
    ["one.txt", "", "2016-05", "The Harbour Post", "HP 1", "Ships | Mail"],
    ["sub/two.txt", "A title; of its own", "", "", "", ""],
]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.txt").write_text("The ferry sails\n\nIt sailed.", encoding="utf-8")
    (folder / "sub" / "two.txt").write_text("It came back.\n\nAt noon.", encoding="utf-8")
    return folder


def sheet(folder: Path, separator: str = ",", charset: str = "utf-8-sig", before: str = "") -> Path:
    path = folder / "sheet.csv"
    lines = [separator.join(f'"{cell}"' for cell in row) for row in [HEAD, *ROWS]]
    path.write_bytes((before + "\r\n".join(lines) + "\r\n").encode(charset))
    return path


@pytest.mark.parametrize(
    ("separator", "charset", "before"),
    [
        (",", "utf-8-sig", ""),
        (";", "utf-8-sig", ""),
        ("\t", "utf-16", ""),
        (";", "cp1252", "sep=;\r\n"),
        (",", "utf-8", ""),
    ],
)
def test_a_row_a_file_goes_in(files: Path, separator: str, charset: str, before: str) -> None:
    rows = take(sheet=sheet(files, separator, charset, before))
    assert [row.outcome for row in rows] == [Outcome.NEW] * 2
    one, two = Document.objects.order_by("pk")
    assert (one.title, one.dated, str(one.publisher)) == (
        "The ferry sails",
        "2016-05",
        "The Harbour Post",
    )
    assert [str(each) for each in one.identifiers.all()] == ["Shelf mark: HP 1"]
    assert [str(each) for each in one.collections.order_by("name")] == ["Mail", "Ships"]
    assert one.versions.get().text == "It sailed."
    assert (two.title, two.publisher, two.dated) == ("A title; of its own", None, "")
    assert two.versions.get().text == "It came back.\n\nAt noon."


def test_the_same_sheet_again_changes_nothing(files: Path) -> None:
    take(sheet=sheet(files))
    assert [row.outcome for row in take(sheet=sheet(files))] == [Outcome.UNCHANGED] * 2


def test_columns_that_nobody_knows_are_reported_once(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("ingest", sheet=str(sheet(files)))
    captured = capsys.readouterr()
    assert captured.err.count("Columns kept as identifiers under their own names: Shelf mark.") == 1
    assert "sheet.csv:2 one.txt" in captured.out
    assert "2 new" in captured.out


def test_the_files_may_stand_in_another_folder(files: Path, tmp_path: Path) -> None:
    path = sheet(tmp_path)
    assert {row.outcome for row in take(sheet=path)} == {Outcome.FAILED}
    assert {row.outcome for row in take(files, sheet=path)} == {Outcome.NEW}


def test_each_wrong_row_is_reported_and_the_others_go_in(files: Path) -> None:
    (files / "empty.txt").write_bytes(b"")
    (files / "page.html").write_text("<p>It sailed.</p>", encoding="utf-8")
    (files.parent / "outside.txt").write_text("Title\n\nText.", encoding="utf-8")
    path = files / "sheet.csv"
    path.write_text(
        "file,published,source_url,access,translated_by\n"
        "one.txt,,,,\n"
        "missing.txt,,,,\n"
        "../outside.txt,,,,\n"
        ",2016,,,\n"
        "\n"
        "empty.txt,,,,\n"
        "page.html,,,,\n"
        "sub/two.txt,soon,,,\n"
        "sub/two.txt,,ftp://harbour.example/,,\n"
        "sub/two.txt,,,secret,\n"
        "sub/two.txt,,,,a friend\n"
        "sub/two.txt,2016,,staff,machine\n",
        encoding="utf-8",
    )
    rows = take(sheet=path)
    assert [row.outcome for row in rows] == [
        Outcome.NEW,
        *[Outcome.FAILED] * 9,
        Outcome.NEW,
    ]
    said = [
        "There is no file",
        "lies outside",
        "names no file",
        "It is empty",
        "describes text files",
        "date “soon”",
        "http://",
        "Write one of: full, extract, staff",
        "Write one of: publisher, machine",
    ]
    for row, words in zip(rows[1:-1], said, strict=True):
        assert words in row.reason
    assert rows[5].source.startswith("sheet.csv:8")
    two = Document.objects.get(access="staff")
    assert (two.versions.get().layer, two.versions.get().translated_by) == ("translated", "machine")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("title,date\nA,2016\n", "no column “file”"),
        ("", "no column “file”"),
        ("file,date,published\none.txt,1,2\n", "two columns for the same thing"),
        ("file,box,box\none.txt,1,2\n", "two columns for the same thing"),
        ('file,box\n"one.txt" x,1\n', "no CSV at line 2"),
    ],
)
def test_a_sheet_that_can_not_be_read_is_refused_whole(
    files: Path, content: str, reason: str
) -> None:
    path = files / "sheet.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Wrong, match=reason):
        read(path)
    with pytest.raises(CommandError, match=reason):
        call_command("ingest", sheet=str(path))


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv could not be read"):
        call_command("ingest", sheet=str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="PATH is one folder"):
        call_command("ingest", "a", "b", sheet=str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="Give the PATH"):
        call_command("ingest")


def test_a_uid_column_makes_another_text_an_error_or_with_update_a_version(files: Path) -> None:
    path = files / "sheet.csv"
    path.write_text("file,uid\none.txt,ferry\n", encoding="utf-8")
    take(sheet=path)
    (files / "one.txt").write_text("The ferry sails\n\nIt sailed late.", encoding="utf-8")
    (row,) = take(sheet=path)
    assert (row.outcome, row.uid) == (Outcome.FAILED, "ferry")
    assert "--update" in row.reason
    (row,) = take(sheet=path, update=True)
    assert (row.outcome, row.reason) == (Outcome.UPDATED, "Version 2.")
    texts = Document.objects.get(uid="ferry").versions.values_list("layer", "text")
    assert list(texts) == [("published", "It sailed."), ("corrected", "It sailed late.")]

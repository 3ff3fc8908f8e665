"""Real documents go in: the article that the project started from, and 689 with their mentions."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.ingest.records import Outcome
from archive.models import Boilerplate, Document, Mention, Version
from archive.originals import open_bytes
from tests.data import data_file, data_rows
from tests.ingesting import take

pytestmark = pytest.mark.django_db

SEED = "000_1f6b0f63a8b626fd.txt"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var"
    # the index is not what is tested here, and takes longer than the ingest
    settings.SEARCH = settings.SEARCH | {
        "OPTIONS": settings.SEARCH["OPTIONS"] | {"PATH": str(tmp_path / "index")}
    }


def test_the_first_article_comes_in_right_and_once() -> None:
    path = data_file(SEED)
    call_command("ingest", str(path), translated_by="machine", translated_from="und", verbosity=0)
    (again,) = take(path)
    assert again.outcome == Outcome.UNCHANGED
    document = Document.objects.get()
    lines = path.read_text(encoding="utf-8").split("\n")
    assert document.title == lines[0]
    assert (document.byline, document.authors.count()) == ("", 0)
    assert (document.dated, document.dated_basis) == ("", "unknown")
    version = document.versions.get()
    assert version.text == "\n".join(lines[4:]).rstrip()
    assert version.text.count("\n\n") == 11
    assert (version.translated_by, version.translated_from_language) == ("machine", "und")
    marked = Boilerplate.objects.order_by("passage__start")
    assert [str(each) for each in marked] == ["You May Also Like", "Recommended for you"]
    original = document.originals.get()
    with open_bytes(original.sha256) as file:
        assert file.read() == path.read_bytes()
    assert original.size == path.stat().st_size


def test_every_document_and_mention_of_two_corpora_stands_where_it_should() -> None:
    paths = [data_file("wikinews60.jsonl"), data_file("frus_cuba_1958_60.jsonl")]
    started = time.monotonic()
    rows = take(*paths)
    took = time.monotonic() - started
    print(f"689 documents in {took:.1f} s")
    assert {row.outcome for row in rows} == {Outcome.NEW}
    # an annotator wrote "no er" where an entity has no outside id
    assert {row.reason for row in rows} == {
        "",
        "same_as “no er” is no outside id and was not read.",
    }
    assert len(rows) == Document.objects.count() == 689
    assert took < 5 * 60
    texts = dict(Version.objects.values_list("document__uid", "text"))
    wanted: list[tuple[Any, ...]] = []
    for row in data_rows("wikinews60.jsonl") + data_rows("frus_cuba_1958_60.jsonl"):
        assert texts[row["uid"]] == row["text"]
        wanted += [
            (row["uid"], each["start"], each["end"], " ".join(each["name"].split()), each["kind"])
            for each in row.get("entities", [])
            if "start" in each
        ]
    fields = ("passage__version__document__uid", "passage__start", "passage__end")
    found = set(Mention.objects.values_list(*fields, "entity__name", "entity__kind"))
    assert len(wanted) == 2211
    assert {each[:3] for each in wanted} <= {each[:3] for each in found}
    # one bears the outside id of an entity of another name, and so is that one
    assert [each[3] for each in wanted if each not in found] == [
        "China (People's Republic of China)"
    ]
    assert not Boilerplate.objects.exists()
    assert {row.outcome for row in take(*paths)} == {Outcome.UNCHANGED}


def test_the_bytes_of_each_line_are_kept() -> None:
    path = data_file("wikinews60.jsonl")
    take(path)
    lines = {json.loads(each)["uid"]: each for each in path.read_bytes().splitlines()}
    for document in Document.objects.all():
        with open_bytes(document.originals.get().sha256) as file:
            assert file.read() == lines[document.uid]

"""TRUST 17: source URLs are http and https only, on the form, fixture and import paths."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.forms import modelform_factory

from archive.ingest.records import Outcome
from archive.integrity import BrokenRow
from archive.models import Document, EntityIdentifier, Evidence, Publisher
from tests.ingesting import jsonl, line, take

BAD = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://harbour.example/ferry",
    "//harbour.example/ferry",
    "http:alert(1)",
    "http://",
    "https://harbour.example/\r\nSet-Cookie: a=b",
    "blob:https://harbour.example/1",
]
GOOD = ["http://harbour.example/ferry", "https://harbour.example:8443/ferry?id=1#top"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var"


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Document, "source_url"),
        (Publisher, "home"),
        (Evidence, "url"),
        (Evidence, "archived_url"),
    ],
)
def test_r17_a_form_takes_web_addresses_alone(model: Any, field: str) -> None:
    form = modelform_factory(model, fields=[field])
    for address in BAD:
        # a form strips spaces, and what is left must still be no other scheme
        assert field in form({field: address}).errors, address
    for address in GOOD:
        assert field not in form({field: address}).errors, address


@pytest.mark.parametrize("address", BAD)
def test_r17_a_fixture_with_another_address_is_refused_whole(tmp_path: Path, address: str) -> None:
    rows = [
        {"model": "archive.publisher", "fields": {"uid": "post", "name": "P", "home": GOOD[0]}},
        {"model": "archive.document", "fields": {"uid": "ferry", "title": "F"}},
    ]
    rows[1]["fields"]["source_url"] = address  # type: ignore[index]
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises((BrokenRow, DeserializationError)) as refused:
        call_command("loaddata", str(path), verbosity=0)
    assert "ferry" in str(refused.value)
    assert not Publisher.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("address", [each for each in BAD if each.strip() == each])
def test_r17_a_line_with_another_address_does_not_go_in(tmp_path: Path, address: str) -> None:
    rows = take(jsonl(tmp_path, [line(source_url=address), line(uid="good", source_url=GOOD[1])]))
    outcomes = [row.outcome for row in rows]
    if outcomes[0] == Outcome.NEW:  # a line break is a space by then, and a space may be escaped
        stored = Document.objects.get(uid="ferry").source_url
        pytest.fail(f"stored as {stored!r}")
    assert outcomes == [Outcome.FAILED, Outcome.NEW]
    assert "http://" in rows[0].reason
    assert Document.objects.get().source_url == GOOD[1]


def test_r17_a_sheet_with_another_address_does_not_go_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nText.", encoding="utf-8")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("file,url\na.txt,javascript:alert(1)\n", encoding="utf-8")
    (row,) = take(sheet=sheet)
    assert row.outcome == Outcome.FAILED
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "same_as", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/b", "JAVASCRIPT:x"]
)
def test_r17_an_outside_id_is_no_script_either(tmp_path: Path, same_as: str) -> None:
    mark = {"name": "Havana", "kind": "place", "same_as": same_as}
    (row,) = take(jsonl(tmp_path, [line(entities=[mark])]))
    assert row.outcome == Outcome.FAILED
    assert not EntityIdentifier.objects.exists()

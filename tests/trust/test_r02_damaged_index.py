"""TRUST 2: whatever happens to the index, pages answer, damage is named, one command heals."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive.models import Document
from search import backends
from search.entries import all_entries
from search.syncing import compare
from tests.makers import make_claim, make_document

pytestmark = pytest.mark.django_db
WORDS = ("ship port", '"in port"', "shi* -sugar", "title:ship", "")


def truncate(path: Path, chosen: random.Random) -> None:
    """Cut the file off somewhere."""
    raw = path.read_bytes()
    path.write_bytes(raw[: chosen.randrange(len(raw))] if raw else b"x")


def empty(path: Path, _chosen: random.Random) -> None:
    """Leave the file with nothing in it."""
    path.write_bytes(b"" if path.stat().st_size else b"x")


def flip(path: Path, chosen: random.Random) -> None:
    """Change a few bytes."""
    raw = bytearray(path.read_bytes() or b"x")
    for _byte in range(chosen.randint(1, 4)):
        raw[chosen.randrange(len(raw))] ^= chosen.randint(1, 255)
    path.write_bytes(bytes(raw))


def delete(path: Path, _chosen: random.Random) -> None:
    """Take the file away."""
    path.unlink()


DAMAGES: list[Callable[[Path, random.Random], None]] = [truncate, empty, flip, delete]


def damaged(count: int, seed: int, client: Client, index: Any) -> None:
    """Damage the index again and again; look, find, heal."""
    document = make_document("A ship lay in port.", title="A ship")
    make_claim(document, quote="ship lay in port")
    for number in range(25):
        make_document(f"Ship {number} lay in port with sugar {number}.", title=f"Ship {number}")
    call_command("index_sync", verbosity=0)
    whole = index.path.with_name("whole")
    shutil.copytree(index.path, whole)
    chosen = random.Random(seed)
    for at in range(count):
        files = sorted(path for path in index.path.rglob("*") if path.is_file())
        files = [path for path in files if path.name not in ("lock", "MAIN_WRITELOCK")]
        path = chosen.choice(files)
        before = path.read_bytes()
        DAMAGES[at % 4](path, chosen)
        if path.exists() and path.read_bytes() == before:
            continue
        backends.forget()
        look(client, document, f"{DAMAGES[at % 4].__name__} {path.name}")
        backends.forget()
        assert found_by_check(), f"not found: {DAMAGES[at % 4].__name__} {path.name}"
        if at % 10 == 0:
            heal()
        shutil.rmtree(index.path)
        shutil.copytree(whole, index.path)


def look(client: Client, document: Document, what: str) -> None:
    """The document's page opens, and search answers or says why not."""
    assert client.get(document.get_absolute_url(), secure=True).status_code == 200, what
    for words in WORDS:
        answer = client.get("/search.json", {"q": words}, secure=True)
        assert answer.status_code in (200, 503), what
        if answer.status_code == 503:
            assert answer.json()["notes"], what


def found_by_check() -> list[Any]:
    """What archive_check says of the index."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("archive_check", "--json", "--only", "index", stdout=out)
    faults: list[Any] = json.loads(out.getvalue())["faults"]
    return faults


def heal() -> None:
    """One command makes it right."""
    call_command("index_sync", "--rebuild", verbosity=0)
    assert found_by_check() == []
    assert compare(all_entries()).sentences == []


def test_r02_24_damages_are_survived_found_and_healed(client: Client, index: Any) -> None:
    damaged(24, 1, client, index)


@pytest.mark.long
def test_r02_100_damages_are_survived_found_and_healed(client: Client, index: Any) -> None:
    damaged(100, 2, client, index)

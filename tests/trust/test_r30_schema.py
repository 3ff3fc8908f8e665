"""TRUST 30: an index of another version says so, and --if-needed rebuilds exactly once."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from search import backends
from search.backends import get_backend
from tests.makers import make_document

pytestmark = pytest.mark.django_db


def sync() -> str:
    """What `index_sync --if-needed` prints."""
    out = StringIO()
    call_command("index_sync", "--if-needed", stdout=out, stderr=out)
    return out.getvalue()


def test_r30_an_older_index_says_so_and_is_rebuilt_exactly_once(client: Client, index: Any) -> None:
    make_document("A storm closed the port.")
    sync()
    pointer = index.path / "current"
    written = json.loads(pointer.read_bytes())
    pointer.write_text(json.dumps(written | {"schema": written["schema"] - 1}))
    backends.forget()
    answer = client.get("/search.json", {"q": "storm"}, secure=True)
    assert answer.status_code == 503
    assert any("by another version" in note for note in answer.json()["notes"])
    health = client.get("/healthz", secure=True)
    assert (health.status_code, health.json()["index"]) == (200, "outdated")
    make_document("Another storm.", title="Another")  # a save finds the old index and succeeds
    assert "Built" in sync()
    first = pointer.read_bytes()
    assert "In step" in sync() and pointer.read_bytes() == first
    assert client.get("/search.json", {"q": "storm"}, secure=True).json()["total"] == 2
    assert get_backend().damages() == []

"""Where Whoosh is not as we know it, its own ways are used: slower, never gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from search.backends.base import Phrase, Query, Readable
from search.backends.whoosh import WhooshBackend, layout, selftest
from search.backends.whoosh.flat import Flat
from search.backends.whoosh.postings import Decoded, Matched


@pytest.fixture(autouse=True)
def untried() -> Iterator[None]:
    """The trial is made anew."""
    selftest.holds.cache_clear()
    yield
    selftest.holds.cache_clear()


def test_the_private_parts_are_as_we_know_them() -> None:
    assert selftest.holds()


def test_another_layout_is_noticed_and_searched_plainly(
    monkeypatch: Any, caplog: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(layout, "MAGIC", b"W4Bl")
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    backend.rebuild(selftest.ENTRIES)
    assert "not as we know it" in caplog.text
    assert isinstance(backend.snapshot().segments[0].source, Matched)
    query = Query(Readable(date(2024, 1, 1)), Phrase(("sail", "sail")))
    assert backend.search(query).total == 4


def test_the_known_layout_is_read_as_arrays(tmp_path: Path) -> None:
    for writer, expected in (("arrays", Flat), ("plain", Decoded)):
        backend = WhooshBackend(PATH=str(tmp_path / writer), WRITER=writer)
        backend.rebuild(selftest.ENTRIES)
        assert isinstance(backend.snapshot().segments[0].source, expected)

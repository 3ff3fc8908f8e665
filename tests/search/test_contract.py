"""The contract, kept by each way to write and read the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.backends.base import SearchBackend
from search.backends.whoosh import WhooshBackend
from tests.search.contract import SearchContract


class TestPlain(SearchContract):
    """Whoosh's own writer and its own matching."""

    @pytest.fixture
    def backend(self, tmp_path: Path) -> SearchBackend:
        return WhooshBackend(PATH=str(tmp_path / "plain"), WRITER="plain", READER="plain")


class TestPlainReadAsArrays(SearchContract):
    """Whoosh's own writer, and postings read as arrays."""

    @pytest.fixture
    def backend(self, tmp_path: Path) -> SearchBackend:
        return WhooshBackend(PATH=str(tmp_path / "arrays"), WRITER="plain", READER="arrays")


class TestArrays(SearchContract):
    """Segments written as arrays, and read so."""

    @pytest.fixture
    def backend(self, tmp_path: Path) -> SearchBackend:
        return WhooshBackend(PATH=str(tmp_path / "arrays"), WRITER="arrays", READER="arrays")


class TestArraysReadPlainly(SearchContract):
    """Segments written as arrays, and read by Whoosh's own matching."""

    @pytest.fixture
    def backend(self, tmp_path: Path) -> SearchBackend:
        return WhooshBackend(PATH=str(tmp_path / "arrays"), WRITER="arrays", READER="plain")

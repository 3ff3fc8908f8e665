"""What every test starts from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import backends
from search.backends.base import SearchBackend


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[SearchBackend]:
    """An index of the test's own, empty until something is drained into it.

    In a plain test no transaction commits: `django_capture_on_commit_callbacks(execute=True)`
    around a save drains it; with `transactional_db` every save is found at once.
    """
    settings.SEARCH = settings.SEARCH | {
        "OPTIONS": settings.SEARCH["OPTIONS"] | {"PATH": str(tmp_path / "index")}
    }
    backends.forget()
    yield backends.get_backend()
    backends.forget()

"""What every test starts from."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings as property_settings

from search import backends, naming
from search.backends.base import SearchBackend

# How long an example takes depends on what else the machine does.
property_settings.register_profile("unhurried", property_settings(deadline=None))
property_settings.load_profile("unhurried")


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
    naming.forget()
    yield backends.get_backend()
    backends.forget()
    translation.deactivate()  # a page read in Spanish leaves its language to the next test


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo is kept once it was loaded: to load it anew takes many seconds."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(transactional_db: Any, settings: Any, demo_copy: Path) -> None:
    """The demo's rows in the database and in the index, as another thread's server sees them."""
    connection.ensure_connection()
    index = Path(settings.SEARCH["OPTIONS"]["PATH"])
    if not (demo_copy / "index").exists():
        call_command("loaddata", "demo", verbosity=0)
        call_command("index_sync", verbosity=0)
        with closing(sqlite3.connect(demo_copy / "rows.sqlite3")) as copy:
            connection.connection.backup(copy)
        shutil.copytree(index, demo_copy / "index")
        return
    with closing(sqlite3.connect(demo_copy / "rows.sqlite3")) as copy:
        copy.backup(connection.connection)
    shutil.copytree(demo_copy / "index", index, dirs_exist_ok=True)
    backends.forget()

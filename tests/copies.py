"""What takes seconds to make is made once, and from then on copied: rows with their index."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from search import backends


def index_folder() -> Path:
    """Where the index of the running test lies."""
    return Path(settings.SEARCH["OPTIONS"]["PATH"])


def searched_at(place: Path) -> dict[str, Any]:
    """The SEARCH setting with its index in this folder."""
    return settings.SEARCH | {"OPTIONS": settings.SEARCH["OPTIONS"] | {"PATH": str(place)}}


def take_index(kept: Path) -> None:
    """Make the running test's index a copy of the one in this folder."""
    shutil.copytree(kept, index_folder(), dirs_exist_ok=True)
    backends.forget()


class Copy:
    """Rows and an index in a folder that the workers share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.rows = folder / "rows.sqlite3"

    def put(self, make: Callable[[], None]) -> None:
        """Make them the running test's, whose database is empty and in no transaction.

        The first to come makes them; the others wait for it, and need no time of their own.
        """
        connection.ensure_connection()
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.rows.exists():
                make()
                call_command("index_sync", verbosity=0)
                self._keep()
                return
        with closing(sqlite3.connect(self.rows)) as copy:
            copy.backup(connection.connection)
        take_index(self.folder / "index")

    def _keep(self) -> None:
        shutil.copytree(index_folder(), self.folder / "index")
        part = self.rows.with_suffix(".part")
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)
        part.rename(self.rows)

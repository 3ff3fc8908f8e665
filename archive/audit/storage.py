"""The database itself: whether its file is whole, and keeps its own conditions."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from archive.audit.faults import Fault, Watch

MOST = 100  # faults that SQLite names


def storage(watch: Watch) -> Iterator[Fault]:
    """What SQLite's own integrity check finds; PostgreSQL sees to its files and conditions itself.

    https://www.sqlite.org/pragma.html#pragma_integrity_check: pages, indexes, UNIQUE, CHECK and
    NOT NULL. Foreign keys are not part of it: see `rows`.
    """
    if connection.vendor != "sqlite":
        return
    for found in watch(_integrity(), 1):
        if found != "ok":
            yield Fault(
                "database",
                str(connection.settings_dict["NAME"]),
                _("SQLite says of the file: %(found)s.") % {"found": found},
                _("Stop the server and restore the file from a backup, or `.recover` it."),
            )


def _integrity() -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA integrity_check({MOST})")
            yield from (row[0] for row in cursor.fetchall())
    except DatabaseError as error:
        yield str(error)

"""Tests make their tables from the models, which is quicker; migrations lead to the same tables."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

from django.db import connection

from tests.trust.processes import manage

OF_DJANGO = {"django_migrations", "sqlite_sequence"}
Tables = dict[str, tuple[set[Any], set[str], set[str]]]


def tables(database: Any) -> Tables:
    """Columns, indexes and constraints by table; the order in which they came does not count."""

    def asked(sql: str) -> list[Any]:
        return database.execute(sql).fetchall()

    found: Tables = {}
    for name, sql in asked("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        columns = {row[1:4] + row[5:] for row in asked(f"PRAGMA table_info('{name}')")}
        indexes = {row[1] for row in asked(f"PRAGMA index_list('{name}')")}
        constraints = set(re.findall(r'CONSTRAINT "(\w+)"', sql))
        named = {each for each in indexes if not each.startswith("sqlite_")}
        found[name] = columns, named, constraints
    return {name: each for name, each in found.items() if name not in OF_DJANGO}


def test_migrations_lead_to_the_tables_that_the_tests_have(db, tmp_path):
    path = tmp_path / "migrated.sqlite3"
    process = manage("migrate", "--verbosity=0", env={"DATABASE_URL": f"sqlite:///{path}"})
    _out, errors = process.communicate()
    assert process.returncode == 0, errors
    with closing(sqlite3.connect(path)) as migrated, connection.cursor() as ours:
        assert tables(ours) == tables(migrated)

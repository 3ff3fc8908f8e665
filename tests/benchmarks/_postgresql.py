"""PostgreSQL, where `BENCHMARK_POSTGRESQL` ("host=... dbname=...") names a server of it.

`tsvector` with a GIN index, `ts_rank` for the order, SQL for the facets; one statement a question.
It has psycopg from the extra `postgresql` (`uv run --extra postgresql python -m tests.benchmarks`).
Its tables go into a schema of their own, `verbatim_benchmark`, which each build makes anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from search.backends.base import Entry
from tests.benchmarks._engines import SHOWN, TOP, Answer, Engine
from tests.benchmarks._questions import FACETS, Question

VARIABLE = "BENCHMARK_POSTGRESQL"
MANY = ("person", "topic")
# a word that nobody asks for keeps phrases from crossing from the title into the body
TABLES = """
DROP SCHEMA IF EXISTS verbatim_benchmark CASCADE;
CREATE SCHEMA verbatim_benchmark;
CREATE TABLE docs (
    id integer PRIMARY KEY, uid text NOT NULL, publisher text, genre text, published integer,
    title text, body text,
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title || ' zqbetween'), 'A')
        || setweight(to_tsvector('simple', body), 'B')
    ) STORED
);
CREATE TABLE person (doc integer, value text);
CREATE TABLE topic (doc integer, value text);
"""
INDEXES = """
CREATE UNIQUE INDEX ON docs (uid);
CREATE INDEX ON docs (published);
CREATE INDEX ON docs USING gin (words);
CREATE INDEX ON person (doc) INCLUDE (value);
CREATE INDEX ON topic (doc) INCLUDE (value);
"""
FOUND = """
WITH asked AS (SELECT to_tsquery('simple', %(words)s) AS query),
found AS MATERIALIZED (
    SELECT id, uid, publisher, genre, ts_rank('{{0, 0, 0.4, 0.6}}', words, query) AS rank
    FROM docs, asked WHERE words @@ query {days}
)
(SELECT 'total', '', count(*) FROM found)
UNION ALL (SELECT 'hit', uid, 0 FROM found ORDER BY rank DESC, uid LIMIT {top} OFFSET %(offset)s)
"""
OF_DOCUMENT = """
UNION ALL (SELECT '{name}', {name}, count(*) FROM found GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {shown})
"""
OF_MANY = """
UNION ALL (SELECT '{name}', value, count(*) FROM found JOIN {name} ON doc = id
           GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {shown})
"""


class PostgreSQL(Engine):
    """One connection to the server that the environment names."""

    name = "postgresql"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.db: Any = None

    def open(self) -> None:
        import psycopg

        if self.db is not None:
            self.db.close()
        self.db = psycopg.connect(
            os.environ[VARIABLE],
            autocommit=True,
            options="-c search_path=verbatim_benchmark,public",
        )

    def build(self, entries: Iterable[Entry]) -> None:
        self.open()
        self.db.execute(TABLES)
        chosen = list(enumerate(entries, 1))
        with self.db.transaction(), self.db.cursor() as cursor:
            columns = "id, uid, publisher, genre, published, title, body"
            with cursor.copy(f"COPY docs ({columns}) FROM STDIN") as copy:
                for number, entry in chosen:
                    copy.write_row(_row(number, entry))
            for name in MANY:
                with cursor.copy(f"COPY {name} (doc, value) FROM STDIN") as copy:
                    for number, entry in chosen:
                        for value in entry.facets[name]:
                            copy.write_row((number, value))
            cursor.execute(INDEXES)
        self.db.execute("VACUUM ANALYZE")

    def ask(self, question: Question, offset: int = 0) -> Answer:
        values: dict[str, Any] = {"words": _asked(question), "offset": offset}
        days = ""
        if question.days[0] and question.days[1]:
            days = "AND published BETWEEN %(first)s AND %(last)s"
            values |= {"first": question.days[0].toordinal(), "last": question.days[1].toordinal()}
        parts = [FOUND.format(days=days, top=TOP)]
        for name in FACETS:
            part = OF_MANY if name in MANY else OF_DOCUMENT
            parts.append(part.format(name=name, shown=SHOWN))
        total, facets = 0, {name: dict[str, int]() for name in FACETS}
        for kind, value, count in self.db.execute("".join(parts), values):
            if kind == "total":
                total = count
            elif kind != "hit":
                facets[kind][value] = count
        return total, facets

    def update(self, entries: list[Entry]) -> None:
        with self.db.transaction():
            for entry in entries:
                (number,) = self.db.execute(
                    "SELECT id FROM docs WHERE uid = %s", [entry.uid]
                ).fetchone()
                for name in MANY:
                    self.db.execute(f"DELETE FROM {name} WHERE doc = %s", [number])
                    for value in entry.facets[name]:
                        self.db.execute(f"INSERT INTO {name} VALUES (%s, %s)", [number, value])
                _number, _uid, *rest = _row(number, entry)
                self.db.execute(
                    "UPDATE docs SET publisher = %s, genre = %s, published = %s, title = %s,"
                    " body = %s WHERE id = %s", [*rest, number]
                )  # fmt: skip

    def note(self) -> str:
        (version,) = self.db.execute("SHOW server_version").fetchone()
        return f"PostgreSQL {version}"


def _row(number: int, entry: Entry) -> tuple[Any, ...]:
    """A document's row; nothing of it is computed here."""
    assert entry.published[0] is not None
    return (number, entry.uid, entry.facets["publisher"][0], entry.facets["genre"][0],
            entry.published[0].toordinal(), entry.title, entry.body.pieces[0])  # fmt: skip


def _asked(question: Question) -> str:
    """The question as PostgreSQL's tsquery."""
    words = question.words
    if question.group == "prefix":
        return f"{words[0]}:*"
    if question.group in ("phrase", "everywhere"):
        return " <-> ".join(words)
    return (" | " if question.group == "or" else " & ").join(words)

"""The engines that are compared, each given the same ready entries and asked the same.

The peers are spared what Verbatim does besides: claims, access, the histogram.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy
from whoosh import fields, index, query, sorting
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import BM25F

from search.backends.base import Entry, Text
from search.backends.whoosh import WhooshBackend
from tests.benchmarks._questions import FACETS, Question

TOP = 20
SHOWN = 30  # values of a facet
Answer = tuple[int, dict[str, dict[str, int]]]  # how many, and each facet's most frequent values


def changed(entry: Entry, mark: str) -> Entry:
    """The entry with one more word, to be found by it."""
    body = Text(entry.body.layer, entry.body.language, (f"{entry.body.pieces[0]} {mark}",))
    return replace(entry, body=body)


class Engine:
    """One way to index and search; `path` is a directory of its own."""

    name = ""

    def __init__(self, path: Path) -> None:
        self.path = path

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything, until it can be searched."""
        raise NotImplementedError

    def open(self) -> None:
        """Start anew, with no cache of this process."""
        raise NotImplementedError

    def ask(self, question: Question, offset: int = 0) -> Answer:
        """The top hits by BM25, and four facets counted over all matches."""
        raise NotImplementedError

    def update(self, entries: list[Entry]) -> None:
        """Replace some documents; they are found by the next search."""
        raise NotImplementedError

    def note(self) -> str:
        """Something to print about it."""
        return ""


class Verbatim(Engine):
    """What this project is."""

    name = "verbatim"

    def build(self, entries: Iterable[Entry]) -> None:
        self.open()
        self.backend.rebuild(entries)

    def open(self) -> None:
        self.backend = WhooshBackend(PATH=str(self.path), WRITER="arrays")

    def ask(self, question: Question, offset: int = 0, **filters: tuple[str, ...]) -> Answer:
        results = self.backend.search(question.query(offset, **filters))
        facets = {
            name: {value.value: value.count for value in facet.values}
            for name, facet in results.facets.items()
        }
        return results.total, facets

    def update(self, entries: list[Entry]) -> None:
        self.backend.replace([entry.document for entry in entries], entries)

    def note(self) -> str:
        return f"{len(self.backend.snapshot().segments)} segments"


class Tantivy(Engine):
    """Tantivy through tantivy-py, with its aggregations."""

    name = "tantivy"
    threads = 2

    def build(self, entries: Iterable[Entry]) -> None:
        self.path.mkdir(parents=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("uid", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="default")
        for name in FACETS:
            schema.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        schema.add_integer_field("published", indexed=True, fast=True)
        self.schema = schema.build()
        writing = tantivy.Index(self.schema, path=str(self.path))
        writer = writing.writer(300_000_000, self.threads)
        for entry in entries:
            writer.add_document(self._document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self.open()

    def _document(self, entry: Entry) -> Any:
        document = tantivy.Document(uid=entry.uid, title=entry.title, body=entry.body.pieces[0])
        for name in FACETS:
            for value in entry.facets[name]:
                document.add_text(name, value)
        assert entry.published[0] is not None
        document.add_integer("published", entry.published[0].toordinal())
        return document

    def open(self) -> None:
        self.index = tantivy.Index.open(str(self.path))
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question: Question, offset: int = 0) -> Answer:
        asked = self._query(question)
        found = self.searcher.search(asked, limit=TOP, count=True, offset=offset)
        wanted = {name: {"terms": {"field": name, "size": SHOWN}} for name in FACETS}
        counted = self.searcher.aggregate(asked, wanted)
        facets = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}
            for name in FACETS
        }
        return found.count, facets

    def _query(self, question: Question) -> Any:
        Q, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
        schema = self.schema

        def either(make: Any) -> Any:
            title = Q.boost_query(make("title"), 1.5)
            return Q.boolean_query([(should, title), (should, make("body"))])

        def term(word: str) -> Any:
            return either(lambda name: Q.term_query(schema, name, word))

        words = question.words
        if question.group in ("phrase", "everywhere"):
            return either(lambda name: Q.phrase_query(schema, name, list(words)))
        if question.group == "prefix":
            return either(lambda name: Q.regex_query(schema, name, f"{words[0]}.*"))
        occur = should if question.group == "or" else must
        clauses = [(occur, term(word)) for word in words]
        first, last = question.days
        if first and last:
            days = Q.range_query(schema, "published", tantivy.FieldType.Integer,
                                 first.toordinal(), last.toordinal())  # fmt: skip
            clauses.append((must, Q.const_score_query(days, 0.0)))
        return Q.boolean_query(clauses)

    def update(self, entries: list[Entry]) -> None:
        writer = self.index.writer(50_000_000, 1)
        for entry in entries:
            writer.delete_documents_by_term("uid", entry.uid)
            writer.add_document(self._document(entry))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def note(self) -> str:
        return f"{self.searcher.num_segments} segments"


class TantivyOneThread(Tantivy):
    """The same, written by one thread: sometimes the faster build."""

    name = "tantivy-1-thread"
    threads = 1


class Fts5(Engine):
    """SQLite's FTS5, and SQL for the facets."""

    name = "fts5"
    many = ("person", "topic")

    def build(self, entries: Iterable[Entry]) -> None:
        self.path.mkdir(parents=True)
        self.open()
        self.db.executescript(
            "CREATE VIRTUAL TABLE fts USING fts5(title, body);"
            "CREATE TABLE docs (id INTEGER PRIMARY KEY, uid TEXT UNIQUE, publisher TEXT,"
            " genre TEXT, published INTEGER);"
            "CREATE TABLE person (doc INTEGER, value TEXT, PRIMARY KEY (doc, value)) WITHOUT ROWID;"
            "CREATE TABLE topic (doc INTEGER, value TEXT, PRIMARY KEY (doc, value)) WITHOUT ROWID;"
        )
        with self.db:
            for number, entry in enumerate(entries, 1):
                self._insert(number, entry)
            self.db.execute("INSERT INTO fts(fts) VALUES('optimize')")
        self.db.execute("ANALYZE")

    def _insert(self, number: int, entry: Entry) -> None:
        assert entry.published[0] is not None
        row = (number, entry.uid, entry.facets["publisher"][0], entry.facets["genre"][0],
               entry.published[0].toordinal())  # fmt: skip
        self.db.execute("INSERT INTO docs VALUES (?, ?, ?, ?, ?)", row)
        for name in self.many:
            values = [(number, value) for value in entry.facets[name]]
            self.db.executemany(f"INSERT INTO {name} VALUES (?, ?)", values)
        text = (number, entry.title, entry.body.pieces[0])
        self.db.execute("INSERT INTO fts(rowid, title, body) VALUES (?, ?, ?)", text)

    def open(self) -> None:
        self.db = sqlite3.connect(self.path / "fts5.sqlite3", isolation_level="DEFERRED")
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")

    def ask(self, question: Question, offset: int = 0) -> Answer:
        self.db.execute("DROP TABLE IF EXISTS temp.found")
        where, values = "fts MATCH ?", [self._match(question)]
        if question.days[0] and question.days[1]:
            where += " AND rowid IN (SELECT id FROM docs WHERE published BETWEEN ? AND ?)"
            values += [str(day.toordinal()) for day in question.days if day]
        self.db.execute(
            f"CREATE TEMP TABLE found AS SELECT rowid AS id FROM fts WHERE {where}", values
        )
        self.db.execute(
            f"SELECT rowid FROM fts WHERE {where} ORDER BY bm25(fts, 1.5, 1.0)"
            f" LIMIT {TOP} OFFSET {offset}", values
        ).fetchall()  # fmt: skip
        (total,) = self.db.execute("SELECT count(*) FROM found").fetchone()
        return total, {name: self._count(name) for name in FACETS}

    def _count(self, name: str) -> dict[str, int]:
        table, column, key = (name, "value", "doc") if name in self.many else ("docs", name, "id")
        return dict(
            self.db.execute(
                f"SELECT {column}, count(*) FROM found JOIN {table} ON {table}.{key} = found.id"
                f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SHOWN}"
            )
        )

    def _match(self, question: Question) -> str:
        words = question.words
        if question.group in ("phrase", "everywhere"):
            return '"' + " ".join(words) + '"'
        if question.group == "prefix":
            return f"{words[0]}*"
        return (" OR " if question.group == "or" else " AND ").join(words)

    def update(self, entries: list[Entry]) -> None:
        with self.db:
            for entry in entries:
                (number,) = self.db.execute(
                    "SELECT id FROM docs WHERE uid = ?", [entry.uid]
                ).fetchone()
                for table, key in (("docs", "id"), ("person", "doc"), ("topic", "doc")):
                    self.db.execute(f"DELETE FROM {table} WHERE {key} = ?", [number])
                self.db.execute("DELETE FROM fts WHERE rowid = ?", [number])
                self._insert(number, entry)


class PlainWhoosh(Engine):
    """Whoosh as it comes: SegmentWriter, its searcher, and `groupedby` for the facets."""

    name = "whoosh"

    def build(self, entries: Iterable[Entry]) -> None:
        self.path.mkdir(parents=True)
        schema = fields.Schema(
            uid=fields.ID(stored=True, unique=True), title=fields.TEXT(field_boost=1.5),
            body=fields.TEXT, published=fields.NUMERIC(sortable=True),
            **{name: fields.KEYWORD(sortable=True) for name in FACETS},
        )  # fmt: skip
        made = index.FileIndex.create(FileStorage(str(self.path)), schema, "MAIN")
        writer = made.writer(limitmb=256)
        for entry in entries:
            writer.add_document(**self._document(entry))
        writer.commit()
        self.open()

    def _document(self, entry: Entry) -> dict[str, Any]:
        assert entry.published[0] is not None
        facets = {name: " ".join(entry.facets[name]) for name in FACETS}
        return {"uid": entry.uid, "title": entry.title, "body": entry.body.pieces[0],
                "published": entry.published[0].toordinal()} | facets  # fmt: skip

    def open(self) -> None:
        self.index = index.open_dir(str(self.path), indexname="MAIN")

    def ask(self, question: Question, offset: int = 0) -> Answer:
        facets = sorting.Facets()
        for name in FACETS:
            facets.add_field(name, maptype=sorting.Count, allow_overlap=True)
        with closing(self.index.searcher(weighting=BM25F(B=0.75, K1=1.2))) as searcher:
            found = searcher.search(self._query(question), limit=TOP + offset, groupedby=facets)
            groups = {name: dict(found.groups(name)) for name in FACETS}
            return len(found), groups

    def _query(self, question: Question) -> Any:
        def either(make: Any) -> Any:
            return query.Or([make("title"), make("body")])

        words = question.words
        if question.group in ("phrase", "everywhere"):
            return either(lambda name: query.Phrase(name, list(words)))
        if question.group == "prefix":
            return either(lambda name: query.Prefix(name, words[0]))
        terms = [either(lambda name, word=word: query.Term(name, word)) for word in words]
        if question.days[0] and question.days[1]:
            terms.append(query.NumericRange("published", question.days[0].toordinal(),
                                            question.days[1].toordinal()))  # fmt: skip
        if len(terms) == 1:
            return terms[0]
        return query.Or(terms) if question.group == "or" else query.And(terms)

    def update(self, entries: list[Entry]) -> None:
        writer = self.index.writer()
        for entry in entries:
            writer.update_document(**self._document(entry))
        writer.commit()
        self.index = self.index.refresh()


ENGINES: dict[str, type[Engine]] = {
    each.name: each for each in (Verbatim, Tantivy, TantivyOneThread, Fts5, PlainWhoosh)
}
if "BENCHMARK_POSTGRESQL" in os.environ:  # a server of it: see the module
    from tests.benchmarks._postgresql import PostgreSQL

    ENGINES[PostgreSQL.name] = PostgreSQL


def fresh(name: str, folder: Path) -> Engine:
    """An engine with an empty directory."""
    path = folder / name
    shutil.rmtree(path, ignore_errors=True)
    return ENGINES[name](path)

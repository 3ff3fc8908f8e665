"""The engines whose order of the hits is compared: the same texts, any of the words, the first ten.

Each stems English in the way that it brings along; title words weigh 1.5 times those of the body.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import tantivy
from whoosh import fields, index, query
from whoosh.analysis import StemmingAnalyzer
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import BM25F

from search.backends.base import Entry, Query, Readable, Some, Text, Word
from search.backends.whoosh import WhooshBackend
from search.words import STOP_WORDS

TOP = 10
TITLE = 1.5  # how much more a word of the title weighs
Rows = list[tuple[str, str, str]]  # uid, title, body


class Ranker:
    """One way to index and rank, in a folder of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)

    def build(self, rows: Rows) -> None:
        """Index these."""
        raise NotImplementedError

    def first(self, words: tuple[str, ...]) -> list[str]:
        """The uids of the first ten that have any of these words, by BM25."""
        raise NotImplementedError


class Verbatim(Ranker):
    """What this project does with a question in plain words (`match=any`)."""

    def build(self, rows: Rows) -> None:
        self.backend = WhooshBackend(PATH=str(self.path / "index"), WRITER="arrays")
        self.backend.rebuild(
            Entry(uid, "document", uid, title, Text("published", "en", (body,)))
            for uid, title, body in rows
        )

    def first(self, words: tuple[str, ...]) -> list[str]:
        telling = [word for word in words if word not in STOP_WORDS["en"]] or list(words)
        tree = Some(tuple(Word(word) for word in telling))
        asked = Query(Readable(date.today()), tree, match="any", limit=TOP, histogram=False)
        return [hit.uid for hit in self.backend.search(asked).hits]


class PlainWhoosh(Ranker):
    """Whoosh's own searcher, BM25F, its stemming analyzer and its stop words."""

    def build(self, rows: Rows) -> None:
        self.analyzer = StemmingAnalyzer()
        schema = fields.Schema(
            uid=fields.ID(stored=True),
            title=fields.TEXT(analyzer=self.analyzer, field_boost=TITLE),
            body=fields.TEXT(analyzer=self.analyzer),
        )
        self.index = index.FileIndex.create(FileStorage(str(self.path)), schema, "MAIN")
        writer = self.index.writer()
        for uid, title, body in rows:
            writer.add_document(uid=uid, title=title, body=body)
        writer.commit()

    def first(self, words: tuple[str, ...]) -> list[str]:
        stems = [token.text for token in self.analyzer(" ".join(words))]
        terms = [query.Term(name, stem) for stem in stems for name in ("title", "body")]
        with closing(self.index.searcher(weighting=BM25F(B=0.75, K1=1.2))) as searcher:
            return [hit["uid"] for hit in searcher.search(query.Or(terms), limit=TOP)]


class Fts5(Ranker):
    """SQLite's FTS5: its bm25() and its Porter stemmer."""

    def build(self, rows: Rows) -> None:
        self.db = sqlite3.connect(self.path / "fts5.sqlite3")
        self.db.execute(
            "CREATE VIRTUAL TABLE fts USING"
            " fts5(uid UNINDEXED, title, body, tokenize='porter unicode61')"
        )
        with self.db:
            self.db.executemany("INSERT INTO fts VALUES (?, ?, ?)", rows)

    def first(self, words: tuple[str, ...]) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words)
        found = self.db.execute(
            "SELECT uid FROM fts WHERE fts MATCH ?"
            f" ORDER BY bm25(fts, 0, {TITLE}, 1.0), rowid LIMIT {TOP}",
            [match],
        )
        return [uid for (uid,) in found]


class Tantivy(Ranker):
    """Tantivy's BM25 and its English stemmer."""

    def build(self, rows: Rows) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("uid", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="en_stem")
        self.index = tantivy.Index(schema.build(), path=str(self.path))
        writer = self.index.writer(50_000_000, 1)
        for uid, title, body in rows:
            writer.add_document(tantivy.Document(uid=uid, title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def first(self, words: tuple[str, ...]) -> list[str]:
        quoted = " ".join(f'"{word}"' for word in words)
        asked = self.index.parse_query(quoted, ["title", "body"], field_boosts={"title": TITLE})
        searcher = self.index.searcher()
        found = searcher.search(asked, limit=TOP).hits
        return [searcher.doc(address)["uid"][0] for _score, address in found]


RANKERS: dict[str, type[Ranker]] = {
    "verbatim": Verbatim,
    "whoosh": PlainWhoosh,
    "fts5": Fts5,
    "tantivy": Tantivy,
}

"""What our writer writes is an index of Whoosh's own, equal to what Whoosh writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query
from whoosh.index import open_dir

from search.backends.base import Entry, Text
from search.backends.whoosh import WhooshBackend
from search.backends.whoosh.postings import Decoded, Matched
from search.backends.whoosh.sources import quickest
from search.backends.whoosh.texts import lean
from search.schema import TEXT_FIELDS
from tests.data import ROOT
from tests.search.corpus import Corpus

REAL = ("wikinews60.jsonl", "frus_cuba_1958_60.jsonl")


def real_entries(at_most: int) -> Iterator[Entry]:
    """Entries of real documents, some with a second layer; generated ones where there are none."""
    lines = [
        line
        for name in REAL
        if (ROOT / name).exists()
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()[: at_most // 2]
    ]
    for number, line in enumerate(lines):
        row = json.loads(line)
        half = len(row["text"]) // 2
        others = (Text("translated", "en", (row["text"][:200],)),) if number % 3 == 0 else ()
        yield Entry(
            uid=row["uid"], kind="document", document=row["uid"], title=row["title"],
            body=Text("published", "en", (row["text"][:half], row["text"][half:])), others=others,
        )  # fmt: skip
    if not lines:
        yield from Corpus(at_most, words=3_000, entities=50)


@pytest.fixture(scope="module")
def both(tmp_path_factory: Any) -> tuple[WhooshBackend, WhooshBackend]:
    """The same entries, written by Whoosh and by us."""
    entries = list(real_entries(120))
    built = []
    for writer in ("plain", "arrays"):
        path = tmp_path_factory.mktemp(writer) / "index"
        backend = WhooshBackend(PATH=str(path), WRITER=writer)
        backend.rebuild(entries)
        built.append(backend)
    return built[0], built[1]


OPENED = ExitStack()


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what a test opened."""
    with OPENED:
        yield


def reader(backend: WhooshBackend) -> Any:
    """Plain Whoosh's own reader, closed after the test."""
    index = open_dir(str(backend.live()), indexname="MAIN")
    return OPENED.enter_context(closing(index.reader()))


def test_the_same_terms_with_the_same_statistics(both: tuple[WhooshBackend, ...]) -> None:
    plain, arrays = map(reader, both)
    ours = dict(arrays)
    assert ours.keys() == {term for term, _info in plain}
    for term, info in plain:
        mine = ours[term]
        for name in ("weight", "doc_frequency", "min_length", "max_length", "max_weight",
                     "min_id", "max_id"):  # fmt: skip
            assert getattr(mine, name)() == getattr(info, name)(), (term, name)
    assert plain.doc_count_all() == arrays.doc_count_all()
    for field in TEXT_FIELDS:
        assert plain.field_length(field) == arrays.field_length(field)
        lengths = [[r.doc_field_length(n, field) for n in range(plain.doc_count())]
                   for r in (plain, arrays)]  # fmt: skip
        assert lengths[0] == lengths[1]
    assert [dict(row) for _, row in plain.iter_docs()] == [
        dict(row) for _, row in arrays.iter_docs()
    ]


def test_the_same_postings_at_the_same_positions(both: tuple[WhooshBackend, ...]) -> None:
    plain, arrays = map(reader, both)
    for (field, word), _info in plain:
        theirs, ours = plain.postings(field, word), arrays.postings(field, word)
        if field in TEXT_FIELDS:
            assert list(theirs.items_as("positions")) == list(ours.items_as("positions"))
        else:
            assert list(theirs.all_ids()) == list(ours.all_ids())


def test_each_reader_reads_what_each_writer_wrote(both: tuple[WhooshBackend, ...]) -> None:
    for backend in both:
        directory = str(backend.live())
        snapshot = backend.snapshot()
        segment = snapshot.segments[0].whoosh
        schema = open_dir(directory, indexname="MAIN").schema
        words = snapshot.segments[0].table.words
        matched, *others = (
            Matched(directory, schema, segment),
            Decoded(directory, schema, segment),
            quickest(directory, schema, segment, words),
        )
        for (field, raw), _info in reader(backend):
            if field not in TEXT_FIELDS:
                continue
            word = raw.decode()
            one = matched.read(field, word)
            docs, positions = matched.placed(field, matched.numbers(field, word))
            for other in others:
                two = other.read(field, word)
                assert one.docs.tolist() == two.docs.tolist()
                assert one.counts.tolist() == two.counts.tolist()
                where = other.placed(field, other.numbers(field, word))
                assert (docs.tolist(), positions.tolist()) == tuple(map(np.ndarray.tolist, where))


def test_both_answer_plain_whoosh_alike(both: tuple[WhooshBackend, ...]) -> None:
    asked = [
        query.Term("body", "the"),
        query.Phrase("body", ["of", "the"]),
        query.And([query.Term("body", "government"), query.Not(query.Term("body", "cuba"))]),
        query.Prefix("title", "mem"),
    ]
    for each in asked:
        found = []
        for backend in both:
            with open_dir(str(backend.live()), indexname="MAIN").searcher() as searcher:
                hits = searcher.search(each, limit=None)
                found.append([(hit["uid"], round(hit.score, 9)) for hit in hits])
        assert found[0] == found[1]


def test_plain_whoosh_deletes_from_and_optimises_what_we_wrote(tmp_path: Path) -> None:
    entries = list(real_entries(40))
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    backend.rebuild(entries)
    index = open_dir(str(backend.live()), indexname="MAIN")
    before = {term for term, _info in reader(backend)}
    gone = {term for term in before if term[1].decode() == entries[0].uid}
    writer = index.writer()
    assert writer.delete_by_term("document", entries[0].uid) >= 1
    writer.commit(optimize=True)
    after = reader(backend)
    left = [entry for entry in entries if entry.document != entries[0].uid]
    assert after.doc_count_all() == len(left)
    assert gone and not gone & {term for term, _info in after}
    with index.refresh().searcher() as searcher:
        for entry in left[:4]:
            (hit,) = searcher.search(query.Term("uid", entry.uid))
            assert hit["uid"] == entry.uid
    assert before > {term for term, _info in after}


@pytest.mark.parametrize("count", [1, 2, 40, 300, 70_000])
def test_a_word_often_in_one_document_is_spelled_right(tmp_path: Path, count: int) -> None:
    """Widths of one, two and four bytes, and records longer than a byte can say."""
    text = " ".join(["rain"] * count + ["sun"] * 3)
    entry = Entry(uid="one", kind="document", document="one", title="rain",
                  body=Text("published", "en", (text,)))  # fmt: skip
    found = []
    for writer in ("plain", "arrays"):
        backend = WhooshBackend(PATH=str(tmp_path / writer), WRITER=writer)
        backend.rebuild([entry])
        postings = reader(backend).postings("body", "sun")
        found.append((postings.weight(), postings.value_as("positions")))
        postings = reader(backend).postings("body", "rain")
        found.append((postings.weight(), postings.value_as("positions")))
    assert found[:2] == found[2:]


def test_terms_longer_than_a_block_are_cut(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("search.backends.whoosh.spelling.BLOCK", 7)
    monkeypatch.setattr("search.backends.whoosh.tokens.AT_ONCE", 50)
    entries = list(Corpus(60, words=300, entities=20, length=(20, 60)))
    built = []
    for writer in ("plain", "arrays"):
        backend = WhooshBackend(PATH=str(tmp_path / writer), WRITER=writer)
        backend.rebuild(entries)
        built.append(backend)
    test_the_same_terms_with_the_same_statistics((built[0], built[1]))
    test_the_same_postings_at_the_same_positions((built[0], built[1]))
    test_each_reader_reads_what_each_writer_wrote((built[0], built[1]))


def test_what_is_kept_for_the_columns_is_all_but_the_texts() -> None:
    for each in Corpus(30, words=300, entities=20, length=(20, 60)):
        entry = replace(each, others=(each.body,))
        kept = lean(entry)
        assert (kept.body, kept.others) == (replace(entry.body, pieces=()), (kept.body,))
        assert replace(kept, body=entry.body, others=entry.others) == entry

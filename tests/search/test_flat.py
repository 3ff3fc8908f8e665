"""Postings beside Whoosh's own: read by word, phrases by number, and damage named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from search.backends.base import Entry, IndexDamaged, Phrase, Query, Text
from search.backends.whoosh import WhooshBackend, flat, occurrences
from search.backends.whoosh.flat import FLAT, Flat, FlatField, write
from search.backends.whoosh.occurrences import Marked, Numbered, following
from search.backends.whoosh.postings import Matched
from search.backends.whoosh.writing import merge
from search.schema import TEXT_FIELDS
from tests.search.contract import EDITOR
from tests.search.corpus import Corpus

WORDS = ["port", "rain", "sail"]


def field(documents: Sequence[Sequence[str]]) -> FlatField:
    """The field of a segment of these documents, each a list of words."""
    starts = np.cumsum([0, *(len(each) + 1 for each in documents)])[:-1]
    tokens = sorted(
        (WORDS.index(word), doc, at)
        for doc, words in enumerate(documents)
        for at, word in enumerate(words)
    )
    postings = sorted({(term, doc) for term, doc, _at in tokens})
    return FlatField(
        np.array([term for term, _doc in postings], np.int64),
        np.array([doc for _term, doc in postings], np.int64),
        np.array([sum(each[:2] == pair for each in tokens) for pair in postings], np.int64),
        np.array([starts[doc] + at for _term, doc, at in tokens], np.int64),
        starts,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two documents."""
    written = tmp_path / "MAIN_x.flat"
    body = field([["sail", "rain", "rain"], ["rain", "sail"]])
    write(written, {"body": body.laid(len(WORDS))})
    return written


def test_a_word_is_read_with_its_documents_counts_and_places(path: Path) -> None:
    source = Flat(path, WORDS)
    rain = source.read("body", "rain")
    assert (rain.docs.tolist(), rain.counts.tolist()) == ([0, 1], [2, 1])
    docs, positions = source.placed("body", source.numbers("body", "rain"))
    assert (docs.tolist(), positions.tolist()) == ([0, 0, 1], [1, 2, 0])


@pytest.mark.parametrize(
    ("name", "word"), [("body", "port"), ("body", "pork"), ("body", "zeal"), ("title", "rain")]
)
def test_a_word_that_stands_nowhere_has_nothing(path: Path, name: str, word: str) -> None:
    source = Flat(path, WORDS)
    assert not len(source.read(name, word).docs)
    assert not len(source.numbers(name, word))


def test_a_file_that_is_cut_off_is_named(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match=r"MAIN_x\.flat"):
            Flat(path, WORDS).numbers("body", "sail")


def test_any_other_byte_is_survived(path: Path) -> None:
    whole = path.read_bytes()
    named = 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x81]) + whole[at + 1 :])
        try:
            source = Flat(path, WORDS)
            for word in WORDS:
                source.read("body", word)
                source.placed("body", source.numbers("body", word))
        except IndexDamaged:
            named += 1
    assert named > len(whole) / 2  # the tables have a checksum; of the rest the order is looked at


def test_a_damage_that_opening_can_not_see_is_found_by_the_check(tmp_path: Path) -> None:
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    entry = Entry(uid="one", kind="document", document="one", title="rain",
                  body=Text("published", "en", ("sail in rain",)))  # fmt: skip
    backend.rebuild([entry])
    (path,) = backend.live().glob(f"*{FLAT}")
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert backend.damages() == [f"{path.name} is damaged."]


texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=6)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


@settings(deadline=None)
@given(documents=texts, phrase=phrases)
def test_phrases_are_found_where_they_stand(
    tmp_path_factory: Any, documents: list[list[str]], phrase: list[str]
) -> None:
    path = tmp_path_factory.mktemp("flat") / "x.flat"
    source = written_with_marks(path, {"body": field(documents)})
    each_numbered = [Numbered(source.numbers("body", word)) for word in phrase]
    each_marked = [tokens(source, word) for word in phrase]
    expected = [
        (doc, at)
        for doc, words in enumerate(documents)
        for at in range(len(words))
        if words[at : at + len(phrase)] == phrase
    ]
    for few, words in ((1, each_numbered), (1_000, each_numbered), (16, each_marked)):
        with pytest.MonkeyPatch.context() as patch:  # by looking up, by merging, by marks
            patch.setattr(occurrences, "FEW", few)
            docs, positions = source.placed("body", following(words))
        assert list(zip(docs.tolist(), positions.tolist(), strict=True)) == expected


def written_with_marks(path: Path, fields: dict[str, FlatField]) -> Flat:
    """A file in which every word that is there has marks, read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flat, "LARGE", 0)
        write(path, {name: each.laid(len(WORDS)) for name, each in fields.items()})
    return Flat(path, WORDS)


def tokens(source: Flat, word: str) -> Numbered | Marked:
    """The tokens of a word, by marks where it has them."""
    marks, numbers = source.marks("body", word), source.numbers("body", word)
    return Numbered(numbers) if marks is None else Marked(marks, lambda: numbers)


def test_a_dense_word_has_a_mark_for_each_of_its_tokens(tmp_path: Path) -> None:
    words = [["sail", "rain"] * 40, ["rain"] * 70, ["sail"]]
    source = written_with_marks(tmp_path / "x.flat", {"title": field([]), "body": field(words)})
    for word in ("sail", "rain"):
        marks = source.marks("body", word)
        assert marks is not None
        assert not marks[-1]
        at = np.flatnonzero(np.unpackbits(marks, bitorder="little"))
        assert at.tolist() == source.numbers("body", word).tolist()
    assert source.marks("body", "port") is None
    assert source.marks("title", "sail") is None


def test_words_beside_each_other_are_read_at_once(path: Path) -> None:
    source = Flat(path, WORDS)
    (found,) = source.read_all("body", ["sail", "rain", "zeal"])
    assert (found.docs.tolist(), found.counts.tolist()) == ([0, 1, 0, 1], [2, 1, 1, 1])
    assert source.read_all("title", ["sail"]) == source.read_all("body", ["zeal"]) == []


def test_what_whoosh_merges_keeps_its_arrays(tmp_path: Path) -> None:
    """Several segments with dead entries, some in other layers: read as Whoosh reads the merged."""
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    entries = [
        replace(each, others=(Text("ocr", "en", ("", each.title)), each.body)[: number % 3])
        for number, each in enumerate(Corpus(30, words=60, entities=5, length=(0, 40)))
    ]
    for start in range(0, len(entries), 7):
        some = entries[start : start + 7]
        backend.replace({each.document for each in some}, some)
    backend.replace([entries[0].document, entries[9].document], [])
    directory = backend.live()
    phrase = Phrase(tuple(entries[5].body.pieces[0].split()[2:4]))
    before = backend.search(Query(EDITOR, phrase))
    assert merge(open_dir(str(directory), indexname="MAIN"), directory, list) == 5
    (segment,) = backend.snapshot().segments
    schema = open_dir(str(directory), indexname="MAIN").schema
    matched = Matched(str(directory), schema, segment.whoosh)
    assert isinstance(segment.source, Flat)
    for name in TEXT_FIELDS:
        for word in segment.table.words:
            ours, theirs = segment.source.read(name, word), matched.read(name, word)
            assert ours.docs.tolist() == theirs.docs.tolist()
            assert ours.counts.tolist() == theirs.counts.tolist()
            places = [
                np.array(each.placed(name, each.numbers(name, word))).tolist()
                for each in (segment.source, matched)
            ]
            assert places[0] == places[1]
    assert backend.search(Query(EDITOR, phrase)) == before
    assert backend.damages() == []

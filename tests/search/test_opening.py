"""Opening an index that is damaged, and put right again."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.backends.base import Entry, IndexDamaged, Query, Text, Word
from search.backends.whoosh import WhooshBackend
from search.backends.whoosh.answering import matched
from search.backends.whoosh.writing import COLUMNS
from tests.search.contract import EDITOR


def entry(uid: str, words: str) -> Entry:
    return Entry(uid=uid, kind="document", document=uid, title=uid,
                 body=Text("published", "en", (words,)))  # fmt: skip


def test_a_load_that_failed_counts_no_word_of_the_segments_that_were_whole(tmp_path: Path) -> None:
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    backend.rebuild([entry("one", "sail in rain")])
    first = set(backend.live().glob(f"*{COLUMNS}"))
    backend.replace({"two"}, [entry("two", "rain again")])
    (second,) = set(backend.live().glob(f"*{COLUMNS}")) - first
    whole = second.read_bytes()
    second.write_bytes(whole[:-9])
    reader = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    for _try in range(3):
        with pytest.raises(IndexDamaged):
            reader.snapshot()
    second.write_bytes(whole)
    assert reader.snapshot().lexicon.used["rain"] == 2


def test_whoever_only_counts_waits_for_no_order(tmp_path: Path) -> None:
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    backend.rebuild([entry("one", "sail in rain"), entry("two", "rain again")])
    query = Query(tree=Word("rain"), readable=EDITOR, limit=0)
    found = backend.search(query)
    assert (found.total, found.hits) == (2, ())
    kept = matched(backend.snapshot(), query).narrowed
    assert [len(each.first._values) for each in kept._values.values()] == [0]

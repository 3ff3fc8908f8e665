"""A build on all cores: every entry goes in once, and what fails is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing import Pipe
from pathlib import Path

import pytest

from search.backends.base import Entry, Phrase, Query
from search.backends.whoosh import WhooshBackend, workers
from tests.search.contract import EDITOR
from tests.search.corpus import Corpus


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of entries is much."""
    monkeypatch.setattr(workers, "ALONE", 5)
    monkeypatch.setattr(workers, "AT_ONCE", 3)


def test_each_entry_goes_in_once_whichever_worker_takes_it(tmp_path: Path) -> None:
    entries = list(Corpus(40, words=300, entities=20, length=(20, 60)))
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    assert backend.rebuild(iter(entries)) == len(entries)
    assert backend.hashes() == {(each.kind, each.uid): each.content_hash for each in entries}
    words = tuple(entries[7].body.pieces[0].split()[3:6])
    hits = backend.search(Query(EDITOR, Phrase(words))).hits
    assert entries[7].uid in [hit.uid for hit in hits]
    assert backend.damages() == []


def test_what_can_not_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OSError, match="can't be written"):
        workers.build_all(file, Corpus(20, words=50, entities=5))


def test_a_worker_says_what_it_made_or_why_it_can_not(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    batch = list(Corpus(3, words=50, entities=5))
    for directory in (tmp_path, file):
        taken, given = Pipe(duplex=False)
        heard, said = Pipe(duplex=False)
        for each in (batch, batch, []):
            given.send(each)
        workers.work(taken, said, str(directory))
        assert [heard.recv() for _ in range(3)] == [[], [], []]
        answer = heard.recv()
        if directory == tmp_path:
            assert [each.doc_count_all() for each in answer] == [2 * len(batch)]
        else:
            assert "can't be written" in answer


def test_a_worker_ends_with_its_pipe(tmp_path: Path) -> None:
    taken, given = Pipe(duplex=False)
    heard, said = Pipe(duplex=False)
    given.close()
    workers.work(taken, said, str(tmp_path))
    assert heard.recv() == []
    with pytest.raises(EOFError):
        heard.recv()
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_start", _dead)
    with pytest.raises(OSError, match="ended without a word"):
        workers.build_all(tmp_path, Corpus(20, words=50, entities=5))


def _dead(_directory: Path, _stack: ExitStack) -> workers.Worker:
    _taken, entries = Pipe(duplex=False)
    answers, said = Pipe(duplex=False)
    said.close()
    return workers.Worker(entries, answers)


def test_entries_that_fail_end_the_workers(tmp_path: Path) -> None:
    def entries() -> Iterator[Entry]:
        yield from Corpus(10, words=50, entities=5)
        raise LookupError("the database is gone")

    with pytest.raises(LookupError):
        workers.build_all(tmp_path, entries())
    assert list(tmp_path.iterdir()) == []

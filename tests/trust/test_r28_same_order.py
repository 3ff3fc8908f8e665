"""TRUST 28: the same query gives the same order, also from many threads at once."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from search.backends.base import (
    All,
    Clause,
    Entry,
    Phrase,
    Prefix,
    Query,
    Readable,
    Some,
    Text,
    Word,
)
from search.backends.whoosh import WhooshBackend
from search.schema import DOCUMENT_FACETS

VOCABULARY = [f"word{n}" for n in range(60)]
PUBLIC = Readable(date(2024, 1, 1))


def entries(count: int, seed: int) -> Iterator[Entry]:
    """Documents of few words, so that many score alike."""
    chosen = random.Random(seed)
    for number in range(count):
        text = " ".join(chosen.choices(VOCABULARY, k=12))
        day = date(1960, 1, 1) + timedelta(chosen.randrange(90))
        uid = f"d{chosen.randrange(10**9):09d}-{number}"
        yield Entry(
            uid=uid, kind="document", document=uid, title=VOCABULARY[number % 60],
            body=Text("published", "en", (text,)), published=(day, day),
            facets={"publisher": (f"p{number % 7}",)},
        )  # fmt: skip


def trees(seed: int) -> list[Clause]:
    """200 queries."""
    chosen = random.Random(seed)

    def word() -> Word:
        return Word(chosen.choice(VOCABULARY), exact=True)

    makers = [
        word,
        lambda: All((word(), word())),
        lambda: Some((word(), word(), word())),
        lambda: Phrase((word().text, word().text)),
        lambda: Prefix("word1"),
    ]
    return [makers[number % 5]() for number in range(200)]


@pytest.fixture(params=["plain"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> WhooshBackend:
    """600 documents in three segments, some of them replaced."""
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER=request.param)
    everything = list(entries(600, seed=1))
    for part in (everything[:300], everything[300:500], everything[500:]):
        backend.replace({entry.uid for entry in part}, part)
    backend.replace({entry.uid for entry in everything[:40]}, everything[:20])
    return backend


def asked(tree: Clause, **fields: object) -> Query:
    return Query(PUBLIC, tree, counted=DOCUMENT_FACETS, **fields)  # type: ignore[arg-type]


def test_r28_the_same_query_100_times_gives_the_same_order(backend: WhooshBackend) -> None:
    for tree in trees(2)[:5]:
        answers = {backend.search(asked(tree)).hits for _ in range(100)}
        assert len(answers) == 1


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
def test_r28_pages_neither_overlap_nor_skip(backend: WhooshBackend, sort: str) -> None:
    for tree in trees(3)[:10]:
        whole = backend.search(asked(tree, sort=sort, limit=1_000)).hits
        pages = [
            hit
            for offset in range(0, len(whole), 20)
            for hit in backend.search(asked(tree, sort=sort, offset=offset)).hits
        ]
        assert tuple(pages) == whole


def test_r28_ties_go_by_uid(backend: WhooshBackend) -> None:
    for tree in trees(4):
        hits = backend.search(asked(tree, limit=1_000)).hits
        assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.uid))


def test_r28_six_threads_under_forced_switching_find_what_one_does(
    backend: WhooshBackend,
) -> None:
    queries = [asked(tree) for tree in trees(5)]
    alone = [backend.search(query) for query in queries]
    fresh = WhooshBackend(PATH=str(backend.path))
    found: dict[int, list[object]] = {}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [
            threading.Thread(
                target=lambda n=n: found.__setitem__(n, [fresh.search(query) for query in queries])
            )
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert sorted(found) == list(range(6))
    assert all(answers == alone for answers in found.values())

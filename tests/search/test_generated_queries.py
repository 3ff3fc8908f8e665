"""500 generated queries against a brute-force evaluation over the texts, and plain Whoosh.

Several segments, deletions, documents and claims, every kind of door and reader; then once more
after 200 random updates.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from whoosh import query as wq
from whoosh.index import open_dir

from search.backends.base import (
    All,
    Clause,
    Doors,
    Entry,
    No,
    Phrase,
    Prefix,
    Query,
    Readable,
    Some,
    Tagged,
    Text,
    Within,
    Word,
)
from search.backends.whoosh import WhooshBackend
from tests.search.reference import WEIGHTS, Words, scores
from tests.search.test_scoring import ENDINGS, STEMS, words

TODAY = date(2024, 5, 1)
READERS = (
    Readable(TODAY),
    Readable(TODAY, restricted=True),
    Readable(TODAY, restricted=True, unaccepted=True),
    Readable(TODAY, restricted=True, unaccepted=True, withdrawn=True),
)
FACETS = ("publisher", "person", "topic")
FIELDS = tuple(WEIGHTS)


def entry(chosen: random.Random, uid: str) -> list[Entry]:
    """A document of any shape, every third with a claim."""
    day = date(1960, 1, 1) + timedelta(chosen.randrange(400))
    dates = [(day, day), (day, day + timedelta(90)), (day, None), (None, None)]
    language = chosen.choice(["en", "es"])
    pieces = tuple(words(chosen, chosen.randint(1, 20)) for _ in range(chosen.randint(1, 3)))
    whole = Entry(
        uid=uid, kind="document", document=uid, title=words(chosen, chosen.randint(1, 5)),
        body=Text("published", language, pieces),
        others=(Text("translated", "en", (words(chosen, 6),)),) if chosen.random() < 0.3 else (),
        facets={
            "publisher": (f"p{chosen.randrange(5)}",),
            "person": tuple(sorted({f"n{chosen.randrange(40):02d}" for _ in range(4)})),
            "topic": tuple(sorted({f"t{chosen.randrange(6)}"} if chosen.random() < 0.7 else ())),
        },
        published=chosen.choice(dates), doors=doors(chosen),
    )  # fmt: skip
    if chosen.random() > 1 / 3:
        return [whole]
    told = replace(
        whole, uid=f"c-{uid}", kind="claim", title=words(chosen, 5), others=(),
        body=Text("published", language, (words(chosen, 6),)),
        doors=replace(whole.doors, accepted=chosen.random() < 0.7),
    )  # fmt: skip
    return [whole, told]


def doors(chosen: random.Random) -> Doors:
    """Open half of the time."""
    return chosen.choice([
        Doors(), Doors(), Doors(), Doors(staff=True), Doors(withdrawn=True),
        Doors(embargo_until=TODAY), Doors(embargo_until=TODAY + timedelta(1)),
    ])  # fmt: skip


def tree(chosen: random.Random) -> Clause:
    """A query of any class."""

    def word(exact: bool = False) -> Word:
        return Word(chosen.choice(STEMS) + chosen.choice(ENDINGS), exact)

    def phrase() -> Phrase:
        return Phrase(tuple(word().text for _ in range(chosen.choice([2, 2, 3]))))

    makers: list[Callable[[], Clause]] = [
        word,
        lambda: word(exact=True),
        phrase,
        lambda: Prefix(chosen.choice(STEMS)[:3]),
        lambda: All((word(), word())),
        lambda: Some((word(exact=True), phrase(), word())),
        lambda: All((word(), No(phrase()))),
        lambda: All((Some((word(), phrase())), No(Some((word(exact=True), phrase()))))),
        lambda: Within("title", word()),
        lambda: All((Tagged("person", (f"n{chosen.randrange(40):02d}",)), word())),
        lambda: No(word()),
    ]
    return chosen.choice(makers)()


def matches(  # noqa: PLR0911 - one a kind of clause
    read: Words, clause: Clause, fields: tuple[str, ...] = FIELDS
) -> bool:
    """Whether an entry is what a clause asks for."""
    match clause:
        case All(parts):
            return all(matches(read, part, fields) for part in parts)
        case Some(parts):
            return any(matches(read, part, fields) for part in parts)
        case No(part):
            return not matches(read, part, fields)
        case Within(field, part):
            return matches(read, part, (field,))
        case Tagged(facet, values):
            return bool(set(read.entry.facets.get(facet, ())) & set(values))
        case Prefix(start):
            runs = (run for field in fields for _language, run in read.runs[field])
            return any(word.startswith(start) for run in runs for word in run)
    return any(read.count(field, clause) for field in fields)


def seen(entry: Entry, readable: Readable) -> bool:
    """Whether a reader may see an entry."""
    door = entry.doors
    hidden = door.staff or bool(door.embargo_until and door.embargo_until > readable.today)
    return (
        (readable.restricted or not hidden)
        and (readable.withdrawn or not door.withdrawn)
        and (readable.unaccepted or door.accepted)
    )


def in_range(entry: Entry, days: tuple[date | None, date | None]) -> bool:
    """Whether an entry may have been published within some days."""
    (first, last), (start, end) = days, entry.published
    if (first, last) == (None, None):
        return True
    if (start, end) == (None, None):
        return False
    return (end is None or first is None or end >= first) and (
        start is None or last is None or start <= last
    )


def draw(chosen: random.Random) -> Query:
    """A whole query: tree, kind, reader, filters, days, order."""
    first = date(1960, 1, 1) + timedelta(chosen.randrange(400))
    days = chosen.choice([(None, None), (first, first + timedelta(120)), (None, first)])
    filters = {
        name: tuple(values)
        for name, values in (
            ("publisher", {f"p{chosen.randrange(5)}" for _ in range(2)}),
            ("topic", {f"t{chosen.randrange(6)}"}),
        )
        if chosen.random() < 0.3
    }
    return Query(
        chosen.choice(READERS), tree(chosen), kind=chosen.choice(["documents", "claims"]),
        filters=filters, published=days, counted=FACETS, limit=1_000, also=False,
    )  # fmt: skip


def expected(live: list[Words], query: Query) -> tuple[list[str], dict[str, Counter[str]]]:
    """The uids in order, and each facet's counts without its own clause."""
    kind = query.kind.removesuffix("s")
    own = [read for read in live if read.entry.kind == kind]
    score = scores([read.entry for read in own], query.tree) if own else {}
    found = [
        read.entry
        for read in own
        if seen(read.entry, query.readable)
        and in_range(read.entry, query.published)
        and matches(read, query.tree)
    ]

    def kept(entry: Entry, but: str = "") -> bool:
        return all(
            set(entry.facets.get(name, ())) & set(values)
            for name, values in query.filters.items()
            if name != but
        )

    hits = sorted(
        (each.uid for each in found if kept(each)), key=lambda uid: (-round(score[uid], 9), uid)
    )
    facets = {
        name: Counter(v for each in found if kept(each, name) for v in each.facets.get(name, ()))
        for name in FACETS
    }
    return hits, facets


def agree(backend: WhooshBackend, live: dict[str, list[Entry]], count: int, seed: int) -> int:
    """Compare `count` queries; returns how many hits there were in all."""
    chosen = random.Random(seed)
    read = [Words.of(entry) for entries in live.values() for entry in entries]
    total = 0
    for _query in range(count):
        query = draw(chosen)
        results = backend.search(query)
        hits, facets = expected(read, query)
        by_score = sorted(results.hits, key=lambda hit: (-round(hit.score, 9), hit.uid))
        assert [hit.uid for hit in by_score] == hits, query
        assert [hit.uid for hit in results.hits] == [hit.uid for hit in by_score], query
        for name, facet in results.facets.items():
            counted = {value.value: value.count for value in facet.values if value.count}
            assert counted.items() <= facets[name].items(), (query, name)
            assert len(counted) + facet.more == len(facets[name]), (query, name)
        total += results.total
    return total


def agree_with_whoosh(backend: WhooshBackend, seed: int) -> None:
    """Plain Whoosh finds the same, where it can be asked: by documents, never by top-k."""
    chosen = random.Random(seed)
    index = open_dir(str(backend.live()), indexname="MAIN")
    with index.searcher() as searcher:
        for _query in range(40):
            word = Word(chosen.choice(STEMS) + chosen.choice(ENDINGS), exact=True)
            phrase = Phrase((word.text, chosen.choice(STEMS)))
            for clause in (word, phrase):
                asked = [
                    wq.Term(field, word.text)
                    if clause is word
                    else wq.Phrase(field, list(phrase.words))
                    for field in FIELDS
                ]
                docs = wq.Or(asked).docs(searcher)
                uids = {searcher.stored_fields(number)["uid"] for number in docs}
                everyone = {
                    hit.uid
                    for kind in ("documents", "claims")
                    for hit in backend.search(
                        Query(READERS[3], clause, kind=kind, limit=1_000)
                    ).hits
                }
                assert uids == everyone


def test_500_queries_agree_with_brute_force_before_and_after_200_updates(tmp_path: Path) -> None:
    chosen = random.Random(9)
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER="arrays")
    live = {f"d{number:03d}": entry(chosen, f"d{number:03d}") for number in range(140)}
    uids = list(live)
    for part in (uids[:60], uids[60:110], uids[110:]):
        backend.replace(part, [each for uid in part for each in live[uid]])
    for uid in chosen.sample(uids, 15):
        backend.replace([uid], [])
        del live[uid]
    assert agree(backend, live, 500, seed=10) > 5_000
    agree_with_whoosh(backend, seed=11)
    for number in range(200):
        uid = f"d{chosen.randrange(160):03d}"
        if chosen.random() < 0.2:
            live.pop(uid, None)
        else:
            live[uid] = entry(chosen, uid)
        backend.replace([uid], live.get(uid, []))
        if number % 20 == 19:
            backend.tidy()
    assert agree(backend, live, 500, seed=12) > 5_000
    agree_with_whoosh(backend, seed=13)


@pytest.mark.parametrize("writer", ["plain"])
def test_the_plain_ways_agree_too(writer: str, tmp_path: Path) -> None:
    chosen = random.Random(14)
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER=writer, READER="plain")
    live = {f"d{number:03d}": entry(chosen, f"d{number:03d}") for number in range(60)}
    for part in (list(live)[:40], list(live)[40:]):
        backend.replace(part, [each for uid in part for each in live[uid]])
    assert agree(backend, live, 60, seed=15) > 300

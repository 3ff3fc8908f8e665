"""Scores equal those of the plain reference, to six digits and more."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from search.backends.base import (
    Alike,
    All,
    Clause,
    Entry,
    No,
    Phrase,
    Prefix,
    Query,
    Readable,
    Some,
    Text,
    Within,
    Word,
)
from search.backends.whoosh import WhooshBackend
from tests.search.reference import scores

STEMS = ("sail", "trade", "harbour", "vote", "quota", "cable")
ENDINGS = ("", "s", "ed", "ing")


def words(chosen: random.Random, size: int) -> str:
    """Words of a few stems, so that forms meet and documents tie."""
    return " ".join(chosen.choice(STEMS) + chosen.choice(ENDINGS) for _ in range(size))


def entries(count: int, seed: int) -> list[Entry]:
    """Documents of all shapes: two languages, other layers, gaps, empty titles."""
    chosen = random.Random(seed)
    made = []
    for number in range(count):
        language = chosen.choice(["en", "en", "es"])
        pieces = tuple(words(chosen, chosen.randint(0, 30)) for _ in range(chosen.randint(0, 3)))
        others = tuple(
            Text("translated", chosen.choice(["en", "es"]), (words(chosen, 9),))
            for _ in range(chosen.randint(0, 2))
        )
        made.append(
            Entry(
                uid=f"d{number:03d}",
                kind="document",
                document=f"d{number:03d}",
                title=words(chosen, chosen.randint(0, 6)),
                body=Text("published", language, pieces),
                others=others,
                title_language=chosen.choice(["", "en"]),
            )
        )
    return made


def tree(chosen: random.Random) -> Clause:
    """A query of any shape."""

    def word(exact: bool = False) -> Word:
        return Word(chosen.choice(STEMS) + chosen.choice(ENDINGS), exact)

    def phrase() -> Phrase:
        return Phrase((word().text, word().text))

    makers = [
        word,
        lambda: word(exact=True),
        phrase,
        lambda: Some((word(), word(), phrase())),
        lambda: All((word(), Some((word(), phrase())))),
        lambda: All((word(), No(word()))),
        lambda: All((word(), Prefix("har"))),
        lambda: Some((Within("title", word()), word())),
        lambda: Alike(word(), (word(exact=True), phrase())),
        lambda: Some((Word("sail"), Word("sail"), word())),
    ]
    return chosen.choice(makers)()


@pytest.mark.parametrize("writer", ["plain", "arrays"])
def test_scores_equal_the_reference(writer: str, tmp_path: Path) -> None:
    everything = entries(90, seed=3)
    backend = WhooshBackend(PATH=str(tmp_path / "index"), WRITER=writer)
    stale = entries(30, seed=4)  # replaced below: what is deleted must not count
    backend.replace({entry.uid for entry in stale}, stale)
    for part in (everything[:50], everything[50:]):
        backend.replace({entry.uid for entry in part}, part)
    chosen = random.Random(5)
    found = 0
    for _query in range(60):
        asked = tree(chosen)
        results = backend.search(Query(Readable(date(2024, 1, 1)), asked, limit=200))
        expected = scores(everything, asked)
        for hit in results.hits:
            assert hit.score == pytest.approx(expected[hit.uid], rel=1e-9, abs=1e-12), asked
        assert list(results.hits) == sorted(results.hits, key=lambda h: (-h.score, h.uid))
        found += results.total
    assert found > 500

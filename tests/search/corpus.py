"""Entries by a fixed seed: articles of Zipfian words, with facets, dates, layers and claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from search.backends.base import Doors, Entry, Text

PUBLISHERS, YEARS = 40, 30


def vocabulary(size: int, seed: int = 7) -> list[str]:
    """`size` made-up words, the short ones first, as in a language."""
    random = np.random.default_rng(seed)
    syllables = [c + v for c in "bcdfghjklmnprstvz" for v in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < size:
        length = 1 + len(words).bit_length() // 6
        words["".join(random.choice(syllables, length + int(random.integers(0, 2))))] = None
    return list(words)


class Corpus:
    """`documents` articles; any of them can be made again alone."""

    def __init__(
        self,
        documents: int,
        words: int = 120_000,
        entities: int = 20_000,
        length: tuple[int, int] = (150, 600),
        seed: int = 11,
    ) -> None:
        self.documents = documents
        self.words = vocabulary(words)
        self.length = length
        self.seed = seed
        self.entities = entities
        weights = 1 / (np.arange(words) + 2.7) ** 1.05
        self._cumulated = np.cumsum(weights / weights.sum())
        entity_weights = 1 / (np.arange(entities) + 5.0)
        self._entities = np.cumsum(entity_weights / entity_weights.sum())

    def __iter__(self) -> Iterator[Entry]:
        for number in range(self.documents):
            yield from self.entries(number)

    def entries(self, number: int) -> Iterator[Entry]:
        """One article, and of every tenth also a claim."""
        random = np.random.default_rng((self.seed, number))
        text = self.text(random, int(random.integers(*self.length)))
        day = date(1990, 1, 1) + timedelta(int(random.integers(0, YEARS * 365)))
        named = np.searchsorted(self._entities, random.random(8)).tolist()
        facets = {
            "publisher": (f"publisher-{int(random.integers(0, PUBLISHERS)):02d}",),
            "person": tuple(sorted({f"entity-{each:05d}" for each in named})),
            "genre": (("report", "opinion", "interview")[int(random.integers(0, 3))],),
            "topic": tuple({f"topic-{int(each):03d}" for each in random.integers(0, 200, 2)}),
        }
        uid = f"article-{number:06d}"
        article = Entry(
            uid=uid,
            kind="document",
            document=uid,
            title=self.text(random, 8),
            body=Text("published", "en", (text,)),
            facets=facets,
            published=(day, day),
            mentioned=((day - timedelta(400), day - timedelta(365)),),
            doors=Doors(staff=number % 50 == 49),
        )
        yield article
        if number % 10 == 0:
            words = text.split()
            yield Entry(
                uid=f"claim-{number:06d}",
                kind="claim",
                document=uid,
                title=self.text(random, 12),
                body=Text("published", "en", (" ".join(words[20:45]),)),
                facets=facets | {"claimant": facets["person"][:1], "mode": ("direct",)},
                published=(day, day),
                doors=article.doors,
            )

    def text(self, random: np.random.Generator, size: int) -> str:
        """Some words, as often as their rank lets them."""
        ranks = np.searchsorted(self._cumulated, random.random(size))
        return " ".join([self.words[rank] for rank in ranks.tolist()])

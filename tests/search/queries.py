"""Queries drawn from the texts of an archive, by a fixed seed: the same archive, the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from tests.search.brute import Read

Pairs = list[tuple[str, str]]
QUERY_CLASSES = ("word", "phrase", "and", "or", "not", "field", "prefix", "filter")


class Generator:
    """Draws search addresses of each class."""

    def __init__(self, archive: Sequence[Read], seed: int) -> None:
        self.random = random.Random(seed)
        self.archive = [read for read in sorted(archive, key=lambda r: r.uid) if any(_texts(read))]

    def draw(self, count: int) -> list[tuple[str, str]]:
        """`count` pairs of a class and a search address, the classes in turn."""
        makers: dict[str, Callable[[], Pairs]] = {
            "word": lambda: [("q", self.word())],
            "phrase": lambda: [("q", self.phrase())],
            "and": lambda: [
                ("q", f"{self.word()} {self.random.choice([self.word, self.phrase])()}")
            ],
            "or": lambda: [("q", f"{self.word()} OR {self.word()} OR {self.phrase()}")],
            "not": lambda: [("q", f"{self.word()} -{self.word()} NOT {self.phrase()}")],
            "field": self.field,
            "prefix": lambda: [("q", self.prefix())],
            "filter": self.filtered,
        }
        classes = [QUERY_CLASSES[at % len(QUERY_CLASSES)] for at in range(count)]
        return [(each, urlencode(makers[each]())) for each in classes]

    def _words(self) -> list[str]:
        read = self.random.choice(self.archive)
        return self.random.choice([words for words in _texts(read) if words])

    def word(self) -> str:
        """A word of some text; in quotes every third time."""
        word = self.random.choice(self._words())
        return f'"{word}"' if self.random.random() < 1 / 3 else word

    def phrase(self) -> str:
        """Two to four words that follow each other in some text."""
        words = self._words()
        size = self.random.randint(2, 4)
        start = self.random.randrange(max(1, len(words) - size))
        return '"' + " ".join(words[start : start + size]) + '"'

    def prefix(self) -> str:
        """The first five letters or more of a long word, so that it stands for few words."""
        while True:
            long = [word for word in self._words() if len(word) >= 7 and word.isascii()]
            if long:
                word = self.random.choice(long)
                return f"{word[: self.random.randint(5, 6)]}* {self.random.choice(['', word])}"

    def field(self) -> Pairs:
        """A value asked of a field, by name, with a word or without."""
        read = self.random.choice(self.archive)
        choices = [("title", self.random.choice(read.title.words))] if read.title.words else []
        for name in ("person", "organisation", "place", "publisher"):
            choices += [(name, f'"{written}"') for written in sorted(read.written.get(name, ()))]
        name, value = self.random.choice(choices)
        more = self.word() if self.random.random() < 0.4 else ""
        return [("q", f"{name}:{value} {more}".strip())]

    def filtered(self) -> Pairs:
        """One or two values of some facets, half of the time a range of days or a word too."""
        read = self.random.choice(self.archive)
        other = self.random.choice(self.archive)
        pairs: Pairs = [("q", self.word())] if self.random.random() < 0.6 else []
        names = sorted(name for name, values in read.facets.items() if values)
        for name in self.random.sample(names, min(2, len(names))):
            pairs.append((name, self.random.choice(sorted(read.facets[name]))))
            if other.facets.get(name) and self.random.random() < 0.5:
                pairs.append((name, self.random.choice(sorted(other.facets[name]))))
        if self.random.random() < 0.5 and read.row.earliest:
            year = read.row.earliest.year
            pairs.append(("published_after", str(year - self.random.randint(0, 1))))
            pairs.append(("published_before", str(year)))
        return pairs


def _texts(read: Read) -> list[list[str]]:
    return [run.words for run in read.runs if run.words]

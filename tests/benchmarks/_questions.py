"""The 60 queries of the search benchmark, by a fixed choice of ranks in the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.backends.base import All, Clause, Days, Phrase, Prefix, Query, Readable, Some, Word

PUBLIC = Readable(date(2026, 1, 1))
FACETS = ("publisher", "person", "genre", "topic")


@dataclass(frozen=True)
class Question:
    """One query, as every engine is asked it: words as written, top 20, four facets."""

    group: str  # rare | mid | frequent | and | or | phrase | prefix | dates | everywhere
    words: tuple[str, ...]
    days: Days = (None, None)

    def tree(self) -> Clause:
        """The query for Verbatim's index."""
        exact = tuple(Word(word, exact=True) for word in self.words)
        if self.group in ("phrase", "everywhere"):
            return Phrase(self.words)
        if self.group == "prefix":
            return Prefix(self.words[0])
        if len(exact) == 1:
            return exact[0]
        return Some(exact) if self.group == "or" else All(exact)

    def query(self, offset: int = 0, **filters: tuple[str, ...]) -> Query:
        """The whole query for Verbatim."""
        return Query(
            PUBLIC, self.tree(), published=self.days, counted=FACETS, offset=offset,
            filters=filters, histogram=False, also=False,
        )  # fmt: skip


def questions(words: list[str]) -> list[Question]:
    """60 queries over a vocabulary whose most frequent words come first."""
    asked: list[Question] = []
    for n in range(7):
        frequent, mid, rare = words[n * 3], words[900 + n * 130], words[9_000 + n * 1_700]
        other = words[n * 3 + 4]
        year = 1992 + n * 3
        asked += [
            Question("rare", (rare,)),
            Question("mid", (mid,)),
            Question("frequent", (frequent,)),
            Question("and", (frequent, mid)),
            Question("or", (frequent, mid, rare)),
            Question("phrase", (other, frequent)),
            Question("prefix", (mid[:4],)),
            Question("dates", (frequent,), (date(year, 1, 1), date(year + 1, 12, 31))),
        ]
    asked += [Question("everywhere", (words[n], words[1 - n])) for n in range(2)]
    return asked + [Question("mid", (words[n],)) for n in (700, 800)]

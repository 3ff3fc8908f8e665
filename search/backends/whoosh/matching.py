"""Which rows a clause matches, and what of it scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _

from search.backends.base import (
    Alike,
    All,
    Clause,
    Everything,
    No,
    Phrase,
    Prefix,
    Readable,
    Some,
    Sought,
    Tagged,
    Within,
    Word,
)
from search.backends.whoosh import occurrences
from search.backends.whoosh.lexicon import EXPANSIONS
from search.backends.whoosh.occurrences import Occurrences
from search.backends.whoosh.snapshot import Snapshot
from search.schema import TEXT_FIELDS

Array = np.ndarray
ALIAS_WEIGHT = 0.2
ANYWHERE = tuple(TEXT_FIELDS)


@dataclass
class Scoring:
    """What scores: each distinct word asked for, with its weight (how often it was asked)."""

    weights: dict[object, float] = field(default_factory=dict)
    occurrences: dict[object, Occurrences] = field(default_factory=dict)
    rows: dict[object, Array] = field(default_factory=dict)

    def add(self, key: object, found: Occurrences, rows: Array, weight: float = 1.0) -> None:
        """Count one more of a word, which stands in these rows."""
        self.weights[key] = self.weights.get(key, 0.0) + weight
        self.occurrences[key] = found
        self.rows[key] = rows


class Matching:
    """Evaluates one query's tree over one snapshot; `scoring`, `words`, `notes` fill meanwhile."""

    def __init__(self, snapshot: Snapshot, readable: Readable) -> None:
        self.snapshot = snapshot
        self.size = snapshot.table.size
        self.readable = readable
        self.scoring = Scoring()
        self.stands: list[Occurrences] = []
        self.words: list[Sought] = []
        self.notes: list[str] = []

    def rows(  # noqa: PLR0911 - one a kind of clause
        self, clause: Clause, fields: Sequence[str] = ANYWHERE, wanted: bool = True
    ) -> Array:
        """The rows that a clause matches, as a mask; what is not `wanted` scores nothing."""
        match clause:
            case Everything():
                return np.ones(self.size, bool)
            case All(parts):
                mask = np.ones(self.size, bool)
                for part in parts:
                    mask &= self.rows(part, fields, wanted)
                return mask
            case Some(parts):
                mask = np.zeros(self.size, bool)
                for part in parts:
                    mask |= self.rows(part, fields, wanted)
                return mask
            case No(part):
                return ~self.rows(part, fields, wanted=False)
            case Within(name, part):
                return self.rows(part, (name,), wanted)
            case Tagged(facet, values):
                return self.snapshot.tagged(facet, set(values), self.readable)
            case Alike(asked, others):
                return self._alike(asked, others, fields, wanted)
        found = self._occurrences(clause, fields, wanted)
        mask = occurrences.rows_in(self.size, found)
        if wanted:
            self._score(clause, fields, found, mask)
        return mask

    def _occurrences(
        self, clause: Clause, fields: Sequence[str], wanted: bool, alias: bool = False
    ) -> Occurrences:
        """Where a word, phrase or prefix stands; remembers what was sought."""
        word = ""
        match clause:
            case Word(text, exact):
                word = "" if exact else text
                found = occurrences.of_word(self.snapshot, text, exact, fields)
                forms = {text} if exact else set(occurrences.forms_of(self.snapshot, text))
                slots: tuple[frozenset[str], ...] = (frozenset(forms),)
            case Phrase(words):
                found = occurrences.of_phrase(self.snapshot, words, fields)
                slots = tuple(frozenset((word,)) for word in words)
            case Prefix(start):
                expansions = self._expand(start)
                found = occurrences.of_any(self.snapshot, expansions, fields)
                slots = (frozenset(expansions),)
            case _:
                raise TypeError(f"{clause!r} is not looked up in texts.")
        if wanted:
            self.stands.append(found)
            only = fields[0] if len(fields) == 1 else ""
            self.words.append(Sought(slots, only, alias, word))
        return found

    def _expand(self, start: str) -> list[str]:
        words = self.snapshot.lexicon.starting(start)
        if len(words) > EXPANSIONS:
            self.notes.append(
                _("More than %(limit)d words start with “%(start)s”; the most used were searched.")
                % {"limit": EXPANSIONS, "start": start}
            )
        return words[:EXPANSIONS]

    def _score(
        self, clause: Clause, fields: Sequence[str], found: Occurrences, mask: Array
    ) -> None:
        """A word scores; so does each word of a phrase. A prefix scores nothing."""
        if isinstance(clause, Word):
            self.scoring.add((clause, tuple(fields)), found, mask)
        elif isinstance(clause, Phrase):
            for word in clause.words:
                each = occurrences.of_word(self.snapshot, word, True, fields)
                rows = occurrences.rows_in(self.size, each)
                self.scoring.add((Word(word, exact=True), tuple(fields)), each, rows)

    def _alike(
        self, asked: Clause, others: Sequence[Clause], fields: Sequence[str], wanted: bool
    ) -> Array:
        """What was asked, or another name for it: one pseudo-word more, of less weight."""
        mask = self.rows(asked, fields, wanted)
        found = [self._occurrences(other, fields, wanted, alias=True) for other in others]
        group = occurrences.together(self.size, found, fields)
        rows = occurrences.rows_in(self.size, group)
        if wanted:
            self.scoring.add((tuple(others), tuple(fields)), group, rows, ALIAS_WEIGHT)
        return mask | rows

"""Where what was asked stands: for each text field, the rows and how often in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.backends.whoosh.postings import NONE, NOWHERE
from search.backends.whoosh.snapshot import Segment, Snapshot

Array = np.ndarray
FEW = 24  # times fewer: looking up beats merging
Stands = tuple[Array, Array]  # rows, ascending, and how often in each
Occurrences = dict[str, Stands]  # by text field


def forms_of(snapshot: Snapshot, word: str) -> dict[str, set[str]]:
    """The words that a word is widened to, each with the languages in which it is a form of it."""
    forms: dict[str, set[str]] = {}
    for language in snapshot.languages:
        for form in snapshot.lexicon.forms(word, language):
            forms.setdefault(form, set()).add(language)
    forms[word] = set()  # itself stands for itself in every language
    return forms


def of_word(snapshot: Snapshot, word: str, exact: bool, fields: Iterable[str]) -> Occurrences:
    """A word, with its forms where the text's language makes them its forms."""
    forms = {word: set[str]()} if exact else forms_of(snapshot, word)
    return {
        field: _add_up(
            snapshot.table.size,
            [_of_form(snapshot, field, form, languages) for form, languages in forms.items()],
        )
        for field in fields
    }


def _of_form(snapshot: Snapshot, field: str, form: str, languages: set[str]) -> Stands:
    postings = snapshot.postings(field, form)
    if not languages or not len(postings.docs):
        return postings.docs, postings.counts
    kept = snapshot.written_in(field, languages)[postings.docs]
    return postings.docs[kept], postings.counts[kept]


def of_any(snapshot: Snapshot, words: Iterable[str], fields: Iterable[str]) -> Occurrences:
    """Any of several words, as written."""
    words = list(words)
    found = {field: snapshot.postings_of(field, words) for field in fields}
    return {field: (each.docs, each.counts) for field, each in found.items()}


def of_phrase(snapshot: Snapshot, words: Sequence[str], fields: Iterable[str]) -> Occurrences:
    """Words that stand one behind the other in one field."""
    return {field: _phrase(snapshot, words, field) for field in fields}


def _phrase(snapshot: Snapshot, words: Sequence[str], field: str) -> Stands:
    """Segment by segment: the numbers of the tokens say what follows what, and in which row."""
    rows, counts = [NONE.docs], [NONE.counts]
    for segment, base in zip(snapshot.segments, snapshot.bases.tolist(), strict=False):
        tokens = [_tokens(snapshot, segment, field, word) for word in words]
        found = following(tokens) if all(map(len, tokens)) else NOWHERE
        if len(found):
            docs, _positions = segment.source.placed(field, found)
            first = np.flatnonzero(docs[1:] != docs[:-1]) + 1
            rows.append(docs[np.concatenate(([0], first))] + base)
            ends = np.concatenate(([0], first, [len(docs)]))
            counts.append((ends[1:] - ends[:-1]).astype(np.float32))
    return np.concatenate(rows), np.concatenate(counts)


def _tokens(snapshot: Snapshot, segment: Segment, field: str, word: str) -> Numbered | Marked:
    if (marks := snapshot.marks(segment, field, word)) is not None:
        return Marked(marks, lambda: snapshot.numbers(segment, field, word))
    return Numbered(snapshot.numbers(segment, field, word))


@dataclass(frozen=True)
class Numbered:
    """A word's tokens in a segment: their numbers, ascending."""

    numbers: Array

    def __len__(self) -> int:
        """How many they are."""
        return len(self.numbers)

    def among(self, some: Array) -> Array:
        """Those of some numbers, ascending, that are theirs: few are looked up, many merged."""
        if not len(some) or not len(self.numbers):
            return some[:0]
        if len(some) * FEW < len(self.numbers):
            at = np.minimum(np.searchsorted(self.numbers, some), len(self.numbers) - 1)
            return some[self.numbers[at] == some]
        both = np.concatenate((some, self.numbers))
        both.sort(kind="stable")  # of two runs in order it makes one, reading each once
        return both[1:][both[1:] == both[:-1]]


class Marked:
    """A dense word's tokens in a segment: a bit for each number (Flat.marks)."""

    def __init__(self, marks: Array, read: Callable[[], Array]) -> None:
        self._marks = marks
        self._read = read

    def __len__(self) -> int:
        """More than those of any word that is not dense."""
        return 8 * len(self._marks)

    @cached_property
    def numbers(self) -> Array:
        """Their numbers, read only where every word of a phrase is dense."""
        return self._read()

    def among(self, some: Array) -> Array:
        """Those of some numbers, ascending, that are theirs."""
        bits = self._marks.take(some >> 3, mode="clip")  # the last byte is empty
        return some[(bits >> (some & 7).astype(np.uint8) & 1).view(bool)]


def following(words: Sequence[Numbered | Marked]) -> Array:
    """Where the tokens of words follow each other, the number of the first; from the rarest on."""
    order = sorted(range(len(words)), key=lambda nth: len(words[nth]))
    rarest = words[order[0]].numbers
    at = rarest[np.searchsorted(rarest, order[0]) :] - order[0]
    for nth in order[1:]:
        at = words[nth].among(at + nth) - nth
    return at


def first_position(snapshot: Snapshot, field: str, word: str, row: int) -> int | None:
    """The first position of a word in a row's field; None where it does not stand there."""
    nth = int(np.searchsorted(snapshot.bases, row, side="right")) - 1
    segment = snapshot.segments[nth]
    docs, positions = segment.source.placed(field, snapshot.numbers(segment, field, word))
    at = int(np.searchsorted(docs, row - snapshot.bases[nth]))
    return int(positions[at]) if at < len(docs) and docs[at] == row - snapshot.bases[nth] else None


def _add_up(size: int, stands: Sequence[Stands]) -> Stands:
    """Several words as one: how often any of them stands in each row."""
    stands = [each for each in stands if len(each[0])]
    if not stands:
        return NONE.docs, NONE.counts
    if len(stands) == 1:
        return stands[0]
    dense = np.zeros(size, np.float32)
    for rows, counts in stands:
        dense[rows] += counts
    rows = np.flatnonzero(dense)
    return rows, dense[rows]


def together(size: int, parts: Sequence[Occurrences], fields: Iterable[str]) -> Occurrences:
    """Several things as one pseudo-word."""
    return {
        field: _add_up(size, [part[field] for part in parts if field in part]) for field in fields
    }


def rows_in(size: int, occurrences: Occurrences) -> Array:
    """The rows in which it stands in any field, as a mask."""
    mask = np.zeros(size, bool)
    for rows, _counts in occurrences.values():
        mask[rows] = True
    return mask

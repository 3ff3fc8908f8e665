"""Where what was asked stands: for each text field, the rows and how often in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from search.backends.whoosh.postings import NONE, Postings
from search.backends.whoosh.snapshot import Snapshot

Array = np.ndarray
Stands = tuple[Array, Array]  # rows, ascending, and how often in each
Occurrences = dict[str, Stands]  # by text field
SHIFT = 32  # a place is row << SHIFT | position


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
    found = {}
    for field in fields:
        each = [snapshot.postings(field, word) for word in words]
        found[field] = _add_up(snapshot.table.size, [(p.docs, p.counts) for p in each])
    return found


def of_phrase(snapshot: Snapshot, words: Sequence[str], fields: Iterable[str]) -> Occurrences:
    """Words that stand one behind the other in one field."""
    return {field: _phrase(snapshot, words, field) for field in fields}


def _phrase(snapshot: Snapshot, words: Sequence[str], field: str) -> Stands:
    postings = [snapshot.postings(field, word) for word in words]
    if not postings or any(not len(each.docs) for each in postings):
        return NONE.docs, NONE.counts
    shared = postings[0].docs
    for each in sorted(postings[1:], key=lambda p: len(p.docs)):
        shared = np.intersect1d(shared, each.docs, assume_unique=True)
    at = [
        _places(snapshot, field, word, each, shared)
        for word, each in zip(words, postings, strict=True)
    ]
    places = at[0]
    for distance, there in enumerate(at[1:], 1):
        places = places[_contains(there - distance, places)]
    rows, counts = np.unique(places >> SHIFT, return_counts=True)
    return rows.astype(np.int32), counts.astype(np.float32)


def _places(snapshot: Snapshot, field: str, word: str, postings: Postings, rows: Array) -> Array:
    """All places of a word in these rows, ascending."""
    places = snapshot.places(field, word)
    at = np.searchsorted(postings.docs, rows)
    lengths = np.diff(places.offsets)[at]
    ends = np.cumsum(lengths)
    where = np.repeat(places.offsets[:-1][at] - (ends - lengths), lengths)
    where += np.arange(ends[-1] if len(ends) else 0)
    rows_of = np.repeat(rows.astype(np.int64), lengths)
    return (rows_of << SHIFT) + places.positions[where]


def _contains(sorted_places: Array, wanted: Array) -> Array:
    at = np.searchsorted(sorted_places, wanted)
    at[at == len(sorted_places)] = 0
    return sorted_places[at] == wanted if len(sorted_places) else np.zeros(len(wanted), bool)


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
    rows = np.flatnonzero(dense).astype(np.int32)
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

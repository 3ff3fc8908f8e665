"""Where what was asked stands: for each text field, the rows and how often in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from search.backends.whoosh.postings import NONE, Places
from search.backends.whoosh.snapshot import Snapshot

Array = np.ndarray
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
    found = {}
    for field in fields:
        each = [snapshot.postings(field, word) for word in words]
        found[field] = _add_up(snapshot.table.size, [(p.docs, p.counts) for p in each])
    return found


def of_phrase(snapshot: Snapshot, words: Sequence[str], fields: Iterable[str]) -> Occurrences:
    """Words that stand one behind the other in one field."""
    return {field: _phrase(snapshot, words, field) for field in fields}


def _phrase(snapshot: Snapshot, words: Sequence[str], field: str) -> Stands:
    """Each row's positions get a stretch of one long line, where words mark where they stand."""
    postings = [snapshot.postings(field, word) for word in words]
    if not postings or any(not len(each.docs) for each in postings):
        return NONE.docs, NONE.counts
    shared = _shared(snapshot.table.size, [each.docs for each in postings])
    if not len(shared):
        return NONE.docs, NONE.counts
    found = [
        _within(snapshot.places(field, word), each.docs, shared)
        for word, each in zip(words, postings, strict=True)
    ]
    stretches = np.max([last for _positions, _counts, last in found], axis=0) + len(words) + 1
    starts = np.cumsum(stretches) - stretches
    line = np.zeros(int(stretches.sum()) + len(words), bool)
    positions, counts, _last = found[0]
    nth = np.repeat(np.arange(len(shared)), counts)
    at = starts[nth] + positions
    for distance, (positions, counts, _last) in enumerate(found[1:], 1):
        there = np.repeat(starts, counts) + positions
        line[there] = True
        follows = line[at + distance]
        line[there] = False
        at, nth = at[follows], nth[follows]
    how_often = np.bincount(nth, minlength=len(shared))
    stands = how_often > 0
    return shared[stands], how_often[stands].astype(np.float32)


def _shared(size: int, docs: Sequence[Array]) -> Array:
    """The rows that are in all of several ascending lists, from the shortest on."""
    first, *others = sorted(docs, key=len)
    shared = first
    for each in others:
        if len(each) > 8 * len(shared):
            at = np.minimum(np.searchsorted(each, shared), len(each) - 1)
            shared = shared[each[at] == shared]
        else:
            mask = np.zeros(size, bool)
            mask[each] = True
            shared = shared[mask[shared]]
    return shared


def _within(places: Places, docs: Array, rows: Array) -> tuple[Array, Array, Array]:
    """Of some of a word's rows: all positions, how many in each row, and the last in each."""
    lengths = np.diff(places.offsets)
    if len(rows) == len(docs):
        return places.positions, lengths, places.positions[places.offsets[1:] - 1]
    at = np.searchsorted(docs, rows)
    counts = lengths[at]
    ends = np.cumsum(counts)
    where = np.repeat(places.offsets[:-1][at] - (ends - counts), counts) + np.arange(ends[-1])
    positions = places.positions[where]
    return positions, counts, positions[ends - 1]


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

"""Where what was asked stands: for each text field, the rows and how often in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from search.backends.whoosh.postings import NONE
from search.backends.whoosh.snapshot import Snapshot

Array = np.ndarray
FEW = 16  # times fewer: looking up beats marking
LONGEST = 1 << 26  # marks on a line; it takes a byte each
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
    """Segment by segment: the numbers of the tokens say what follows what, and in which row."""
    rows, counts = [NONE.docs], [NONE.counts]
    for segment, base in zip(snapshot.segments, snapshot.bases.tolist(), strict=False):
        found = following(
            {word: snapshot.numbers(segment, field, word) for word in dict.fromkeys(words)}, words
        )
        if len(found):
            docs, _positions = segment.source.placed(field, found)
            first = np.flatnonzero(np.diff(docs, prepend=-1))
            rows.append(docs[first] + base)
            counts.append(np.diff(first, append=len(docs)).astype(np.float32))
    return np.concatenate(rows), np.concatenate(counts)


def following(numbers: Mapping[str, Array], words: Sequence[str]) -> Array:
    """Where words follow each other, the number of the first; from the rarest word on."""
    order = sorted(range(len(words)), key=lambda nth: len(numbers[words[nth]]))
    rarest = numbers[words[order[0]]]
    at = rarest[rarest >= order[0]] - order[0]
    for nth in order[1:]:
        at = at[_among(at + nth, numbers[words[nth]])]
    return at


def _among(some: Array, numbers: Array) -> Array:
    """Which of some numbers are among others; both ascend.

    Few are looked up. Many are looked for on a line on which the others are marked, which is as
    long as the tokens are many.
    """
    if not len(some) or not len(numbers):
        return np.zeros(len(some), bool)
    last = max(int(some[-1]), int(numbers[-1]))
    if len(some) * FEW < len(numbers) or last > LONGEST:
        at = np.minimum(np.searchsorted(numbers, some), len(numbers) - 1)
        return numbers[at] == some
    line = np.zeros(last + 1, bool)
    line[numbers.astype(np.intp)] = True  # numpy takes twice as long to do so on its way
    return line.take(some)


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

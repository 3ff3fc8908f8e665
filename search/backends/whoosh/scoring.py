"""BM25F, exactly; tests/search/reference.py writes it out over plain lists of words.

The sum over the distinct words q asked for of n(q) * idf(q) * tf * (k1 + 1) / (tf + k1), where n is
how often q was asked, idf = ln(1 + (N - df + .5) / (df + .5)), and tf the sum over the fields of
weight * count / (1 - b + b * length / average length). A word's forms count as one word; so does a
group of other names, at a weight of its own.
"""

from __future__ import annotations

import math

import numpy as np

from search.backends.whoosh.matching import Scoring
from search.backends.whoosh.occurrences import Occurrences
from search.backends.whoosh.snapshot import Snapshot
from search.schema import TEXT_FIELDS

Array = np.ndarray
K1, B = 1.2, 0.75
NARROWED = 2  # times more rows than match: those that do are picked out


def scores(snapshot: Snapshot, scoring: Scoring, kind: str, matches: Array) -> Array:
    """The score of every row of a mask, float64, 0 for all others.

    It is the sum over what was asked of weight, idf and frequency.
    """
    live = snapshot.of_kind(kind)
    count = int(np.count_nonzero(live))
    rows = np.flatnonzero(matches)
    found = np.zeros(len(rows), np.float64)
    for key, weight in scoring.weights.items():
        if df := int(np.count_nonzero(scoring.rows[key] & live)):
            frequency = _frequency(snapshot, scoring.occurrences[key], kind, matches, rows)
            score = weight * idf(count, df) * frequency
            score *= K1 + 1
            score /= np.add(frequency, K1, out=frequency)
            found += score
    total = np.zeros(snapshot.table.size, np.float64)
    total[rows] = found
    return total


def idf(count: int, df: int) -> float:
    """How telling a word is that stands in `df` of `count` live entries of the kind."""
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def _frequency(
    snapshot: Snapshot, found: Occurrences, kind: str, matches: Array, rows: Array
) -> Array:
    """How often it stands in each of the rows, by the weight and length of the fields.

    `rows` are those of the mask `matches`; a word that stands in many others is narrowed to them.
    """
    frequency = np.zeros(snapshot.table.size, np.float64)
    for field, stands in found.items():
        if not len(stands[0]) or not snapshot.average_length(field, kind):
            continue
        in_rows, counts = stands
        if len(rows) * NARROWED < len(in_rows):
            kept = np.flatnonzero(matches.take(in_rows))
            in_rows, counts = in_rows.take(kept), counts.take(kept)
        weighted = TEXT_FIELDS[field] * counts.astype(np.float64)
        weighted /= _lengths(snapshot, field, kind, in_rows)
        frequency[in_rows] += weighted
    return frequency.take(rows)


def _lengths(snapshot: Snapshot, field: str, kind: str, rows: Array) -> Array:
    """What a word's count in some rows is divided by; kept for all rows once many are asked for."""
    column, average = f"length_{field}", snapshot.average_length(field, kind)
    if len(rows) * 4 < snapshot.table.size:
        return 1 - B + B * snapshot.some(column, rows) / average
    if (field, kind) not in snapshot.lengths:
        snapshot.lengths[field, kind] = 1 - B + B * snapshot.plain(column) / average
    return snapshot.lengths[field, kind].take(rows)

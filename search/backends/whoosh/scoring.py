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
from search.backends.whoosh.occurrences import Occurrences, rows_in
from search.backends.whoosh.snapshot import Snapshot
from search.schema import TEXT_FIELDS

Array = np.ndarray
K1, B = 1.2, 0.75


def scores(snapshot: Snapshot, scoring: Scoring, kind: str) -> Array:
    """The score of every row, float64: the sum over what was asked of weight, idf and frequency."""
    total = np.zeros(snapshot.table.size, np.float64)
    live = snapshot.of_kind(kind)
    count = int(np.count_nonzero(live))
    for key, weight in scoring.weights.items():
        found = scoring.occurrences[key]
        rows = np.flatnonzero(rows_in(snapshot.table.size, found) & live)
        if len(rows):
            frequency = _frequency(snapshot, found, kind).take(rows)
            total[rows] += weight * idf(count, len(rows)) * frequency * (K1 + 1) / (frequency + K1)
    return total


def idf(count: int, df: int) -> float:
    """How telling a word is that stands in `df` of `count` live entries of the kind."""
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def _frequency(snapshot: Snapshot, found: Occurrences, kind: str) -> Array:
    """How often it stands in each row, by the weight and length of the fields it stands in."""
    frequency = np.zeros(snapshot.table.size, np.float64)
    for field, (rows, counts) in found.items():
        average = snapshot.average_length(field, kind)
        if not len(rows) or not average:
            continue
        lengths = snapshot.plain(f"length_{field}").take(rows)
        weighted = TEXT_FIELDS[field] * counts.astype(np.float64)
        frequency[rows] += weighted / (1 - B + B * lengths / average)
    return frequency

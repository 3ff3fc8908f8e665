"""Facets and the histogram, counted over all matches."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from search.backends.base import PER_FACET, Bar, Days, Facet, FacetValue, Histogram
from search.backends.whoosh.columns import EARLIEST, LATEST, UNDATED_LAST, day_range
from search.backends.whoosh.snapshot import Snapshot

Array = np.ndarray
TIED = 500  # more values than a page shows, where they tie: who knows the labels orders them
MONTHS_UP_TO, YEARS_UP_TO = 3 * 12, 60  # months, years


def facet(counts: Array, meaning: list[str], selected: tuple[str, ...]) -> Facet:
    """The most frequent values, all that tie with the last of them, and those selected.

    `counts` are those of the values in `meaning`; `more` counts the others.
    """
    present = np.flatnonzero(counts)
    if len(present) > PER_FACET:
        last = np.partition(counts[present], -PER_FACET)[-PER_FACET]
        shown = present[counts[present] >= last]
    else:
        shown = present
    values = sorted((-int(counts[code]), meaning[code]) for code in shown.tolist())
    values = values[: PER_FACET + TIED]
    found = [FacetValue(value, -count, value in selected) for count, value in values]
    listed = {each.value for each in found}
    known = {value: code for code, value in enumerate(meaning)} if selected else {}
    extra = [value for value in dict.fromkeys(selected) if value not in listed]
    more = len(present) - len(found)
    for value in extra:
        count = int(counts[known[value]]) if value in known else 0
        found.append(FacetValue(value, count, selected=True))
        more -= count > 0
    return Facet(tuple(found), more)


def overlapping(snapshot: Snapshot, over: str, days: Days) -> Array:
    """The rows whose published or mentioned days overlap a range, as a mask."""
    first, last = day_range(days)
    if first > last:  # else an open interval would overlap what has no day in it
        return np.zeros(snapshot.table.size, bool)
    if over == "published":
        return (snapshot.plain("last") >= first) & (snapshot.plain("first") <= last)
    mentioned = snapshot.table.ragged["mentioned"].columns
    mask = np.zeros(snapshot.table.size, bool)
    inside = (mentioned["last"] >= first) & (mentioned["first"] <= last)
    mask[snapshot.row_of["mentioned"][inside]] = True
    return mask


def surely_mentioned(snapshot: Snapshot, days: Days) -> Array:
    """The rows that mention a date which lies wholly in a range and is in no doubt, as a mask."""
    first, last = day_range(days)
    mentioned = snapshot.table.ragged["mentioned"].columns
    mask = np.zeros(snapshot.table.size, bool)
    within = (mentioned["first"] >= first) & (mentioned["last"] <= last)
    mask[snapshot.row_of["mentioned"][within & (mentioned["doubt"] == 0)]] = True
    return mask


def histogram(
    snapshot: Snapshot, over: str, mask: Array, undated_mask: Array, days: Days
) -> Histogram:
    """Matches by decade, year or month, whichever suits the span; bars lie within `days`.

    `undated` counts among `undated_mask`: the matches but for the range itself.
    """
    rows, first, last = _dated(snapshot, over)
    undated = int((undated_mask & ~_has_days(snapshot, over)).sum())
    kept = mask[rows] & (last != UNDATED_LAST)
    rows, first, last = rows[kept], first[kept].astype(np.int64), last[kept].astype(np.int64)
    ends = np.concatenate([first[first > EARLIEST], last[last < LATEST]])
    if not len(ends):
        return Histogram(over, "year", (), undated)
    start, stop = _span(int(ends.min()), int(ends.max()), days)
    inside = (last >= start) & (first <= stop)
    rows, first, last = rows[inside], first[inside], last[inside]
    by, edges = _edges(date.fromordinal(start), date.fromordinal(stop))
    ordinals = np.array([day.toordinal() for day in edges])
    bars = _count(rows, np.clip(first, start, stop), np.clip(last, start, stop), ordinals)
    return Histogram(over, by, _bars(by, edges, bars.tolist(), days), undated)


def _dated(snapshot: Snapshot, over: str) -> tuple[Array, Array, Array]:
    if over == "published":
        rows = np.arange(snapshot.table.size)
        return rows, snapshot.plain("first"), snapshot.plain("last")
    mentioned = snapshot.table.ragged["mentioned"].columns
    return snapshot.row_of["mentioned"], mentioned["first"], mentioned["last"]


def _has_days(snapshot: Snapshot, over: str) -> Array:
    if over == "published":
        return snapshot.plain("last") != UNDATED_LAST
    return np.diff(snapshot.table.ragged["mentioned"].offsets) > 0


def _span(first: int, last: int, days: Days) -> tuple[int, int]:
    """The first and last day to draw: those there are, within those asked for."""
    if days[0] is not None:
        first = max(first, days[0].toordinal())
    if days[1] is not None:
        last = min(last, days[1].toordinal())
    return (first, last) if first <= last else (last, last)


def _edges(first: date, last: date) -> tuple[str, list[date]]:
    """By what to draw, and the first day of each bar."""
    if last.year - first.year >= YEARS_UP_TO:
        years = range(first.year // 10 * 10, last.year + 1, 10)
        return "decade", [date(max(year, 1), 1, 1) for year in years]
    months = (last.year - first.year) * 12 + last.month - first.month
    if months >= MONTHS_UP_TO:
        return "year", [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    start = first.year * 12 + first.month - 1
    return "month", [date(at // 12, at % 12 + 1, 1) for at in range(start, start + months + 1)]


def _count(rows: Array, first: Array, last: Array, edges: Array) -> Array:
    """In how many rows something lies in each bar; a row counts once a bar."""
    if not len(rows):
        return np.zeros(len(edges), np.int64)
    low = np.searchsorted(edges, first, side="right") - 1
    high = np.searchsorted(edges, last, side="right") - 1
    lengths = high - low + 1
    ends = np.cumsum(lengths)
    bars = np.repeat(low - (ends - lengths), lengths) + np.arange(ends[-1])
    pairs = np.repeat(rows.astype(np.int64), lengths) * len(edges) + bars
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return np.bincount(pairs % len(edges), minlength=len(edges))


def _bars(by: str, edges: list[date], counts: list[int], days: Days) -> tuple[Bar, ...]:
    """Bars whose days lie within those asked for, so that each links to just what it counts."""
    found = []
    for edge, count in zip(edges, counts, strict=True):
        first = max(edge, days[0]) if days[0] else edge
        last = _last_day(by, edge)
        found.append(Bar(first, min(last, days[1]) if days[1] else last, count))
    return tuple(found)


def _last_day(by: str, first: date) -> date:
    """The last day of the decade, year or month that starts on or before a day."""
    year, month = first.year + 1, 1
    if by == "decade":
        year = first.year // 10 * 10 + 10
    elif by == "month":
        year, month = first.year + first.month // 12, first.month % 12 + 1
    return date(year, month, 1) - timedelta(1) if year <= date.max.year else date.max

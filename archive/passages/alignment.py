"""Which token of an old text stands where in a new one: in order, or as a moved block."""

from bisect import bisect_left
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Ints = NDArray[np.int64]
SURE = 8  # tokens in a row that stand once in each text are taken first, as by a patience diff
SHORT = 4  # equal runs under this, between larger gaps, are chance
MOVED = 5  # tokens that a moved block has at least
LARGEST_GAP = 400_000_000  # cells of a gap's table, a bit each: 50 megabytes
COMMONEST = 20  # a run of MOVED tokens in more places than this says nothing
IN_ORDER = 0


@dataclass(frozen=True)
class Alignment:
    """`new_of[i]`: the new token for old token i, or -1; `old_of` the way back.

    `block[i]` is IN_ORDER, or the number of the moved block to which old token i belongs.
    """

    new_of: Ints
    old_of: Ints
    block: Ints


def align(old: Ints, new: Ints) -> Alignment:
    """Align two texts given as token ids."""
    new_of = np.full(len(old), -1, dtype=np.int64)
    _take_runs(new_of, _sure_runs(old, new, SURE))
    for gap in _gaps(new_of, len(new)):
        _fill(new_of, old, new, gap)
    old_of = np.full(len(new), -1, dtype=np.int64)
    mapped = np.flatnonzero(new_of >= 0)
    old_of[new_of[mapped]] = mapped
    block = np.zeros(len(old), dtype=np.int64)
    _moved_blocks(old, new, Alignment(new_of, old_of, block))
    return Alignment(new_of, old_of, block)


Run = tuple[int, int, int]  # old start, new start, length
Gap = tuple[int, int, int, int]  # old start and end, new start and end


def _hashes(ids: Ints, length: int) -> NDArray[np.uint64]:
    """A number for every run of so many tokens; equal runs have equal numbers."""
    count = len(ids) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for k in range(length):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + ids[k : k + count].astype(np.uint64) + 1
    return hashes


def _sure_runs(old: Ints, new: Ints, length: int) -> list[Run]:
    """Runs of tokens that stand once in each text, as many as can be had in one order."""
    old_hashes, old_at = _once(_hashes(old, length))
    new_hashes, new_at = _once(_hashes(new, length))
    _common, i, j = np.intersect1d(old_hashes, new_hashes, assume_unique=True, return_indices=True)
    starts, places = old_at[i], new_at[j]
    order = np.argsort(starts)
    starts, places = starts[order], places[order]
    chain = _longest_rising(places)
    starts, places = starts[chain], places[chain]
    if not len(starts):
        return []
    breaks = np.flatnonzero((np.diff(starts) != 1) | (np.diff(places) != 1)) + 1
    firsts = np.concatenate(([0], breaks))
    lasts = np.concatenate((breaks, [len(starts)])) - 1
    return [
        (int(starts[a]), int(places[a]), int(starts[b] - starts[a]) + length)
        for a, b in zip(firsts, lasts, strict=True)
    ]


def _once(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Ints]:
    """The hashes that occur once, and where."""
    values, at, counts = np.unique(hashes, return_index=True, return_counts=True)
    return values[counts == 1], at[counts == 1]


def _longest_rising(values: Ints) -> list[int]:
    """Indices of a longest strictly rising subsequence."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values.tolist()):
        k = bisect_left(tails, value)
        before.append(tail_at[k - 1] if k else -1)
        if k == len(tails):
            tails.append(value)
            tail_at.append(at)
        else:
            tails[k], tail_at[k] = value, at
    chain = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _take_runs(new_of: Ints, runs: list[Run], old_from: int = 0, new_from: int = 0) -> None:
    """Map the runs, each from where the one before it ended."""
    old_end = new_end = 0
    for start, place, length in runs:
        skip = max(0, old_end - start, new_end - place)
        if skip < length:
            old_end, new_end = start + length, place + length
            new_of[old_from + start + skip : old_from + old_end] = np.arange(
                new_from + place + skip, new_from + new_end
            )


def _gaps(new_of: Ints, new_length: int) -> list[Gap]:
    """What is not mapped on both sides between tokens that are."""
    mapped = np.flatnonzero(new_of >= 0)
    places = new_of[mapped]
    old_edges = np.concatenate(([-1], mapped, [len(new_of)]))
    new_edges = np.concatenate(([-1], places, [new_length]))
    wide = np.flatnonzero((np.diff(old_edges) > 1) & (np.diff(new_edges) > 1))
    return [
        (
            int(old_edges[k]) + 1,
            int(old_edges[k + 1]),
            int(new_edges[k]) + 1,
            int(new_edges[k + 1]),
        )
        for k in wide
    ]


def _fill(new_of: Ints, old: Ints, new: Ints, gap: Gap) -> None:
    """Map what is equal within one gap, chance left out."""
    old_start, old_end, new_start, new_end = gap
    if (old_end - old_start) * (new_end - new_start) > LARGEST_GAP:
        return  # nearly nothing in common: what there is may still be found as moved
    opcodes = Indel.opcodes(old[old_start:old_end].tolist(), new[new_start:new_end].tolist())
    runs = [(op.src_start, op.dest_start, op.src_end - op.src_start) for op in opcodes if op.tag == "equal"]
    kept = _without_chance(runs, old_end - old_start, new_end - new_start)
    _take_runs(new_of, kept, old_start, new_start)


def _without_chance(runs: list[Run], old_length: int, new_length: int) -> list[Run]:
    """The runs but for those under SHORT that stand between two larger gaps."""
    runs = list(runs)
    at = 0
    while at < len(runs):
        start, place, length = runs[at]
        old_before, new_before = (runs[at - 1][0] + runs[at - 1][2], runs[at - 1][1] + runs[at - 1][2]) if at else (0, 0)
        old_after, new_after = runs[at + 1][:2] if at + 1 < len(runs) else (old_length, new_length)
        before = max(start - old_before, place - new_before)
        after = max(old_after - start - length, new_after - place - length)
        if length < SHORT and before > length and after > length:
            del runs[at]
            at = max(0, at - 1)  # its neighbour may now stand between larger gaps
        else:
            at += 1
    return runs


def _moved_blocks(old: Ints, new: Ints, alignment: Alignment) -> None:
    """Map runs of at least MOVED tokens that were left over in both texts, the longest first."""
    new_of, old_of, block = alignment.new_of, alignment.old_of, alignment.block
    heap = [(-length, i, j) for i, j, length in _left_over_runs(old, new, new_of, old_of)]
    heapify(heap)
    number = IN_ORDER
    while heap:
        length, i, j = heappop(heap)
        length = -length
        free = (new_of[i : i + length] < 0) & (old_of[j : j + length] < 0)
        if free.all():
            number += 1
            new_of[i : i + length] = np.arange(j, j + length)
            old_of[j : j + length] = np.arange(i, i + length)
            block[i : i + length] = number
            continue
        for start, stop in _true_runs(free):
            if stop - start >= MOVED:
                heappush(heap, (start - stop, i + start, j + start))


def _left_over_runs(old: Ints, new: Ints, new_of: Ints, old_of: Ints) -> list[Run]:
    """Maximal equal runs of at least MOVED tokens, unmapped on both sides."""
    places: dict[int, list[int]] = {}
    new_hashes = _hashes(new, MOVED).tolist()
    for start, stop in _true_runs(old_of < 0):
        for j in range(start, stop - MOVED + 1):
            places.setdefault(new_hashes[j], []).append(j)
    old_hashes = _hashes(old, MOVED).tolist()
    runs = []
    for start, stop in _true_runs(new_of < 0):
        open_runs: dict[int, Run] = {}  # by diagonal
        for i in range(start, stop - MOVED + 1):
            found = places.get(old_hashes[i], ())
            still: dict[int, Run] = {}
            for j in found if len(found) <= COMMONEST else ():
                first = open_runs.pop(j - i, (i, j, MOVED - 1))
                still[j - i] = (first[0], first[1], first[2] + 1)
            runs += open_runs.values()
            open_runs = still
        runs += open_runs.values()
    return runs


def _true_runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of every run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

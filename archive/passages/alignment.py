"""Which token of an old text stands where in a new one, in one order: a diff."""

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from archive.passages.tokens import Tokens

Ints = NDArray[np.int64]
SURE = 8  # tokens in a row that stand once in each text are taken first, as by a patience diff
SLIDE = 4  # tokens by which something put in may slide to the start of a sentence
SHORT = 4  # equal runs under this, between larger gaps, are chance
LARGEST_GAP = 400_000_000  # cells of a gap's table, a bit each: 50 megabytes

Run = tuple[int, int, int]  # old start, new start, length
Gap = tuple[int, int, int, int]  # old start and end, new start and end


def in_order(old: Tokens, new: Tokens) -> Ints:
    """For each old token the new one that stands in its place, rising, or -1."""
    new_of = np.full(len(old), -1, dtype=np.int64)
    head, tail = _common_ends(old.ids, new.ids)
    _take_runs(new_of, [(0, 0, head), (len(old) - tail, len(new) - tail, tail)])
    old_end, new_end = len(old) - tail, len(new) - tail
    sure = _sure_runs(old.ids[head:old_end], new.ids[head:new_end], SURE)
    _take_runs(new_of, sure, head, head)
    for gap in _gaps(new_of, len(new)):
        _fill(new_of, old.ids, new.ids, gap)
    _slide(new_of, old, new)
    return new_of


def _common_ends(old: Ints, new: Ints) -> tuple[int, int]:
    """How many tokens both texts open with, and how many of the rest they close with."""
    shorter = min(len(old), len(new))
    differ = np.flatnonzero(old[:shorter] != new[:shorter])
    head = int(differ[0]) if len(differ) else shorter
    rest = shorter - head
    differ = np.flatnonzero(old[::-1][:rest] != new[::-1][:rest])
    return head, int(differ[0]) if len(differ) else rest


def hashes(ids: Ints, length: int) -> NDArray[np.uint64]:
    """A number for every run of so many tokens; equal runs have equal numbers."""
    count = len(ids) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    found = np.zeros(count, dtype=np.uint64)
    for k in range(length):
        found = found * np.uint64(0x9E3779B97F4A7C15) + ids[k : k + count].astype(np.uint64) + 1
    return found


def _sure_runs(old: Ints, new: Ints, length: int) -> list[Run]:
    """Runs of tokens that stand once in each text, as many as can be had in one order."""
    old_hashes, old_at = _once(hashes(old, length))
    new_hashes, new_at = _once(hashes(new, length))
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


def _once(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Ints]:
    """The numbers that occur once, and where."""
    values, at, counts = np.unique(numbers, return_index=True, return_counts=True)
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
    runs = [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in opcodes
        if op.tag == "equal"
    ]
    kept = _without_chance(runs, old_end - old_start, new_end - new_start)
    _take_runs(new_of, kept, old_start, new_start)


def _without_chance(runs: list[Run], old_length: int, new_length: int) -> list[Run]:
    """The runs but for those under SHORT that stand between two larger gaps."""
    edges = [(0, 0, 0), *runs, (old_length, new_length, 0)]
    at = 1
    while at < len(edges) - 1:
        start, place, length = edges[at]
        before, after = edges[at - 1], edges[at + 1]
        gap_before = max(start - before[0] - before[2], place - before[1] - before[2])
        gap_after = max(after[0] - start - length, after[1] - place - length)
        if length < SHORT and gap_before > length and gap_after > length:
            del edges[at]
            at = max(1, at - 1)  # its neighbour may now stand between larger gaps
        else:
            at += 1
    return edges[1:-1]


def _slide(new_of: Ints, old: Tokens, new: Tokens) -> None:
    """Let what was put in, or taken out, begin where a sentence begins, if it can.

    Where "The ferry left." is put before "The court met.", a diff may keep the first "The" and put
    in "ferry left. The".
    """
    mapped = np.flatnonzero(new_of >= 0).tolist()
    places = new_of[mapped].tolist()
    for (i, k), (j, m) in zip(pairwise(mapped), pairwise(places), strict=True):
        if k == i + 1 and m > j + 1:
            shift = _to_sentence(new, j + 1, m)
            if shift < 0:
                new_of[i + 1 + shift : i + 1] += m - j - 1
            elif shift > 0:
                new_of[k : k + shift] -= m - j - 1
        elif m == j + 1 and k > i + 1:
            shift = _to_sentence(old, i + 1, k)
            if shift < 0:
                new_of[k + shift : k] = new_of[i + 1 + shift : i + 1]
                new_of[i + 1 + shift : i + 1] = -1
            elif shift > 0:
                new_of[i + 1 : i + 1 + shift] = new_of[k : k + shift]
                new_of[k : k + shift] = -1


def _to_sentence(tokens: Tokens, start: int, end: int) -> int:
    """By how much the span can slide, its tokens the same, to where a sentence begins; or 0."""
    ids = tokens.ids
    if tokens.starts_sentence(start):
        return 0
    for shift in range(1, SLIDE + 1):
        if start - shift < 0 or ids[start - shift] != ids[end - shift]:
            break
        if tokens.starts_sentence(start - shift):
            return -shift
    for shift in range(1, SLIDE + 1):
        if end + shift > len(ids) or ids[start + shift - 1] != ids[end + shift - 1]:
            break
        if tokens.starts_sentence(start + shift):
            return shift
    return 0

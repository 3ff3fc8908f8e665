"""Which token of an old text stands where in a new one: in order, or as a moved block."""

from bisect import bisect_left
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from archive.passages.tokens import Tokens

Ints = NDArray[np.int64]
SURE = 8  # tokens in a row that stand once in each text are taken first, as by a patience diff
SLIDE = 4  # tokens by which something put in may slide to the start of a sentence
SHORT = 4  # equal runs under this, between larger gaps, are chance
MOVED = 5  # tokens that a moved block has at least
LARGEST_GAP = 400_000_000  # cells of a gap's table, a bit each: 50 megabytes
JOINED = 12  # tokens between two moved blocks that are one, at most
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


def align(old: Tokens, new: Tokens) -> Alignment:
    """Align two texts of one vocabulary."""
    new_of = np.full(len(old), -1, dtype=np.int64)
    _take_runs(new_of, _sure_runs(old.ids, new.ids, SURE))
    for gap in _gaps(new_of, len(new)):
        _fill(new_of, old.ids, new.ids, gap)
    _slide(new_of, old, new)
    old_of = np.full(len(new), -1, dtype=np.int64)
    mapped = np.flatnonzero(new_of >= 0)
    old_of[new_of[mapped]] = mapped
    block = np.zeros(len(old), dtype=np.int64)
    alignment = Alignment(new_of, old_of, block)
    _moved_blocks(old.ids, new.ids, alignment)
    _join_blocks(old.ids, new.ids, alignment)
    _complete_sentences(old, new, alignment)
    return alignment


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


def _complete_sentences(old: Tokens, new: Tokens, alignment: Alignment) -> None:
    """Give a moved block the rest of its sentence, up to SHORT tokens that chance gave away."""
    new_of, old_of, block = alignment.new_of, alignment.old_of, alignment.block
    for start, stop in _true_runs(block > IN_ORDER):
        for step, i in ((-1, start), (1, stop - 1)):
            j = int(new_of[i])
            taken = 0
            while taken < SHORT and not _at_sentence_edge(old, i, step):
                x, y = i + step, j + step
                if not (0 <= x < len(old) and 0 <= y < len(new) and old.ids[x] == new.ids[y]):
                    break
                if block[x] > IN_ORDER and new_of[x] >= 0:
                    break
                i, j, taken = x, y, taken + 1
            if not taken or not _at_sentence_edge(old, i, step):
                continue
            for k in range(taken):
                x, y = i - step * k, j - step * k
                if new_of[x] >= 0:
                    old_of[new_of[x]] = -1
                if old_of[y] >= 0:
                    new_of[old_of[y]] = -1
                new_of[x], old_of[y], block[x] = y, x, block[start]


def _at_sentence_edge(tokens: Tokens, at: int, step: int) -> bool:
    """Whether a sentence begins with this token, or ends with it."""
    return tokens.starts_sentence(at if step < 0 else at + 1)


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


def _join_blocks(old: Ints, new: Ints, alignment: Alignment) -> None:
    """Make one block of moved blocks that follow each other in both texts but for a few tokens."""
    new_of, old_of, block = alignment.new_of, alignment.old_of, alignment.block
    blocks = [
        (start + a, start + b)
        for start, stop in _true_runs(block > IN_ORDER)
        for a, b in _equal_runs(block[start:stop])
    ]
    for (_, old_end), (next_start, next_end) in pairwise(blocks):
        new_end, next_new = int(new_of[old_end - 1]) + 1, int(new_of[next_start])
        between = range(old_end, next_start), range(new_end, next_new)
        if len(between[0]) > JOINED or not 0 <= next_new - new_end <= JOINED:
            continue
        if (new_of[old_end:next_start] >= 0).any() or (old_of[new_end:next_new] >= 0).any():
            continue
        block[next_start:next_end] = block[old_end - 1]
        if between[0] and between[1]:
            _fill(new_of, old, new, (old_end, next_start, new_end, next_new))
            for i in between[0]:
                if new_of[i] >= 0:
                    old_of[new_of[i]] = i
                    block[i] = block[old_end - 1]


def _equal_runs(values: Ints) -> list[tuple[int, int]]:
    """Start and end of every run of one value."""
    edges = np.flatnonzero(np.diff(values)) + 1
    return list(pairwise([0, *edges.tolist(), len(values)]))


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

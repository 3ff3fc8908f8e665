"""Blocks that stand elsewhere in a new text: what a diff in one order leaves over."""

from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from archive.passages.alignment import Ints, Run, hashes, in_order
from archive.passages.tokens import Tokens, Vocabulary, mistyped

MOVED = 5  # tokens that a moved block has at least, unless it is a sentence
SENTENCE = 3  # and a sentence that is the only one of its words
JOINED = 12  # tokens between two moved blocks that are one, at most
COMMONEST = 20  # a run of MOVED tokens in more places than this says nothing
IN_ORDER = 0


class Alignment:
    """`new_of[i]`: the new token for old token i, or -1; `old_of` the way back.

    `block[i]` is IN_ORDER, or the number of the moved block to which old token i belongs.
    """

    def __init__(self, old: str, new: str) -> None:
        self.vocabulary = Vocabulary()
        self.old = Tokens(old, self.vocabulary)
        self.new = Tokens(new, self.vocabulary)
        self.new_of = in_order(self.old, self.new)
        self.old_of: Ints = np.full(len(self.new), -1, dtype=np.int64)
        mapped = np.flatnonzero(self.new_of >= 0)
        self.old_of[self.new_of[mapped]] = mapped
        self.block: Ints = np.zeros(len(self.old), dtype=np.int64)
        self._blocks = IN_ORDER
        self._claim_runs()
        self._claim_sentences()
        for number in range(1, self._blocks + 1):
            self._extend(number, -1)
            self._extend(number, 1)
        self._join()

    def _map(self, i: int, j: int, number: int) -> None:
        """Let old token i stand at new token j, whatever either was mapped to."""
        if self.new_of[i] >= 0:
            self.old_of[self.new_of[i]] = -1
        if self.old_of[j] >= 0:
            self.new_of[self.old_of[j]] = -1
        self.new_of[i], self.old_of[j], self.block[i] = j, i, number

    def _map_run(self, i: int, j: int, length: int) -> None:
        self._blocks += 1
        self.new_of[i : i + length] = np.arange(j, j + length)
        self.old_of[j : j + length] = np.arange(i, i + length)
        self.block[i : i + length] = self._blocks

    def _claim_runs(self) -> None:
        """Map runs of at least MOVED tokens that were left over in both texts, longest first."""
        heap = [(-length, i, j) for i, j, length in self._left_over_runs()]
        heapify(heap)
        while heap:
            length, i, j = heappop(heap)
            length = -length
            free = (self.new_of[i : i + length] < 0) & (self.old_of[j : j + length] < 0)
            if free.all():
                self._map_run(i, j, length)
                continue
            for start, stop in _true_runs(free):
                if stop - start >= MOVED:
                    heappush(heap, (start - stop, i + start, j + start))

    def _left_over_runs(self) -> list[Run]:
        """Longest equal runs of at least MOVED tokens, unmapped in both texts."""
        places: dict[int, list[int]] = {}
        new_hashes = hashes(self.new.ids, MOVED).tolist()
        for start, stop in _true_runs(self.old_of < 0):
            for j in range(start, stop - MOVED + 1):
                places.setdefault(new_hashes[j], []).append(j)
        old_hashes = hashes(self.old.ids, MOVED).tolist()
        runs: list[Run] = []
        for start, stop in _true_runs(self.new_of < 0):
            going_on: dict[int, Run] = {}  # by diagonal
            for i in range(start, stop - MOVED + 1):
                found = places.get(old_hashes[i], ())
                still: dict[int, Run] = {}
                for j in found if len(found) <= COMMONEST else ():
                    first = going_on.pop(j - i, (i, j, MOVED - 1))
                    still[j - i] = (first[0], first[1], first[2] + 1)
                runs += going_on.values()
                going_on = still
            runs += going_on.values()
        return runs

    def _claim_sentences(self) -> None:
        """Map sentences too short for a run, where each text has them once and unmapped."""
        old, new = _sentences(self.old), _sentences(self.new)
        for words, spans in old.items():
            places = new.get(words, [])
            if len(spans) == len(places) == 1 and len(words) >= SENTENCE:
                i, j = spans[0], places[0]
                end = i + len(words)
                if (self.new_of[i:end] < 0).all() and (self.old_of[j : j + len(words)] < 0).all():
                    self._map_run(i, j, len(words))

    def _extend(self, number: int, step: int) -> None:
        """Let a moved block go on in one direction while the texts do, over mistyped words too.

        It takes tokens from shorter runs: those were in order by chance.
        """
        own = np.flatnonzero(self.block == number)
        if not len(own):
            return
        lengths = self._run_lengths()
        i = int(own[0] if step < 0 else own[-1])
        j = int(self.new_of[i])
        length = len(own)
        while 0 <= i + step < len(self.old) and 0 <= j + step < len(self.new):
            i, j = i + step, j + step
            claimed = self.old_of[j]
            if max(lengths[i], lengths[claimed] if claimed >= 0 else 0) >= length:
                break
            if self.old.ids[i] == self.new.ids[j]:
                self._map(i, j, number)
            elif not mistyped(self.old.words[i], self.new.words[j]):
                break

    def _run_lengths(self) -> Ints:
        """For each old token the length of the unbroken run in which it is mapped, or 0."""
        lengths = np.zeros(len(self.old), dtype=np.int64)
        mapped, run = self._runs()
        if len(mapped):
            lengths[mapped] = np.bincount(run)[run]
        return lengths

    def _runs(self) -> tuple[Ints, Ints]:
        """The old tokens that are mapped, and with each the number of its unbroken run."""
        mapped = np.flatnonzero(self.new_of >= 0)
        broken = (np.diff(mapped) != 1) | (np.diff(self.new_of[mapped]) != 1)
        return mapped, np.concatenate(([0], np.cumsum(broken))) if len(mapped) else mapped

    def settled(self, margin: int) -> NDArray[np.bool_]:
        """Whether so many tokens on each side of an old token go on with it in the new text."""
        found = np.zeros(len(self.old), dtype=bool)
        mapped, run = self._runs()
        if len(mapped):
            place = np.arange(len(mapped)) - np.searchsorted(run, run)
            left = np.bincount(run)[run] - place - 1
            found[mapped] = (place >= margin) & (left >= margin)
        return found

    def _join(self) -> None:
        """Make one block of those that follow each other in both texts but for a few tokens."""
        for (_, old_end), (next_start, next_end) in pairwise(self._moved()):
            new_end, next_new = int(self.new_of[old_end - 1]) + 1, int(self.new_of[next_start])
            if next_start - old_end > JOINED or not 0 <= next_new - new_end <= JOINED:
                continue
            if (self.new_of[old_end:next_start] >= 0).any() or (
                self.old_of[new_end:next_new] >= 0
            ).any():
                continue
            number = int(self.block[old_end - 1])
            self.block[next_start:next_end] = number
            between = (
                self.old.ids[old_end:next_start].tolist(),
                self.new.ids[new_end:next_new].tolist(),
            )
            for op in LCSseq.opcodes(*between):
                if op.tag == "equal":
                    for k in range(op.src_end - op.src_start):
                        self._map(old_end + op.src_start + k, new_end + op.dest_start + k, number)

    def _moved(self) -> list[tuple[int, int]]:
        """Start and end of the moved blocks in the old text, in its order."""
        moved = np.where(self.new_of >= 0, self.block, IN_ORDER)
        found = []
        for start, stop in _true_runs(moved > IN_ORDER):
            edges = np.flatnonzero(np.diff(moved[start:stop])) + 1 + start
            found += list(pairwise([start, *edges.tolist(), stop]))
        return found


def _sentences(tokens: Tokens) -> dict[tuple[int, ...], list[int]]:
    """Where each sentence of fewer than MOVED tokens starts, by its words."""
    ids = tokens.ids.tolist()
    found: dict[tuple[int, ...], list[int]] = {}
    for start, end in pairwise([*tokens.sentences, len(tokens)]):
        if end - start < MOVED:
            found.setdefault(tuple(ids[start:end]), []).append(start)
    return found


def _true_runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of every run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

"""Where passages of one text stand in another, and how sure that is.

docs/anchors.md explains the rules and measures them. An anchor is never moved on a guess: where two
places are as good, or one place has two explanations, it is ambiguous.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from archive.passages.context import Context, Place
from archive.passages.folding import fold
from archive.passages.moves import IN_ORDER, Alignment
from archive.passages.spans import Passage, check

SAME_ENOUGH = 0.8  # at most a fifth of a passage may be edited
CANDIDATES = 10  # places offered to a person at most


class State(StrEnum):
    """How sure a placement is; CHANGED, AMBIGUOUS and LOST are for a person to look at."""

    EXACT = "exact"  # the same characters beside the same neighbours
    MOVED = "moved"  # the same characters beside others
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where a passage stands in the new text, in code points.

    `start` and `end` are None when ambiguous or lost. EXACT and MOVED carry the same characters;
    CHANGED with `same_words` differs only in white space, quotation marks, dashes or NFC.
    `candidates` are the spans worth a person's look, the likeliest first.
    """

    state: State
    start: int | None = None
    end: int | None = None
    candidates: list[tuple[int, int]] = field(default_factory=list)
    same_words: bool = False


def reanchor(old: str, new: str, passages: Sequence[Passage]) -> list[Anchor]:
    """One anchor for each passage of the old text, in their order.

    Raises PassageError when a passage's quote does not stand in `old` where it says.
    """
    for passage in passages:
        check(old, passage)
    if old == new:
        return [
            Anchor(
                state=State.EXACT,
                start=p.start,
                end=p.end,
                candidates=[(p.start, p.end)],
                same_words=True,
            )
            for p in passages
        ]
    texts = _Texts(old, new)
    return [texts.anchor(passage) for passage in passages]


class _Texts:
    """An old and a new text, tokenised and aligned."""

    def __init__(self, old: str, new: str) -> None:
        self.alignment = Alignment(old, new)
        self.old = self.alignment.old
        self.new = self.alignment.new
        self.context = Context(self.alignment)

    def anchor(self, passage: Passage) -> Anchor:
        """The anchor of one passage of the old text."""
        first, last = self.old.covering(
            self.old.folded.folded_offset(passage.start), self.old.folded.folded_offset(passage.end)
        )
        if first >= last:
            return Anchor(state=State.LOST)  # nothing visible in it
        wanted = squeezed(passage.quote)
        place = self._place(first, last, wanted)
        if place is None:
            return self._unplaced(State.LOST, first, last)
        start, end = self._span(passage, place)
        found = squeezed(self.new.original[start:end])
        if similarity(wanted, found) < SAME_ENOUGH:
            return self._unplaced(State.LOST, first, last, (start, end))
        same = self.new.original[start:end] == passage.quote
        sentence = self.context.sentence_of(place)
        rivals = self._spans(self.context.rivals(place))
        # A person looks at what is changed in any case.
        renumbered = same and self.context.renumbered(sentence)
        if rivals or renumbered or not self.context.supports(place, sentence):
            return self._unplaced(State.AMBIGUOUS, first, last, (start, end), *rivals)
        return Anchor(
            state=self._state(same, sentence),
            start=start,
            end=end,
            candidates=[(start, end)],
            same_words=wanted == found,
        )

    def _unplaced(self, state: State, first: int, last: int, *likely: tuple[int, int]) -> Anchor:
        """An anchor for a person to place: the likely spans, and those with words like its own."""
        others = self._spans(self.context.candidates(first, last)[:CANDIDATES])
        return Anchor(state=state, candidates=list(dict.fromkeys([*likely, *others]))[:CANDIDATES])

    def _state(self, same: bool, sentence: Place) -> State:
        """The state of a place that stands; `same` if every character of the quote does."""
        if not same:
            return State.CHANGED
        return State.EXACT if self.context.among_its_own(sentence) else State.MOVED

    def _place(self, first: int, last: int, wanted: str) -> Place | None:
        """The new tokens that stand for the old ones from first up to last."""
        new_of, block = self.alignment.new_of, self.alignment.block
        mapped = [i for i in range(first, last) if new_of[i] >= 0]
        if not mapped:
            return self._place_in_gap(first, last, wanted)
        counts: dict[int, int] = {}
        for i in mapped:
            counts[int(block[i])] = counts.get(int(block[i]), 0) + 1
        number = max(counts, key=lambda k: counts[k])
        mapped = [i for i in mapped if block[i] == number]
        start, end = int(new_of[mapped[0]]), int(new_of[mapped[-1]]) + 1
        before, after = mapped[0] - first, last - 1 - mapped[-1]
        if before:
            starts = self._free(start, -1, 2 * before + 3)
            start = self._best([(s, end) for s in starts], wanted, last - first)[0]
        if after:
            ends = self._free(end - 1, 1, 2 * after + 3)
            end = self._best([(start, e + 1) for e in ends], wanted, last - first)[1]
        return Place(first, last, start, end, number)

    def _free(self, at: int, step: int, most: int) -> list[int]:
        """`at`, and the unexplained new tokens next to it in one direction."""
        found = [at]
        old_of = self.alignment.old_of
        while len(found) <= most:
            at += step
            if not 0 <= at < len(old_of) or old_of[at] >= 0:
                break
            found.append(at)
        return found

    def _place_in_gap(self, first: int, last: int, wanted: str) -> Place | None:
        """For a passage with no token left: the most similar words between its neighbours."""
        length = last - first
        spans = {}
        for start, end, number in self._gaps_beside(first, last):
            for s in range(start, end):
                for e in range(s + 1, min(end, s + 2 * length + 2) + 1):
                    spans[s, e] = number
        if not spans:
            return None
        best = self._best(list(spans), wanted, length)
        return Place(first, last, *best, spans[best])

    def _gaps_beside(self, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """Unexplained new tokens after what stood before the passage, and before what followed it.

        Start, end and block of each; nothing if the neighbours or the gap are too far away.
        """
        new_of, old_of, block = self.alignment.new_of, self.alignment.old_of, self.alignment.block
        most = 3 * (last - first) + 12
        for step, edge in ((-1, first - 1), (1, last)):
            near = range(edge, edge + step * (most + 1), step)
            beside = next((i for i in near if not 0 <= i < len(new_of) or new_of[i] >= 0), None)
            if beside is None:
                continue
            within = 0 <= beside < len(new_of)
            number = int(block[beside]) if within else IN_ORDER
            start = int(new_of[beside]) if within else (-1 if step < 0 else len(old_of))
            end = start - step
            while 0 <= end < len(old_of) and old_of[end] < 0 and abs(end - start) <= most + 1:
                end -= step
            if abs(end - start) <= most + 1:
                yield min(start, end) + 1, max(start, end), number

    def _best(self, spans: list[tuple[int, int]], wanted: str, length: int) -> tuple[int, int]:
        """The span of new tokens that is most like the quote; of equals, the one of its length."""

        def fit(span: tuple[int, int]) -> tuple[float, int]:
            likeness = similarity(wanted, self.new.squeezed(*span))
            return round(likeness, 2), -abs(span[1] - span[0] - length)

        return max(spans, key=fit)

    def _span(self, passage: Passage, place: Place) -> tuple[int, int]:
        """The place as offsets in the new text, its edges within a token where they were."""
        old, new = self.old, self.new
        start, end = new.starts[place.start], new.ends[place.end - 1]
        if old.ids[place.first] == new.ids[place.start]:
            start += max(0, old.folded.folded_offset(passage.start) - old.starts[place.first])
        if old.ids[place.last - 1] == new.ids[place.end - 1]:
            end -= max(0, old.ends[place.last - 1] - old.folded.folded_offset(passage.end))
        begin, stop = new.folded.original_start(start), new.folded.original_end(end)
        if begin is None or stop is None or begin >= stop:
            begin = new.folded.original_start(new.starts[place.start]) or 0
            stop = new.folded.original_end(new.ends[place.end - 1]) or len(new.original)
        return self._with_white_space(passage.quote, begin, stop)

    def _with_white_space(self, quote: str, start: int, end: int) -> tuple[int, int]:
        """The span with the white space at the quote's own edges, where the new text has it."""
        before = quote[: len(quote) - len(quote.lstrip())]
        after = quote[len(quote.rstrip()) :]
        text = self.new.original
        if before and text[:start].endswith(before):
            start -= len(before)
        if after and text.startswith(after, end):
            end += len(after)
        return start, end

    def _spans(self, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans of new tokens as offsets in the new text."""
        spans = []
        for first, last in places:
            start = self.new.folded.original_start(self.new.starts[first])
            end = self.new.folded.original_end(self.new.ends[last - 1])
            if start is not None and end is not None:
                spans.append((start, end))
        return spans


def squeezed(text: str) -> str:
    """The folded text without white space: what makes its words."""
    return fold(text).replace(" ", "")


def similarity(one: str, other: str) -> float:
    """1 for equal, less the share of the longer text's characters that must be edited."""
    return Levenshtein.normalized_similarity(one, other)

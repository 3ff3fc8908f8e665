"""Whether what stands around a place speaks for it, and whether anything else explains it as well."""

from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Levenshtein

from archive.passages.alignment import IN_ORDER, Alignment
from archive.passages.tokens import Tokens

NEAR = 8  # tokens on each side that speak for a place
WIDE = 64  # tokens on each side by which doubles are told apart
CLEARLY = 8  # so many more of them
SHORT_QUOTE = 25  # characters under which a quote alone says little


@dataclass(frozen=True)
class Place:
    """Old tokens `first` up to `last`, and the new ones, `start` up to `end`, that stand for them."""

    first: int
    last: int
    start: int
    end: int
    block: int


class Context:
    """Two aligned texts, asked about places."""

    def __init__(self, old: Tokens, new: Tokens, alignment: Alignment) -> None:
        self.old = old
        self.new = new
        self.alignment = alignment
        self.old_ids: list[int] = old.ids.tolist()
        self.new_ids: list[int] = new.ids.tolist()

    def supports(self, place: Place, same: bool) -> bool:
        """Whether what stands around the place is what stood around the passage."""
        if place.block == IN_ORDER:
            return self._supports_in_order(place, same)
        return self._supports_moved(place)

    def _supports_in_order(self, place: Place, same: bool) -> bool:
        first, last = self.old.sentence(place.first, place.last)
        rest = place.first - first + last - place.last
        own = self._before(place, place.first - first) + self._after(place, last - place.last)
        beside = max(self._share_before(place, NEAR), self._share_after(place, NEAR))
        short = len(self.old.squeezed(place.first, place.last)) < SHORT_QUOTE
        if short:
            return own >= 0.6 * rest if rest >= 4 else beside >= 0.6
        if same:
            return beside >= 0.5 or place.last - place.first >= 12
        return beside >= 0.6 or (rest >= 4 and own >= 0.6 * rest)

    def _supports_moved(self, place: Place) -> bool:
        """The whole sentence has moved, but for typing, or its neighbours moved with it."""
        first, last = self.old.sentence(place.first, place.last)
        start = max(0, place.start - (place.first - first))
        end = min(len(self.new), place.end + last - place.last)
        whole = Place(first, last, start, end, place.block)
        if max(self._share_before(whole, NEAR), self._share_after(whole, NEAR)) >= 0.75:
            return True
        return last - first >= 10 and self._only_typing(whole)

    def _only_typing(self, place: Place) -> bool:
        """Whether old and new words are the same but for letters: no other word, no other number."""
        old = self.old_ids[place.first : place.last]
        new = self.new_ids[place.start : place.end]
        for op in Levenshtein.opcodes(old, new):
            if op.tag == "equal":
                continue
            one = self.old.squeezed(place.first + op.src_start, place.first + op.src_end)
            other = self.new.squeezed(place.start + op.dest_start, place.start + op.dest_end)
            if any(c.isdigit() for c in one + other):
                return False
            if Levenshtein.normalized_similarity(one, other) < 0.6:
                return False
        return True

    def doubles(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where the new text has the old tokens from first up to last, word for word."""
        return _runs_of(self.new, self.old.ids[first:last].tolist(), self.new_ids)

    def rivals(self, place: Place, same: bool) -> list[tuple[int, int]]:
        """Spans of the new text that leave the place in doubt.

        A double of the quote that nothing explains and that fits as well; or the place itself,
        where another passage of the old text that stands nowhere explains it as well.
        """
        found = []
        old_of, new_of = self.alignment.old_of, self.alignment.new_of
        for start, end in self.doubles(place.first, place.last):
            if start < place.end and end > place.start:
                continue
            if (old_of[start:end] >= 0).sum() * 2 > end - start:
                continue
            if self._as_good(place, Place(place.first, place.last, start, end, -1)):
                found.append((start, end))
        words = self.new_ids[place.start : place.end]
        for first, last in _runs_of(self.old, words, self.old_ids):
            if first < place.last and last > place.first:
                continue
            if (new_of[first:last] >= 0).sum() * 2 > last - first:
                continue
            if self._as_good(place, Place(first, last, place.start, place.end, -1)):
                found.append((place.start, place.end))
        return found

    def _as_good(self, place: Place, rival: Place) -> bool:
        """Whether what stands around the rival speaks for it as much as for the place."""
        before = self._before(place, WIDE) - self._before(rival, WIDE)
        after = self._after(place, WIDE) - self._after(rival, WIDE)
        return before <= -CLEARLY or after <= -CLEARLY or before + after < CLEARLY

    def _before(self, place: Place, count: int) -> int:
        old = self.old_ids[max(0, place.first - count) : place.first]
        new = self.new_ids[max(0, place.start - count - 2) : place.start]
        return LCSseq.similarity(old, new) if old and new else 0

    def _after(self, place: Place, count: int) -> int:
        old = self.old_ids[place.last : place.last + count]
        new = self.new_ids[place.end : place.end + count + 2]
        return LCSseq.similarity(old, new) if old and new else 0

    def _share_before(self, place: Place, count: int) -> float:
        return self._before(place, count) / count

    def _share_after(self, place: Place, count: int) -> float:
        return self._after(place, count) / count


def _runs_of(tokens: Tokens, wanted: list[int], ids: list[int]) -> list[tuple[int, int]]:
    """Where a run of ids stands in a text; the 50 first."""
    found: list[tuple[int, int]] = []
    if not wanted:
        return found
    at = -1
    while len(found) < 50:
        try:
            at = ids.index(wanted[0], at + 1)
        except ValueError:
            break
        if ids[at : at + len(wanted)] == wanted:
            found.append((at, at + len(wanted)))
    return found

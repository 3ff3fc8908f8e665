"""Whether what stands around a place speaks for it, and whether anything explains it as well."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA, Indel, LCSseq

from archive.passages.moves import IN_ORDER, Alignment
from archive.passages.tokens import mistyped
from archive.passages.walks import SKIP, Walk

NEAR = 8  # tokens beyond the sentence that speak for a place
WIDE = 200  # tokens on each side, at most, by which doubles are told apart
CLEARLY = 6  # so many more of them
UNBROKEN = 12  # tokens in a row beyond the sentence that have moved with it
SENTENCE = 8  # tokens of a sentence that has moved on its own, at least
SENTENCE_ALONE = 4  # the same, if it is a sentence word for word
SENTENCE_IN_ORDER = 5  # and of one that stands where it was to be expected
SHORT_QUOTE = 25  # characters under which a quote needs its own sentence
SEED = 3  # tokens in a row by which doubles are looked for
STRONG = 40  # tokens around a place that speak for it
COMMONEST = 40  # a seed in more places than this says nothing
REACH = 24  # tokens on each side of a passage that serve as seeds

Seeds = dict[tuple[int, ...], list[int]]


@dataclass(frozen=True)
class Place:
    """Old tokens `first` up to `last`; `start` up to `end` are the new ones that stand for them."""

    first: int
    last: int
    start: int
    end: int
    block: int = IN_ORDER


class Context:
    """Two aligned texts, asked about places."""

    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self.old = old = alignment.old
        self.new = new = alignment.new
        self._old: list[int] = old.ids.tolist()
        self._new: list[int] = new.ids.tolist()
        words = list(alignment.vocabulary)
        self._forwards = Walk(self._old, self._new, words)
        self._backwards = Walk(self._old[::-1], self._new[::-1], words)
        self._within_new = Walk(self._new, self._new, words)
        self._within_new_backwards = Walk(self._new[::-1], self._new[::-1], words)
        self._scores: dict[tuple[int, int, int], int] = {}
        # Tokens whose place nothing can explain better: they are no double of another passage.
        self._settled_old = alignment.settled(WIDE)
        self._settled_new = np.zeros(len(new), dtype=bool)
        self._settled_new[alignment.new_of[self._settled_old]] = True
        self._old_seeds = _seeds(self._old)
        self._new_seeds = _seeds(self._new)

    # What speaks for a place

    def sentence_of(self, place: Place) -> Place:
        """The place with the whole sentences on which the passage stood, as far as they stand."""
        return self._widened(place, *self.old.sentence(place.first, place.last))

    def supports(self, place: Place, sentence: Place) -> bool:
        """Whether what stands around the place is what stood around the passage."""
        if place.block == IN_ORDER:
            return self._supports_in_order(place, sentence)
        if self._unbroken_beside(sentence) >= UNBROKEN:
            return self._same_names(sentence)
        length = sentence.last - sentence.first
        enough = length >= SENTENCE or self._beside_score(sentence) >= NEAR
        return (enough and self.only_typing(sentence)) or self._is_sentence(sentence)

    def among_its_own(self, sentence: Place) -> bool:
        """Whether the place among the others is sure too: by what stands on both sides of its
        sentence, or by the sentence itself and what stands on one."""
        beside = self._sides(sentence)
        return sentence.block == IN_ORDER and (
            all(beside) or (any(beside) and self.only_typing(sentence))
        )

    def renumbered(self, sentence: Place) -> bool:
        """Whether the sentence has another number, and no neighbours on both sides to make up.

        A list item that another one has taken the place of is told by its number alone.
        """
        return not all(self._sides(sentence)) and any(
            _numbered(one) and _numbered(other) for one, other in self._other_words(sentence)
        )

    def _is_sentence(self, place: Place) -> bool:
        """Whether a sentence of the new text has the same words, and enough of them."""
        same = self._old[place.first : place.last] == self._new[place.start : place.end]
        alone = self.new.starts_sentence(place.start) and self.new.starts_sentence(place.end)
        return same and alone and place.last - place.first >= SENTENCE_ALONE

    def _supports_in_order(self, place: Place, sentence: Place) -> bool:
        short = len(self.old.squeezed(place.first, place.last)) < SHORT_QUOTE
        if short and self._share_of_rest(place, sentence) < 0.5:
            return False
        beside = self._sides(sentence)
        if all(beside):
            return True
        if any(beside):
            return self._same_names(sentence)
        enough = sentence.last - sentence.first >= SENTENCE_IN_ORDER
        return (enough and self.only_typing(sentence)) or self._is_sentence(sentence)

    def _sides(self, place: Place) -> tuple[bool, bool]:
        """Whether the neighbours before and after are those of the old text."""
        return self.before(place, 2 * NEAR) >= NEAR, self.after(place, 2 * NEAR) >= NEAR

    def _beside_score(self, place: Place) -> int:
        """How well one of the place's neighbours, the better one, fits."""
        return max(self.before(place, 2 * NEAR), self.after(place, 2 * NEAR))

    def _unbroken_beside(self, place: Place) -> int:
        """How many tokens in a row are equal directly before or after the place."""
        old, new = len(self._old), len(self._new)
        return max(
            self._backwards.unbroken(old - place.first, new - place.start, UNBROKEN),
            self._forwards.unbroken(place.last, place.end, UNBROKEN),
        )

    def _share_of_rest(self, place: Place, sentence: Place) -> float:
        """Which share of the sentence's other tokens still stands around the place."""
        before, after = place.first - sentence.first, sentence.last - place.last
        if before + after < 4:
            return 1.0  # too few to say anything
        kept = LCSseq.similarity(
            self._old[sentence.first : place.first],
            self._new[max(0, place.start - before - 3) : place.start],
        ) + LCSseq.similarity(
            self._old[place.last : sentence.last],
            self._new[place.end : place.end + after + 3],
        )
        return kept / (before + after)

    def _widened(self, place: Place, first: int, last: int) -> Place:
        """The place with the old tokens from first up to last, as far as they still stand there."""
        _, old_before, new_before = self._walk_back(place.first, place.start, place.first - first)
        _, old_after, new_after = self._walk(place.last, place.end, last - place.last)
        # What can't be followed is counted token by token.
        start = max(0, place.start - new_before - (place.first - first - old_before))
        end = min(len(self._new), place.end + new_after + (last - place.last - old_after))
        return Place(first, last, start, end, place.block)

    def only_typing(self, place: Place) -> bool:
        """Whether the words are the same but for letters: no other word, no other number."""
        return not any(True for _ in self._other_words(place))

    def _same_names(self, place: Place) -> bool:
        """Whether no name stands for another; words and numbers are edited, names are not."""
        return not any(_named(one) and _named(other) for one, other in self._other_words(place))

    def _other_words(self, place: Place) -> Iterator[tuple[list[str], list[str]]]:
        """The old words that were replaced and the new ones there, unless only mistyped."""
        old, new = self._old[place.first : place.last], self._new[place.start : place.end]
        for old_from, old_to, new_from, new_to in _replaced(old, new):
            one = self.old.words[place.first + old_from : place.first + old_to]
            other = self.new.words[place.start + new_from : place.start + new_to]
            if not mistyped("".join(one), "".join(other)):
                yield one, other

    def before(self, place: Place, most: int) -> int:
        """How well up to `most` tokens before the passage fit those before the place.

        That nothing stands before either counts like NEAR tokens.
        """
        key = (place.first, place.start, -most)
        if key not in self._scores:
            score, old_taken, new_taken = self._walk_back(place.first, place.start, most)
            opens = place.first == old_taken and place.start == new_taken
            self._scores[key] = score + NEAR * opens
        return self._scores[key]

    def after(self, place: Place, most: int) -> int:
        """How well up to `most` tokens after the passage fit those after the place."""
        key = (place.last, place.end, most)
        if key not in self._scores:
            score, old_taken, new_taken = self._walk(place.last, place.end, most)
            closes = place.last + old_taken == len(self._old)
            closes = closes and place.end + new_taken == len(self._new)
            self._scores[key] = score + NEAR * closes
        return self._scores[key]

    def _walk(self, i: int, j: int, most: int) -> tuple[int, int, int]:
        return self._forwards.from_(i, j, most)

    def _walk_back(self, i: int, j: int, most: int) -> tuple[int, int, int]:
        return self._backwards.from_(len(self._old) - i, len(self._new) - j, most)

    # What speaks against it

    def candidates(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where the new text has words like the old tokens from first up to last, best first."""
        starts = self._doubles((first, last), self._old, self._new_seeds, 1)
        places = [Place(first, last, start, start + last - first) for start in starts]
        alike = [place for place in places if self._alike(place)]
        alike.sort(key=lambda place: -self.before(place, WIDE) - self.after(place, WIDE))
        return [(place.start, place.end) for place in alike]

    def rivals(self, place: Place) -> list[tuple[int, int]]:
        """Spans of the new text that leave the place in doubt.

        A double of the passage, of which nothing else explains the most part, that fits as well; or
        the place itself, where another passage of the old text, found nowhere, explains it as well.
        """
        found = []
        # Where much speaks for the place, one seed is no double: it is passed over to be quick.
        least = 1 if self.before(place, WIDE) + self.after(place, WIDE) < STRONG else 2
        for start in self._doubles((place.first, place.last), self._old, self._new_seeds, least):
            rival = Place(place.first, place.last, start, start + place.last - place.first)
            if rival.start < place.end and rival.end > place.start:
                continue
            if self._settled_new[rival.start] and self._settled_new[rival.end - 1]:
                continue
            if self._as_good(place, rival) and not self._explained_by_old(rival):
                found.append((rival.start, rival.end))
        for first in self._doubles((place.start, place.end), self._new, self._old_seeds, least):
            rival = Place(first, first + place.end - place.start, place.start, place.end)
            if rival.first < place.last and rival.last > place.first:
                continue
            if self._settled_old[rival.first] and self._settled_old[rival.last - 1]:
                continue
            if self._as_good(place, rival) and not self._stands_elsewhere(rival):
                found.append((place.start, place.end))
        return list(dict.fromkeys(found))

    def _explained_by_old(self, rival: Place) -> bool:
        """Whether other old tokens explain the rival's new ones better than the passage would."""
        old_of = self.alignment.old_of[rival.start : rival.end].tolist()
        strength = self.before(rival, WIDE) + self.after(rival, WIDE)
        others = 0
        for at, i in enumerate(old_of, rival.start):
            if i < 0 or rival.first <= i < rival.last:
                continue
            claim = Place(i, i + 1, at, at + 1)
            others += self.before(claim, WIDE) + self.after(claim, WIDE) >= strength
        return 2 * others > len(old_of)

    def _stands_elsewhere(self, rival: Place) -> bool:
        """Whether the rival's old tokens stand in another place that suits them better."""
        new_of = self.alignment.new_of[rival.first : rival.last].tolist()
        strength = self.before(rival, WIDE) + self.after(rival, WIDE)
        others = 0
        for i, at in enumerate(new_of, rival.first):
            if at < 0 or rival.start <= at < rival.end:
                continue
            claim = Place(i, i + 1, at, at + 1)
            others += self.before(claim, WIDE) + self.after(claim, WIDE) >= strength
        return 2 * others > len(new_of)

    def _doubles(
        self, span: tuple[int, int], here: list[int], there: Seeds, least: int
    ) -> list[int]:
        """Where the tokens of a span of one text may stand in the other.

        Told by at least so many seeds in the span and REACH tokens around it.
        """
        first, last = span
        votes: dict[int, int] = {}
        for at in range(max(0, first - REACH), min(len(here), last + REACH) - SEED + 1):
            places = there.get(tuple(here[at : at + SEED]), ())
            for place in places if len(places) <= COMMONEST else ():
                start = place - at + first
                votes[start] = votes.get(start, 0) + 1
        latest = len(self._new if here is self._old else self._old) - (last - first)
        return [s for s, count in votes.items() if count >= least and 0 <= s <= latest]

    def _as_good(self, place: Place, rival: Place) -> bool:
        """Whether the rival fits as well as the place: the words and what stands around them."""
        if not self._alike(rival):
            return False
        own = self.before(place, WIDE), self.after(place, WIDE)
        other = self.before(rival, WIDE), self.after(rival, WIDE)
        if sum(own) - sum(other) < CLEARLY:
            return True
        # What stands before may speak for the one, and what stands after for the other.
        if any(b - a >= (CLEARLY if a else SEED) for a, b in zip(own, other, strict=True)):
            return True
        if place.block != IN_ORDER and self._same_sentence(rival):
            return True  # moved, but to which of the two?
        return self._beside(place, rival)

    def _same_sentence(self, place: Place) -> bool:
        return self.only_typing(self.sentence_of(place))

    def _beside(self, place: Place, rival: Place) -> bool:
        """Whether place and rival belong to one run of text that stands twice in a row.

        Which of the two is the copy can't be told: what stands before is the first one's, and what
        stands after the second one's, whichever was put in.
        """
        one, other = sorted((place.start, rival.start))
        apart = other - one
        if not apart:
            return False
        length = len(self._new)
        after = self._within_new.from_(one, other, apart)[1]
        before = self._within_new_backwards.from_(length - one, length - other, apart)[1]
        return before + after >= apart - SKIP

    def _alike(self, place: Place) -> bool:
        if self._old[place.first : place.last] == self._new[place.start : place.end]:
            return True
        one = self.old.squeezed(place.first, place.last)
        other = self.new.squeezed(place.start, place.end)
        if len(one) > 2 * len(other) or len(other) > 2 * len(one):
            return False
        return OSA.normalized_similarity(one, other, score_cutoff=0.6) > 0


def _named(words: list[str]) -> bool:
    """Whether there is a capitalised word among them, and not a number like A330."""
    return any(word[0].isupper() and word.isalpha() for word in words)


def _numbered(words: list[str]) -> bool:
    """Whether there is a number among them."""
    return any(char.isdigit() for word in words for char in word)


def _replaced(old: list[int], new: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """What differs: spans of the one and the other."""
    from_old = from_new = 0
    for op in Indel.opcodes(old, new):
        if op.tag == "equal":
            if from_old < op.src_start or from_new < op.dest_start:
                yield from_old, op.src_start, from_new, op.dest_start
            from_old, from_new = op.src_end, op.dest_end
    if from_old < len(old) or from_new < len(new):
        yield from_old, len(old), from_new, len(new)


def _seeds(ids: list[int]) -> Seeds:
    """Where every run of SEED tokens stands."""
    seeds: Seeds = {}
    for at in range(len(ids) - SEED + 1):
        seeds.setdefault(tuple(ids[at : at + SEED]), []).append(at)
    return seeds

"""Pairs of an annotation and an edit, with the place where the annotation should be afterwards."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.passages import Passage, passage_at
from tests.benchmarks._anchor_texts import article, real_texts
from tests.benchmarks._edits import HEAVY, LIGHT, Span, Tracked, elsewhere, sentences

A_FIFTH = 0.2


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One annotation, the text before and after an edit, and the truth.

    `places` are the offsets of the new text that stand for the passage (no offsets if it is gone),
    and after them those of copies that are as right. `edited` is the share of its characters that
    changed, white space apart; `number_changed` whether its digits did. `undecidable` says that no
    evidence tells the passage from a copy of it.
    """

    source: str
    kind: str
    edit: str
    old: str
    new: str
    passage: Passage
    places: list[NDArray[np.int64]]
    edited: float
    number_changed: bool
    undecidable: bool

    @property
    def light(self) -> bool:
        return self.edit in LIGHT

    @property
    def gone(self) -> bool:
        return not any(map(len, self.places))

    @property
    def survives(self) -> bool:
        """Whether it still stands in one piece, at most a fifth of it edited."""
        return self.edited <= A_FIFTH


def pairs(count: int, seed: int, real: bool = True, only_light: bool = False) -> Iterator[Pair]:
    """`count` pairs, half light and half heavy, the same for the same seed and texts.

    With `real`, of the shared texts too, where they are present; with `only_light`, no heavy ones.
    """
    rng = random.Random(seed)
    sources = real_texts() if real else {}
    for n in range(count):
        source = rng.choice(["written here", *sources])
        text = article(rng) if source == "written here" else rng.choice(sources[source])
        kind, span = _pick(text, rng)
        tracked = Tracked(text)
        if only_light or n % 2 == 0:
            edit = rng.choice(list(LIGHT))
            for step in LIGHT[edit]:
                step(tracked, rng, span)
        else:
            edit = rng.choices(list(HEAVY), [share for share, _step in HEAVY.values()])[0]
            HEAVY[edit][1](tracked, rng, span)
            elsewhere(tracked, rng, span)
            if rng.random() < 0.3:
                for step in LIGHT[rng.choice(list(LIGHT))]:
                    step(tracked, rng, span)
        yield _pair(tracked, span, source=source, kind=kind, edit=edit)


def _pick(text: str, rng: random.Random) -> tuple[str, Span]:
    """A passage as people mark them: a name or number, some words, a sentence, or several."""
    spans = [s for s in sentences(text) if s[1] - s[0] > 8]
    at = rng.randrange(len(spans))
    kind = rng.choices(("name", "words", "sentence", "sentences"), (35, 25, 25, 15))[0]
    if kind == "sentences":
        return kind, (spans[at][0], spans[min(len(spans) - 1, at + rng.randint(1, 2))][1])
    if kind == "sentence":
        return kind, spans[at]
    words = [
        (m.start() + spans[at][0], m.end() + spans[at][0])
        for m in re.finditer(r"[\w’'-]+", text[slice(*spans[at])])
    ]
    if kind == "words":
        first = rng.randrange(len(words))
        return kind, (words[first][0], words[min(len(words) - 1, first + rng.randint(3, 12))][1])
    telling = [i for i, word in enumerate(words) if not text[word[0]].islower()]
    first = rng.choice(telling or range(len(words)))
    return kind, (words[first][0], words[min(len(words) - 1, first + rng.randint(0, 2))][1])


def _pair(tracked: Tracked, span: Span, **named: str) -> Pair:
    passage = passage_at(tracked.old, *span)
    place, edited = _place(tracked, span, 0)
    own = _own_sentences(tracked.old, span)
    rivals = _rivals(tracked, own)
    rewritten = max(edited, _place(tracked, own, 0)[1]) > A_FIFTH
    copies = _copies_as_right(tracked, span, rivals, rewritten)
    places = [place, *copies] if len(place) else copies or [place]
    now = tracked.text[place[0] : place[-1] + 1] if len(place) else passage.quote
    return Pair(
        **named,
        old=tracked.old,
        new=tracked.text,
        passage=passage,
        places=places,
        edited=max(edited, A_FIFTH + 0.01) if rewritten and copies else edited,
        number_changed=len(places) == 1 and _digits(now) != _digits(passage.quote),
        undecidable=bool(rivals) or len(places) > 1,
    )


def _copies_as_right(
    tracked: Tracked, span: Span, rivals: list[tuple[int, bool]], rewritten: bool
) -> list[NDArray[np.int64]]:
    """The places in copies that are as right as the original.

    A copy is as right where it has all the surroundings that the original still has, or takes over
    where the original ends: then the same text results from copying and moving in another order.
    And where the original's sentence was rewritten or deleted, but an unharmed copy stands.
    """
    numbers = range(1, tracked.copies + 1)
    as_right = numbers if rewritten else [number for number, better in rivals if better]
    found = [_place(tracked, span, number) for number in as_right]
    return [places for places, edited in found if edited <= A_FIFTH] + _mixed(tracked, span)


def _mixed(tracked: Tracked, span: Span) -> list[NDArray[np.int64]]:
    """Where the passage stands unharmed, in part the original or one copy, in part another."""
    visible = np.array([i for i, c in enumerate(tracked.text) if not c.isspace()], dtype=np.int64)
    old, copy = tracked.origins["old"][visible], tracked.origins["copy"][visible]
    wanted = np.array([i for i in range(*span) if not tracked.old[i].isspace()])
    found = []
    for start in np.flatnonzero(old == wanted[0]).tolist():
        places = slice(start, start + len(wanted))
        mixed = len(set(copy[places].tolist())) > 1
        if mixed and np.array_equal(old[places], wanted):
            found.append(visible[places])
    return found


def _own_sentences(text: str, span: Span) -> Span:
    """The whole sentences of the old text on which the passage stands."""
    own = [s for s in sentences(text) if s[1] > span[0] and s[0] < span[1]]
    return own[0][0], own[-1][1]


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _place(tracked: Tracked, span: Span, copy: int) -> tuple[NDArray[np.int64], float]:
    """The offsets that stand for the passage, white space apart, and the share that was edited."""
    found = [p for p in tracked.places_of(*span, copy).tolist() if not tracked.text[p].isspace()]
    places = np.array(found, dtype=np.int64)
    kept = int(tracked.origins["kept"][places].sum())
    if not kept:
        return places[:0], 1.0
    now = tracked.text[places[0] : places[-1] + 1]
    standing = sum(not c.isspace() for c in now)
    length = sum(not c.isspace() for c in tracked.old[slice(*span)])
    return places, min(0.99, max(length - kept, standing - kept) / length)


def _rivals(tracked: Tracked, own: Span) -> list[tuple[int, bool]]:
    """The copies of these old sentences that have, on a side, as much of their surroundings.

    With each, whether it has as much on both sides. Otherwise what stood before is beside the one,
    and what stood after beside the other: no evidence tells which of the two is the copy.
    """
    itself = _extent(tracked, own, 0) or (0, 0)
    found = []
    for number in range(1, tracked.copies + 1):
        copy = _extent(tracked, own, number)
        if copy and (copy[0] > itself[0] or copy[1] > itself[1] or copy == itself):
            found.append((number, copy[0] >= itself[0] and copy[1] >= itself[1]))
    return found


def _extent(tracked: Tracked, own: Span, copy: int) -> tuple[int, int] | None:
    """How many tens of characters before and after still go with the old sentences, or a copy."""
    places = tracked.places_of(*own, copy)
    if len(places) < A_FIFTH * (own[1] - own[0]):
        return None
    old = tracked.origins["old"].tolist()
    return _reach(old, int(places[0]), -1), _reach(old, int(places[-1]), 1)


def _reach(old: list[int], at: int, step: int) -> int:
    """How far the old offsets run on in one direction but for a few characters."""
    came_from, last = old[at], at
    now = at + step
    while 0 <= now < len(old) and abs(now - last) <= 25:
        if old[now] >= 0:
            if not 0 <= step * (old[now] - came_from) <= 40:
                break
            came_from, last = old[now], now
        now += step
    return abs(last - at) // 10

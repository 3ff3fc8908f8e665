"""The links between claims on an axis, each drawn as a bow from one to the other and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.axis import LETTER, PHONE
from archive.models import LinkKind

if TYPE_CHECKING:
    from archive.sides import Tie

AGAINST = (LinkKind.DENIES, LinkKind.CONTRADICTS)
ROW = 26  # pixels from one level to the next: a line and the words over it
CIRCLE = 9  # pixels from the middle of a claim's circle to where a bow meets its edge
BESIDE = 0.5  # hundredths from the middle of a circle, so that two bows may end there
NARROWEST = 4.0  # hundredths; claims that stand nearer have no bow, and are named in the list alone


@dataclass(frozen=True)
class Bow:
    """One link: from `left` to `right` in hundredths of the width; its level, the lowest 0."""

    tie: Tie
    left: float
    right: float
    level: int = 0
    levels: int = 1  # of the whole figure

    @property
    def x1(self) -> str:
        """Where it begins."""
        return f"{self.left:.2f}%"

    @property
    def x2(self) -> str:
        """Where it ends."""
        return f"{self.right:.2f}%"

    @property
    def middle(self) -> str:
        """Where its words stand."""
        return f"{(self.left + self.right) / 2:.2f}%"

    @property
    def side(self) -> str:
        """At which end its words begin where they would run over the edge."""
        at = (self.left + self.right) / 2
        return "start" if at < 14 else "end" if at > 86 else ""

    @property
    def y(self) -> int:
        """How far down its line stands, in pixels."""
        return ROW * (self.levels - self.level) - 4

    @property
    def label(self) -> int:
        """How far down its words stand."""
        return self.y - 6

    @property
    def feet(self) -> tuple[int, int]:
        """How far down it reaches at its left and its right end."""
        one, other = sorted((self.tie.source, self.tie.target), key=lambda side: side.x)
        return one.y - CIRCLE, other.y - CIRCLE

    @property
    def is_against(self) -> bool:
        """Whether one of the two stands against the other; such a bow is dashed."""
        return self.tie.link.kind in AGAINST


def bows(ties: Iterable[Tie]) -> list[Bow]:
    """The ties between claims that stand apart, on levels on which neither lines nor words meet."""
    found = [bow for tie in ties if (bow := _bow(tie))]
    found.sort(key=lambda bow: (bow.right - bow.left, bow.left))
    placed: list[Bow] = []
    for bow in found:
        level = next(n for n in range(len(found)) if not _meets(bow, placed, n))
        placed.append(replace(bow, level=level))
    levels = max((bow.level for bow in placed), default=-1) + 1
    return [replace(bow, levels=levels) for bow in placed]


def _bow(tie: Tie) -> Bow | None:
    if tie.source.place is None or tie.target.place is None:
        return None
    left, right = sorted((tie.source.x, tie.target.x))
    return Bow(tie, left + BESIDE, right - BESIDE) if right - left >= NARROWEST else None


def _meets(bow: Bow, placed: Sequence[Bow], level: int) -> bool:
    """Whether a bow, or its words on a phone, would meet another one on this level."""
    left, right = _extent(bow)
    others = [_extent(other) for other in placed if other.level == level]
    return any(left < end and start < right for start, end in others)


def _extent(bow: Bow) -> tuple[float, float]:
    half = 50 * LETTER * len(bow.tie.sentence) / PHONE
    at = (bow.left + bow.right) / 2
    return min(bow.left, at - half), max(bow.right, at + half)

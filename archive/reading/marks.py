"""A mark: something said of a run of characters, on a level of its own."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """From the outside in: marks of a lower level are wrapped around those of a higher one.

    A claim is a band behind the line, an entity a line under it, a date a dotted line below that,
    so any of them may cross. Words searched for go inside everything else.
    """

    CLAIM = 0
    NOTE = 1
    ENTITY = 2
    DATE = 3
    PICK = 4
    HIT = 5

    @property
    def links(self) -> bool:
        """Whether the marked words themselves are a link."""
        return self in (Level.ENTITY, Level.DATE)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Characters start to end of a text; `key` tells it from others of its level, in order."""

    start: int
    end: int
    level: Level
    key: int
    about: Any = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A mark runs forward, not from {self.start} to {self.end}.")

    def __hash__(self) -> int:
        return hash((self.level, self.key))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mark) and (self.level, self.key) == (other.level, other.key)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Sorts the marks over one piece from the outside in."""
        return self.level, self.start, -self.end, self.key

    def covers(self, start: int, end: int) -> bool:
        """Whether it has any character in start..end."""
        return self.start < end and start < self.end

"""Between a browser's offsets, in UTF-16 code units, and Python's, in code points."""

import re
from bisect import bisect_right
from functools import lru_cache

from archive.passages.spans import PassageError, _

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_ASTRAL_OR_CRLF = re.compile("[\U00010000-\U0010ffff]|\r\n")


class Utf16:
    """The offsets of one text both ways; made once in a pass, then logarithmic for each offset.

    `crlf_as_one` is for text that went through an HTML parser, which turns CRLF into LF; an offset
    between the two then comes back as the one after them.
    """

    def __init__(self, text: str, crlf_as_one: bool = False) -> None:
        self.length = len(text)
        # After each character that is not one unit wide: its offsets in points and units.
        self._points: list[int] = []
        self._units: list[int] = []
        shift = 0
        for match in (_ASTRAL_OR_CRLF if crlf_as_one else _ASTRAL).finditer(text):
            shift += -1 if match.end() - match.start() == 2 else 1
            self._points.append(match.end())
            self._units.append(match.end() + shift)
        self.units = self.length + shift

    def to_utf16(self, point: int) -> int:
        """The UTF-16 offset of a code point offset; PassageError when it is outside the text."""
        if not 0 <= point <= self.length:
            raise self._outside(point, self.length)
        at = bisect_right(self._points, point)
        return point + (self._units[at - 1] - self._points[at - 1] if at else 0)

    def from_utf16(self, unit: int) -> int:
        """The code point offset of a UTF-16 offset.

        Raises PassageError when it is outside the text or inside a surrogate pair.
        """
        if not 0 <= unit <= self.units:
            raise self._outside(unit, self.units)
        at = bisect_right(self._units, unit)
        point = unit - (self._units[at - 1] - self._points[at - 1] if at else 0)
        if at < len(self._points) and point >= self._points[at]:
            raise PassageError(
                _(
                    "The offset {offset} falls inside one character (a surrogate pair). Select "
                    "whole characters."
                ).format(offset=unit)
            )
        return point

    @staticmethod
    def _outside(offset: int, length: int) -> PassageError:
        return PassageError(
            _(
                "The offset {offset} is not within the text, which is {length} long. Load the page "
                "again and mark the passage anew."
            ).format(offset=offset, length=length)
        )


def from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A browser's span as code points; raises PassageError as `Utf16.from_utf16` does."""
    table = _table(text)
    return table.from_utf16(start), table.from_utf16(end)


def to_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of code points as a browser counts it; PassageError when outside the text."""
    table = _table(text)
    return table.to_utf16(start), table.to_utf16(end)


@lru_cache(maxsize=4)  # a page asks for hundreds of offsets of one text
def _table(text: str) -> Utf16:
    return Utf16(text)

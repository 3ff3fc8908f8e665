"""Texts made comparable: white space, quotation marks, dashes and composed letters alike.

Nothing here changes a text. A folded copy is compared, and its positions lead back to the original.
"""

import re
import unicodedata
from bisect import bisect_left

SINGLE = "'‘’‚‛′´`‹›"
DOUBLE = '"“”„‟″«»〝〞〟'
DASHES = "‐‑‒–—―−﹘﹣－"
# Soft hyphens, zero-width spaces and byte order marks are invisible and come and go with editors.
INVISIBLE = "\u00ad\u200b\u2060\ufeff"

FOLDED = (
    dict.fromkeys(SINGLE, "'")
    | dict.fromkeys(DOUBLE, '"')
    | dict.fromkeys(DASHES, "-")
    | dict.fromkeys(INVISIBLE, "")
    | {"…": "..."}
)
_CHANGED = re.compile(rf"\s+|[{SINGLE}]{{2}}|-{{2,}}|[{re.escape(''.join(FOLDED))}]")


class Folded:
    """A folded copy of a text, `text`, with the way back to the offsets of the original."""

    def __init__(self, original: str) -> None:
        self._pieces: list[str] = []
        # Folded and original offsets of the edges of every piece that folding changed. Between two
        # edges characters stand one for one; within a changed piece nothing can start or end.
        self._folded_edges: list[int] = []
        self._original_edges: list[int] = []
        self._length = 0
        # Folded offsets of the spaces that stand for white space with a line end.
        self.line_ends: set[int] = set()
        at = 0
        for start, end, piece in _changes(original):
            self._add(original[at:start])
            self._edge(start)
            if piece == " " and "\n" in original[start:end]:
                self.line_ends.add(self._length)
            self._add(piece)
            self._edge(end)
            at = end
        self._add(original[at:])
        self._edge(len(original))
        self.text = "".join(self._pieces)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _edge(self, original: int) -> None:
        self._folded_edges.append(self._length)
        self._original_edges.append(original)

    def folded_offset(self, offset: int) -> int:
        """Where an offset of the original stands in the folded copy."""
        edges = self._original_edges
        at = bisect_left(edges, offset)
        if at % 2 and edges[at] != offset:  # within a changed piece: where it begins
            return self._folded_edges[at - 1]
        return self._folded_edges[at] - (edges[at] - offset)

    def original_start(self, offset: int) -> int | None:
        """Where a run that starts at this folded offset starts in the original, if it can."""
        return self._original(offset, last=True)

    def original_end(self, offset: int) -> int | None:
        """Where a run that ends at this folded offset ends in the original, if it can."""
        return self._original(offset, last=False)

    def _original(self, offset: int, last: bool) -> int | None:
        # Several edges share one folded offset where something invisible was dropped: a run starts
        # after it and ends before it.
        edges = self._folded_edges
        at = bisect_left(edges, offset)
        if at < len(edges) and edges[at] == offset:
            while last and at + 1 < len(edges) and edges[at + 1] == offset:
                at += 1
            return self._original_edges[at]
        if at % 2:  # between the two edges of one changed piece
            return None
        return self._original_edges[at] - (edges[at] - offset)


def fold(text: str) -> str:
    """The text as it is compared: NFC, one kind of space, quotation mark and dash."""
    return Folded(text).text


def _changes(text: str) -> list[tuple[int, int, str]]:
    """What folding changes: start and end in the text, and what stands there afterwards."""
    changes = []
    for match in _CHANGED.finditer(text):
        found = match.group()
        piece = " " if found[0].isspace() else FOLDED.get(found) or _folded_run(found)
        if piece != found:
            changes.append((match.start(), match.end(), piece))
    if not unicodedata.is_normalized("NFC", text):
        changes = sorted(changes + _decomposed(text))
    return changes


def _folded_run(found: str) -> str:
    if found in FOLDED:
        return FOLDED[found]
    return "-" if found[0] == "-" else '"'  # -- is a dash, and '' or `` a quotation mark


def _decomposed(text: str) -> list[tuple[int, int, str]]:
    """Letters with marks of their own, or conjoining jamo, that NFC writes otherwise."""
    changes = []
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and _joins(text[at]):
            continue
        cluster = text[start:at]
        if not cluster.isascii() and not cluster[0].isspace():
            composed = unicodedata.normalize("NFC", cluster)
            if composed != cluster:
                changes.append((start, at, composed))
        start = at
    return changes


def _joins(character: str) -> bool:
    """Whether NFC may join this character to the one before it."""
    if character.isascii():
        return False
    return "\u1160" <= character <= "\u11ff" or unicodedata.category(character)[0] == "M"

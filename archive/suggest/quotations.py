"""Where a text quotes: runs between quotation marks, and the text without what is said in them.

Pure functions over strings; all places are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 3000  # characters of one quotation; beyond it a mark was never closed
SAID = "\x01"  # stands for each character of speech in a masked text

_PAIRS = {"“": "”", "«": "»", "„": "“”", "``": "''", '"': '"'}
_OPEN = re.compile(r"“|«|„|``|(?<![\w”.,!?])\"(?=\S)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Quotation:
    """What stands between two marks, without them; `outer` is the span with them.

    It is speech where it could stand for itself: five words or more, or a stop at its end. Fewer
    words are a part of somebody else's sentence.
    """

    start: int
    end: int
    outer: tuple[int, int]
    speech: bool


def quotations(text: str) -> list[Quotation]:
    """Every quotation of a text, in order, none within another."""
    found = []
    at = 0
    while mark := _OPEN.search(text, at):
        start = mark.end()
        end, after = _closed(text, start, _PAIRS[mark.group()])
        words = text[start:end]
        if words.strip():
            stands = len(words.split()) >= 5 or words.rstrip()[-1] in ",.!?…"
            found.append(Quotation(start, end, (mark.start(), after), stands))
        at = max(after, start)
    return found


def _closed(text: str, start: int, closing: str) -> tuple[int, int]:
    """Where a quotation ends, and where the text goes on behind its mark.

    A quotation may run over lines; where its mark is missing it ends with its line.
    """
    limit = min(len(text), start + LONGEST)
    marks = [closing] if closing == "''" else list(closing)
    ends = [at for mark in marks if (at := text.find(mark, start, limit)) >= 0]
    line = text.find("\n", start)
    line = len(text) if line < 0 else line
    if not ends:
        return line, line
    end = min(ends)
    again = _OPEN.search(text, start, end)
    if again and again.group() != '"':  # the next quotation opens before this one has closed
        gap = _BLANK_LINE.search(text, start, again.start())
        if gap is None:
            return min(line, again.start()), min(line, again.start())
    return end, end + (2 if text.startswith("''", end) and closing == "''" else 1)


def masked(text: str, spoken: list[Quotation]) -> str:
    """The text with speech, marks and all, replaced by SAID character by character."""
    parts = []
    at = 0
    for one in spoken:
        first, last = one.outer
        parts += [text[at:first], SAID * (last - first)]
        at = last
    return "".join([*parts, text[at:]])


# A stop, or the end of a line that ends like a sentence or is a heading.
_END = re.compile(
    r"[.!?…][)\]’'”\"»]*(?=\s+[^a-zà-öø-ÿ\s])"
    r"|\n[ \t]*\n"
    r"|(?<=[.!?:…\x01])[ \t]*\n"
    r"|\n(?=[A-ZÀ-ÖØ-Þ“«„`\"\x01])"
)
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Sra|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Prof|No|vs|Jr|Inc|Ltd|Co|Corp)"
    r"|\b[A-Z](?:\.[A-Z])*)\.\Z"
)


def sentences(mask: str, text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a masked text; speech that ends like a sentence ends one."""
    start = 0
    for end in sorted({*_stops(mask), *_speech_ends(mask, text)}):
        if mask[start:end].strip():
            yield start, end
        start = end
    if mask[start:].strip():
        yield start, len(mask)


def _stops(mask: str) -> Iterator[int]:
    for stop in _END.finditer(mask):
        if not _SHORT.search(mask, max(0, stop.end() - 12), stop.end()):
            yield stop.end()


def _speech_ends(mask: str, text: str) -> Iterator[int]:
    for run in re.finditer(SAID + "+", mask):
        inside = text[run.start() : run.end()].rstrip("”»\"'“` ")
        behind = mask[run.end() : run.end() + 3].lstrip()
        if inside and inside[-1] in ".!?…" and (not behind or not behind[0].islower()):
            yield run.end()

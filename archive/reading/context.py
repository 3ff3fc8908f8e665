"""A passage in its context: the sentence around it, its paragraph, one line of a concordance."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from archive.reading.paragraphs import Span, paragraphs

# The end of a sentence: a stop with its closing quotes, white space, and no small letter after it.
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?:\s+|(?<=[。！？])(?=\S))(?![a-zà-öø-ÿ])")
# After these a stop ends nothing.
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Sra|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Prof|No|vs|Jr)|\b[A-Z])\.\s+$"
)


@dataclass(frozen=True)
class Context:
    """A quote with what stands before and after it; an ellipsis where more was left out."""

    before: str
    quote: str
    after: str


def around(text: str, start: int, end: int, sentences: int = 0) -> Context:
    """The quote start..end in its own sentence(s), and so many more on each side.

    It never leaves the paragraphs in which the passage begins and ends.
    """
    left, right = _paragraph_of(text, start)[0], _paragraph_of(text, end - 1)[1]
    edges = [left, *_stops(text, left, right), right]
    first = max(bisect_right(edges, start) - 1 - sentences, 0)
    last = bisect_right(edges, end - 1) + sentences
    return Context(
        text[edges[first] : start], text[start:end], text[end : edges[min(last, len(edges) - 1)]]
    )


def keyword_in_context(text: str, start: int, end: int, width: int = 48) -> Context:
    """The words with up to `width` characters of their paragraph on each side, no word cut."""
    left, right = _paragraph_of(text, start)
    before, after = " ".join(text[left:start].split()), " ".join(text[end:right].split())
    gap_before = " " if start > left and text[start - 1].isspace() else ""
    gap_after = " " if end < right and text[end].isspace() else ""
    return Context(
        _last_words(before, width) + gap_before,
        " ".join(text[start:end].split()),
        gap_after + _first_words(after, width),
    )


def _paragraph_of(text: str, at: int) -> Span:
    for left, right in paragraphs(text):
        if left <= at < right:
            return left, right
    return max(text.rfind("\n", 0, at) + 1, 0), len(text) if (e := text.find("\n", at)) < 0 else e


def _stops(text: str, left: int, right: int) -> list[int]:
    return [
        stop.end()
        for stop in _STOP.finditer(text, left, right)
        if not _SHORT.search(text, max(left, stop.end() - 12), stop.end())
    ]


def _last_words(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    space = line.find(" ", len(line) - width - 1)
    return "… " + line[space + 1 :] if space >= 0 else "…"


def _first_words(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    space = line.rfind(" ", 0, width + 1)
    return line[:space] + " …" if space >= 0 else "…"

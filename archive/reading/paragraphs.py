"""The paragraphs of a text, and what in it is not part of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_BLANK = re.compile(r"(?:[^\S\n]*\n){2,}[^\S\n]*")
_LINE = re.compile(r"(?:[^\S\n]*\n)+[^\S\n]*")


def paragraphs(text: str) -> list[Span]:
    """The spans of the paragraphs, without the white space around them.

    Blank lines part paragraphs; in a text without any, every line is one.
    """
    text_end = len(text.rstrip())
    between = _BLANK if _BLANK.search(text.strip()) else _LINE
    spans, start = [], len(text) - len(text.lstrip())
    for gap in between.finditer(text, start, text_end):
        if gap.start() > start:
            spans.append((start, gap.start()))
        start = gap.end()
    if text_end > start:
        spans.append((start, text_end))
    return spans


@dataclass(frozen=True)
class Block:
    """A paragraph or a part of one; `number` counts from 1, and is 0 for a part that goes on."""

    start: int
    end: int
    number: int = 0
    boilerplate: bool = False


def blocks(text: str, boilerplate: Sequence[Span]) -> list[Block]:
    """The text as paragraphs, cut where boilerplate begins and ends; only the rest is numbered."""
    cuts = _merged(boilerplate)
    out: list[Block] = []
    number = 0
    for start, end in paragraphs(text):
        numbered = False
        for part_start, part_end, folded in _parted(start, end, cuts):
            left, right = _trimmed(text, part_start, part_end)
            if left == right:
                continue
            if not folded and not numbered:
                number, numbered = number + 1, True
                out.append(Block(left, right, number))
            else:
                out.append(Block(left, right, 0, folded))
    return out


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _parted(start: int, end: int, cuts: Sequence[Span]) -> list[tuple[int, int, bool]]:
    parts, at = [], start
    for first, last in cuts:
        left, right = max(first, at), min(last, end)
        if left >= right:
            continue
        if left > at:
            parts.append((at, left, False))
        parts.append((left, right, True))
        at = right
    if at < end:
        parts.append((at, end, False))
    return parts


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None where nothing else is in it."""
    left, right = _trimmed(text, start, end)
    return (left, right) if left < right else None


def by_paragraph(text: str, start: int, end: int) -> list[str]:
    """The words of a span, cut where the text begins another paragraph."""
    return [
        text[max(left, start) : min(right, end)]
        for left, right in paragraphs(text)
        if left < end and start < right
    ]


def block_at(blocks: Sequence[Block], offset: int) -> int:
    """The number of the paragraph in which this offset stands, from 1; 0 within boilerplate."""
    number = 0
    for block in blocks:
        if block.start > offset:
            break
        if block.boilerplate and offset < block.end:
            return 0
        number = block.number or number
    return number


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

"""The text with everything marked, as HTML that carries the text and nothing but the text.

Whatever is drawn beside the words (numbers, brackets) comes from attributes through CSS, and a CR
is written as a character reference, since a parser would swallow it. So the `textContent` of the
whole is the version's text, character by character, and a browser's offsets are the text's.
Every piece is one `span` with a class for each sort of mark over it; nothing has to nest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.models import Review
from archive.reading import Level, Mark, Piece, cut
from archive.workbench.desk import Desk, Shown

LEVELS = {
    "claim": Level.CLAIM,
    "note": Level.NOTE,
    "mention": Level.ENTITY,
    "dating": Level.DATE,
    "evidence": Level.PICK,
    "boilerplate": Level.HIT,
}
CLASSES = {
    "claim": "c",
    "note": "wb-note",
    "mention": "e",
    "dating": "d",
    "evidence": "wb-evidence",
    "boilerplate": "wb-boiler",
}


def plain(text: str) -> SafeString:
    """The text escaped; each CR as a reference, which a parser keeps."""
    if "\r" not in text:
        return format_html("{}", text)
    *lines, last = text.split("\r")
    return format_html_join("", "{}&#13;", ((line,) for line in lines)) + format_html("{}", last)


def whole(desk: Desk) -> SafeString:
    """The whole text: each paragraph in an element that says where it starts and ends (UTF-16)."""
    text, units, parts, at = desk.version.text, desk.utf16, [], 0
    drawn, signs = paragraphs(desk, range(len(desk.paragraphs))), marked(desk)
    for n, (start, end) in enumerate(desk.paragraphs):
        parts.append(
            format_html(
                '{}<div class="p" id="p{}" data-n="{}" data-start="{}" data-end="{}"'
                ' data-drawn="{}">{}</div>',
                plain(text[at:start]),
                n + 1,
                n + 1,
                units.to_utf16(start),
                units.to_utf16(end),
                signs.get(n, ""),
                drawn[n],
            )
        )
        at = end
    parts.append(plain(text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def paragraphs(desk: Desk, numbers: Sequence[int] | range) -> dict[int, SafeString]:
    """The insides of these paragraphs (from 0), with the marks over them."""
    marks = [
        Mark(start=one.start, end=one.end, level=LEVELS[one.kind], key=n, about=one)
        for n, one in enumerate(desk.shown)
    ]
    drawn = {}
    for number in numbers:
        start, end = desk.paragraphs[number]
        over = [mark for mark in marks if mark.start < end and start < mark.end]
        pieces = cut(start, end, over)
        drawn[number] = format_html_join(
            "", "{}", ((_piece(desk.version.text, piece),) for piece in pieces)
        )
    return drawn


def marked(desk: Desk) -> dict[int, str]:
    """A short name for what is drawn over each paragraph (from 0) that has marks: another name,
    another drawing; the same name, almost surely the same one (32 bits tell them apart). The
    numbers of claims are left out; every answer gives them all."""
    over: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for one in desk.shown:
        row = one.row
        match one.kind:
            case "mention":
                said: tuple[str, ...] = (row.entity.name, row.entity.qualifier)
            case "dating":
                said = (row.edtf, row.timex, row.status)
            case _:
                said = ()
        for n in desk.over(one.start, one.end):
            over[n].append((one.key, one.start, one.end, one.review, *said))
    return {n: f"{crc32(repr(marks).encode()):08x}" for n, marks in over.items()}


def _piece(text: str, piece: Piece) -> SafeString:
    words = plain(text[piece.start : piece.end])
    if not piece.marks:
        return words
    shown: list[Shown] = [mark.about for mark in piece.marks]
    opening = [one for one in shown if one.number and one.start == piece.start]
    closing = [one for one in shown if one.number and one.end == piece.end]
    return format_html(
        '{}<span class="{}" data-k="{}"{}>{}</span>{}',
        _numbers("wb-open", opening),
        " ".join(_classes(shown, piece.end)),
        " ".join(one.key for one in shown),
        _title(shown),
        words,
        _numbers("wb-close", closing),
    )


def _numbers(name: str, claims: Sequence[Shown]) -> SafeString:
    """The bracket of the claims that open or close here; its words come from the attribute."""
    return format_html_join(
        "",
        '<span class="{}" data-n="{}" data-of="{}"></span>',
        ((name, one.number, one.key) for one in claims),
    )


def _classes(shown: Sequence[Shown], end: int) -> list[str]:
    """What a piece that ends at `end` is; a note has its sign once, after its last words."""
    classes = {CLASSES[one.kind] for one in shown if one.review != Review.SUGGESTED}
    if sum(one.number > 0 for one in shown) > 1:
        classes.add("cc")
    if any(one.kind == "dating" and not one.row.edtf for one in shown) and "d" in classes:
        classes.add("unset")
    if any(one.review == Review.SUGGESTED for one in shown):
        classes.add("s")
    if "wb-note" in classes and any(one.kind == "note" and one.end == end for one in shown):
        classes.add("wb-note-end")
    if any(one.review in (Review.DRAFT, Review.IN_REVIEW) for one in shown):
        classes.add("wb-draft")
    return sorted(classes)


def _title(shown: Sequence[Shown]) -> SafeString:
    said = " · ".join(one.label for one in shown if one.kind in ("mention", "dating"))
    return format_html(' title="{}"', said) if said else format_html("{}", "")

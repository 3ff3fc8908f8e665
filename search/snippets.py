"""The piece of a text to show for a search: escaped, with the words found in `<mark>`."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from search.matches import Match, Span, Term, matches, merged, query_spans, spans, terms
from search.words import words

__all__ = ["Match", "Span", "Term", "query_spans", "snippet", "spans", "terms"]

MOST_MATCHES = 50  # looked at in one text, shared by the terms, before a window is chosen
SHORT = 80  # characters of a window that is shown only so that a term is not missing
SLACK = 24  # characters within which a window's edge looks for a space
SPACE = re.compile(r"\s+")


def snippet(text: str, wanted: Sequence[Term], length: int = 240, windows: int = 2) -> SafeString:
    """The piece of `text` that shows the terms, as escaped HTML whose only tag is `<mark>`.

    About `length` characters: one window where it shows every term that the text has, else up to
    `windows` shorter ones with " … " between them, the best first; more, short, only where a term
    would otherwise not be seen. Without a match it is the beginning of the text.
    """
    found = matches(text, wanted, most=max(1, MOST_MATCHES // max(1, len(wanted))))
    if not found:
        return escape(text[slice(*_beginning(text, length))])
    cores = _windows(found, length, windows)
    pieces = _apart([_edges(text, core, size) for core, size in cores])
    pieces.sort(key=lambda piece: _rank(piece, cores))
    marks = merged(found)
    first, *others = (_marked(text, piece, marks) for piece in pieces)
    for other in others:
        first = format_html("{} … {}", first, other)
    return first


def _windows(found: list[Match], length: int, windows: int) -> list[tuple[Span, int]]:
    """The stretches of matches to show, best first, each with the size of its window."""
    unseen = {match.term for match in found}
    core, seen = _best(found, length, unseen)
    if seen == unseen:
        return [(core, length)]
    shown: list[tuple[Span, int]] = []
    while unseen:
        size = length // windows if len(shown) < windows else min(SHORT, length // windows)
        core, seen = _best(found, size, unseen)
        shown.append((core, size))
        unseen -= seen
    return shown


def _best(found: list[Match], size: int, unseen: set[int]) -> tuple[Span, set[int]]:
    """The stretch within `size` that shows most of the unseen terms, then most matches."""
    inside: Counter[int] = Counter()  # by term, of the matches from `first` up to `after`
    after = 0
    best = (0, 0)
    chosen = found[:1]
    for first, match in enumerate(found):
        while after <= first or (after < len(found) and found[after].end <= match.start + size):
            inside[found[after].term] += 1
            after += 1
        shows = sum(inside[term] > 0 for term in unseen), after - first
        if shows > best:
            best, chosen = shows, found[first:after]
        inside[match.term] -= 1
    end = max(match.end for match in chosen)
    return (chosen[0].start, end), {match.term for match in chosen}


def _edges(text: str, core: Span, size: int) -> Span:
    """A window around `core`, of about `size` characters, whose edges cut no word or character."""
    start, end = core
    room = max(0, size - (end - start))
    after = min(len(text) - end, room - min(start, room // 3))
    before = min(start, room - after)
    return _left_edge(text, start - before, start), _right_edge(text, end, end + after)


def _left_edge(text: str, at: int, core: int) -> int:
    """The first place from `at` on where a word, or the quotation mark before it, begins."""
    if at in (0, core):
        return at
    space = SPACE.search(text, at - 1, min(core, at + SLACK))
    if space is not None:
        return space.end()
    later = words(text[at:core])[1:]  # the first may have been cut
    return at + later[0].start if later else core


def _right_edge(text: str, core: int, at: int) -> int:
    """The last place up to `at` where a word, or the punctuation behind it, ends."""
    if at == len(text) or at == core:
        return at
    near = max(core, at - SLACK)
    spaces = [space.start() for space in SPACE.finditer(text, near, at + 1)]
    if spaces:
        return spaces[-1]
    earlier = words(text[core:at])[:-1]  # the last may have been cut
    return core + earlier[-1].end if earlier else core


def _beginning(text: str, length: int) -> Span:
    start = len(text) - len(text.lstrip())
    return start, _right_edge(text, start, min(len(text), start + length))


def _apart(pieces: list[Span]) -> list[Span]:
    """The windows from left to right, those that touch joined."""
    joined: list[Span] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _rank(piece: Span, cores: list[tuple[Span, int]]) -> int:
    """The number, best 0, of the best stretch that a window holds."""
    return next(n for n, (core, _) in enumerate(cores) if piece[0] <= core[0] < piece[1])


def _marked(text: str, piece: Span, marks: list[Span]) -> SafeString:
    """The escaped text of a window with its matches in `<mark>`."""
    at, end = piece
    parts: list[str] = []
    for first, last in marks:
        if at <= first and last <= end:
            parts += text[at:first], text[first:last]
            at = last
    return format_html("{}<mark>{}</mark>" * (len(parts) // 2) + "{}", *parts, text[at:end])

"""The piece of a text to show for a search: escaped, with the words found in `<mark>`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from search.matches import Match, Span, Term, matches, query_spans, spans, terms
from search.words import words

__all__ = ["Match", "Span", "Term", "query_spans", "snippet", "spans", "terms"]

MOST_MATCHES = 50  # looked at in one text, shared by the terms, before a window is chosen
FEWEST_MATCHES = 20  # of each term, however many terms there are
FEW = 8  # of a rare term, around each of which the frequent ones are looked for too
SHORT = 80  # characters of a window that is shown only so that a term is not missing
SLACK = 24  # characters within which a window's edge looks for a space
SPACE = re.compile(r"\s+")
JOINED = "\u0e33\u0eb3\uff9e\uff9f"  # letters that are one character with the one before them


def snippet(text: str, wanted: Sequence[Term], length: int = 240, windows: int = 2) -> SafeString:
    """The piece of `text` that shows the terms, as escaped HTML whose only tag is `<mark>`.

    About `length` characters: one window where it shows every term that the text has, else up to
    `windows` shorter ones with " … " between them, the best first; more, short, only where a term
    would otherwise not be seen. Without a match it is the beginning of the text.
    """
    found = _looked_at(text, wanted, length)
    if not found:
        return escape(text[slice(*_beginning(text, length))])
    cores = _windows(found, length, windows)
    pieces = _apart([_edges(text, core, size) for core, size in cores])
    pieces.sort(key=lambda piece: _rank(piece, cores))
    first, *others = (_marked(text[start:end], wanted) for start, end in pieces)
    for other in others:
        first = format_html("{} … {}", first, other)
    return first


def _looked_at(text: str, wanted: Sequence[Term], reach: int) -> list[Match]:
    """The first matches of every term, and those of frequent terms around rare ones."""
    most = max(FEWEST_MATCHES, MOST_MATCHES // max(1, len(wanted)))
    found = matches(text, wanted, most)
    times = Counter(match.term for match in found)
    frequent = [number for number, count in times.items() if count == most]
    rare = [match for match in found if times[match.term] <= FEW]
    if not frequent or not rare:
        return found
    more = {
        Match(frequent[number], start + first, start + last)
        for start, end in _apart([_around(text, match, reach) for match in rare])
        for number, first, last in matches(text[start:end], [wanted[each] for each in frequent])
        if (first or not start) and (last < end - start or end == len(text))  # no half of a word
    }
    return sorted({*found, *more}, key=lambda match: (match.start, match.end, match.term))


def _around(text: str, match: Match, reach: int) -> Span:
    return max(0, match.start - reach), min(len(text), match.end + reach)


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
    after = showing = 0  # and how many unseen terms those are of
    best = (0, 0)
    chosen = found[:1]
    for first, match in enumerate(found):
        while after <= first or (after < len(found) and found[after].end <= match.start + size):
            term = found[after].term
            inside[term] += 1
            showing += inside[term] == 1 and term in unseen
            after += 1
        if (showing, after - first) > best:
            best, chosen = (showing, after - first), found[first:after]
        inside[match.term] -= 1
        showing -= not inside[match.term] and match.term in unseen
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
    if at not in (0, core):
        space = SPACE.search(text, at - 1, min(core, at + SLACK))
        later = words(text[at:core])[1:] if space is None else []  # the first may have been cut
        at = space.end() if space is not None else at + later[0].start if later else core
    while at < core and _goes_on(text[at]):
        at += 1
    while at and at < len(text) and _goes_on(text[at]):
        at -= 1
    return at


def _right_edge(text: str, core: int, at: int) -> int:
    """The last place up to `at` where a word, or the punctuation behind it, ends."""
    if at not in (len(text), core):
        spaces = [each.start() for each in SPACE.finditer(text, max(core, at - SLACK), at + 1)]
        # the last word may have been cut
        earlier = words(text[core:at])[:-1] if not spaces else []
        at = spaces[-1] if spaces else core + earlier[-1].end if earlier else core
    while at < len(text) and _goes_on(text[at]):
        at += 1
    return at


def _goes_on(char: str) -> bool:
    """Whether this is no character of its own, but the rest of the one before it."""
    return char in JOINED or unicodedata.category(char)[0] == "M"


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


def _marked(shown: str, wanted: Sequence[Term]) -> SafeString:
    """The escaped text of a window with all that was asked for in `<mark>`."""
    at = 0
    parts: list[str] = []
    for first, last in spans(shown, wanted):
        parts += shown[at:first], shown[first:last]
        at = last
    return format_html("{}<mark>{}</mark>" * (len(parts) // 2) + "{}", *parts, shown[at:])

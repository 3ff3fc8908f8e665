"""What `reanchor` is compared with: the search of the Hypothesis client, from its description.

The quote at its old offsets, else the best approximate match: at most half of the quote's length
(256 at most) in errors, places scored by quote 50, prefix 20, suffix 20 and position 2. Written
anew after the published description of the client's match-quote module; not its code.
"""

from rapidfuzz import fuzz

from archive.passages import Passage

CONTEXT = 32
EXACT_PLACES = 50


def fuzzy_place(new: str, passage: Passage) -> tuple[int, int] | None:
    """Where that search puts the passage, or None."""
    if new[passage.start : passage.end] == passage.quote:
        return passage.start, passage.end
    places = _exact(new, passage.quote) or _approximate(new, passage.quote)
    if not places:
        return None
    best = max(places, key=lambda place: _score(new, place, passage))
    return best[0], best[1]


def _exact(new: str, quote: str) -> list[tuple[int, int, float]]:
    places: list[tuple[int, int, float]] = []
    at = new.find(quote)
    while at >= 0 and len(places) < EXACT_PLACES:
        places.append((at, at + len(quote), 1.0))
        at = new.find(quote, at + 1)
    return places


def _approximate(new: str, quote: str) -> list[tuple[int, int, float]]:
    """Ends of the best approximate matches, by Myers' bit vectors over Sellers' search."""
    most = min(256, len(quote) // 2)
    ends = sellers(new, quote)
    if not ends or min(ends) > most:
        return []
    least = min(ends)
    places = []
    for end in (i + 1 for i, errors in enumerate(ends) if errors == least):
        start = _start(new, quote, end, least)
        places.append((start, end, 1 - least / len(quote)))
    return places[:EXACT_PLACES]


def sellers(text: str, pattern: str) -> list[int]:
    """For every end in the text, the fewest edits that make the pattern end there."""
    length = len(pattern)
    masks: dict[str, int] = {}
    for i, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << i
    full, top = (1 << length) - 1, 1 << length - 1
    plus, minus, errors = full, 0, length
    ends = []
    for character in text:
        match = masks.get(character, 0)
        vertical = match | minus
        horizontal = (((match & plus) + plus) ^ plus) | match
        up = minus | (~(horizontal | plus) & full)
        down = plus & horizontal
        errors += bool(up & top) - bool(down & top)
        up, down = up << 1 & full, down << 1 & full
        plus = down | (~(vertical | up) & full)
        minus = up & vertical
        ends.append(errors)
    return ends


def _start(text: str, pattern: str, end: int, errors: int) -> int:
    """The start of the match that ends there: the same search, backwards."""
    window = text[max(0, end - len(pattern) - errors) : end][::-1]
    back = sellers(window, pattern[::-1])
    return end - 1 - back.index(min(back))


def _score(new: str, place: tuple[int, int, float], passage: Passage) -> float:
    start, end, quote = place
    prefix = fuzz.ratio(passage.prefix, new[max(0, start - CONTEXT) : start]) / 100
    suffix = fuzz.ratio(passage.suffix, new[end : end + CONTEXT]) / 100
    position = 1 - abs(start - passage.start) / max(1, len(new))
    return (50 * quote + 20 * prefix + 20 * suffix + 2 * position) / 92

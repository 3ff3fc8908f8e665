"""How alike two wordings or two texts are, and which are worth comparing.

Texts: the resemblance of their sets of five-word shingles, estimated from the smallest hashes of
each (A. Broder, "On the resemblance and containment of documents", 1997). Wordings: the share of
their words, fewer where they differ in a number or a denial. Pure functions over strings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from zlib import crc32

from rapidfuzz import fuzz

from archive.duplicates import folded

SHINGLE = 5  # words
SKETCH = 400  # hashes kept of a text: an estimate is off by .05 at most, 19 times of 20
CROWD = 60  # what more than these have tells nothing

_ENGLISH = "a an and as at be been by for from had has have he her his in is it its of on or she"
_ENGLISH += " that the their they this to was were are will with would"
_SPANISH = "al con de del el en es la las lo los para por que se su un una y"
_WORDLESS = frozenset(f"{_ENGLISH} {_SPANISH}".split())
_DENYING = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|t|nunca|jamas|nada|ningun"
    r"|ninguna|nadie|sin|ni)\b"
)
_NUMBER = re.compile(r"\d+")


def words(text: str) -> frozenset[str]:
    """The words of a wording that tell something, folded."""
    return frozenset(word for word in folded(text).split() if word not in _WORDLESS)


def likeness(one: str, other: str) -> float:
    """0 to 100: rapidfuzz's ratio of two folded wordings with their words in order.

    0 where one denies and the other does not, or where their numbers differ.
    """
    if bool(_DENYING.search(one)) != bool(_DENYING.search(other)):
        return 0.0
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return 0.0
    return fuzz.token_sort_ratio(one, other)


def sketch(text: str, spans: Iterable[tuple[int, int]] = ()) -> tuple[int, ...]:
    """The SKETCH smallest hashes of a text's shingles, ascending; `spans` are left out."""
    at, kept = 0, []
    for start, end in spans:
        kept.append(text[at:start])
        at = max(at, end)
    run = folded(" ".join([*kept, text[at:]])).split()
    shingles = {" ".join(run[i : i + SHINGLE]) for i in range(len(run) - SHINGLE + 1)}
    return tuple(sorted({crc32(one.encode()) for one in shingles})[:SKETCH])


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """0 to 1, estimated from two sketches: of the smallest hashes of both, those in each."""
    both = set(one) & set(other)
    smallest = sorted({*one, *other})[:SKETCH]
    return sum(each in both for each in smallest) / len(smallest) if smallest else 0.0


class Blocks:
    """Keys by what they have: only those that share something rare are ever compared."""

    def __init__(self) -> None:
        self._having: dict[Hashable, list[int]] = defaultdict(list)

    def add(self, key: int, has: Iterable[Hashable]) -> None:
        """Have a key found by each of these."""
        for each in has:
            self._having[each].append(key)

    def near(self, key: int, has: Iterable[Hashable], least: int) -> Iterator[int]:
        """The other keys that share at least `least` of these, in order."""
        shared: Counter[int] = Counter()
        for each in has:
            found = self._having.get(each, ())
            if len(found) <= CROWD:
                shared.update(found)
        return iter(sorted(k for k, n in shared.items() if n >= least and k != key))

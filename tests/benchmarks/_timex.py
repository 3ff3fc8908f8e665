"""Scoring of time expressions as TempEval-3 does: precision, recall and F1 of spans and values.

Strict: the same span. Relaxed: spans that overlap, each used once. Value: the relaxed ones whose
TIMEX3 value is the same, over the same totals (UzZaman et al., SemEval-2013 Task 1).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

_RELATIVE = re.compile(
    r"\b(?:last|this|next|past|previous|following|coming|same|ago|earlier|later|before|after|today|"
    r"yesterday|tomorrow|tonight|now|current\w*|recent\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|the (?:day|week|month|quarter|year))\b|year-(?:ago|earlier)",
    re.IGNORECASE,
)
_FULL = re.compile(r"[12][0-9]{3}|'?[0-9]0s\b|/[0-9]{2}\b")


@dataclass(frozen=True)
class Timex:
    """One expression: where it stands (code points), its type in capitals, its TIMEX3 value."""

    start: int
    end: int
    text: str
    type: str
    value: str | None


def class_of(timex: Timex) -> str:
    """absolute, relative, duration, time or set; a date is absolute when it names its year."""
    if timex.type != "DATE":
        return timex.type.lower()
    if _FULL.search(timex.text) and not _RELATIVE.search(timex.text):
        return "absolute"
    return "relative"


@dataclass
class Score:
    """Counts over texts; `classes` has right and all of the value, given the span, by class."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    classes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    misses: list[tuple[str, Timex, Timex | None]] = field(default_factory=list)

    def add(self, gold: list[Timex], found: list[Timex]) -> None:
        """Count one text."""
        self.gold += len(gold)
        self.found += len(found)
        free = list(found)
        exact = {(one.start, one.end) for one in found}
        self.strict += sum((one.start, one.end) in exact for one in gold)
        for one in gold:
            match = self._match(one, free)
            if match:
                free.remove(match)
                self.relaxed += 1
            self._values(one, match)
        self.misses += [("extra", one, None) for one in free]

    def _values(self, gold: Timex, match: Timex | None) -> None:
        if match is None:
            self.misses.append(("missed", gold, None))
            return
        right = match.value == gold.value
        self.value += right
        counts = self.classes[class_of(gold)]
        counts[0] += right
        counts[1] += 1
        if not right:
            self.misses.append(("value", gold, match))
        elif (match.start, match.end) != (gold.start, gold.end):
            self.misses.append(("span", gold, match))

    @staticmethod
    def _match(gold: Timex, free: list[Timex]) -> Timex | None:
        """The found expression that overlaps most."""
        overlaps = [
            (min(one.end, gold.end) - max(one.start, gold.start), -index, one)
            for index, one in enumerate(free)
        ]
        best = max(overlaps, default=None, key=lambda item: item[:2])
        return best[2] if best and best[0] > 0 else None

    def f1(self, right: int) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0

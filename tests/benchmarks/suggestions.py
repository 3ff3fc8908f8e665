"""Suggestions: how many of the claims and entities that people marked are found, and how rightly.

`python -m tests.benchmarks suggestions [--part claims|entities|candidates|all] [--misses]`
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.suggest.attribution import Attributed, attributed
from archive.suggest.known import Known
from archive.suggest.naming import find
from archive.workbench.names import names
from tests.data import ROOT

LABELS = Path(__file__).parent / "labels" / "claims.json"
MARKED_LINES = 6  # in which the markers of the articles marked everything
ENOUGH = 0.5  # of the union of two spans that they must share to be the same claim


@dataclass
class Score:
    """Marked by people, suggested, and right."""

    gold: int = 0
    found: int = 0
    right_gold: int = 0
    right_found: int = 0
    touching: int = 0  # right, or within other words that mark the same thing
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float | int]:
        """Precision of what was suggested, recall of what was marked."""
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_gold / self.gold if self.gold else 0.0
        both = precision + recall
        return {
            "marked": self.gold,
            "suggested": self.found,
            "precision": round(precision, 3),
            "precision, overlapping": round(self.touching / self.found, 3) if self.found else 0.0,
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / both, 3) if both else 0.0,
        }


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a shared file; exits with a sentence where it is not here."""
    path = ROOT / name
    if not path.exists():
        sys.exit(f"{name} is not here: set VERBATIM_DATA to the folder that holds it")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    inside = min(one[1], other[1]) - max(one[0], other[0])
    return inside / (max(one[1], other[1]) - min(one[0], other[0])) if inside > 0 else 0.0


def _same(label: dict[str, Any], one: Attributed) -> bool:
    """The same words, and a speaker named by some of the same words."""
    spans = (label["start"], label["end"]), (one.start, one.end)
    speakers = tuple(label["speaker"]), one.speaker
    return _shared(*spans) >= ENOUGH and _shared(*speakers) > 0


def claims(kinds: tuple[str, ...], modes: tuple[str, ...]) -> Score:
    """Labels of these kinds against suggestions of these modes, on the labelled articles."""
    labelled = json.loads(LABELS.read_text(encoding="utf-8"))
    texts = {row["uid"]: row["text"] for row in rows("wikinews60.jsonl")}
    score = Score()
    for uid in labelled["articles"]:
        marked = [each for each in labelled["claims"] if each["uid"] == uid]
        wanted = [each for each in marked if each["kind"] in kinds]
        found = [one for one in attributed(texts[uid]) if one.mode in modes]
        score.gold += len(wanted)
        score.found += len(found)
        for label in wanted:
            if any(_same(label, one) for one in found):
                score.right_gold += 1
            else:
                words = texts[uid][label["start"] : label["end"]]
                score.misses.append(f"missed {uid} {label['kind']}: {words[:90]!r}")
        for one in found:
            if any(_same(label, one) for label in wanted):
                score.right_found += 1
                score.touching += 1
            else:
                said = texts[uid][one.start : one.end]
                who = texts[uid][slice(*one.speaker)]
                score.misses.append(f"wrong  {uid} {one.mode} ({who}): {said[:90]!r} [{one.rule}]")
    return score


def _name(entity: dict[str, Any]) -> str:
    return str(entity.get("same_as") or f"{entity['kind']} {entity['name']}")


def _marked(row: dict[str, Any], which: str) -> dict[tuple[int, int], set[str]]:
    """Where entities are marked in an article, and as what; two may stand on the same words.

    `which` is all, named (words with a capital), or whole: named, in the lines that were marked
    whole. Behind the sixth line the markers only followed some entities on.
    """
    limit = _whole(row) if which == "whole" else len(row["text"])
    found: dict[tuple[int, int], set[str]] = {}
    for each in row["entities"]:
        words = row["text"][each["start"] : each["end"]]
        if each["end"] <= limit and (which == "all" or any(char.isupper() for char in words)):
            found.setdefault((each["start"], each["end"]), set()).add(_name(each))
    return found


def _whole(row: dict[str, Any]) -> int:
    return sum(len(line) for line in row["text"].splitlines(keepends=True)[:MARKED_LINES])


def _is_name(words: str) -> bool:
    """Whether words that mark an entity would be kept as its name: no pronoun, no description."""
    if words in SMALL or not re.fullmatch(r"[\w.’'&-]+(?: [\w.’'&-]+){0,4}", words):
        return False
    return all(word[0].isupper() or word in PARTICLES for word in words.split()) and (
        len(words) > 1 and any(char.isupper() for char in words) and not words.startswith("The ")
    )


PARTICLES = {"of", "and", "for", "de", "the"}
SMALL = {
    "It", "He", "She", "They", "We", "I", "You", "Its", "His", "Her", "Their", "Our", "This",
    "That", "These", "Those", "Both", "Who", "Which", "What", "One", "Some", "All", "Another",
}  # fmt: skip


def entities(which: str) -> Score:
    """Mentions suggested with the names of the other 59 articles, each article in its turn."""
    articles = rows("wikinews60.jsonl")
    score = Score()
    for row in articles:
        pairs, persons = [], set()
        for other in articles:
            if other is row:
                continue
            for each in other["entities"]:
                words = other["text"][each["start"] : each["end"]]
                pairs += [(name, _name(each)) for name in (words, each["name"]) if _is_name(name)]
                persons |= {_name(each)} if each["kind"] == "person" else set()
        found = {
            (one.start, one.end): {one.key}
            for one in find(row["text"], Known(_unique(pairs)), frozenset(persons))
        }
        _compare(score, row, which, found)
    return score


def _unique(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each pair once; of the things called so, those that are at least half of the cases.

    In an archive a person settles what a name means; in these texts a name was given other
    meanings by slips of the markers.
    """
    counts = Counter(pairs)
    by_name: dict[str, int] = Counter(name for name, _key in pairs)
    return [pair for pair, count in counts.items() if count * 2 >= by_name[pair[0]]]


def candidates(which: str) -> Score:
    """Capitalised runs alone, as the workbench lists them where nothing is known."""
    score = Score()
    for row in rows("wikinews60.jsonl"):
        found: dict[tuple[int, int], set[str]] = {
            (one.start, one.end): set() for one in names(row["text"]) if not one.doubtful
        }
        _compare(score, row, which, found)
    return score


def _compare(
    score: Score, row: dict[str, Any], which: str, found: dict[tuple[int, int], set[str]]
) -> None:
    """Count spans that are the same; where something is said to be meant, the same thing."""
    marked = _marked(row, which)
    limit = _whole(row) if which == "whole" else len(row["text"])
    score.gold += sum(map(len, marked.values()))
    for span, meant in found.items():
        if span[1] > limit:
            continue
        keys = marked.get(span)
        score.found += 1
        score.touching += any(
            first < span[1] and span[0] < last and (not meant or meant & others)
            for (first, last), others in marked.items()
        )
        if keys is not None and (not meant or meant & keys):
            score.right_found += 1
            score.right_gold += 1
        else:
            words = row["text"][slice(*span)]
            score.misses.append(f"wrong  {row['uid']} {words!r} {meant or ''} {keys or ''}")


PARTS: dict[str, Callable[[], Score]] = {
    "attributed quotes": lambda: claims(("direct", "partial"), ("direct", "partial")),
    "all attributed claims": lambda: claims(
        ("direct", "partial", "reported"), ("direct", "partial", "indirect")
    ),
    "known names, all mentions": lambda: entities("all"),
    "known names, mentions by name": lambda: entities("named"),
    "known names, mentions by name in the first six lines": lambda: entities("whole"),
    "candidates, all mentions": lambda: candidates("all"),
    "candidates, mentions by name": lambda: candidates("named"),
    "candidates, mentions by name in the first six lines": lambda: candidates("whole"),
}


def main(argv: list[str]) -> None:
    """Print the figures; with --misses also what was missed, and what was suggested wrongly."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks suggestions")
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--documents", type=int, help="accepted and not used")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    figures: dict[str, Any] = {}
    for name, count in PARTS.items():
        if options.part not in (name, "all"):
            continue
        score = count()
        figures[name] = score.figures()
        if options.misses:
            print(*score.misses, sep="\n")
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

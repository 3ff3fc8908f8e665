"""Dates: how many time expressions are found and understood, and how fast.

`python -m tests.benchmarks dates [--part all|develop|held-out] [--misses] [--json FILE]`
"""

import argparse
import hashlib
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from archive.dates import resolve
from tests.benchmarks._timex import Score, Timex
from tests.data import ROOT

HELD_OUT = 20  # articles, those whose uid has the smallest SHA-256
ANNOTATED_LINES = 6  # the annotators stopped there; the dateline is not counted either


def _rows(name: str) -> list[dict[str, Any]]:
    path = ROOT / name
    if not path.exists():
        sys.exit(f"{name} is not here: set VERBATIM_DATA to the folder that holds it")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _part(uids: list[str], part: str) -> set[str]:
    ranked = sorted(uids, key=lambda uid: hashlib.sha256(uid.encode()).hexdigest())
    chosen = {"all": ranked, "held-out": ranked[:HELD_OUT], "develop": ranked[HELD_OUT:]}
    return set(chosen[part])


def _dateline(text: str) -> tuple[int, int]:
    """Where the second line stands, which is the dateline of these articles."""
    start = text.find("\n") + 1
    end = text.find("\n", start)
    line = text[start:end].strip()
    return (start, end) if len(line) < 25 and line[-4:].isdecimal() else (0, 0)


def _annotated(text: str) -> int:
    return sum(len(line) for line in text.splitlines(keepends=True)[:ANNOTATED_LINES])


def score(part: str) -> Score:
    """The counts for a part of the annotated articles."""
    texts = {row["uid"]: row["text"] for row in _rows("wikinews60.jsonl")}
    gold = defaultdict(list)
    published = {}
    for row in _rows("wikinews60_timex.jsonl"):
        published[row["uid"]] = row["published"]
        gold[row["uid"]].append(
            Timex(row["start"], row["end"], row["text"], row["type"], row["value"])
        )
    result = Score()
    for uid in sorted(_part(list(texts), part)):
        text = texts[uid]
        line, limit = _dateline(text), _annotated(text)
        found = [
            Timex(one.start, one.end, one.text, one.type.value.upper(), one.timex)
            for one in resolve(text, published[uid])
        ]
        result.add(
            [one for one in gold[uid] if not line[0] <= one.start < line[1]],
            [one for one in found if one.start < limit and not line[0] <= one.start < line[1]],
        )
    return result


def speed(seconds: float = 3.0) -> float:
    """Documents of 3 kB a second of processor time, of the same articles."""
    rows = _rows("wikinews60.jsonl")
    whole = "\n\n".join(row["text"] for row in rows)
    texts = [whole[at : at + 3000] for at in range(0, len(whole) - 3000, 3000)]
    for text in texts[:5]:
        resolve(text, "2009-02-03")
    done, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        resolve(texts[done % len(texts)], "2009-02-03")
        done += 1
    return done / (time.process_time() - begin)


def report(result: Score) -> dict[str, Any]:
    """The figures, rounded."""
    return {
        "gold": result.gold,
        "found": result.found,
        "strict_f1": round(result.f1(result.strict), 3),
        "relaxed_f1": round(result.f1(result.relaxed), 3),
        "value_f1": round(result.f1(result.value), 3),
        "value_given_span": {
            name: {"right": right, "of": of, "accuracy": round(right / of, 3)}
            for name, (right, of) in sorted(result.classes.items())
        },
    }


def main(argv: list[str]) -> None:
    """Print the figures; with --misses, each expression that was missed or misread."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks dates")
    parser.add_argument("--part", choices=("all", "develop", "held-out"), default="all")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--documents", type=int, help="accepted and not used")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    result = score(options.part)
    figures = {"part": options.part, **report(result), "documents_per_second": round(speed())}
    print(json.dumps(figures, indent=2))
    if options.misses:
        for sort, gold, found in result.misses:
            print(
                f"{sort:8}{gold.text!r} {gold.value}",
                f"| {found.text!r} {found.value}" if found else "",
            )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

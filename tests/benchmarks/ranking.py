"""Ranking: how high the one document stands that a question was made from.

`python -m tests.benchmarks ranking [--texts FILE.jsonl ...] [--seed N] [--json FILE]`
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import numpy as np

from search.backends.base import Entry, Text
from search.words import STOP_WORDS, word_texts
from tests.benchmarks._rankers import RANKERS, Ranker
from tests.data import ROOT

DEFAULT = ("wikinews60.jsonl", "frus_cuba_1958_60.jsonl")
FEWEST, MOST = 6, 6  # telling words that a sentence must have; words that are asked of it
ENDINGS = ("s", "es", "ed", "d", "ing", "ly")
RESAMPLES = 5_000
SENTENCE = re.compile(r"[^.!?\n]+[.!?]")


@dataclass(frozen=True)
class Known:
    """One question and the uid of the document that it was made from."""

    kind: str
    words: tuple[str, ...]
    uid: str


def read(paths: list[Path]) -> list[Entry]:
    """The documents of some `ingest` files; a text that begins with its title does so no more."""
    entries = []
    for path in paths:
        if not path.exists():
            sys.exit(f"{path} is not here: set VERBATIM_DATA to its folder, or give --texts")
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            body = row["text"].removeprefix(row["title"])
            text = Text("published", row.get("language", "en"), (body,))
            uid = row["uid"]
            entries.append(Entry(uid, "document", uid, row["title"], text))
    return entries


def of_title(entry: Entry) -> tuple[str, ...]:
    """The words of a title, without a number before it."""
    return tuple(word_texts(re.sub(r"^\d+\. ", "", entry.title)))


def of_sentence(entry: Entry, forms: Forms, chosen: random.Random) -> tuple[str, ...]:
    """Some words of a sentence of the body, in disorder, one in another form; () without any.

    No stemmer has a say in what another form is: it is a word of the collection that an ending of
    `ENDINGS` makes of the word, or the word of it.
    """
    sentences = [set(word_texts(one)) - STOP_WORDS["en"] for one in SENTENCE.findall(_body(entry))]
    telling = [sorted(word for word in one if word.isalpha()) for one in sentences]
    telling = [one for one in telling if len(one) >= FEWEST and any(forms(w) for w in one)]
    if not telling:
        return ()
    words = chosen.choice(telling)
    bent = chosen.choice([word for word in words if forms(word)])
    others = chosen.sample([word for word in words if word != bent], MOST - 1)
    asked = [*others, chosen.choice(forms(bent))]
    chosen.shuffle(asked)
    return tuple(asked)


Forms = Callable[[str], list[str]]


def _body(entry: Entry) -> str:
    return entry.body.pieces[0]


def forms_in(entries: list[Entry]) -> Forms:
    """For a word its other forms in these documents."""
    known = {word for entry in entries for word in word_texts(_body(entry)) if len(word) > 3}

    def forms(word: str) -> list[str]:
        longer = [word + ending for ending in ENDINGS]
        shorter = [word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)]
        return sorted(known.intersection(longer + shorter))

    return forms


def questions(entries: list[Entry], seed: int) -> list[Known]:
    """A title of each document, and a sentence of each that has one long enough."""
    chosen, forms = random.Random(seed), forms_in(entries)
    made = [Known("title", of_title(entry), entry.uid) for entry in entries]
    made += [Known("sentence", of_sentence(entry, forms, chosen), entry.uid) for entry in entries]
    return [one for one in made if one.words]


def ranks(ranker: Ranker, asked: list[Known]) -> np.ndarray:
    """At which place of the first ten each known document stands, from 1; 0 where it does not."""
    found = ((one, ranker.first(one.words)) for one in asked)
    return np.array([uids.index(one.uid) + 1 if one.uid in uids else 0 for one, uids in found])


def reciprocal(places: np.ndarray) -> np.ndarray:
    """One over the place; 0 where there is none."""
    return np.divide(1.0, places, out=np.zeros(len(places)), where=places > 0)


def figures(places: np.ndarray) -> dict[str, float]:
    """Of one document that is right, nDCG is one over the logarithm of its place and one."""
    gain = np.where(places > 0, 1 / np.log2(np.maximum(places, 1) + 1), 0.0)
    return {
        "mrr@10": round(float(reciprocal(places).mean()), 4),
        "success@1": round(float((places == 1).mean()), 4),
        "success@10": round(float((places > 0).mean()), 4),
        "ndcg@10": round(float(gain.mean()), 4),
    }


def interval(ours: np.ndarray, theirs: np.ndarray, seed: int) -> tuple[float, float]:
    """Of our MRR less theirs, what 95 % of samples drawn again from the questions lie between."""
    difference = reciprocal(ours) - reciprocal(theirs)
    drawn = np.random.default_rng(seed).integers(0, len(difference), (RESAMPLES, len(difference)))
    low, high = np.percentile(difference[drawn].mean(axis=1), [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def measured(entries: list[Entry], asked: list[Known], folder: Path, seed: int) -> list[dict]:
    """A row an engine and kind of question; titles are asked only of an index that has none."""
    rows: list[dict[str, Any]] = []
    for kind, titled in (("title", False), ("sentence", False), ("sentence", True)):
        own = [one for one in asked if one.kind == kind]
        case = f"{kind}, titles {'too' if titled else 'left out'}"
        ours = None
        for name, make in RANKERS.items():
            ranker = make(folder / case / name)
            ranker.build([(e.uid, e.title if titled else "", _body(e)) for e in entries])
            places = ranks(ranker, own)
            ours = places if ours is None else ours
            row = {"case": case, "engine": name, "questions": len(own)} | figures(places)
            rows.append(row | {"ours_less_theirs": interval(ours, places, seed)})
    return rows


def main(argv: list[str]) -> None:
    """Ask every engine the same, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks ranking")
    parser.add_argument("--texts", type=Path, nargs="+", default=[ROOT / name for name in DEFAULT])
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # for the sentences that a search may say
    entries = read(options.texts)
    asked = questions(entries, options.seed)
    with tempfile.TemporaryDirectory(prefix="verbatim-benchmark-") as folder:
        rows = measured(entries, asked, Path(folder), options.seed)
    print(f"{len(entries)} documents, seed {options.seed}")
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    if options.json:
        options.json.write_text("".join(json.dumps(row) + "\n" for row in rows))

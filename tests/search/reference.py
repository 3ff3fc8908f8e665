"""The scoring, written out plainly over lists of words: what the index must agree with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.backends.base import Alike, All, Clause, Entry, No, Phrase, Prefix, Some, Within, Word
from search.words import stem, word_texts

WEIGHTS = {"title": 1.5, "body": 1.0, "body_other": 0.5}
K1, B, ALIAS = 1.2, 0.75, 0.2


@dataclass
class Words:
    """An entry's words: by field, runs of (language, words) that no phrase crosses."""

    entry: Entry
    runs: dict[str, list[tuple[str, list[str]]]]

    @classmethod
    def of(cls, entry: Entry) -> Words:
        language = entry.title_language or entry.body.language
        others = [(t.language, word_texts(piece)) for t in entry.others for piece in t.pieces]
        return cls(
            entry,
            {
                "title": [(language, word_texts(entry.title))],
                "body": [(entry.body.language, word_texts(p)) for p in entry.body.pieces],
                "body_other": others,
            },
        )

    def length(self, field: str) -> int:
        return sum(len(words) for _language, words in self.runs[field])

    def count(self, field: str, clause: Clause) -> int:
        """How often a word (with its forms) or phrase stands in a field."""
        languages = {language for language, _words in self.runs[field]}
        total = 0
        for _language, words in self.runs[field]:
            match clause:
                case Word(text, exact):
                    total += sum(
                        word == text
                        or (not exact and any(stem(word, of) == stem(text, of) for of in languages))
                        for word in words
                    )
                case Phrase(asked):
                    size = len(asked)
                    total += sum(
                        tuple(words[at : at + size]) == asked for at in range(len(words) - size + 1)
                    )
        return total


Key = tuple[tuple[Clause, ...], tuple[str, ...]]


def asked(clause: Clause, fields: tuple[str, ...] = tuple(WEIGHTS)) -> Counter[Key]:
    """Each distinct thing that scores, with its weight: how often it stands in the query."""
    found: Counter[Key] = Counter()
    match clause:
        case Word():
            found[(clause,), fields] += 1
        case Phrase(words):
            for word in words:
                found[(Word(word, exact=True),), fields] += 1
        case All(parts) | Some(parts):
            for part in parts:
                found += asked(part, fields)
        case Within(field, part):
            found += asked(part, (field,))
        case Alike(part, others):
            found += asked(part, fields)
            found[others, fields] += ALIAS  # type: ignore[assignment]
        case No() | Prefix():
            pass
    return found


def scores(entries: Sequence[Entry], clause: Clause) -> dict[str, float]:
    """The score of every entry, of entries that are all live and of one kind."""
    read = [Words.of(entry) for entry in entries]
    average = {f: sum(each.length(f) for each in read) / len(read) for f in WEIGHTS}
    total = dict.fromkeys((entry.uid for entry in entries), 0.0)
    for (group, fields), weight in asked(clause).items():
        tf = {
            each.entry.uid: {f: sum(each.count(f, one) for one in group) for f in fields}
            for each in read
        }
        df = sum(any(counts.values()) for counts in tf.values())
        idf = math.log(1 + (len(read) - df + 0.5) / (df + 0.5))
        for each in read:
            frequency = sum(
                WEIGHTS[f] * count / (1 - B + B * each.length(f) / average[f])
                for f, count in tf[each.entry.uid].items()
                if count
            )
            total[each.entry.uid] += weight * idf * frequency * (K1 + 1) / (frequency + K1)
    return total

"""The words of an entry, by text field, with the positions that keep phrases apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.backends.base import Entry
from search.schema import TEXT_FIELDS
from search.words import word_texts

GAP = "|"  # stands between pieces; no word, since words have letters, digits and underscores only


@dataclass(frozen=True)
class Prepared:
    """An entry's words; `stream` has a GAP where no phrase may cross.

    `starts` are the positions in body_other at which each of the entry's other texts begins.
    """

    stream: dict[str, list[str]]
    lengths: dict[str, int]  # in words
    starts: list[int]

    def words(self) -> set[str]:
        """Each word of the entry once."""
        return {word for stream in self.stream.values() for word in stream} - {GAP}


@dataclass(frozen=True)
class Rows:
    """Some entries, and what columns hold of their words: see Prepared. Texts are not looked at."""

    entries: list[Entry]
    lengths: Mapping[str, Any]  # by field, of each entry
    starts: list[list[int]]
    hashes: list[str]

    @classmethod
    def empty(cls) -> Rows:
        """None yet."""
        return cls([], {name: [] for name in TEXT_FIELDS}, [], [])

    def add(self, entry: Entry, prepared: Prepared, content_hash: str) -> None:
        """One more."""
        self.entries.append(entry)
        for name, length in prepared.lengths.items():
            self.lengths[name].append(length)
        self.starts.append(prepared.starts)
        self.hashes.append(content_hash)


def place(counts: Iterable[Sequence[int]]) -> tuple[list[int], list[int], int]:
    """Where the pieces of a field's texts and those texts begin, and where all end.

    `counts` are how many words each piece of each text has. As `prepare` places them: a GAP stands
    between two texts, and between two pieces of one that have words.
    """
    firsts, starts = [], []
    at = 0
    for text in counts:
        at += at > 0
        starts.append(at)
        for count in text:
            at += count > 0 and at > starts[-1]
            firsts.append(at)
            at += count
    return firsts, starts, at


def lean(whole: Entry) -> Entry:
    """An entry without its texts: what columns are made of."""
    return replace(
        whole,
        body=replace(whole.body, pieces=()),
        others=tuple(replace(text, pieces=()) for text in whole.others),
    )


def prepare(entry: Entry) -> Prepared:
    """Cut an entry's texts into words."""
    others: list[str] = []
    starts = []
    for text in entry.others:
        if others:
            others.append(GAP)
        starts.append(len(others))
        others += _stream(text.pieces)
    stream = {
        "title": word_texts(entry.title),
        "body": _stream(entry.body.pieces),
        "body_other": others,
    }
    lengths = {name: len(each) - each.count(GAP) for name, each in stream.items()}
    return Prepared(stream, lengths, starts)


def _stream(pieces: Iterable[str]) -> list[str]:
    stream: list[str] = []
    for piece in pieces:
        found = word_texts(piece)
        if stream and found:
            stream.append(GAP)
        stream += found
    return stream

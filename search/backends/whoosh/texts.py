"""The words of an entry, by text field, with the positions that keep phrases apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.backends.base import Entry, Text
from search.words import word_texts

GAP = "|"  # stands between pieces; no word, since words have letters, digits and underscores only


@dataclass(frozen=True)
class Prepared:
    """An entry with its words; `stream` has a GAP where no phrase may cross.

    `starts` are the positions in body_other at which each of the entry's other texts begins.
    """

    entry: Entry
    stream: dict[str, list[str]]
    lengths: dict[str, int]  # in words
    starts: tuple[int, ...]
    content_hash: str

    def without_texts(self) -> Prepared:
        """What columns are made of."""
        return replace(self, entry=lean(self.entry), stream={})

    def words(self) -> set[str]:
        """Each word of the entry once."""
        return {word for stream in self.stream.values() for word in stream} - {GAP}


def pieces(entry: Entry, name: str) -> list[Sequence[str]]:
    """The pieces of each text of a field."""
    if name == "title":
        return [(entry.title,)]
    return [entry.body.pieces] if name == "body" else [text.pieces for text in entry.others]


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
    """An entry without its texts: what columns are made of.

    Its fields are put where the class keeps them, as `replace` takes ten times as long.
    """
    entry = object.__new__(Entry)
    vars(entry).update(vars(whole))
    vars(entry)["body"] = _empty(whole.body.layer, whole.body.language)
    if whole.others:
        empty = (_empty(text.layer, text.language) for text in whole.others)
        vars(entry)["others"] = tuple(empty)
    return entry


@lru_cache(maxsize=256)
def _empty(layer: str, language: str) -> Text:
    return Text(layer, language, ())


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
    return Prepared(entry, stream, lengths, tuple(starts), entry.content_hash)


def _stream(pieces: Iterable[str]) -> list[str]:
    stream: list[str] = []
    for piece in pieces:
        found = word_texts(piece)
        if stream and found:
            stream.append(GAP)
        stream += found
    return stream

"""The words of an entry, by text field, with the positions that keep phrases apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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

    def words(self) -> set[str]:
        """Each word of the entry once."""
        return {word for stream in self.stream.values() for word in stream} - {GAP}

    def lean(self) -> Prepared:
        """Without the texts: what columns are made of. Spelled out, since `replace` is slow."""
        whole = self.entry
        entry = Entry(
            uid=whole.uid, kind=whole.kind, document=whole.document, title=whole.title,
            title_language=whole.title_language, body=_empty(whole.body),
            others=tuple(map(_empty, whole.others)) if whole.others else (),
            facets=whole.facets, published=whole.published, mentioned=whole.mentioned,
            doubted=whole.doubted, said=whole.said, doors=whole.doors, standings=whole.standings,
        )  # fmt: skip
        return Prepared(entry, {}, self.lengths, self.starts, self.content_hash)


def _empty(text: Text) -> Text:
    return Text(text.layer, text.language, ())


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

"""The `arrays` writer: a segment of Whoosh's own format, made by sorting arrays of numbers.

Each distinct word and each token get a number; both are packed into one uint64 a token and
sorted (`tokens`), then spelled as Whoosh reads them (`spelling`). What Whoosh keeps of a document
beside its words, and the table of terms, is written in bulk; the commit is Whoosh's own.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any
from zlib import adler32, compress

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, _lenfield
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.system import pack_ushort

from search.backends.base import Entry
from search.backends.whoosh import columns, flat, sums, tokens
from search.backends.whoosh.flat import FLAT, Laid
from search.backends.whoosh.layout import length_bytes
from search.backends.whoosh.spelling import Piece, parts
from search.backends.whoosh.termtable import TermTable
from search.backends.whoosh.texts import Rows
from search.backends.whoosh.tokens import Tokens
from search.backends.whoosh.vocabulary import Vocabulary
from search.backends.whoosh.writing import note, without_dead, write_columns
from search.schema import TEXT_FIELDS

Array = np.ndarray
AT_ONCE = 600_000  # characters of text that are cut into words at a time
WHOLE, ZLIB = 0x7FFF, struct.Struct("<BBBHH")  # what lies in one block, uncompressed; its head


class Builder:
    """Takes in the entries of one segment, and writes it; a vocabulary may be shared by several."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.tokens = {name: Tokens() for name in TEXT_FIELDS}
        self.columns = columns.Growing()
        self.uids: list[str] = []
        self.count = 0  # entries
        self.size = 0  # characters of text

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in entries; nothing of them is kept as it is."""
        for some in portions(entries):
            self._add(some)

    def _add(self, entries: list[Entry]) -> None:
        titles = [entry.title for entry in entries]
        bodies = [entry.body.pieces for entry in entries]
        others = [[text.pieces for text in entry.others] for entry in entries]
        found = self._cut(
            titles,
            list(chain.from_iterable(bodies)),
            [piece for texts in others for text in texts for piece in text],
        )
        self.tokens["title"].add(*found[0], [1] * len(entries))
        self.tokens["body"].add(*found[1], list(map(len, bodies)))
        words, counts = found[2]
        left = iter(counts.tolist())
        several = [
            [list(islice(left, len(text))) for text in texts] if texts else [] for texts in others
        ]
        starts = self.tokens["body_other"].add_several(words, several)
        lengths = {name: each.lengths[-1] for name, each in self.tokens.items()}
        self.columns.add(Rows(entries, lengths, starts, [each.content_hash for each in entries]))
        self.uids += [entry.uid for entry in entries]
        self.count += len(entries)

    def _cut(self, *fields: list[str]) -> list[tuple[Array, Array]]:
        """The numbers of the words of each field's pieces, and how many words each piece has."""
        pieces = list(chain.from_iterable(fields))
        self.size += sum(map(len, pieces))
        words, counts = self.vocabulary.numbers(pieces)
        per_piece = np.split(counts, np.cumsum(list(map(len, fields)))[:-1])
        per_field = np.split(words, np.cumsum([each.sum() for each in per_piece])[:-1])
        return list(zip(per_field, per_piece, strict=True))

    def write(self, directory: Path) -> Any:
        """Write all files of the segment and return it; no table of contents names it yet."""
        storage = FileStorage(str(directory))
        codec = W3Codec()
        segment = codec.new_segment(storage, "MAIN")
        self.lengths = {name: np.concatenate(each.lengths) for name, each in self.tokens.items()}
        self._documents(codec.per_document_writer(storage, segment))
        ordered, rank = self._ranked()
        table = self.columns.table(ordered, np.zeros(0))
        keywords = {
            "uid": table.plain["uid"],
            "document": table.plain["document"],
            "kind": np.where(table.plain["claim"], b"claim", b"document"),
        }
        used = self._postings(storage, segment, ordered, rank, keywords)
        table.used = used.astype(np.int32)
        segment.set_doc_count(self.count)
        write_columns(directory, segment, table)
        sums.write_for(directory, segment)
        return segment

    def _documents(self, writer: Any) -> None:
        """What Whoosh keeps of each document: its uid, and the lengths of its texts, in bulk."""
        stored = writer._get_column("_stored")._child
        rows = [_stored(uid.encode()) for uid in self.uids]
        stored._dbfile.write(b"".join(rows))
        sizes = np.array(list(map(len, rows)), np.int32)
        stored._lengths.array = array("i", sizes.tobytes())
        stored._offsets.array = array("i", (np.cumsum(sizes, dtype=np.int32) - sizes).tobytes())
        stored._count = writer._doccount = self.count
        for name in sorted(TEXT_FIELDS):
            lengths = self.lengths[name]
            if total := int(lengths.sum()):
                column = _lenfield(name)
                writer._create_column(column, LENGTHS_COLUMN)
                written = writer._get_column(column)
                written._dbfile.write(length_bytes(lengths).tobytes())
                written._count = len(lengths)
                writer._fieldlengths[name] = total
        writer.close()

    def _postings(
        self,
        storage: FileStorage,
        segment: Any,
        ordered: Sequence[str],
        rank: Array,
        keywords: Mapping[str, Array],
    ) -> Array:
        """Write the postings and the table of terms; in how many entries each word stands."""
        flats: dict[str, Laid] = {}
        keys: list[Array] = []
        words = [word.encode() for word in ordered]
        with segment.create_file(storage, W3Codec.POSTS_EXT) as posts:
            terms = _Terms(posts, TermTable(segment.create_file(storage, W3Codec.TERMS_EXT)))
            for name in sorted((*TEXT_FIELDS, *keywords)):
                if name in TEXT_FIELDS:
                    flats[name], found = self._text(name, rank, words, terms)
                    keys.append(found)
                else:
                    _keyword(name, keywords[name], terms)
            terms.close()
        flat.write(Path(storage.folder) / segment.make_filename(FLAT), flats)
        postings = np.sum([np.diff(each.postings) for each in flats.values()], axis=0)
        return entries_with(keys, self.count, postings)

    def _ranked(self) -> tuple[list[str], Array]:
        """The words of the segment in order, and the rank of each word by its number."""
        spelled, order = self.vocabulary.in_order()
        self.used = {name: each.used(len(spelled)) for name, each in self.tokens.items()}
        numbers = order[np.sum(list(self.used.values()), axis=0)[order] > 0]
        rank = np.zeros(len(spelled), np.uint64)
        rank[numbers] = np.arange(len(numbers), dtype=np.uint64)
        self.used = {name: used[numbers] for name, used in self.used.items()}
        return [spelled[number] for number in numbers.tolist()], rank

    def _text(
        self, name: str, rank: Array, words: Sequence[bytes], terms: _Terms
    ) -> tuple[Laid, Array]:
        """Write the postings of a text field; returned as plain arrays, and the keys of all."""
        tokens, lengths = self.tokens.pop(name), length_bytes(self.lengths[name])
        terms.field(name)
        used = self.used[name]
        ends = np.concatenate(([0], np.cumsum(used)))
        total = int(ends[-1])
        most = max(self.count, int(self.lengths[name].max(initial=0)))
        narrow = np.uint16 if most < 1 << 16 else np.uint32
        # room for as many postings as tokens: what is not written takes no memory
        numbers = np.empty(total, np.uint32)
        docs, counts = np.empty(total, narrow), np.empty(total, narrow)
        postings = np.zeros(len(used), np.int64)  # of each word
        at = token = 0
        for run in tokens.runs(rank, used):
            terms.add(
                [words[each] for each in run.ranks.tolist()],
                Piece(run.starts, run.docs, run.counts, run.deltas, lengths, firsts=run.firsts),
            )
            after = at + len(run.docs)
            docs[at:after], counts[at:after] = run.docs, run.counts
            numbers[token : token + len(run.numbers)] = run.numbers
            postings[run.ranks] = np.diff(run.starts)
            at, token = after, token + len(run.numbers)
        bounds = np.concatenate(([0], np.cumsum(postings)))
        laid = Laid(bounds, ends, docs[:at], counts[:at], numbers, tokens.starts())
        return laid, tokens.keys


def _keyword(name: str, values: Array, terms: _Terms) -> None:
    """Write the postings of a field of one value an entry."""
    ordered, found, counts = np.unique(values, return_inverse=True, return_counts=True)
    docs = np.argsort(found, kind="stable")
    starts = np.concatenate(([0], np.cumsum(counts)))
    none = np.zeros(len(docs), np.uint8)
    words = ordered.tolist()
    terms.field(name)
    for first, after in parts(starts, tokens.AT_ONCE):
        some = docs[starts[first] : starts[after]]
        bounds = starts[first : after + 1] - starts[first]
        terms.add(
            words[first:after], Piece(bounds, some, np.ones_like(some), None, none, firsts=some)
        )


def _stored(uid: bytes) -> bytes:
    """What Whoosh gives back of a document: a pickle of {"uid": uid}, as zlib.compress(..., 0)."""
    row = b"\x80\x02}X\3\0\0\0uidX%b%bs." % (len(uid).to_bytes(4, "little"), uid)
    if (size := len(row)) > WHOLE:
        return compress(row, 0)
    return ZLIB.pack(0x78, 1, 1, size, size ^ 0xFFFF) + row + adler32(row).to_bytes(4, "big")


class _Terms:
    """The files of postings and of terms, field by field."""

    def __init__(self, posts: Any, table: TermTable) -> None:
        self._posts, self._table = posts, table
        self._at = posts.tell()
        self._numbers: dict[str, int] = {}
        table.extras["fieldmap"] = self._numbers

    def field(self, name: str) -> None:
        """What follows is of this field."""
        self._name = name

    def add(self, words: Sequence[bytes], piece: Piece) -> None:
        """The postings of some words in order, and a row a word in the table of terms."""
        prefix = pack_ushort(self._numbers.setdefault(self._name, len(self._numbers)))
        self._posts.write(piece.out)
        infos = piece.infos(self._at)
        self._at += piece.out.nbytes
        self._table.add_sorted([prefix + word for word in words], infos)

    def close(self) -> None:
        """Write what stands at the end of the table."""
        self._table.close()


def entries_with(fields: Sequence[Array], docs: int, postings: Array) -> Array:
    """In how many entries each term stands, in whatever field; the keys of each are given.

    `postings` are how many each term has in all fields.
    """
    doc_bits = np.uint64(docs.bit_length())
    total = postings.copy()
    seen: list[Array] = []
    for keys in sorted(fields, key=len, reverse=True):
        again = np.zeros(len(keys), bool)
        for others in seen:
            if len(others):
                at = np.searchsorted(others, keys)
                again |= others.take(at, mode="clip") == keys
        if seen:
            found = (keys[again] >> doc_bits).view(np.int64)
            total -= np.bincount(found, minlength=len(total))
        seen.append(keys)
    return total


def portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries that have together about AT_ONCE characters of text."""
    some: list[Entry] = []
    size = 0
    for entry in entries:
        some.append(entry)
        size += sum(map(len, entry.body.pieces))
        for text in entry.others:
            size += sum(map(len, text.pieces))
        if size > AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def build(directory: Path, entries: Iterable[Entry]) -> Any:
    """A segment of these entries, or None where there are none; not committed."""
    builder = Builder()
    builder.add(entries)
    return builder.write(directory) if builder.count else None


def commit(
    index: FileIndex, directory: Path, segments: Sequence[Any], gone: Sequence[int] = ()
) -> None:
    """One commit, Whoosh's own: `segments` are new, and the documents numbered `gone` deleted."""
    writer = index.writer()
    for number in gone:
        writer.delete_document(number)
    writer.commit(mergetype=lambda writer, old: [*without_dead(writer, old), *segments])
    note(directory, segments)


def add(index: FileIndex, directory: Path, entries: Iterable[Entry], gone: Sequence[int]) -> int:
    """One commit: a segment of `entries`, and the documents numbered `gone` deleted."""
    segment = build(directory, entries)
    commit(index, directory, [segment] if segment else [], gone)
    return segment.doc_count_all() if segment else 0


def add_all(index: FileIndex, directory: Path, entries: Iterable[Entry]) -> None:
    """All entries, in as many segments as it takes, built on all cores."""
    from search.backends.whoosh.workers import build_all  # noqa: PLC0415

    commit(index, directory, build_all(directory, entries))

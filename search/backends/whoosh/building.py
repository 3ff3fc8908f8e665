"""The `arrays` writer: a segment of Whoosh's own format, made by sorting arrays of numbers.

Each distinct word and each token get a number; both are packed into one uint64 a token and
sorted. What Whoosh keeps of a document beside its words, and the table of terms, its own writers
write; the commit is its own too.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, _lenfield
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.system import pack_ushort

from search.backends.base import Entry
from search.backends.whoosh import columns, flat, sums
from search.backends.whoosh.flat import FLAT, FlatField
from search.backends.whoosh.layout import length_bytes
from search.backends.whoosh.spelling import Field, spelled
from search.backends.whoosh.termtable import TermTable
from search.backends.whoosh.texts import Prepared, lean, pieces, place
from search.backends.whoosh.vocabulary import Vocabulary
from search.backends.whoosh.writing import note, without_dead, write_columns
from search.schema import TEXT_FIELDS

Array = np.ndarray
Lies = tuple[list[int], int]  # positions at which a field's texts start, and how many words
AT_ONCE = 400_000  # characters of text that are cut into words at a time
MOST = 2**32 - 1  # tokens of a segment


class Tokens:
    """The tokens of one field of all documents: which word each is, and where it stands."""

    def __init__(self) -> None:
        self.batches: list[tuple[Array, Array]] = []  # words; pieces (document, first, count)
        self.ends = array("q")  # of each document, the position behind its last

    def add(self, words: Array, counts: Sequence[Sequence[Sequence[int]]]) -> list[Lies]:
        """Place the words of more documents, whose texts' pieces have so many."""
        rows: list[tuple[int, int, int]] = []
        found = []
        for texts in counts:
            firsts, starts, end = place(texts)
            sizes = [size for text in texts for size in text]
            doc = len(self.ends)
            rows += [(doc, *each) for each in zip(firsts, sizes, strict=True)]
            self.ends.append(end)
            found.append((starts, sum(sizes)))
        self.batches.append((words, np.array(rows, np.int64).reshape(-1, 3)))
        return found

    def packed(self, rank: Array, position_bits: int, doc_bits: int) -> Array:
        """(rank of the word, document, position) of every token, in the order of the texts."""
        packed = np.empty(sum(len(words) for words, _ in self.batches), np.uint64)
        rank = rank << np.uint64(position_bits + doc_bits)
        at = 0
        for words, table in self.batches:  # a batch at a time stays near the processor
            docs, firsts, counts = table.T
            places = (docs << position_bits) + firsts - (np.cumsum(counts) - counts)
            some = np.repeat(places, counts)
            some += np.arange(len(some))
            np.bitwise_or(some.view(np.uint64), rank.take(words), out=packed[at : at + len(some)])
            at += len(some)
        return packed


class Builder:
    """Collects the entries of one segment, and writes it; a vocabulary may be shared by several."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.tokens = {name: Tokens() for name in TEXT_FIELDS}
        self.rows: list[Prepared] = []
        self.count = 0  # entries
        self.size = 0  # characters of text
        self._waiting: list[Entry] = []
        self._ready = 0  # characters that are cut into words

    def add(self, entry: Entry) -> None:
        """Take in one entry; its texts are not kept."""
        self._waiting.append(entry)
        self.count += 1
        self.size += len(entry.title) + sum(map(len, entry.body.pieces))
        for text in entry.others:
            self.size += sum(map(len, text.pieces))
        if self.size - self._ready > AT_ONCE:
            self.cut()

    def cut(self) -> None:
        """Cut the texts of the entries that wait into words."""
        entries, self._waiting = self._waiting, []
        self._ready = self.size
        found = {name: self._tokens(name, entries) for name in TEXT_FIELDS}
        for nth, entry in enumerate(entries):
            lengths = {name: each[nth][1] for name, each in found.items()}
            starts = tuple(found["body_other"][nth][0])
            self.rows.append(Prepared(lean(entry), {}, lengths, starts, entry.content_hash))

    def _tokens(self, name: str, entries: Sequence[Entry]) -> list[Lies]:
        """Of each entry, where the texts of a field start, and how many words they have."""
        texts = [pieces(entry, name) for entry in entries]
        words, counts = self.vocabulary.numbers(
            [piece for each in texts for text in each for piece in text]
        )
        left = iter(counts.tolist())
        return self.tokens[name].add(
            words, [[list(islice(left, len(text))) for text in each] for each in texts]
        )

    def write(self, directory: Path) -> Any:
        """Write all files of the segment and return it; no table of contents names it yet."""
        self.cut()
        storage = FileStorage(str(directory))
        codec = W3Codec()
        segment = codec.new_segment(storage, "MAIN")
        self._documents(codec.per_document_writer(storage, segment))
        words, used = self._postings(storage, segment)
        segment.set_doc_count(len(self.rows))
        write_columns(directory, segment, columns.build(self.rows, words, used))
        sums.write_for(directory, segment)
        return segment

    def _documents(self, writer: Any) -> None:
        """What Whoosh keeps of each document: its uid, and the lengths of its texts, in bulk."""
        stored = writer._get_column("_stored")
        for number, row in enumerate(self.rows):
            stored.add(number, {"uid": row.entry.uid})
        writer._doccount = len(self.rows)
        for name in sorted(TEXT_FIELDS):
            lengths = self._lengths(name)
            if total := int(lengths.sum()):
                column = _lenfield(name)
                writer._create_column(column, LENGTHS_COLUMN)
                written = writer._get_column(column)
                written._dbfile.write(length_bytes(lengths).tobytes())
                written._count = len(lengths)
                writer._fieldlengths[name] = total
        writer.close()

    def _lengths(self, name: str) -> Array:
        return np.array([row.lengths[name] for row in self.rows], np.int64)

    def _postings(self, storage: FileStorage, segment: Any) -> tuple[list[str], Array]:
        """Write the postings and the table of terms; each word, and in how many entries it stands.

        The words come in order.
        """
        ordered, rank = self._ranked()
        flats: dict[str, FlatField] = {}
        terms = TermTable(segment.create_file(storage, W3Codec.TERMS_EXT))
        numbers: dict[str, int] = {}
        terms.extras["fieldmap"] = numbers
        encoded = [word.encode() for word in ordered]
        with segment.create_file(storage, W3Codec.POSTS_EXT) as posts:
            for name in sorted((*TEXT_FIELDS, "uid", "document", "kind")):
                if name in TEXT_FIELDS:
                    (found, flats[name]), keys = self._text(name, rank), encoded
                else:
                    found, keys = self._keyword(name)
                if len(found.terms):
                    prefix = pack_ushort(numbers.setdefault(name, len(numbers)))
                    _write_field(found, keys, prefix, posts, terms)
        terms.close()
        flat.write(Path(storage.folder) / segment.make_filename(FLAT), flats, len(ordered))
        return ordered, entries_with(flats.values(), len(ordered))

    def _ranked(self) -> tuple[list[str], Array]:
        """The words of the segment in order, and the rank of each word by its number."""
        spelled = list(self.vocabulary.of)
        stands = np.zeros(len(spelled), bool)
        for tokens in self.tokens.values():
            for words, _pieces in tokens.batches:
                stands[words] = True
        numbers = np.flatnonzero(stands).tolist()
        numbers.sort(key=spelled.__getitem__)
        rank = np.zeros(len(spelled), np.uint64)
        rank[numbers] = np.arange(len(numbers), dtype=np.uint64)
        return [spelled[number] for number in numbers], rank

    def _text(self, name: str, rank: Array) -> tuple[Field, FlatField]:
        """The postings of a text field: (term, document, position) of each token, sorted.

        In place, since a segment has millions of tokens.
        """
        tokens = self.tokens.pop(name)
        ends = np.frombuffer(tokens.ends, np.int64)
        position_bits, doc_bits = int(ends.max(initial=1)).bit_length(), len(ends).bit_length()
        if position_bits + doc_bits + len(rank).bit_length() > 64 or ends.sum() > MOST:
            raise OverflowError("A segment of this size can't be sorted; make smaller ones.")
        packed = tokens.packed(rank, position_bits, doc_bits)
        del tokens.batches
        packed.sort()
        positions = packed.astype(np.uint32)
        positions &= np.uint32((1 << position_bits) - 1)
        packed >>= np.uint64(position_bits)
        changes = np.ones(len(packed) + 1, bool)
        np.not_equal(packed[1:], packed[:-1], out=changes[1:-1])
        bounds = np.flatnonzero(changes)
        firsts, counts = bounds[:-1], np.diff(bounds).astype(np.int32)
        postings = packed[firsts]
        doc_mask = np.uint64((1 << doc_bits) - 1)
        packed &= doc_mask
        # one number is left out behind each document
        starts = np.cumsum(ends + 1) - ends - 1
        numbers = starts.astype(np.uint32).take(packed.view(np.int64))
        del packed
        numbers += positions
        at_first = positions[firsts]
        positions[1:] -= positions[:-1]  # from here on differences
        positions[firsts] = at_first
        docs = (postings & doc_mask).astype(np.uint32)
        terms = (postings >> np.uint64(doc_bits)).astype(np.uint32)
        return (
            Field(terms, docs, counts, positions, length_bytes(self._lengths(name))),
            FlatField(terms, docs, counts, numbers, starts),
        )

    def _keyword(self, name: str) -> tuple[Field, list[bytes]]:
        """The postings of a field of one value an entry, and its values in order."""
        values = np.array([getattr(row.entry, name).encode() for row in self.rows], "S")
        ordered, terms = np.unique(values, return_inverse=True)
        docs = np.argsort(terms, kind="stable")
        ones, none = np.ones(len(docs), np.int64), np.zeros(len(docs), np.uint8)
        return Field(terms[docs], docs, ones, None, none), ordered.tolist()


def entries_with(fields: Iterable[FlatField], terms: int) -> Array:
    """In how many entries each term stands, in whatever field."""
    total = np.zeros(terms, np.int64)
    seen: list[Array] = []
    for each in sorted(fields, key=lambda each: -len(each.terms)):
        pairs = each.terms.astype(np.int64) << 32 | each.docs
        new = np.ones(len(pairs), bool)
        for others in seen:
            at = np.searchsorted(others, pairs)
            new &= others.take(at, mode="clip") != pairs if len(others) else True
        total += np.bincount(each.terms[new], minlength=terms)
        seen.append(pairs)
    return total


def _write_field(
    found: Field, keys: Sequence[bytes], prefix: bytes, posts: Any, terms: TermTable
) -> None:
    """The postings of a field, and a row a term in the table of terms."""
    ranks = found.terms[found.term_starts[:-1]].tolist()
    done = 0
    for piece, infos in spelled(found, posts.tell()):
        posts.write(piece.data)
        some = [prefix + keys[rank] for rank in ranks[done : done + len(infos)]]
        terms.add_sorted(some, infos.tobytes(), infos.dtype.itemsize)
        done += len(infos)


def build(directory: Path, entries: Iterable[Entry]) -> Any:
    """A segment of these entries, or None where there are none; not committed."""
    builder = Builder()
    for entry in entries:
        builder.add(entry)
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

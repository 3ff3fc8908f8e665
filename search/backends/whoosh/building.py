"""The `arrays` writer: a segment of Whoosh's own format, made by sorting arrays of numbers.

Each distinct word gets a number; (word, document, position) is packed into one uint64 a token and
sorted. What Whoosh keeps of a document beside its words, and the table of terms, its own writers
write; the commit is its own too.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.system import pack_ushort

from search.backends.base import Entry
from search.backends.whoosh import columns, flat, sums
from search.backends.whoosh.flat import FLAT, FlatField
from search.backends.whoosh.layout import length_bytes
from search.backends.whoosh.spelling import Field, spelled
from search.backends.whoosh.termtable import TermTable
from search.backends.whoosh.texts import GAP, Prepared, prepare
from search.backends.whoosh.writing import note, schema, without_dead, write_columns
from search.schema import TEXT_FIELDS

Array = np.ndarray


class Numbers(dict[str, int]):
    """A number for each word, in the order in which they are met; 0 is the GAP."""

    def __missing__(self, word: str) -> int:
        number = len(self)
        self[word] = number
        return number


@dataclass
class Tokens:
    """The words of one field of all documents, as numbers, and how many each document has."""

    numbers: array[int] = field(default_factory=lambda: array("I"))
    sizes: array[int] = field(default_factory=lambda: array("I"))


class Builder:
    """Collects the entries of one segment, and writes it."""

    def __init__(self) -> None:
        self.numbers = Numbers({GAP: 0})
        self.tokens = {name: Tokens() for name in TEXT_FIELDS}
        self.rows: list[Prepared] = []

    def add(self, entry: Entry) -> None:
        """Take in one entry; its texts are not kept."""
        row = prepare(entry)
        number = self.numbers.__getitem__
        for name, stream in row.stream.items():
            tokens = self.tokens[name]
            tokens.numbers.extend(map(number, stream))
            tokens.sizes.append(len(stream))
        self.rows.append(row.lean())

    def write(self, directory: Path) -> Any:
        """Write all files of the segment and return it; no table of contents names it yet."""
        storage = FileStorage(str(directory))
        codec = W3Codec()
        segment = codec.new_segment(storage, "MAIN")
        self._documents(codec.per_document_writer(storage, segment))
        words = self._postings(storage, segment)
        segment.set_doc_count(len(self.rows))
        write_columns(directory, segment, columns.build(self.rows, words))
        sums.write_for(directory, segment)
        return segment

    def _documents(self, writer: Any) -> None:
        """What Whoosh keeps of each document: its uid, and the lengths of its texts."""
        fields = dict(schema().items())
        for number, row in enumerate(self.rows):
            writer.start_doc(number)
            for name in sorted(TEXT_FIELDS):
                writer.add_field(name, fields[name], None, row.lengths[name])
            writer.add_field("uid", fields["uid"], row.entry.uid, 0)
            writer.finish_doc()
        writer.close()

    def _postings(self, storage: FileStorage, segment: Any) -> dict[str, int]:
        """Write the postings and the table of terms; in how many entries each word stands."""
        ordered = sorted(self.numbers.keys() - {GAP})
        rank = np.zeros(len(self.numbers), np.uint64)
        rank[[self.numbers[word] for word in ordered]] = np.arange(len(ordered), dtype=np.uint64)
        terms = TermTable(segment.create_file(storage, W3Codec.TERMS_EXT))
        field_numbers: dict[str, int] = {}
        terms.extras["fieldmap"] = field_numbers
        stands: list[Array] = []
        flats: dict[str, FlatField] = {}
        encoded = [word.encode() for word in ordered]
        with segment.create_file(storage, W3Codec.POSTS_EXT) as posts:
            for name in sorted((*TEXT_FIELDS, "uid", "document", "kind")):
                if name in TEXT_FIELDS:
                    (found, flats[name]), keys = self._text(name, rank), encoded
                    stands.append(found.terms << 32 | found.docs)
                else:
                    found, keys = self._keyword(name)
                if len(found.terms):
                    prefix = pack_ushort(field_numbers.setdefault(name, len(field_numbers)))
                    _write_field(found, keys, prefix, posts, terms)
        terms.close()
        flat.write(Path(storage.folder) / segment.make_filename(FLAT), flats, len(ordered))
        return dict(zip(ordered, _entries_with(stands, len(ordered)).tolist(), strict=True))

    def _text(self, name: str, rank: Array) -> tuple[Field, FlatField]:
        """The postings of a text field: (term, document, position) of each token, sorted.

        In place, since a segment has millions of tokens.
        """
        tokens = self.tokens[name]
        sizes = np.frombuffer(tokens.sizes, np.uint32).astype(np.int64)
        numbers = np.frombuffer(tokens.numbers, np.uint32)
        position_bits = int(sizes.max(initial=1)).bit_length()
        doc_bits = len(sizes).bit_length()
        if position_bits + doc_bits + len(rank).bit_length() > 64:
            raise OverflowError("A segment of this size can't be sorted; make smaller ones.")
        packed = np.arange(len(numbers), dtype=np.uint64)
        starts = (np.cumsum(sizes) - sizes).astype(np.uint64)
        # position - start of the document, and the document above it
        docs = np.arange(len(sizes), dtype=np.uint64) << np.uint64(position_bits)
        packed += np.repeat(docs - starts, sizes)
        packed += rank[numbers] << np.uint64(doc_bits + position_bits)
        packed = packed[numbers > 0]
        packed.sort()
        lengths = np.array([row.lengths[name] for row in self.rows], np.int64)
        positions = (packed & np.uint64((1 << position_bits) - 1)).astype(np.int32)
        packed >>= np.uint64(position_bits)
        field = _unpacked(packed, positions, doc_bits, length_bytes(lengths))
        # one number is left out behind each document
        firsts = np.cumsum(sizes + 1) - sizes - 1
        places = np.repeat(firsts[field.docs], field.counts) + positions
        return field, FlatField(field.terms, field.docs, field.counts, places, firsts)

    def _keyword(self, name: str) -> tuple[Field, list[bytes]]:
        """The postings of a field of one value an entry, and its values in order."""
        values = np.array([getattr(row.entry, name).encode() for row in self.rows], "S")
        ordered, terms = np.unique(values, return_inverse=True)
        docs = np.argsort(terms, kind="stable")
        ones, none = np.ones(len(docs), np.int64), np.zeros(len(docs), np.uint8)
        return Field(terms[docs], docs, ones, None, none), ordered.tolist()


def _entries_with(stands: Sequence[Array], terms: int) -> Array:
    """In how many entries each term stands, of (term << 32 | document) for each field."""
    pairs = np.concatenate(stands)
    pairs.sort()  # far quicker than numpy's unique, which hashes
    is_new = np.diff(pairs, prepend=-1) != 0
    return np.bincount(pairs[is_new] >> 32, minlength=terms)


def _unpacked(postings: Array, positions: Array, doc_bits: int, lengths: Array) -> Field:
    """Postings from sorted tokens: (term, document) and position of each."""
    is_first = np.ones(len(postings), bool)
    np.not_equal(postings[1:], postings[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    deltas = np.diff(positions, prepend=np.int32(0))
    deltas[starts] = positions[starts]
    postings = postings[starts]
    return Field(
        terms=(postings >> np.uint64(doc_bits)).astype(np.int64),
        docs=(postings & np.uint64((1 << doc_bits) - 1)).astype(np.int32),
        counts=np.diff(starts, append=len(positions)).astype(np.int32),
        deltas=deltas,
        lengths=lengths,
    )


def _write_field(
    found: Field, keys: Sequence[bytes], prefix: bytes, posts: Any, terms: TermTable
) -> None:
    """The postings of a field, and a row a term in the table of terms."""
    ranks = found.terms[found.term_starts[:-1]].tolist()
    done = 0
    for piece, infos in spelled(found, posts.tell()):
        posts.write(piece.tobytes())
        some = [prefix + keys[rank] for rank in ranks[done : done + len(infos)]]
        terms.add_sorted(some, infos.tobytes(), infos.dtype.itemsize)
        done += len(infos)


def build(directory: Path, entries: Iterable[Entry]) -> Any:
    """A segment of these entries, or None where there are none; not committed."""
    builder = Builder()
    for entry in entries:
        builder.add(entry)
    return builder.write(directory) if builder.rows else None


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

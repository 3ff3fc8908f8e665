"""Index and database compared, and made equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from search.backends import get_backend
from search.backends.base import Entry
from search.entries import all_entries, entries_of

BATCH = 200  # documents repaired at a time


@dataclass
class Difference:
    """What the index lacks, holds in an older state, or holds though it is gone; by sentence."""

    documents: dict[str, None] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str, document: str) -> None:
        """Note one entry that differs, and the document that it is of."""
        self.sentences.append(sentence)
        self.documents[document] = None


def compare(entries: Iterable[Entry]) -> Difference:
    """Every uid and content hash of the index against those of `entries`."""
    backend = get_backend()
    held = backend.hashes()
    difference = Difference()
    for entry in entries:
        content = held.pop((entry.kind, entry.uid), None)
        if content is None:
            difference.add(f"missing: {entry.kind} {entry.uid}", entry.document)
        elif content != entry.content_hash:
            difference.add(f"outdated: {entry.kind} {entry.uid}", entry.document)
    documents = backend.documents_of(held)
    for key in sorted(held):
        difference.add(f"left over: {key[0]} {key[1]}", documents[key])
    return difference


def repair(difference: Difference) -> int:
    """Write again the documents that differ; returns how many."""
    source: Iterator[str] = iter(difference.documents)
    while batch := list(islice(source, BATCH)):
        get_backend().replace(batch, entries_of(batch))
    get_backend().settle()
    return len(difference.documents)


def shown(entries: Iterable[Entry], total: int, words: str) -> Any:
    """The entries, with a bar over the documents where someone watches."""
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(total=total, desc=words, unit="doc", disable=None) as bar:
        for entry in entries:
            if entry.kind == "document":
                bar.update()
            yield entry


def everything(total: int, words: str) -> Iterator[Entry]:
    """All entries of the database, with a bar."""
    yield from shown(all_entries(), total, words)

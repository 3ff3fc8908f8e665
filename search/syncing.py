"""Index and database compared, and made equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from search.backends import get_backend
from search.backends.base import Entry
from search.entries import all_entries, entries_of

BATCH = 200  # documents repaired at a time


class Differing(NamedTuple):
    """One entry that differs: "missing", "outdated" or "left over"; and the document it is of."""

    how: str
    kind: str
    uid: str
    document: str

    def __str__(self) -> str:
        return f"{self.how}: {self.kind} {self.uid}"


@dataclass
class Difference:
    """What the index lacks, holds in an older state, or holds though it is gone."""

    found: list[Differing] = field(default_factory=list)

    @property
    def documents(self) -> dict[str, None]:
        """The documents whose entries differ, each once, in the order found."""
        return dict.fromkeys(each.document for each in self.found)

    @property
    def sentences(self) -> list[str]:
        """The entries that differ, each in a line."""
        return [str(each) for each in self.found]


def compare(entries: Iterable[Entry]) -> Difference:
    """Every uid and content hash of the index against those of `entries`."""
    backend = get_backend()
    held = backend.hashes()
    found: list[Differing] = []
    for entry in entries:
        content = held.pop((entry.kind, entry.uid), None)
        if content is None:
            found.append(Differing("missing", entry.kind, entry.uid, entry.document))
        elif content != entry.content_hash:
            found.append(Differing("outdated", entry.kind, entry.uid, entry.document))
    documents = backend.documents_of(held)
    found += (Differing("left over", *key, documents[key]) for key in sorted(held))
    return Difference(found)


def repair(difference: Difference) -> int:
    """Write again the documents that differ; returns how many."""
    documents = difference.documents
    source: Iterator[str] = iter(documents)
    while batch := list(islice(source, BATCH)):
        get_backend().replace(batch, entries_of(batch))
    get_backend().settle()
    return len(documents)


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

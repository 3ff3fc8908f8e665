"""The texts that suggestions are made on: of each document the version that is read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.leaf import first_read
from archive.models import Boilerplate, Document, Version

BATCH = 50  # documents at a time: one transaction holds no more


@dataclass(frozen=True)
class Text:
    """A version that is suggested on, its document, and its boilerplate as spans."""

    document: Document
    version: Version
    boilerplate: tuple[tuple[int, int], ...] = ()

    def is_boilerplate(self, start: int, end: int) -> bool:
        """Whether these code points touch what is no part of the article."""
        return any(start < last and first < end for first, last in self.boilerplate)


def batches(keys: Sequence[int]) -> Iterator[list[Text]]:
    """The texts of the documents with these primary keys, BATCH documents at a time."""
    for at in range(0, len(keys), BATCH):
        yield texts_of(keys[at : at + BATCH])


def texts_of(keys: Sequence[int]) -> list[Text]:
    """The text that is read first of each of these documents; a document without one has none."""
    rows = Document.objects.filter(pk__in=keys).prefetch_related("versions").order_by("pk")
    read = [(row, list(row.versions.all())) for row in rows]
    chosen = [(row, first_read(versions)) for row, versions in read if versions]
    marked: dict[int, list[tuple[int, int]]] = {}
    spans = Boilerplate.objects.filter(passage__version__in=[v.pk for _row, v in chosen])
    for pk, start, end in spans.values_list("passage__version", "passage__start", "passage__end"):
        marked.setdefault(pk, []).append((start, end))
    found = []
    for document, version in chosen:
        version.document = document
        found.append(Text(document, version, tuple(sorted(marked.get(version.pk, ())))))
    return found

"""A whole result set, in order and in batches, as rows of a table or lines of JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Claim, Dating, Document, Mention, Version
from search.filters import Asked
from search.finding import NOTHING, ask, bare, resolved_for
from search.hits import ClaimHit, DocumentHit, ShownHit, shown

BATCH = 200  # hits read from the database at once
TEXT = "passage__version__document"

COLUMNS = {
    "documents": ("uid", "url", "title", "published", "publisher", "language", "layer", "snippet"),
    "claims": (
        "uid", "url", "title", "quote", "claimants", "mode", "in_translation", "status", "standing",
        "document", "published", "publisher", "language", "layer",
    ),
}  # fmt: skip
# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Address = Callable[[str], str]


class Export:
    """The hits of one search, up to `limit`; `sentence` says whether, and where, it was cut."""

    def __init__(self, asked: Asked, user: Any, limit: int) -> None:
        self.asked = asked
        self.user = user
        self.limit = limit
        self.query = bare(resolved_for(asked, user).query)
        self.total = NOTHING.total
        self.sentence = ""

    def hits(self) -> Iterator[ShownHit]:
        """Every hit, a batch at a time; one that vanished meanwhile is left out."""
        if self.asked.errors:
            self.sentence = _("A filter could not be read, so nothing is exported.")
            return
        for offset in range(0, self.limit, BATCH):
            size = min(BATCH, self.limit - offset)
            results, self.sentence = ask(replace(self.query, offset=offset, limit=size))
            self.total = results.total
            yield from shown(results.hits, results.words, self.user)
            if offset + size >= results.total or self.sentence:
                break
        if self.total > self.limit and not self.sentence:
            self.sentence = _(
                "Cut after %(limit)s of %(total)s: narrow the search for the rest."
            ) % {
                "limit": self.limit,
                "total": self.total,
            }


def as_cells(hit: ShownHit, columns: tuple[str, ...], address: Address) -> list[str]:
    """The hit as cells; no cell is a formula."""
    values = hit.as_json() | {"url": address(hit.as_json()["url"])}
    return [_cell(values[column]) for column in columns]


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_line(hit: ShownHit, user: Any, address: Address) -> dict[str, Any]:
    """The hit as one line of JSON: of a document an ingest line, of a claim the hit itself."""
    if isinstance(hit, ClaimHit):
        return hit.as_json() | {"url": address(hit.as_json()["url"])}
    return document_line(hit, user) | {"url": address(hit.document.get_absolute_url())}


def document_line(hit: DocumentHit, user: Any) -> dict[str, Any]:
    """A document as `ingest` reads it, annotations by their offsets into the text.

    Where only an extract opens to this user there is neither text nor an offset into it.
    """
    document = hit.document
    line = record_line(document)
    version = hit.version
    if version is None or not document.text_opens_to(user):
        return line
    return line | {
        "language": version.language,
        "text": version.text,
        "entities": [_mention(mention) for mention in _visible(Mention, version, user)],
        "claims": [_claim(claim) for claim in _visible(Claim, version, user)],
        "dates": [_dating(dating) for dating in _visible(Dating, version, user) if dating.edtf],
    }


def record_line(document: Document) -> dict[str, Any]:
    """A document's record, without what is empty."""
    line = {
        "uid": document.uid,
        "title": document.title,
        "published": document.dated,
        "publisher": document.publisher.name if document.publisher else "",
        "byline": document.byline,
        "source_url": document.source_url,
        "rights": document.rights,
        "genre": document.genre,
        "sample": document.sample,
        "identifiers": {row.scheme: row.value for row in document.identifiers.all()},
        "collections": [
            row.collection.name for row in _with(document.in_collections, "collection")
        ],
        "topics": [row.topic.name for row in _with(document.has_topics, "topic")],
    }
    return {name: value for name, value in line.items() if value or name == "title"}


def _with(rows: Any, relation: str) -> Any:
    return rows.select_related(relation)


def _visible(model: Any, version: Version, user: Any) -> Any:
    rows = model.objects.visible_to(user).filter(passage__version=version)
    return rows.select_related("passage").order_by("passage__start", "passage__end", "pk")


def _mention(mention: Mention) -> dict[str, Any]:
    entity, passage = mention.entity, mention.passage
    return {"name": entity.name, "kind": entity.kind, "start": passage.start, "end": passage.end}


def _claim(claim: Claim) -> dict[str, Any]:
    attribution = claim.attributions.first()
    line = {
        "start": claim.passage.start,
        "end": claim.passage.end,
        "statement": claim.statement,
        "claimant": str(attribution) if attribution else "",
        "mode": claim.mode,
        "said": claim.said,
    }
    return {name: value for name, value in line.items() if value != ""}


def _dating(dating: Dating) -> dict[str, Any]:
    return {"start": dating.passage.start, "end": dating.passage.end, "edtf": dating.edtf}

"""A whole result set, in order and in batches, as rows of a table or lines of JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from archive.leaf import CLAIMANTS
from archive.models import Claim, Dating, Document, Mention
from search.backends.base import Results
from search.filters import Asked
from search.finding import NOTHING, ask, bare, resolved_for
from search.hits import ClaimHit, DocumentHit, ShownHit, shown

BATCH = 200  # hits read from the database at once

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
    """The hits of one search, up to `limit`; `sentence` says whether, and where, it was cut.

    The first hits are asked for at once, so that an index that can't answer is told by the status
    (`trouble`) before anything is sent.
    """

    def __init__(self, asked: Asked, user: Any, limit: int) -> None:
        self.asked = asked
        self.user = user
        self.limit = limit
        self.query = bare(resolved_for(asked, user).query)
        self._first = (NOTHING, "") if asked.errors else self._ask(0)
        self.trouble = self.sentence = self._first[1]

    def _ask(self, offset: int) -> tuple[Results, str]:
        size = min(BATCH, self.limit - offset)
        return ask(replace(self.query, offset=offset, limit=size))

    def hits(self) -> Iterator[ShownHit]:
        """Every hit, one by one."""
        for batch in self.batches():
            yield from batch

    def batches(self) -> Iterator[list[ShownHit]]:
        """Every hit, at most 200 at a time; one that vanished meanwhile is left out."""
        if self.asked.errors:
            self.sentence = _("A filter could not be read, so nothing is exported.")
            return
        total = self._first[0].total
        for offset in range(0, min(self.limit, max(total, 1)), BATCH):
            results, self.sentence = self._ask(offset) if offset else self._first
            if self.sentence:
                return
            yield shown(results.hits, results.words, self.user)
            total = results.total
        if total > self.limit:
            self.sentence = _(
                "Cut after %(limit)s of %(total)s: narrow the search for the rest."
            ) % {"limit": self.limit, "total": total}


def as_cells(hit: ShownHit, columns: tuple[str, ...], address: Address) -> list[str]:
    """The hit as cells; no cell is a formula."""
    values = hit.as_json() | {"url": address(hit.as_json()["url"])}
    return [_cell(values[column]) for column in columns]


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_lines(hits: Sequence[ShownHit], user: Any, address: Address) -> Iterator[dict[str, Any]]:
    """The hits as lines of JSON: a document as an ingest line, a claim as the hit itself."""
    documents = [hit for hit in hits if isinstance(hit, DocumentHit)]
    prefetch_related_objects(
        [hit.document for hit in documents],
        "identifiers", "in_collections__collection", "has_topics__topic",
    )  # fmt: skip
    said = _annotations(documents, user)
    for hit in hits:
        if isinstance(hit, ClaimHit):
            yield hit.as_json() | {"url": address(hit.as_json()["url"])}
        else:
            line = record_line(hit.document)
            if hit.version is not None and hit.version.pk in said:
                line |= {"language": hit.version.language, "text": hit.version.text}
                line |= said[hit.version.pk]
            yield line | {"url": address(hit.document.get_absolute_url())}


def _annotations(hits: Sequence[DocumentHit], user: Any) -> dict[int, dict[str, Any]]:
    """By version the entities, claims and dates of its text, by their offsets into it.

    Only of texts that open to this user: of an extract there is neither text nor an offset.
    """
    versions = [hit.version for hit in hits if hit.version is not None]
    opened = [v.pk for v in versions if v.document.text_opens_to(user)]
    said: dict[int, dict[str, Any]] = {
        pk: {"entities": [], "claims": [], "dates": []} for pk in opened
    }
    for mention in _visible(Mention, opened, user).select_related("entity"):
        said[mention.passage.version_id]["entities"].append(_mention(mention))
    for claim in _visible(Claim, opened, user).prefetch_related(CLAIMANTS):
        said[claim.passage.version_id]["claims"].append(_claim(claim))
    for dating in _visible(Dating, opened, user).exclude(edtf=""):
        said[dating.passage.version_id]["dates"].append(_dating(dating))
    return said


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
        "collections": [row.collection.name for row in document.in_collections.all()],
        "topics": [row.topic.name for row in document.has_topics.all()],
    }
    return {name: value for name, value in line.items() if value or name == "title"}


def _visible(model: Any, versions: Sequence[int], user: Any) -> Any:
    rows = model.objects.visible_to(user).filter(passage__version__in=versions)
    return rows.select_related("passage").order_by("passage__start", "passage__end", "pk")


def _mention(mention: Mention) -> dict[str, Any]:
    entity, passage = mention.entity, mention.passage
    return {"name": entity.name, "kind": entity.kind, "start": passage.start, "end": passage.end}


def _claim(claim: Any) -> dict[str, Any]:
    attribution = next(iter(claim.claimants), None)
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

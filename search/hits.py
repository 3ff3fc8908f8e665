"""A page of hits as people and programs see it: read from the database as this user may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.safestring import SafeString

from archive.models import (
    READING_ORDER,
    Assessment,
    Attribution,
    Boilerplate,
    Claim,
    Document,
    Layer,
    Status,
    Version,
)
from archive.reading import Context, around
from archive.standing import Standing, standings_of
from search.backends.base import Entry, Hit, Sought, Text
from search.entries import newest_by_layer, pieces, read_first
from search.snippets import Term, snippet

TEXT = "passage__version__document"


@dataclass(frozen=True)
class DocumentHit:
    """A document found, with the words that it was found by."""

    document: Document
    version: Version | None
    layer: str
    snippet: SafeString
    claims: int
    texts: Entry
    why: tuple[Any, ...] | None = None  # search.reasons.Reason; None where nobody asked

    kind = "document"

    @property
    def uid(self) -> str:
        """The uid of the document."""
        return str(self.document.uid)

    @property
    def says_layer(self) -> bool:
        """Whether the words were found in another text than is read first."""
        first = read_first(list(self.document.versions.all()))
        return first is not None and self.layer not in ("", first.layer)

    @property
    def layer_label(self) -> str:
        """The layer in words."""
        return str(Layer(self.layer).label)

    def as_json(self) -> dict[str, Any]:
        """The hit of the contract."""
        return {
            "kind": self.kind,
            "uid": self.document.uid,
            "url": self.document.get_absolute_url(),
            "title": self.document.title,
            "snippet": self.snippet,
            "published": self.document.dated or None,
            "publisher": self.document.publisher.name if self.document.publisher else None,
            "language": self.version.language if self.version else None,
            "layer": self.layer,
        }


@dataclass(frozen=True)
class ClaimHit:
    """A claim found, beside the words that it rests on."""

    claim: Claim
    context: Context
    snippet: SafeString
    standing: Standing
    why: tuple[Any, ...] | None = None  # search.reasons.Reason; None where nobody asked

    kind = "claim"

    @property
    def texts(self) -> Entry:
        """What was searched of it: its statement and its quote, without facets."""
        version = self.claim.passage.version
        quote = Text(version.layer, version.language, (self.claim.passage.quote,))
        return Entry(self.uid, self.kind, self.document.uid, self.claim.statement, quote)

    @property
    def uid(self) -> str:
        """The uid of the claim."""
        return str(self.claim.uid)

    @property
    def document(self) -> Document:
        """The document in which it stands."""
        return self.claim.passage.version.document

    @property
    def claimants(self) -> list[str]:
        """The claimants: by name, or as the text words them."""
        return [str(attribution) for attribution in self.claim.attributions.all()]

    @property
    def status(self) -> Status:
        """The newest assessment, or that there is none."""
        newest = next(iter(self.claim.assessments.all()), None)
        return Status(newest.status) if newest else Status.NOT_ASSESSED

    def as_json(self) -> dict[str, Any]:
        """The hit of the contract."""
        document, version = self.document, self.claim.passage.version
        return {
            "kind": self.kind,
            "uid": self.claim.uid,
            "url": self.claim.get_absolute_url(),
            "title": self.claim.statement,
            "snippet": self.snippet,
            "published": document.dated or None,
            "publisher": document.publisher.name if document.publisher else None,
            "language": version.language,
            "layer": version.layer,
            "document": document.uid,
            "quote": self.claim.passage.quote,
            "claimants": self.claimants,
            "mode": self.claim.mode,
            "in_translation": self.claim.in_translation,
            "status": self.status.value,
            "standing": self.standing.value,
        }


ShownHit = DocumentHit | ClaimHit


def shown(hits: Sequence[Hit], words: Sequence[Sought], user: Any) -> list[ShownHit]:
    """The hits in their order, read from the database; what this user may not see is left out."""
    if not hits:
        return []
    if hits[0].kind == "claim":
        return list(_claims(hits, words, user))
    return list(_documents(hits, words, user))


def _documents(hits: Sequence[Hit], words: Sequence[Sought], user: Any) -> Iterable[DocumentHit]:
    rows = Document.objects.visible_to(user).filter(uid__in=[hit.uid for hit in hits])
    versions = Prefetch("versions", Version.objects.order_by("number"))
    rows = rows.select_related("publisher").prefetch_related(versions)
    by_uid = {row.uid: row for row in rows}
    counts = dict(
        Claim.objects.visible_to(user)
        .filter(**{f"{TEXT}__in": [row.pk for row in by_uid.values()]})
        .order_by()
        .values_list(TEXT)
        .annotate(Count("pk"))
    )
    boilerplate = _boilerplate(row.pk for row in by_uid.values())
    for hit in hits:
        if document := by_uid.get(hit.uid):
            version = _version(document, hit.layer)
            cut = pieces(version.text, boilerplate[version.pk]) if version else ()
            found = marked("\n\n".join(cut), words)
            claims = counts.get(document.pk, 0)
            texts = _texts(document, boilerplate)
            yield DocumentHit(document, version, hit.layer, found, claims, texts)


def _texts(document: Document, boilerplate: dict[int, list[tuple[int, int]]]) -> Entry:
    """What is searched of a document: its title and the newest text of each layer."""
    newest = newest_by_layer(document.versions.all())
    shown_first = [newest[layer] for layer in READING_ORDER if layer in newest]
    texts = [
        Text(each.layer, each.language, pieces(each.text, boilerplate[each.pk]))
        for each in shown_first
    ]
    first = texts[0] if texts else Text("", "", ())
    return Entry(document.uid, "document", document.uid, document.title, first, tuple(texts[1:]))


def _boilerplate(documents: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """The spans of boilerplate in these documents, by version."""
    rows = Boilerplate.objects.filter(passage__version__document__in=documents)
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for version, start, end in rows.values_list(
        "passage__version", "passage__start", "passage__end"
    ):
        spans[version].append((start, end))
    return spans


def _version(document: Document, layer: str) -> Version | None:
    """The newest version of the layer that was hit, else what is read first."""
    versions = list(document.versions.all())
    of_layer = [version for version in versions if version.layer == layer]
    return of_layer[-1] if of_layer else read_first(versions)


def _claims(hits: Sequence[Hit], words: Sequence[Sought], user: Any) -> Iterable[ClaimHit]:
    rows = (
        Claim.objects.findable_by(user)
        .filter(uid__in=[hit.uid for hit in hits])
        .select_related(f"{TEXT}__publisher")
        .prefetch_related(
            Prefetch("attributions", Attribution.objects.select_related("entity", "via")),
            Prefetch("assessments", Assessment.objects.order_by("-made_at", "-pk")),
        )
    )
    by_uid = {row.uid: row for row in rows}
    standings = standings_of([row.pk for row in by_uid.values()], user)
    for hit in hits:
        if claim := by_uid.get(hit.uid):
            passage = claim.passage
            context = around(passage.version.text, passage.start, passage.end)
            quote = marked(passage.quote, words, length=len(passage.quote))
            yield ClaimHit(claim, context, quote, standings[claim.pk])


def marked(text: str, words: Sequence[Sought], length: int = 240) -> SafeString:
    """The piece of `text` that shows the words: escaped by `snippet`, whose only tag is <mark>."""
    terms = [Term(sought.slots) for sought in words if sought.field != "title"]
    return snippet(text, terms, length=length)

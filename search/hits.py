"""A page of hits as people and programs see it: read from the database as this user may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class DocumentHit:
    """A document found, with the words that it was found by.

    `newest` has the newest version of each layer, `boilerplate` the spans of it by version.
    """

    document: Document
    version: Version | None
    layer: str
    snippet: SafeString
    claims: int
    newest: Mapping[str, Version]
    boilerplate: Mapping[int, Spans]
    why: tuple[Any, ...] | None = None  # search.reasons.Reason; None where nobody asked

    kind = "document"

    @property
    def uid(self) -> str:
        """The uid of the document."""
        return str(self.document.uid)

    @property
    def says_layer(self) -> bool:
        """Whether the words were found in another text than is read first."""
        first = next((layer for layer in READING_ORDER if layer in self.newest), self.layer)
        return self.layer not in ("", first)

    @property
    def texts(self) -> Entry:
        """What was searched of it: its title and the newest text of each layer, without facets."""
        shown_first = [self.newest[layer] for layer in READING_ORDER if layer in self.newest]
        texts = [
            Text(each.layer, each.language, pieces(each.text, self.boilerplate.get(each.pk, ())))
            for each in shown_first
        ]
        first = texts[0] if texts else Text("", "", ())
        return Entry(self.uid, self.kind, self.uid, self.document.title, first, tuple(texts[1:]))

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
    by_uid = {row.uid: row for row in rows.select_related("publisher").order_by()}
    versions = _versions(by_uid.values())
    keys = [version.pk for each in versions.values() for version in each]
    counts, boilerplate = _claims_in(keys), _boilerplate_in(keys)
    for hit in hits:
        if document := by_uid.get(hit.uid):
            own = versions[document.pk]
            newest = newest_by_layer(own)
            version = newest.get(hit.layer) or read_first(own)
            cut = pieces(version.text, boilerplate.get(version.pk, ())) if version else ()
            found = marked("\n\n".join(cut), words, version.language if version else "")
            claims = sum(counts.get(each.pk, 0) for each in own)
            yield DocumentHit(document, version, hit.layer, found, claims, newest, boilerplate)


def _versions(documents: Iterable[Document]) -> dict[int, list[Version]]:
    """The versions of each of these documents, by its key; each knows its document."""
    by_pk = {document.pk: document for document in documents}
    found: dict[int, list[Version]] = {pk: [] for pk in by_pk}
    for version in Version.objects.filter(document__in=list(by_pk)).order_by():
        version.document = by_pk[version.document_id]
        found[version.document_id].append(version)
    return found


def _claims_in(versions: Sequence[int]) -> dict[int, int]:
    """How many accepted claims each of these versions has: who sees its document sees them all."""
    rows = Claim.objects.accepted().filter(passage__version__in=versions)
    return dict(rows.order_by().values_list("passage__version").annotate(Count("pk")))


def _boilerplate_in(versions: Sequence[int]) -> dict[int, Spans]:
    """The spans of boilerplate in these versions, by version."""
    rows = Boilerplate.objects.filter(passage__version__in=versions).order_by()
    spans: dict[int, Spans] = defaultdict(list)
    for version, start, end in rows.values_list(
        "passage__version", "passage__start", "passage__end"
    ):
        spans[version].append((start, end))
    return spans


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
            language, length = passage.version.language, len(passage.quote)
            quote = marked(passage.quote, words, language, length)
            yield ClaimHit(claim, context, quote, standings[claim.pk])


def marked(text: str, words: Sequence[Sought], language: str, length: int = 240) -> SafeString:
    """The piece of `text` that shows the words: escaped by `snippet`, whose only tag is <mark>."""
    terms = [Term(sought.within(language)) for sought in words if sought.field != "title"]
    return snippet(text, terms, length=length)

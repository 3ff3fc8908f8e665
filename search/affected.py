"""Which documents' entries a row bears on: the one place where that is said, model by model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q

from archive.models import (
    Assessment,
    Attribution,
    Boilerplate,
    Claim,
    ClaimAbout,
    ClaimLink,
    Collection,
    Dating,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentTopic,
    Entity,
    Mention,
    Passage,
    Publisher,
    Review,
    Subject,
    Topic,
    Version,
)
from archive.standing import families

OF_CLAIM = "passage__version__document__uid"
Uids = Iterable[str]


def _documents(**where: Any) -> Uids:
    return Document.objects.filter(**where).values_list("uid", flat=True)


def _of_passage(row: Any) -> Uids:
    return _documents(versions__passages=row.passage_id)


def _of_claim(row: Any) -> Uids:
    return _documents(versions__passages__claims=row.claim_id)


def _document(document: Document) -> Uids:
    """The document, and those whose claims are linked to its own: their standing shows it."""
    return {document.uid, *_linked(passage__version__document=document.pk)}


def _linked(**claims: Any) -> Uids:
    mine = Claim.objects.filter(**claims)
    links = ClaimLink.objects.filter(Q(source__in=mine) | Q(target__in=mine))
    for end in ("source", "target"):
        yield from links.values_list(f"{end}__{OF_CLAIM}", flat=True)


def _claim(claim: Claim) -> Uids:
    return {*_of_passage(claim), *_linked(pk=claim.pk)}


def _claim_link(link: ClaimLink) -> Uids:
    ends = (link.source_id, link.target_id)
    return Claim.objects.filter(pk__in=ends).values_list(OF_CLAIM, flat=True)


def _document_link(link: DocumentLink) -> Uids:
    """All of both families: what counts as independent within them changes."""
    pairs = DocumentLink.objects.filter(kind="reprint").values_list("source", "target")
    family = families([*pairs, (link.source_id, link.target_id)])
    root = family[link.source_id]
    return _documents(pk__in=[document for document, of in family.items() if of == root])


def _entity(entity: Entity) -> Uids:
    """Every document that names it, or what was merged into it, however that goes on."""
    keys: set[int] = set()
    fresh = {entity.pk}
    while fresh:
        keys |= fresh
        merged = Entity.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)
        fresh = set(merged) - keys
    yield from Mention.objects.filter(entity__in=keys).values_list(OF_CLAIM, flat=True)
    yield from Subject.objects.filter(entity__in=keys).values_list("document__uid", flat=True)
    claims = Claim.objects.filter(
        Q(about__in=keys) | Q(attributions__entity__in=keys) | Q(attributions__via__in=keys)
    )
    yield from claims.values_list(OF_CLAIM, flat=True)


def _accepted(affects: Callable[[Any], Uids]) -> Callable[[Any], Uids]:
    """Of rows that entries hold only once they are accepted: a draft bears on none."""
    return lambda row: affects(row) if row.review == Review.ACCEPTED else ()


# Changed rows of these models change entries.
AFFECTED: dict[type[Model], Callable[[Any], Uids]] = {
    Document: _document,
    Version: lambda row: _documents(pk=row.document_id),
    Boilerplate: _of_passage,
    Mention: _accepted(_of_passage),
    Dating: _accepted(_of_passage),
    Subject: _accepted(lambda row: _documents(pk=row.document_id)),
    DocumentCollection: lambda row: _documents(pk=row.document_id),
    DocumentTopic: lambda row: _documents(pk=row.document_id),
    Claim: _claim,
    ClaimAbout: _of_claim,
    Attribution: _of_claim,
    Assessment: _of_claim,
    ClaimLink: _claim_link,
    DocumentLink: _document_link,
}
# Entries hold these rows' uids, never their names: only a change of these fields bears on them.
ONLY_WHEN: dict[type[Model], tuple[tuple[str, ...], Callable[[Any], Uids]]] = {
    Entity: (("uid", "kind", "merged_into_id"), _entity),
    Publisher: (("uid",), lambda row: _documents(publisher=row.pk)),
    Collection: (("uid",), lambda row: _documents(in_collections__collection=row.pk)),
    Topic: (("uid",), lambda row: _documents(has_topics__topic=row.pk)),
    # a new passage says nothing until something stands on it
    Passage: (("version_id", "start", "end"), lambda row: _documents(versions=row.version_id)),
}


def affected_by(row: Model) -> set[str]:
    """The uids of the documents whose entries this row, as it stands, bears on."""
    if type(row) in AFFECTED:
        return set(AFFECTED[type(row)](row))
    return set(ONLY_WHEN[type(row)][1](row))


def affected_by_change(old: Model | None, new: Model) -> set[str]:
    """The uids of the documents whose entries the step from one state to another bears on."""
    if type(new) in AFFECTED:
        return affected_by(old) if old is not None else set()
    fields = ONLY_WHEN[type(new)][0]
    if old is None or all(getattr(old, name) == getattr(new, name) for name in fields):
        return set()
    return affected_by(old)

"""Claims that evidence may point at, from any document."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from archive import review
from archive.models import Claim, Document, Review
from archive.passages.spans import shortened
from archive.workbench.desk import Desk

OFFERED = 12
FEW = 3  # settled claims that are named beside those that may be chosen


def visible_claims(user: Any) -> Any:
    """The claims that this annotator may point at: not rejected, in documents they may see."""
    documents = Document.objects.visible_to(user)
    rows = Claim.objects.exclude(review__in=(Review.REJECTED, Review.SUGGESTED))
    return rows.filter(passage__version__document__in=documents)


def claims(desk: Desk, query: str) -> dict[str, Any]:
    """Claims to point at: those of this document first. Those that are settled for this person are
    told apart: their evidence would be refused."""
    rows = visible_claims(desk.user).containing(query)
    rows = rows.select_related("passage__version__document")
    settled = rows.none()
    if not review.may_review(desk.user):
        settled, rows = rows.filter(review=Review.ACCEPTED), rows.exclude(review=Review.ACCEPTED)
    choices = [
        {
            "uid": claim.uid,
            "name": shortened(claim.statement, 120),
            "why": ""
            if claim.passage.version.document_id == desk.document.pk
            else claim.passage.version.document.title,
        }
        for claim in _nearest(desk, rows, query, OFFERED)
    ]
    return {"choices": choices, **_settled(desk, settled, query)}


def _nearest(desk: Desk, rows: Any, query: str, most: int) -> list[Claim]:
    own = Q(passage__version__document=desk.document)
    rows = rows.defer("passage__version__text")
    here = list(rows.filter(own)[:most])
    return here + list(rows.exclude(own)[: most - len(here)]) if query else here


def _settled(desk: Desk, rows: Any, query: str) -> dict[str, Any]:
    """The settled claims that fit too, with where a comment on each is written; and why."""
    found = _nearest(desk, rows, query, FEW)
    if not found:
        return {"settled": [], "why": ""}
    why = ngettext(
        "A claim that is accepted is left out: its evidence would be public at once. Reviewers add "
        "it; say in a comment on the claim what it is:",
        "Claims that are accepted are left out: their evidence would be public at once. Reviewers "
        "add it; say in a comment on the claim what it is:",
        len(found),
    )
    comment = [reverse("admin:archive_claim_change", args=[one.pk]) + "#comments" for one in found]
    names = [shortened(one.statement, 80) for one in found]
    settled = [{"name": name, "address": at} for name, at in zip(names, comment, strict=True)]
    return {"settled": settled, "why": why}

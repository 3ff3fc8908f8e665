"""The first page: the search box, what is here, and ways in."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.audience import Audience
from archive.leaf import CLAIMANTS
from archive.models import (
    Attribution,
    Claim,
    ClaimLink,
    Document,
    Entity,
    LinkKind,
)
from archive.models.base import is_accepted
from archive.reading import around
from archive.standing import standings_of

LATELY = 5
HEARD = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    documents = Document.objects.visible_to(request.user)
    held = documents.aggregate(
        count=Count("pk"),
        publishers=Count("publisher", distinct=True),
        first=Min("earliest"),
        last=Max("latest"),
        samples=Count("pk", filter=Q(sample=True)),
    )
    claims = Claim.objects.visible_to(request.user)
    context = {
        "held": held,
        "claims": claims.count() if held["count"] else 0,
        "feature": _feature(claims, request) if held["count"] else None,
        "lately": documents.select_related("publisher").order_by("-created_at", "uid")[:LATELY],
        "heard": _heard(request.user) if held["count"] else [],
        "sample": bool(held["samples"]),
    }
    return render(request, "archive/home.html", context)


def _heard(user: Any) -> list[tuple[Entity, int]]:
    """Who makes the most claims here, with how many."""
    sees = Audience.of(user).sees("claim__passage__version__document")
    made = Attribution.objects.filter(sees, is_accepted("claim"), entity__merged_into=None).exclude(
        entity=None
    )
    often = made.values("entity").annotate(times=Count("claim", distinct=True))
    times = dict(
        often.order_by("-times", "entity__name").values_list("entity", "times")[: 2 * HEARD]
    )
    # merged ones are left out here: SQLite would begin at all entities that were not merged
    entities = Entity.objects.standing().in_bulk(times)
    return [(entities[key], n) for key, n in times.items() if key in entities][:HEARD]


def _feature(claims: QuerySet[Claim], request: HttpRequest) -> dict[str, object] | None:
    """The newest claim that another contradicts or denies, else the newest of all."""
    shown = claims.select_related("passage__version__document__publisher")
    shown = shown.prefetch_related(CLAIMANTS)
    newest = F("passage__version__document__latest").desc(nulls_last=True)
    links = ClaimLink.objects.visible_to(request.user)
    against = links.filter(kind__in=(LinkKind.DENIES, LinkKind.CONTRADICTS))
    claim = (
        shown.filter(pk__in=against.values("target")).order_by(newest, "uid").first()
        or shown.order_by(newest, "uid").first()
    )
    if claim is None:
        return None
    return {
        "claim": claim,
        "context": around(claim.passage.version.text, claim.passage.start, claim.passage.end),
        "standing": standings_of([claim.pk], request.user)[claim.pk],
    }

"""The first page: the search box, what is here, and ways in."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.leaf import CLAIMANTS
from archive.models import (
    Attribution,
    Claim,
    ClaimLink,
    Document,
    Entity,
    LinkKind,
    Passage,
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
    claims = Claim.objects.visible_throughout(request.user)
    context = {
        "held": held,
        "claims": claims.count() if held["count"] else 0,
        "feature": _feature(claims, request) if held["count"] else None,
        "lately": documents.with_language()
        .select_related("publisher")
        .order_by("-created_at", "uid")[:LATELY],
        "heard": _heard(request.user) if held["count"] else [],
        "sample": bool(held["samples"]),
    }
    return render(request, "archive/home.html", context)


def _heard(user: Any) -> list[tuple[Entity, int]]:
    """Who makes the most claims here, with how many."""
    # few claims are shut: they are listed once, in place of a look-up for every claim there is
    hidden = Q(passage__in=Passage.objects.hidden_from(user))
    shut = Claim.objects.order_by().filter(~is_accepted() | hidden)
    made = Attribution.objects.exclude(entity=None).exclude(claim__in=shut.values("pk"))
    often = made.values("entity").annotate(times=Count("claim", distinct=True))
    times = dict(often.order_by("-times", "entity").values_list("entity", "times")[: 2 * HEARD])
    # names are read for these alone: to join them costs a look-up for every claim there is
    named = Entity.objects.standing().in_bulk(times).values()
    heard = [(entity, times[entity.pk]) for entity in named]
    return sorted(heard, key=lambda h: (-h[1], h[0].name, h[0].uid))[:HEARD]


def _first_key(claims: QuerySet[Claim]) -> int | None:
    return claims.values_list("pk", flat=True).first()


def _feature(claims: QuerySet[Claim], request: HttpRequest) -> dict[str, object] | None:
    """The newest claim that another contradicts or denies, else the newest of all."""
    newest = F("passage__version__document__latest").desc(nulls_last=True)
    links = ClaimLink.objects.visible_throughout(request.user)
    against = links.filter(kind__in=(LinkKind.DENIES, LinkKind.CONTRADICTS))
    # keys first: sorting many whole rows, texts among them, to show one takes long
    targets = Claim.objects.filter(pk__in=against.values("target"))  # seen, as their links are
    key = _first_key(targets.order_by(newest, "uid")) or _first_key(claims.order_by(newest, "uid"))
    if key is None:
        return None
    shown = claims.select_related("passage__version__document__publisher")
    claim = shown.prefetch_related(CLAIMANTS).get(pk=key)
    return {
        "claim": claim,
        "context": around(claim.passage.version.text, claim.passage.start, claim.passage.end),
        "standing": standings_of([claim.pk], request.user)[claim.pk],
    }

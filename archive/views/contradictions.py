"""The contradictions that are open, and claims set side by side."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.crux import shared_words
from archive.dates.values import InvalidDate, read
from archive.leaf import CLAIMANTS
from archive.models import Attribution, Claim, ClaimAbout, ClaimLink, Entity
from archive.reading import around
from archive.sides import DOCUMENT, figure, in_order, open_contradictions, sides_of, ties_of

PAGE = 20
CHOICES = 40
MOST = 4  # claims side by side
ENDS = ("source", "target")


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """`/contradictions/`: narrowed by `entity`, `claimant` and the period `from` `to`."""
    every = open_contradictions(request.user)
    errors: dict[str, str] = {}
    rows = _narrowed(every, request, errors)
    page = Paginator(_newest(rows), PAGE).get_page(request.GET.get("page"))
    claims = [claim for link in page for claim in (link.source, link.target)]
    prefetch_related_objects(claims, CLAIMANTS)
    context = {
        "section": "contradictions",
        "page": page,
        "errors": errors,
        "entities": _choices(every, "about"),
        "claimants": _choices(every, "attributions__entity"),
        "asked": {name: request.GET.get(name, "") for name in ("entity", "claimant", "from", "to")},
        "sample": any(claim.passage.version.document.sample for claim in claims),
    }
    return render(request, "archive/contradictions.html", context)


def _narrowed(
    rows: QuerySet[ClaimLink], request: HttpRequest, errors: dict[str, str]
) -> QuerySet[ClaimLink]:
    if uid := request.GET.get("entity"):
        rows = _of(rows, ClaimAbout.objects.filter(entity__uid=uid))
    if uid := request.GET.get("claimant"):
        rows = _of(rows, Attribution.objects.filter(entity__uid=uid))
    for name, side, how in (("from", "latest", "gte"), ("to", "earliest", "lte")):
        asked = request.GET.get(name, "").strip()
        if not asked:
            continue
        try:
            value = read(asked)
        except InvalidDate as error:
            errors[name] = str(error)
            continue
        day = value.earliest if name == "from" else value.latest
        if day is not None:
            rows = rows.filter(
                Q(**{f"source__{DOCUMENT}__{side}__{how}": day})
                | Q(**{f"target__{DOCUMENT}__{side}__{how}": day})
            )
    return rows


def _of(links: QuerySet[ClaimLink], rows: QuerySet[Any]) -> QuerySet[ClaimLink]:
    """The links with a claim of these rows at either end."""
    claims = rows.values("claim")
    return links.filter(Q(source__in=claims) | Q(target__in=claims))


def _newest(rows: QuerySet[ClaimLink]) -> QuerySet[ClaimLink]:
    """The links whose later claim is the newest first, with what a page shows of both."""
    days = {f"{end}_day": Coalesce(f"{end}__latest", f"{end}__{DOCUMENT}__latest") for end in ENDS}
    texts = [f"{end}__passage__version__text" for end in ENDS]
    return (
        rows.select_related(*(f"{end}__{DOCUMENT}__publisher" for end in ENDS))
        .defer(*texts)
        .annotate(**days)
        .order_by(
            F("source_day").desc(nulls_last=True), F("target_day").desc(nulls_last=True), "pk"
        )
    )


def _choices(links: QuerySet[ClaimLink], through: str) -> QuerySet[Entity]:
    """The entities met most often in the claims of these links, by name."""
    met: Counter[int] = Counter()
    for end in ENDS:
        met.update(
            entity
            for entity in links.values_list(f"{end}__{through}", flat=True)
            if entity is not None
        )
    often = [entity for entity, _times in met.most_common(CHOICES)]
    return Entity.objects.filter(pk__in=often).order_by("name", "uid")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`/claims/compare/?claim=&claim=`: up to four passages; `add` takes a uid or an address."""
    asked = list(dict.fromkeys(request.GET.getlist("claim")))[:50]
    if added := request.GET.get("add", "").strip():
        uids = [*asked, re.split(r"[?#]", added)[0].rstrip("/").rsplit("/", 1)[-1]]
        return redirect(f"{reverse('compare')}?{urlencode({'claim': uids}, doseq=True)}")
    claims = Claim.objects.visible_to(request.user).filter(uid__in=asked)
    sides = sides_of(in_order(claims)[:MOST], request.user)
    for side in sides:
        passage, opens = side.claim.passage, side.document.text_opens_to(request.user)
        side.context = around(
            passage.version.text, passage.start, passage.end, sentences=0 if opens else 1
        )
    shared = shared_words([side.claim.passage.quote for side in sides])
    context = {
        "section": "contradictions",
        "wide": True,
        "sides": list(zip(sides, shared, strict=True)),
        "ties": ties_of(sides, request.user),
        "figure": figure(sides),
        "shares": any(same for pieces in shared for _word, same in pieces),
        "notes": _notes(asked, [side.claim.uid for side in sides]),
        "full": len(sides) == MOST,
        "sample": any(side.document.sample for side in sides),
    }
    return render(request, "archive/compare.html", context)


def _notes(asked: list[str], shown: list[str]) -> list[str]:
    """What of the address is not on the page, as sentences."""
    missing = [uid for uid in asked if uid not in shown]
    if len(shown) == MOST and missing:
        return [_("At most four claims stand side by side; these are the four earliest.")]
    return [_("There is no claim “%(uid)s” here.") % {"uid": uid[:64]} for uid in missing[:MOST]]

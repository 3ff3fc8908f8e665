"""The contradictions that are open, and claims set side by side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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

from archive.adding import found_by, linked_with
from archive.bows import AGAINST
from archive.comparing import MOST
from archive.crux import compared
from archive.dates.values import InvalidDate, read
from archive.leaf import CLAIMANTS
from archive.models import Attribution, Claim, ClaimAbout, ClaimLink, Entity
from archive.reading import around
from archive.sides import (
    DOCUMENT,
    figure,
    in_order,
    open_contradictions,
    sides_of,
    ties_of,
)
from archive.views.parameters import asked_text, chosen, notes_of, page_of, unknown

PAGE = 20
CHOICES = 40
ENDS = ("source", "target")
NARROWED_BY = ("entity", "claimant", "from", "to")


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """`/contradictions/`: narrowed by `entity`, `claimant` and the period `from` `to`."""
    every = open_contradictions(request.user)
    errors: dict[str, str] = {}
    asked = {name: asked_text(request, name) for name in NARROWED_BY}
    # the keys of all are read once: what a page shows of a link is read for its twenty alone
    ends = {pk: (source, target) for pk, source, target in _newest(every)}
    keys = list(ends)
    if any(asked.values()):
        fits = set(_narrowed(every, asked, errors).values_list("pk", flat=True))
        keys = [pk for pk in keys if pk in fits]
    page, page_note = page_of(Paginator(keys, PAGE), request)
    named = Entity.objects.named_to(request.user)
    narrowed_to = {e.uid: e for e in named.filter(uid__in=[asked["entity"], asked["claimant"]])}
    page.object_list = _shown(list(page.object_list))
    context = {
        "section": "contradictions",
        "page": page,
        "errors": errors,
        "entities": _choices(
            ends.values(), ClaimAbout.objects.all(), narrowed_to.get(asked["entity"])
        ),
        "claimants": _choices(
            ends.values(),
            Attribution.objects.exclude(entity=None),
            narrowed_to.get(asked["claimant"]),
        ),
        "asked": asked,
        "sample": any(
            claim.passage.version.document.sample
            for link in page
            for claim in (link.source, link.target)
        ),
        **notes_of(
            unknown(request, (*NARROWED_BY, "page")),
            *(chosen(request, name, narrowed_to)[1] for name in ("entity", "claimant")),
            page_note,
        ),
    }
    return render(request, "archive/contradictions.html", context)


def _narrowed(
    rows: QuerySet[ClaimLink], asked: dict[str, str], errors: dict[str, str]
) -> QuerySet[ClaimLink]:
    if uid := asked["entity"]:
        rows = _of(rows, ClaimAbout.objects.filter(entity__uid=uid))
    if uid := asked["claimant"]:
        rows = _of(rows, Attribution.objects.filter(entity__uid=uid))
    for name, side, how in (("from", "latest", "gte"), ("to", "earliest", "lte")):
        if not asked[name]:
            continue
        try:
            value = read(asked[name])
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


def _newest(rows: QuerySet[ClaimLink]) -> Any:
    """Key, source and target of links, those whose later claim is the newest first."""
    days = {f"{end}_day": Coalesce(f"{end}__latest", f"{end}__{DOCUMENT}__latest") for end in ENDS}
    newest = [F(f"{end}_day").desc(nulls_last=True) for end in ENDS]
    return rows.annotate(**days).order_by(*newest, "pk").values_list("pk", "source", "target")


def _shown(keys: Sequence[int]) -> list[ClaimLink]:
    """The links of these keys, in their order, with what a page shows of both claims."""
    rows = ClaimLink.objects.select_related(*(f"{end}__{DOCUMENT}__publisher" for end in ENDS))
    found = rows.defer(*(f"{end}__passage__version__text" for end in ENDS)).in_bulk(keys)
    links = [found[key] for key in keys if key in found]
    prefetch_related_objects([c for link in links for c in (link.source, link.target)], CLAIMANTS)
    return links


def _choices(
    ends: Iterable[tuple[int, int]], rows: QuerySet[Any], chosen: Entity | None
) -> list[Entity]:
    """The entities met most often in the claims of these links, and the chosen one, by name."""
    against = ClaimLink.objects.filter(kind__in=AGAINST)
    linked = Q(claim__in=against.values("source")) | Q(claim__in=against.values("target"))
    named: dict[int, list[int]] = defaultdict(list)
    for claim, entity in rows.filter(linked).order_by().values_list("claim", "entity"):
        named[claim].append(entity)
    met = Counter(entity for pair in ends for claim in pair for entity in named.get(claim, ()))
    often = [entity for entity, _times in met.most_common(CHOICES)]
    found = {*Entity.objects.filter(pk__in=often), *([chosen] if chosen else [])}
    return sorted(found, key=lambda entity: (entity.name, entity.uid))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`/claims/compare/?claim=&claim=`: up to four passages; `add` takes a uid or an address.

    Others to add are offered: those linked with these, and those that `find`, words, names.
    """
    asked = list(dict.fromkeys(request.GET.getlist("claim")))[:50]
    if added := request.GET.get("add", "").strip():
        uids = [*asked, re.split(r"[?#]", added)[0].rstrip("/").rsplit("/", 1)[-1]]
        return redirect(f"{reverse('compare')}?{urlencode({'claim': uids}, doseq=True)}")
    claims = Claim.objects.visible_to(request.user).filter(uid__in=asked)
    sides = sides_of(in_order(claims)[:MOST], request.user)
    for side in sides:
        passage = side.claim.passage
        side.context = around(passage.version.text, passage.start, passage.end, sentences=1)
    ties = ties_of(sides, request.user)
    words = asked_text(request, "find")
    shown = [side.claim for side in sides]
    full = len(sides) == MOST
    passages = [side.claim.passage for side in sides]
    words_of = compared([(one.quote, one.version.language) for one in passages])
    context = {
        "section": "contradictions",
        "wide": True,
        "sides": list(zip(sides, words_of, strict=True)),
        "ties": ties,
        "figure": figure(sides, ties),
        "shares": any(same for passage in words_of for _word, same in passage.pieces),
        "notes": _notes(asked, [side.claim.uid for side in sides]),
        "full": full,
        "linked": linked_with(shown, request.user) if shown and not full else (),
        "words": words,
        "found": found_by(words, shown, request.user) if words and not full else (),
        "sample": any(side.document.sample for side in sides),
    }
    return render(request, "archive/compare.html", context)


def _notes(asked: list[str], shown: list[str]) -> list[str]:
    """What of the address is not on the page, as sentences."""
    missing = [uid for uid in asked if uid not in shown]
    if len(shown) == MOST and missing:
        return [_("At most four claims stand side by side; these are the four earliest.")]
    return [_("There is no claim “%(uid)s” here.") % {"uid": uid[:64]} for uid in missing[:MOST]]

"""What stands on the timeline: claims by when they were said, datings by when they mean.

A row's first and last day (`first_day`, `last_day`) are those of the claim or dating itself, an end
that is open left open; where it has neither, those of its document. An archive has many rows and shows few: what all of them are asked is asked once, their
days in groups, and the rows that are shown are read by their keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from archive.dates.values import DateValue
from archive.leaf import CLAIMANTS
from archive.models import (
    Attribution,
    Claim,
    ClaimAbout,
    Dating,
    Document,
    DocumentCollection,
    Entity,
    Passage,
    Review,
)
from archive.openings import words_open_to
from archive.sides import DOCUMENT
from archive.zoom import Spread

OWN = Q(earliest__isnull=False) | Q(latest__isnull=False)


@dataclass(frozen=True)
class Narrowing:
    """The uids of what the timeline is narrowed to; "" for all."""

    entity: str = ""
    claimant: str = ""
    collection: str = ""


def said(to: Narrowing, user: Any) -> QuerySet[Any]:
    """Claims by the day on which, or by which, they were said; those without a day too."""
    claims: Any = Claim.objects.visible_to(user)
    if to.entity:
        about = ClaimAbout.objects.filter(entity__uid=to.entity)
        claims = claims.filter(pk__in=about.values("claim"))
    if to.claimant:
        made = Attribution.objects.filter(entity__uid=to.claimant)
        claims = claims.filter(pk__in=made.values("claim"))
    if to.collection:
        claims = claims.filter(**{f"{DOCUMENT}__in": _kept_in(to.collection)})
    return claims.annotate(
        first_day=_own_or_of_document("earliest"), last_day=_own_or_of_document("latest")
    ).order_by(F("first_day").asc(nulls_first=True), "last_day", "uid")


def _own_or_of_document(end: str) -> Case:
    return Case(When(OWN, then=F(end)), default=F(f"{DOCUMENT}__{end}"))


def mentioned(to: Narrowing, user: Any) -> QuerySet[Any]:
    """Datings by the days that they mean, where their words are open."""
    datings: Any = Dating.objects.visible_to(user).exclude(earliest=None, latest=None)
    datings = datings.filter(words_open_to(user))
    if to.entity:
        documents = Document.objects.about(Entity.objects.filter(uid=to.entity).first())
        datings = datings.filter(**{f"{DOCUMENT}__in": documents})
    if to.claimant:
        heard = Attribution.objects.filter(entity__uid=to.claimant, claim__review=Review.ACCEPTED)
        datings = datings.filter(passage__version__in=heard.values("claim__passage__version"))
    if to.collection:
        datings = datings.filter(**{f"{DOCUMENT}__in": _kept_in(to.collection)})
    return datings.annotate(first_day=F("earliest"), last_day=F("latest")).order_by(
        F("earliest").asc(nulls_first=True), "latest", f"{DOCUMENT}__uid", "pk"
    )


def _kept_in(uid: str) -> Any:
    return DocumentCollection.objects.filter(collection__uid=uid).values("document")


def spread(rows: QuerySet[Any]) -> Spread:
    """How these rows lie in time; those without any day are left out."""
    days = rows.order_by().values("first_day", "last_day").annotate(n=Count("pk"))
    groups = days.values_list("first_day", "last_day", "n")
    return Spread([group for group in groups if group[0] or group[1]])


def first_of(
    rows: QuerySet[Any], lie: Spread, period: DateValue | None, most: int
) -> tuple[list[Any], bool]:
    """The first rows, at most so many, that may lie in the period; and whether there are more.

    Each comes with its document and its claimants, without the text.
    """
    start = (period.earliest if period else None) or date.min
    end = (period.latest if period else None) or date.max
    near = [
        (one or date.min, n)
        for one, other, n in lie.pairs
        if (one or start) <= end and (other or end) >= start
    ]
    bound = _reached(near, most + 1)
    if bound is None:
        return [], False
    keys = list(_between(rows, start, bound).values_list("pk", flat=True)[: most + 1])
    whole = rows.select_related(DOCUMENT).defer("passage__version__text")
    if rows.model is Claim:
        whole = whole.prefetch_related(CLAIMANTS)
    return list(whole.filter(pk__in=keys[:most])), len(keys) > most


def _reached(counts: list[tuple[date, int]], wanted: int) -> date | None:
    """The first day up to which so many rows begin; the last where there are fewer; else None."""
    reached = 0
    for day, n in sorted(counts):
        reached += n
        if reached >= wanted:
            return day
    return max(counts)[0] if counts else None


def _between(rows: QuerySet[Any], start: date, end: date) -> QuerySet[Any]:
    """Those that may lie between two days.

    Claims without a day of their own are looked for by their documents, which are fewer.
    """
    if rows.model is Claim:
        near = Document.objects.filter(_may_lie("earliest", "latest", start, end))
        rows = rows.filter(Q(passage__in=Passage.objects.filter(version__document__in=near)) | OWN)
    lying = rows.filter(_may_lie("first_day", "last_day", start, end))
    return lying.exclude(first_day=None, last_day=None)


def _may_lie(first: str, last: str, start: date, end: date) -> Q:
    begun = Q(**{first: None}) | Q(**{f"{first}__lte": end})
    return begun & (Q(**{last: None}) | Q(**{f"{last}__gte": start}))

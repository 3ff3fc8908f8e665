"""What stands on the timeline: claims by when they were said, datings by when they mean.

A row's first and last day (`first_day`, `last_day`) are those of the claim or dating itself, an end
that is open left open; where it has neither, those of its document. An archive has many rows and
shows few: what all of them are asked is asked once, their days in groups, and the rows that are
shown are read by their keys.
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
        claims = claims.filter(pk__in=_voiced_by(to.claimant).values("claim"))
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
        heard = _voiced_by(to.claimant).filter(claim__review=Review.ACCEPTED)
        datings = datings.filter(passage__version__in=heard.values("claim__passage__version"))
    if to.collection:
        datings = datings.filter(**{f"{DOCUMENT}__in": _kept_in(to.collection)})
    return datings.annotate(first_day=F("earliest"), last_day=F("latest")).order_by(
        F("earliest").asc(nulls_first=True), "latest", f"{DOCUMENT}__uid", "pk"
    )


def _voiced_by(uid: str) -> Any:
    """What somebody says or relays."""
    return Attribution.objects.filter(Q(entity__uid=uid) | Q(via__uid=uid))


def _kept_in(uid: str) -> Any:
    return DocumentCollection.objects.filter(collection__uid=uid).values("document")


def spread(rows: QuerySet[Any]) -> Spread:
    """How these rows lie in time; those without any day are left out."""
    days = rows.order_by().values("first_day", "last_day").annotate(n=Count("pk"))
    groups = days.values_list("first_day", "last_day", "n")
    return Spread([group for group in groups if group[0] or group[1]])


def _ends(period: DateValue | None) -> tuple[date, date]:
    first, last = (period.earliest, period.latest) if period else (None, None)
    return first or date.min, last or date.max


def how_many(spread: Spread, period: DateValue | None) -> int:
    """How many rows may lie in the period."""
    return sum(n for _day, n in spread.meeting(*_ends(period)))


def shown_of(
    rows: QuerySet[Any], spread: Spread, period: DateValue | None, begin: int, end: int
) -> list[Any]:
    """The rows from number `begin` to before `end`, from 0, of those that may lie in the period.

    Each comes with its document and its claimants, without the text.
    """
    first, last = _ends(period)
    bound = _reached(spread.meeting(first, last), end)
    if bound is None:
        return []
    keys = list(_between(rows, first, bound).values_list("pk", flat=True)[begin:end])
    whole = rows.select_related(DOCUMENT).defer("passage__version__text")
    if rows.model is Claim:
        whole = whole.prefetch_related(CLAIMANTS)
    return list(whole.filter(pk__in=keys))


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

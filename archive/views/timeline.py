"""The timeline: what was said and what is spoken of, on one axis, as exactly as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.axis import Axis, Place
from archive.dates.values import InvalidDate, Precision, read
from archive.leaf import CLAIMANTS
from archive.models import (
    Attribution,
    Claim,
    ClaimAbout,
    Collection,
    Dating,
    Document,
    DocumentCollection,
    Entity,
    Review,
)
from archive.openings import words_open_to
from archive.sides import DOCUMENT
from archive.views.parameters import asked_text, chosen, notes_of, unknown

MOST = 60  # rows of one kind that are drawn and listed
TOP, ROW = 12, 16  # pixels: the middle of the first row, and from one to the next
APART = 3.2  # hundredths between two in a row: a point is as wide as that on a phone
NARROWED_BY = ("entity", "claimant", "collection")


@dataclass
class Point:
    """A claim or a dating: from when to when, as written, and what it is."""

    row: Any
    edtf: str
    earliest: date | None
    latest: date | None
    place: Place | None = None
    y: int = 0

    @property
    def document(self) -> Document:
        """Where it stands."""
        return self.row.passage.version.document

    @property
    def bar(self) -> int:
        """Where the bar of an interval begins."""
        return self.y - 3


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """`/timeline/`: `in` a decade, year or month; `over` said or mentioned; narrowed by facets."""
    mentioned = request.GET.get("over") == "mentioned"
    every = _mentioned(request) if mentioned else _said(request)
    span = every.aggregate(first=Min("first_day"), last=Max("last_day"), count=Count("pk"))
    period, period_note = _period(asked_text(request, "in"))
    rows = every
    if period:
        rows = rows.filter(
            Q(last_day=None) | Q(last_day__gte=period.earliest),
            Q(first_day=None) | Q(first_day__lte=period.latest),
        )
    # the keys first: sorting many whole rows to show a few takes long
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    found = list(every.filter(pk__in=keys))
    points = [_point(row, mentioned) for row in found[:MOST]]
    more = len(found) > MOST
    axis = _axis(period, span["first"], span["last"])
    if axis and more:
        axis = _ended(axis, points)
    _place(points, axis)
    base = max((point.y for point in points), default=0) + ROW
    chosen_ones, facet_notes = _facets(request)
    context = {
        "section": "timeline",
        "mentioned": mentioned,
        "points": points,
        "axis": axis,
        "ticks": axis.ticks() if axis else [],
        "base": base,
        "height": base + 28,
        "label": base + 22,
        "zoom": _counted(_zoom(period, span["first"], span["last"]), every, span),
        "until": axis.last.isoformat() if axis else "",
        "period": period.edtf if period else "",
        "more": more,
        "total": span["count"],
        "most": MOST,
        "chosen": chosen_ones,
        **notes_of(
            unknown(request, ("over", "in", *NARROWED_BY)),
            chosen(request, "over", ("said", "mentioned"))[1],
            period_note,
            facet_notes,
        ),
        "sample": any(point.document.sample for point in points),
    }
    return render(request, "archive/timeline.html", context)


def _said(request: HttpRequest) -> Any:
    """Claims by the day on which, or by which, they were said."""
    claims = Claim.objects.visible_to(request.user)
    if uid := asked_text(request, "entity"):
        claims = claims.filter(pk__in=ClaimAbout.objects.filter(entity__uid=uid).values("claim"))
    if uid := asked_text(request, "claimant"):
        claims = claims.filter(pk__in=Attribution.objects.filter(entity__uid=uid).values("claim"))
    if uid := asked_text(request, "collection"):
        claims = claims.filter(**{f"{DOCUMENT}__in": _kept_in(uid)})
    return (
        claims.annotate(
            first_day=Coalesce("earliest", "latest", f"{DOCUMENT}__earliest"),
            last_day=Coalesce("latest", "earliest", f"{DOCUMENT}__latest"),
        )
        .exclude(first_day=None, last_day=None)
        .select_related(DOCUMENT)
        .defer("passage__version__text")
        .prefetch_related(CLAIMANTS)
        .order_by(F("first_day").asc(nulls_first=True), "last_day", "uid")
    )


def _mentioned(request: HttpRequest) -> Any:
    """Datings by the days that they mean, where their words are open."""
    datings = Dating.objects.visible_to(request.user).exclude(earliest=None, latest=None)
    datings = datings.filter(words_open_to(request.user))
    if uid := asked_text(request, "entity"):
        documents = Document.objects.about(Entity.objects.filter(uid=uid).first())
        datings = datings.filter(**{f"{DOCUMENT}__in": documents})
    if uid := asked_text(request, "claimant"):
        heard = Attribution.objects.filter(entity__uid=uid, claim__review=Review.ACCEPTED)
        datings = datings.filter(passage__version__in=heard.values("claim__passage__version"))
    if uid := asked_text(request, "collection"):
        datings = datings.filter(**{f"{DOCUMENT}__in": _kept_in(uid)})
    return (
        datings.annotate(first_day=F("earliest"), last_day=F("latest"))
        .select_related(DOCUMENT)
        .defer("passage__version__text")
        .order_by(F("earliest").asc(nulls_first=True), "latest", f"{DOCUMENT}__uid", "pk")
    )


def _kept_in(uid: str) -> Any:
    return DocumentCollection.objects.filter(collection__uid=uid).values("document")


def _point(row: Any, mentioned: bool) -> Point:
    if mentioned:
        return Point(row, row.edtf, row.earliest, row.latest)
    if row.said:
        return Point(row, row.said, row.earliest, row.latest)
    document = row.passage.version.document
    return Point(row, document.dated, document.earliest, document.latest)


def _period(asked: str) -> tuple[Any, list[str]]:
    """The decade, year or month that the address names; None, with a note, where it names none."""
    try:
        value = read(asked) if asked else None
    except InvalidDate:
        value = None
    whole = (Precision.DECADE, Precision.YEAR, Precision.MONTH)
    if not asked or (value and value.precision in whole):
        return value, []
    note = _("“%(asked)s” is no decade, year or month (such as 201X, 2016, 2016-03).")
    return None, [note % {"asked": asked[:40]}]


def _axis(period: Any, first: date | None, last: date | None) -> Axis | None:
    if period:
        return Axis(period.earliest, period.latest)
    if first is None and last is None:
        return None
    return Axis(first or last or date.min, last or first or date.max)


def _ended(axis: Axis, points: list[Point]) -> Axis:
    """The axis up to the last mark: beyond it nothing is drawn, which is not that nothing is."""
    days = [day for point in points for day in (point.earliest, point.latest) if day]
    last = min(max(days, default=axis.last), axis.last)
    return Axis(min(axis.first, last), last)


def _counted(zoom: dict[str, Any], every: Any, span: dict[str, Any]) -> dict[str, Any]:
    """The times to go to, each with how many may lie in it; those in which none does left out."""
    first, last = span["first"] or date.min, span["last"] or date.max
    pairs = every.order_by().values("first_day", "last_day").annotate(n=Count("pk"))
    rows = list(pairs.values_list("first_day", "last_day", "n"))
    counted = []
    for edtf in zoom.get("in", ()):
        value = read(edtf)
        start, end = value.earliest or date.min, value.latest or date.max
        n = sum(n for one, other, n in rows if (one or first) <= end and (other or last) >= start)
        if n:
            counted.append((edtf, n))
    return {**zoom, "in": counted}


def _place(points: list[Point], axis: Axis | None) -> None:
    """Put each point in the first row in which it covers no other."""
    ends: list[float] = []
    for point in points:
        point.place = axis.place((point.earliest, point.latest)) if axis else None
        if axis is None or point.place is None:
            continue
        left, right = axis.at(point.earliest or axis.first), axis.at(point.latest or axis.last)
        row = next((i for i, end in enumerate(ends) if end + APART <= left), len(ends))
        ends[row : row + 1] = [right]
        point.y = TOP + ROW * row


def _zoom(period: Any, first: date | None, last: date | None) -> dict[str, list[str] | str]:
    """Where to go from here: out to what is wider, in to what is narrower."""
    if not period:
        if first is None or last is None:
            return {}
        decades = range(first.year // 10, last.year // 10 + 1)
        if len(decades) > 1:
            return {"in": [f"{decade:03}X" for decade in decades][:60]}
        return {"in": [f"{year:04}" for year in range(first.year, last.year + 1)]}
    year = period.earliest.year
    if period.precision is Precision.DECADE:
        return {"out": "", "in": [f"{y:04}" for y in range(year, period.latest.year + 1)]}
    if period.precision is Precision.YEAR:
        return {
            "out": f"{year // 10:03}X",
            "in": [f"{year:04}-{month:02}" for month in range(1, 13)],
        }
    month = year * 12 + period.earliest.month - 1
    beside = [divmod(n, 12) for n in (month - 1, month + 1)]
    within = [(y, m + 1) for y, m in beside if MINYEAR <= y <= MAXYEAR]
    return {"out": f"{year:04}", "in": [f"{y:04}-{m:02}" for y, m in within]}


def _facets(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """What the timeline is narrowed to, by its name where this reader may know of it."""
    entities = Entity.objects.named_to(request.user)
    seen = Document.objects.visible_to(request.user)
    collections = Collection.objects.filter(documents__in=seen).distinct()
    found, notes = [], []
    for name, rows in zip(NARROWED_BY, (entities, entities, collections), strict=True):
        if uid := asked_text(request, name):
            row = rows.filter(uid=uid).first()
            found.append((name, str(row or uid[:64])))
            notes += chosen(request, name, {uid} if row else ())[1]
    return found, notes

"""The timeline: what was said and what is spoken of, on one axis, as exactly as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.audience import Audience
from archive.axis import Axis
from archive.called import meant
from archive.charts import stretch_bars
from archive.chronology import Narrowing, how_many, mentioned, said, shown_of, spread
from archive.dates.values import DateValue
from archive.models import Collection, DocumentCollection, Entity
from archive.plotting import figure_of
from archive.views.parameters import SHOWN, asked_text, chosen, notes_of, page_of, unknown
from archive.zoom import period_of, stretches, zoom

MOST = 60  # rows of one kind that are drawn and listed
ENTITIES = ("entity", "claimant")
NARROWED_BY = (*ENTITIES, "collection")


@dataclass
class Field:
    """What the timeline is, or may be, narrowed by: what was typed, what it may mean."""

    name: str
    label: str
    typed: str = ""
    row: Entity | Collection | None = None
    choices: list[Any] | tuple[()] = ()
    error: str = ""

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return str(self.row) if self.row else self.typed

    @property
    def uid(self) -> str:
        """What the rows are narrowed to; "" where that is not known, or nothing."""
        return self.row.uid if self.row else ""


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """`/timeline/`: `in` a century to a month; `over` said or mentioned; narrowed by facets.

    An entity or claimant is a uid or a name: a name that means one leads to the address with its
    uid, one that means several is asked about.
    """
    fields = _fields(request)
    if any(field.row and field.typed != field.uid for field in fields):
        return redirect(_address(request, fields))
    period, period_note = _period(asked_text(request, "in"))
    is_mentioned = request.GET.get("over") == "mentioned"
    to = Narrowing(**{field.name: field.uid for field in fields})
    rows = (mentioned if is_mentioned else said)(to, request.user)
    days = spread(rows)
    total = how_many(days, period)
    page, page_note = page_of(Paginator(range(total), MOST), request)
    begin = page.start_index() - 1 if total else 0
    whole = _axis(period, *days.bounds)
    overview = stretch_bars(stretches(period, days), whole) if whole and total > MOST else []
    shown = shown_of(rows, days, period, begin, begin + MOST)
    figure = figure_of(shown, whole, is_part=total > MOST)
    context = {
        "section": "timeline",
        "mentioned": is_mentioned,
        "fields": fields,
        "collections": _collections(request.user),
        "asked": bool(period or any(field.typed for field in fields)),
        "narrowed": [field for field in fields if field.row],
        "figure": figure,
        "points": figure.points,
        "zoom": zoom(period, days),
        "overview": overview,
        "years": whole.ticks() if whole and overview else [],
        "page": page,
        "period": period.edtf if period else "",
        **notes_of(
            unknown(request, ("over", "in", "page", *NARROWED_BY)),
            page_note,
            chosen(request, "over", ("said", "mentioned"))[1],
            period_note,
        ),
        "sample": any(point.document.sample for point in figure.points),
    }
    return render(request, "archive/timeline.html", context)


def _fields(request: HttpRequest) -> list[Field]:
    """The fields of the form, as they were filled in."""
    labels = {"entity": _("About"), "claimant": _("Claimant"), "collection": _("Collection")}
    fields = [Field(name, labels[name], asked_text(request, name)) for name in NARROWED_BY]
    for field in fields:
        if not field.typed:
            continue
        if field.name in ENTITIES:
            _read_name(field, request.user)
        else:
            field.row = _collections(request.user).filter(uid=field.typed).first()
            if field.row is None:
                note = _("No collection here is “%(name)s”, so this narrows nothing.")
                field.error = note % {"name": field.typed[:SHOWN]}
    return fields


def _read_name(field: Field, user: Any) -> None:
    """Take a field's name as the one entity that it means, or say what it may mean."""
    found = meant(field.typed, user)
    if len(found) == 1:
        field.row = found[0]
    elif found:
        field.choices = found
        field.error = _("“%(name)s” may be several. Choose one of them:") % {
            "name": field.typed[:SHOWN]
        }
    else:
        note = _("Nobody and nothing here is called “%(name)s”, so this narrows nothing.")
        field.error = note % {"name": field.typed[:SHOWN]}


def _address(request: HttpRequest, fields: list[Field]) -> str:
    """This address with the uids in place of names."""
    parameters = request.GET.copy()
    for field in fields:
        if field.row:
            parameters[field.name] = field.uid
        elif not field.typed:
            parameters.pop(field.name, None)
    return f"{request.path}?{parameters.urlencode()}"


def _collections(user: Any) -> Any:
    """Those with a document that this user may see."""
    seen = Audience.of(user).sees("document")
    kept = DocumentCollection.objects.filter(seen, collection=OuterRef("pk")).order_by()
    return Collection.objects.filter(Exists(kept)).order_by("name", "uid")


def _period(asked: str) -> tuple[DateValue | None, list[str]]:
    """The time that the address names; None, with a note, where it names none."""
    period = period_of(asked)
    if period or not asked:
        return period, []
    note = _(
        "“%(asked)s” is no century, decade, year or month (such as 20XX, 201X, 2016, 2016-03)."
    )
    return None, [note % {"asked": asked[:SHOWN]}]


def _axis(period: DateValue | None, first: date | None, last: date | None) -> Axis | None:
    if period and period.earliest and period.latest:
        return Axis(period.earliest, period.latest)
    return Axis(first, last) if first and last else None

"""Publishers and collections: whose documents these are, and what is kept together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.charts import year_bars
from archive.models import Collection, Document, Publisher
from archive.paging import Counted
from archive.views.parameters import notes_of, page_of, unknown

PAGE = 50


@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """`/publishers/`: those with a document that this reader may see."""
    rows = _held(Publisher.objects.all(), request.user)
    context = {"section": "publishers", "rows": rows.order_by("name", "uid")}
    return render(request, "archive/publishers.html", context)


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """`/collections/`: those with a document that this reader may see."""
    rows = _held(Collection.objects.all(), request.user)
    return render(request, "archive/collections.html", {"rows": rows.order_by("name", "uid")})


@require_safe
def publisher(request: HttpRequest, uid: str) -> HttpResponse:
    """`/publishers/<uid>/`; 404 where no document of it may be seen."""
    rows = _held(Publisher.objects.select_related("entity"), request.user)
    found = get_object_or_404(rows, uid=uid)
    documents = Document.objects.visible_to(request.user).filter(publisher=found)
    context = _listed(documents, found.held, request)
    context |= {"section": "publishers", "publisher": found}
    return render(request, "archive/publisher.html", context)


@require_safe
def collection(request: HttpRequest, uid: str) -> HttpResponse:
    """`/collections/<uid>/`; 404 where no document in it may be seen."""
    found = get_object_or_404(_held(Collection.objects.all(), request.user), uid=uid)
    documents = Document.objects.visible_to(request.user).filter(collections=found)
    context = _listed(documents, found.held, request) | {"collection": found}
    return render(request, "archive/collection.html", context)


def _held(rows: Any, user: Any) -> Any:
    """Rows with how many documents of theirs this user may see, and from when to when."""
    seen = Q(documents__in=Document.objects.visible_to(user))
    return rows.annotate(
        held=Count("documents", filter=seen, distinct=True),
        first=Min("documents__earliest", filter=seen),
        last=Max("documents__latest", filter=seen),
    ).filter(held__gt=0)


def _listed(documents: Any, total: int, request: HttpRequest) -> dict[str, Any]:
    """One page of documents, the newest first, and how many there are of each year."""
    of_year = documents.annotate(year=ExtractYear(Coalesce("earliest", "latest"))).order_by()
    rows = documents.with_language().select_related("publisher").order_by("-latest", "uid")
    page, note = page_of(Counted(rows, PAGE, total), request)
    return {
        "page": page,
        **notes_of(unknown(request, ("page",)), note),
        "chart": year_bars(Counter(of_year.values_list("year", flat=True))),
        "sample": any(document.sample for document in page),
    }

"""What machines ask for: is the site well, and how to search it from a browser's address bar."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.audience import Audience
from search import outbox
from search.asking import readable
from search.backends import get_backend
from search.backends.base import IndexMissing, IndexOutdated, Query, SearchError
from search.sitemaps import SITEMAPS


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503; the state of the index is in the body."""
    try:
        connection.ensure_connection()
        waiting = outbox.waiting()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up", "index": index_state(), "waiting": waiting})


def index_state() -> str:
    """live, missing, outdated or damaged: whether the index can be searched."""
    nothing = Query(readable(Audience.of(None)), limit=0, histogram=False, also=False)
    try:
        get_backend().search(nothing)
    except IndexOutdated:
        return "outdated"
    except IndexMissing:
        return "missing"
    except (SearchError, OSError):
        return "damaged"
    return "live"


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description of this archive."""
    search = request.build_absolute_uri(reverse("search"))
    context = {"name": settings.ARCHIVE_NAME[:16], "search": search}
    return render(
        request,
        "search/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml",
    )


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of the sitemap."""
    answered: HttpResponse = sitemap_views.index(
        request, SITEMAPS, sitemap_url_name="sitemap_section"
    )
    return answered


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One file of the sitemap: the addresses of one kind of page, `?p=` their page."""
    answered: HttpResponse = sitemap_views.sitemap(request, SITEMAPS, section)
    return answered


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages a crawler may leave alone, and where the sitemap is."""
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "search/robots.txt", context, content_type="text/plain; charset=utf-8")

"""`/search.atom`: any search as a feed; it is sent again only after it changed."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Collection, Document, Entity, Publisher
from search import outbox, saying
from search.addresses import canonical
from search.feeds import arrivals, as_atom
from search.filters import read_address

PLAIN = "text/plain; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
def as_feed(request: HttpRequest) -> HttpResponse:
    """What a search finds, the last arrivals first; 304 where the reader has it already."""
    asked = read_address(request.GET)
    if asked.errors:
        sentence = _("A filter could not be read, so there is no feed: %(names)s.")
        names = ", ".join(asked.errors)
        return HttpResponse(sentence % {"names": names}, status=400, content_type=PLAIN)
    outbox.catch_up()
    found = arrivals(asked, request.user)
    if found.trouble:
        return HttpResponse(found.trouble, status=503, content_type=PLAIN)
    query = canonical(asked.parameters | {"page": (), "sort": ()})
    page = request.build_absolute_uri(f"{reverse('search')}?{query}")
    title = f"{settings.ARCHIVE_NAME}: {saying.title(asked, request.user)}"
    own = request.build_absolute_uri(f"{reverse('search_atom')}?{query}")
    body = as_atom(found, title, page, own, request.build_absolute_uri)
    return _conditional(request, body.encode())


def _conditional(request: HttpRequest, body: bytes) -> HttpResponse:
    """The feed, or 304; kept by nobody between, since it depends on who asks.

    By its ETag alone: what is withdrawn leaves the feed without a newer day, so that one who asks
    with If-Modified-Since would keep it.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=ATOM)
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=0)
    return get_conditional_response(request, etag, None, response) or response


@require_safe
def of_entity(request: HttpRequest, uid: str) -> HttpResponse:
    """The feed of the documents that name an entity."""
    entity = get_object_or_404(Entity.objects.named_to(request.user), uid=uid)
    return _feed(**{entity.kind: entity.uid})


@require_safe
def of_publisher(request: HttpRequest, uid: str) -> HttpResponse:
    """The feed of what a publisher published."""
    documents = Document.objects.visible_to(request.user)
    rows = Publisher.objects.filter(documents__in=documents).distinct()
    return _feed(publisher=get_object_or_404(rows, uid=uid).uid)


@require_safe
def of_collection(request: HttpRequest, uid: str) -> HttpResponse:
    """The feed of the documents of a collection."""
    documents = Document.objects.visible_to(request.user)
    rows = Collection.objects.filter(documents__in=documents).distinct()
    return _feed(collection=get_object_or_404(rows, uid=uid).uid)


def _feed(**facet: str) -> HttpResponse:
    query = canonical({name: (value,) for name, value in facet.items()})
    return HttpResponseRedirect(f"{reverse('search_atom')}?{query}")

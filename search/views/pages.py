"""`/search/`: the page that people search on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.comparing import BESIDE
from search import saying, showing
from search.addresses import canonical, changed
from search.comparing import comparison
from search.filters import read_address
from search.finding import find
from search.hits import shown
from search.loosening import is_one_word, lacking, loosenings
from search.reasons import explained
from search.suggesting import suggestion


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of hits with its facets; 404 with a sentence past the last, 503 without an index."""
    asked = read_address(request.GET)
    found = find(asked, request.user)
    results = found.results
    hits = explained(found, shown(results.hits, results.words, request.user))
    context = {
        "section": "search",
        "q": asked.q,
        "found": found,
        "hits": hits,
        "also": explained(found, shown(results.also, results.words, request.user)),
        "tabs": showing.tabs(found, request.user),
        "facets": showing.facets(found),
        "ranges": showing.ranges(found),
        "chips": showing.chips(found),
        "kept": showing.kept(found),
        "carried": showing.beside(found),
        "bars": showing.bars(found),
        "overs": showing.overs(found),
        "sorts": showing.sorts(found),
        "turns": showing.turns(found),
        "exports": showing.exports(found),
        "feed": showing.feed(found),
        "title": saying.title(asked, request.user) if request.user.is_authenticated else "",
        "sentence": saying.sentence(found),
        "left_out": saying.left_out(found, request.user),
        "loosenings": loosenings(found, request.user),
        "one_word": is_one_word(found),
        "suggestion": suggestion(found, request.user),
        "first": asked.offset + 1,
        "last": asked.offset + len(hits),
        "here": canonical(asked.parameters),
        "permalink": canonical({**asked.parameters, BESIDE: ()}),
        "comparison": comparison(asked, request.user),
        "exactly": changed(asked.parameters, exact="1"),
        "lacking": "" if hits else lacking(asked.kind, request.user),
        "sample": any(hit.document.sample for hit in hits),
    }
    status = 503 if found.trouble else 404 if found.is_past_the_end else 200
    return render(request, "search/search.html", context, status=status)


@require_safe
def every_document(_request: HttpRequest) -> HttpResponse:
    """`/documents/`: the search for all of them."""
    return redirect("search")


@require_safe
def every_claim(_request: HttpRequest) -> HttpResponse:
    """`/claims/`: the search for all of them."""
    return redirect(f"{reverse('search')}?kind=claims")

"""`/complete.json`: what the beginning of a search may become."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search.backends.base import SearchError
from search.completing import LONGEST, completions


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Completions of `q` by kind, most used first; none, and 503, where the index is away."""
    typed = request.GET.get("q", "")[:LONGEST]
    try:
        found, status = completions(typed, request.user), 200
    except (SearchError, OSError):
        found, status = [], 503
    body = {"query": typed, "completions": [each.as_json() for each in found]}
    return JsonResponse(body, status=status)

"""`/searches/`: the searches that a signed-in user keeps."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from search import outbox, saying
from search.addresses import canonical
from search.filters import Asked, read_address
from search.finding import ask, bare, resolved_for
from search.models import SavedSearch

MOST = 100  # searches that one user keeps
LONGEST = 2000  # characters of an address that is kept


@require_safe
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The searches that this user keeps, each with how many it finds now."""
    return _page(request)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search; the same search again takes the new name."""
    asked = read_address(QueryDict(request.POST.get("query", "")[: 2 * LONGEST]))
    query = canonical(asked.parameters | {"page": ()})
    if not request.user.is_authenticated:
        return redirect_to_login(f"{reverse('search')}?{query}")
    rows = SavedSearch.objects.filter(user=request.user)
    if len(query) > LONGEST:
        return _page(request, _("This search has too many filters to be kept."), status=400)
    if rows.exclude(query=query).count() >= MOST:
        sentence = _("You keep %(most)s searches already; delete one to make room.")
        return _page(request, sentence % {"most": MOST}, status=400)
    rows.update_or_create(user=request.user, query=query, defaults={"name": _name(request, asked)})
    return redirect("saved_searches")


@require_POST
def delete(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep a search no longer; 404 for somebody else's."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("saved_searches"))
    get_object_or_404(SavedSearch, user=request.user, uid=uid).delete()
    return redirect("saved_searches")


def _name(request: HttpRequest, asked: Asked) -> str:
    """The name that was given, else the search in words; 200 characters."""
    given = " ".join(request.POST.get("name", "").replace("\0", " ").split())
    return (given or saying.title(asked, request.user))[:200]


def _page(request: HttpRequest, trouble: str = "", status: int = 200) -> HttpResponse:
    outbox.catch_up()
    rows = SavedSearch.objects.filter(user=request.user.pk)[:MOST]
    context = {
        "section": "search",
        "trouble": trouble,
        "kept": [{"row": row, "total": _total(row, request)} for row in rows],
    }
    return render(request, "search/saved.html", context, status=status)


def _total(row: SavedSearch, request: HttpRequest) -> int | None:
    """How many the search finds now; None where the index is away or a filter means nothing."""
    asked = read_address(QueryDict(row.query))
    results, trouble = ask(bare(resolved_for(asked, request.user).query))
    return None if trouble or asked.errors else results.total

"""The page that links a claim to any other: search, choose, say how they stand to each other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import review
from archive.admin.sections import add_address
from archive.forms.linking import FoundLinkForm
from archive.forms.passages import in_context
from archive.models import Claim, ClaimLink, Evidence

SHOWN = 30  # claims found; more words find fewer


def link_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Search all claims that exist for the user, and link this one from either side."""
    claims = site.get_model_admin(Claim).get_queryset(request)
    claim = get_object_or_404(claims.select_related("passage__version__document"), pk=pk)
    if not site.get_model_admin(ClaimLink).has_add_permission(request):
        raise PermissionDenied
    form = _form(request, claim, claims)
    if request.method == "POST" and form.is_valid():
        return _linked(request, form, claim)
    words = (request.POST.get("q") or request.GET.get("q") or "").strip()
    found = _found(request, claim, words, site) if words else []
    context = {
        **site.each_context(request),
        "title": _("Link another claim to this one"),
        "claim": claim,
        "form": form,
        "words": words,
        "found": found[:SHOWN],
        "evidence": ""
        if review.is_locked(request.user, claim)
        else add_address(Evidence, request.user, claim=claim.pk),
        "more": len(found) > SHOWN,
    }
    return TemplateResponse(request, "admin/archive/claim/link.html", context)


def _form(request: HttpRequest, claim: Claim, claims: Any) -> FoundLinkForm:
    own = type("FoundLinkForm", (FoundLinkForm,), {"user": request.user})
    return own(request.POST if request.method == "POST" else None, claim=claim, claims=claims)


def _found(request: HttpRequest, claim: Claim, words: str, site: Any) -> list[Claim]:
    """At most one more than are shown: those with all words in statement, quote or claimant."""
    claims = site.get_model_admin(Claim)
    rows, _repeats = claims.get_search_results(request, claims.get_queryset(request), words)
    found = claims.get_queryset(request).filter(pk__in=rows.order_by().values("pk"))
    found = found.exclude(pk=claim.pk).select_related("passage__version__document")
    rows = list(found.prefetch_related("attributions__entity")[: SHOWN + 1])
    for row in rows:
        version = row.passage.version
        row.in_context = in_context(version.text, row.passage.span)
    return rows


def _linked(request: HttpRequest, form: FoundLinkForm, claim: Claim) -> HttpResponse:
    link = form.save(commit=False)
    review.sign(link, request.user, None)
    with transaction.atomic():
        link.save()
    messages.success(request, _("Linked: {link}").format(link=link))
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    return HttpResponseRedirect(f"{address}#claimlink")

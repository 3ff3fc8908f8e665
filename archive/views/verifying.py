"""Whether a citation's words still stand in this archive's copy; and what this archive is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.leaf import first_read, versions_of
from archive.models import Claim, Document
from archive.passages import PassageError
from archive.verification import Outcome, cited, outcome, read_address
from archive.views.access import exists_for, is_gone_for

LONGEST = 4000  # characters of an address or a quote that are looked at


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """`/verify/?address=&quote=`: whether the words still stand, moved, changed or are gone."""
    address = request.GET.get("address", "").strip()[:LONGEST]
    quote = request.GET.get("quote", "").strip()[:LONGEST]
    context: dict[str, Any] = {"address": address, "quote": quote}
    if address:
        context |= _verified(request, address, quote)
    return render(request, "archive/verify.html", context)


def _verified(request: HttpRequest, address: str, quote: str) -> dict[str, Any]:
    named = read_address(address)
    number, span = named.version, named.span
    document = Document.objects.filter(uid=named.document).first() if named.document else None
    if named.claim:
        claim = Claim.objects.visible_to(request.user).filter(uid=named.claim)
        found = claim.select_related("passage__version__document").first()
        if found is not None:
            document, number = found.passage.version.document, found.passage.version.number
            span = (found.passage.start, found.passage.end)
    if document is None or not exists_for(document, request.user):
        return {"error": _("This address names no document or claim that is open to you here.")}
    if is_gone_for(document, request.user):
        return {"withdrawn": document}
    if not document.text_opens_to(request.user):
        return {"error": _("The text of this document is not open here, so it can’t be verified.")}
    return _compared(document, number, span, quote)


def _compared(
    document: Document, number: int | None, span: tuple[int, int] | None, quote: str
) -> dict[str, Any]:
    versions = versions_of(document)
    version = next((v for v in versions if v.number == number), None)
    if version is None:
        if number is not None or not versions:
            return {"error": _("There is no such version of this document.")}
        version = first_read(versions)
    try:
        passage = cited(version.text, span, quote)
    except PassageError as error:
        return {"error": str(error)}
    same = [v for v in versions if v.language == version.language]
    now = first_read(same)
    found: dict[str, Any] = {"document": document, "version": version, "now": now}
    if passage is None:
        return found | {"outcome": Outcome.GONE, "there": None}
    state, there = outcome(version.text, now.text, passage)
    return found | {"outcome": state, "passage": passage, "there": there}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """`/about/`: how claims are recorded, what may be done with the data, whom to write to."""
    return render(request, "archive/about.html", {"sample": False})

"""Whether a citation's words still stand in this archive's copy; and what this archive is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.difference import apart, difference
from archive.leaf import first_read, versions_of
from archive.models import Claim, Document, Version
from archive.nearness import bare, nearest
from archive.passages import PassageError
from archive.verdicts import NOT_IN_PASSAGE, NOWHERE, THERE, verdict
from archive.verification import Address, Sought, outcome, read_address, sought
from archive.views.access import exists_for, is_gone_for

LONGEST = 4000  # characters of an address or a quote that are looked at
Span = tuple[int, int] | None


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """`/verify/?address=&quote=`: whether the words still stand, moved, changed or are gone."""
    address = request.GET.get("address", "").strip()[:LONGEST]
    quote = request.GET.get("quote", "").strip()[:LONGEST]
    context: dict[str, Any] = {"address": address, "quote": quote}
    if address:
        context |= _verified(request, read_address(address), quote)
    elif quote:
        context["error"] = _("Give the address of the citation too: it says which text is cited.")
    return render(request, "archive/verify.html", context)


def _verified(request: HttpRequest, named: Address, quote: str) -> dict[str, Any]:
    if named.host and named.host not in _own_hosts(request):
        sentence = _(
            "This address is one of %(host)s, not of this archive. Where the archive has moved, "
            "give the address without its host: from /documents/ or /claims/ on."
        )
        return {"error": sentence % {"host": named.host}}
    claim = _claim(request, named.claim) if named.claim else None
    document = Document.objects.filter(uid=named.document).first() if named.document else None
    if claim is not None:
        document = claim.passage.version.document
    if document is None or not exists_for(document, request.user):
        return {"error": _("This address names no document or claim that is open to you here.")}
    if is_gone_for(document, request.user):
        return {"withdrawn": document}
    if not document.text_opens_to(request.user):
        return _in_extract(claim, quote)
    number, span = named.version, named.span
    if claim is not None:
        number, span = claim.passage.version.number, (claim.passage.start, claim.passage.end)
    return _compared(document, number, span, quote)


def _own_hosts(request: HttpRequest) -> set[str]:
    """The hosts whose addresses are this archive's: the one asked, and the one it is known by."""
    return {request.get_host().lower(), urlsplit(settings.ARCHIVE_URL or "").netloc.lower()}


def _claim(request: HttpRequest, uid: str) -> Claim | None:
    rows = Claim.objects.visible_to(request.user).filter(uid=uid)
    return rows.select_related("passage__version__document").first()


def _in_extract(claim: Claim | None, quote: str) -> dict[str, Any]:
    """The words in a claim's own passage, where the rest of the text does not open."""
    if claim is None:
        return {"error": _("The text of this document is not open here, so it can’t be verified.")}
    passage, version = claim.passage, claim.passage.version
    found: dict[str, Any] = {"document": version.document, "version": version, "now": version}
    if quote and sought(passage.quote, None, quote) is None:
        return found | {"said": [NOT_IN_PASSAGE], "claim": claim}
    return found | {"said": [THERE], "passage": passage, "claim": claim}


def _compared(document: Document, number: int | None, span: Span, quote: str) -> dict[str, Any]:
    versions = versions_of(document)
    asked = next((v for v in versions if v.number == number), None)
    if not versions or (number is not None and asked is None):
        return {"error": _("There is no such version of this document.")}
    if not quote and span is None:
        return {"error": _("Say which words: this address names no passage of the document.")}
    first = asked or first_read(versions)
    try:
        version, found = _found(first, versions, span, quote, settled=asked is not None)
    except PassageError as error:
        return {"error": str(error)}
    now = first_read([v for v in versions if v.language == version.language])
    context = {"document": document, "version": version, "now": now}
    if found is None:
        return context | {"said": [NOWHERE]} | _nearest(version, quote)
    passage, state, there = found.passages[0], None, None
    if len(found.passages) == 1:
        state, there = outcome(version.text, now.text, passage)
    return context | {
        "said": verdict(found, state, version=version.number, asked=number, shown=first.number),
        "passage": passage,
        "places": found.passages if len(found.passages) > 1 else (),
        "there": there,
    }


def _nearest(version: Version, quote: str) -> dict[str, Any]:
    """The passage that comes nearest to the words, and in what it differs."""
    passage = nearest(version.text, quote)
    if passage is None:
        return {}
    return {"nearest": passage, "runs": apart(difference(bare(quote), passage.quote))}


def _found(
    first: Version, versions: Sequence[Version], span: Span, quote: str, settled: bool
) -> tuple[Version, Sought | None]:
    """The version in which the words stand, and where in it: the first, else one that has them.

    `settled`: the address names the first. Else one with the words at the span goes before it.
    Raises PassageError.
    """
    found = sought(first.text, span, quote)
    if not quote or (found is not None and (settled or found.there)):
        return first, found
    elsewhere = None
    for other in sorted((v for v in versions if v.pk != first.pk), key=lambda v: -v.number):
        there = sought(other.text, span, quote)
        if there is not None and there.there:
            return other, there
        if there is not None and elsewhere is None:
            elsewhere = other, there
    if found is not None:
        return first, found
    return elsewhere or (first, None)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """`/about/`: how claims are recorded, what may be done with the data, whom to write to."""
    return render(request, "archive/about.html", {"sample": False, "own": settings.ACCEPT_OWN})

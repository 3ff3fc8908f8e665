"""The texts of a document beside each other, and the annotations of one as JSON-LD."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.difference import apart, difference
from archive.leaf import first_read, leaf_of, versions_of
from archive.models import Document, Version
from archive.reading import paragraphs
from archive.views.access import of_document
from archive.webannotation import JSON_LD, page_of


@require_safe
@of_document
def versions(request: HttpRequest, document: Document) -> HttpResponse:
    """`/documents/<uid>/versions/`: any two (`from`, `to`), word by word where one language."""
    if not document.text_opens_to(request.user):
        raise Http404(document.uid)
    every = versions_of(document)
    if not every:
        raise Http404(document.uid)
    old, new = _asked(every, request)
    runs = difference(old.text, new.text) if old.language == new.language and old != new else []
    shown = apart(runs)
    context = {
        "document": document,
        "versions": every,
        "old": old,
        "new": new,
        "runs": shown,
        "places": [each.place for each in shown if each.place],
        "pairs": _side_by_side(old, new),
        "sample": document.sample,
        "wide": True,
    }
    return render(request, "archive/versions.html", context)


def _side_by_side(old: Version, new: Version) -> list[tuple[str, str]]:
    """Two texts paragraph by paragraph where both have as many; else each as one."""
    rows = [[v.text[start:end] for start, end in paragraphs(v.text)] for v in (old, new)]
    if len(rows[0]) != len(rows[1]):
        return [(old.text, new.text)]
    return list(zip(*rows, strict=True))


def _asked(every: list[Version], request: HttpRequest) -> tuple[Version, Version]:
    """The two that the address names; else the one read first, and the one before it.

    Of two languages that nobody asked for in an order, the one that was here first goes first.
    """
    by_number = {str(version.number): version for version in every}
    new = by_number.get(request.GET.get("to", ""), first_read(every))
    before = [v for v in every if v.number != new.number and v.language == new.language]
    earlier = [v for v in before if v.number < new.number]
    old = earlier[-1] if earlier else (before or [v for v in every if v != new] or [new])[0]
    pair = by_number.get(request.GET.get("from", ""), old), new
    if pair[0].language != new.language and not {"from", "to"} & request.GET.keys():
        return pair if pair[0].number < pair[1].number else pair[::-1]
    return pair


@require_safe
@of_document
def web_annotations(request: HttpRequest, document: Document) -> HttpResponse:
    """`/documents/<uid>/annotations.json`: W3C Web Annotations on one version."""
    if not document.text_opens_to(request.user):
        raise Http404(document.uid)
    every = versions_of(document)
    number = request.GET.get("version")
    chosen = [v for v in every if str(v.number) == number] if number else every
    if not chosen:
        raise Http404(_("There is no such version of this document."))
    leaf = leaf_of(document, first_read(chosen), every, request.user)
    return HttpResponse(page_of(leaf, request.build_absolute_uri), content_type=JSON_LD)

"""What a reader may open: the document at an address, its tombstone, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from archive.audience import Audience
from archive.models import Access, Document


def exists_for(document: Document, user: Any) -> bool:
    """Whether this document's record or tombstone is there for this user, today."""
    audience = Audience.of(user)
    if audience.sees_restricted:
        return True
    embargoed = document.embargo_until is not None and document.embargo_until > audience.today
    return document.access != Access.STAFF and not embargoed


def is_gone_for(document: Document, user: Any) -> bool:
    """Whether this user sees the tombstone in the place of a withdrawn document."""
    return document.withdrawn_on is not None and not Audience.of(user).sees_withdrawn


def tombstone(request: HttpRequest, document: Document) -> HttpResponse:
    """410: that it was withdrawn, when and why."""
    return render(request, "410.html", {"document": document}, status=410)


def restriction(document: Document) -> str:
    """Why the public does not see this document whole, as a sentence; "" where it does."""
    audience = Audience.of(None)
    if document.withdrawn_on is not None:
        return _("Withdrawn: only editors see this. %(reason)s") % {
            "reason": document.withdrawn_reason
        }
    if document.access == Access.STAFF:
        return _("Open to staff alone: the public does not see that this document is here.")
    if document.embargo_until is not None and document.embargo_until > audience.today:
        return _("Embargoed until %(day)s: the public does not see that it is here.") % {
            "day": document.embargo_until.isoformat()
        }
    if document.access == Access.EXTRACT:
        return _("The public sees an extract alone: the record, and the passages of claims.")
    return ""


def of_document(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the document of its `uid`; 410 for a withdrawn one, 404 for a hidden one."""

    @wraps(view)
    def looked_up(request: HttpRequest, uid: str, **kwargs: Any) -> HttpResponse:
        document = get_object_or_404(Document.objects.select_related("publisher"), uid=uid)
        if not exists_for(document, request.user):
            raise Http404(uid)
        if is_gone_for(document, request.user):
            return tombstone(request, document)
        return view(request, document, **kwargs)

    return looked_up

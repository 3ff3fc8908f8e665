"""A document's date on its page in the admin: what the text itself says of it, what waits for it,
and what its last change did, with the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive import review
from archive.dates import Bounds, bounds_of
from archive.leaf import first_read
from archive.models import DatedBasis, DatingStatus, Document, Operation
from archive.redating import changes_of, dependent, hindered, latest_of


class DateOfDocument:
    """For the admin of documents."""

    admin_site: Any

    def get_urls(self: Any) -> list[Any]:
        """With the address that takes evidence of the text as the inferred date."""
        view = require_POST(self.take_evidence)
        name = "archive_document_evidence"
        own = path("<int:pk>/evidence/", self.admin_site.admin_view(view), name=name)
        return [own, *super().get_urls()]  # type: ignore[misc]

    def take_evidence(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Give an undated document the bound that a passage of its text puts on its date."""
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:archive_document_change", args=[pk]))
        if document.dated:
            messages.info(request, _("The document has a date by now, and it stays."))
            return back
        bounds = evidence_of(document)
        start = request.POST.get("start", "")
        found = [one for one in bounds.evidence if str(one.start) == start] if bounds else []
        if not found:
            messages.error(request, _("The text does not say this any more. Look at it again."))
            return back
        document.dated = f"{found[0].edtf}/.."
        document.dated_basis = DatedBasis.INFERRED
        document.dated_reason = found[0].reason[:500]
        document._change_reason = _("inferred from the text")
        document.save()
        messages.success(request, _("Taken as the inferred date."))
        say_redated(request, document)
        return back

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """Say which datings changed with the date."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        say_redated(request, obj)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the evidence for a document without a date, and the last change of one with it."""
        document = kwargs.get("obj")
        if document is not None:
            context |= of_date(document, request)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def say_redated(request: HttpRequest, document: Document) -> None:
    """What a save has just changed, and where that can be looked at and taken back."""
    operation = document.__dict__.pop("redated", None)
    if operation is not None:
        address = reverse("admin:operation", args=[operation.uid])
        way_back = format_html('<a href="{}">{}</a>', address, _("Look at it or take it back"))
        messages.info(request, format_html("{}. {}", operation.said, way_back))


def of_date(document: Document, request: HttpRequest) -> dict[str, Any]:
    """What the page says beside the form about the document's date."""
    operation = latest_of(document)
    waiting = [] if document.dated else dependent(document)
    return {
        "bounds": None if document.dated else evidence_of(document),
        "waiting": sum(row.status == DatingStatus.UNRESOLVED for row in waiting),
        "redated": operation,
        "changes": changes_of(operation) if operation else [],
        "undoable": operation is not None
        and may_undo(request.user, operation)
        and not hindered(operation),
    }


def may_undo(user: Any, operation: Operation) -> bool:
    """Whoever did it, and those who review."""
    return operation.user_id == user.pk or review.may_review(user)


def evidence_of(document: Document) -> Bounds | None:
    """The bounds that the text which is read first puts on the day of publication."""
    versions = list(document.versions.all())
    if not versions:
        return None
    version = first_read(versions)
    return bounds_of(version.text, version.language, today=timezone.localdate())

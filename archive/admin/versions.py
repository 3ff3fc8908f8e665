"""Versions: the texts of documents. A saved text is shown, and never asked for again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from archive.admin.base import PlainAdmin, visible_documents
from archive.admin.passages import at_document
from archive.forms.choosing import first_read
from archive.forms.documents import VersionForm
from archive.forms.passages import version_label
from archive.models import Document, Layer, Version


@admin.register(Version)
class VersionAdmin(PlainAdmin):
    """One text of a document, in a layer."""

    form = VersionForm
    change_form_template = "admin/archive/version/change_form.html"
    autocomplete_fields = ["document", "translated_from"]
    list_display = ["document", "number", "layer", "language", "author", "created_at"]
    list_filter = ["layer", "language", "translated_by"]
    list_select_related = ("document",)
    search_fields = ["document__title", "document__uid"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of documents that exist for this user; a text is read when it is shown."""
        rows = super().get_queryset(request).filter(document__in=visible_documents(request))
        return rows.select_related("document").defer("text")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The document and the text of a new one; what is known about it of a saved one."""
        about = ["layer", "language", "author", "reason"]
        translation = ["translated_by", "translated_from_language", "translated_from"]
        first = about if obj else ["document", *about, "text"]
        return [(None, {"fields": first}), (_("Of a translation"), {"fields": translation})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """With `document` in the address: its text as it reads now, to be corrected."""
        initial = super().get_changeform_initial_data(request)
        chosen = str(initial.get("document", ""))
        document = (
            visible_documents(request).filter(pk=chosen).first() if chosen.isdigit() else None
        )
        latest = document and first_read(document.versions.all())
        if latest:
            initial |= {"text": latest.text, "language": latest.language, "layer": Layer.EMENDED}
        return initial

    def save_model(self, request: HttpRequest, obj: Version, form: Any, change: bool) -> None:
        """A new version takes the next number."""
        if not change:
            obj.number = next_number(obj.document)
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Version) -> HttpResponseRedirect:
        """Back to the document."""
        return HttpResponseRedirect(at_document(obj.document, "version"))

    def choice_label(self, version: Version) -> str:
        """By the document's title."""
        return version_label(version)


def next_number(document: Document) -> int:
    """The number that a new version of this document takes."""
    return (document.versions.aggregate(last=Max("number"))["last"] or 0) + 1

"""Documents: the record, the first text, and lists of everything that hangs on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from archive.admin.access import ACCESS_FIELDS, access_event, access_in_words, access_of
from archive.admin.base import KeptAdmin, ReviewedAdmin, TableInline, visible_documents
from archive.admin.bulk import change_in_bulk
from archive.admin.claims import number_after
from archive.admin.dates import DateOfDocument
from archive.admin.folding import Folding
from archive.admin.passages import at_document
from archive.admin.sections import of_document
from archive.admin.workbench import WorkbenchMixin
from archive.forms.documents import DocumentForm, NewDocumentForm
from archive.models import (
    Author,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentTopic,
    Identifier,
)


class AuthorInline(TableInline):
    """Authors: split into family and given name where that is known, else one literal name."""

    model = Author
    fields = ["family", "given", "literal", "is_organisation"]


class IdentifierInline(TableInline):
    """What the document is called elsewhere."""

    model = Identifier


class DocumentCollectionInline(TableInline):
    """The collections that it is in."""

    model = DocumentCollection
    autocomplete_fields = ["collection"]


class DocumentTopicInline(TableInline):
    """Its topics."""

    model = DocumentTopic
    autocomplete_fields = ["topic"]


@admin.register(Document)
class DocumentAdmin(DateOfDocument, Folding, WorkbenchMixin, KeptAdmin):
    """Source articles as archived."""

    form = DocumentForm
    change_form_template = "admin/archive/document/change_form.html"
    inlines = [AuthorInline, IdentifierInline, DocumentCollectionInline, DocumentTopicInline]
    autocomplete_fields = ["publisher"]
    list_display = ["title", "publisher", "dated", "genre", "access", "embargo_until"]
    list_filter = ["access", "genre", "dated_basis", "sample", "collections", "publisher"]
    list_select_related = ("publisher",)
    search_fields = ["title", "uid", "byline", "identifiers__value"]
    actions = [change_in_bulk]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that exist for this user."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The record; a text where it is new, a withdrawal where it may be withdrawn."""
        text = ["text", "language", "translated_by", "translated_from_language"]
        fieldsets: list[Any] = [
            (None, {"fields": ["title", "byline", "publisher", "genre", "source_url"]}),
            *([] if obj else [(_("Text"), {"fields": text})]),
            (_("Date"), {"fields": DATE}),
            (_("Rights and access"), {"fields": RIGHTS}),
        ]
        if obj and request.user.has_perm("archive.see_withdrawn"):
            fieldsets.append((_("Withdrawal"), WITHDRAWAL))
        fieldsets.append((_("Address"), {"fields": ["uid", "sample"], "classes": ["collapse"]}))
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new document is asked for its text too."""
        own = {} if obj else {"form": NewDocumentForm}
        return super().get_form(request, obj, change, **own | kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The access that this archive gives new documents."""
        initial = super().get_changeform_initial_data(request)
        return {"access": settings.DEFAULT_ACCESS} | initial

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """With the first text of a new one, and an event where access changed."""
        super().save_model(request, obj, form, change)
        if not change:
            form.first_version(obj)
        elif set(form.changed_data) & set(ACCESS_FIELDS):
            before = access_in_words(*(form.initial.get(name) for name in ACCESS_FIELDS))
            access_event(obj, before, request.user).save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New authors take the places after the last."""
        if formset.model is Author:
            number_after(form.instance.authors, formset)
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the lists of what hangs on the document."""
        document = kwargs.get("obj")
        context["sections"] = of_document(document, request.user) if document else []
        return super().render_change_form(request, context, *args, **kwargs)

    def left(self, request: HttpRequest) -> Collection[str]:
        """How a document opens, and whether it is withdrawn, is restored by editors only."""
        return () if request.user.has_perm("archive.see_withdrawn") else OPENS

    def after_restoring(self, request: HttpRequest, row: Document, before: Document | None) -> None:
        """An event where it opens otherwise than before, as after any other change of that."""
        was = access_of(before) if before else "deleted"
        if was != access_of(row):
            access_event(row, was, request.user).save()

    def response_post_save_add(self, request: HttpRequest, obj: Document) -> HttpResponseRedirect:
        """On to its page, where it is annotated."""
        return HttpResponseRedirect(at_document(obj, "claim"))


DATE = [
    ("dated", "dated_kind"),
    ("dated_basis", "dated_reason"),
    ("dateline_place", "dateline_date"),
]
OPENS = (*ACCESS_FIELDS, "withdrawn_reason", "withdrawn_title")
RIGHTS = ["rights", "rights_holder", ("access", "embargo_until")]
WITHDRAWAL = {
    "fields": ["withdrawn_on", "withdrawn_reason", "withdrawn_title"],
    "description": _(
        "A withdrawn document is not searched any more; its page says that it was withdrawn, on "
        "which day, and why."
    ),
    "classes": ["collapse"],
}


@admin.register(DocumentLink)
class DocumentLinkAdmin(ReviewedAdmin):
    """Reprints, translations, updates, correction notices, replies."""

    fields = ["source", "kind", "target", "note", "review"]
    autocomplete_fields = ["source", "target"]
    list_display = ["source", "kind", "target", "review"]
    list_filter = ["review", "kind"]
    list_select_related = ("source", "target")
    search_fields = ["source__title", "target__title", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those whose ends exist for this user."""
        documents = visible_documents(request)
        return super().get_queryset(request).filter(source__in=documents, target__in=documents)

    def response_post_save_add(
        self, request: HttpRequest, obj: DocumentLink
    ) -> HttpResponseRedirect:
        """Back to the document from which it goes."""
        return HttpResponseRedirect(at_document(obj.source, "documentlink"))

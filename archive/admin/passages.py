"""The admin of annotations on a passage: the text beside the form, and back to its document."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.base import PlainAdmin, ReviewedAdmin, visible_documents
from archive.admin.proposals import is_proposing
from archive.forms.choosing import Choose, first_read
from archive.forms.passages import PassageForm, in_context, version_label
from archive.models import Document, Passage


class OnPassageAdmin(PlainAdmin):
    """A row with a passage, given by version, quote and occurrence."""

    change_form_template = "admin/archive/on_passage/change_form.html"
    passage_fields = ("version", "quote", "occurrence")
    passage_shown = ("shown_version", "shown_quote")
    list_select_related: ClassVar[tuple[str, ...]] = ("passage__version__document",)
    form = PassageForm

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those in documents that exist for this user; the texts stay in the database."""
        rows = super().get_queryset(request)
        return rows.filter(passage__version__document__in=visible_documents(request)).defer(
            "passage__version__text"
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, its version chosen from the documents that exist for this user."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        widget = Choose(Passage._meta.get_field("version"), self.admin_site)
        own = {"documents": visible_documents(request), "version_widget": widget}
        return type(form)(form.__name__, (form,), own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The passage first; shown as words to somebody who may only look."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": self._shown(options["fields"])})
            for name, options in fieldsets
        ]

    def _shown(self, fields: Any) -> list[Any]:
        kept = [field for field in fields if field not in self.passage_fields]
        asked = len(kept) < len(list(fields))
        return [*self.passage_shown, *kept] if asked else kept

    @admin.display(description=_("Text"))
    def shown_version(self, row: Any) -> str:
        """The version on which it was made."""
        return version_label(row.passage.version) if row.passage else "—"

    @admin.display(description=_("Quote"))
    def shown_quote(self, row: Any) -> str:
        """The quote in context."""
        if not row.passage:
            return row.quote
        return in_context(row.passage.version.text, row.passage.span)

    @admin.display(description=_("document"), ordering="passage__version__document__title")
    def document(self, row: Any) -> str:
        """The document's title, leading to its page."""
        if not row.passage_id:
            return "—"
        document = row.passage.version.document
        address = reverse("admin:archive_document_change", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, document.title)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From the address: `version`, or the version that a `document` (uid) is read in."""
        initial = super().get_changeform_initial_data(request)
        uid = request.GET.get("document")
        if uid and "version" not in initial:
            document = visible_documents(request).filter(uid=uid).first()
            version = document and first_read(document.versions.all())
            if version:
                initial["version"] = str(version.pk)
        return initial

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the passage first, where it is new."""
        if is_proposing(request, obj):
            return
        if isinstance(form, PassageForm) and form.span is not None:
            obj.passage = form.saved_passage()
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the text that is quoted beside the form."""
        form = context["adminform"].form
        context["quoted"] = getattr(form, "stands_in", None)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Another one goes onto the same version."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST and obj.passage_id:
            query = urlencode({"version": obj.passage.version_id})
            return HttpResponseRedirect(f"{request.path}?{query}")
        return response

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the document, at the list of these."""
        if not obj.passage_id:
            return super().response_post_save_add(request, obj)
        return HttpResponseRedirect(at_document(obj.passage.version.document, self.opts.model_name))


class AnnotationAdmin(OnPassageAdmin, ReviewedAdmin):
    """An annotation: on a passage, and reviewed."""


def at_document(document: Document, section: str | None) -> str:
    """The address of a document's page in the admin, at one of its lists."""
    return f"{reverse('admin:archive_document_change', args=[document.pk])}#{section}"

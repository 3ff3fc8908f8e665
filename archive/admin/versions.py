"""Versions: the texts of documents. A saved text is shown, and never asked for again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive import review
from archive.admin.base import PlainAdmin, visible_documents
from archive.admin.passages import at_document
from archive.admin.previewing import Previewing, next_number
from archive.difference import difference
from archive.forms.choosing import first_read
from archive.forms.documents import VersionForm
from archive.forms.passages import version_label
from archive.keys import number
from archive.models import Document, Layer, Placement, PlacementState, Version
from archive.placing import Placed, earlier_texts


@admin.register(Version)
class VersionAdmin(Previewing, PlainAdmin):
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What readers see first follows from layer and language: reviewers change them."""
        kept = super().get_readonly_fields(request, obj)
        may = obj is None or review.may_review(request.user)
        return kept if may else [*kept, "layer", "language"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """With `document` in the address: its text as it reads now, to be corrected."""
        initial = super().get_changeform_initial_data(request)
        chosen = number(str(initial.get("document", "")))
        document = visible_documents(request).filter(pk=chosen).first() if chosen else None
        latest = document and first_read(document.versions.all())
        if latest:
            initial |= {"text": latest.text, "language": latest.language, "layer": Layer.EMENDED}
        full_name = getattr(request.user, "get_full_name", str)()
        initial.setdefault("author", full_name or request.user.get_username())
        return initial

    def save_model(self, request: HttpRequest, obj: Version, form: Any, change: bool) -> None:
        """A new version takes the next number."""
        if not change:
            obj.number = next_number(obj)
        super().save_model(request, obj, form, change)
        placed = obj.__dict__.get("placed")
        if placed:
            messages.info(request, said_of(placed, obj.document))

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With what differs from the text before it, and how passages stand in it."""
        version = kwargs.get("obj")
        before = text_before(version) if version is not None else None
        if before is not None and version is not None:
            context["before"] = before
            context["runs"] = difference(before.text, version.text)
            context["states"] = states_in(version)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Version) -> HttpResponseRedirect:
        """Back to the document."""
        return HttpResponseRedirect(at_document(obj.document, "version"))

    def choice_label(self, version: Version) -> str:
        """By the document's title."""
        return version_label(version)


def said_of(placed: Placed, document: Document) -> SafeString:
    """What became of the passages of earlier texts, and where those in doubt are looked at."""
    if not placed.total:
        return format_html("{}", _("No passage of an earlier text had to be placed in it."))
    text = ngettext(
        "{n} passage of earlier texts was looked for in it.",
        "{n} passages of earlier texts were looked for in it.",
        placed.total,
    )
    said = text.format(n=placed.total)
    if not placed.waiting:
        return format_html("{} {}", said, _("Each has a sure place."))
    waits = ngettext("{n} is not sure", "{n} are not sure", placed.waiting)
    address = f"{reverse('admin:repair')}?{urlencode({'document': document.uid})}"
    link = waits.format(n=placed.waiting)
    return format_html('{} <a href="{}">{}</a>.', said, address, link)


def text_before(version: Version) -> Version | None:
    """The newest earlier text in the same language; None for the first."""
    earlier = list(earlier_texts(version).values())
    return earlier[-1] if earlier else None


def states_in(version: Version) -> list[tuple[str, int]]:
    """How many passages of earlier texts stand how in this one, the surest first."""
    rows = Placement.objects.filter(version=version).order_by()
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    return [(str(s.label), counts[s.value]) for s in PlacementState if s.value in counts]

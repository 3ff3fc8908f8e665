"""The bulk change of documents: choose, look at what it would do, and only then do it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.access import access_event, access_of
from archive.beginnings import change
from archive.forms.bulk import BulkForm
from archive.forms.choosing import Choose
from archive.models import Document, DocumentCollection, Event
from archive.redating import READ_AGAINST, date_of, redate
from archive.signals import documents_changed

# one form field a document; the page names each of them
LIMIT = 5000


@dataclass(frozen=True)
class Change:
    """What would become of one field of one document, in words."""

    document: Document
    field: str
    before: str
    after: str


@admin.action(
    permissions=["change"], description=gettext_lazy("Change publisher, date, rights, access …")
)
def change_in_bulk(
    model_admin: Any, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    """Ask what to change; show it document by document; apply what was shown."""
    documents = list(queryset.select_related("publisher").order_by("pk")[: LIMIT + 1])
    if len(documents) > LIMIT:
        message = _("Choose at most {limit} documents at a time.")
        model_admin.message_user(request, message.format(limit=LIMIT), messages.ERROR)
        return None
    asked = "bulk" in request.POST
    form = BulkForm(request.POST if asked else None)
    _offer_by_typing(form, model_admin.admin_site)
    changes: list[Change] | None = None
    if asked and form.is_valid() and request.POST["bulk"] != "ask":
        changes = preview(documents, form)
    seen = fingerprint(changes) if changes is not None else ""
    if changes is not None and request.POST["bulk"] == "apply":
        if request.POST.get("seen") == seen:
            count = apply(documents, form, changes, request.user)
            model_admin.message_user(request, _said(count), messages.SUCCESS)
            return None
        message = _("The documents have changed since you looked. Look at this once more.")
        model_admin.message_user(request, message, messages.WARNING)
    return _page(model_admin, request, documents=documents, form=form, changes=changes, seen=seen)


def _said(count: int) -> str:
    return ngettext(
        "{count} document was changed.", "{count} documents were changed.", count
    ).format(count=count)


def _offer_by_typing(form: BulkForm, site: Any) -> None:
    document, member = Document._meta, DocumentCollection._meta
    for name, field in (
        ("publisher", document.get_field("publisher")),
        ("collection", member.get_field("collection")),
        ("leave", member.get_field("collection")),
    ):
        widget = Choose(field, site)
        widget.choices = form.fields[name].choices  # type: ignore[attr-defined]
        form.fields[name].widget = widget


def _page(
    model_admin: Any,
    request: HttpRequest,
    *,
    documents: list[Document],
    form: BulkForm,
    changes: list[Change] | None,
    seen: str,
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Change documents"),
        "subtitle": None,
        "opts": model_admin.opts,
        "documents": documents,
        "form": form,
        "changes": changes,
        "changed": len({one.document.pk for one in changes or []}),
        "seen": seen,
        "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/archive/document/bulk.html", context)


def preview(documents: list[Document], form: BulkForm) -> list[Change]:
    """What the form would change, document by document; what is so already is left out."""
    changes = []
    values = form.values()
    for document in documents:
        for name, value in values.items():
            before, after = getattr(document, name), value
            if (before or None) != (after or None):
                said = in_words(document, name, before), in_words(document, name, after)
                label = str(Document._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                changes.append(Change(document, label, *said))
    return changes + _collections(documents, form)


def in_words(document: Document, name: str, value: Any) -> str:
    """A value of a document's field as a reader would call it."""
    choices = dict(Document._meta.get_field(name).flatchoices or [])  # type: ignore[union-attr]
    return str(choices.get(value, value)) if value else "—"


def _collections(documents: list[Document], form: BulkForm) -> list[Change]:
    changes = []
    if "collection" not in form.cleaned_data["what"]:
        return []
    label = str(DocumentCollection._meta.get_field("collection").verbose_name)  # type: ignore[union-attr]
    for name, member in (("collection", False), ("leave", True)):
        collection = form.cleaned_data[name]
        if collection is None:
            continue
        inside = _members(documents, collection)
        for document in documents:
            if (document.pk in inside) is member:
                said = (str(collection), "—") if member else ("—", str(collection))
                changes.append(Change(document, label, *said))
    return changes


def _members(documents: list[Document], collection: Any) -> set[int]:
    rows = DocumentCollection.objects.filter(collection=collection)
    wanted = {document.pk for document in documents}
    return set(rows.values_list("document_id", flat=True)) & wanted


def fingerprint(changes: list[Change]) -> str:
    """A short name for exactly these changes, so that only what was seen is applied."""
    lines = [f"{c.document.pk}\t{c.field}\t{c.before}\t{c.after}" for c in changes]
    return sha256("\n".join(lines).encode()).hexdigest()


@transaction.atomic
def apply(documents: list[Document], form: BulkForm, changes: list[Change], user: Any) -> int:
    """Make the changes, with history, events and one signal; returns how many documents changed."""
    touched = {one.document.pk for one in changes}
    rows = [document for document in documents if document.pk in touched]
    values = form.values()
    reason = form.cleaned_data["why"] or _("bulk change")
    before = {row.pk: access_of(row) for row in rows}
    dates = {row.pk: date_of(row) for row in rows}
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        row.derive()
    fields = list(values)
    if "dated" in values:
        fields += ["earliest", "latest"]
    if fields:
        change(rows, Document, fields, user, reason)
    _redate(rows, dates, user)
    _move(rows, form)
    Event.objects.bulk_create(
        access_event(row, before[row.pk], user, reason)
        for row in rows
        if before[row.pk] != access_of(row)
    )
    documents_changed.send(sender=Document, uids=[row.uid for row in rows])
    return len(rows)


def _redate(rows: list[Document], dates: dict[int, Any], user: Any) -> None:
    """A bulk change sends no signals, so what depends on the dates is worked out here."""
    for row in rows:
        if any(dates[row.pk][name] != getattr(row, name) for name in READ_AGAINST):
            redate(row, dates[row.pk], user)


def _move(rows: list[Document], form: BulkForm) -> None:
    if "collection" not in form.cleaned_data["what"]:
        return
    into, out_of = form.cleaned_data["collection"], form.cleaned_data["leave"]
    if into is not None:
        members = [DocumentCollection(document=row, collection=into) for row in rows]
        DocumentCollection.objects.bulk_create(members, ignore_conflicts=True, batch_size=200)
    if out_of is not None:
        for row in rows:
            DocumentCollection.objects.filter(document=row, collection=out_of).delete()

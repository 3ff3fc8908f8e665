"""Boilerplate at the end of a text, offered on the document's page and marked with one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive import boilerplate
from archive.leaf import first_read
from archive.models import Boilerplate, Dismissal, Document, Version
from archive.passages.spans import shortened


@dataclass(frozen=True)
class Offered:
    """A run that a rule takes for boilerplate: its start (code points), its words and the rule."""

    start: int
    words: str
    rule: str


class Folding:
    """For the admin of documents."""

    admin_site: Any

    def get_urls(self: Any) -> list[Any]:
        """With the address where what is offered is marked or turned down."""
        view = self.admin_site.admin_view(require_POST(self.fold))
        own = path("<int:pk>/boilerplate/", view, name="archive_document_fold")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def fold(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark the run that begins at `start`, or remember that it is part of the article."""
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        if not request.user.has_perm("archive.add_boilerplate"):
            raise PermissionDenied
        if request.POST.get("decision") == "offer":
            return self._offer_again(request, document)
        version, found = _unmarked(document)
        start = request.POST.get("start", "")
        one = next((one for one in found if str(one.start) == start), None)
        if one is None or version is None:
            messages.info(request, _("This is marked already, or the text is another by now."))
        elif request.POST.get("decision") == "keep":
            words = version.text[one.start : one.end]
            Dismissal.about(document, Dismissal.Kind.BOILERPLATE, words, request.user).save()
            messages.success(request, _("It stays part of the article, and is not offered again."))
        else:
            passage = version.passage(one.start, one.end)
            Boilerplate.objects.create(passage=passage, rule=one.rule)
            messages.success(request, _("Marked as boilerplate."))
        return _back_to(document)

    def _offer_again(self: Any, request: HttpRequest, document: Document) -> HttpResponse:
        Dismissal.objects.of(document, Dismissal.Kind.BOILERPLATE).delete()
        messages.success(request, _("What was kept is offered again."))
        return _back_to(document)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With what is offered to somebody who may mark it."""
        document = kwargs.get("obj")
        if document is not None and request.user.has_perm("archive.add_boilerplate"):
            version, found = _unmarked(document)
            context["foldable"] = [
                Offered(one.start, shortened(version.text[one.start : one.end], 90), one.rule)
                for one in found
                if version is not None
            ]
            context["kept"] = Dismissal.objects.of(document, Dismissal.Kind.BOILERPLATE)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def _back_to(document: Document) -> HttpResponse:
    address = reverse("admin:archive_document_change", args=[document.pk])
    return HttpResponseRedirect(f"{address}#boilerplate")


def _unmarked(document: Document) -> tuple[Version | None, list[boilerplate.Found]]:
    """The version that is read first, and what the rules find in it that nobody decided on."""
    versions = list(document.versions.all())
    if not versions:
        return None, []
    version = first_read(versions)
    rows = Boilerplate.objects.filter(passage__version=version)
    marked = list(rows.values_list("passage__start", "passage__end"))
    keys = Dismissal.objects.keys_of(document, Dismissal.Kind.BOILERPLATE)
    found = boilerplate.trailing(version.text)
    return version, [
        one
        for one in found
        if Dismissal.key_of(version.text[one.start : one.end]) not in keys
        and not any(start < one.end and one.start < end for start, end in marked)
    ]

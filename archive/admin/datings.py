"""Datings: what time expressions mean; suggestions are decided row by row or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from archive.admin.decisions import decide_as_shown
from archive.admin.passages import AnnotationAdmin
from archive.datings import explained, value_in_words
from archive.decisions import decidable
from archive.forms.annotations import DatingForm
from archive.models import Dating, Review

DECISIONS = {"accept": Review.ACCEPTED, "reject": Review.REJECTED}


@admin.register(Dating)
class DatingAdmin(AnnotationAdmin):
    """A time expression, its date, and how it follows."""

    form = DatingForm
    fieldsets = [
        (
            None,
            {"fields": ["version", "quote", "occurrence", "edtf", "type", "status", "review"]},
        ),
        (
            gettext_lazy("How it was read"),
            {"fields": ["explained", "reference", "basis", "reading", "timex", "fixed"]},
        ),
        (
            gettext_lazy("Where it comes from"),
            {"fields": ["rule"], "classes": ["collapse"]},
        ),
    ]
    readonly_fields = ["explained"]
    list_display = ["passage", "value", "explained", "document", "review"]
    list_filter = ["review", "status", "type", "fixed"]
    search_fields = ["passage__quote", "edtf", "passage__version__document__title"]

    def get_urls(self) -> list[Any]:
        """With the address that the buttons of a row send to."""
        view = self.admin_site.admin_view(require_POST(self.decide_one))
        own = path("<int:pk>/<slug:decision>/decide/", view, name="archive_dating_decide")
        return [own, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> Any:
        """With a column of buttons, for what this user may decide."""

        @admin.display(description=gettext_lazy("Decide"))
        def buttons(row: Dating) -> str:
            return _buttons(row)

        return [*super().get_list_display(request), buttons]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each row with the decisions that this user may take about it."""
        rows = super().get_changelist_instance(request)
        shown = list(rows.result_list)
        for name, state in DECISIONS.items():
            for row in decidable(shown, state, request.user):
                row.__dict__.setdefault("decisions", set()).add(name)
        return rows

    @admin.display(description=gettext_lazy("Date"), ordering="edtf")
    def value(self, row: Dating) -> str:
        """In words, with its precision."""
        return value_in_words(row)

    @admin.display(description=gettext_lazy("In a sentence"))
    def explained(self, row: Dating) -> str:
        """The shown work."""
        return explained(row) if row.pk else "—"

    def decide_one(self, request: HttpRequest, pk: int, decision: str) -> HttpResponse:
        """Accept or reject one row, and go back to the list as it was."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows: QuerySet = self.get_queryset(request)
        row = get_object_or_404(rows, pk=pk)
        if decision in DECISIONS:
            decide_as_shown(request, [row], DECISIONS[decision])
        back = request.headers.get("referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = reverse("admin:archive_dating_changelist")
        return HttpResponseRedirect(back)


def _buttons(row: Dating) -> str:
    """The decisions that this user may take about a row that waits."""
    if row.review in (Review.ACCEPTED, Review.REJECTED):
        return "—"
    labels = {"accept": _("Accept"), "reject": _("Reject")}
    return format_html_join(
        " ",
        '<button type="submit" formaction="{}" aria-label="{}">{}</button>',
        (
            (
                reverse("admin:archive_dating_decide", args=[row.pk, name]),
                _("{decision}: {row}").format(decision=labels[name], row=row),
                labels[name],
            )
            for name in DECISIONS
            if name in row.__dict__.get("decisions", ())
        ),
    )

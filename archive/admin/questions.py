"""Questions that gather claims."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import ReviewedAdmin, TableInline, visible_documents
from archive.models import Question, QuestionClaim


class QuestionClaimInline(TableInline):
    """The claims that answer it."""

    model = QuestionClaim
    autocomplete_fields = ["claim"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that exist for this user; the others stay as they are."""
        documents = visible_documents(request)
        rows = super().get_queryset(request)
        return rows.filter(claim__passage__version__document__in=documents)


@admin.register(Question)
class QuestionAdmin(ReviewedAdmin):
    """What several claims answer, each in its own way."""

    fieldsets = [
        (None, {"fields": ["title", "note", "state", "settled_reason", "review"]}),
        (_("Address"), {"fields": ["uid"], "classes": ["collapse"]}),
    ]
    inlines = [QuestionClaimInline]
    list_display = ["title", "state", "review"]
    list_filter = ["review", "state"]
    search_fields = ["title", "note", "uid"]

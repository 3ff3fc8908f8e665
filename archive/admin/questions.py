"""Questions that gather claims."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.base import ReviewedAdmin, TableInline
from archive.models import Question, QuestionClaim


class QuestionClaimInline(TableInline):
    """The claims that answer it."""

    model = QuestionClaim
    autocomplete_fields = ["claim"]


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

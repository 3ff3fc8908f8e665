"""Mentions, subjects and boilerplate."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.base import ReviewedAdmin, visible_documents
from archive.admin.passages import AnnotationAdmin, OnPassageAdmin
from archive.forms.annotations import BoilerplateForm, MentionForm
from archive.models import Boilerplate, Mention, Subject


@admin.register(Mention)
class MentionAdmin(AnnotationAdmin):
    """Where entities are named."""

    form = MentionForm
    fieldsets = [
        (None, {"fields": ["version", "quote", "occurrence", "entity", "review"]}),
        (_("Where it comes from"), {"fields": ["rule"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["entity"]
    list_display = ["passage", "entity", "document", "review"]
    list_filter = ["review", "entity__kind"]
    list_select_related = ("passage__version__document", "entity")
    search_fields = ["passage__quote", "entity__name", "passage__version__document__title"]


@admin.register(Subject)
class SubjectAdmin(ReviewedAdmin):
    """What documents are about where no words name it."""

    fields = ["document", "entity", "basis", "review"]
    autocomplete_fields = ["document", "entity"]
    list_display = ["entity", "document", "basis", "review"]
    list_filter = ["review", "entity__kind"]
    list_select_related = ("document", "entity")
    search_fields = ["entity__name", "document__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of documents that exist for this user."""
        return super().get_queryset(request).filter(document__in=visible_documents(request))


@admin.register(Boilerplate)
class BoilerplateAdmin(OnPassageAdmin):
    """What is not part of the article."""

    form = BoilerplateForm
    fields = ["version", "quote", "occurrence", "rule"]
    list_display = ["passage", "document", "rule"]
    list_filter = ["rule"]
    search_fields = ["passage__quote", "passage__version__document__title"]

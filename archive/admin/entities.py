"""Entities with their aliases and outside ids."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from archive.admin.base import KeptAdmin, TableInline
from archive.admin.merging import merge_page, split_page
from archive.forms.entities import EntityIdentifierForm
from archive.models import Alias, Entity, EntityIdentifier


class AliasInline(TableInline):
    """What else it is called."""

    model = Alias


class EntityIdentifierInline(TableInline):
    """What it is called in outside authorities."""

    model = EntityIdentifier
    form = EntityIdentifierForm


@admin.register(Entity)
class EntityAdmin(KeptAdmin):
    """Persons, organisations, places, events and other things."""

    fieldsets = [
        (None, {"fields": ["kind", "name", "qualifier", "sort_name", "note"]}),
        (_("Address"), {"fields": ["uid"], "classes": ["collapse"]}),
    ]
    inlines = [AliasInline, EntityIdentifierInline]
    change_form_template = "admin/archive/entity/change_form.html"
    list_display = ["name", "kind", "qualifier", "uid", "merged_into"]
    list_filter = ["kind", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ("merged_into",)
    search_fields = ["name", "aliases__text", "uid"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Where one is chosen, those that were merged into another are not offered."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            rows = rows.filter(merged_into=None)
        return rows, may_repeat

    def get_urls(self) -> list[Any]:
        """With the pages that merge an entity into another and split it."""
        merge = self.admin_site.admin_view(partial(merge_page, site=self.admin_site))
        split = self.admin_site.admin_view(partial(split_page, site=self.admin_site))
        own = [
            path("<int:pk>/merge/", merge, name="archive_entity_merge"),
            path("<int:pk>/split/", split, name="archive_entity_split"),
        ]
        return own + super().get_urls()

    def choice_label(self, entity: Entity) -> str:
        """Name, qualifier and kind: names are not unique."""
        return f"{entity} · {entity.get_kind_display()}"

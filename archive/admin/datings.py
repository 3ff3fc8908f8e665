"""Datings: what time expressions mean."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.passages import AnnotationAdmin
from archive.forms.annotations import DatingForm
from archive.models import Dating


@admin.register(Dating)
class DatingAdmin(AnnotationAdmin):
    """A time expression, its date, and how it follows."""

    form = DatingForm
    fieldsets = [
        (
            None,
            {"fields": ["version", "quote", "occurrence", "edtf", "type", "status", "review"]},
        ),
        (_("How it was read"), {"fields": ["reference", "reading", "timex", "fixed"]}),
        (_("Where it comes from"), {"fields": ["rule"], "classes": ["collapse"]}),
    ]
    list_display = ["passage", "edtf", "type", "status", "document", "review"]
    list_filter = ["review", "status", "type", "fixed"]
    search_fields = ["passage__quote", "edtf", "passage__version__document__title"]

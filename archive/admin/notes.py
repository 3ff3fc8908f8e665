"""Notes on passages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.passages import AnnotationAdmin
from archive.forms.annotations import NoteForm
from archive.models import Note


@admin.register(Note)
class NoteAdmin(AnnotationAdmin):
    """Somebody's words on a passage."""

    form = NoteForm
    fieldsets = [
        (
            None,
            {"fields": ["version", "quote", "occurrence", "text", "kind", "audience", "review"]},
        ),
        (_("Where it comes from"), {"fields": ["rule", "uid"], "classes": ["collapse"]}),
    ]
    list_display = ["text", "passage", "kind", "audience", "document", "review"]
    list_filter = ["review", "kind", "audience"]
    search_fields = ["text", "passage__quote", "passage__version__document__title"]

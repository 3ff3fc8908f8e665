"""Evidence for and against claims."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import review
from archive.admin.base import KeptAdmin, visible_documents
from archive.admin.passages import OnPassageAdmin
from archive.forms.annotations import EvidenceForm
from archive.models import Evidence


@admin.register(Evidence)
class EvidenceAdmin(OnPassageAdmin, KeptAdmin):
    """A passage here, or a page elsewhere with the day on which it was seen."""

    form = EvidenceForm
    fieldsets = [
        (None, {"fields": ["claim", "assessment", "quote", "note"]}),
        (_("From a text of this archive"), {"fields": ["version", "occurrence"]}),
        (_("Or from a page elsewhere"), {"fields": ["url", "captured_on", "archived_url"]}),
    ]
    autocomplete_fields = ["claim", "assessment"]
    list_display = ["__str__", "claim", "document", "captured_on"]
    list_select_related = ("claim", "passage__version__document")
    search_fields = ["claim__statement", "passage__quote", "quote", "url"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those whose claim, and passage where there is one, exist for this user."""
        documents = visible_documents(request)
        rows = super(OnPassageAdmin, self).get_queryset(request)
        return rows.filter(
            Q(passage=None) | Q(passage__version__document__in=documents),
            claim__passage__version__document__in=documents,
        ).defer("passage__version__text")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which knows for which claims this user may not speak."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # a class made for this request alone
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The evidence of what is settled is changed by those who may settle it, as that is."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and review.is_locked(request.user, obj.claim))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As with changing."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and review.is_locked(request.user, obj.claim))

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the claim."""
        address = reverse("admin:archive_claim_change", args=[obj.claim_id])
        return HttpResponseRedirect(f"{address}#evidence")

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Another one is for the same claim."""
        response = super(OnPassageAdmin, self).response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(f"{request.path}?claim={obj.claim_id}")
        return response

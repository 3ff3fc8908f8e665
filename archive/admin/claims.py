"""Claims with who makes them, what they are about, their links and assessments."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from archive.admin.base import KeptAdmin, ReviewedAdmin, StackInline, TableInline, visible_documents
from archive.admin.linking import link_page
from archive.admin.passages import AnnotationAdmin
from archive.admin.sections import of_claim
from archive.forms.annotations import ClaimForm
from archive.forms.links import ClaimLinkForm
from archive.models import Assessment, Attribution, Claim, ClaimAbout, ClaimLink


class AttributionInline(StackInline):
    """Who makes the claim; the order is that in which they are saved."""

    model = Attribution
    fields = [("entity", "as_worded"), ("capacity", "via")]
    autocomplete_fields = ["entity", "via"]


class ClaimAboutInline(TableInline):
    """What the claim is about."""

    model = ClaimAbout
    autocomplete_fields = ["entity"]


@admin.register(Claim)
class ClaimAdmin(AnnotationAdmin):
    """What passages say."""

    form = ClaimForm
    change_form_template = "admin/archive/claim/change_form.html"
    fieldsets = [
        (
            None,
            {"fields": ["version", "quote", "occurrence", "statement", "mode", "said", "review"]},
        ),
        (
            _("Languages, address, where it comes from"),
            {
                "fields": [
                    "statement_language",
                    "statement_author",
                    "said_language",
                    "uid",
                    "rule",
                ],
                "classes": ["collapse"],
            },
        ),
    ]
    inlines = [AttributionInline, ClaimAboutInline]
    list_display = ["statement", "mode", "document", "review"]
    list_filter = ["review", "mode", "attributions__entity__kind"]
    search_fields = [
        "statement",
        "passage__quote",
        "attributions__as_worded",
        "attributions__entity__name",
        "uid",
    ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New attributions take the places after the last."""
        if formset.model is Attribution:
            number_after(form.instance.attributions, formset)
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the lists of what hangs on the claim."""
        claim = kwargs.get("obj")
        context["sections"] = of_claim(claim, request.user) if claim else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        """With the page that links a claim to another."""
        link = self.admin_site.admin_view(partial(link_page, site=self.admin_site))
        return [path("<int:pk>/link/", link, name="archive_claim_link"), *super().get_urls()]

    def choice_label(self, claim: Claim) -> str:
        """The statement and its document."""
        return f"{claim.statement} · {claim.passage.version.document.title}"


def number_after(existing: Any, formset: Any) -> None:
    """Give each new row of a formset the next free position."""
    last = existing.aggregate(last=Max("position"))["last"] or 0
    for form in formset.extra_forms:
        if form.has_changed() and not formset._should_delete_form(form):
            last += 1
            form.instance.position = last


@admin.register(ClaimLink)
class ClaimLinkAdmin(ReviewedAdmin):
    """How claims stand to each other."""

    form = ClaimLinkForm

    fields = ["source", "kind", "target", "note", "review"]
    autocomplete_fields = ["source", "target"]
    list_display = ["source", "kind", "target", "review"]
    list_filter = ["review", "kind"]
    list_select_related = ("source", "target")
    search_fields = ["source__statement", "target__statement", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those whose ends exist for this user."""
        documents = visible_documents(request)
        return (
            super()
            .get_queryset(request)
            .filter(
                source__passage__version__document__in=documents,
                target__passage__version__document__in=documents,
            )
        )

    def response_post_save_add(self, request: HttpRequest, obj: ClaimLink) -> HttpResponseRedirect:
        """Back to the claim from which it goes."""
        address = reverse("admin:archive_claim_change", args=[obj.source_id])
        return HttpResponseRedirect(f"{address}#claimlink")


@admin.register(Assessment)
class AssessmentAdmin(KeptAdmin):
    """Judgements of claims, signed and dated; a site can switch them off."""

    fields = ["claim", "status", "reason", "name", "made_at"]
    autocomplete_fields = ["claim"]
    list_display = ["claim", "status", "name", "made_at"]
    list_filter = ["status", "made_at"]
    list_select_related = ("claim",)
    search_fields = ["claim__statement", "reason", "name"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not listed where they are switched off."""
        return settings.ASSESSMENTS and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """None are made where they are switched off."""
        return settings.ASSESSMENTS and super().has_add_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of claims that exist for this user."""
        documents = visible_documents(request)
        rows = super().get_queryset(request)
        return rows.filter(claim__passage__version__document__in=documents)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Signed with the name of who is writing."""
        user: Any = request.user
        name = user.get_full_name() or user.get_username()
        return {"name": name} | super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:
        """The account is kept beside the name."""
        if not change:
            obj.user = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Assessment) -> HttpResponseRedirect:
        """Back to the claim."""
        address = reverse("admin:archive_claim_change", args=[obj.claim_id])
        return HttpResponseRedirect(f"{address}#assessment")

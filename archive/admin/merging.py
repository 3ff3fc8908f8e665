"""The pages that merge entities: probable duplicates, and one entity into another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import review
from archive.duplicates import probable, shared_aliases, tell_apart, told_apart
from archive.forms.choosing import NOT_ONE, Choose
from archive.merging import check_merge, merge, moves
from archive.models import Entity, Mention


class MergeForm(forms.Form):
    """Into which entity, and why."""

    heir = forms.ModelChoiceField(
        Entity.objects.standing(),
        label=gettext_lazy("Merge into"),
        error_messages={"invalid_choice": NOT_ONE},
    )
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=100, required=False)

    def __init__(self, *args: Any, entity: Entity, site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entity = entity
        heir: Any = self.fields["heir"]
        widget = Choose(Mention._meta.get_field("entity"), site)
        widget.choices = heir.choices
        heir.widget = widget

    def clean_heir(self) -> Entity:
        """Another entity that stands."""
        heir: Entity = self.cleaned_data["heir"]
        check_merge(self.entity, heir)
        return heir


def may_merge(user: Any) -> bool:
    """Merging changes what is accepted, so it is for those who accept."""
    return review.may_review(user) and user.has_perm("archive.change_entity")


def merge_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask into which; show what would move; do it when that was seen."""
    if not may_merge(request.user):
        raise PermissionDenied
    entity = get_object_or_404(Entity, pk=pk)
    asked = request.POST if request.method == "POST" else None
    form = MergeForm(asked, initial={"heir": request.GET.get("into")}, entity=entity, site=site)
    chosen = form.cleaned_data["heir"] if asked is not None and form.is_valid() else None
    if chosen is not None and request.POST.get("step") == "merge":
        return _merged(request, entity, chosen, form.cleaned_data["why"])
    context = {
        **site.each_context(request),
        "title": _("Merge “{name}” into another entity").format(name=entity),
        "entity": entity,
        "form": form,
        "heir": chosen,
        "moves": moves(entity),
        "media": form.media,
    }
    return TemplateResponse(request, "admin/archive/entity/merge.html", context)


def _merged(request: HttpRequest, entity: Entity, heir: Entity, why: str) -> HttpResponse:
    try:
        operation = merge(entity, heir, request.user, why)
    except ValidationError as error:  # somebody else was quicker
        for sentence in error.messages:
            messages.error(request, sentence)
        return HttpResponseRedirect(request.path)
    address = reverse("admin:operation", args=[operation.uid])
    way_back = format_html('<a href="{}">{}</a>', address, _("Take it back"))
    messages.success(request, format_html("{}. {}", operation.said, way_back))
    return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[heir.pk]))


def duplicates_page(request: HttpRequest, site: Any) -> HttpResponse:
    """Entities that are probably one, and names that two share; a POST tells two apart."""
    if not request.user.has_perm("archive.change_entity"):
        raise PermissionDenied
    if request.method == "POST":
        return _told(request)
    context = {
        **site.each_context(request),
        "title": _("Probable duplicates"),
        "pairs": probable(told_apart()),
        "shared": shared_aliases(),
        "may_merge": may_merge(request.user),
    }
    return TemplateResponse(request, "admin/archive/entity/duplicates.html", context)


def _told(request: HttpRequest) -> HttpResponse:
    uids = request.POST.getlist("apart")[:1]
    one_uid, _comma, other_uid = uids[0].partition(",") if uids else ("", "", "")
    one = Entity.objects.filter(uid=one_uid).first()
    other = Entity.objects.filter(uid=other_uid).first()
    if one is None or other is None or one == other:
        messages.error(request, _("One of the two is not there any more."))
    else:
        operation = tell_apart(one, other, request.user)
        address = reverse("admin:operation", args=[operation.uid])
        way_back = format_html('<a href="{}">{}</a>', address, _("Take it back"))
        messages.success(request, format_html("{}. {}", operation.said, way_back))
    return HttpResponseRedirect(request.path)

"""The pages that merge entities: probable duplicates, and one entity into another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import review
from archive.duplicates import probable, shared_aliases, tell_apart, told_apart
from archive.forms.choosing import Choose, ChosenField
from archive.keys import number
from archive.merging import SPLIT, Relation, check_merge, merge, moves, split
from archive.models import Document, Entity, Mention, Operation, Subject


class MergeForm(forms.Form):
    """Into which entity, and why."""

    heir = ChosenField(
        Entity.objects.standing(),
        label=gettext_lazy("Merge into"),
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
        if (operation := _merged(entity, chosen, form, request.user)) is not None:
            _say_operation(request, operation)
            return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[chosen.pk]))
        chosen = None
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


def _merged(entity: Entity, heir: Entity, form: MergeForm, user: Any) -> Operation | None:
    """What was done; None where somebody else was quicker, which the form says then."""
    try:
        return merge(entity, heir, user, form.cleaned_data["why"])
    except ValidationError as error:
        form.add_error("heir", error)
    return None


class SplitForm(forms.Form):
    """Which entity the chosen places belong to: one that is there, or a new one."""

    heir = ChosenField(
        Entity.objects.standing(),
        label=gettext_lazy("An entity that is there"),
        required=False,
    )
    name = forms.CharField(label=gettext_lazy("Or a new one"), max_length=300, required=False)
    qualifier = forms.CharField(label=gettext_lazy("Qualifier"), max_length=200, required=False)
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=100, required=False)

    def __init__(self, *args: Any, site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heir: Any = self.fields["heir"]
        widget = Choose(Mention._meta.get_field("entity"), site)
        widget.choices = heir.choices
        heir.widget = widget

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("heir")) == bool(cleaned.get("name")) and not self.errors:
            self.add_error("heir", _("Choose an entity, or name a new one."))
        return cleaned


PLACES = 300  # of each kind that the page of a split lists


def split_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Where an entity is named, to be given to another that it was taken for."""
    if not may_merge(request.user):
        raise PermissionDenied
    entity = get_object_or_404(Entity, pk=pk)
    form = SplitForm(request.POST if request.method == "POST" else None, site=site)
    ticked = request.POST.getlist("place")
    if form.is_bound and form.is_valid():
        operation = _split(request, entity, form, ticked)
        if operation is not None:
            _say_operation(request, operation)
            return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[entity.pk]))
    context = {
        **site.each_context(request),
        "title": _("Split “{name}”").format(name=entity),
        "entity": entity,
        "form": form,
        "places": _places(entity, request),
        "ticked": ticked,
        "shown": PLACES,
        "media": form.media,
    }
    return TemplateResponse(request, "admin/archive/entity/split.html", context)


@transaction.atomic
def _split(
    request: HttpRequest, entity: Entity, form: SplitForm, ticked: list[str]
) -> Operation | None:
    chosen: dict[str, set[int]] = {}
    for key in ticked:
        name, _colon, written = key.partition(":")
        if (pk := number(written)) is not None:
            chosen.setdefault(name, set()).add(pk)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            chosen = _for_user(entity, chosen, request.user)
            heir = given["heir"] or Entity.objects.create(
                kind=entity.kind, name=given["name"], qualifier=given["qualifier"]
            )
            return split(entity, heir, chosen, request.user, given["why"])
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _for_user(entity: Entity, chosen: dict[str, set[int]], user: Any) -> dict[str, set[int]]:
    """Of the chosen keys those of rows in documents that exist for this user."""
    found = {}
    for relation in SPLIT:
        rows = _naming(entity, relation, user).filter(pk__in=chosen.get(relation.name, set()))
        found[relation.name] = set(rows.values_list("pk", flat=True))
    return found


def _naming(entity: Entity, relation: Relation, user: Any) -> QuerySet:
    """The rows that name the entity in documents that exist for this user."""
    seen = Document.objects.visible_to(user).values("uid")
    of = {relation.column: entity, f"{relation.document}__in": seen}
    rows: QuerySet = relation.model._base_manager.filter(**of)
    return rows


def _places(entity: Entity, request: HttpRequest) -> list[tuple[str, str, str]]:
    """Each place where the entity is named: its key, what kind it is, and its words.

    Those in documents that exist for this user.
    """
    found = []
    for relation in SPLIT:
        rows = _naming(entity, relation, request.user)
        rows = rows.select_related(*RELATED[relation.name]).order_by("pk")[:PLACES]
        kind = str(relation.model._meta.verbose_name)
        found += [(f"{relation.name}:{row.pk}", kind, _words(row)) for row in rows]
    return found


RELATED: dict[str, tuple[str, ...]] = {
    "mention-entity": ("passage",),
    "subject-entity": ("document",),
    "claimabout-entity": ("claim",),
    "attribution-entity": ("claim",),
    "attribution-via": ("claim",),
}


def _words(row: Any) -> str:
    match row:
        case Mention():
            return f"{row.passage.prefix}[{row.passage.quote}]{row.passage.suffix}"
        case Subject():
            return str(row.document)
        case _:
            return str(row.claim)


def _say_operation(request: HttpRequest, operation: Operation) -> None:
    address = reverse("admin:operation", args=[operation.uid])
    way_back = format_html('<a href="{}">{}</a>', address, _("Take it back"))
    messages.success(request, format_html("{}. {}", operation.said, way_back))


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
        _say_operation(request, tell_apart(one, other, request.user))
    return HttpResponseRedirect(request.path)

"""The actions of review on lists, the page of an operation, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from archive import review
from archive.batches import batches
from archive.decisions import Decided, decide, read_anew, undo_decision
from archive.duplicates import unapart
from archive.keys import number
from archive.merging import unmerge
from archive.models import Operation, Review
from archive.redating import changes_of, hindered, undo_redating
from archive.repair import undo_placing
from archive.simultaneous import states_of

LIMIT = 5000


@admin.action(permissions=["change"], description=gettext_lazy("Send to review"))
def send_to_review(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Of the chosen rows, those that the user may send."""
    _decide(request, queryset, Review.IN_REVIEW)


@admin.action(permissions=["review"], description=gettext_lazy("Accept"))
def accept(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Of the chosen rows, those that the user may accept."""
    _decide(request, queryset, Review.ACCEPTED)


@admin.action(permissions=["review"], description=gettext_lazy("Reject"))
def reject(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Of the chosen rows, those that the user may reject."""
    _decide(request, queryset, Review.REJECTED)


ACTIONS = [send_to_review, accept, reject]


def _decide(request: HttpRequest, queryset: QuerySet, state: Review) -> None:
    rows = list(queryset.order_by("pk")[: LIMIT + 1])
    if len(rows) > LIMIT:
        message = _("Choose at most {limit} at a time.").format(limit=LIMIT)
        messages.error(request, message)
        return
    decide_as_shown(request, rows, state)


def decide_as_shown(
    request: HttpRequest, rows: Sequence[Any], state: Review, why: str = ""
) -> bool:
    """Decide about those of the rows that are as the page showed them, and tell what came of it.

    Returns whether any were as shown; those that the user may not decide are told, and count.
    """
    with transaction.atomic():  # as they are read anew they stay until they are decided
        same = as_shown(request, read_anew(rows))
        decided = decide(same, state, request.user, why) if same else None
    if decided:
        say(request, decided)
    tell_changed(request, len(rows) - len(same))
    return bool(same)


def as_shown(request: HttpRequest, rows: Sequence[Any]) -> list[Any]:
    """Those that are as the page showed them: nobody decides about what they have not read.

    The page sends the state of each row that it shows as `seen-claim:17`. A row without one
    counts as not read, unless the list was chosen whole: it stood on another page of it.
    """
    whole = request.POST.get("select_across", "0") != "0"
    now = {
        model: states_of(model, [row.pk for row in rows if isinstance(row, model)])
        for model in {type(row) for row in rows}
    }
    found = []
    for row in rows:
        seen = request.POST.get(seen_name(row), "")
        if (whole and not seen) or seen == now[type(row)].get(row.pk):
            found.append(row)
    return found


def seen_name(row: Any) -> str:
    """What the field is called that holds the state in which a page shows a row."""
    return f"seen-{row._meta.model_name}:{row.pk}"


def say(request: HttpRequest, decided: Decided) -> None:
    """Tell what was done, in counts, and where it can be taken back."""
    if decided.operation is not None:
        address = reverse("admin:operation", args=[decided.operation.uid])
        way_back = format_html('<a href="{}">{}</a>', address, _("Take it back"))
        messages.success(request, format_html("{}. {}", decided.operation.said, way_back))
    already, refused = decided.already, decided.refused
    text = ngettext("{n} was so already.", "{n} were so already.", already)
    tell(request, messages.INFO, already, text)
    text = ngettext(
        "{n} is not yours to decide, and stays as it is.",
        "{n} are not yours to decide, and stay as they are.",
        refused,
    )
    tell(request, messages.WARNING, refused, text)


def tell(request: HttpRequest, level: int, n: int, text: str) -> None:
    """Say `text`, with its "{n}", where it is about any rows at all."""
    if n:
        messages.add_message(request, level, text.format(n=n))


def tell_changed(request: HttpRequest, changed: int) -> None:
    """Say that so many were not decided about, since they are not as the page showed them."""
    text = ngettext(
        "{n} was changed after it was shown to you, and was left alone. Read it again.",
        "{n} were changed after they were shown to you, and were left alone. Read them again.",
        changed,
    )
    tell(request, messages.WARNING, changed, text)


def _may_undo(request: HttpRequest, operation: Operation) -> bool:
    """Reviewers undo what anybody did; others their own, but for what only reviewers do."""
    if review.may_review(request.user):
        return True
    return operation.user_id == request.user.pk and not _of_reviewers(operation)


def _of_reviewers(operation: Operation) -> bool:
    """Whether only reviewers may undo it: it settled rows, or they were settled before and would
    be so again. A suggestion that is turned down settles nothing."""
    if operation.kind != Operation.Kind.REVIEW:
        return operation.kind == Operation.Kind.MERGE
    given = operation.before["state"]
    befores = {row[2] for row in operation.before["rows"]}
    settled = given == Review.ACCEPTED or (
        given == Review.REJECTED and befores != {Review.SUGGESTED}
    )
    return settled or not befores.isdisjoint(review.SETTLED)


def operation_page(request: HttpRequest, uid: str, site: Any) -> HttpResponse:
    """What was done to which rows, and the button that takes it back."""
    operation = get_object_or_404(Operation.objects.select_related("user", "undone_by"), uid=uid)
    if not _may_undo(request, operation):
        raise PermissionDenied
    context = {**site.each_context(request), "title": operation.said, "operation": operation}
    if operation.kind == Operation.Kind.DATE:
        context["changes"] = changes_of(operation)
        context["hindered"] = hindered(operation)
    return TemplateResponse(request, "admin/operation.html", context)


@require_POST
def undo_operation(request: HttpRequest, uid: str, site: Any) -> HttpResponse:
    """Take an operation back, once; rows that were changed since stay as they are."""
    operation = get_object_or_404(Operation, uid=uid)
    if not _may_undo(request, operation):
        raise PermissionDenied
    if operation.undone_at is not None:
        messages.info(request, _("This was taken back already."))
    elif operation.kind == Operation.Kind.DATE and (why := hindered(operation)):
        messages.warning(request, why)
    else:
        _undo(request, operation)
    return HttpResponseRedirect(reverse("admin:operation", args=[uid]))


def _undo(request: HttpRequest, operation: Operation) -> None:
    try:
        done, since = UNDO[operation.kind](operation, request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return
    if done or not since:
        text = ngettext("{n} is as it was before.", "{n} are as they were before.", done)
        messages.success(request, text.format(n=done))
    text = ngettext(
        "{n} was changed since, and was left alone.",
        "{n} were changed since, and were left alone.",
        since,
    )
    tell(request, messages.WARNING, since, text)


UNDO: dict[str, Any] = {
    Operation.Kind.REVIEW: undo_decision,
    Operation.Kind.MERGE: unmerge,
    Operation.Kind.APART: unapart,
    Operation.Kind.DATE: undo_redating,
    Operation.Kind.PLACE: undo_placing,
}


def chosen(keys: Sequence[str], models: dict[str, Any], request: HttpRequest) -> list[Any]:
    """The rows that a page calls "claim:17", as far as they exist for this user."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        name, _colon, written = key.partition(":")
        pk = number(written)
        if name in models and pk is not None:
            wanted.setdefault(name, []).append(pk)
    rows: list[Any] = []
    for name, pks in wanted.items():
        model_admin = admin.site.get_model_admin(models[name])
        for some in batches(list(dict.fromkeys(pks))):
            rows += model_admin.get_queryset(request).filter(pk__in=some)
    return rows

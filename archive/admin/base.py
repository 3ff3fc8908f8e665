"""What the archive's admin pages share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from archive import review
from archive.admin.decisions import ACTIONS, seen_name
from archive.admin.deletion import what_goes_with
from archive.admin.differences import said
from archive.admin.givingback import GivingBack
from archive.admin.history import Remembering
from archive.admin.proposals import (
    Proposing,
    is_proposing,
    may_propose,
    takes_anothers,
)
from archive.forms.choosing import Choose, ChosenField
from archive.forms.review import ReviewedForm
from archive.forms.simultaneous import Noticing
from archive.models import Document, Review
from archive.simultaneous import state_as_read, states_of


class Choosing:
    """For admins and inlines: what may be many is chosen by typing, with scripts or without."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """As Django's, with our own widget for `autocomplete_fields`."""
        related, site = db_field.remote_field.model, self.admin_site  # type: ignore[attr-defined]
        ours = related._meta.app_label == "archive" and site.is_registered(related)
        if ours and "queryset" not in kwargs:
            # what does not exist for this user is neither named nor chosen
            kwargs["queryset"] = site.get_model_admin(related).get_queryset(request)
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = Choose(db_field, self.admin_site)  # type: ignore[attr-defined]
            kwargs.setdefault("form_class", ChosenField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class TableInline(Choosing, admin.TabularInline):
    """Rows in a table, one empty one for a browser without scripts."""

    extra = 1


class StackInline(Choosing, admin.StackedInline):
    """Rows one below the other, one empty one for a browser without scripts."""

    extra = 1


class PlainAdmin(GivingBack, Choosing, admin.ModelAdmin):
    """A quick list, and a deletion page that counts what goes with it."""

    list_per_page = 50
    # counting all rows behind a search costs as much as the search
    show_full_result_count = False
    actions_on_top = True  # without an action bar Django writes an inline <style>

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A uid is an address: chosen once, it stays."""
        kept = super().get_readonly_fields(request, obj)
        return [*kept, "uid"] if obj and hasattr(obj, "uid") else kept

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What a deletion takes with it, as counts: a document has hundreds of annotations."""
        return what_goes_with(objs, request, self.admin_site)


class KeptAdmin(Remembering, PlainAdmin, SimpleHistoryAdmin):
    """Rows whose every change is kept, with who and why; nobody saves over what is unseen."""

    change_form_template = "admin/archive/kept/change_form.html"

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, with the state in which it was read: what the page shows of it is that."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.__dict__["state_as_read"] = state_as_read(row)
        return row

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which notices when somebody else saved the row meanwhile."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type(form)(form.__name__, (Noticing, form), {})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The reason that was given stands in the history."""
        obj._change_reason = request.POST.get("why", "").strip()[:100] or None
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the state that is shown, and what differs where somebody else was quicker."""
        row = kwargs.get("obj")
        if row is not None:
            form = context["adminform"].form
            context["seen"] = row.__dict__["state_as_read"]
            if getattr(form, "overtaken", False):
                formsets = [inline.formset for inline in context["inline_admin_formsets"]]
                context["differences"] = said(form, formsets)
                context["newest"] = row.history.select_related("history_user").first()
        return super().render_change_form(request, context, *args, **kwargs)


class ReviewedAdmin(Proposing, KeptAdmin):
    """Annotations and links, in a state of review."""

    change_form_template = "admin/archive/reviewed/change_form.html"
    actions: Sequence[Any] = ACTIONS

    form = ReviewedForm

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which offers only the states that this user may give."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type(form)(form.__name__, (form,), {"user": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is settled is changed by those who may settle it."""
        if obj is not None and is_proposing(request, obj):
            return True
        allowed = super().has_change_permission(request, obj)
        return allowed and not _is_locked(request, obj)

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form; what was settled while somebody wrote in it comes back, to be proposed."""
        row = self.get_object(request, object_id) if request.method == "POST" else None
        if row is not None and may_propose(request.user, row):
            request.proposing = row
            if request.POST.get("seen") != state_as_read(row):
                text = _("This was settled meanwhile. Save again, and what you wrote is proposed.")
                messages.warning(request, text)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each row with the state in which it is shown: see `decisions.as_shown`.

        The states are read before the rows: of what is written in between, the list shows more
        than its state says, and a decision is refused. The other way round nobody would notice.
        """
        rows = super().get_changelist_instance(request)
        if request.method != "POST":
            keys = list(rows.result_list.values_list("pk", flat=True))
            states = states_of(self.model, keys)
            for row in rows.result_list:
                row.__dict__["seen"] = states.get(row.pk, "")
        return rows

    def action_checkbox(self, obj: Any) -> SafeString:
        """The tick for actions, with the state in which the row is shown beside it."""
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">',
            super().action_checkbox(obj),
            seen_name(obj),
            obj.__dict__.get("seen", ""),
        )

    def has_review_permission(self, request: HttpRequest) -> bool:
        """For the actions that settle."""
        return review.may_review(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As with changing."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not _is_locked(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Sign it: who made it, and who settled it."""
        if is_proposing(request, obj):
            return
        before = form.initial.get("review") if change else None
        review.sign(obj, request.user, before)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Where nobody accepts their own: what was written in an accepted row waits for another.

        A change that another proposed does not: two people stand for it, whoever made the row.
        """
        super().save_related(request, form, formsets, change)
        row = form.instance
        wrote = set(form.changed_data) - {"review"} or any(one.has_changed() for one in formsets)
        if change and wrote and not is_proposing(request, row) and not takes_anothers(request):
            _let_wait(request, row)

    def after_restoring(self, request: HttpRequest, row: Any, before: Any) -> None:
        """As with what was written: an earlier state is public again when another accepts it."""
        _let_wait(request, row)


def _let_wait(request: HttpRequest, row: Any) -> None:
    if review.waits_again(request.user, row):
        before, row.review = row.review, Review.IN_REVIEW
        review.sign(row, request.user, before)
        row.save()
        messages.info(request, _("What you wrote waits until another reviewer accepts it."))


def _is_locked(request: HttpRequest, row: Model | None) -> bool:
    return row is not None and review.is_locked(request.user, row)


def visible_documents(request: HttpRequest) -> QuerySet[Document]:
    """The documents that exist for this user: withdrawn ones only for editors."""
    return Document.objects.visible_to(request.user)

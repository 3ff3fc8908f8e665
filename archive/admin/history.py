"""The history pages: readable differences, an earlier state, and restoring it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.decisions import tell_changed
from archive.earlier import (
    between,
    entries,
    part_differences,
    parts_then,
    records_of,
    restore,
    shown,
    why_of,
)
from archive.existing import existed_for, hidden, named_to
from archive.keys import number
from archive.names import name_then
from archive.simultaneous import lock, state_as_read

A_PAGE = 50


class Remembering:
    """For admins of rows whose every change is kept: our pages in place of simple-history's."""

    def history_view(
        self: Any, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Who changed what, when and why, newest first."""
        row = self._row_or_record(request, object_id)
        page = Paginator(named_to(request.user, records_of(row)), A_PAGE).get_page(
            request.GET.get("p")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: {row}").format(row=name_then(row)),
            "opts": self.opts,
            "row": row,
            "name": name_then(row),
            "page": page,
            "entries": [
                (entry, self._record_address(entry.record)) for entry in entries(list(page))
            ],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/archive/history.html", context)

    def history_form_view(
        self: Any, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """An earlier state beside the present one; a POST restores it."""
        row = self._row_or_record(request, object_id)
        records = self.model.history.filter(id=row.pk)
        record = records.filter(history_id=number(version_id)).first()
        if record is None or not named_to(request.user, [record]):
            raise Http404
        now = self.model._base_manager.filter(pk=row.pk).first()
        may = self._may_restore(request, now)
        told = [one for one in parts_then(record) if not hidden(one, request.user)]
        if request.method == "POST":
            return self._restored(request, record, may)
        seen = state_as_read(now) if now else ""  # before what the page tells of its parts
        differences = between(now, record) if now else []
        differences += part_differences(record, now, request.user) if now else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("As it was: {row}").format(row=name_then(row)),
            "opts": self.opts,
            "row": row,
            "record": record,
            "why": why_of(record),
            "deleted": now is None,
            "seen": seen,
            "may_restore": may,
            "left": bool(self.left(request)),
            "fields": shown(record),
            "parts": [(one._meta.verbose_name, name_then(one)) for one in told],
            "differences": differences,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/archive/earlier.html", context)

    def _restored(self: Any, request: HttpRequest, record: Any, may: bool) -> HttpResponse:
        if not may:
            raise PermissionDenied
        try:
            with transaction.atomic():
                lock(record.instance)  # nobody writes between what is compared and what is saved
                before = self.model._base_manager.filter(pk=record.id).first()
                state = state_as_read(before) if before else ""
                if request.POST.get("seen", "") != state:
                    tell_changed(request, 1)
                    return HttpResponseRedirect(request.path)
                row = restore(record, request.user, self.left(request))
                self.after_restoring(request, row, before)
        except ValidationError as error:
            for sentence in error.messages:
                text = _("It can’t be as it was: {why}").format(why=sentence)
                messages.error(request, text)
            return HttpResponseRedirect(request.path)
        self.log_change(request, row, _("Restored an earlier state."))
        messages.success(request, _("It is as it was then."))
        name = f"admin:archive_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))

    def left(self: Any, request: HttpRequest) -> Collection[str]:
        """The fields that stay as they are when this user restores an earlier state: none."""
        return ()

    def after_restoring(self: Any, request: HttpRequest, row: Any, before: Any) -> None:
        """What else is to be written down; `before` is the row until now, or None."""

    def _row_or_record(self: Any, request: HttpRequest, object_id: str) -> Any:
        """The row, or the newest record of one that was deleted."""
        pk = number(object_id)
        row = self.get_object(request, object_id) if pk is not None else None
        if row is None and pk is not None:
            alive = self.model._base_manager.filter(pk=pk).exists()
            record = None if alive else self.model.history.filter(id=pk).first()
            row = record.instance if record is not None else None
            if row is not None and not existed_for(request.user, row):
                row = None
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _may_restore(self: Any, request: HttpRequest, now: Any) -> bool:
        if now is None:  # who could not have deleted it does not undo that either
            may_delete = bool(self.has_delete_permission(request))
            return may_delete and bool(self.has_add_permission(request))
        return bool(self.has_change_permission(request, now))

    def _record_address(self: Any, record: Any) -> str:
        """Where a record is looked at; a part has no page of its own."""
        meta = record.instance_type._meta
        if not self.admin_site.is_registered(record.instance_type):
            return ""
        name = f"admin:archive_{meta.model_name}_simple_history"
        return reverse(name, args=[record.id, record.history_id])

"""The admin's pages that belong to no one table, and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from archive.admin import decisions, merging, queue, repair

View = Callable[..., HttpResponse]


def addresses(site: Any) -> list[URLPattern]:
    """Below the admin's own address; each page only for staff."""

    def page(view: View) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("review/", page(queue.queue), name="queue"),
        path("repair/", page(repair.repair_page), name="repair"),
        path("repair/<int:pk>/", page(repair.settle_page), name="settle"),
        path("duplicates/", page(merging.duplicates_page), name="duplicates"),
        path("operations/<uid>/", page(decisions.operation_page), name="operation"),
        path("operations/<uid>/undo/", page(decisions.undo_operation), name="undo_operation"),
    ]

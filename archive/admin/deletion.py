"""What a deletion takes with it, said in counts.

Django's own list names every row, at two queries each; a document has hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

SHOWN = 20

Summary = tuple[list[Any], dict[str, int], set[str], list[Any]]


def what_goes_with(rows: Any, request: HttpRequest, site: AdminSite) -> Summary:
    """As Django's get_deleted_objects: lines, counts, missing permissions, what forbids it."""
    rows = list(rows)
    if not rows:
        return [], {}, set(), []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    # rows of models without cascades are taken by one query and only counted
    taken: dict[Any, Iterable[Any]] = dict(collector.model_objs)
    for query in collector.fast_deletes:
        taken.setdefault(query.model, list(query))
    counts = {str(model._meta.verbose_name_plural): len(list(of)) for model, of in taken.items()}
    lines: list[Any] = [_named(row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(_("… and {count} more").format(count=len(rows) - SHOWN))
    missing = _missing(taken, request, site)
    return lines, counts, missing, _protected(collector.protected)


def _named(row: Model) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"


def _counted(model: type[Model], rows: list[Any]) -> str:
    return f"{capfirst(model._meta.verbose_name_plural)}: {len(rows)}"


def _missing(taken: dict[Any, Iterable[Any]], request: HttpRequest, site: AdminSite) -> set[str]:
    """The names of what this user may not delete."""
    missing = set()
    for model, rows in taken.items():
        if not site.is_registered(model):
            continue
        model_admin = site.get_model_admin(model)
        if not all(model_admin.has_delete_permission(request, row) for row in rows):
            missing.add(str(model._meta.verbose_name))
    return missing


def _protected(rows: Iterable[Model]) -> list[str]:
    rows = list(rows)
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    return [_counted(model, of) for model, of in by_model.items()]

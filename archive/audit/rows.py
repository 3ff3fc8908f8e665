"""Rows: each relation leads to a row, each value is one of those there are, nothing runs in rings.

The database sees to this while it is written to in the ordinary way; a row may still have come by
another road, or lost what it points to in a repair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Field, ForeignKey, Model, OuterRef
from django.utils.translation import gettext as _

from archive.audit.faults import Fault, Watch, named
from archive.models import Entity, Evidence, Version
from archive.models.base import UidField, WebAddressField


def rows(watch: Watch) -> Iterator[Fault]:
    """Every table of the archive, its history apart."""
    models = [each for each in apps.get_app_config("archive").get_models() if _is_ours(each)]
    for model in watch(models, len(models)):
        yield from _orphans(model)
        yield from _odd_values(model)
    yield from _rings(Entity, "merged_into", _("Undo one of the mergers in the admin."))
    yield from _rings(Version, "translated_from", _("Empty the field on one of them in the admin."))
    for row in Evidence.objects.exclude(assessment=None).exclude(assessment__claim=F("claim")):
        problem = _("It is evidence for the assessment of another claim.")
        yield Fault("rows", named(row), problem, _("Choose an assessment of its own claim."))


def _is_ours(model: type[Model]) -> bool:
    return not model.__name__.startswith("Historical")


def _orphans(model: type[Model]) -> Iterator[Fault]:
    """Rows with a relation that leads nowhere."""
    for field in _relations(model):
        there = field.remote_field.model._base_manager.filter(pk=OuterRef(field.attname))
        found = model._base_manager.filter(**{f"{field.attname}__isnull": False})
        for row in found.filter(~Exists(there)):
            yield Fault(
                "rows",
                named(row),
                _("Its “%(field)s” leads to row %(key)s, which is gone.")
                % {"field": field.verbose_name, "key": getattr(row, field.attname)},
                _("Restore that row from a backup, or delete this one."),
            )


def _relations(model: type[Model]) -> list[Any]:
    return [each for each in model._meta.concrete_fields if isinstance(each, ForeignKey)]


def _odd_values(model: type[Model]) -> Iterator[Fault]:
    """Rows with a value that no form would have taken."""
    columns: list[Field[Any, Any]] = [
        each for each in model._meta.concrete_fields if _is_bound(each)
    ]
    if not columns:
        return
    for field in columns:
        known: set[Any] = set(model._base_manager.values_list(field.attname, flat=True).distinct())
        wrong = [value for value in known if _complaint(field, value)]
        for start in range(0, len(wrong), 500):
            within = {f"{field.attname}__in": wrong[start : start + 500]}
            for row in model._base_manager.filter(**within):
                yield Fault(
                    "rows",
                    named(row),
                    _("Its “%(field)s” is %(value)r.")
                    % {"field": field.verbose_name, "value": getattr(row, field.attname)},
                    _complaint(field, getattr(row, field.attname)),
                )


def _is_bound(field: Any) -> bool:
    """Whether a column takes only some values: of a list, a uid, an address of the web."""
    return bool(field.choices) or isinstance(field, UidField | WebAddressField)


def _complaint(field: Any, value: Any) -> str:
    """Why a form would not take the value, as a sentence; empty where it would."""
    if value in (None, "") and field.blank:
        return ""
    if field.choices:
        values = [str(each) for each, _label in field.flatchoices]
        return (
            ""
            if str(value) in values
            else _("Choose one of %(values)s.") % {"values": ", ".join(values)}
        )
    try:
        field.run_validators(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _rings(model: type[Model], field: str, repair: str) -> Iterator[Fault]:
    """One fault for each ring of rows that lead to one another."""
    edges = model._base_manager.filter(**{f"{field}__isnull": False})
    into = dict(edges.values_list("pk", field))
    for key in sorted({min(ring) for ring in _circles(into)}):
        row = model._base_manager.get(pk=key)
        problem = _("Its “%(field)s” leads back to itself.")
        name = model._meta.get_field(field).verbose_name  # type: ignore[union-attr]
        yield Fault("rows", named(row), problem % {"field": name}, repair)


def _circles(into: dict[int, int]) -> Iterable[list[int]]:
    done: set[int] = set()
    for start in into:
        path: list[int] = []
        key: int | None = start
        while key is not None and key not in done and key not in path:
            path.append(key)
            key = into.get(key)
        if key is not None and key in path:
            yield path[path.index(key) :]
        done.update(path)

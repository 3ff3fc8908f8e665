"""Rows as they were before and after an action, and the way back.

A step is {"model", "pk", "before", "after"}: the row's column values, None where there was no row.
Deleting records everything that the database deletes with a row, so that undo brings back all of
it. A row that somebody has changed since is left alone, and the action is not undone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from archive.models import Document, Entity, Passage, WorkbenchAction
from archive.workbench.errors import Changed, Refused

UNDOABLE = 20  # the newest actions of a person on a document

Step = dict[str, Any]
# They may stay behind: other rows may use them by now, and alone they say nothing.
SHARED: tuple[type[Model], ...] = (Passage, Entity)


def snapshot(row: Model) -> dict[str, Any]:
    """The values of a row's columns by attribute name, as JSON holds them."""
    values = {f.attname: f.value_from_object(row) for f in row._meta.concrete_fields}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def token(row: Model) -> str:
    """What a page sends back to show which state of a row it changed."""
    state = json.dumps(snapshot(row), sort_keys=True)
    return hashlib.sha256(state.encode()).hexdigest()[:16]


class Journal:
    """Collects the steps of one action while it is done."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(self, row: Any) -> Any:
        """Save a new row."""
        row.save(force_insert=True)
        self.steps.append(_step(row, None, snapshot(row)))
        return row

    def found_or_added(self, row: Any, made: bool) -> Any:
        """Note a row that get_or_create may have made."""
        if made:
            self.steps.append(_step(row, None, snapshot(row)))
        return row

    def change(self, row: Any, **values: Any) -> Any:
        """Save a row with these values."""
        before = snapshot(type(row)._default_manager.get(pk=row.pk))
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        after = snapshot(row)
        if after != before:
            self.steps.append(_step(row, before, after))
        return row

    def remove(self, row: Model) -> None:
        """Delete a row and what hangs on it; raises Refused where other rows need it."""
        gone = goes_with(row)
        for other in gone:
            self.steps.append(_step(other, snapshot(other), None))
        try:
            row.delete()
        except ProtectedError as error:
            raise Refused(_("“{row}” is still used elsewhere.").format(row=row)) from error


def goes_with(row: Model) -> list[Model]:
    """The row and all that is deleted with it, what hangs on others first."""
    collector = NestedObjects(using="default")
    collector.collect([row])
    collector.sort()
    return [one for rows in collector.data.values() for one in rows]


def _step(row: Model, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Step:
    return {"model": row._meta.label_lower, "pk": row.pk, "before": before, "after": after}


def undoable(document: Document, user: Any) -> list[WorkbenchAction]:
    """The actions that this person can still undo here, the newest first."""
    newest = list(WorkbenchAction.of(document, user).exclude(kind="undo")[:UNDOABLE])
    return [action for action in newest if not action.undone]


@transaction.atomic
def undo(document: Document, user: Any) -> WorkbenchAction:
    """Undo the newest action of this person; raises Refused where there is none, Changed where
    a row it made or changed is another by now."""
    actions = undoable(document, user)
    if not actions:
        raise Refused(_("There is nothing to undo here."))
    action = actions[0]
    _check(action.steps)
    for step in reversed(action.steps):
        _take_back(step, action.steps)
    action.undone = True
    action.save(update_fields=["undone"])
    return action


def _check(steps: Iterable[Step]) -> None:
    for step in steps:
        model = apps.get_model(step["model"])
        if step["after"] is None or model in SHARED:
            continue
        row = model._default_manager.filter(pk=step["pk"]).first()
        if row is None or snapshot(row) != step["after"]:
            name = model._meta.verbose_name
            raise Changed(
                _("The {name} was changed since, so this is not undone. Change it by hand.").format(
                    name=name
                )
            )


def _take_back(step: Step, steps: Iterable[Step]) -> None:
    model = apps.get_model(step["model"])
    if step["after"] is None:
        _restored(model, step["before"]).save(force_insert=True)
    elif step["before"] is None:
        _unmake(model, step["pk"], steps)
    else:
        _restored(model, step["before"]).save(force_update=True)


def _restored(model: type[Model], values: dict[str, Any]) -> Model:
    """The row with these values; saved in the ordinary way, so that history and search see it."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _unmake(model: type[Model], pk: Any, steps: Iterable[Step]) -> None:
    """Delete what an action made; shared rows stay where others use them."""
    row = model._default_manager.filter(pk=pk).first()
    if row is None:
        return
    ours = {(step["model"], step["pk"]) for step in steps}
    others = [r for r in _hanging(row) if (r._meta.label_lower, r.pk) not in ours]
    if model in SHARED and others:
        return
    if others:
        raise Changed(
            _("Others have built on “{row}” since, so this is not undone.").format(row=row)
        )
    row.delete()


def _hanging(row: Model) -> list[Model]:
    collector = NestedObjects(using="default")
    collector.collect([row])
    return [one for rows in collector.data.values() for one in rows] + list(collector.protected)

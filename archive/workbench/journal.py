"""Rows as they were before and after an action: what `undoing` needs for the way back.

A step is {"model", "pk", "before", "after"}: the row's column values, None where there was no row.
Deleting records everything that the database deletes with a row, so that undo brings back all of
it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from archive.models import Document, WorkbenchAction
from archive.simultaneous import values_of
from archive.workbench.errors import Refused

UNDOABLE = 20  # the newest actions of a person on a document

Step = dict[str, Any]


class Journal:
    """Collects the steps of one action while it is done."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(self, row: Any) -> Any:
        """Save a new row."""
        row.save(force_insert=True)
        self.steps.append(_step(row, None, values_of(row)))
        return row

    def found_or_added(self, row: Any, made: bool) -> Any:
        """Note a row that get_or_create may have made."""
        if made:
            self.steps.append(_step(row, None, values_of(row)))
        return row

    def change(self, row: Any, **values: Any) -> Any:
        """Save a row with these values."""
        before = values_of(type(row)._default_manager.get(pk=row.pk))
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        after = values_of(row)
        if after != before:
            self._changed(_step(row, before, after))
        return row

    def _changed(self, step: Step) -> None:
        """Note a change; a row that was changed before in this action has one step, not two."""
        for known in self.steps:
            if (known["model"], known["pk"]) == (step["model"], step["pk"]):
                known["after"] = step["after"]
                return
        self.steps.append(step)

    def remove(self, row: Model) -> None:
        """Delete a row and what hangs on it; raises Refused where other rows need it."""
        gone = goes_with(row)
        for other in gone:
            self.steps.append(_step(other, values_of(other), None))
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
    rows = WorkbenchAction.of(document, user).exclude(kind="undo")
    newest = list(rows.defer("steps")[:UNDOABLE])  # only those of the one that is undone are read
    return [action for action in newest if not action.undone]

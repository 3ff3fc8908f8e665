"""The way back of one action: its rows as they were, where nobody has changed or settled them.

Undo asks for what the action asked for: the permission, and that the row is not settled by others.
An attribution has no state of its own; it is settled with its claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.db import IntegrityError, transaction
from django.db.models import SET_NULL, Model
from django.utils.translation import gettext as _

from archive import review
from archive.merging import lead_on
from archive.models import (
    Alias,
    Attribution,
    Claim,
    ClaimAbout,
    Dismissal,
    Entity,
    Evidence,
    Mention,
    Passage,
    WorkbenchAction,
)
from archive.passages.spans import shortened
from archive.simultaneous import values_of
from archive.workbench.desk import KINDS, REVIEWED, Desk
from archive.workbench.errors import Changed, Forbidden
from archive.workbench.given import need
from archive.workbench.journal import Step

# They may stay behind: other rows may use them by now, and alone they say nothing.
SHARED: tuple[type[Model], ...] = (Passage, Entity)
ASKED = (*KINDS.values(), Alias)  # models with a permission of their own on the workbench
PART_OF: dict[type[Model], type[Model]] = {
    Attribution: Claim,
    ClaimAbout: Claim,
    Evidence: Claim,
    Dismissal: Mention,
}


def take_back(desk: Desk, action: WorkbenchAction) -> None:
    """Undo this action; raises Changed where a row is another by now, Forbidden where this person
    may not do such a thing any more, or a row is settled. Nothing is changed then."""
    for step in action.steps:
        _may(desk, step)
        _check(step)
    try:
        with transaction.atomic():
            for step in reversed(action.steps):
                _take_back(step, action.steps)
            action.undone = True
            action.save(update_fields=["undone"])
    except IntegrityError as error:
        raise Changed(_overtaken()) from error


def _overtaken() -> str:
    return _(
        "These words were marked anew since, or what was marked is gone, so this is not undone. "
        "Look at the words again."
    )


def _may(desk: Desk, step: Step) -> None:
    """Raise Forbidden where the action itself would be refused to this person now."""
    model = apps.get_model(step["model"])
    if model in ASKED:
        need(desk, _verb(step), model)
    elif model in PART_OF:
        need(desk, "add" if model is Dismissal else "change", PART_OF[model])
    for row in _settled_with(model, step):
        if review.is_locked(desk.user, row):
            raise Forbidden(
                _(
                    "“{row}” is settled by now, and only reviewers change what is settled, so this "
                    "is not undone. Propose the change in its form."
                ).format(row=shortened(str(row), 60))
            )


def _verb(step: Step) -> str:
    if step["before"] is None:
        return "add"
    return "delete" if step["after"] is None else "change"


def _settled_with(model: type[Model], step: Step) -> list[Any]:
    """The rows whose review decides whether this step may be taken back."""
    states = [values for values in (step["before"], step["after"]) if values]
    if issubclass(model, REVIEWED):
        return [_restored(model, values) for values in states]
    if PART_OF.get(model) is Claim:
        return list(Claim.objects.filter(pk__in={values["claim_id"] for values in states}))
    return []


def _check(step: Step) -> None:
    model = apps.get_model(step["model"])
    if step["after"] is None or model in SHARED:
        return
    row = model._default_manager.filter(pk=step["pk"]).first()
    if row is None or values_of(row) != step["after"]:
        sentence = _("The {name} was changed since, so this is not undone. Change it by hand.")
        raise Changed(sentence.format(name=model._meta.verbose_name))


def _take_back(step: Step, steps: Iterable[Step]) -> None:
    model = apps.get_model(step["model"])
    if step["before"] is None:
        _unmake(model, step, steps)
        return
    row = _restored(model, step["before"])
    lead_on(row)
    ours = {(step["model"], step["pk"]) for step in steps}
    for field in model._meta.concrete_fields:
        if field.remote_field is not None:
            _still_there(row, field, ours)
    made = step["after"] is None
    row.save(force_insert=made, force_update=not made)


def _still_there(row: Model, field: Any, ours: set[tuple[str, Any]]) -> None:
    """Raise Changed where the row points at one that is gone and is not `ours`, which comes back
    with it; a person who left is left out."""
    other, pk = field.related_model, getattr(row, field.attname)
    if pk is None or (other._meta.label_lower, pk) in ours:
        return
    if other._base_manager.filter(pk=pk).exists():
        return
    if field.remote_field.on_delete is not SET_NULL:
        raise Changed(_overtaken())
    setattr(row, field.attname, None)


def _restored(model: type[Model], values: dict[str, Any]) -> Model:
    """The row with these values; saved in the ordinary way, so that history and search see it."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _unmake(model: type[Model], step: Step, steps: Iterable[Step]) -> None:
    """Delete what an action made; shared rows stay where others use or have changed them."""
    row = model._default_manager.filter(pk=step["pk"]).first()
    if row is None:
        return
    ours = {(step["model"], step["pk"]) for step in steps}
    others = [r for r in _hanging(row) if (r._meta.label_lower, r.pk) not in ours]
    if model in SHARED and (others or values_of(row) != step["after"]):
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

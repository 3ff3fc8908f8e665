"""A row that came by a fixture has no history; the state it came with is kept before it changes.

A fixture writes rows and no records of them. So that this state, too, can be looked at and brought
back, the first save or deletion afterwards notes it as the record with which a history begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from django.utils import timezone
from django.utils.translation import gettext_noop
from simple_history.utils import bulk_update_with_history

from archive.batches import batches

REASON = gettext_noop("as it was when its history began")
JUST_BEFORE = timedelta(milliseconds=1)  # the change itself is recorded a moment later
BATCH = 200  # rows or records written at once


def connect() -> None:
    """Watch every model of the archive that has a history."""
    for model in apps.get_app_config("archive").get_models():
        if hasattr(model, "history"):
            name = f"beginnings {model.__name__}"
            pre_save.connect(_before_save, sender=model, dispatch_uid=name)
            pre_delete.connect(_before_delete, sender=model, dispatch_uid=name)


def _before_save(sender: type[Model], instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw and not instance._state.adding:
        begin([instance])


def _before_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    begin([instance])


def begin(rows: Sequence[Any]) -> int:
    """Note the saved states of those of these rows, of one model, that have no history yet.

    Returns how many that were.
    """
    if not rows:
        return 0
    model = type(rows[0])
    begun = 0
    for keys in batches([row.pk for row in rows]):
        known = set(model.history.filter(id__in=keys).values_list("id", flat=True))
        saved = model._base_manager.filter(pk__in=[pk for pk in keys if pk not in known])
        begun += len(model.history.bulk_create(_records(model, saved), batch_size=BATCH))
    return begun


def change(
    rows: Sequence[Any], model: Any, fields: Sequence[str], user: Any = None, reason: str = ""
) -> None:
    """Write these columns of many rows at once, of one model, each with a line of history.

    A bulk change sends no signals, so the state that a row came with is kept here. Of the reason
    the first 100 characters are kept.
    """
    begin(rows)
    bulk_update_with_history(
        rows,
        model,
        list(fields),
        batch_size=BATCH,
        default_user=user,
        default_change_reason=reason[:100],
    )


def _records(model: Any, rows: Iterable[Any]) -> list[Any]:
    at = timezone.now() - JUST_BEFORE
    names = [field.attname for field in model._meta.concrete_fields]
    return [
        model.history.model(
            history_date=at,
            history_type="+",
            history_change_reason=REASON,
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    ]

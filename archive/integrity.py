"""Every row is checked on its way in, by whatever road: form, ingest or fixture.

Before each save the derived columns are computed. A raw load (a fixture) skips forms, so its rows
are checked here as a form would check them, and a bad one is named.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db.models import CheckConstraint, Model
from django.db.models.signals import pre_save

from archive.models.base import Derived, Keyed


class BrokenRow(CommandError, ValueError):
    """A row of a fixture that no form would have taken; says which row, and why.

    A CommandError, so that `loaddata` ends in the sentence and not in a traceback.
    """


def connect() -> None:
    """Watch every model of the archive."""
    for model in apps.get_app_config("archive").get_models():
        if issubclass(model, Keyed):
            pre_save.connect(before_save, sender=model, dispatch_uid=f"integrity {model.__name__}")


def before_save(sender: type[Model], instance: Any, raw: bool, **kwargs: Any) -> None:
    """Derive, and check a raw row; raises BrokenRow, or ValueError on a form's road."""
    if not raw:
        if isinstance(instance, Derived):
            instance.derive()
        return
    # a row found again by its natural key; otherwise it would clash with itself
    instance._state.adding = instance.pk is None
    try:
        instance.clean_fields(exclude=_relations(instance))
        if isinstance(instance, Derived):
            instance.derive()
        _check_constraints(instance)
    except ValidationError as error:
        raise BrokenRow(f"{_named(instance)}: {_in_one_line(error)}") from error
    except ValueError as error:
        raise BrokenRow(f"{_named(instance)}: {error}") from error


def _relations(instance: Any) -> set[str]:
    """The relations of a row: found by natural key on the way in, so they need no second look."""
    return {field.name for field in instance._meta.concrete_fields if field.is_relation}


def _check_constraints(instance: Any) -> None:
    """The checks alone: a second load finds its own row, and the database sees to uniqueness."""
    for constraint in instance._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            constraint.validate(type(instance), instance)


def _named(instance: Any) -> str:
    return f"{instance._meta.label} {' '.join(map(str, instance.natural_key()))}"


def _in_one_line(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(
        f"{field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
        for field, messages in error.message_dict.items()
    )

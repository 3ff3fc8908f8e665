"""What rows of earlier states are called; the rows that their names say may be gone by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from archive.models import (
    Attribution,
    ClaimAbout,
    ClaimLink,
    Dating,
    DocumentLink,
    Mention,
    Subject,
)

# what is called by other rows, with the fields that name these
BY_OTHERS: dict[type[Model], tuple[str, ...]] = {
    Attribution: ("entity",),
    ClaimAbout: ("entity",),
    ClaimLink: ("source", "target"),
    Dating: ("passage",),
    DocumentLink: ("source", "target"),
    Mention: ("passage", "entity"),
    Subject: ("entity",),
}

Rows = Mapping[Any, Mapping[Any, Any]]  # by model and key


def in_words(field: Any, value: Any, known: Rows | None = None) -> str:
    """A value of a field as a reader would call it; of a relation the row's name, of those that are
    `known` where these were read already."""
    if value in (None, ""):
        return "—"
    if field.remote_field is not None:
        model = field.remote_field.model
        row = (known or {model: model._base_manager.in_bulk([value])})[model].get(value)
        return str(row) if row is not None else _("(deleted)")
    return str(dict(field.flatchoices or ()).get(value, value))


def name_then(row: Model) -> str:
    """What a row of that time is called; what it is called by may be gone."""
    try:
        return str(row)
    except ObjectDoesNotExist:
        return _("(deleted)")


def names_then(rows: Sequence[Model]) -> list[str]:
    """`name_then` of each of the rows, with a query or two for each kind of them."""
    kinds: dict[type[Model], list[Any]] = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(row)
    gone: set[int] = set()
    for model, of in kinds.items():
        for name in BY_OTHERS.get(model, ()):
            gone |= read_ahead(of, name)
    return [_("(deleted)") if id(row) in gone else name_then(row) for row in rows]


def read_ahead(rows: Sequence[Any], name: str) -> set[int]:
    """Fill in the rows that this field of each row of one kind names, with one query; the `id()`
    of those for which there is none any more."""
    field = rows[0]._meta.get_field(name)
    keys = {getattr(row, field.attname) for row in rows} - {None}
    found = field.related_model._base_manager.in_bulk(keys)
    gone = set()
    for row in rows:
        key = getattr(row, field.attname)
        if key in found:
            setattr(row, name, found[key])
        elif key is not None:
            gone.add(id(row))
    return gone

"""Rows held to what a form would take, before they are written in bulk, which checks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from archive.ingest.records import Wrong
from archive.passages.spans import shortened


def check(rows: Iterable[Model], what: str = "") -> None:
    """Raise Wrong for a value that no form would take: an address, a date, a word, a length.

    `what` names the part of the record in the message, such as "claims[3]".
    """
    for row in rows:
        # relations may be unsaved yet, and their own rows are checked
        relations = [each.name for each in row._meta.fields if each.is_relation]
        try:
            row.clean_fields(exclude=relations)
        except ValidationError as error:
            raise Wrong(": ".join(filter(None, (what, _said(row, error))))) from error


def _said(row: Model, error: ValidationError) -> str:
    sentences = []
    for name, messages in error.message_dict.items():
        field: Any = row._meta.get_field(name)
        label = field.verbose_name
        value = shortened(str(getattr(row, name)))
        sentences.append(f"{label} “{value}”: {' '.join([*messages, *_choices(field)])}")
    return "; ".join(sentences)


def _choices(field: Any) -> list[str]:
    if not field.choices:
        return []
    words = ", ".join(str(value) for value, _label in field.choices if value)
    return [_("Write one of: %(words)s.") % {"words": words}]

"""Rows of a fixture: checked as a form checks them, in an order in which each finds its parents."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, OneToOneField
from django.utils.translation import gettext as _

from archive import models as archive
from archive.fixture_sources.tables import Table
from archive.models.base import Derived, Keyed
from archive.passages import Passage as Span

# A second load must change nothing, so no time may be that of the load.
WRITTEN_AT = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)

# What a reader of the file should see even where it is the default.
WRITTEN_OUT = {"review", "language", "layer", "access", "dated_basis", "status", "type", "audience"}

ORDER: tuple[type[Keyed], ...] = (
    archive.Entity,
    archive.EntityIdentifier,
    archive.Alias,
    archive.Publisher,
    archive.Collection,
    archive.Topic,
    archive.Document,
    archive.Author,
    archive.Identifier,
    archive.DocumentCollection,
    archive.DocumentTopic,
    archive.DocumentLink,
    archive.Version,
    archive.Passage,
    archive.Boilerplate,
    archive.Placement,
    archive.Mention,
    archive.Subject,
    archive.Claim,
    archive.ClaimAbout,
    archive.Attribution,
    archive.Dating,
    archive.Note,
    archive.ClaimLink,
    archive.Question,
    archive.QuestionClaim,
    archive.Assessment,
    archive.Evidence,
)


class Rows:
    """The rows of one fixture, found again by model and natural key."""

    def __init__(self) -> None:
        self._rows: dict[type[Keyed], dict[tuple[Any, ...], Keyed]] = {kind: {} for kind in ORDER}

    def add(self, source: Table, row: Keyed) -> Any:
        """Derive, check and keep a row; raises SourceError where a form would refuse it."""
        if hasattr(row, "created_at"):
            row.created_at = WRITTEN_AT
        try:
            if isinstance(row, Derived):
                row.derive()
            row.clean_fields(exclude=_relations(row))
        except ValidationError as error:
            raise source.error(_in_one_line(error)) from error
        except ValueError as error:
            raise source.error(str(error)) from error
        key = row.natural_key()
        if key in self._rows[type(row)]:
            raise source.error(
                _("there are two of this {model}: {key}. Remove one.").format(
                    model=row._meta.verbose_name, key=" ".join(map(str, key))
                )
            )
        self._rows[type(row)][key] = row
        return row

    def find(self, source: Table, model: type[Keyed], *key: Any) -> Any:
        """The row of this key; raises SourceError where there is none."""
        row = self._rows[model].get(key)
        if row is None:
            raise source.error(
                _("there is no {model} “{key}”. Write it first, or mend the name.").format(
                    model=model._meta.verbose_name, key=" ".join(map(str, key))
                )
            )
        return row

    def all(self, model: type[Keyed]) -> list[Any]:
        """The rows of a model, in the order in which they came."""
        return list(self._rows[model].values())

    def passage(self, source: Table, version: Any, span: Span) -> Any:
        """The one row of a span, which several annotations may share."""
        key = (*version.natural_key(), span.start, span.end)
        known = self._rows[archive.Passage].get(key)
        return known or self.add(
            source,
            archive.Passage(
                version=version,
                start=span.start,
                end=span.end,
                quote=span.quote,
                prefix=span.prefix,
                suffix=span.suffix,
            ),
        )

    def as_json(self) -> str:
        """The fixture: parents first, then by natural key; the same bytes for the same rows."""
        rows = [
            {"model": model._meta.label_lower, "fields": _fields(row)}
            for model in ORDER
            for row in sorted(self._rows[model].values(), key=_place)
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _place(row: Keyed) -> tuple[Any, ...]:
    """By natural key; what points at a row of its own model comes after those that do not."""
    own = any(
        getattr(row, field.name) is not None
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is type(row)
    )
    return own, *row.natural_key()


def _relations(row: Model) -> set[str]:
    """Fields that need a database to be checked; `find` has checked them already."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey | OneToOneField)
    }


def _fields(row: Keyed) -> dict[str, Any]:
    fields = {}
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(row, field.name)
        if field.name in row.key_fields or field.name in WRITTEN_OUT or not _left_out(field, value):
            fields[field.name] = _plain(value)
    return fields


def _left_out(field: Field[Any, Any], value: Any) -> bool:
    """Whether loading without it gives the same row."""
    if value is None or value in ("", [], {}):
        return True
    return field.has_default() and not callable(field.default) and value == field.default


def _plain(value: Any) -> Any:
    if isinstance(value, Keyed):
        return list(value.natural_key())
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _in_one_line(error: ValidationError) -> str:
    return "; ".join(
        f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()
    )

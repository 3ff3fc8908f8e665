"""Choosing one of many rows: by typing a part where scripts run, by its name or uid where not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import leaf
from archive.batches import AT_ONCE
from archive.keys import number
from archive.models import Entity, Version

NAMED_BY = ("name", "title", "statement")
UIDS = 5  # of those that are called the same, so many are said


class ChosenField(forms.ModelChoiceField):
    """One row, by its key or by what was typed; says why what was typed names none."""

    def to_python(self, value: Any) -> Any:
        """The row; raises ValidationError, a sentence, where there is none or more than one."""
        try:
            row = super().to_python(value)
        except OverflowError:  # digits that no key of the database has
            raise ValidationError(_why_none(self.queryset, str(value)), code="no") from None
        except ValidationError as error:
            raise ValidationError(_why_none(self.queryset, str(value)), code=error.code) from error
        # the form may be older than the merger
        return (row.merged_into or row) if isinstance(row, Entity) else row


def _why_none(rows: Any, typed: str) -> str:
    what = rows.model._meta.verbose_name
    several = fitting(rows, typed, UIDS)
    if len(several) > 1:
        sentence = _(
            "More than one {what} is called “{value}”. Give the uid of the one that is meant: "
            "{uids}."
        )
        uids = ", ".join(row.uid for row in several)
        return sentence.format(what=what, value=typed, uids=uids)
    if rows.model is Version:
        sentence = _("No document here has the uid “{value}”, or it has no such text.")
        return sentence.format(value=typed)
    sentence = _(
        "No {what} here has the name or the uid “{value}”. Look it up in the list, or add it there "
        "first."
    )
    return sentence.format(what=what, value=typed)


class Choose(AutocompleteSelect):
    """Django's autocomplete; without scripts a field for a name or uid stands beside it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select, and the field that only a browser without scripts shows."""
        known = self._keys([value])
        return format_html(
            '{}<noscript><input type="text" name="{}-typed" value="{}" aria-label="{}" '
            'placeholder="{}"></noscript>',
            super().render(name, value, attrs, renderer),
            name,
            "" if known or value is None else value,
            _("Name or uid"),
            _("name or uid"),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The chosen key; the key of what was typed where that names exactly one row."""
        typed = (data.get(f"{name}-typed") or "").strip()
        if not typed:
            return super().value_from_datadict(data, files, name)
        found = fitting(self.choices.queryset, typed)  # type: ignore[attr-defined]
        return str(found[0].pk) if len(found) == 1 else typed

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The chosen rows as options; a value that is no key names none."""
        return super().optgroups(name, self._keys(value), attrs)

    def _keys(self, values: Any) -> list[str]:
        return [str(value) for value in values if number(str(value)) is not None]


def fitting(rows: QuerySet, words: str, most: int = 2) -> list[Any]:
    """At most so many of the rows that have this uid, or else this name, in any case."""
    if rows.model is Version:
        return _version(rows, words)
    if _has(rows.model, "uid"):
        exact = list(rows.filter(uid=words)[:1])
        if exact:
            return exact
    if rows.model is Entity:
        standing = rows.filter(merged_into=None)
        named = _is(standing, "name", words) | _is(standing, "aliases__text", words)
        return list(standing.filter(named).distinct()[:most])
    name = next((name for name in NAMED_BY if _has(rows.model, name)), None)
    return list(rows.filter(_is(rows, name, words))[:most]) if name else []


def _is(rows: QuerySet, name: str, words: str) -> Q:
    """That this field of a row is these words, in any case; SQLite knows the two cases of A to Z
    alone, so the others are told apart here."""
    if words.isascii():
        return Q(**{f"{name}__iexact": words})
    wanted, said = words.casefold(), rows.order_by().values_list("pk", name)
    keys = [pk for pk, one in said if one is not None and one.casefold() == wanted]
    return Q(pk__in=keys[:AT_ONCE])


def _has(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _version(rows: QuerySet, words: str) -> list[Any]:
    """By the document's uid and the version's number; without one, the version that is read."""
    uid, _space, written = words.partition(" ")
    found = rows.filter(document__uid=uid)
    if (which := number(written)) is not None:
        return list(found.filter(number=which))
    return [version for version in [first_read(found)] if version is not None]


def first_read(versions: QuerySet) -> Version | None:
    """Of a document's versions the one that a reader sees first; None where there is none."""
    found = list(versions.defer("text"))
    return leaf.first_read(found) if found else None

"""Differences in words: what a form would change, field by field."""

from __future__ import annotations

from typing import Any

from django.forms import ModelChoiceField
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

Difference = list[str]  # field, before, after


def said(form: Any, formsets: Any) -> list[Difference]:
    """What a valid form and its formsets change, as [field, before, after] in words."""
    found = [
        [str(form[name].label), value_said(form, name, form.initial.get(name)), after]
        for name in form.changed_data
        if name != "review" and not form.fields[name].widget.is_hidden
        for after in [value_said(form, name, form.cleaned_data.get(name))]
    ]
    for formset in formsets:
        found += _rows_said(formset)
    return found


def value_said(form: Any, name: str, value: Any) -> str:
    """A value of one of the form's fields as a reader would call it."""
    if value in (None, ""):
        return "—"
    field = form.fields[name]
    if isinstance(field, ModelChoiceField):
        rows: Any = field.queryset
        row = value if hasattr(value, "pk") else rows.filter(pk=value).first()
        return field.label_from_instance(row) if row is not None else str(value)
    choices = dict(getattr(field, "choices", ()) or ())
    return strip_tags(str(choices.get(value, value)))  # an occurrence is shown with a mark


def _rows_said(formset: Any) -> list[Difference]:
    name = str(formset.model._meta.verbose_name)
    found = []
    for form in formset.forms:
        if formset.can_delete and formset._should_delete_form(form):
            if form.instance.pk:
                found.append([name, str(form.instance), _("deleted")])
        elif form.has_changed():
            found.append([name, _kept(form.instance), _row_said(form)])
    return found


def _kept(row: Any) -> str:
    """A row in words as the database has it: the form has changed the one at hand."""
    return str(type(row)._base_manager.get(pk=row.pk)) if row.pk else "—"


def _row_said(form: Any) -> str:
    values = [
        value_said(form, name, form.cleaned_data.get(name))
        for name in form.fields
        if name not in ("id", "DELETE", form.instance._meta.pk.name)
        and not getattr(form.fields[name], "parent_instance", None)
    ]
    return " · ".join(value for value in values if value != "—") or "—"

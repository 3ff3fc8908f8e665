"""What a proposed change is against the row as it is now: only what its proposer wrote.

A proposal keeps of the form only the fields in which somebody wrote, so that taking it leaves what
others changed since as it is. The rest is filled in anew, as the form of the row stands now. Of a
row beside (an attribution) all is kept, with the names of those fields: it may be deleted by then,
and a part of it would be none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from archive.admin.differences import Difference, said
from archive.simultaneous import state_of

Sent = Mapping[str, list[str]]  # a form as it was sent
# these say together where words stand: one of them without the others says nothing
PLACE = frozenset({"version", "quote", "occurrence"})
WROTE = "wrote-in"  # kept with a row beside: the fields in which somebody wrote; no field's name
OF_A_ROW = re.compile(r"-(\d+)-")


def written(form: Any, formsets: Any, sent: Sent) -> dict[str, list[str]]:
    """Of a form as it was sent, what was written in it: fields of the row, and of rows with it.

    A field that sends nothing any more, as a box without its tick, is kept as one with no values.
    """
    kept = _sent_of(form, form.changed_data, sent)
    for row in (row for formset in formsets for row in formset.forms if row.changed_data):
        kept |= _sent_of(row, row.fields, sent) | {row.add_prefix(WROTE): list(row.changed_data)}
    return kept


def _sent_of(form: Any, names: Iterable[str], sent: Sent) -> dict[str, list[str]]:
    wanted = PLACE.union(names) if PLACE & set(names) else names
    beginnings = tuple(form.add_prefix(name) for name in wanted if name in form.fields)
    known = {key: values for key, values in sent.items() if _is_of(key, beginnings)}
    return {key: [] for key in beginnings} | known


def _is_of(key: str, names: Collection[str]) -> bool:
    return key in names or key.removesuffix("-typed") in names


def as_it_would_be(admin: Any, request: HttpRequest, row: Any, kept: Sent) -> QueryDict:
    """The form of a row as it is now, as a browser would send it, with what was kept written."""
    data = QueryDict(mutable=True)
    blank = admin.get_form(request, row, change=True)(instance=row)
    values = {**_as_shown(blank), **_within(blank, kept)}
    for formset in _formsets(admin, request, row):
        values |= dict(_rows(formset, kept))
    for name, sent in values.items():
        if sent:  # a browser does not send a field without a value at all
            data.setlist(name, sent)
    data["review"], data["seen"] = row.review, state_of(row)
    return data


def differences(admin: Any, request: HttpRequest, row: Any, data: QueryDict) -> list[Difference]:
    """What sending this form would change in the row, in words; the row given is used up."""
    form = admin.get_form(request, row, change=True)(data, instance=row)
    formsets = _formsets(admin, request, row, data)
    form.is_valid()
    for formset in formsets:
        formset.is_valid()
    return said(form, formsets)


def _formsets(
    admin: Any, request: HttpRequest, row: Any, data: QueryDict | None = None
) -> list[Any]:
    return [
        formset(data, instance=row, queryset=inline.get_queryset(request))
        for formset, inline in admin.get_formsets_with_inlines(request, row)
    ]


def _within(form: Any, kept: Sent) -> dict[str, list[str]]:
    names = tuple(form.add_prefix(name) for name in form.fields)
    return {key: values for key, values in kept.items() if _is_of(key, names)}


def _as_shown(form: Any) -> dict[str, list[str]]:
    """The values of a form that nobody wrote in, as a browser sends them."""
    sent: dict[str, list[str]] = {}
    for name in form.fields:
        value, field = form[name].value(), form.fields[name]
        if isinstance(field, forms.BooleanField):
            if value:
                sent[form.add_prefix(name)] = ["on"]
        elif isinstance(value, list | tuple):
            sent[form.add_prefix(name)] = [str(one) for one in value]
        else:
            sent[form.add_prefix(name)] = ["" if value is None else str(value)]
    return sent


def _rows(formset: Any, kept: Sent) -> Iterator[tuple[str, list[str]]]:
    """The rows that there are now, with what was written in them; then the new ones.

    A row in which somebody wrote, and another has deleted since, is a new one, whole.
    """
    to = f"{formset.prefix}-"
    key = formset.model._meta.pk.name
    wrote: dict[str, dict[str, list[str]]] = {}
    for name, values in kept.items():
        found = OF_A_ROW.match(name.removeprefix(to[:-1])) if name.startswith(to) else None
        if found:
            field = name[len(to) + len(found[1]) + 1 :]
            wrote.setdefault(found[1], {})[field] = values
    of = {fields[key][0]: fields for fields in wrote.values() if any(fields.get(key, []))}
    blank = formset.initial_forms
    for form in blank:
        yield from _as_shown(form).items()
        fields = of.pop(str(form.instance.pk), {})
        theirs = fields.get(WROTE, list(fields))
        for field in fields:
            if _is_of(field, theirs):
                yield form.add_prefix(field), fields[field]
    new = [fields for fields in wrote.values() if not any(fields.get(key, []))]
    gone = [fields for fields in of.values() if not fields.get("DELETE")]
    n = len(blank)
    for fields in [*new, *gone]:
        for field in fields.keys() - {WROTE}:
            yield f"{to}{n}-{field}", [""] if field == key else fields[field]
        n += 1
    yield f"{to}TOTAL_FORMS", [str(n)]
    yield f"{to}INITIAL_FORMS", [str(len(blank))]

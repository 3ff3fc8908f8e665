"""Two people at one row: a page says which state of it it showed, and a save checks that.

The state covers the row, the rows that its form edits with it, and those that are public with it,
so that an attribution or evidence added meanwhile counts as a change of the claim.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model

from archive.batches import batches

# the reverse relations whose rows are edited in the form of the row
EDITED_WITH: dict[str, tuple[str, ...]] = {
    "claim": ("attributions", "subjects"),
    "document": ("authors", "identifiers", "in_collections", "has_topics"),
    "entity": ("aliases", "identifiers"),
    "question": ("has_claims",),
}
# the reverse relations whose rows have pages of their own, and are public as soon as the row is
PUBLIC_WITH: dict[str, tuple[str, ...]] = {"claim": ("evidence",)}


def covered(name: str | None) -> tuple[str, ...]:
    """The reverse relations of a model, by its name, that the state of its rows covers."""
    return EDITED_WITH.get(name or "", ()) + PUBLIC_WITH.get(name or "", ())


def lock(*rows: Model) -> None:
    """Let nobody else write in these rows until the transaction ends: what is compared with them
    now is so when it is saved. Outside a transaction, where nothing is saved, it does nothing.

    SQLite has no locks of rows, and needs none as long as a transaction has the whole database from
    its start (`transaction_mode` is IMMEDIATE, see the settings). Other databases lock each row;
    what hangs on it is safe with it, since every form saves the row itself too.
    """
    if not transaction.get_connection().in_atomic_block:
        return
    for model, keys in sorted(_by_model(rows).items(), key=lambda one: one[0]._meta.label):
        # in the order of models and keys, so that two who lock the same do not wait for each other
        for some in batches(sorted(keys)):
            held = model._base_manager.select_for_update().filter(pk__in=some).order_by("pk")
            list(held.values_list("pk"))


def _by_model(rows: Sequence[Model]) -> dict[Any, list[int]]:
    keys: dict[Any, list[int]] = defaultdict(list)
    for row in rows:
        keys[type(row)].append(row.pk)
    return keys


def values_of(row: Model) -> dict[str, Any]:
    """The values of the row's columns, as JSON holds them."""
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def state_of(row: Model) -> str:
    """A short name for exactly the state that the row has in the database."""
    return state_as_read(type(row)._base_manager.get(pk=row.pk))


def state_as_read(row: Model) -> str:
    """The same of a row as it was read, before anything was changed in it.

    For a page that shows the row: read once more, it may be newer than what the page says, and a
    save would then go over what nobody saw. Rows that were read ahead (`prefetch_related`) are
    taken as they were read.
    """
    found = [values_of(row)]
    for relation in covered(row._meta.model_name):
        rows = sorted(getattr(row, relation).all(), key=lambda one: one.pk)
        found += [values_of(related) for related in rows]
    return _named(found)


def states_of(model: Any, keys: Sequence[int]) -> dict[int, str]:
    """`state_of` of many rows of one model, by their keys, in a few queries.

    A row that is not there any more is left out.
    """
    states: dict[int, str] = {}
    for wanted in batches(keys):
        found = {row.pk: [values_of(row)] for row in model._base_manager.filter(pk__in=wanted)}
        for relation in covered(model._meta.model_name):
            for pk, values in _related(model, relation, wanted).items():
                found[pk] += values
        states |= {pk: _named(values) for pk, values in found.items()}
    return states


def _related(model: Any, relation: str, keys: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    to = model._meta.get_field(relation)
    values: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = to.related_model._default_manager.filter(**{f"{to.field.name}__in": keys})
    for row in rows.order_by("pk"):
        values[getattr(row, to.field.attname)].append(values_of(row))
    return values


def _named(found: list[dict[str, Any]]) -> str:
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]

"""Deciding about many annotations at once, and taking that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import review
from archive.batches import batches
from archive.beginnings import change
from archive.models import (
    ClaimLink,
    Comment,
    Document,
    DocumentLink,
    Operation,
    Question,
    Review,
    Subject,
)
from archive.signals import documents_changed
from archive.simultaneous import lock, states_of

FIELDS = ("review", "reviewed_by")
ON_PASSAGE = "passage__version__document__uid"
# from a row of this model to the documents that it bears on
TO_DOCUMENTS: dict[type[Model], tuple[str, ...]] = {
    Subject: ("document__uid",),
    DocumentLink: ("source__uid", "target__uid"),
    ClaimLink: (f"source__{ON_PASSAGE}", f"target__{ON_PASSAGE}"),
    Question: (f"claims__{ON_PASSAGE}",),
}


@dataclass(frozen=True)
class Decided:
    """What came of it: rows changed, rows that were so already, rows this person may not decide."""

    changed: int
    already: int
    refused: int
    operation: Operation | None


@transaction.atomic
def decide(rows: Sequence[Any], state: Review, user: Any, why: str = "") -> Decided:
    """Give the rows this state as far as the user may; with history, and one signal."""
    waiting = [row for row in rows if row.review != state]
    allowed = decidable(waiting, state, user)
    already, refused = len(rows) - len(waiting), len(waiting) - len(allowed)
    if not allowed:
        return Decided(0, already, refused, None)
    before = [(row._meta.label, row.pk, row.review, row.reviewed_by_id) for row in allowed]
    for row in allowed:
        before_it, row.review = row.review, state
        review.sign(row, user, before_it)
    _write(allowed, user, why or str(state.label))
    _comment(allowed, user, why)
    after = _states([(label, pk) for label, pk, *_was in before])
    operation = Operation.objects.create(
        kind=Operation.Kind.REVIEW,
        said=_("{count} set to “{state}”").format(count=len(allowed), state=state.label),
        user=user,
        before={"rows": [[*one, after[one[:2]]] for one in before], "state": state},
    )
    return Decided(len(allowed), already, refused, operation)


def read_anew(rows: Sequence[Any]) -> list[Any]:
    """These rows as they are now, and until the transaction ends; those gone are left out."""
    lock(*rows)
    found: dict[tuple[str, int], Any] = {}
    for label, keys in _by_label((row._meta.label, row.pk) for row in rows).items():
        for batch in batches(keys):
            now = apps.get_model(label)._base_manager.filter(pk__in=batch)
            found |= {(label, row.pk): row for row in now}
    names = [(row._meta.label, row.pk) for row in rows]
    return [found[name] for name in names if name in found]


def may_decide(row: Any, state: Review, user: Any) -> bool:
    """Whether this user may change this kind of row, and give this row this state."""
    return bool(decidable([row], state, user))


def decidable(rows: Sequence[Any], state: Review, user: Any) -> list[Any]:
    """Those of these rows that `may_decide` is true of, in a few queries however many they are."""
    open_to = [row for row in rows if _may_change(row, user) and not review.is_locked(user, row)]
    return review.settable(user, open_to, state)


def _may_change(row: Any, user: Any) -> bool:
    meta = row._meta
    return bool(user.has_perm(f"{meta.app_label}.change_{meta.model_name}"))


@transaction.atomic
def undo_decision(operation: Operation, user: Any) -> tuple[int, int]:
    """Give the rows their states of before; returns how many, and how many had changed since.

    A row is as it was left only where all of it is, with what its form edits with it: what was
    written in it since was accepted by nobody. Where none is, the operation is not used up.
    """
    was = operation.before["rows"]
    now = _states([(label, pk) for label, pk, *_rest in was])
    # an operation of the time before the states were kept names none: nobody knows
    same = [one for one in was if one[4:] and now.get((one[0], one[1])) == one[4]]
    rows = _rows([(label, pk) for label, pk, *_rest in same])
    for row, (_label, _pk, before, reviewer, _after) in zip(rows, same, strict=True):
        row.review, row.reviewed_by_id = before, reviewer
    if rows:
        _write(rows, user, _("taken back: {what}").format(what=operation.said)[:100])
        operation.undone_by, operation.undone_at = user, timezone.now()
        operation.save(update_fields=["undone_by", "undone_at"])
    return len(rows), len(was) - len(rows)


def _by_label(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = defaultdict(list)
    for label, pk in rows:
        keys[label].append(pk)
    return keys


def _states(rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The whole state (`states_of`) of rows, by the label of their model and their key."""
    return {
        (label, pk): state
        for label, keys in _by_label(rows).items()
        for pk, state in states_of(apps.get_model(label), keys).items()
    }


def _rows(wanted: Sequence[tuple[str, int]]) -> list[Any]:
    """The rows with these labels of their models and keys, in this order; each is there."""
    found = {
        (label, row.pk): row
        for label, keys in _by_label(wanted).items()
        for batch in batches(keys)
        for row in apps.get_model(label)._default_manager.filter(pk__in=batch)
    }
    return [found[one] for one in wanted]


def _write(rows: Sequence[Any], user: Any, reason: str) -> None:
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    uids: set[str] = set()
    for model, of in by_model.items():
        change(of, model, FIELDS, user, reason)
        uids |= documents_of(model, [row.pk for row in of])
    if uids:
        documents_changed.send(sender=Document, uids=sorted(uids))


def _comment(rows: Iterable[Any], user: Any, why: str) -> None:
    if not why:
        return
    for row in rows:
        Comment(row=row, user=user, text=why).save()


def documents_of(model: Any, keys: Sequence[int]) -> set[str]:
    """The uids of the documents that these rows bear on."""
    paths = TO_DOCUMENTS.get(model, (ON_PASSAGE,))
    uids: set[str] = set()
    for batch in batches(keys):
        rows = model._default_manager.filter(pk__in=batch)
        for found in rows.values_list(*paths):
            uids |= {uid for uid in found if uid}
    return uids

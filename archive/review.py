"""Who may take an annotation how far: Django's permissions, and one setting.

Annotators write drafts and send them to review. Accepting and rejecting need the permission
`archive.review`, which reviewers, editors and superusers have; a small archive without reviewers
gives it to the group Annotators. What is settled is not edited by those who may not settle it.
`ACCEPT_OWN=0` forbids accepting what one has made oneself, or written in since another accepted it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from archive.batches import batches
from archive.models import Attribution, Claim, ClaimAbout, Question, QuestionClaim, Review

# columns that say nothing of what a row says
NO_CONTENT = frozenset({"review", "reviewed_by", "created_by", "created_at"})
# who makes a claim and what it is about, and the claims that answer a question: written with them
WRITTEN_WITH: dict[Any, tuple[tuple[Any, str], ...]] = {
    Claim: ((Attribution, "claim"), (ClaimAbout, "claim")),
    Question: ((QuestionClaim, "question"),),
}
SETTLED = (Review.ACCEPTED, Review.REJECTED)


def may_review(user: Any) -> bool:
    """Whether this user may accept and reject."""
    return user.has_perm("archive.review")


def may_accept(user: Any, row: Any) -> bool:
    """Whether this user may accept this row; one's own only where the site allows it."""
    return bool(acceptable(user, [row]))


def acceptable(user: Any, rows: Sequence[Any]) -> list[Any]:
    """Those of these rows that `may_accept` is true of, in a few queries however many they are."""
    if not may_review(user):
        return []
    if settings.ACCEPT_OWN:
        return list(rows)
    others = [row for row in rows if row.pk is not None and not _is_maker(user, row)]
    by_model: dict[Any, list[int]] = defaultdict(list)
    for row in others:
        by_model[type(row)].append(row.pk)
    rewritten = {
        (model, pk)
        for model, keys in by_model.items()
        for batch in batches(keys)
        for pk in _rewritten(user, model, batch)
    }
    return [row for row in others if (type(row), row.pk) not in rewritten]


def _is_maker(user: Any, row: Any) -> bool:
    return row.created_by_id is not None and row.created_by_id == user.pk


def _rewritten(user: Any, model: Any, keys: Sequence[int]) -> set[int]:
    """Those of these rows in which this user wrote after another accepted them last."""
    histories: dict[int, list[Any]] = defaultdict(list)
    for record in model.history.filter(id__in=keys).order_by("history_id"):
        histories[record.id].append(record)
    found: set[int] = set()
    accepted: dict[int, datetime | None] = {}
    for pk, records in histories.items():
        wrote, accepted[pk] = _wrote(user, records)
        if wrote:
            found.add(pk)
    for part, whole in WRITTEN_WITH.get(model, ()):
        found |= _with_rewritten(part, whole, user, {pk: accepted.get(pk) for pk in keys})
    return found


def _wrote(user: Any, records: Sequence[Any]) -> tuple[bool, datetime | None]:
    """Whether this user wrote since another accepted it last, and when that was; oldest first."""
    wrote, accepted = False, None
    for before, record in pairwise(records):
        if record.history_user_id == user.pk:
            wrote = wrote or _content(record) != _content(before)
        elif record.review == Review.ACCEPTED != before.review:
            wrote, accepted = False, record.history_date
    return wrote, accepted


def _content(record: Any) -> list[Any]:
    fields = record.instance_type._meta.concrete_fields
    return [getattr(record, one.attname) for one in fields if one.name not in NO_CONTENT]


def _with_rewritten(
    part: Any, whole: str, user: Any, accepted: Mapping[int, datetime | None]
) -> set[int]:
    """The rows, by `whole`, a column of their parts, of which this user wrote parts since then."""
    found: set[int] = set()
    records = part.history.filter(**{f"{whole}__in": list(accepted)}, history_user=user.pk)
    for key, at in records.values_list(f"{whole}_id", "history_date"):
        since = accepted[key]
        if since is None or at > since:
            found.add(key)
    return found


def waits_again(user: Any, row: Any) -> bool:
    """Whether an accepted row that this user has just written in needs another to accept it."""
    return row.review == Review.ACCEPTED and not may_accept(user, row)


def waits_once_written(row: Any) -> bool:
    """Whether an accepted row waits for another as soon as anybody writes in it."""
    return row.review == Review.ACCEPTED and not settings.ACCEPT_OWN


def is_locked(user: Any, row: Any) -> bool:
    """Whether this row is settled, and by others than this user, who may not settle it."""
    if row.pk is None or row.review not in SETTLED or may_review(user):
        return False
    return row.review == Review.ACCEPTED or row.reviewed_by_id != user.pk


def refuses_evidence(user: Any, claim: Claim) -> str:
    """Why this user may not add evidence to this claim, in a sentence; "" where they may.

    Evidence is public with its claim: what is settled gets it from who may settle.
    """
    if not is_locked(user, claim):
        return ""
    return _(
        "This claim is settled, and its evidence would be public at once. Reviewers add "
        "it: say in a comment on the claim what it is."
    )


def states_for(user: Any, row: Any) -> list[Review]:
    """The states that this user may give this row; the one it has is always among them."""
    states = _states_but_accepted(user, row)
    if may_accept(user, row):
        states.add(Review.ACCEPTED)
    if row.pk:
        states.add(Review(row.review))
    return [state for state in Review if state in states]


def settable(user: Any, rows: Sequence[Any], state: Review) -> list[Any]:
    """Those of these rows to which this user may give this other state, in a few queries."""
    if state == Review.ACCEPTED:
        return acceptable(user, rows)
    return [row for row in rows if state in _states_but_accepted(user, row)]


def _states_but_accepted(user: Any, row: Any) -> set[Review]:
    states = {Review.DRAFT, Review.IN_REVIEW}
    if row.pk and row.review == Review.SUGGESTED:
        states |= {Review.SUGGESTED, Review.REJECTED}
    if may_review(user):
        states.add(Review.REJECTED)
    return states


def choices_for(user: Any, row: Any) -> Iterable[tuple[str, Any]]:
    """`states_for` as the choices of a form."""
    return [(state.value, state.label) for state in states_for(user, row)]


def sign(row: Any, user: Any, before: str | None) -> None:
    """Note who made a new row, and who settled one: `before` is its state until now, or None."""
    if row.created_by_id is None and before is None:
        row.created_by = user
    if row.review != before:
        row.reviewed_by = user if row.review in SETTLED else None

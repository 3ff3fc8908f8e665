"""Who may take an annotation how far: Django's permissions, and one setting.

Annotators write drafts and send them to review. Accepting and rejecting need the permission
`archive.review`, which reviewers, editors and superusers have; a small archive without reviewers
gives it to the group Annotators. What is settled is not edited by those who may not settle it.
`ACCEPT_OWN=0` forbids accepting what one has made oneself, or written in since another accepted it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from archive.models import Attribution, Claim, ClaimAbout, Review

NO_CONTENT = frozenset({"review", "reviewed_by", "created_by", "created_at"})
SETTLED = (Review.ACCEPTED, Review.REJECTED)


def may_review(user: Any) -> bool:
    """Whether this user may accept and reject."""
    return user.has_perm("archive.review")


def may_accept(user: Any, row: Any) -> bool:
    """Whether this user may accept this row; one's own only where the site allows it."""
    if not may_review(user):
        return False
    return settings.ACCEPT_OWN or not _is_own(user, row)


def _is_own(user: Any, row: Any) -> bool:
    """Whether this user made the row, or wrote in it after another accepted it last."""
    if row.pk is None or (row.created_by_id is not None and row.created_by_id == user.pk):
        return True
    mine, since, before = False, None, None
    for record in row.history.order_by("history_id"):
        if before is not None and record.history_user_id == user.pk:
            mine = mine or _content(record) != _content(before)
        elif before is not None and record.review == Review.ACCEPTED != before.review:
            mine, since = False, record.history_date
        before = record
    return mine or (isinstance(row, Claim) and _wrote_parts(user, row, since))


def _content(record: Any) -> list[Any]:
    fields = record.instance_type._meta.concrete_fields
    return [getattr(record, one.attname) for one in fields if one.name not in NO_CONTENT]


def _wrote_parts(user: Any, claim: Claim, since: datetime | None) -> bool:
    for part in (Attribution, ClaimAbout):
        records = part.history.filter(claim=claim.pk, history_user=user.pk)
        if (records.filter(history_date__gt=since) if since else records).exists():
            return True
    return False


def waits_again(user: Any, row: Any) -> bool:
    """Whether an accepted row that this user has just written in needs another to accept it."""
    return row.review == Review.ACCEPTED and not may_accept(user, row)


def is_locked(user: Any, row: Any) -> bool:
    """Whether this row is settled, and by others than this user, who may not settle it."""
    if row.pk is None or row.review not in SETTLED or may_review(user):
        return False
    return row.review == Review.ACCEPTED or row.reviewed_by_id != user.pk


def states_for(user: Any, row: Any) -> list[Review]:
    """The states that this user may give this row; the one it has is always among them."""
    states = {Review.DRAFT, Review.IN_REVIEW}
    if row.pk and row.review == Review.SUGGESTED:
        states |= {Review.SUGGESTED, Review.REJECTED}
    if may_review(user):
        states.add(Review.REJECTED)
    if may_accept(user, row):
        states.add(Review.ACCEPTED)
    if row.pk:
        states.add(Review(row.review))
    return [state for state in Review if state in states]


def choices_for(user: Any, row: Any) -> Iterable[tuple[str, Any]]:
    """`states_for` as the choices of a form."""
    return [(state.value, state.label) for state in states_for(user, row)]


def sign(row: Any, user: Any, before: str | None) -> None:
    """Note who made a new row, and who settled one: `before` is its state until now, or None."""
    if row.created_by_id is None and before is None:
        row.created_by = user
    if row.review != before:
        row.reviewed_by = user if row.review in SETTLED else None

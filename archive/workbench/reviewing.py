"""Answering suggestions, changing and deleting what is marked, sending it to review, publishing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import review
from archive.keys import number
from archive.models import Boilerplate, Claim, Dating, DatingType, Evidence, Mention, Note, Review
from archive.passages.spans import shortened
from archive.simultaneous import state_as_read
from archive.workbench import claimants, differing, readings
from archive.workbench.desk import KINDS, REVIEWED, Desk, Shown
from archive.workbench.errors import Changed, Forbidden, Refused
from archive.workbench.given import Given, checked, chosen_entity, need, words
from archive.workbench.journal import Journal
from archive.workbench.making import attributions


def row_of(desk: Desk, key: Any) -> Any:
    """The annotation that a page calls "claim:17"; raises Changed where it is gone."""
    kind, _colon, pk = str(key).partition(":")
    pk_of = number(pk)
    known = kind in KINDS and pk_of is not None
    row = desk.rows(kind).filter(pk=pk_of).first() if known else None
    if row is None:
        raise Changed(_("This annotation is not there any more; somebody has deleted it."))
    return row


def _unlocked(desk: Desk, row: Any) -> None:
    settled = row.claim if isinstance(row, Evidence) else row
    if isinstance(settled, REVIEWED) and review.is_locked(desk.user, settled):
        raise Forbidden(
            _(
                "“{row}” is settled, and only reviewers change what is settled. Propose the change "
                "in its form."
            ).format(row=shortened(str(settled), 60))
        )


def _seen(desk: Desk, row: Any, given: Given) -> None:
    """Raise Changed where the row is not the one that the page showed, or it does not say which."""
    if given.get("seen") != state_as_read(row):
        raise Changed(
            _(
                "Somebody has changed this meanwhile. What you wrote is still here; what is saved "
                "now reads: {now}"
            ).format(now=differing.reads(row, given, desk.user)),
            now=str(row),
        )


def answer(desk: Desk, given: Given, journal: Journal) -> str:
    """Accept or reject the suggestions `keys`; a rejected one stays, so that it is not made again.

    Accepting makes it accepted where this person may, else a draft.
    """
    to = given.get("to")
    if to not in ("accept", "reject"):
        raise Refused(_("Say whether to accept or to reject."))
    keys = given.get("keys") or []
    rows, left = _as_shown(desk, keys if isinstance(keys, list) else [keys])
    for row in rows:
        _answer(desk, row, to == "accept", journal)
    if len(rows) == 1:
        text = _("Accepted: {row}") if to == "accept" else _("Rejected: {row}")
        text = text.format(row=shortened(str(rows[0]), 80))
    elif to == "accept":
        text = ngettext("{n} accepted", "{n} accepted", len(rows)).format(n=len(rows))
    else:
        text = ngettext("{n} rejected", "{n} rejected", len(rows)).format(n=len(rows))
    return _with_left(text, left)


def _as_shown(desk: Desk, keys: list[Any]) -> tuple[list[Any], int]:
    """The rows of "claim:17=<state>" that still are as they were shown, and how many are not.

    Raises Changed where none is. What is named without a state was not read.
    """
    if not keys:
        raise Refused(_("Choose a suggestion first."))
    rows = []
    for key in keys:
        name, _is, seen = str(key).partition("=")
        try:
            row = row_of(desk, name)
        except Changed:
            if len(keys) == 1:
                raise
            continue
        if seen == state_as_read(row):
            rows.append(row)
    if not rows:
        raise Changed(_left(len(keys)))
    return rows, len(keys) - len(rows)


def _left(n: int) -> str:
    return ngettext(
        "{n} was added or changed by somebody meanwhile, and is left as it is. Load the page "
        "again and look at it first.",
        "{n} were added or changed by somebody meanwhile, and are left as they are. Load the page "
        "again and look at them first.",
        n,
    ).format(n=n)


def _with_left(said: str, left: int) -> str:
    return f"{said}. {_left(left)}" if left else said


def _answer(desk: Desk, row: Any, accept: bool, journal: Journal) -> None:
    if not isinstance(row, REVIEWED):
        raise Refused(_("“{row}” is not reviewed.").format(row=row))
    need(desk, "change", type(row))
    _unlocked(desk, row)
    if accept:
        state = Review.ACCEPTED if review.may_accept(desk.user, row) else Review.DRAFT
    else:
        state = Review.REJECTED
    if state not in review.states_for(desk.user, row):
        raise Forbidden(_("Only reviewers reject what is no suggestion."))
    if state == Review.DRAFT and row.review == Review.IN_REVIEW:
        state = Review.IN_REVIEW
    settled = desk.user if state in review.SETTLED else None
    journal.change(row, review=state, reviewed_by=settled)


def change(desk: Desk, given: Given, journal: Journal) -> str:
    """Change the annotation `key`; `seen` is the state that the page showed."""
    row = row_of(desk, given.get("key"))
    need(desk, "change", type(row))
    _unlocked(desk, row)
    _seen(desk, row, given)
    as_shown = state_as_read(row)
    match row:
        case Mention():
            _change_mention(desk, row, given, journal)
        case Claim():
            _change_claim(desk, row, given, journal)
        case Dating():
            _known_type(given)
            _change_dating(desk, row, given, journal)
        case Note():
            _change_note(row, given, journal)
        case Evidence():
            journal.change(row, **_given(given, note=20_000))
        case Boilerplate():
            raise Refused(_("Boilerplate has nothing to change. Delete it instead."))
    said = shortened(str(row), 80)
    text = _moved_on(desk, row, as_shown, journal) if isinstance(row, REVIEWED) else ""
    return (text or _("Changed: {row}")).format(row=said)


def _moved_on(desk: Desk, row: Any, as_shown: str, journal: Journal) -> str:
    """What follows from saving a form, in a sentence about "{row}"; "" where nothing does.

    A suggestion that a person corrects is theirs; one that they save as it is becomes a draft and
    stays its rule's, as when it is accepted by one key. What is accepted waits for another only
    where anything of it was changed.
    """
    row = type(row).objects.get(pk=row.pk)  # with the parts that it has now
    same = state_as_read(row) == as_shown
    if row.review == Review.SUGGESTED and same:
        journal.change(row, review=Review.DRAFT)
        return _("A draft now, as the rule suggested it: {row}")
    if row.review == Review.SUGGESTED:
        journal.change(row, review=Review.DRAFT, created_by=desk.user)
    if same or not review.waits_once_written(row):
        return ""
    # nobody accepts their own, and this is in part their own now
    journal.change(row, review=Review.IN_REVIEW, reviewed_by=None)
    return _("Changed, and waits until another reviewer accepts it: {row}")


def _given(given: Given, **limits: int) -> dict[str, str]:
    return {name: words(given, name, limit) for name, limit in limits.items() if name in given}


def _change_note(row: Note, given: Given, journal: Journal) -> None:
    values = _given(given, text=20_000, kind=20, audience=6)
    if "text" in values and not values["text"]:
        raise Refused(_("Write the note."), "text")
    for name, value in values.items():
        setattr(row, name, value)
    journal.change(checked(row), **values)


def _known_type(given: Given) -> None:
    kind = words(given, "type")
    if kind and kind not in DatingType.values:
        raise Refused(_("“{type}” is no type of date. Choose one.").format(type=kind), "type")


def _change_mention(desk: Desk, row: Mention, given: Given, journal: Journal) -> None:
    entity = chosen_entity(desk, given.get("entity"), journal, "entity")
    if entity is None:
        raise Refused(_("Say which entity these words name."), "entity")
    if row.passage.mentions.filter(entity=entity).exclude(pk=row.pk).exists():
        raise Refused(_("These words are marked as {entity} already.").format(entity=entity))
    journal.change(row, entity=entity)


def _change_claim(desk: Desk, row: Claim, given: Given, journal: Journal) -> None:
    values = _given(given, statement=1000, mode=8, said=1000, said_language=35)
    if "statement" in values and not values["statement"]:
        raise Refused(_("Say in one neutral sentence what the passage claims."), "statement")
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude={"passage", "created_by", "reviewed_by"})
    journal.change(row, **values)
    if "attributions" in given:
        found = attributions(desk, given["attributions"], journal)
        claimants.rewrite(row, found, journal)


def _change_dating(desk: Desk, row: Dating, given: Given, journal: Journal) -> None:
    edtf = readings.written(words(given, "edtf"))
    passage = row.passage
    reading = None
    if passage.version_id == desk.version.pk:
        reading = readings.reading_at(desk.version, passage.start, passage.end)
    values = readings.changed(row, reading, edtf, words(given, "type", 8))
    journal.change(row, **values)


def delete(desk: Desk, given: Given, journal: Journal) -> str:
    """Delete the annotation `key`, and what hangs on it."""
    row = row_of(desk, given.get("key"))
    need(desk, "delete", type(row))
    _unlocked(desk, row)
    said = shortened(str(row), 80)
    journal.remove(row)
    return _("Deleted: {row}").format(row=said)


def _drafts_shown(drafts: list[Shown], given: Given) -> tuple[list[Any], int]:
    """The rows of these drafts that the page showed as they are (`shown`), and how many it did
    not; raises Refused where it does not say what it showed, Changed where it showed none."""
    shown = given.get("shown")
    listed = shown.split() if isinstance(shown, str) else shown
    if not isinstance(listed, list):
        raise Refused(_("Say which drafts are meant: load the page again."))
    known = {str(one) for one in listed}
    rows = [one.row for one in drafts if one.decided_as in known]
    if not rows:
        raise Changed(_left(len(drafts)))
    return rows, len(drafts) - len(rows)


def publish(desk: Desk, given: Given, journal: Journal) -> str:
    """Accept every draft that the page showed (`shown`) and that this person may accept."""
    if not review.may_review(desk.user):
        raise Forbidden(_("Only reviewers publish. Send the drafts to review instead."))
    own = {id(row) for row in review.acceptable(desk.user, [one.row for one in desk.drafts])}
    drafts = [one for one in desk.drafts if id(one.row) in own]
    if not drafts:
        raise Refused(_("There is no draft here that you may accept."))
    rows, left = _drafts_shown(drafts, given)
    for row in rows:
        need(desk, "change", type(row))
        journal.change(row, review=Review.ACCEPTED, reviewed_by=desk.user)
    text = ngettext("{n} annotation published", "{n} annotations published", len(rows))
    return _with_left(text.format(n=len(rows)), left)


def send(desk: Desk, given: Given, journal: Journal) -> str:
    """Send every draft that the page showed (`shown`) to review."""
    drafts = [one for one in desk.drafts if one.row.review == Review.DRAFT]
    if not drafts:
        raise Refused(_("There is no draft here to send."))
    rows, left = _drafts_shown(drafts, given)
    for row in rows:
        need(desk, "change", type(row))
        journal.change(row, review=Review.IN_REVIEW)
    text = ngettext("{n} draft sent to review", "{n} drafts sent to review", len(rows))
    return _with_left(text.format(n=len(rows)), left)

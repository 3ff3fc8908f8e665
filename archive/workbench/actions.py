"""What can be done to a text: each action is done whole, once, and noted so that it can be undone.

An action is plain data: {"id", "do", ...}. Spans are as a browser counts them (see `spans`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Passage, WorkbenchAction
from archive.workbench import journal as journals
from archive.workbench import making, offering, reviewing, undoing
from archive.workbench.desk import Desk
from archive.workbench.errors import Changed, Forbidden, Refused
from archive.workbench.given import readable
from archive.workbench.journal import Journal

_NAME = re.compile(r"[A-Za-z0-9_-]{3,64}")
Given = dict[str, Any]

ACTIONS: dict[str, Callable[[Desk, Given, Journal], str]] = {
    "entity": making.entity,
    "names": making.names,
    "claim": making.claim,
    "date": making.date,
    "dates": making.dates,
    "note": making.note,
    "evidence": making.evidence,
    "boilerplate": making.boilerplate,
    "teach": offering.teach,
    "dismiss": offering.dismiss,
    "offer": offering.offer,
    "answer": reviewing.answer,
    "change": reviewing.change,
    "delete": reviewing.delete,
    "publish": reviewing.publish,
    "send": reviewing.send,
}


@dataclass
class Outcome:
    """What an action came to: a sentence, the spans (code points) it touched, names to teach."""

    said: str
    again: bool = False
    touched: list[tuple[int, int]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    offers: list[offering.Offer] = field(default_factory=list)


def perform(desk: Desk, given: Given) -> Outcome:
    """Do one action, or say that it was done before.

    Raises Refused (and Forbidden, Changed) with a sentence; nothing is changed then.
    """
    readable(given)
    name, do = given.get("id"), given.get("do")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Refused(_("The action has no name of its own. Load the page again."))
    if not isinstance(do, str) or (do != "undo" and do not in ACTIONS):
        raise Refused(_("The workbench knows no action “{do}”.").format(do=do))
    with transaction.atomic():
        done = WorkbenchAction.objects.filter(user=desk.user, name=name).first()
        if done is not None:
            return _again(desk, done)
        outcome = _undo(desk, name) if do == "undo" else _do(desk, name, do, given)
    if isinstance(outcome, Outcome):
        return outcome
    raise outcome


def _again(desk: Desk, done: WorkbenchAction) -> Outcome:
    if done.kind == "undo" and not done.undone:
        raise Changed(done.said)
    return Outcome(done.said, True, _touched(desk, done.steps), _keys(done.steps))


def _do(desk: Desk, name: str, do: str, given: Given) -> Outcome:
    journal = Journal()
    try:
        said = ACTIONS[do](desk, given, journal)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), _first_field(error)) from error
    touched = _touched(desk, journal.steps)
    WorkbenchAction.objects.create(
        document=desk.document,
        user=desk.user,
        name=name,
        kind=do,
        said=said[:300],
        steps=journal.steps,
        undone=not journal.steps,
    )
    WorkbenchAction.drop_old(desk.document, desk.user)
    return Outcome(said, False, touched, _keys(journal.steps), _offers(desk, given, journal))


def _offers(desk: Desk, given: Given, journal: Journal) -> list[offering.Offer]:
    """Names by which an entity is not known yet, in the suggestions that were accepted just now."""
    if given.get("do") != "answer" or given.get("to") != "accept":
        return []
    accepted = [step["pk"] for step in journal.steps if step["model"] == "archive.mention"]
    return offering.offers_in(desk, accepted)


def _undo(desk: Desk, name: str) -> Outcome | Changed | Forbidden:
    """Undo the newest action of this person; one that can't be undone is passed over for good, so
    that the older ones can. Why it can't be is returned and not raised: that it was asked for is
    kept. Raises Refused where there is none."""
    actions = journals.undoable(desk.document, desk.user)
    if not actions:
        raise Refused(_("There is nothing to undo here."))
    action = actions[0]
    said = _("Undone: {what}").format(what=action.said or action.kind)
    try:
        with transaction.atomic():
            undoing.take_back(desk, action)
    except (Changed, Forbidden) as error:
        why = str(error)
        if len(actions) > 1:
            more = _("The next Undo takes back what you did before it.")
            why = f"{why} {more}"
        WorkbenchAction.objects.filter(pk=action.pk).update(undone=True)
        _note_undo(desk, name, why, undone=False)
        return type(error)(why)
    _note_undo(desk, name, said, undone=True)
    return Outcome(said, False, _touched(desk, action.steps), _keys(action.steps, "before"))


def _note_undo(desk: Desk, name: str, said: str, *, undone: bool) -> None:
    """Note that this was asked for: sent again, it must not take back one action more."""
    WorkbenchAction.objects.create(
        document=desk.document,
        user=desk.user,
        name=name,
        kind="undo",
        said=said[:300],
        undone=undone,
    )


def _first_field(error: ValidationError) -> str:
    fields = getattr(error, "error_dict", {})
    return next((name for name in fields if name != "__all__"), "")


def _keys(steps: Iterable[journals.Step], state: str = "after") -> list[str]:
    """The annotations that an action made or changed, or those that its undo brought back
    (`state` is "before"), as the page calls them; a claim is changed with what its state covers,
    its claimants and its evidence."""
    found: dict[str, None] = {}
    for step in steps:
        values = step[state] or {}
        if "passage_id" in values:
            found[f"{step['model'].split('.')[1]}:{step['pk']}"] = None
        if claim := (step["after"] or step["before"] or {}).get("claim_id"):
            found[f"claim:{claim}"] = None
    return list(found)


def _touched(desk: Desk, steps: Iterable[journals.Step]) -> list[tuple[int, int]]:
    """The spans of the passages that these steps speak of, in this version."""
    passages, spans = set(), set()
    for step in steps:
        values = step["after"] or step["before"] or {}
        if step["model"] == "archive.passage":
            spans.add((values["start"], values["end"]))
        elif values.get("passage_id"):
            passages.add(values["passage_id"])
        elif values.get("claim_id"):
            claim = apps.get_model("archive.claim").objects.filter(pk=values["claim_id"]).first()
            passages |= {claim.passage_id} if claim else set()
    rows = Passage.objects.filter(pk__in=passages, version=desk.version)
    spans |= set(rows.values_list("start", "end"))
    elsewhere = passages - set(rows.values_list("pk", flat=True))
    return sorted(spans | {desk.places[pk] for pk in elsewhere if pk in desk.places})

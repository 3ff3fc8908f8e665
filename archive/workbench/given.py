"""What an action brings with it, read and checked before anything is saved."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from archive.models import Entity, EntityKind
from archive.workbench.desk import Desk
from archive.workbench.errors import Forbidden, Refused
from archive.workbench.journal import Journal

MOST_ROWS = 1000  # of one list that is saved at once
Given = dict[str, Any]
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def readable(given: Any) -> None:
    """Raise Refused where any text in plain data can't be kept: a NUL, or half a character."""
    left = [given]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one
        elif isinstance(one, str) and _UNKEPT.search(one):
            raise Refused(
                _(
                    "The text holds a character that can’t be kept: a NUL, or half of a pair of "
                    "surrogates. Take it out, or type it again."
                )
            )


def need(desk: Desk, action: str, model: type[Model]) -> None:
    """Raise Forbidden unless this person may add, change or delete rows of this model."""
    name = model._meta.model_name
    if not desk.user.has_perm(f"archive.{action}_{name}"):
        message = _("You may not {action} a {name} here. Ask an editor for the permission.")
        words = {"add": _("add"), "change": _("change"), "delete": _("delete")}
        raise Forbidden(message.format(action=words[action], name=model._meta.verbose_name))


def checked(row: Any) -> Any:
    """The row, cleaned as a form would; raises ValidationError. Passage and journal come later."""
    row.clean_fields(exclude={"passage", "claim", "created_by", "reviewed_by"})
    return row


def rows_of(given: Given, name: str = "row") -> list[dict[str, Any]]:
    """The chosen lines of a list: JSON strings from a form, or the same as plain data."""
    rows = given.get(name) or []
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise Refused(_("At most {n} lines are saved at once.").format(n=MOST_ROWS))
    try:
        found = [json.loads(row) if isinstance(row, str) else row for row in rows]
    except (ValueError, RecursionError) as error:
        raise Refused(_("The list could not be read. Load the page again.")) from error
    if not all(isinstance(row, dict) for row in found):
        raise Refused(_("The list could not be read. Load the page again."))
    readable(found)
    return found


def words(given: Given, name: str, limit: int = 1000) -> str:
    """A field's words, trimmed; raises Refused where there are too many."""
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise Refused(_("“{name}” is text.").format(name=name), name)
    if len(value.strip()) > limit:
        message = _("At most {limit} characters fit here; these are {n}.")
        raise Refused(message.format(limit=limit, n=len(value.strip())), name)
    return value.replace("\r\n", "\n").strip()


def chosen_entity(desk: Desk, given: Any, journal: Journal, field: str) -> Entity | None:
    """The entity of {"uid"}, or made of {"new": {"uid"?, "name", "kind"}}; None if empty."""
    if not given:
        return None
    new = given.get("new") if isinstance(given, dict) else None
    if isinstance(new, dict):
        return _new_entity(desk, new, journal, field)
    uid = given.get("uid") if isinstance(given, dict) else given
    row = Entity.objects.filter(uid=str(uid)).select_related("merged_into").first()
    if row is None:
        raise Refused(_("This entity is not there any more. Choose another."), field)
    return row.merged_into or row


def _new_entity(desk: Desk, new: Given, journal: Journal, field: str) -> Entity:
    need(desk, "add", Entity)
    name, kind = words(new, "name", 300), new.get("kind")
    if not name:
        raise Refused(_("Give the new entity a name."), field)
    if kind not in EntityKind.values:
        raise Refused(_("Say what sort of thing “{name}” is.").format(name=name), field)
    uid = new.get("uid")
    known = Entity.objects.filter(uid=str(uid)).first() if uid else None
    if known is not None:  # made by an action that was sent before this one
        return known
    more = {"uid": str(uid)} if uid else {}
    return journal.add(checked(Entity(name=" ".join(name.split()), kind=kind, **more)))

"""What is saved now, told to somebody who wrote something else on an older state of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from archive.models import Attribution, Claim, Document
from archive.passages.spans import shortened
from archive.workbench.given import Given

LONGEST = 200  # characters of one value
# What the forms of the workbench send as words, as the columns are called.
WORDS = (
    "statement",
    "mode",
    "said",
    "said_language",
    "edtf",
    "type",
    "text",
    "kind",
    "audience",
    "note",
)


def reads(row: Any, given: Given, user: Any) -> str:
    """Those values of the row that are not as `given`, each with its name; where there is none,
    what the row says and, of a claim, what it is about and its evidence that this user may see."""
    columns = {column.name for column in row._meta.concrete_fields}
    names = [name for name in WORDS if name in given and name in columns]
    parts = [_named(row, name) for name in names if _differs(row, given, name)]
    if isinstance(row, Claim) and "attributions" in given:
        saved = list(row.attributions.select_related("entity", "via"))
        if [_said(one) for one in saved] != _written(given["attributions"]):
            claimants = "; ".join(_in_words(one) for one in saved) or _("nothing")
            label = _("who claims it")
            parts.append(f"{label}: {claimants}")
    entity = given.get("entity")
    if hasattr(row, "entity_id") and entity and _uid(entity) != row.entity.uid:
        parts.append(str(row))
    return " · ".join(parts) or _whole(row, user)


def _differs(row: Any, given: Given, name: str) -> bool:
    value = given[name] or ""
    return not isinstance(value, str) or value.strip() != getattr(row, name, "")


def _named(row: Any, name: str) -> str:
    column = row._meta.get_field(name)
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    said = shortened(str(value), LONGEST) or _("nothing")
    return f"{column.verbose_name}: {said}"


def _whole(row: Any, user: Any) -> str:
    parts = [shortened(str(row), LONGEST)]
    if isinstance(row, Claim):
        seen = Document.objects.visible_to(user)
        rows = row.evidence.filter(Q(passage=None) | Q(passage__version__document__in=seen))
        about, evidence = row.about.all(), rows.select_related("passage", "claim")
        for label, found in ((_("about"), about), (_("evidence"), evidence)):
            if told := ", ".join(shortened(str(one), LONGEST) for one in found):
                parts.append(f"{label}: {told}")
    return " · ".join(parts)


def _said(row: Attribution) -> tuple[str, str, str, str]:
    entity, via = row.entity, row.via
    return row.as_worded, row.capacity, entity.uid if entity else "", via.uid if via else ""


def _written(given: Any) -> list[tuple[str, str, str, str]]:
    """The attributions of an action, as `_said` gives those of a claim; empty ones left out."""
    rows = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    found = [
        (
            str(one.get("as_worded") or "").strip(),
            str(one.get("capacity") or "").strip(),
            _uid(one.get("entity")),
            _uid(one.get("via")),
        )
        for one in rows
    ]
    return [one for one in found if any(one)]


def _uid(given: Any) -> str:
    if isinstance(given, dict):
        new = given.get("new")
        return str((new.get("uid") if isinstance(new, dict) else given.get("uid")) or "")
    return str(given or "")


def _in_words(row: Attribution) -> str:
    named = str(row)
    if row.entity and row.as_worded:
        named += f" (“{row.as_worded}”)"
    if row.capacity:
        named += f", {row.capacity}"
    via = _("via {entity}").format(entity=row.via) if row.via else ""
    return f"{named}, {via}" if via else named

"""Marking words: entities, claims, dates, notes, evidence, boilerplate."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import review
from archive.models import (
    Alias,
    Attribution,
    Boilerplate,
    Claim,
    Dating,
    Entity,
    EntityKind,
    Evidence,
    Mention,
    Note,
    NoteAudience,
    NoteKind,
    Review,
)
from archive.models.base import validate_edtf
from archive.passages import Passage as Span
from archive.passages.spans import shortened
from archive.workbench import readings
from archive.workbench.desk import Desk
from archive.workbench.errors import Forbidden, Refused
from archive.workbench.journal import Journal
from archive.workbench.spans import read_span, saved

MOST_ROWS = 1000  # of one list that is saved at once
OPEN_TO_CHANGE = (Review.SUGGESTED, Review.REJECTED)
Given = dict[str, Any]


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
    except ValueError as error:
        raise Refused(_("The list could not be read. Load the page again.")) from error
    if not all(isinstance(row, dict) for row in found):
        raise Refused(_("The list could not be read. Load the page again."))
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


def entity(desk: Desk, given: Given, journal: Journal) -> str:
    """Mark each of `row` (spans) as an entity; `alias` adds the words to its names."""
    need(desk, "add", Mention)
    spans = [read_span(desk.version.text, row) for row in rows_of(given)]
    if not spans:
        raise Refused(_("No words are selected. Select some first."))
    row = chosen_entity(desk, given.get("entity"), journal, "entity")
    if row is None:
        raise Refused(_("Say which entity these words name."), "entity")
    marked = sum(_mention(desk, span, row, journal) for span in spans)
    if given.get("alias") in (True, "on", "1"):
        _teach(desk, row, spans[0].quote, journal)
    if not marked and not journal.steps:
        raise Refused(_("These words are marked as {entity} already.").format(entity=row))
    text = ngettext("{entity}, marked once", "{entity}, marked {n} times", marked)
    return text.format(entity=row, n=marked)


def _mention(desk: Desk, span: Span, row: Entity, journal: Journal) -> bool:
    passage = saved(desk.version, span, journal)
    kept = Mention.objects.filter(passage=passage, entity=row).first()
    if kept is not None:
        return _reopened(desk, kept, journal)
    mention = Mention(passage=passage, entity=row)
    review.sign(mention, desk.user, None)
    journal.add(mention)
    return True


def _reopened(desk: Desk, kept: Any, journal: Journal, **values: Any) -> bool:
    """Make a suggestion or a rejected row of the same words a draft; False where it is one."""
    if kept.review not in OPEN_TO_CHANGE or review.is_locked(desk.user, kept):
        return False
    journal.change(kept, review=Review.DRAFT, created_by=desk.user, reviewed_by=None, **values)
    return True


def _teach(desk: Desk, row: Entity, quote: str, journal: Journal) -> None:
    need(desk, "add", Alias)
    text = " ".join(quote.split())
    if text == row.name or row.aliases.filter(text=text).exists():
        return
    # what two entities are called never widens a search: it asks
    shared = Alias.objects.filter(text=text).exclude(entity=row).exists()
    shared = shared or Entity.objects.filter(name=text).exclude(pk=row.pk).exists()
    journal.add(checked(Alias(entity=row, text=text, widens=not shared)))


def names(desk: Desk, given: Given, journal: Journal) -> str:
    """Mark a reviewed list of names: each row is a span with "name"; the kind is in `kind-<n>`.

    A row carries "uid" where the name is known. Rows of the same "name" name the same entity.
    """
    need(desk, "add", Mention)
    made: dict[str, Entity | None] = {}
    marked = 0
    for row in rows_of(given):
        group = str(row.get("group", ""))
        if group not in made:
            kind = given.get(f"kind-{group}", row.get("kind"))
            new = {"new": {"name": row.get("name", ""), "kind": kind}}
            chosen = {"uid": row["uid"]} if row.get("uid") else new
            made[group] = chosen_entity(desk, chosen, journal, f"kind-{group}")
        target = made[group]
        if target is not None:
            marked += _mention(desk, read_span(desk.version.text, row), target, journal)
    if not marked:
        raise Refused(_("No new name was chosen."))
    text = ngettext("{n} name marked", "{n} names marked", marked)
    return text.format(n=marked)


def attributions(desk: Desk, given: Any, journal: Journal) -> list[Attribution]:
    """Unsaved attributions, in order; empty ones are left out."""
    found = []
    for position, one in enumerate(given if isinstance(given, list) else [], 1):
        if not isinstance(one, dict):
            continue
        row = Attribution(
            position=position,
            as_worded=words(one, "as_worded", 300),
            entity=chosen_entity(desk, one.get("entity"), journal, "entity"),
            capacity=words(one, "capacity", 300),
            via=chosen_entity(desk, one.get("via"), journal, "via"),
        )
        if row.entity or row.as_worded:
            found.append(checked(row))
        elif row.capacity or row.via:
            message = _("Give the claimant, or the words the text uses for them.")
            raise Refused(message, "as_worded")
    for position, row in enumerate(found, 1):
        row.position = position
    return found


def claim(desk: Desk, given: Given, journal: Journal) -> str:
    """What the words at `span` claim: `statement`, `mode`, `said`, `attributions`."""
    need(desk, "add", Claim)
    span = read_span(desk.version.text, given.get("span"))
    statement = words(given, "statement")
    if not statement:
        raise Refused(_("Say in one neutral sentence what the passage claims."), "statement")
    row = checked(
        Claim(
            statement=statement,
            statement_language=words(given, "statement_language", 35) or desk.version.language,
            mode=words(given, "mode", 8),
            said=words(given, "said", 64),
            said_language=words(given, "said_language", 35),
        )
    )
    found = attributions(desk, given.get("attributions"), journal)
    row.passage = saved(desk.version, span, journal)
    review.sign(row, desk.user, None)
    journal.add(row)
    for attribution in found:
        attribution.claim = row
        journal.add(attribution)
    return _("Claim: {statement}").format(statement=shortened(statement, 80))


def _date(desk: Desk, row: Given, journal: Journal) -> bool:
    span = read_span(desk.version.text, row)
    edtf = words(row, "edtf", 64) if row.get("edtf") is not None else None
    if edtf:
        validate_edtf(edtf)
    values = readings.values(readings.reading_at(desk.version, span.start, span.end), edtf)
    if row.get("type") and "type" not in values:
        values["type"] = words(row, "type", 8)
    passage = saved(desk.version, span, journal)
    kept = Dating.objects.filter(passage=passage).first()
    if kept is not None:
        return _reopened(desk, kept, journal, **values)
    dating = checked(Dating(passage=passage, **values))
    review.sign(dating, desk.user, None)
    journal.add(dating)
    return True


def date(desk: Desk, given: Given, journal: Journal) -> str:
    """What the time expression at `span` means: `edtf`, or nothing where it is unresolved."""
    need(desk, "add", Dating)
    span: Any = given.get("span") or {}
    row = {**span, "edtf": given.get("edtf"), "type": given.get("type")}
    if not _date(desk, row, journal):
        raise Refused(_("These words have a date already. Open it and change that one."))
    return _("Date: “{quote}”").format(quote=shortened(str(span.get("quote")), 60))


def dates(desk: Desk, given: Given, journal: Journal) -> str:
    """Save a reviewed list of datings, each with the value that the rules read."""
    need(desk, "add", Dating)
    marked = sum(_date(desk, row, journal) for row in rows_of(given))
    if not marked:
        raise Refused(_("No new date was chosen."))
    return ngettext("{n} date marked", "{n} dates marked", marked).format(n=marked)


def note(desk: Desk, given: Given, journal: Journal) -> str:
    """A note on the words at `span`: `text`, `kind`, `audience`."""
    need(desk, "add", Note)
    span = read_span(desk.version.text, given.get("span"))
    text = words(given, "text", 20_000)
    if not text:
        raise Refused(_("Write the note."), "text")
    row = Note(
        text=text,
        kind=words(given, "kind", 20) or NoteKind.EXPLANATION,
        audience=words(given, "audience", 6) or NoteAudience.PUBLIC,
    )
    checked(row).passage = saved(desk.version, span, journal)
    review.sign(row, desk.user, None)
    journal.add(row)
    return _("Note: {text}").format(text=shortened(text, 80))


def evidence(desk: Desk, given: Given, journal: Journal) -> str:
    """The words at `span` speak for or against `claim` (a uid)."""
    need(desk, "add", Evidence)
    span = read_span(desk.version.text, given.get("span"))
    uid = given.get("claim")
    uid = uid.get("uid") if isinstance(uid, dict) else uid
    target = visible_claims(desk.user).filter(uid=str(uid or "")).first()
    if target is None:
        raise Refused(_("Choose the claim that these words are evidence for or against."), "claim")
    row = Evidence(claim=target, note=words(given, "note", 20_000))
    row.passage = saved(desk.version, span, journal)
    journal.add(row)
    return _("Evidence for “{claim}”").format(claim=shortened(target.statement, 60))


def visible_claims(user: Any) -> Any:
    """The claims that this annotator may point at: not rejected, in documents they may see."""
    from archive.models import Document  # noqa: PLC0415

    documents = Document.objects.visible_to(user)
    rows = Claim.objects.exclude(review__in=(Review.REJECTED, Review.SUGGESTED))
    return rows.filter(passage__version__document__in=documents)


def boilerplate(desk: Desk, given: Given, journal: Journal) -> str:
    """The words at `span` are no part of the article."""
    need(desk, "add", Boilerplate)
    span = read_span(desk.version.text, given.get("span"))
    passage = saved(desk.version, span, journal)
    if Boilerplate.objects.filter(passage=passage).exists():
        raise Refused(_("These words are boilerplate already."))
    journal.add(Boilerplate(passage=passage))
    return _("Boilerplate: “{quote}”").format(quote=shortened(span.quote, 60))

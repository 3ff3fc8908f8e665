"""Marking words: entities, claims, dates, notes, evidence, boilerplate."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import review
from archive.models import (
    Attribution,
    Boilerplate,
    Claim,
    Dating,
    Entity,
    Evidence,
    Mention,
    Note,
    NoteAudience,
    NoteKind,
    Review,
)
from archive.passages import Passage as Span
from archive.passages.spans import shortened
from archive.workbench import offering, readings
from archive.workbench.desk import Desk
from archive.workbench.errors import Forbidden, Refused
from archive.workbench.given import Given, checked, chosen_entity, need, rows_of, words
from archive.workbench.journal import Journal
from archive.workbench.pointing import visible_claims
from archive.workbench.spans import read_span, saved

OPEN_TO_CHANGE = (Review.SUGGESTED, Review.REJECTED)


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
    hint = ""
    if given.get("alias") in (True, "on", "1"):
        hint = offering.taught(desk, row, spans[0].quote, journal)
    if not marked and not journal.steps:
        raise Refused(_("These words are marked as {entity} already.").format(entity=row))
    text = ngettext("{entity}, marked once", "{entity}, marked {n} times", marked)
    said = text.format(entity=row, n=marked)
    return f"{said}. {hint}" if hint else said


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


def names(desk: Desk, given: Given, journal: Journal) -> str:
    """Mark a reviewed list of names: each row is a span with "name"; the kind is in `kind-<n>`.

    A row carries "uid" where the name is known, and "asks" where several are called so: then
    `entity-<n>` says which, or the row is left out. Rows of a "group" name the same entity.
    """
    need(desk, "add", Mention)
    made: dict[str, Entity | None] = {}
    open_names: dict[str, None] = {}
    marked = 0
    for row in rows_of(given):
        group = str(row.get("group", ""))
        if group not in made:
            made[group] = _meant(desk, row, group, given, journal)
        target = made[group]
        if target is not None:
            marked += _mention(desk, read_span(desk.version.text, row), target, journal)
        else:
            open_names[str(row.get("name", ""))] = None
    left_out = _("Say which is meant by {names}: several are called so.")
    hint = left_out.format(names=", ".join(f"“{name}”" for name in open_names))
    if not marked:
        raise Refused(hint if open_names else _("No new name was chosen."))
    text = ngettext("{n} name marked", "{n} names marked", marked)
    said = text.format(n=marked)
    return f"{said}. {hint}" if open_names else said


def _meant(
    desk: Desk, row: dict[str, Any], group: str, given: Given, journal: Journal
) -> Entity | None:
    """The entity of a group of names, made where it is new; None where nobody said which."""
    new = {
        "new": {"name": row.get("name", ""), "kind": given.get(f"kind-{group}", row.get("kind"))}
    }
    chosen: Any = {"uid": row["uid"]} if row.get("uid") else new
    if row.get("asks"):
        which = given.get(f"entity-{group}", "")
        chosen = new if which == "new" else which
    return chosen_entity(desk, chosen, journal, f"kind-{group}")


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
            said=words(given, "said"),
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
    edtf = readings.written(words(row, "edtf")) if row.get("edtf") is not None else None
    reading = readings.reading_at(desk.version, span.start, span.end)
    values = readings.values(reading, edtf, words(row, "type", 8))
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
    span = given.get("span")
    if not isinstance(span, dict):
        raise Refused(_("No words are selected. Select some first."))
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
    if refused := review.refuses_evidence(desk.user, target):
        raise Forbidden(refused, "claim")
    row = Evidence(claim=target, note=words(given, "note", 20_000))
    row.passage = saved(desk.version, span, journal)
    journal.add(row)
    return _("Evidence for “{claim}”").format(claim=shortened(target.statement, 60))


def boilerplate(desk: Desk, given: Given, journal: Journal) -> str:
    """The words at `span` are no part of the article."""
    need(desk, "add", Boilerplate)
    span = read_span(desk.version.text, given.get("span"))
    passage = saved(desk.version, span, journal)
    if Boilerplate.objects.filter(passage=passage).exists():
        raise Refused(_("These words are boilerplate already."))
    journal.add(Boilerplate(passage=passage))
    return _("Boilerplate: “{quote}”").format(quote=shortened(span.quote, 60))

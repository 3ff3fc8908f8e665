"""What the page asks while somebody works: entities, a claim's first filling, a date's reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import review
from archive.dates.values import in_words
from archive.keys import number
from archive.models import Claim, Dismissal
from archive.passages import PassageError
from archive.simultaneous import state_as_read
from archive.workbench import drawing, finding, guessing, pointing, readings
from archive.workbench.desk import REVIEWED, Desk, Shown, kind_name
from archive.workbench.differing import WORDS
from archive.workbench.errors import Refused
from archive.workbench.given import readable
from archive.workbench.journal import undoable
from archive.workbench.names import kind_of, name_in, names
from archive.workbench.reviewing import row_of


def answer(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """The answer to one question, as JSON; raises Refused for one that is not understood."""
    readable(dict(asked))
    question = asked.get("for", "")
    if question not in QUESTIONS:
        raise Refused(_("The workbench does not know “{question}”.").format(question=question))
    return QUESTIONS[question](desk, asked)


def state(desk: Desk) -> dict[str, Any]:
    """Counts, claim numbers and suggestions: what changes with every action."""
    last = next(iter(undoable(desk.document, desk.user)), None)
    drafts = desk.drafts
    publishable = len(review.acceptable(desk.user, [one.row for one in drafts]))
    return {
        "numbers": {one.key: one.number for one in desk.shown if one.number},
        "suggestions": [_suggestion(desk, one) for one in desk.suggestions],
        "drawn": {n + 1: sign for n, sign in drawing.marked(desk).items()},
        "drafts": len(drafts),
        "shown": desk.drafts_shown,
        "publishable": publishable,
        "tally": tally(desk),
        "publish": ngettext("Publish {n} draft", "Publish {n} drafts", publishable).format(
            n=publishable
        ),
        "undo": str(last) if last else "",
    }


def drawn(desk: Desk, numbers: Iterable[int]) -> dict[int, str]:
    """These paragraphs (from 0) as the page numbers them, from 1, as they are drawn now."""
    return {n + 1: html for n, html in drawing.paragraphs(desk, sorted(set(numbers))).items()}


def _paragraphs(desk: Desk, listed: str) -> dict[str, Any]:
    """The paragraphs "3.17", which somebody else has marked meanwhile."""
    last = len(desk.paragraphs)
    asked = [n - 1 for one in listed.split(".") if (n := number(one)) and n <= last]
    return {"paragraphs": drawn(desk, asked), **state(desk)}


def tally(desk: Desk) -> str:
    """How much is marked, in a sentence."""
    drafts, waiting = len(desk.drafts), len(desk.suggestions)
    marked = len(desk.shown) - waiting
    parts = [
        ngettext("{n} annotation", "{n} annotations", marked).format(n=marked),
        ngettext("{n} draft", "{n} drafts", drafts).format(n=drafts),
        ngettext("{n} suggestion", "{n} suggestions", waiting).format(n=waiting),
    ]
    return " · ".join(parts)


def _suggestion(desk: Desk, one: Shown) -> dict[str, Any]:
    return {
        "key": one.key,
        "decided_as": one.decided_as,
        "start": desk.utf16.to_utf16(one.start),
        "end": desk.utf16.to_utf16(one.end),
        "what": kind_name(one.kind),
        "label": one.label,
        "rule": one.row.rule,
    }


def _span(desk: Desk, asked: Mapping[str, str]) -> tuple[int, int]:
    """The span of the question, UTF-16, as code points."""
    try:
        start, end = int(asked.get("start", "")), int(asked.get("end", ""))
        first, last = desk.utf16.from_utf16(start), desk.utf16.from_utf16(end)
    except PassageError as error:
        raise Refused(str(error)) from error
    except ValueError as error:
        raise Refused(_("No words are selected. Select some first.")) from error
    if first >= last:
        raise Refused(_("No words are selected. Select some first."))
    return first, last


def _entities(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    query = asked.get("q", "")[:300]
    choices = finding.entities(query, desk.version)
    found: dict[str, Any] = {"choices": [one.as_json(query) for one in choices]}
    if asked.get("start"):
        start, end = _span(desk, asked)
        found["kind"] = kind_of(desk.version.text, start, end)
        found["teachable"] = bool(name_in(desk.version.text[start:end]))
    return found


def _names(desk: Desk) -> dict[str, Any]:
    """The places of names, UTF-16, in order; what only may be one is left out."""
    units = desk.utf16
    refused = Dismissal.objects.keys_of(desk.document, Dismissal.Kind.NAME)
    return {
        "names": [
            [units.to_utf16(name.start), units.to_utf16(name.end)]
            for name in names(desk.version.text)
            if not name.doubtful and Dismissal.key_of(name.text) not in refused
        ]
    }


def _claim(desk: Desk, start: int, end: int) -> dict[str, Any]:
    named = [
        guessing.Named(one.start, one.end, one.row.entity.uid, str(one.row.entity))
        for one in desk.shown
        if one.kind == "mention"
    ]
    guess = guessing.claim(desk.version.text, start, end, named)
    said = _said(desk, start, end)
    speaker = guess.entity and {"uid": guess.entity.uid, "name": guess.entity.label}
    return {
        "statement": guess.statement,
        "mode": guess.mode,
        "said": said,
        "attributions": [
            {
                "as_worded": guess.as_worded,
                "capacity": guess.capacity,
                "entity": speaker or _known_speaker(guess.as_worded),
                "via": guess.via and {"uid": guess.via.uid, "name": guess.via.label},
            }
        ],
    }


def _known_speaker(worded: str) -> dict[str, str] | None:
    """The one entity whose name stands in these words, where none is marked in the text."""
    known = finding.known(name.text for name in names(f"said {worded}"))
    entity = next(iter(known.values()), None)
    return {"uid": entity.uid, "name": str(entity)} if entity else None


def _said(desk: Desk, start: int, end: int) -> str:
    """When it was said, where a date stands beside the verb of saying, outside the passage."""
    spans = guessing.beside_the_verb(desk.version.text, start, end)
    for reading in readings.readings(desk.version):
        inside = any(first <= reading.start and reading.end <= last for first, last in spans)
        if inside and reading.edtf and reading.type == "date":
            return reading.edtf
    return ""


def _date(desk: Desk, start: int, end: int) -> dict[str, Any]:
    reading = readings.reading_at(desk.version, start, end)
    if reading is None:
        return {
            "edtf": "",
            "type": "date",
            "work": _("The rules see no date in these words. Write what it means."),
        }
    return {
        "edtf": reading.edtf or "",
        "words": in_words(reading.edtf) if reading.edtf else "",
        "type": reading.type.value,
        "work": readings.shown_work(reading),
        "start": desk.utf16.to_utf16(reading.start),
        "end": desk.utf16.to_utf16(reading.end),
    }


def _row(desk: Desk, key: str) -> dict[str, Any]:
    """One annotation, as its form shows it, with its state."""
    row = row_of(desk, key)
    place = desk.places.get(row.passage_id)
    found: dict[str, Any] = {
        "key": key,
        "kind": key.split(":", maxsplit=1)[0],
        "what": kind_name(key.split(":", maxsplit=1)[0]),
        "label": str(row),
        "quote": row.passage.quote,
        "seen": state_as_read(row),
        "review": getattr(row, "review", ""),
        "review_label": row.get_review_display() if isinstance(row, REVIEWED) else "",
        "locked": isinstance(row, REVIEWED) and review.is_locked(desk.user, row),
        "address": reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk]),
        "span": place and [desk.utf16.to_utf16(offset) for offset in place],
        "values": _values(row),
    }
    return found


def _values(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in WORDS if hasattr(row, name)}
    if hasattr(row, "entity"):
        values["entity"] = {"uid": row.entity.uid, "name": str(row.entity)}
    if isinstance(row, Claim):
        values["attributions"] = [
            {
                "as_worded": one.as_worded,
                "capacity": one.capacity,
                "entity": one.entity and {"uid": one.entity.uid, "name": str(one.entity)},
                "via": one.via and {"uid": one.via.uid, "name": str(one.via)},
            }
            for one in row.attributions.select_related("entity", "via")
        ]
    return values


QUESTIONS: dict[str, Callable[[Desk, Mapping[str, str]], dict[str, Any]]] = {
    "entities": _entities,
    "claims": lambda desk, asked: pointing.claims(desk, asked.get("q", "")),
    "claim": lambda desk, asked: _claim(desk, *_span(desk, asked)),
    "date": lambda desk, asked: _date(desk, *_span(desk, asked)),
    "names": lambda desk, asked: _names(desk),
    "row": lambda desk, asked: _row(desk, asked.get("key", "")),
    "state": lambda desk, asked: state(desk),
    "paragraphs": lambda desk, asked: _paragraphs(desk, asked.get("of", "")),
}


def from_form(posted: QueryDict) -> dict[str, Any]:
    """The action that a plain form posts; its entity is chosen, or new with name and kind."""
    given: dict[str, Any] = {name: posted[name] for name in posted}
    for name in ("row", "keys"):
        if name in posted:
            given[name] = posted.getlist(name)
    if "dismiss" in posted:
        given |= {"do": "dismiss", "words": _listed(str(posted["dismiss"]))}
    chosen = posted.get("entity", "")
    if chosen == "new":
        given["entity"] = {"new": {"name": posted.get("name", ""), "kind": posted.get("kind", "")}}
    elif chosen:
        given["entity"] = {"uid": chosen}
    return given


def _listed(words: str) -> Any:
    """The candidates that a button of a list stands for: JSON, or nothing that is understood."""
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return None

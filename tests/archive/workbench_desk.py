"""A desk to test on: a document, somebody who works on it, and actions as the page sends them."""

from itertools import count
from typing import Any

from archive.keys import number
from archive.models import Document, Version
from archive.passages import find_one, to_utf16
from archive.simultaneous import state_of
from archive.workbench.actions import Outcome, perform
from archive.workbench.desk import KINDS, Desk

_names = count(1)


def desk_of(document: Document, user: Any) -> Desk:
    """A fresh desk on the document's first version."""
    return Desk(document, document.versions.get(number=1), user)


def span_of(version: Version, quote: str, occurrence: int | None = None) -> dict[str, Any]:
    """A span as the browser sends it."""
    found = find_one(version.text, quote, occurrence=occurrence)
    start, end = to_utf16(version.text, found.start, found.end)
    return {"start": start, "end": end, "quote": found.quote}


def state_shown(key: Any) -> str:
    """The state in which a page that is opened now shows the annotation "claim:17"."""
    kind, _colon, written = str(key).partition(":")
    pk = number(written)
    row = KINDS[kind].objects.filter(pk=pk).first() if kind in KINDS and pk else None
    return state_of(row) if row else ""


def do(document: Document, user: Any, kind: str, /, **given: Any) -> Outcome:
    """Do one action, as somebody who has just read the page; words given as `on` are its span."""
    version = document.versions.get(number=1)
    if "on" in given:
        given["span"] = span_of(version, given.pop("on"), given.pop("occurrence", None))
    given.setdefault("id", f"action-{next(_names)}")
    desk = desk_of(document, user)
    if kind in ("publish", "send"):
        given.setdefault("shown", desk.drafts_shown)
    if kind == "change":
        given.setdefault("seen", state_shown(given.get("key")))
    if kind == "answer":
        keys = given.get("keys", [])
        given["keys"] = [one if "=" in one else f"{one}={state_shown(one)}" for one in keys]
    return perform(desk_of(document, user), {"do": kind, **given})

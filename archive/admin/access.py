"""Changes of access are written down: who opened or closed what, and when."""

from __future__ import annotations

from typing import Any

from archive.models import Document, Event, EventKind

ACCESS_FIELDS = ("access", "embargo_until", "withdrawn_on")


def access_in_words(access: Any, embargo: Any, withdrawn: Any) -> str:
    """Access as an event records it: "full", "extract, embargoed until 2030-01-01"."""
    words = [str(access)]
    if embargo:
        words.append(f"embargoed until {embargo}")
    if withdrawn:
        words.append(f"withdrawn on {withdrawn}")
    return ", ".join(words)


def access_of(document: Document) -> str:
    """How a document opens, in words."""
    return access_in_words(*(getattr(document, name) for name in ACCESS_FIELDS))


def access_event(document: Document, before: str, user: Any, why: str = "") -> Event:
    """The unsaved event that a document's access, `before` in words, is now another."""
    outcome = f"{before} → {access_of(document)}"
    return Event(
        document=document, kind=EventKind.ACCESS, user=user, outcome=outcome[:200], detail=why
    )

"""A search in a sentence: what is asked for, by whom, about what, and how it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search.facets import labels, names
from search.filters import Asked


def title(asked: Asked) -> str:
    """The search in few words: what was typed, else what narrows it, else what is searched."""
    parts = [f"“{asked.q.strip()}”"] if asked.q.strip() else []
    said = labels(asked.facets)
    titles = names()
    for name, values in asked.facets.items():
        shown = " / ".join(said[name][value] for value in values)
        parts.append(f"{titles[name]}: {shown}")
    kind = _("Claims") if asked.kind == "claims" else _("Documents")
    return ", ".join((kind, *parts))

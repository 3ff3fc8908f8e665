"""Entities by what is typed or selected, best first; and where else a name stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from archive.models import Alias, Entity, Mention, Version
from archive.passages import Passage as Span
from archive.passages import occurrences

OFFERED = 8
MOST = 500  # occurrences listed at once


@dataclass(frozen=True)
class Choice:
    """An entity as it is offered: `why` is the alias that matched, if one did."""

    entity: Entity
    score: float
    why: str = ""
    here: int = 0

    def sure(self, query: str) -> bool:
        """Whether the words are its name, one of its names, or a person's surname."""
        asked = " ".join(query.split()).casefold()
        name = self.why or self.entity.name
        if name.casefold() == asked:
            return True
        return self.entity.kind == "person" and name.casefold().endswith(f" {asked}")

    def as_json(self, query: str = "") -> dict[str, Any]:
        """For the page."""
        return {
            "sure": self.sure(query),
            "uid": self.entity.uid,
            "name": str(self.entity),
            "kind": self.entity.kind,
            "kind_label": self.entity.get_kind_display(),
            "why": self.why,
            "here": self.here,
        }


def entities(query: str, version: Version | None = None, limit: int = OFFERED) -> list[Choice]:
    """Entities whose name or alias has these words, the likeliest first.

    Same words first, then those that begin so, then those that contain it; among equals those that
    are named in this document already, then the most mentioned.
    """
    query = " ".join(query.split())
    if not query:
        return _of_document(version, limit) if version else []
    names = _matching(query)
    here = _mentioned_here(version, list(names)) if version else {}
    used = dict(
        Mention.objects.filter(entity__in=list(names))
        .values_list("entity")
        .annotate(n=Count("pk"))
        .values_list("entity", "n")
    )
    rows = Entity.objects.filter(pk__in=list(names))
    choices = []
    for entity in rows:
        fit, name = max((_fit(query, name), name) for name in names[entity.pk])
        bonus = min(here.get(entity.pk, 0), 9) / 10 + min(used.get(entity.pk, 0), 999) / 10_000
        why = "" if name == entity.name else name
        choices.append(Choice(entity, fit + bonus, why, here.get(entity.pk, 0)))
    return sorted(choices, key=lambda c: (-c.score, c.entity.name, c.entity.uid))[:limit]


def _matching(query: str) -> dict[int, list[str]]:
    """Names and aliases with the query in them, by entity; a merged one leads to its heir."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Entity.objects.filter(_like("name", query)).values_list("pk", "merged_into", "name")
    for pk, heir, name in rows[:400]:
        found[heir or pk].append(name)
    aliases = Alias.objects.filter(_like("text", query)).values_list(
        "entity", "entity__merged_into", "text"
    )
    for pk, heir, text in aliases[:400]:
        found[heir or pk].append(text)
    return found


def _like(column: str, query: str) -> Q:
    same = Q()
    for word in query.split()[:6]:
        same &= Q(**{f"{column}__icontains": word})
    return same


def _fit(query: str, name: str) -> float:
    asked, given = query.casefold(), name.casefold()
    if query == name:
        return 9
    if asked == given:
        return 8
    if given.startswith(asked):
        return 6
    if f" {asked}" in given:
        return 5
    return 3


def _mentioned_here(version: Version, pks: Sequence[int]) -> dict[int, int]:
    rows = Mention.objects.filter(entity__in=pks, passage__version__document=version.document_id)
    counted = rows.values_list("entity").annotate(n=Count("pk"))
    return dict(counted.values_list("entity", "n"))


def _of_document(version: Version, limit: int) -> list[Choice]:
    rows = (
        Entity.objects.filter(mentions__passage__version__document=version.document_id)
        .annotate(n=Count("mentions"))
        .order_by("-n", "name")[:limit]
    )
    return [Choice(entity, 0, "", entity.n) for entity in rows]


def known(names: Iterable[str]) -> dict[str, Entity]:
    """The one standing entity of each name or alias; a name that two have is left out: it asks."""
    return only(by_name(names))


def only(entities: Mapping[str, list[Entity]]) -> dict[str, Entity]:
    """Of the entities of each name the one, where there is one."""
    return {name: rows[0] for name, rows in entities.items() if len(rows) == 1}


def by_name(names: Iterable[str]) -> dict[str, list[Entity]]:
    """The standing entities of each name or alias; descriptions are no names."""
    wanted = set(names)
    found: dict[str, dict[int, Entity]] = defaultdict(dict)
    for entity in Entity.objects.standing().filter(name__in=wanted):
        found[entity.name][entity.pk] = entity
    rows = Alias.objects.filter(text__in=wanted, entity__merged_into=None)
    for alias in rows.exclude(kind="description").select_related("entity"):
        found[alias.text][alias.entity_id] = alias.entity
    return {name: list(rows.values()) for name, rows in found.items()}


def whole_words(text: str, quote: str) -> list[Span]:
    """Where these words stand as whole words, at most `MOST`."""
    found = [span for span in occurrences(text, quote) if _is_whole(text, span)]
    return found[:MOST]


def _is_whole(text: str, span: Span) -> bool:
    before = text[span.start - 1] if span.start else " "
    after = text[span.end] if span.end < len(text) else " "
    inside_start = span.quote[0].isalnum() and (before.isalnum() or before == "_")
    inside_end = span.quote[-1].isalnum() and (after.isalnum() or after == "_")
    return not inside_start and not inside_end

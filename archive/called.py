"""Whom a name means: entities by what a reader writes, with their other names."""

from __future__ import annotations

from itertools import chain
from typing import Any

from archive.duplicates import folded
from archive.models import Alias, Entity

SHOWN = 12  # entities that one name is said to mean, at most
LOOKED_AT = 500  # entities of such a name that are looked up


def called(words: str) -> set[int]:
    """The entities with a name or alias in which each of the words begins a word, by their keys."""
    asked = [f" {word}" for word in folded(words).split()]
    if not asked:
        return set()
    names = chain(Entity.objects.order_by().values_list("pk", "name"), _aliases())
    return {pk for pk, name in names if all(word in f" {folded(name)}" for word in asked)}


def meant(written: str, user: Any) -> list[Entity]:
    """The entities that a uid or a name means for this user, at most SHOWN.

    Where some are called just so, these alone; else those with names in which the words begin.
    """
    named = Entity.objects.named_to(user).order_by("name", "uid")
    if known := list(named.filter(uid=written)):
        return known
    for look_up in (_called_just_so, called):
        keys = look_up(written)
        found = list(named.filter(pk__in=sorted(keys)[:LOOKED_AT])) if keys else []
        if found:
            return [e for e in found if str(e) == written] or found[:SHOWN]
    return []


def _called_just_so(written: str) -> set[int]:
    """The entities with this name, with or without what tells it from others, or this alias."""
    whole = folded(written)
    if not whole:
        return set()
    names = Entity.objects.order_by().values_list("pk", "name", "qualifier")
    exact = {
        pk
        for pk, name, qualifier in names
        if whole in (folded(name), folded(f"{name} {qualifier}"))
    }
    return exact | {pk for pk, name in _aliases() if folded(name) == whole}


def _aliases() -> Any:
    return Alias.objects.order_by().values_list("entity", "text")

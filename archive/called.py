"""Whom a name means: entities by what a reader writes, with their other names."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any

from archive.batches import batches
from archive.duplicates import folded
from archive.models import Alias, Entity

SHOWN = 12  # entities that one name is said to mean, at most
KEPT = 60_000  # names that are kept folded: 0.25 s of each request where there are 20,000 entities

# What a name is folded to depends on nothing but the name: nothing of it can be out of date, and it
# tells nobody whose name it is.
_folded = lru_cache(maxsize=KEPT)(folded)


def called(words: str) -> set[int]:
    """The entities with a name or alias in which each of the words begins a word, by their keys."""
    asked = [f" {word}" for word in folded(words).split()]
    if not asked:
        return set()
    return {pk for pk, name in _names() if all(word in f" {_folded(name)}" for word in asked)}


def meant(written: str, user: Any) -> list[Entity]:
    """The entities that a uid or a name means for this user, at most SHOWN.

    Where some are called just so, these alone; else those with names in which the words begin. The
    uid of one that was merged into another means the other.
    """
    if known := _of_uid(written, user):
        return [known]
    for look_up in (_called_just_so, called):
        found = _here(look_up(written), user)
        if found:
            just_so = [pk for said, _uid, pk in found if said == written]
            keys = just_so or [pk for _said, _uid, pk in found]
            shown = Entity.objects.filter(pk__in=keys[:SHOWN])
            return sorted(shown, key=lambda entity: keys.index(entity.pk))
    return []


def heir(entity: Entity) -> Entity:
    """The end of a chain of merges; a ring, which nothing but a fixture could make, ends too."""
    seen = set()
    while entity.merged_into is not None and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entity.merged_into
    return entity


def _of_uid(uid: str, user: Any) -> Entity | None:
    """The entity here with this uid, or into which the one with it was merged."""
    found = Entity.objects.filter(uid=uid).first()
    return Entity.objects.named_to(user).filter(pk=heir(found).pk).first() if found else None


def _here(keys: Set[int], user: Any) -> list[tuple[str, str, int]]:
    """Those of some entities that are here for this user, in the order of their names: each as it
    is written, its uid and its key."""
    named = Entity.objects.named_to(user).order_by()
    found = []
    for some in batches(sorted(keys)):
        rows = named.filter(pk__in=some).only("pk", "name", "qualifier", "uid")
        found += [(entity.name, entity.uid, entity.pk, str(entity)) for entity in rows]
    return [(said, uid, pk) for _name, uid, pk, said in sorted(found)]


def _called_just_so(written: str) -> set[int]:
    """The entities with this name, with or without what tells it from others, or this alias."""
    whole = folded(written)
    if not whole:
        return set()
    qualified = Entity.objects.exclude(qualifier="").values_list("pk", "name", "qualifier")
    exact = {pk for pk, name, of in qualified if _folded(f"{name} {of}") == whole}
    return exact | {pk for pk, name in _names() if _folded(name) == whole}


def _names() -> Iterator[tuple[int, str]]:
    """Every name and other name."""
    yield from Entity.objects.order_by().values_list("pk", "name")
    yield from Alias.objects.order_by().values_list("entity", "text")

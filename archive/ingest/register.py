"""The publishers, collections, topics and entities that records name: found, or made.

Nothing here is guessed. One name that two rows of the archive bear is refused, and what is made has
a uid that follows from its name, so that two archives that ingest the same file call it the same.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from archive.ingest.records import Record, Wrong
from archive.models import Collection, Entity, EntityIdentifier, EntityKind, Publisher, Topic
from archive.models.base import new_uid, validate_uid

_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)")
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*):(?!//)(\S.*)")
_UNSAFE = frozenset({"javascript", "vbscript", "data", "file", "blob", "about", "ftp"})


class Register:
    """What was found or made in one run; made rows are unsaved until `keeping` writes them."""

    def __init__(self) -> None:
        self._entities: dict[tuple[str, str], list[Entity]] = {}
        self._same_as: dict[tuple[str, str], Entity | None] = {}
        self._named: dict[tuple[type, str], Any] = {}
        self._outside: dict[str, set[tuple[str, str]]] = {}  # by the uid of the entity
        self._made: dict[tuple[type, str], Any] = {}  # by uid

    def look_up(self, records: Iterable[Record]) -> None:
        """Find what the archive has of the entities of many records, in a few queries."""
        marks = [mark for record in records for mark in record.entities]
        names = {(m.kind, m.name) for m in marks} - self._entities.keys()
        found = Entity.objects.filter(name__in={name for _kind, name in names})
        rows: dict[tuple[str, str], dict[int, Entity]] = {key: {} for key in names}
        for row in found.select_related("merged_into"):
            if (row.kind, row.name) in rows:
                entity = _standing(row)
                rows[row.kind, row.name][entity.pk] = entity
        self._entities.update((key, list(each.values())) for key, each in rows.items())

    def publisher(self, name: str) -> Publisher | None:
        """The publisher with this uid or name; a new one where there is none."""
        return self._holding(Publisher, name) if name else None

    def collection(self, name: str) -> Collection:
        """The collection with this uid or name; a new one where there is none."""
        return self._holding(Collection, name)

    def topic(self, name: str) -> Topic:
        """The topic with this uid or name; a new one where there is none."""
        return self._holding(Topic, name)

    def _holding(self, model: type[Any], name: str) -> Any:
        if (model, name) not in self._named:
            found = self._found_holding(model, name)
            self._named[model, name] = found or self._make(model, _slug(name), name=name)
        return self._named[model, name]

    def _found_holding(self, model: type[Any], name: str) -> Any:
        made = self._made.get((model, name))
        if by_uid := made or model.objects.filter(uid=name).first():
            return by_uid
        found = list(model.objects.filter(name=name)[:2])
        if len(found) > 1:
            raise Wrong(
                _("%(kind)s: two are called “%(name)s”. Give the uid of the one that is meant.")
                % {"kind": model._meta.verbose_name, "name": name}
            )
        return found[0] if found else None

    def entity(self, name: str, kind: str, same_as: str = "") -> Entity:
        """The entity with this outside id, else with this name and kind; else a new one."""
        if kind not in EntityKind.values:
            raise Wrong(
                _("The kind of “%(name)s” is “%(kind)s”. Write one of: %(kinds)s.")
                % {"name": name, "kind": kind, "kinds": ", ".join(EntityKind.values)}
            )
        outside = outside_id(same_as)
        if outside and (known := self._by_outside_id(outside)):
            return known
        entity = self._by_name(name, kind, outside) or self._new(name, kind, same_as)
        if outside:
            self._same_as[outside] = entity
            self._outside[entity.uid].add(outside)
        return entity

    def _by_outside_id(self, outside: tuple[str, str]) -> Entity | None:
        if outside not in self._same_as:
            rows = EntityIdentifier.objects.filter(scheme=outside[0], value=outside[1])
            row = rows.select_related("entity").order_by("pk").first()
            self._same_as[outside] = _standing(row.entity) if row else None
        return self._same_as[outside]

    def _by_name(self, name: str, kind: str, outside: tuple[str, str] | None) -> Entity | None:
        found = [each for each in self._named_so(name, kind) if self._may_be(each, outside)]
        if len(found) > 1:
            raise Wrong(
                _(
                    "%(count)s entities here are a %(kind)s called “%(name)s”. Say which with "
                    "same_as, or merge them."
                )
                % {"count": len(found), "kind": EntityKind(kind).label, "name": name}
            )
        return found[0] if found else None

    def _named_so(self, name: str, kind: str) -> list[Entity]:
        key = (kind, name)
        if key not in self._entities:
            rows = Entity.objects.filter(kind=kind, name=name).select_related("merged_into")
            self._entities[key] = list({row.pk: row for row in map(_standing, rows)}.values())
        return self._entities[key]

    def _may_be(self, entity: Entity, outside: tuple[str, str] | None) -> bool:
        """Whether no other id in the same outside authority tells the two apart."""
        if outside is None:
            return True
        if entity.uid not in self._outside:
            known = entity.identifiers.values_list("scheme", "value") if entity.pk else ()
            self._outside[entity.uid] = set(known)
        return all(scheme != outside[0] for scheme, _value in self._outside[entity.uid])

    def _new(self, name: str, kind: str, same_as: str) -> Entity:
        made = self._make(Entity, _hashed(f"{kind}\n{name}\n{same_as}"), kind=kind, name=name)
        self._named_so(name, kind).append(made)
        self._outside[made.uid] = set()
        return made

    def _make(self, model: type[Any], uid: str, **values: str) -> Any:
        """A new row, with the wanted uid where it is one and nobody has it, else a fresh one."""
        taken = (model, uid) in self._made or model.objects.filter(uid=uid).exists()
        made = model(uid=uid if is_uid(uid) and not taken else new_uid(), **values)
        self._made[model, made.uid] = made
        return made


def outside_id(same_as: str) -> tuple[str, str] | None:
    """Scheme and value of an outside id: a Wikidata number or page, `scheme:value`, a web address.

    None for what is none of these, such as a remark that there is none: two entities with the same
    remark are not the same. Raises Wrong for an address that is neither http nor https.
    """
    if not same_as:
        return None
    if wikidata := _WIKIDATA.fullmatch(same_as):
        return "wikidata", wikidata[1]
    scheme = urlsplit(same_as).scheme if "://" in same_as else same_as.partition(":")[0].lower()
    if scheme in ("http", "https"):
        return "uri", same_as
    if "://" in same_as or scheme in _UNSAFE:
        raise Wrong(
            _("same_as “%(value)s”: an address starts with http:// or https://.")
            % {"value": same_as}
        )
    if prefixed := _PREFIXED.fullmatch(same_as):
        return prefixed[1], prefixed[2]
    return None


def is_uid(value: str) -> bool:
    """Whether this can be a uid."""
    try:
        validate_uid(value)
    except ValidationError:
        return False
    return True


def _standing(entity: Entity) -> Entity:
    while entity.merged_into is not None:
        entity = entity.merged_into
    return entity


def _slug(name: str) -> str:
    whole = slugify(name)
    return whole if name == whole and len(whole) <= 64 else whole[:60].strip("-")


def _hashed(key: str) -> str:
    return b32encode(sha256(key.encode()).digest()).decode()[:12].lower()

"""Merging two entities that are one: everything moves to the heir, and can be moved back.

The merged one stays as an address that leads on, and keeps its names; the heir takes them as
aliases. Where both were named by the same words, one of the two rows goes: the one that got less
far in review.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.beginnings import change
from archive.models import (
    Alias,
    Attribution,
    ClaimAbout,
    Document,
    Entity,
    EntityIdentifier,
    Mention,
    Operation,
    Publisher,
    Review,
    Subject,
)
from archive.signals import documents_changed
from archive.simultaneous import lock, values_of


@dataclass(frozen=True)
class Relation:
    """A column that names an entity, what else makes its row unique, and whose document it is."""

    model: Any
    column: str
    beside: str = ""
    document: str = ""
    kept: bool = True  # whether its changes are

    @property
    def name(self) -> str:
        """What a page calls it: "mention-entity", "attribution-via"."""
        return f"{self.model._meta.model_name}-{self.column}"


ON_CLAIM = "claim__passage__version__document__uid"
RELATIONS = (
    Relation(Mention, "entity", "passage", "passage__version__document__uid"),
    Relation(Subject, "entity", "document", "document__uid"),
    Relation(ClaimAbout, "entity", "claim", ON_CLAIM),
    Relation(Attribution, "entity", "", ON_CLAIM),
    Relation(Attribution, "via", "", ON_CLAIM),
    Relation(Publisher, "entity", "", "documents__uid"),
    Relation(Entity, "merged_into"),
)


SPLIT = RELATIONS[:5]
# the states of review, the one of least weight first: what was rejected outweighs only an offer
FURTHER = (Review.SUGGESTED, Review.REJECTED, Review.DRAFT, Review.IN_REVIEW, Review.ACCEPTED)


@dataclass
class Move:
    """Rows on their way from one entity to another: what moved, what went, which documents."""

    entity: Entity
    heir: Entity
    user: Any
    reason: str
    moved: list[list[Any]] = field(default_factory=list)
    gone: list[list[Any]] = field(default_factory=list)
    added: list[list[Any]] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)

    def give(self, relation: Relation, rows: Any) -> None:
        """Move rows to the heir; of two that would be the same, one goes."""
        if relation.document:
            self.uids |= {uid for uid in rows.values_list(relation.document, flat=True) if uid}
        going = _going(relation, rows, self.heir)
        keys = {row.pk for row in going}
        moving = [row for row in rows if row.pk not in keys]
        for row in going:
            self.gone.append([row._meta.label, row.pk, values_of(row)])
            row._history_user, row._change_reason = self.user, self.reason
            row.delete()
        for row in moving:
            setattr(row, relation.column, self.heir)
        _write(relation, moving, self.user, self.reason)
        self.moved += [[relation.model._meta.label, row.pk, relation.column] for row in moving]

    def noted(self, said: str) -> Operation:
        """The operation, from which what was done can be taken back; and one signal."""
        documents_changed.send(sender=Document, uids=sorted(self.uids))
        return Operation.objects.create(
            kind=Operation.Kind.MERGE,
            said=said[:300],
            user=self.user,
            before={
                "entity": self.entity.pk,
                "heir": self.heir.pk,
                "moved": self.moved,
                "gone": self.gone,
                "added": self.added,
                "uids": sorted(self.uids),
            },
        )


def lead_on(row: Model) -> None:
    """Point an unsaved row at the heir wherever it points at an entity that was merged since: what
    comes back, or was written before, is not left where no page shows it."""
    for column in row._meta.concrete_fields:
        if column.related_model is Entity and not isinstance(row, Entity):
            entity = Entity.objects.filter(pk=getattr(row, column.attname)).first()
            if entity is not None and entity.merged_into_id is not None:
                setattr(row, column.attname, entity.merged_into_id)


def moves(entity: Entity) -> list[tuple[str, int]]:
    """What would move with an entity, by kind, for the page that asks first."""
    found = []
    for relation in RELATIONS:
        count = relation.model._base_manager.filter(**{relation.column: entity}).count()
        if count:
            found.append((str(relation.model._meta.verbose_name_plural), count))
    return found


def check_merge(entity: Entity, heir: Entity) -> None:
    """Raise ValidationError, with a sentence, where the two can't be merged."""
    if entity.pk == heir.pk:
        raise ValidationError(_("An entity is not merged into itself. Choose another one."))
    if entity.merged_into_id is not None:
        raise ValidationError(_("“{name}” was merged already.").format(name=entity))
    if heir.merged_into_id is not None:
        text = _("“{name}” was merged into another. Choose that one.")
        raise ValidationError(text.format(name=heir))


@transaction.atomic
def merge(entity: Entity, heir: Entity, user: Any, why: str = "") -> Operation:
    """Move everything of `entity` to `heir`; raises ValidationError where that can't be."""
    lock(entity, heir)
    for one in (entity, heir):  # as they are now, not as they were when the form was made
        one.refresh_from_db()
    check_merge(entity, heir)
    reason = (why or _("merged into {heir}").format(heir=heir))[:100]
    move = Move(entity, heir, user, reason)
    for relation in RELATIONS:
        move.give(relation, relation.model._base_manager.filter(**{relation.column: entity}))
    move.added = _take_names(entity, heir, user, reason)
    entity.merged_into = heir
    entity._history_user, entity._change_reason = user, reason  # type: ignore[attr-defined]
    entity.save()
    return move.noted(_("“{entity}” merged into “{heir}”").format(entity=entity, heir=heir))


@transaction.atomic
def split(
    entity: Entity, heir: Entity, chosen: dict[str, set[int]], user: Any, why: str = ""
) -> Operation:
    """Give the chosen rows (keys by the name of their relation) of one entity to another.

    Raises ValidationError where nothing is chosen, or the two are one.
    """
    lock(entity, heir)
    heir.refresh_from_db()
    if entity.pk == heir.pk or heir.merged_into_id is not None:
        raise ValidationError(_("Choose another entity, one that was not merged."))
    reason = (why or _("split from {entity}").format(entity=entity))[:100]
    move = Move(entity, heir, user, reason)
    for relation in SPLIT:
        rows = relation.model._base_manager.filter(
            **{relation.column: entity, "pk__in": chosen.get(relation.name, set())}
        )
        move.give(relation, rows)
    count = len(move.moved) + len(move.gone)
    if not count:
        raise ValidationError(_("Tick what belongs to the other entity."))
    said = ngettext(
        "{n} place of “{entity}” given to “{heir}”",
        "{n} places of “{entity}” given to “{heir}”",
        count,
    )
    return move.noted(said.format(n=count, entity=entity, heir=heir))


def _going(relation: Relation, rows: Any, heir: Entity) -> list[Any]:
    """Of each two that would be the same, the one that goes: what got further in review stays."""
    if not relation.beside:
        return []
    beside = f"{relation.beside}_id"
    taken = relation.model._base_manager.filter(**{relation.column: heir})
    twins = {
        getattr(row, beside): row
        for row in taken.filter(**{f"{relation.beside}__in": rows.values(relation.beside)})
    }
    going = []
    for row in rows:
        twin = twins.get(getattr(row, beside))
        if twin is not None:
            going.append(twin if _rank(row) > _rank(twin) else row)
    return going


def _rank(row: Any) -> int:
    """How far a row got in review; a row that is not reviewed gets nowhere."""
    return FURTHER.index(row.review) if hasattr(row, "review") else 0


def _write(relation: Relation, rows: list[Any], user: Any, reason: str) -> None:
    if not rows:
        return
    if relation.kept:
        change(rows, relation.model, [relation.column], user, reason)
    else:
        relation.model._base_manager.bulk_update(rows, [relation.column], batch_size=200)


def _take_names(entity: Entity, heir: Entity, user: Any, reason: str) -> list[list[Any]]:
    """Give the heir the names and outside ids that it lacks; returns the rows that were made."""
    added: list[list[Any]] = []
    known = {heir.name, *heir.aliases.values_list("text", flat=True)}
    names = [Alias(text=entity.name), *entity.aliases.all()]
    for name in names:
        if name.text not in known:
            known.add(name.text)
            alias = Alias(
                entity=heir,
                text=name.text,
                language=name.language,
                kind=name.kind,
                widens=name.widens,
            )
            alias._history_user, alias._change_reason = user, reason  # type: ignore[attr-defined]
            alias.save()
            added.append([alias._meta.label, alias.pk])
    ids = set(heir.identifiers.values_list("scheme", "value"))
    for identifier in entity.identifiers.all():
        if (identifier.scheme, identifier.value) not in ids:
            made = EntityIdentifier.objects.create(
                entity=heir, scheme=identifier.scheme, value=identifier.value
            )
            added.append([made._meta.label, made.pk])
    return added


@transaction.atomic
def unmerge(operation: Operation, user: Any) -> tuple[int, int]:
    """Move back what was moved; returns how many rows, and how many had been changed since.

    Raises ValidationError, with a sentence, where one of the two was deleted or merged on since:
    that is taken back first.
    """
    before = operation.before
    reason = _("taken back: {what}").format(what=operation.said)[:100]
    both = Entity.objects.in_bulk([before["entity"], before["heir"]])
    if len(both) < 2:
        raise ValidationError(
            _("One of the two entities was deleted since. Restore it from its history first.")
        )
    entity, heir = both[before["entity"]], both[before["heir"]]
    _check_unmerge(entity, heir)
    back = since = 0
    for relation in RELATIONS:
        label = relation.model._meta.label
        keys = [pk for kind, pk, column in before["moved"] if (kind, column) == _key(relation)]
        rows = _still_there(relation, keys, entity, heir)
        for row in rows:
            setattr(row, relation.column, entity)
        _write(relation, rows, user, reason)
        back, since = back + len(rows), since + len(keys) - len(rows)
        for kind, pk, values in before["gone"]:
            if kind == label and _bring_back(relation, pk, values, (entity.pk, heir.pk)):
                back += 1
    dropped = [_drop(apps.get_model(label), pk, heir) for label, pk in before["added"]]
    merged = entity.merged_into_id == heir.pk
    if not (back or merged or any(dropped)):
        return 0, since  # nothing was taken back, and the way back is not used up
    if merged:
        entity.merged_into = None
        entity._history_user, entity._change_reason = user, reason  # type: ignore[attr-defined]
        entity.save()
    documents_changed.send(sender=Document, uids=before["uids"])
    operation.undone_by, operation.undone_at = user, timezone.now()
    operation.save(update_fields=["undone_by", "undone_at"])
    return back, since


def _still_there(relation: Relation, keys: list[int], entity: Entity, heir: Entity) -> list[Any]:
    """Of the rows that were moved those that the heir still has, and that have a place to go to."""
    rows = relation.model._base_manager
    found = rows.filter(**{"pk__in": keys, relation.column: heir})
    if relation.beside:
        taken = rows.filter(**{relation.column: entity}).values(relation.beside)
        found = found.exclude(**{f"{relation.beside}__in": taken})
    return list(found)


def _key(relation: Relation) -> tuple[str, str]:
    return relation.model._meta.label, relation.column


def _check_unmerge(entity: Entity, heir: Entity) -> None:
    text = _("“{entity}” was merged into “{heir}” since. Take that back first.")
    if heir.merged_into_id is not None:
        raise ValidationError(text.format(entity=heir, heir=heir.merged_into))
    if entity.merged_into_id not in (None, heir.pk):
        raise ValidationError(text.format(entity=entity, heir=entity.merged_into))


def _bring_back(
    relation: Relation, pk: int, values: dict[str, Any], entities: tuple[int, int]
) -> bool:
    """Save a row again that had gone for a twin; not where what it stood on is gone, or another
    stands there now."""
    model, rows = relation.model, relation.model._base_manager
    owner = f"{relation.column}_id"
    if values.get(owner) not in entities or rows.filter(pk=pk).exists():
        return False
    beside = f"{relation.beside}_id"
    if relation.beside and rows.filter(**{owner: values[owner], beside: values[beside]}).exists():
        return False
    fields = {column.attname: column for column in model._meta.concrete_fields}
    for name, column in fields.items():
        related = column.remote_field
        key = values.get(name)
        if related and key and not related.model._base_manager.filter(pk=key).exists():
            return False
    row: Model = model(**{name: fields[name].to_python(value) for name, value in values.items()})
    row.save(force_insert=True)
    return True


def _drop(model: Any, pk: int, heir: Entity) -> bool:
    """Take a name back that the heir was given, unless it was given to another since."""
    row = model._base_manager.filter(pk=pk, entity=heir).first()
    if row is not None:
        row.delete()
    return row is not None

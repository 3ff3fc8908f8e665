"""What the archive holds on one entity, as far as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, IntegerField, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear

from archive.audience import Audience
from archive.leaf import CLAIMANTS
from archive.models import Attribution, Claim, Document, Entity, Mention
from archive.ties import TIES, Tie

DOCUMENT = "passage__version__document"
CLAIMS = 20
BESIDE = 12
SHOWN = ("id", "uid", "kind", "name", "qualifier")
MOST = 900  # documents that are looked at; SQLite takes 999 parameters


def _number(tie: Tie, user: Any) -> Coalesce:
    """How many claims, mentions or subjects tie an entity to what a user may see, as a column."""
    of = Count(tie.reviewed or "pk", distinct=True)
    per_entity = tie.seen_by(user).values(tie.column).annotate(n=of).values("n")
    return Coalesce(Subquery(per_entity, output_field=IntegerField()), 0)


def counted(uid: str, user: Any) -> Any:
    """The entity with how often each tie holds it (`times_by`, `times_about`, `times_via`,
    `times_named`, `times_subject`), or None where it is not here.

    Not here: unknown, or in nothing that this user may see. Those who see what is restricted see
    entities in nothing, too; and a merged entity is there for everyone, since it only leads on.
    """
    times = {f"times_{tie.name}": _number(tie, user) for tie in TIES}
    entity = Entity.objects.filter(uid=uid).select_related("merged_into").annotate(**times).first()
    if entity is None:
        return None
    if any(getattr(entity, name) for name in times) or Audience.of(user).sees_restricted:
        return entity
    return entity if entity.merged_into is not None and _is_here(entity, user) else None


def _is_here(entity: Entity, user: Any) -> bool:
    """Whether the one that it was merged into is here for this user."""
    target = entity.merged_into
    return target is not None and counted(target.uid, user) is not None


def claims_of(entity: Any, user: Any) -> tuple[list[Claim], list[Claim], list[Claim]]:
    """The newest claims by a counted entity, about it and relayed by it, at most 20 of each."""
    shown = (
        Claim.objects.visible_to(user)
        .select_related(f"{DOCUMENT}__publisher")
        .defer("passage__version__text")
        .order_by(
            F("latest").desc(nulls_last=True), F(f"{DOCUMENT}__latest").desc(nulls_last=True), "uid"
        )
    )
    made = Attribution.objects.filter(entity=entity).values("claim")
    relayed = Attribution.objects.filter(via=entity).values("claim")
    by = list(shown.filter(pk__in=made)[:CLAIMS])
    about = list(shown.filter(about=entity)[:CLAIMS])
    via = list(shown.filter(pk__in=relayed)[:CLAIMS]) if entity.times_via else []
    prefetch_related_objects([*by, *about, *via], CLAIMANTS)
    return by, about, via


def documents_of(entity: Entity, user: Any) -> dict[int, int | None]:
    """The documents that name it or are about it, each with the year of its date, or None."""
    documents = Document.objects.visible_to(user).about(entity)
    of_year = documents.annotate(year=ExtractYear(Coalesce("earliest", "latest")))
    return dict(of_year.order_by().values_list("pk", "year"))


def beside(entity: Entity, documents: Iterable[int]) -> list[tuple[Entity, int]]:
    """The entities named in the most of these documents, with in how many."""
    others = (
        Mention.objects.accepted()
        .filter(**{f"{DOCUMENT}__in": list(documents)[:MOST]})
        .exclude(entity=entity)
        .values_list(*(f"entity__{name}" for name in SHOWN), "entity__merged_into")
        .annotate(documents=Count(DOCUMENT, distinct=True))
        .order_by("-documents", "entity__name", "entity__uid")
    )
    # merged ones are left out here: SQLite would begin at all entities that were not merged
    found = [
        (Entity(**dict(zip(SHOWN, fields, strict=True))), count)
        for *fields, merged, count in others[: 2 * BESIDE]
        if merged is None
    ]
    return found[:BESIDE]

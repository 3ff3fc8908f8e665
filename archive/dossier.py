"""What the archive holds on one entity, as far as one reader may see it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, ExtractYear

from archive.audience import Audience
from archive.leaf import CLAIMANTS
from archive.models import (
    Attribution,
    Claim,
    ClaimAbout,
    Document,
    Entity,
    Mention,
    Review,
    Subject,
)

DOCUMENT = "passage__version__document"
CLAIMS = 20
BESIDE = 12


def _number(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many different values of `of` the rows have, as a column."""
    per_entity = rows.order_by().values("entity").annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(per_entity, output_field=IntegerField()), 0)


def counted(uid: str, user: Any) -> Any:
    """The entity with `times_by`, `times_about`, `times_named`, or None where it is not here.

    Not here: unknown, or in nothing that this user may see. Those who see what is restricted see
    entities in nothing, too; and a merged entity is there for everyone, since it only leads on.
    """
    here, audience = {"entity": OuterRef("pk")}, Audience.of(user)
    heard = Q(audience.sees(f"claim__{DOCUMENT}"), claim__review=Review.ACCEPTED)
    subjects = Subject.objects.accepted().filter(audience.sees("document"), **here)
    entity = (
        Entity.objects.filter(uid=uid)
        .select_related("merged_into")
        .annotate(
            times_by=_number(Attribution.objects.filter(heard, **here), "claim"),
            times_about=_number(ClaimAbout.objects.filter(heard, **here), "claim"),
            times_named=_number(Mention.objects.visible_to(user).filter(**here), "pk"),
            times_subject=_number(subjects, "pk"),
        )
        .first()
    )
    if entity is None:
        return None
    held = entity.times_by or entity.times_about or entity.times_named or entity.times_subject
    if held or Audience.of(user).sees_restricted:
        return entity
    return entity if entity.merged_into is not None and _is_here(entity, user) else None


def _is_here(entity: Entity, user: Any) -> bool:
    """Whether the one that it was merged into is here for this user."""
    target = entity.merged_into
    return target is not None and counted(target.uid, user) is not None


def claims_of(entity: Entity, user: Any) -> tuple[list[Claim], list[Claim]]:
    """The newest claims by it and about it, at most 20 of each, with what a list shows of them."""
    shown = (
        Claim.objects.visible_to(user)
        .select_related(f"{DOCUMENT}__publisher")
        .defer("passage__version__text")
        .order_by(
            F("latest").desc(nulls_last=True), F(f"{DOCUMENT}__latest").desc(nulls_last=True), "uid"
        )
    )
    made = Attribution.objects.filter(entity=entity).values("claim")
    by = list(shown.filter(pk__in=made)[:CLAIMS])
    about = list(shown.filter(about=entity)[:CLAIMS])
    prefetch_related_objects([*by, *about], CLAIMANTS)
    return by, about


def beside(entity: Entity, user: Any) -> Any:
    """The entities named in the most documents that name this one, with `documents`."""
    documents = Document.objects.visible_to(user).about(entity).values("pk")
    return (
        Entity.objects.standing()
        .filter(mentions__review="accepted", mentions__passage__version__document__in=documents)
        .exclude(pk=entity.pk)
        .annotate(documents=Count("mentions__passage__version__document", distinct=True))
        .order_by("-documents", "name", "uid")[:BESIDE]
    )


def years(entity: Entity, user: Any) -> dict[int | None, int]:
    """How many documents name it, by the year of their date; None counts the undated."""
    documents = Document.objects.visible_to(user).about(entity)
    of_year = documents.annotate(year=ExtractYear(Coalesce("earliest", "latest")))
    return Counter(of_year.values_list("year", flat=True).order_by())

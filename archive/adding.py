"""Claims that may be set beside those that are compared: linked with them, or found by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from archive.models import Claim, ClaimLink
from archive.sides import in_order

OFFERED = 8


def linked_with(shown: Sequence[Claim], user: Any) -> QuerySet[Claim]:
    """The first few claims with a link to one of these, in the order of their days."""
    keys = [claim.pk for claim in shown]
    links = ClaimLink.objects.visible_to(user)
    ends = Q(pk__in=links.filter(target__in=keys).values("source")) | Q(
        pk__in=links.filter(source__in=keys).values("target")
    )
    return _offered(Claim.objects.visible_to(user).filter(ends).exclude(pk__in=keys))


def found_by(words: str, shown: Sequence[Claim], user: Any) -> QuerySet[Claim]:
    """The first few others whose statement or passage has each of the words, in any case."""
    claims = Claim.objects.visible_to(user).containing(words)
    return _offered(claims.exclude(pk__in=[claim.pk for claim in shown]))


def _offered(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return in_order(claims).defer("passage__version__text")[:OFFERED]

"""Which words of a document of access "extract" are open: those of its claims, no others."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from archive.audience import Audience
from archive.models import Access, Claim

DOCUMENT = "passage__version__document"


def words_open_to(user: Any) -> Q:
    """Rows on a passage whose words this user may read, as a condition.

    In an extract these are the ones that lie within the words of an accepted claim on the same
    version; whoever sees extracts whole sees all of them.
    """
    if Audience.of(user).sees_full_text_of_extracts:
        return Q()
    around = Claim.objects.accepted().filter(
        passage__version=OuterRef("passage__version"),
        passage__start__lte=OuterRef("passage__start"),
        passage__end__gte=OuterRef("passage__end"),
    )
    return ~Q(**{f"{DOCUMENT}__access": Access.EXTRACT}) | Q(Exists(around.order_by()))

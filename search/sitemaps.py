"""The sitemap: every page that the public may open, and nothing else, whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse

from archive.models import Claim, Document, Entity, Question, Version

PAGES = (
    "home", "search", "search_help", "timeline", "entities", "contradictions", "questions",
    "publishers", "collections", "about",
)  # fmt: skip
EACH = 5_000  # addresses in one file; the protocol allows 50,000


class Rows(Sitemap):
    """The pages of some rows."""

    limit = EACH

    def items(self) -> QuerySet[Any]:
        """The rows that the public may see."""
        raise NotImplementedError

    def get_latest_lastmod(self) -> None:
        """Not said in the index: Django would read every row for it."""


class Documents(Rows):
    """Source articles, with the day of their newest text."""

    def items(self) -> QuerySet[Any]:
        """Public documents."""
        texts = Version.objects.filter(document=OuterRef("pk")).order_by("-created_at")
        newest = Subquery(texts.values("created_at")[:1])
        return Document.objects.visible_to(None).annotate(written=newest).order_by("pk")

    def lastmod(self, item: Any) -> datetime:
        """When its newest text was saved."""
        day: datetime = item.written or item.created_at
        return day


class Claims(Rows):
    """Claims that stand in public documents."""

    def items(self) -> QuerySet[Claim]:
        """Accepted claims in public documents."""
        return Claim.objects.visible_to(None).order_by("pk")


class Entities(Rows):
    """Entities that public documents name."""

    def items(self) -> QuerySet[Entity]:
        """Those that stand and that the public sees named."""
        return Entity.objects.named_to(None).order_by("pk")


class Questions(Rows):
    """Questions that gather claims."""

    def items(self) -> QuerySet[Question]:
        """Accepted ones with a public claim."""
        return Question.objects.visible_to(None).order_by("pk")


class Pages(Sitemap):
    """The ways in."""

    def items(self) -> list[str]:
        """Their addresses."""
        return [address for name in PAGES if (address := _address(name))]

    def location(self, item: str) -> str:
        """The address itself."""
        return item


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": Pages,
    "documents": Documents,
    "claims": Claims,
    "entities": Entities,
    "questions": Questions,
}

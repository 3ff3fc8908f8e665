"""What ties an entity to a document, and so makes it "here": one list, for all who ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from archive.audience import Audience
from archive.models import Attribution, ClaimAbout, Mention, Passage, Subject
from archive.models.base import is_accepted


@dataclass(frozen=True)
class Tie:
    """Rows of `model` whose `column` is an entity.

    `passage` leads to the passage that they stand on, "" where they belong to a whole document;
    `reviewed` to what a reviewer decides on, "" where that is the row itself.
    """

    name: str
    model: Any
    column: str = "entity"
    passage: str = ""
    reviewed: str = ""

    @property
    def document(self) -> str:
        """The way to the document."""
        return f"{self.passage}__version__document" if self.passage else "document"

    @property
    def review(self) -> str:
        """The way to the state of review."""
        return f"{self.reviewed}__review" if self.reviewed else "review"

    @property
    def of_entity(self) -> Any:
        """The rows of an entity (OuterRef)."""
        return self.model.objects.filter(**{self.column: OuterRef("pk")}).order_by()

    def seen_by(self, user: Any) -> Any:
        """The accepted rows of an entity (OuterRef) in documents that this user may see."""
        seen = Audience.of(user).sees(self.document)
        return self.of_entity.filter(seen, is_accepted(self.reviewed))

    def seen_throughout(self, user: Any) -> Any:
        """The same as `seen_by`, and the quick way for a query over all entities.

        Few documents are hidden: their passages are listed once, in place of three joins a row.
        """
        if not self.passage:
            return self.seen_by(user)
        hidden = Passage.objects.hidden_from(user)
        accepted = self.of_entity.filter(is_accepted(self.reviewed))
        return accepted.exclude(**{f"{self.passage}__in": hidden})


# first the one by which nearly all are here
TIES: tuple[Tie, ...] = (
    Tie("named", Mention, passage="passage"),
    Tie("subject", Subject),
    Tie("by", Attribution, passage="claim__passage", reviewed="claim"),
    Tie("about", ClaimAbout, passage="claim__passage", reviewed="claim"),
    Tie("via", Attribution, "via", passage="claim__passage", reviewed="claim"),
)


def here(user: Any) -> Q:
    """The condition that an entity is tied to a document that this user may see."""
    found = Q(pk__in=())
    for tie in TIES:
        found |= Q(Exists(tie.seen_throughout(user)))  # stops at the first row of an entity
    return found

"""One version on the workbench of one person: everything marked in it, and what may be done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy

from archive.datings import value_in_words
from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    Document,
    Entity,
    Evidence,
    Mention,
    Note,
    Passage,
    Placement,
    Review,
    Version,
)
from archive.passages import Utf16
from archive.reading import paragraphs, trimmed
from archive.simultaneous import covered, state_as_read

KINDS: dict[str, Any] = {
    "mention": Mention,
    "claim": Claim,
    "dating": Dating,
    "note": Note,
    "evidence": Evidence,
    "boilerplate": Boilerplate,
}
REVIEWED = (Mention, Claim, Dating, Note)


KIND_NAMES = {
    "mention": gettext_lazy("Entity"),
    "claim": gettext_lazy("Claim"),
    "dating": gettext_lazy("Date"),
    "note": gettext_lazy("Note"),
    "evidence": gettext_lazy("Evidence"),
    "boilerplate": gettext_lazy("Boilerplate"),
}


def kind_name(kind: str) -> str:
    """What the annotator calls an annotation of this kind."""
    return str(KIND_NAMES[kind])


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One annotation as it stands in the text; start and end are code points of this version."""

    key: str  # "claim:17"
    kind: str
    row: Any
    start: int
    end: int
    number: int = 0  # of claims, from 1, through the whole text

    @property
    def review(self) -> str:
        """Its state; evidence and boilerplate have none and count as accepted."""
        return getattr(self.row, "review", Review.ACCEPTED)

    @property
    def decided_as(self) -> str:
        """How a decision names it, with the state that was shown: "claim:17=9f…"."""
        return f"{self.key}={state_as_read(self.row)}"

    @property
    def label(self) -> str:
        """What it says, in one line."""
        match self.kind:
            case "mention":
                return str(self.row.entity)
            case "claim":
                return str(self.row.statement)
            case "dating":
                return value_in_words(self.row)
            case "note":
                return str(self.row)
            case "evidence":
                return str(self.row.claim)
            case _:
                return str(self.row.rule)


@lru_cache(maxsize=8)  # a text never changes, and every action asks for them
def _paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(paragraphs(text))


@dataclass
class Desk:
    """A version, whose it is, and who works on it."""

    document: Document
    version: Version
    user: Any

    @cached_property
    def paragraphs(self) -> Sequence[tuple[int, int]]:
        """The spans of the paragraphs, code points; the unit in which the page is drawn anew."""
        return _paragraphs(self.version.text)

    @cached_property
    def utf16(self) -> Utf16:
        """The offsets of the text as a browser counts them."""
        return Utf16(self.version.text)

    @cached_property
    def places(self) -> dict[int, tuple[int, int]]:
        """Where passages stand in this version, by passage: its own, and those surely placed."""
        own = Passage.objects.filter(version=self.version)
        found = {pk: (start, end) for pk, start, end in own.values_list("pk", "start", "end")}
        placed = Placement.objects.sure().filter(version=self.version)
        for pk, start, end in placed.values_list("passage", "start", "end"):
            if start is not None and end is not None:
                found.setdefault(pk, (start, end))
        return found

    def rows(self, kind: str) -> Any:
        """The annotations of this kind in the document, as far as they exist for this person: what
        is evidence for a claim of a document that they may not see names that claim."""
        rows = KINDS[kind].objects.filter(passage__version__document=self.document)
        if kind == "evidence":
            seen = Document.objects.visible_to(self.user)
            rows = rows.filter(claim__passage__version__document__in=seen)
        return rows

    @cached_property
    def shown(self) -> list[Shown]:
        """Everything marked here but for what was rejected, in the order of the text."""
        found = [one for kind in KINDS for one in self._of_kind(kind)]
        found.sort(key=lambda one: (one.start, -one.end, one.key))
        numbers = {one.key: n for n, one in enumerate(_claims(found), 1)}
        return [
            Shown(**{**vars(one), "number": numbers[one.key]}) if one.key in numbers else one
            for one in found
        ]

    def _of_kind(self, kind: str) -> Iterable[Shown]:
        rows = self.rows(kind).order_by()  # `shown` puts them in the order of the text
        if issubclass(KINDS[kind], REVIEWED):
            rows = rows.exclude(review=Review.REJECTED)
        for row in _read(kind, rows):
            place = self.places.get(row.passage_id)
            span = place and trimmed(self.version.text, *place)
            if span:
                yield Shown(key=f"{kind}:{row.pk}", kind=kind, row=row, start=span[0], end=span[1])

    @cached_property
    def suggestions(self) -> list[Shown]:
        """What waits for an answer, in the order of the text."""
        return [one for one in self.shown if one.review == Review.SUGGESTED]

    @cached_property
    def drafts(self) -> list[Shown]:
        """What is not accepted yet, and no suggestion."""
        return [one for one in self.shown if one.review in (Review.DRAFT, Review.IN_REVIEW)]

    @property
    def drafts_shown(self) -> list[str]:
        """The drafts, each with the state in which the page shows it."""
        return [one.decided_as for one in self.drafts]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _start, end in self.paragraphs]

    def over(self, start: int, end: int) -> list[int]:
        """The numbers (from 0) of the paragraphs that share a character with start..end."""
        first = last = bisect_right(self._ends, start)
        while last < len(self.paragraphs) and self.paragraphs[last][0] < end:
            last += 1
        return list(range(first, last))

    def elsewhere(self) -> int:
        """How many annotations of the document stand in none of this version's words."""
        total = 0
        for model in REVIEWED:
            rows = model.objects.exclude(review=Review.REJECTED)
            total += rows.filter(passage__version__document=self.document).count()
        return total - sum(1 for one in self.shown if isinstance(one.row, REVIEWED))


def _claims(found: Iterable[Shown]) -> list[Shown]:
    """Numbered: every claim that is more than a suggestion."""
    return [one for one in found if one.kind == "claim" and one.review != Review.SUGGESTED]


def _read(kind: str, rows: Any) -> Any:
    match kind:
        case "mention":  # few entities are named often: each is read once
            mentions = list(rows)
            entities = Entity.objects.in_bulk({row.entity_id for row in mentions})
            for row in mentions:
                row.entity = entities[row.entity_id]
            return mentions
        case "evidence":
            return rows.select_related("claim")
        case "claim":
            claims = list(rows)
            # what the state covers of which a decision is made; nobody decides what is accepted
            undecided = [row for row in claims if row.review != Review.ACCEPTED]
            prefetch_related_objects(undecided, *covered("claim"))
            return claims
        case _:
            return rows

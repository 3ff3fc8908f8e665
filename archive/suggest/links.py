"""Links that rules suggest: claims that repeat one another, documents that reprint one another.

Only across documents, only where no link of any kind joins the two, a rejected one too: that is
how a rejection is remembered. The later of two repeats, or reprints, the earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from simple_history.utils import bulk_create_with_history

from archive.duplicates import folded
from archive.models import (
    Claim,
    ClaimLink,
    Document,
    DocumentLink,
    DocumentLinkKind,
    LinkKind,
    Review,
)
from archive.signals import documents_changed
from archive.suggest.alike import Blocks, likeness, resemblance, sketch, words
from archive.suggest.making import REASON, Suggested
from archive.suggest.texts import Text, batches

ALIKE = 74.0  # of 100: two statements or two quotes, see docs/suggestions.md
SHORTEST = 4  # words of a quote that says something by itself
SHARED = 2  # words, or pairs of words, that make two claims worth comparing
REPRINTED = 0.4  # of 1: the resemblance of two texts
SHARED_SHINGLES = 20  # of the shingles that are kept of a text

Pair = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """A claim as it is compared: folded, with its document and that document's first day."""

    pk: int
    document: int
    day: date
    statement: str
    quote: str

    @property
    def blocks(self) -> set[object]:
        """What it is found by: its words, and each two that follow one another."""
        found: set[object] = set()
        for wording in (self.statement, self.quote):
            telling = words(wording)
            run = [word for word in wording.split() if word in telling]
            found |= {*run, *pairwise(run)}
        return found


class Suggester:
    """One run. Claims that this run itself suggests are compared as well."""

    def __init__(self) -> None:
        self._claims: dict[int, Said] = {}
        self._by_words = Blocks()
        self._texts: dict[int, tuple[int, ...]] | None = None
        self._days: dict[int, date] = {}
        self._by_shingles = Blocks()

    def __call__(self, texts: Iterable[Text]) -> Suggested:
        """Suggest links from and to these documents; the index is told of both ends."""
        documents = [text.document for text in texts]
        keys = [document.pk for document in documents]
        made = [*self._repeats(keys), *self._reprints(keys)]
        if not made:
            return Suggested()
        for model in (ClaimLink, DocumentLink):
            rows = [row for row in made if isinstance(row, model)]
            bulk_create_with_history(rows, model, default_change_reason=REASON)
        documents_changed.send(sender=Document, uids=_uids(made))
        return Suggested(made=len(made))

    def _repeats(self, keys: list[int]) -> list[ClaimLink]:
        self._read_claims(keys)
        here = set(keys)
        mine = [one for one in self._claims.values() if one.document in here]
        joined = _joined(ClaimLink, [one.pk for one in mine])
        made = []
        for one in mine:
            for other in self._near(one):
                pair = _pair(one.pk, other.pk)
                if pair in joined or not (found := _why(one, other)):
                    continue
                joined.add(pair)
                late, early = (one, other) if _order(one) > _order(other) else (other, one)
                made.append(_link(ClaimLink, LinkKind.REPEATS, late.pk, early.pk, found))
        return made

    def _near(self, one: Said) -> Iterator[Said]:
        for pk in self._by_words.near(one.pk, one.blocks, SHARED):
            other = self._claims[pk]
            if other.document != one.document:
                yield other

    def _read_claims(self, keys: list[int]) -> None:
        """All claims at first, then those that these documents have gained since."""
        rows = Claim.objects.exclude(review=Review.REJECTED)
        rows = rows.filter(passage__version__document__withdrawn_on=None)
        if self._claims:
            rows = rows.filter(passage__version__document__in=keys)
        for pk, document, day, statement, quote in rows.order_by("pk").values_list(
            "pk",
            "passage__version__document",
            "passage__version__document__earliest",
            "statement",
            "passage__quote",
        ):
            if pk not in self._claims:
                one = Said(pk, document, day or date.max, folded(statement), folded(quote))
                self._claims[pk] = one
                self._by_words.add(pk, one.blocks)

    def _reprints(self, keys: list[int]) -> list[DocumentLink]:
        texts = self._read_texts()
        joined = _joined(DocumentLink, keys)
        made = []
        for pk in keys:
            if pk not in texts:
                continue
            for other in self._by_shingles.near(pk, texts[pk], SHARED_SHINGLES):
                alike = resemblance(texts[pk], texts[other])
                if _pair(pk, other) in joined or alike < REPRINTED:
                    continue
                joined.add(_pair(pk, other))
                early, late = sorted((pk, other), key=lambda k: (self._days[k], k))
                rule = f"links: texts alike, {alike:.2f} of 1"
                made.append(_link(DocumentLink, DocumentLinkKind.REPRINT, late, early, rule))
        return made

    def _read_texts(self) -> dict[int, tuple[int, ...]]:
        if self._texts is None:
            self._texts = {}
            rows = Document.objects.filter(withdrawn_on=None).order_by("pk")
            for batch in batches(list(rows.values_list("pk", flat=True))):
                for text in batch:
                    kept = sketch(text.version.text, text.boilerplate)
                    self._texts[text.document.pk] = kept
                    self._days[text.document.pk] = text.document.earliest or date.max
                    self._by_shingles.add(text.document.pk, kept)
        return self._texts


def _why(one: Said, other: Said) -> str:
    """The rule with its figure, where the two say nearly the same; else nothing."""
    score = likeness(one.statement, other.statement)
    rule = "statements alike"
    if min(len(one.quote.split()), len(other.quote.split())) >= SHORTEST:
        quoted = likeness(one.quote, other.quote)
        if quoted > score:
            score, rule = quoted, "passages alike"
    return f"links: {rule}, {score:.0f} of 100" if score >= ALIKE else ""


def _order(one: Said) -> tuple[date, int]:
    return one.day, one.pk


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def _joined(model: Any, keys: Iterable[int]) -> set[Pair]:
    """The pairs that a link of any kind and state joins, from either side."""
    keys = list(keys)
    found: set[Pair] = set()
    for at in range(0, len(keys), 500):
        some = keys[at : at + 500]
        for side in ("source__in", "target__in"):
            rows = model.objects.filter(**{side: some}).values_list("source", "target")
            found |= {_pair(*ends) for ends in rows}
    return found


def _link(model: Any, kind: str, source: int, target: int, rule: str) -> Any:
    return model(kind=kind, source_id=source, target_id=target, rule=rule, review=Review.SUGGESTED)


def _uids(made: list[Any]) -> list[str]:
    """The documents at both ends of these links."""
    claims: set[int] = set()
    documents: set[int] = set()
    for row in made:
        (claims if isinstance(row, ClaimLink) else documents).update((row.source_id, row.target_id))
    of_claims = Claim.objects.filter(pk__in=claims)
    uids = set(of_claims.values_list("passage__version__document__uid", flat=True))
    return sorted(
        uids | set(Document.objects.filter(pk__in=documents).values_list("uid", flat=True))
    )

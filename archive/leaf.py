"""One version of a document, with everything that is said of its words, as a reader may see it.

The rows are read in a fixed number of queries, whatever the size of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from archive.audience import Audience
from archive.models import (
    READING_ORDER,
    Assessment,
    Attribution,
    Boilerplate,
    Claim,
    Dating,
    Document,
    Entity,
    Layer,
    Mention,
    Note,
    Passage,
    Placement,
    PlacementState,
    Review,
    Version,
)
from archive.reading import Level, Mark, Span, trimmed
from archive.standing import Standing, standings_of

# Each claim with the list `claimants`: its attributions, whose entities are at hand.
CLAIMANTS = Prefetch(
    "attributions", Attribution.objects.select_related("entity", "via"), to_attr="claimants"
)


@dataclass
class ClaimHere:
    """A claim as it stands beside a text; `number` counts within the document, `k` in its set."""

    claim: Claim
    standing: Standing
    assessment: Assessment | None
    placed: str = ""  # where it was made on another version: a state, or "respelled"
    number: int = 0
    k: int = 0

    @property
    def label(self) -> str:
        """What its number says where it leads to the words."""
        return _("Claim %(n)s, to its words") % {"n": self.number}

    @property
    def opens(self) -> bool:
        """Whether its reasons are unfolded: where it is disputed or stands against another."""
        against = self.standing.value in ("denied", "contradicted", "corrected", "retracted")
        return against or (
            self.assessment is not None and self.assessment.status in ("disputed", "refuted")
        )


@dataclass
class NoteHere:
    """An editor's note beside a text, by its letter."""

    note: Note
    letter: str = ""
    placed: str = ""  # as of a claim


@dataclass
class Leaf:
    """What one version shows."""

    document: Document
    version: Version
    versions: list[Version]
    boilerplate: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    claims: list[ClaimHere] = field(default_factory=list)
    notes: list[NoteHere] = field(default_factory=list)
    apart: list[ClaimHere] = field(default_factory=list)
    notes_apart: list[NoteHere] = field(default_factory=list)
    datings: list[tuple[int, Dating]] = field(default_factory=list)
    entities: list[tuple[Entity, int]] = field(default_factory=list)


def versions_of(document: Document) -> list[Version]:
    """All of a document's texts, by number, each with its original."""
    return list(document.versions.select_related("original", "translated_from").order_by("number"))


def first_read(versions: list[Version]) -> Version:
    """The version that a reader sees first: the newest of the first layer of READING_ORDER."""
    rank = {layer: i for i, layer in enumerate(READING_ORDER)}
    return min(versions, key=lambda v: (rank[Layer(v.layer)], -v.number))


def leaf_of(document: Document, version: Version, versions: list[Version], user: Any) -> Leaf:
    """The leaf of one version, for one reader; at most nine queries."""
    leaf = Leaf(document, version, versions)
    places = _places(version) if len(versions) > 1 else {}
    passages = list(
        Passage.objects.filter(version__document=document)
        .filter(Q(dating__isnull=False) | Q(boilerplate__isnull=False))
        .select_related("dating", "boilerplate")
        .order_by("start", "end", "pk")
    )
    placed = [(passage, _place(passage, leaf, places)) for passage in passages]
    leaf.boilerplate = [
        (place.start, place.end)
        for passage, place in placed
        if place and place.sure and _boilerplate(passage)
    ]
    _add_claims(leaf, places, user)
    _add_notes(leaf, places, user)
    _add_entities(leaf, places)
    _add_datings(leaf, placed)
    return leaf


@dataclass(frozen=True)
class _Place:
    """Where a passage stands, and how: both offsets are 0 where it has no place."""

    start: int
    end: int
    state: str
    sure: bool

    @property
    def is_nowhere(self) -> bool:
        """Whether the passage has no place in this version."""
        return self.end == 0


def _places(version: Version) -> dict[int, _Place]:
    """Where passages of the other versions stand in this one, by passage."""
    rows = Placement.objects.filter(version=version).only(
        "passage", "start", "end", "state", "evidence", "settled_by"
    )
    return {
        row.passage_id: _Place(row.start or 0, row.end or 0, _said(row), not row.unsure)
        for row in rows
    }


def _said(row: Placement) -> str:
    """How a placement is said: a state, or "respelled" where the changed words are the same."""
    changed = row.state == PlacementState.CHANGED
    return "respelled" if changed and row.same_words else row.state


def _place(passage: Passage, leaf: Leaf, places: dict[int, _Place]) -> _Place | None:
    """Where a passage stands here; None where it has no place."""
    if passage.version_id == leaf.version.pk:
        return _Place(passage.start, passage.end, "", True)
    place = places.get(passage.pk)
    return None if place is None or place.is_nowhere else place


def _unplaced(passage: Passage, places: dict[int, _Place]) -> str:
    """Why it has no place: "lost", "ambiguous", or nothing where nobody looked."""
    place = places.get(passage.pk)
    return place.state if place else ""


def _mark(leaf: Leaf, place: _Place, level: Level, about: Any) -> bool:
    span = trimmed(leaf.version.text, place.start, place.end)
    if span is None:
        return False
    key = len(leaf.marks)
    leaf.marks.append(Mark(start=span[0], end=span[1], level=level, key=key, about=about))
    return True


def claims_in(document: Document, user: Any) -> list[ClaimHere]:
    """The claims of a document that this user may see, in the order of its texts."""
    rows = Claim.objects.accepted().in_document(document)
    rows = rows.defer("passage__version__text").prefetch_related(CLAIMANTS)
    claims = list(rows)
    for claim in claims:
        claim.passage.version.document = document
    standings = standings_of({claim.pk for claim in claims}, user) if claims else {}
    judged = _assessments(claims)
    return [ClaimHere(c, standings[c.pk], judged.get(c.pk)) for c in claims]


def _assessments(claims: Iterable[Claim]) -> dict[int, Assessment]:
    """The newest assessment of each claim, where the site has assessments."""
    if not settings.ASSESSMENTS:
        return {}
    rows = Assessment.objects.filter(claim__in=[claim.pk for claim in claims])
    return {row.claim_id: row for row in rows.order_by("made_at", "pk")}


def _add_claims(leaf: Leaf, places: dict[int, _Place], user: Any) -> None:
    waiting = []
    for here in claims_in(leaf.document, user):
        place = _place(here.claim.passage, leaf, places)
        if place is None:
            here.placed = _unplaced(here.claim.passage, places)
            leaf.apart.append(here)
            continue
        here.placed = place.state
        waiting.append((place, here))
    for place, here in sorted(waiting, key=lambda w: (w[0].start, -w[0].end, w[1].claim.uid)):
        if _mark(leaf, place, Level.CLAIM, here):
            leaf.claims.append(here)
            here.number = len(leaf.claims)
        else:
            leaf.apart.append(here)


def _add_notes(leaf: Leaf, places: dict[int, _Place], user: Any) -> None:
    rows = Note.objects.accepted().in_document(leaf.document).defer("passage__version__text")
    if not Audience.of(user).sees_restricted:
        rows = rows.for_public()
    placed: list[tuple[_Place, Note]] = []
    for note in rows:
        place = _place(note.passage, leaf, places)
        if place is None:
            leaf.notes_apart.append(NoteHere(note, placed=_unplaced(note.passage, places)))
        else:
            placed.append((place, note))
    for place, note in sorted(placed, key=lambda p: (p[0].end, p[0].start, p[1].uid)):
        here = NoteHere(note, placed=place.state)
        if _mark(leaf, place, Level.NOTE, here):
            leaf.notes.append(here)
            here.letter = letter(len(leaf.notes))


def letter(number: int) -> str:
    """1 is a, 26 z, 27 aa."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def _add_entities(leaf: Leaf, places: dict[int, _Place]) -> None:
    rows = Mention.objects.accepted().in_document(leaf.document).select_related("entity")
    times: dict[Entity, int] = defaultdict(int)
    seen: set[tuple[int, int, int]] = set()
    for mention in rows.defer("passage__version__text"):
        place = _place(mention.passage, leaf, places)
        if place is None or not place.sure:
            continue
        once = (mention.entity_id, place.start, place.end)
        if once not in seen and _mark(leaf, place, Level.ENTITY, mention.entity):
            seen.add(once)
            times[mention.entity] += 1
    leaf.entities = sorted(times.items(), key=lambda e: (-e[1], e[0].name, e[0].uid))


def _add_datings(leaf: Leaf, placed: Iterable[tuple[Passage, _Place | None]]) -> None:
    """The datings, those made on this version before those placed in it; one a passage."""
    seen: set[tuple[int, int]] = set()
    for passage, place in sorted(placed, key=lambda p: p[0].version_id != leaf.version.pk):
        dating = _dating(passage)
        if dating is None or dating.review != Review.ACCEPTED or place is None:
            continue
        if not place.sure or (place.start, place.end) in seen:
            continue
        if _mark(leaf, place, Level.DATE, dating):
            seen.add((place.start, place.end))
            dating.passage = passage
            leaf.datings.append((leaf.marks[-1].start, dating))
    leaf.datings.sort(key=lambda d: d[0])


def _dating(passage: Passage) -> Dating | None:
    try:
        return passage.dating
    except Dating.DoesNotExist:
        return None


def _boilerplate(passage: Passage) -> Boilerplate | None:
    try:
        return passage.boilerplate
    except Boilerplate.DoesNotExist:
        return None

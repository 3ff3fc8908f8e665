"""Claims side by side, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from archive.axis import Axis, Bounds, Place, Tick, axis_of
from archive.bows import AGAINST, ROW, Bow, bows
from archive.dates.values import in_words
from archive.directions import undirected
from archive.leaf import CLAIMANTS
from archive.models import Claim, ClaimLink, Document, DocumentLink, DocumentLinkKind, LinkKind
from archive.reading import Context
from archive.standing import Standing, standings_of

DOCUMENT = "passage__version__document"
CIRCLE = 6.5  # hundredths that a letter in its circle takes on a phone


@dataclass
class Side:
    """One claim among others, named by a letter."""

    letter: str
    claim: Claim
    standing: Standing = field(default_factory=Standing)
    context: Context | None = None
    place: Place | None = None
    row: int = 0
    lift: int = 0  # pixels that the bows over the claims take
    reprint: bool = False

    @property
    def document(self) -> Document:
        """Where it stands."""
        return self.claim.passage.version.document

    @property
    def when(self) -> str:
        """When it was said, in words."""
        return when_in_words(self.claim)

    @property
    def y(self) -> int:
        """Where the middle of its row stands in a figure, in pixels."""
        return self.lift + 18 + 26 * self.row

    @property
    def x(self) -> float:
        """Where it begins, in hundredths of the width; 0 where nobody knows its day."""
        return float(self.place.x[:-1]) if self.place else 0.0

    @property
    def bar(self) -> int:
        """Where the bar of an interval begins."""
        return self.y - 3

    @property
    def text(self) -> int:
        """Where its letter stands."""
        return self.y + 5


@dataclass(frozen=True)
class Tie:
    """A link between two of the sides."""

    source: Side
    target: Side
    link: ClaimLink

    @property
    def sentence(self) -> str:
        """ "B denies A"."""
        words = {
            LinkKind.SUPPORTS: _("%(a)s supports %(b)s"),
            LinkKind.CONTRADICTS: _("%(a)s contradicts %(b)s"),
            LinkKind.DENIES: _("%(a)s denies %(b)s"),
            LinkKind.REPEATS: _("%(a)s repeats %(b)s"),
            LinkKind.CORRECTS: _("%(a)s corrects %(b)s"),
            LinkKind.RETRACTS: _("%(a)s retracts %(b)s"),
        }
        letters = {"a": self.source.letter, "b": self.target.letter}
        return words[LinkKind(self.link.kind)] % letters


@dataclass(frozen=True)
class Figure:
    """The sides on their axis."""

    axis: Axis
    sides: list[Side]
    ticks: list[Tick]
    height: int
    bows: list[Bow] = field(default_factory=list)

    @property
    def base(self) -> int:
        """Where the line stands."""
        return self.height - 24

    @property
    def tick(self) -> int:
        """How far down a tick reaches."""
        return self.base + 5

    @property
    def label(self) -> int:
        """Where the words under the line stand."""
        return self.height - 6


def when(claim: Claim) -> Bounds:
    """The days in which it was said, or by which: its document's, where it has none."""
    if claim.earliest or claim.latest:
        return claim.earliest, claim.latest
    document = claim.passage.version.document
    return document.earliest, document.latest


def when_in_words(claim: Claim) -> str:
    """The same for a reader: "by" its document's day; "" where nothing is known."""
    if claim.said:
        return in_words(claim.said)
    dated = claim.passage.version.document.dated
    return _("by %(date)s") % {"date": in_words(dated)} if dated else ""


def in_order(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with what a page shows of them, the earliest said first."""
    said = Coalesce("earliest", "latest", f"{DOCUMENT}__earliest", f"{DOCUMENT}__latest")
    return (
        claims.select_related(f"{DOCUMENT}__publisher")
        .prefetch_related(CLAIMANTS)
        .order_by(said.asc(nulls_last=True), f"{DOCUMENT}__uid", "passage__start", "uid")
    )


def sides_of(claims: Iterable[Claim], user: Any) -> list[Side]:
    """The claims as sides A, B, C and so on, with their standings."""
    rows = list(claims)
    standings = standings_of({claim.pk for claim in rows}, user) if rows else {}
    return [Side(letter(n), claim, standings[claim.pk]) for n, claim in enumerate(rows)]


def letter(n: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    return (letter(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


def figure(sides: Sequence[Side], ties: Sequence[Tie] = ()) -> Figure | None:
    """Places the dated sides on an axis, in rows so that none covers another; ties over them."""
    axis = axis_of(when(side.claim) for side in sides)
    if axis is None:
        return None
    ends: list[float] = []
    for side in sides:
        bounds = when(side.claim)
        side.place = axis.place(bounds)
        if side.place is None:
            continue
        left, right = axis.at(bounds[0] or axis.first), axis.at(bounds[1] or axis.last)
        side.row = next((i for i, end in enumerate(ends) if end + CIRCLE < left), len(ends))
        ends[side.row : side.row + 1] = [right]
    drawn = bows(ties)
    lift = ROW * drawn[0].levels if drawn else 0
    for side in sides:
        side.lift = lift
    return Figure(axis, list(sides), axis.ticks(), lift + 18 + 26 * len(ends) + 30, drawn)


def ties_of(sides: Sequence[Side], user: Any) -> list[Tie]:
    """The accepted links between any two of the sides."""
    by_claim = {side.claim.pk: side for side in sides}
    links = ClaimLink.objects.visible_to(user).filter(source__in=by_claim, target__in=by_claim)
    ties = [Tie(by_claim[link.source_id], by_claim[link.target_id], link) for link in links]
    return sorted(ties, key=lambda tie: (tie.source.letter, tie.target.letter, tie.link.kind))


def mark_reprints(sides: Sequence[Side], user: Any) -> None:
    """Tell the sides whose document is a reprint of one that another side stands in."""
    documents = {side.document.pk for side in sides}
    links = DocumentLink.objects.visible_to(user).filter(
        kind=DocumentLinkKind.REPRINT, source__in=documents, target__in=documents
    )
    reprints = set(links.values_list("source", flat=True))
    for side in sides:
        side.reprint = side.document.pk in reprints


def summary(sides: Sequence[Side], ties: Sequence[Tie]) -> list[str]:
    """ "Earliest in this archive: X, 8 June 2023, as reported by Y." and who stands against it."""
    first = next((side for side in sides if any(when(side.claim)) and not side.reprint), None)
    if first is None:
        return []
    values = {"who": claimants(first.claim), "when": when_in_words(first.claim)}
    publisher = first.document.publisher
    if publisher is None or str(publisher) == values["who"]:
        sentences = [_("Earliest in this archive: %(who)s, %(when)s.") % values]
    else:
        text = _("Earliest in this archive: %(who)s, %(when)s, as reported by %(publisher)s.")
        sentences = [text % {**values, "publisher": undirected(str(publisher))}]
    for kind, text in (
        (LinkKind.DENIES, _("Denied by %(who)s.")),
        (LinkKind.CONTRADICTS, _("Contradicted by %(who)s.")),
    ):
        others = [other for tie in ties if (other := _against(tie, first, kind))]
        named = [
            _("%(who)s, %(when)s") % {"who": claimants(o.claim), "when": when_in_words(o.claim)}
            for o in others
            if not o.reprint
        ]
        if named:
            sentences.append(text % {"who": "; ".join(dict.fromkeys(named))})
    return sentences


def _against(tie: Tie, first: Side, kind: LinkKind) -> Side | None:
    if tie.link.kind != kind:
        return None
    if tie.target is first:
        return tie.source
    return tie.target if kind is LinkKind.CONTRADICTS and tie.source is first else None


def claimants(claim: Any) -> str:
    """Who makes it, in words."""
    names = [str(a.entity.name if a.entity else a.as_worded) for a in claim.claimants]
    return undirected(", ".join(names)) or _("an unnamed source")


def open_contradictions(user: Any) -> QuerySet[ClaimLink]:
    """Links in which a claim stands against one of another source, as this user may see them.

    Open: neither claim was corrected or retracted since. A reprint is the same source.
    """
    links = ClaimLink.objects.visible_throughout(user)
    settled = links.filter(kind__in=(LinkKind.CORRECTS, LinkKind.RETRACTS)).values("target")
    ends = (f"source__{DOCUMENT}", f"target__{DOCUMENT}")
    reprints = DocumentLink.objects.accepted().filter(kind=DocumentLinkKind.REPRINT)
    one_family = [
        Exists(reprints.filter(source=OuterRef(one), target=OuterRef(other)))
        for one, other in (ends, ends[::-1])
    ]
    return (
        links.filter(kind__in=AGAINST)
        .exclude(source__in=settled)
        .exclude(target__in=settled)
        .exclude(**{ends[0]: F(ends[1])})
        .filter(~one_family[0], ~one_family[1])
    )

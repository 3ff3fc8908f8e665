"""The standing of a claim: what the archive's own links say of it. Computed, never a verdict.

A link speaks of its target: "denied by 1 source here" is one link `denies` that points at the
claim. Two kinds speak of both ends, since they say the same of each: a claim that contradicts
another is contradicted by it, and one that repeats another is repeated by it.

Sources are counted, not links: the documents at the other end, a family of reprints once. What
stands in the claim's own family is no other source: it supports or repeats nothing independently,
and a denial printed in the same article is said to be in the same text.

Where several kinds meet, the value is the first of `PRECEDENCE` that has a source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy


class StandingValue(StrEnum):
    """The values of the facet `standing`."""

    SUPPORTED = "supported"
    DENIED = "denied"
    CONTRADICTED = "contradicted"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    REPEATED = "repeated"
    ALONE = "alone"

    @property
    def label(self) -> str:
        """One word for a list of choices."""
        return str(LABELS[self])


LABELS = {
    StandingValue.SUPPORTED: pgettext_lazy("standing", "supported"),
    StandingValue.DENIED: pgettext_lazy("standing", "denied"),
    StandingValue.CONTRADICTED: pgettext_lazy("standing", "contradicted"),
    StandingValue.CORRECTED: pgettext_lazy("standing", "corrected"),
    StandingValue.RETRACTED: pgettext_lazy("standing", "retracted"),
    StandingValue.REPEATED: pgettext_lazy("standing", "repeated"),
    StandingValue.ALONE: gettext_lazy("no other source bears on it"),
}
# What its own claimant or publisher did to it first, then what others say, agreement last.
PRECEDENCE = (
    StandingValue.RETRACTED,
    StandingValue.CORRECTED,
    StandingValue.DENIED,
    StandingValue.CONTRADICTED,
    StandingValue.SUPPORTED,
    StandingValue.REPEATED,
)
_OF_KIND = {
    "retracts": StandingValue.RETRACTED,
    "corrects": StandingValue.CORRECTED,
    "denies": StandingValue.DENIED,
    "contradicts": StandingValue.CONTRADICTED,
    "supports": StandingValue.SUPPORTED,
    "repeats": StandingValue.REPEATED,
}
_BOTH_WAYS = {"contradicts", "repeats"}
_INDEPENDENT_ONLY = {StandingValue.SUPPORTED, StandingValue.REPEATED}


@dataclass(frozen=True)
class Standing:
    """How many other sources here say what of one claim."""

    counts: Mapping[StandingValue, int] = field(default_factory=dict)
    # what is said of it in its own text, or a reprint of that
    within: Collection[StandingValue] = frozenset()
    # how many claims it denies, supports and so on itself, by what it makes of them. It is no part
    # of its standing, but a page that shows those links must not say that there is nothing
    says: Mapping[StandingValue, int] = field(default_factory=dict)

    @property
    def value(self) -> StandingValue:
        """The first of PRECEDENCE that has a source, its own text too, else alone."""
        return next((v for v in PRECEDENCE if self._has(v)), StandingValue.ALONE)

    def _has(self, value: StandingValue) -> bool:
        return bool(self.counts.get(value)) or value in self.within

    @property
    def sentence(self) -> str:
        """ "Denied by 1 source, contradicted by 2 independent sources here.", in this language."""
        parts = [_phrase(v, self.counts[v]) for v in PRECEDENCE if self.counts.get(v)]
        own = [_in_same_text(v) for v in PRECEDENCE if v in self.within]
        acts = ", ".join(_act(v, self.says[v]) for v in PRECEDENCE if self.says.get(v))
        if not parts and not own and acts:
            return _("It %(acts)s; no other source here bears on it.") % {"acts": acts}
        if not parts and not own:
            return _("No other source here bears on it.")
        said = []
        if parts:
            said.append(_("%(standings)s here.") % {"standings": ", ".join(parts)})
        if own:
            said.append(_("%(standings)s in the same text.") % {"standings": ", ".join(own)})
        if acts:
            said.append(_("It %(acts)s.") % {"acts": acts})
        return " ".join(sentence[0].upper() + sentence[1:] for sentence in said)


def _phrase(value: StandingValue, count: int) -> str:
    words = {
        StandingValue.RETRACTED: ngettext(
            "retracted in %(n)s source", "retracted in %(n)s independent sources", count
        ),
        StandingValue.CORRECTED: ngettext(
            "corrected by %(n)s source", "corrected by %(n)s independent sources", count
        ),
        StandingValue.DENIED: ngettext(
            "denied by %(n)s source", "denied by %(n)s independent sources", count
        ),
        StandingValue.CONTRADICTED: ngettext(
            "contradicted by %(n)s source", "contradicted by %(n)s independent sources", count
        ),
        StandingValue.SUPPORTED: ngettext(
            "supported by %(n)s source", "supported by %(n)s independent sources", count
        ),
        StandingValue.REPEATED: ngettext(
            "repeated by %(n)s source", "repeated by %(n)s independent sources", count
        ),
    }
    return words[value] % {"n": count}


def _in_same_text(value: StandingValue) -> str:
    words = {
        StandingValue.RETRACTED: pgettext("in the same text", "retracted"),
        StandingValue.CORRECTED: pgettext("in the same text", "corrected"),
        StandingValue.DENIED: pgettext("in the same text", "denied"),
        StandingValue.CONTRADICTED: pgettext("in the same text", "contradicted"),
    }
    return words[value]


def _act(value: StandingValue, count: int) -> str:
    words = {
        StandingValue.RETRACTED: ngettext("retracts %(n)s claim", "retracts %(n)s claims", count),
        StandingValue.CORRECTED: ngettext("corrects %(n)s claim", "corrects %(n)s claims", count),
        StandingValue.DENIED: ngettext("denies %(n)s claim", "denies %(n)s claims", count),
        StandingValue.SUPPORTED: ngettext("supports %(n)s claim", "supports %(n)s claims", count),
    }
    return words[value] % {"n": count}


def families(links: Iterable[tuple[Hashable, Hashable]]) -> dict[Hashable, Hashable]:
    """Of each document in a reprint link, one document that stands for its whole family."""
    parent: dict[Any, Any] = {}

    def root(document: Any) -> Any:
        parent.setdefault(document, document)
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    for reprint, of in links:
        first, second = sorted((root(reprint), root(of)))
        parent[second] = first
    return {document: root(document) for document in list(parent)}


@dataclass(frozen=True)
class Link:
    """A link between two claims, and the documents in which they stand."""

    source: Hashable
    source_document: Hashable
    kind: str
    target: Hashable
    target_document: Hashable


def computed(links: Iterable[Link], family: Mapping[Hashable, Hashable]) -> dict[Any, Standing]:
    """The standing of every claim that a link bears on."""
    sources: dict[Hashable, dict[StandingValue, set[Hashable]]] = defaultdict(
        lambda: defaultdict(set)
    )
    within: dict[Hashable, set[StandingValue]] = defaultdict(set)

    def bear(on: Hashable, its_document: Hashable, kind: str, document: Hashable) -> None:
        value = _OF_KIND[kind]
        other, own = family.get(document, document), family.get(its_document, its_document)
        if other != own:
            sources[on][value].add(other)
        elif value not in _INDEPENDENT_ONLY:
            within[on].add(value)

    for link in links:
        bear(link.target, link.target_document, link.kind, link.source_document)
        if link.kind in _BOTH_WAYS:
            bear(link.source, link.source_document, link.kind, link.target_document)
    return {
        claim: Standing(
            {value: len(of) for value, of in sources[claim].items()}, frozenset(within[claim])
        )
        for claim in {*sources, *within}
    }


def said_by(links: Iterable[Link]) -> dict[Any, dict[StandingValue, int]]:
    """What each claim says of others by links that speak of their target alone, in claims."""
    targets: dict[Hashable, dict[StandingValue, set[Hashable]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for link in links:
        if link.kind not in _BOTH_WAYS:
            targets[link.source][_OF_KIND[link.kind]].add(link.target)
    return {
        claim: {value: len(of) for value, of in by_value.items()}
        for claim, by_value in targets.items()
    }


def standings_of(claim_ids: Collection[int], user: Any = None) -> dict[int, Standing]:
    """The standing of each of these claims (primary keys) as this user may know it; one query.

    None is the public. A claim that no link bears on stands alone.
    """
    from archive.models import ClaimLink, DocumentLink, DocumentLinkKind  # noqa: PLC0415

    links = ClaimLink.objects.visible_to(user).filter(
        Q(source__in=claim_ids) | Q(target__in=claim_ids)
    )
    between = links.order_by().values_list(
        "source", "source__passage__version__document", "kind", "target",
        "target__passage__version__document",
    )  # fmt: skip
    # where no link bears on a claim, nothing needs to know what is a reprint of what
    reprints = DocumentLink.objects.visible_to(user).filter(
        Exists(links.order_by().values("pk")), kind=DocumentLinkKind.REPRINT
    )
    # a reprint in the same five columns: two documents, and no claim
    none = Cast(Value(None), BigIntegerField())
    of_texts = reprints.order_by().annotate(
        source_=none, kind_=F("kind"), target_=none
    ).values_list("source_", "source", "kind_", "target_", "target")  # fmt: skip
    rows = list(between.union(of_texts, all=True)) if claim_ids else []
    bearing = [Link(*row) for row in rows if row[0] is not None]
    standings = computed(bearing, families((row[1], row[4]) for row in rows if row[0] is None))
    says = said_by(bearing)
    return {
        claim: replace(standings.get(claim, Standing()), says=says.get(claim, {}))
        for claim in claim_ids
    }

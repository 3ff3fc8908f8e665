"""Entities that are probably one: shared outside ids, the same name, names nearly the same.

Only names that share a word, or begin alike, are compared, so that 20,000 entities take seconds.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from archive.models import Alias, Entity, EntityIdentifier, Operation

NEARLY = 88.0  # of 100, rapidfuzz's ratio of the names with their words in order
CROWD = 60  # a word that more entities than these have tells nothing
SHOWN = 200


@dataclass
class Named:
    """An entity with all its names, folded."""

    pk: int
    uid: str
    kind: str
    name: str
    qualifier: str
    names: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)  # each name as somebody wrote it
    ids: set[tuple[str, str]] = field(default_factory=set)

    def add_name(self, name: str) -> None:
        """One more name, as somebody wrote it."""
        self.names.add(folded(name))
        self.written.setdefault(folded(name), name)

    @cached_property
    def in_order(self) -> list[str]:
        """The names with their words in order, so that "Marsh, Elena" equals "Elena Marsh"."""
        return [" ".join(sorted(name.split())) for name in self.names]


@dataclass(frozen=True)
class Pair:
    """Two entities, how alike they are (0 to 100), and why that is thought."""

    one: Named
    other: Named
    score: float
    why: str


def folded(name: str) -> str:
    """A name without case, marks and punctuation, its spaces single."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def named() -> list[Named]:
    """All standing entities with their names and outside ids, in three queries."""
    rows = Entity.objects.standing().values_list("pk", "uid", "kind", "name", "qualifier")
    found = {row[0]: Named(*row) for row in rows}
    for one in found.values():
        one.add_name(one.name)
    for pk, text in Alias.objects.exclude(kind="description").values_list("entity", "text"):
        if pk in found:
            found[pk].add_name(text)
    for pk, scheme, value in EntityIdentifier.objects.values_list("entity", "scheme", "value"):
        if pk in found:
            found[pk].ids.add((scheme.lower(), value))
    return list(found.values())


def probable(apart: Iterable[frozenset[str]] = ()) -> list[Pair]:
    """The most probable pairs, best first; `apart` are pairs of uids that were told apart."""
    told = set(apart)
    pairs: list[Pair] = []
    seen: set[tuple[int, int]] = set()
    for one, other in _candidates(named()):
        key = (min(one.pk, other.pk), max(one.pk, other.pk))
        if key in seen:
            continue
        seen.add(key)
        pair = compare(one, other)
        if pair is not None and frozenset((one.uid, other.uid)) not in told:
            pairs.append(pair)
    ordered = sorted(pairs, key=lambda p: (-p.score, p.one.name, p.one.uid, p.other.uid))
    return ordered[:SHOWN]


def compare(one: Named, other: Named) -> Pair | None:
    """The pair, where the two are probably one; two ids of one scheme tell them apart."""
    shared = one.ids & other.ids
    if shared:
        scheme, value = min(shared)
        return Pair(one, other, 100.0, _("both are {id}").format(id=f"{scheme} {value}"))
    if one.kind != other.kind or {s for s, _v in one.ids} & {s for s, _v in other.ids}:
        return None
    same = one.names & other.names
    if same:
        return Pair(
            one, other, 99.0, _("both are called “{name}”").format(name=one.written[min(same)])
        )
    score = max(fuzz.ratio(a, b, score_cutoff=NEARLY) for a in one.in_order for b in other.in_order)
    if score < NEARLY:
        return None
    return Pair(one, other, score, _("names that differ little"))


def _candidates(all_named: list[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs worth comparing: by a shared id, a shared word, or a name that begins alike."""
    blocks: dict[object, list[Named]] = defaultdict(list)
    for one in all_named:
        keys: set[object] = set(one.ids)
        for name in one.names:
            keys |= {(one.kind, word) for word in name.split() if len(word) > 2}
            keys |= {(one.kind, "begins", name[:5]), (one.kind, "whole", name)}
        for key in keys:
            blocks[key].append(one)
    for block in blocks.values():
        if len(block) > CROWD:
            continue
        for at, one in enumerate(block):
            for other in block[at + 1 :]:
                yield one, other


def told_apart() -> list[frozenset[str]]:
    """The pairs of uids of which somebody said that they are not the same."""
    rows = Operation.objects.filter(kind=Operation.Kind.APART, undone_at=None)
    return [frozenset(before["pair"]) for before in rows.values_list("before", flat=True)]


def tell_apart(one: Entity, other: Entity, user: Any) -> Operation:
    """Remember that the two are not the same, so that nobody is asked again."""
    return Operation.objects.create(
        kind=Operation.Kind.APART,
        said=_("“{one}” is not “{other}”").format(one=one, other=other)[:300],
        user=user,
        before={"pair": [one.uid, other.uid]},
    )


def unapart(operation: Operation, user: Any) -> tuple[int, int]:
    """Ask about the two again; returns (1, 0), or (0, 1) where one of them stands no more.

    Whoever told the same two apart besides is taken back with it: they would not be asked about.
    """
    pair = set(operation.before["pair"])
    if Entity.objects.standing().filter(uid__in=pair).count() < len(pair):
        return 0, 1
    rows = Operation.objects.filter(kind=Operation.Kind.APART, undone_at=None)
    same = [row.pk for row in rows if set(row.before["pair"]) == pair]
    Operation.objects.filter(pk__in=same).update(undone_by=user, undone_at=timezone.now())
    return 1, 0


def shared_aliases() -> list[tuple[str, list[Named]]]:
    """Names that two standing entities share: a search for one of them asks which is meant."""
    by_name: dict[str, list[Named]] = defaultdict(list)
    for one in named():
        for name in one.names:
            by_name[name].append(one)
    several = sorted((name, of) for name, of in by_name.items() if len(of) > 1)[:SHOWN]
    return [(of[0].written[name], of) for name, of in several]

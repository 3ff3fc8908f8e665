"""How one claim stands to another, said from either end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from archive.models import Claim, ClaimLink, LinkKind

FROM = {
    LinkKind.SUPPORTS: _("This claim supports"),
    LinkKind.CONTRADICTS: _("This claim contradicts, and is contradicted by"),
    LinkKind.DENIES: _("This claim denies"),
    LinkKind.REPEATS: _("This claim repeats"),
    LinkKind.CORRECTS: _("This claim corrects"),
    LinkKind.RETRACTS: _("This claim retracts"),
}
TO = {
    LinkKind.SUPPORTS: _("This claim is supported by"),
    LinkKind.CONTRADICTS: FROM[LinkKind.CONTRADICTS],
    LinkKind.DENIES: _("This claim is denied by"),
    LinkKind.REPEATS: _("This claim is repeated by"),
    LinkKind.CORRECTS: _("This claim is corrected by"),
    LinkKind.RETRACTS: _("This claim is retracted by"),
}
# What stands against a claim first.
ORDER = (
    LinkKind.RETRACTS,
    LinkKind.CORRECTS,
    LinkKind.DENIES,
    LinkKind.CONTRADICTS,
    LinkKind.SUPPORTS,
    LinkKind.REPEATS,
)


@dataclass
class Relation:
    """The claims at the other end of one kind of link, each with the link's note."""

    label: str
    others: list[tuple[Claim, str]] = field(default_factory=list)


def relations(claim: Claim, links: Iterable[ClaimLink]) -> list[Relation]:
    """The links of one claim by what they say of it, in ORDER; what others say of it first."""
    found: dict[str, Relation] = {}
    rank = {kind: i for i, kind in enumerate(ORDER)}

    def place(link: ClaimLink) -> tuple[int, bool, int]:
        return rank[LinkKind(link.kind)], link.source_id == claim.pk, link.pk

    for link in sorted(links, key=place):
        outward = link.source_id == claim.pk
        label = str((FROM if outward else TO)[LinkKind(link.kind)])
        other = link.target if outward else link.source
        found.setdefault(label, Relation(label)).others.append((other, link.note))
    return list(found.values())

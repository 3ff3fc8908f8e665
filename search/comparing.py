"""A comparison under way: claims, named in the address alone, that a claim found may join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from archive.comparing import BESIDE, MOST
from archive.models import Claim
from search.addresses import changed
from search.filters import Asked


@dataclass(frozen=True)
class Comparison:
    """The claims that are compared, in the order of the address, and where they stand together."""

    claims: tuple[Claim, ...]
    query: str  # of the search without the comparison

    @property
    def uids(self) -> list[str]:
        """Theirs."""
        return [claim.uid for claim in self.claims]

    @property
    def address(self) -> str:
        """Where they stand side by side."""
        return _side_by_side(self.uids)

    @property
    def is_full(self) -> bool:
        """Whether no other may join."""
        return len(self.claims) >= MOST

    def with_one_more(self, claim: Claim) -> str:
        """Where a claim stands side by side with these."""
        return _side_by_side([*self.uids, claim.uid])

    def opening(self, claim: Claim) -> str:
        """The page of a claim, on which it may still join."""
        query = urlencode({BESIDE: self.uids}, doseq=True)
        return f"{claim.get_absolute_url()}?{query}" if self.claims else claim.get_absolute_url()


def comparison(asked: Asked, user: Any) -> Comparison:
    """The comparison that an address names: of its claims those that this user may see."""
    named = asked.parameters.get(BESIDE, ())[:MOST]
    shown = Claim.objects.visible_to(user).filter(uid__in=named) if named else ()
    claims = sorted(shown, key=lambda claim: named.index(claim.uid))
    return Comparison(tuple(claims), changed(asked.parameters, **{BESIDE: None}))


def begun_with(claim: Claim) -> str:
    """Where a claim stands alone, to be set beside others."""
    return _side_by_side([claim.uid])


def _side_by_side(uids: list[str]) -> str:
    return f"{reverse('compare')}?{urlencode({'claim': uids}, doseq=True)}"

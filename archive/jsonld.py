"""A document and its claims in the words of schema.org: NewsArticle, and Claim with its appearance.

A ClaimReview is a verdict, so there is one only for a signed assessment, where a site has them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from archive.citations import Citation, Name
from archive.leaf import ClaimHere
from archive.models import EntityKind

Absolute = Callable[[str], str]
# The words of an assessment as schema.org's alternateName of a rating; no number is made of them.
UNRATED = "not_assessed"
TYPES = {EntityKind.PERSON: "Person", EntityKind.ORGANISATION: "Organization"}


def as_json_ld(citation: Citation, claims: Iterable[ClaimHere], absolute: Absolute) -> str:
    """The graph of one document; the date as ISO 8601, no more exact than it is known."""
    article = {
        "@type": "NewsArticle" if citation.kinds[1] == "article" else "CreativeWork",
        "@id": citation.permalink,
        "headline": citation.title,
        "inLanguage": citation.language,
        "datePublished": citation.iso_date,
        "url": citation.permalink,
        "isBasedOn": citation.source,
        "author": [_author(name) for name in citation.authors],
        "publisher": {"@type": "Organization", "name": citation.publisher}
        if citation.publisher
        else None,
        "isPartOf": {"@type": "ArchiveComponent", "name": citation.archive},
        "identifier": citation.uid,
    }
    graph = [{key: value for key, value in article.items() if value}]
    for here in claims:
        graph += _claim(here, citation, absolute)
    return (
        json.dumps(
            {"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


def _author(name: Name) -> dict[str, str]:
    """A person where family and given name are known apart; a literal name may be an agency."""
    if name.literal or not name.given:
        return {"@type": "Thing", "name": name.inverted}
    return {
        "@type": "Person", "name": f"{name.given} {name.family}",
        "familyName": name.family, "givenName": name.given,
    }  # fmt: skip


def _claimant(attribution: Any, absolute: Absolute) -> dict[str, str]:
    """A person or organisation by its kind; anything else, and who has no name, is a thing."""
    entity = attribution.entity
    if entity is None:
        return {"@type": "Thing", "name": attribution.as_worded}
    address = absolute(entity.get_absolute_url())
    return {"@type": TYPES.get(entity.kind, "Thing"), "@id": address, "name": entity.name}


def _claim(here: ClaimHere, citation: Citation, absolute: Absolute) -> list[dict[str, Any]]:
    row: Any = here.claim
    address = absolute(row.get_absolute_url())
    claim = {
        "@type": "Claim",
        "@id": address,
        "text": row.statement,
        "inLanguage": row.statement_language,
        "appearance": {"@id": citation.permalink},
        "author": [_claimant(attribution, absolute) for attribution in row.claimants],
    }
    if here.assessment is None or here.assessment.status == UNRATED:
        return [claim]
    review = {
        "@type": "ClaimReview",
        "itemReviewed": {"@id": address},
        "claimReviewed": row.statement,
        "reviewRating": {"@type": "Rating", "alternateName": here.assessment.status},
        "reviewBody": here.assessment.reason,
        "author": {"@type": "Person", "name": here.assessment.name},
        "datePublished": here.assessment.made_at.date().isoformat(),
        "url": address,
    }
    return [claim, review]

"""Which fields the index has: the texts that are searched, and the facets that narrow."""

from __future__ import annotations

# Raised whenever an entry or a file of the index changes its shape: the next start rebuilds.
SCHEMA_VERSION = 6

# Weights of BM25F: a word of the title counts more, one of another layer less.
TEXT_FIELDS = {"title": 1.5, "body": 1.0, "body_other": 0.5}

ENTITY_KINDS = ("person", "organisation", "place", "event", "other")
DOCUMENT_FACETS = ("publisher", *ENTITY_KINDS, "collection", "topic", "genre", "language")
CLAIM_ONLY = ("claimant", "via", "mode", "status", "standing", "about")
CLAIM_FACETS = (*CLAIM_ONLY, *DOCUMENT_FACETS)

# A direct quote that the text gives in another language than it was said in is no one's own
# words: it is not among the direct ones, and counted apart.
DIRECT_IN_TRANSLATION = "direct_in_translation"
ALONE = "alone"  # the standing of a claim that no link speaks of
# Where links say several things of a claim, the first of these is its standing; a test compares
# this with archive.standing.PRECEDENCE.
STANDINGS = (
    "retracted", "corrected", "denied", "contradicted", "supported", "repeated", ALONE,
)  # fmt: skip


def facets_of(kind: str) -> tuple[str, ...]:
    """The facets of `documents` or `claims`."""
    return CLAIM_FACETS if kind == "claims" else DOCUMENT_FACETS

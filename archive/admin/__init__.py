"""The admin, where the archive is annotated; one file a noun."""

from archive.admin import (
    claims,
    datings,
    documents,
    entities,
    evidence,
    mentions,
    notes,
    publishers,
    questions,
    versions,
)

__all__ = [
    "claims",
    "datings",
    "documents",
    "entities",
    "evidence",
    "mentions",
    "notes",
    "publishers",
    "questions",
    "versions",
]

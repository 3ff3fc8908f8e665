"""Whole numbers as an address or a form gives them: keys of rows, counts, numbers of versions."""

from __future__ import annotations

LONGEST = 18  # digits; every database that Django knows holds these in a BigAutoField


def number(given: str) -> int | None:
    """The number that these ASCII digits write; None for anything else, and for one with so many
    digits that a database might not hold it."""
    known = given.isascii() and given.isdigit() and len(given) <= LONGEST
    return int(given) if known else None

"""Primary keys as an address or a form gives them."""

from __future__ import annotations

LONGEST = 18  # digits; every database that Django knows holds these in a BigAutoField


def number(given: str) -> int | None:
    """The whole number that these ASCII digits write, as the database can hold it, or None."""
    known = given.isascii() and given.isdigit() and len(given) <= LONGEST
    return int(given) if known else None

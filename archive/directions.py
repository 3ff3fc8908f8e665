"""Which way words run: the controls of Unicode's annex 9, which may be left open."""

from __future__ import annotations

# U+202A to U+202E, U+2066 to U+2069: what embeds, overrides and isolates
_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def undirected(text: str) -> str:
    """Words without such controls, for where no element can hold an open one in."""
    return text.translate(_CONTROLS)

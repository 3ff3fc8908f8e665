"""What axe finds on a page, in the light and in the dark, on one load of it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

FOUND = {"resultTypes": ["violations"]}
# What the dark changes is colour: there the rules on colours look again, the others saw it all.
ON_COLOURS = ["color-contrast", "link-in-text-block"]  # of axe's "cat.color", what runs by default
OPTIONS: dict[str, dict[str, Any]] = {
    "light": FOUND,
    "dark": FOUND | {"runOnly": {"type": "rule", "values": ON_COLOURS}},
}


def found_by_axe(page: Any) -> list[str]:
    """What axe finds, as scheme, rule and the first elements."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, options in OPTIONS.items():
        page.emulate_media(color_scheme=scheme)
        violations = page.evaluate("(options) => axe.run(options)", options)["violations"]
        found += [f"{scheme}: {v['id']} {n['target']}" for v in violations for n in v["nodes"][:3]]
    return found

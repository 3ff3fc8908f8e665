"""Forms as somebody sends them who has read their page."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client


def states_shown(page: str) -> dict[str, str]:
    """The states in which a page shows its rows, as its forms send them: `seen`, `seen-claim:7`."""
    return dict(re.findall(r'name="(seen[^"]*)" value="([^"]*)"', page))


def send(client: Client, address: str, data: Mapping[str, Any] | None = None, **asked: Any) -> Any:
    """Read the page at an address, then post to it what is given, as one who has read it."""
    return client.post(address, states_shown(client.get(address).text) | dict(data or {}), **asked)

"""Lines on the admin's first page. Apps that the archive does not know add theirs to LINES."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

# Each returns sentences for this request's user; `search` says here how far its index is behind.
LINES: list[Callable[[HttpRequest], list[str]]] = []


def lines(request: HttpRequest) -> list[str]:
    """All sentences, in the order in which their functions were added."""
    return [line for said in LINES for line in said(request)]

"""What the admin's first page says about the index."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.backends import get_backend
from search.outbox import waiting


def index_lines(request: HttpRequest) -> list[str]:
    """How far the index is behind, or that there is none; nothing where it is up to date."""
    if not get_backend().exists():
        return [_("There is no index yet. Run `manage.py index_sync --rebuild` to make one.")]
    count = waiting()
    if not count:
        return []
    text = ngettext(
        "The index is behind by {count} document; it catches up by itself.",
        "The index is behind by {count} documents; it catches up by itself.",
        count,
    )
    return [text.format(count=count)]

"""Which index is searched: `get_backend()` reads settings.SEARCH when it is called."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from search.backends.base import SearchBackend

_made: dict[str, SearchBackend] = {}


def get_backend() -> SearchBackend:
    """The backend that SEARCH names, one for each set of options in this process."""
    configured: dict[str, Any] = settings.SEARCH
    key = repr(sorted((name, repr(value)) for name, value in configured.items()))
    if key not in _made:
        try:
            backend = import_string(configured["BACKEND"])
        except (KeyError, ImportError) as error:
            raise ImproperlyConfigured(
                'SEARCH needs a BACKEND, such as "search.backends.whoosh.WhooshBackend".'
            ) from error
        _made[key] = backend(**configured.get("OPTIONS", {}))
    return _made[key]


def forget() -> None:
    """Let go of every backend; the next search opens its index anew."""
    _made.clear()

"""Search on Whoosh: how it works, and how fast, is in docs/performance.md."""

from search.backends.whoosh.backend import WhooshBackend

__all__ = ["WhooshBackend"]

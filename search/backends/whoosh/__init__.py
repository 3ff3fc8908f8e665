"""Search on Whoosh: see DESIGN.md, "Search on Whoosh, fast", and docs/performance.md."""

from search.backends.whoosh.backend import WhooshBackend

__all__ = ["WhooshBackend"]

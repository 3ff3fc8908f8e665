"""The words that the reading view marks; archive knows nothing of search, so wired here."""

from search.matches import query_spans
from search.query import parse


def marks(text: str, q: str, language: str) -> list[tuple[int, int]]:
    """The spans of `text` that a search for `q` found, as search itself marks them."""
    return query_spans(text, parse(q).tree, language)

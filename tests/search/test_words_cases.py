"""The table of what a person would expect to find, on one text at a time."""

import pytest

from search.matches import spans, terms
from search.query import And, Everything, Field, Node, Not, Or, parse
from tests.search.word_cases import CASES, Case


def finds(tree: Node, text: str, language: str) -> bool:
    """Whether a query finds a text: the plainest reading of the tree, without an index."""
    if isinstance(tree, And):
        return all(finds(part, text, language) for part in tree.parts)
    if isinstance(tree, Or):
        return any(finds(part, text, language) for part in tree.parts)
    if isinstance(tree, Not):
        return not finds(tree.part, text, language)
    assert not isinstance(tree, Field | Everything)
    return bool(spans(text, terms([tree], language)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.query} in {case.text}")
def test_a_text_is_found_as_a_person_would_expect(case: Case) -> None:
    assert finds(parse(case.query).tree, case.text, case.language) is case.found


def test_the_table_is_long_and_says_each_thing_once() -> None:
    assert len({(case.text, case.query) for case in CASES}) == len(CASES) >= 80

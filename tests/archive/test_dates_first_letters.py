"""With which letters an expression can begin: what the speed of the grammar rests on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates.first_letters import first_letters
from archive.dates.languages import KINDS
from archive.dates.resolver import grammar

LETTERS = sorted({*KINDS, *".,;:()-'/\"$%¶#"})


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("abc", "a"),
        ("a?b", "ab"),
        ("(?:a|b)?c", "abc"),
        ("[a-c]x", "abc"),
        (r"\(z", "("),
        ("a{0,3}b", "ab"),
        ("(?=a)b", "b"),
        ("a?(?!b)[cd]", "acd"),
        ("(?:a?b?|c)d", "abcd"),
    ],
)
def test_the_letters_that_a_match_can_begin_with(pattern: str, letters: str) -> None:
    assert first_letters(pattern) == frozenset(letters)


@pytest.mark.parametrize("pattern", ["a?", "a|", "[^a]b", ".a", ")"])
def test_what_can_match_nothing_or_is_not_understood_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        first_letters(pattern)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(LETTERS), max_size=40).map("".join),
    st.sampled_from(["en", "pt", "es", "fr", "de"]),
)
def test_no_beginning_is_skipped(kinds: str, language: str) -> None:
    rules = grammar(language)
    expected = None
    for at, letter in enumerate(kinds):
        starting = rules.starting[letter]
        if letter not in "-'" and (found := starting.pattern.match(kinds, at)):
            expected = (at, found.end())
            break
    got = rules.next(kinds, 0)
    assert (got and got[1:]) == expected

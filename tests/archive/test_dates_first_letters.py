"""With which letters an expression can begin: what the speed of the grammar rests on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates.first_letters import first_letters
from archive.dates.languages import KINDS
from archive.dates.resolver import grammar, resolve

LANGUAGES = ("en", "pt", "es", "fr", "de")
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


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("abc", "ab"),
        ("a", "a"),
        ("ab?c?", "a ab ac"),
        ("(?:a|bc)d?", "a ad bc"),
        ("a*b", "aa ab b"),
        ("a+", "a aa"),
        ("a{2}b", "aa"),
        ("a{0,1}b", "ab b"),
        ("(?:a?b){1,}", "ab b ba bb"),
        ("a(?=b)c?", "a ac"),
        ("a(?:b|$)", "a ab"),
        ("[a-c]x", "ax bx cx"),
    ],
)
def test_the_first_two_letters_of_a_match(pattern: str, letters: str) -> None:
    assert first_letters(pattern, 2) == frozenset(letters.split())


@pytest.mark.parametrize("pattern", ["a?", "a|", "[^a]b", ".a", ")"])
def test_what_can_match_nothing_or_is_not_understood_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        first_letters(pattern)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_tried_at_each_letter_that_it_can_begin_with(language: str) -> None:
    starting = grammar(language).starting
    for number, pattern in enumerate(starting.rules):
        for letters in first_letters(pattern, 2):
            if letters[0] not in "-'":
                assert starting.beginning.match(letters), (pattern, letters)
                assert number in starting[letters[0]].rules, (pattern, letters)


def test_half_of_a_unit_of_the_clock_is_found() -> None:
    (found,) = resolve("It took hour and a half to load.")
    assert (found.text, found.timex) == ("hour and a half", "PT1.5H")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(LETTERS), max_size=40).map("".join),
    st.sampled_from(LANGUAGES),
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

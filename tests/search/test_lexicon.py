"""The lexicon: words of one stem, and words that start alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.whoosh.lexicon import WHOLE, Lexicon
from search.words import STEMMERS, stem, word_texts
from tests.data import ROOT


def real_words() -> list[str]:
    """Words of real texts, where they are here, and some of other languages."""
    found = set(word_texts("hablar hablamos elecciones Ministerium Häuser Haus maisons coração"))
    for name in ("wikinews60.jsonl", "frus_cuba_1958_60.jsonl"):
        if (ROOT / name).exists():
            found |= set(word_texts((ROOT / name).read_text(encoding="utf-8")[:300_000]))
    return sorted(found)


@pytest.mark.parametrize("language", sorted(set(STEMMERS) - WHOLE))
def test_a_stem_starts_as_its_word_does(language: str) -> None:
    assert [word for word in real_words() if stem(word, language)[:1] != word[:1]] == []


@given(words=st.lists(st.text("abcdeilnrstuyg", min_size=1, max_size=9), max_size=40), at=st.data())
@settings(max_examples=100)
def test_forms_are_the_words_of_the_same_stem(words: list[str], at: st.DataObject) -> None:
    lexicon = Lexicon()
    half = len(words) // 2
    for part in (set(words[:half]), set(words[half:])):
        lexicon.add(sorted(part), [1] * len(part))
        word = at.draw(st.sampled_from(words or ["a"]))
        known = set(lexicon.used)
        for language in ("en", "es", "de", "nl"):
            expected = {each for each in known if stem(each, language) == stem(word, language)}
            assert set(lexicon.forms(word, language)) == expected


def test_starting_is_most_used_first_and_then_by_the_alphabet() -> None:
    lexicon = Lexicon()
    lexicon.add(["mint", "minor", "mine", "late"], [1, 5, 1, 9])
    lexicon.add(["mint"], [2])
    assert lexicon.starting("min") == ["minor", "mint", "mine"]
    assert lexicon.starting("x") == []

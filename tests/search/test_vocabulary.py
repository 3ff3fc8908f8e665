"""Words as numbers: the same words as everywhere, found many at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.whoosh import vocabulary
from search.backends.whoosh.vocabulary import Vocabulary
from search.words import word_texts
from tests.search.corpus import Corpus
from tests.search.word_cases import CASES


def words_of(known: Vocabulary, texts: list[str]) -> list[list[str]]:
    """The words of each text, by their numbers."""
    numbers, counts = known.numbers(texts)
    spelled = list(known.of)
    words = iter(spelled[number] for number in numbers.tolist())
    return [[next(words) for _ in range(count)] for count in counts.tolist()]


# letters of several scripts, blanks that only some functions know, marks, and long words
ODD = "aZ9_ -'.\n\t\r\x0b\x0c\x1c\x1f\x85\xa0\u200b\u200d\u2028\x00éßŁœ中あก١ा\u0301¹½™🙂"
odd = st.text(st.sampled_from(ODD), max_size=60)
spelled = st.text("ab_0 ", max_size=80)


some_texts = st.lists(st.text() | odd | spelled, max_size=6)


@settings(deadline=None)
@given(texts=some_texts, more=some_texts)
def test_any_texts_have_the_words_that_they_have_everywhere(
    texts: list[str], more: list[str]
) -> None:
    known = Vocabulary()
    for some in (texts, more, texts):
        assert words_of(known, some) == [word_texts(text) for text in some]


def test_the_table_of_cases_and_of_characters() -> None:
    cases = [case[0] for case in CASES]
    characters = [f"a{chr(code)}b" for code in range(0x3000) if not 0xD800 <= code < 0xE000]
    known = Vocabulary()
    for texts in (cases, characters):
        assert words_of(known, texts) == [word_texts(text) for text in texts]


def test_many_words_in_a_small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "AT_FIRST", 2)
    known = Vocabulary()
    texts = [entry.body.pieces[0] for entry in Corpus(200, entities=20)]
    for start in range(0, len(texts), 30):
        some = texts[start : start + 30]
        assert words_of(known, some) == [text.split() for text in some]
    assert list(known.of.values()) == list(range(len(known.of)))


@pytest.mark.parametrize("length", [7, 8, 9, 15, 16, 17, 18, 40])
def test_words_that_differ_in_their_last_character_only(length: int) -> None:
    known = Vocabulary()
    stem = "x" * (length - 1)
    text = f"{stem}a {stem}b {stem} {stem}a"
    for _time in range(2):
        assert words_of(known, [text]) == [text.split()]

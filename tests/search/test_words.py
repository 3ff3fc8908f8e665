"""Folding, words with their places, stems and stop words."""

import re
import threading
import unicodedata
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import (
    STEMMERS,
    STOP_WORDS,
    Word,
    begins_word,
    ends_word,
    fold,
    pattern,
    stem,
    word_texts,
    words,
)
from tests.data import data_rows

# Letters, marks, joiners and signs that make offsets hard, with plain text among them.
PIECES = [
    *("Cuba", "a", "I", "é", "e\u0301", "ß", "ﬁ", "œ", "İ", "½", "²", "™", "ŉ", "\u0301"),
    *("\u00ad", "\u200b", "\u200d", "\ufeff", " ", "  ", "\n", "-", "—", "’", "“", ".", "_", "7"),
    *("中", "国", "が", "か\u3099", "ｶﾞ", "กิ", "ไ", "हिन्दी", "مِصْر", "ـ", "가", "ﷺ", "㍿"),
    *("😀", "1\ufe0f\u20e3", "\uffff", "\U0001d400", "\ud83d"),
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map("".join))


def plain_words(text: str) -> list[str]:
    """The definition, without any of the exceptions for unusual characters."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c)))


def test_words_have_their_places_in_the_original() -> None:
    assert words("Bruno Rodri\u0301guez, 64") == [
        Word("bruno", 0, 5),
        Word("rodriguez", 6, 16),
        Word("64", 18, 20),
    ]


def test_a_word_ends_behind_its_last_accent_and_a_ligature_is_not_cut() -> None:
    assert words("cafe\u0301!") == [Word("cafe", 0, 5)]
    assert words("oﬃce") == [Word("office", 0, 4)]


def test_scripts_without_spaces_count_one_character_a_word() -> None:
    assert word_texts("中国abc タワー ไทย") == [*"中国", "abc", *"タワー", *"ไทย"]


MARKED = st.text(
    st.sampled_from("aᵻกกาຸຸ\u0e38\u094d\u1039\u17d2\u3099\uff9e\uff9fカक़\u0301"), max_size=12
)


@given(MARKED)
def test_marks_stand_in_one_order_whatever_order_they_came_in(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)
    assert fold("ᵻ\u0eb8\uff9f") == "ᵻ\u309a\u0eb8"


def test_quote_marks_and_dashes_fold_to_the_plain_ones() -> None:
    assert fold("“Don’t” – «no»") == '"don\'t" - "no"'


@given(texts)
def test_every_word_stands_where_it_says(text: str) -> None:
    for word in words(text):
        assert word.text in word_texts(text[word.start : word.end])
        assert 0 <= word.start < word.end <= len(text)


@given(texts)
def test_places_follow_each_other_and_the_index_sees_the_same_words(text: str) -> None:
    found = words(text)
    assert [word.text for word in found] == word_texts(text)
    for one, two in pairwise(found):
        # Only one character that folds to several words is the place of several.
        assert one.end <= two.start or (one.start, one.end) == (two.start, two.end)


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_the_unicode_form_of_a_text_makes_no_difference(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert word_texts(composed) == word_texts(decomposed)


@given(texts)
def test_a_word_begins_and_ends_where_the_pattern_says(text: str) -> None:
    folded = fold(text)
    found = {match.start(): match.end() for match in pattern(folded).finditer(folded)}
    for start, end in found.items():
        assert begins_word(folded, start)
        assert ends_word(folded, end)
        for inside in range(start + 1, end):
            assert not ends_word(folded, inside)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F, categories=["L", "Nd", "P", "Zs"])))
def test_words_equal_the_plain_definition_for_european_letters(text: str) -> None:
    exceptions = set("ıøłđħŧæœŉØŁĐĦŦÆŒ\u0149´ªº")
    if not exceptions & set(text):
        assert word_texts(text) == plain_words(text)


@pytest.mark.parametrize("name", ["wikinews60.jsonl", "frus_cuba_1958_60.jsonl"])
def test_words_of_real_documents_equal_the_plain_definition(name: str) -> None:
    for row in data_rows(name):
        text = row["title"] + "\n" + row["text"]
        if not set("½¼⅓") & set(text):
            assert word_texts(text) == plain_words(text)


def test_every_letter_and_sign_with_a_decomposition_folds_the_same_twice() -> None:
    blocks = (
        (0, 0x3400),
        (0xA640, 0xAC00),
        (0xF900, 0x10000),
        (0x1D400, 0x1D800),
        (0x1F100, 0x1F300),
    )
    for code in chain.from_iterable(range(*block) for block in blocks):
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)


def test_a_stem_is_shared_by_the_forms_of_a_word() -> None:
    for language, forms in {
        "en": ["negotiate", "negotiated", "negotiating"],
        "es": ["embajada", "embajadas"],
        "pt-BR": ["embaixada", "embaixadas"],
        "fr": ["negociation", "negociations"],
        "de": ["verhandlung", "verhandlungen"],
    }.items():
        assert len({stem(form, language) for form in forms}) == 1


def test_a_language_without_rules_leaves_the_word_as_it_is() -> None:
    assert stem("countries", "") == stem("countries", "tlh") == "countries"


@pytest.mark.parametrize("language", STEMMERS)
def test_every_stemmer_that_is_named_exists(language: str) -> None:
    assert stem("a", language) == "a"


def test_stems_are_right_in_many_threads_at_once() -> None:
    listed = [f"{word}{number}ies" for word in ("countr", "part", "polic") for number in range(99)]
    expected = [stem(word, "en") for word in listed]
    wrong: list[str] = []

    def check() -> None:
        stem.cache_clear()
        wrong.extend(w for w, s in zip(listed, expected, strict=True) if stem(w, "en") != s)

    threads = [threading.Thread(target=check) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_stop_words_are_single_folded_words() -> None:
    for listed in STOP_WORDS.values():
        assert all(word_texts(word) == [word] for word in listed)

"""What is marked in a text: the same words that the index would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matches import Span, Term, matches, query_spans, spans, terms
from search.query import parse
from search.query.parser import words_as
from search.words import stem, words

TEXT = "Cuba’s sugar quota: the quota of sugar. “Sugar quotas” and Zuckerquoten; U.S. sugar-quota."


def marked(text: str, query: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in query_spans(text, parse(query).tree, language)]


def word(*forms: str) -> Term:
    return Term((frozenset(forms),))


@pytest.mark.parametrize(
    ("query", "language", "found"),
    [
        ("cuba", "", ["Cuba"]),
        ("quota", "", ["quota", "quota", "quota"]),
        ("quota", "en", ["quota", "quota", "quotas", "quota"]),
        ('"quota"', "en", ["quota", "quota", "quota"]),
        ('"sugar quota"', "en", ["sugar quota", "sugar-quota"]),
        ("sugar-quota", "en", ["sugar quota", "sugar-quota"]),
        ("quo*", "", ["quota", "quota", "quotas", "quota"]),
        ("U.S.", "", ["U.S"]),
        ("ugar", "", []),
        ("-sugar", "", []),
        ("title:sugar person:cuba", "", []),
        ("cuba OR quota", "", ["Cuba", "quota", "quota", "quota"]),
        ("", "", []),
    ],
)
def test_the_words_asked_for_are_marked(query: str, language: str, found: list[str]) -> None:
    assert marked(TEXT, query, language) == found


def test_places_are_code_points_of_the_original() -> None:
    text = "😀 La cafe\u0301 du\u00adra; o\u200dﬃce"
    assert [text[a:b] for a, b in spans(text, [word("cafe", "dura", "office")])] == [
        "cafe\u0301",
        "du\u00adra",
        "o\u200dﬃce",
    ]


def test_a_word_is_found_by_the_set_of_its_forms() -> None:
    assert len(spans("to deny, denied, denies, denial", [word("deny", "denied", "denies")])) == 3


def test_a_phrase_may_have_several_forms_at_each_word() -> None:
    term = Term((frozenset(["sugar"]), frozenset(["quota", "quotas"])))
    assert spans("sugar quotas, sugar and quota", [term]) == [(0, 12)]


def test_a_phrase_of_one_word_twice_is_found_at_each_pair() -> None:
    term = Term((frozenset(["that"]), frozenset(["that"])))
    assert [(m.start, m.end) for m in matches("that that that", [term])] == [(0, 9), (5, 14)]
    assert spans("that that that", [term]) == [(0, 14)]


def test_many_forms_find_what_few_forms_find() -> None:
    many = Term((frozenset([f"w{number}" for number in range(200)] + ["quota", "sugar"]),))
    assert spans(TEXT, [many]) == spans(TEXT, [word("quota", "sugar")])


def test_only_the_first_places_of_each_term_are_read_when_so_asked() -> None:
    found = matches("a b " * 100, [word("a"), word("b")], most=3)
    assert [(m.term, m.start) for m in found] == [(0, 0), (1, 2), (0, 4), (1, 6), (0, 8), (1, 10)]


VOCABULARY = [
    *(
        "a",
        "ab",
        "abc",
        "ｂ",
        "É",
        "é",
        "e\u0301",
        "ß",
        "ss",
        "中",
        "国",
        "が",
        "กิ",
        "ก",
        "िक",
        "क",
    ),
    *("\u00ad", "½", "1", "2", "_", "ies", "y", "😀", "\u0301", "\uffff"),
]
SEPARATORS = ["", "", " ", ", ", "-", "’", "\u200b", "\n"]
texts = st.lists(
    st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(SEPARATORS)), max_size=30
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))


def expected(text: str, term: Term) -> set[Span]:
    """The places of a term by cutting the text into words and comparing each: slow and plain."""
    found = words(text)

    def fits(number: int, forms: frozenset[str]) -> bool:
        folded = found[number].text
        if term.prefix:
            return any(folded.startswith(form) for form in forms)
        return (stem(folded, term.language) if term.language else folded) in forms

    size = len(term.forms)
    return {
        (found[at].start, found[at + size - 1].end)
        for at in range(len(found) - size + 1)
        if all(fits(at + place, forms) for place, forms in enumerate(term.forms))
    }


@given(texts, st.integers(0, 30), st.integers(1, 3), st.sampled_from(["", "en"]))
def test_matches_equal_a_comparison_word_by_word(
    text: str, first: int, size: int, language: str
) -> None:
    asked = tuple(found.text for found in words(text))[first : first + size] or ("abc",)
    (term,) = terms([words_as(asked, typed=True)], language)
    found = {(match.start, match.end) for match in matches(text, [term])}
    assert found == expected(text, term)
    assert language or size > 1 or first >= len(words(text)) or found


@given(texts, st.integers(0, 30), st.integers(1, 3))
def test_prefixes_equal_a_comparison_word_by_word(text: str, first: int, letters: int) -> None:
    beginnings = [found.text[:letters] for found in words(text)][first : first + 2]
    term = Term((frozenset([*beginnings, "ab"]),), prefix=True)
    assert {(match.start, match.end) for match in matches(text, [term])} == expected(text, term)

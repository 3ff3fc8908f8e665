"""The piece of a text that is shown: whole words, every term, escaped, the best first."""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matches import Term
from search.query import parse, positive_words
from search.snippets import snippet, terms
from search.words import word_texts, words
from tests.data import data_rows

LEAD = "Delegations met in the old palace by the sea and spoke for two days about many things. "
LONG = (
    LEAD * 4
    + "On the second day they turned to the sugar quota, which had been cut in July. "
    + LEAD * 4
    + "An embargo on spare parts was to follow. "
    + LEAD * 4
)


def word(*forms: str) -> Term:
    return Term((frozenset(forms),))


def windows(shown: str) -> list[str]:
    return [html.unescape(re.sub("</?mark>", "", piece)) for piece in shown.split(" … ")]


def test_one_window_is_shown_around_what_was_found() -> None:
    shown = snippet(LONG, [word("sugar")])
    assert "<mark>sugar</mark> quota" in shown
    assert " … " not in shown
    assert 180 <= len(windows(shown)[0]) <= 240


def test_two_terms_far_apart_are_shown_in_two_windows() -> None:
    shown = snippet(LONG, [word("sugar"), word("embargo")])
    assert len(windows(shown)) == 2
    assert "<mark>sugar</mark>" in shown
    assert "<mark>embargo</mark>" in shown
    assert sum(map(len, windows(shown))) <= 240


def test_every_term_that_the_text_has_is_shown_however_many_there_are() -> None:
    text = " ".join(f"term{number} " + "filler " * 60 for number in range(9))
    shown = snippet(text, [word(f"term{number}") for number in range(12)])
    for number in range(9):
        assert f"<mark>term{number}</mark>" in shown


def test_a_term_that_comes_late_is_shown_though_another_is_everywhere() -> None:
    shown = snippet("the talks " * 5000 + "ended", [word("talks"), word("ended")])
    assert "<mark>ended</mark>" in shown
    assert "<mark>talks</mark>" in shown


def test_all_that_was_asked_for_is_marked_in_the_window_that_is_shown() -> None:
    """However often it stands before it, and whatever else was asked for."""
    text = "from Cuba " * 60 + LEAD * 4 + "the flight of Batista from Cuba, from Cuba to exile"
    asked = [word("batista"), word("flight"), word("from"), word("cuba")]
    shown = snippet(text, asked)
    assert shown.endswith(
        "the <mark>flight</mark> of <mark>Batista</mark> <mark>from</mark> <mark>Cuba</mark>, "
        "<mark>from</mark> <mark>Cuba</mark> to exile"
    )
    assert " … " not in shown


def test_the_best_window_is_looked_for_behind_the_first_few_matches() -> None:
    filler = "cuba " + LEAD
    text = filler * 30 + "Batista left Cuba in flight. " + filler * 3
    others = [word(each) for each in ("one", "two", "three", "four", "five")]
    shown = snippet(text, [word("cuba"), word("batista"), word("flight"), *others])
    assert "<mark>Batista</mark> left <mark>Cuba</mark> in <mark>flight</mark>" in shown
    assert " … " not in shown


@pytest.mark.parametrize("cluster", ["น\u0e33", "ກ\u0eb3", "ﾊ\uff9f", "カ\uff9e", "か\u3099"])
def test_no_edge_stands_inside_a_character(cluster: str) -> None:
    letter = cluster[0]
    for text in (f"{cluster * 200}中{cluster * 200}", f"{letter}中{cluster * 200}"):
        for length in range(20, 60):
            for asked in ("中", word_texts(letter)[0]):
                for piece in windows(snippet(text, [word(asked)], length)):
                    starts = [at for at in range(len(text)) if text.startswith(piece, at)]
                    edges = [{at, at + len(piece)} - {len(text)} for at in starts]
                    assert any(all(text[edge] != cluster[1] for edge in some) for some in edges)


def test_the_best_window_comes_first() -> None:
    text = "sugar " + LEAD * 4 + "the sugar quota of tobacco " + LEAD * 4 + "embargo"
    shown = snippet(text, [word("sugar"), word("quota"), word("embargo")])
    first, second = shown.split(" … ")
    assert "<mark>sugar</mark> <mark>quota</mark>" in first
    assert "<mark>embargo</mark>" in second


def test_a_phrase_is_marked_only_as_a_phrase() -> None:
    text = "The quota for sugar differs from the sugar quota."
    asked = terms(positive_words(parse('"sugar quota"').tree))
    assert snippet(text, asked) == (
        "The quota for sugar differs from the <mark>sugar quota</mark>."
    )


def test_without_terms_the_beginning_is_shown() -> None:
    assert snippet("  " + LONG, [], length=60) == LONG[:61].rsplit(" ", 1)[0]
    assert snippet("Short.", []) == "Short."
    assert snippet("Short.", [word("long")]) == "Short."
    assert snippet("", [word("long")]) == ""


def test_a_text_is_escaped_inside_and_outside_of_marks() -> None:
    shown = snippet(
        "<b>AT&T</b> \"said\" <script>alert('x')</script>", [word("at"), word("script")]
    )
    assert shown == (
        "&lt;b&gt;<mark>AT</mark>&amp;T&lt;/b&gt; &quot;said&quot; "
        "&lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt;"
    )
    assert hasattr(shown, "__html__")


def test_a_snippet_of_chinese_text_is_as_long_as_asked() -> None:
    text = "外交部发言人在例行记者会上回答了关于会谈的问题" * 30 + "禁运"
    shown = snippet(text, terms(positive_words(parse("禁运").tree)), length=60)
    assert shown.endswith("<mark>禁运</mark>")
    assert 50 <= len(windows(shown)[0]) <= 60


def test_an_accent_at_the_edge_is_not_cut_off() -> None:
    text = "cafe\u0301" * 100 + " embargo " + "e\u0301" * 500
    assert snippet(text, [word("embargo")], length=60) == "<mark>embargo</mark>"


def test_the_languages_stem_is_used_where_no_forms_are_at_hand() -> None:
    asked = terms(positive_words(parse("negotiate").tree), "en")
    assert snippet("They negotiated.", asked) == "They <mark>negotiated</mark>."


PIECES = [
    *(
        "sugar",
        "quota",
        "Cuba",
        "cafe\u0301",
        "oﬃce",
        "<b>",
        "&amp;",
        "中国",
        "กิน",
        "😀",
        "👩\u200d🚀",
    ),
    *("1\ufe0f\u20e3", "x" * 90, "e\u0301" * 40, "\u00ad", "…", ".", "“", "\n", "\u200b", "مِصْر"),
]
texts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " ", " ", ", "])), max_size=120
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))
asked = st.lists(
    st.sampled_from(
        [
            word("sugar"),
            word("quota", "cuba"),
            word("cafe"),
            word("office"),
            word("国"),
            Term((frozenset(["sugar"]), frozenset(["quota"]))),
            Term((frozenset(["caf"]),), prefix=True),
            Term((frozenset(["中"]), frozenset(["国"]))),
        ]
    ),
    max_size=4,
    unique=True,
)


@given(texts, asked, st.sampled_from([40, 120, 240]), st.sampled_from([1, 2, 3]))
def test_a_snippet_is_made_of_pieces_of_the_text_that_cut_no_word(
    text: str, wanted: list[Term], length: int, count: int
) -> None:
    text = text.replace(" … ", " ")
    shown = snippet(text, wanted, length, count)
    assert set(re.findall("<[^>]*>", shown)) <= {"<mark>", "</mark>"}
    places = words(text)
    for piece in windows(shown):
        starts = [m.start() for m in re.finditer(f"(?={re.escape(piece)})", text)]
        assert any(
            not any(
                word.start < edge < word.end for word in places for edge in (at, at + len(piece))
            )
            for at in starts
        )


@given(texts, asked, st.sampled_from([40, 120, 240]), st.sampled_from([1, 2, 3]))
def test_every_term_in_the_text_is_marked_in_the_snippet(
    text: str, wanted: list[Term], length: int, count: int
) -> None:
    shown = snippet(text, wanted, length, count)
    marks = [word_texts(html.unescape(m)) for m in re.findall("<mark>(.*?)</mark>", shown, re.S)]
    everywhere = word_texts(text)
    for term in wanted:
        assert _has(everywhere, term) == any(_has(mark, term) for mark in marks)


def _has(found: list[str], term: Term) -> bool:
    size = len(term.forms)
    return any(
        all(
            any(w.startswith(f) if term.prefix else w == f for f in forms)
            for w, forms in zip(found[at : at + size], term.forms, strict=True)
        )
        for at in range(len(found) - size + 1)
    )


@pytest.mark.parametrize("query", ["cuba", 'sugar quota "united states"', "the of", "sug* havana"])
def test_twenty_texts_take_a_few_milliseconds(query: str) -> None:
    """2 to 5 ms with the forms at hand; asserted at far more, of processor time."""
    rows = data_rows("frus_cuba_1958_60.jsonl")
    chosen = [row["text"][:3000] for row in rows if len(row["text"]) > 3000][:20]
    wanted = terms(positive_words(parse(query).tree))
    taken = []
    for _ in range(3):
        started = time.process_time()
        for text in chosen:
            snippet(text, wanted)
        taken.append(time.process_time() - started)
    assert len(chosen) == 20
    assert min(taken) < 0.1


def test_a_long_text_takes_a_few_milliseconds() -> None:
    text = ("the talks on sugar " * 6000)[:100_000]
    started = time.process_time()
    snippet(text, [word("the"), word("sugar"), word("never")])
    assert time.process_time() - started < 0.25

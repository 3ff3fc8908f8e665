"""Passages: cut, checked and found again by their words."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.passages import Passage, PassageError, check, find_one, occurrences, passage_at

TEXT = (
    "“We did not sell the ferry,” said Ada Moreno, the harbour master.\r\n\r\n"
    "The minister’s office said – on 3 May – that it would not comment. "
    "Asked again on 4 May, it said that it would not comment."
)
ANY_TEXT = st.text(
    st.sampled_from("ab \n\r\t'’“\"–-é\u0301\u0308\u200f\u202eשא\U0001f600\U0001f1e8…\u00ad\u2000"),
    max_size=60,
)


def quotes_of(found: list[Passage]) -> list[str]:
    return [passage.quote for passage in found]


def test_passage_carries_its_words_and_32_characters_on_each_side():
    passage = passage_at(TEXT, 34, 44)
    assert passage.quote == "Ada Moreno"
    assert passage.prefix == TEXT[2:34]
    assert passage.suffix == TEXT[44:76]


def test_context_is_cut_at_the_edges_of_the_text():
    passage = passage_at("Ada Moreno", 0, 10)
    assert (passage.prefix, passage.suffix) == ("", "")


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (3, 3, "The passage at 3 is empty."),
        (5, 3, "ends (3) before it starts (5)"),
        (-1, 3, "is not within the text, which has 10 characters"),
        (3, 11, "The passage 3 to 11 is not within the text"),
    ],
)
def test_impossible_span_is_refused_with_a_sentence(start, end, sentence):
    with pytest.raises(PassageError) as refusal:
        passage_at("Ada Moreno", start, end)
    assert sentence in str(refusal.value)


def test_check_accepts_what_was_cut_from_the_text():
    check(TEXT, passage_at(TEXT, 34, 44))


def test_check_names_both_the_words_there_and_the_words_expected():
    with pytest.raises(PassageError, match="reads “Ada Moreno”, not “Ida Moreno”"):
        check(TEXT, Passage(start=34, end=44, quote="Ida Moreno"))


def test_occurrences_overlap():
    assert [p.start for p in occurrences("banana", "ana")] == [1, 3]


def test_quote_with_other_spaces_quotes_and_dashes_is_found_with_the_texts_own_words():
    found = occurrences(TEXT, "The minister's  office said -- on 3 May -")
    assert quotes_of(found) == ["The minister’s office said – on 3 May –"]


def test_quote_across_a_paragraph_break_is_found():
    assert quotes_of(occurrences(TEXT, "harbour master. The")) == ["harbour master.\r\n\r\nThe"]


def test_folded_places_are_looked_for_only_where_none_is_exact():
    text = "the minister’s office, the minister's office"
    assert quotes_of(occurrences(text, "minister's")) == ["minister's"]


def test_composed_and_decomposed_letters_are_the_same_words():
    text = "A cafe\u0301 in A\u030arhus"
    assert quotes_of(occurrences(text, "café in Århus")) == ["cafe\u0301 in A\u030arhus"]
    assert occurrences(text, "cafè") == []


def test_a_letter_is_not_cut_from_its_mark():
    assert occurrences("cafe\u0301 -- cafe\u0302", "cafe –") == []


def test_invisible_characters_do_not_hide_a_quote():
    found = occurrences("the har\u00adbour \u200bmaster", "harbour master")
    assert quotes_of(found) == ["har\u00adbour \u200bmaster"]


def test_context_narrows_to_the_places_that_it_fits():
    found = occurrences(TEXT, "it would not comment", prefix="on 4 May, it said that ")
    assert [p.start for p in found] == [TEXT.rindex("it would not comment")]


def test_context_that_fits_nowhere_is_ignored():
    assert len(occurrences(TEXT, "it would not comment", prefix="nobody wrote ")) == 2


def test_context_is_folded_too():
    found = occurrences(TEXT, "May", prefix="on 3 ", suffix=" -  that")
    assert [p.start for p in found] == [TEXT.index("May")]


def test_quote_of_nothing_visible_stands_nowhere():
    assert occurrences("a b", " ") == occurrences("a b", "") == occurrences("a b", "\u200b") == []


def test_find_one_takes_the_only_place():
    assert find_one(TEXT, "Ada Moreno").start == 34


def test_find_one_says_what_is_not_there():
    with pytest.raises(PassageError, match="“Ida Moreno” do not stand in this text"):
        find_one(TEXT, "Ida Moreno")


def test_find_one_does_not_choose_between_two_places():
    with pytest.raises(PassageError, match=r"2 times. Say which: give occurrence, 1 to 2"):
        find_one(TEXT, "it would not comment")


def test_find_one_takes_the_occurrence_that_was_asked_for():
    assert find_one(TEXT, "it would not comment", occurrence=2).start == TEXT.rindex("it would not")


@pytest.mark.parametrize("occurrence", [0, 3, -1])
def test_find_one_refuses_an_occurrence_that_is_not_there(occurrence):
    with pytest.raises(PassageError, match=f"no occurrence {occurrence} of"):
        find_one(TEXT, "it would not comment", occurrence=occurrence)


def test_long_quotes_are_shortened_in_sentences():
    with pytest.raises(PassageError) as refusal:
        find_one("nothing", "word " * 400)
    assert len(str(refusal.value)) < 200


@given(ANY_TEXT, st.integers(0, 59), st.integers(1, 12))
def test_every_passage_is_found_where_it_was_cut(text, start, length):
    end = min(len(text), start + length)
    if start >= end:
        return
    passage = passage_at(text, start, end)
    check(text, passage)
    found = occurrences(text, passage.quote)
    assert passage.start in [p.start for p in found] or not passage.quote.strip()


@given(ANY_TEXT, ANY_TEXT)
def test_what_is_found_carries_the_texts_own_words(text, quote):
    for passage in occurrences(text, quote):
        check(text, passage)


def test_ten_quotes_are_found_in_100_kilobytes_within_half_a_second():
    text = "The minister’s office said – on 3 May – that it would not comment.\r\n" * 1500
    started = time.perf_counter()
    for n in range(10):
        occurrences(text, f"The minister's office said - on {n} May")
    assert time.perf_counter() - started < 2.5  # half a second is the figure; five times at most


def test_package_needs_neither_settings_nor_database():
    program = (
        "from archive.passages import find_one, PassageError\n"
        "assert find_one('Ada Moreno', 'Moreno').start == 4\n"
        "try:\n    find_one('Ada Moreno', 'Ida')\n"
        "except PassageError as refusal:\n    print(refusal)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={}, check=True
    )
    assert done.stdout.startswith("The words “Ida” do not stand in this text.")

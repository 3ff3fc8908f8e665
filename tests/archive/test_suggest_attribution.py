"""Who says what: quotes with their speaker, reported clauses, and what is left to a person."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.suggest.attribution import attributed
from archive.suggest.quotations import quotations


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[slice(*one.speaker)], one.mode, text[one.start : one.end]) for one in attributed(text)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "mode", "words"),
    [
        (
            "“We are ready to begin now,” said Elena Marsh, who led the talks.",
            "Elena Marsh", "direct", "We are ready to begin now,",
        ),
        (
            "“We are ready to begin now,” Elena Marsh said.",
            "Elena Marsh", "direct", "We are ready to begin now,",
        ),
        (
            "The minister, Ana Ruiz, told reporters: “No day has been agreed upon yet.”",
            "The minister, Ana Ruiz", "direct", "No day has been agreed upon yet.",
        ),
        (
            "“The post will fly next week,” he said.",
            "he", "direct", "The post will fly next week,",
        ),
        (
            "«Estamos listos para empezar ahora», said Ana Ruiz.",
            "Ana Ruiz", "direct", "Estamos listos para empezar ahora",
        ),
        (
            "The ministry said that no day had been agreed.",
            "The ministry", "indirect", "no day had been agreed",
        ),
        (
            "In a note, the Postal Union said it would pay half of the costs.",
            "the Postal Union", "indirect", "it would pay half of the costs",
        ),
        (
            "According to the Postal Union, half a million letters wait.",
            "the Postal Union", "indirect", "half a million letters wait",
        ),
        (
            "Half a million letters are waiting, according to the Postal Union.",
            "the Postal Union", "indirect", "Half a million letters are waiting",
        ),
        (
            "Half a million letters are waiting, a spokeswoman said.",
            "a spokeswoman", "indirect", "Half a million letters are waiting",
        ),
        (
            "Elena Marsh said that the talks were “better than last year” in tone.",
            "Elena Marsh", "partial", "the talks were “better than last year” in tone",
        ),
        (
            "``We will pay,'' said the ministry's director, Ana Ruiz.",
            "the ministry's director, Ana Ruiz", "direct", "We will pay,",
        ),
    ],
)  # fmt: skip
def test_one_statement_and_who_makes_it(text, speaker, mode, words):
    assert found(text) == [(speaker, mode, words)]


def test_a_quote_that_goes_on_has_the_same_speaker():
    text = (
        "“We are ready to begin now,” said Elena Marsh.\n“The rest is for the ministry to say.”\n"
    )
    assert [(who, words) for who, _mode, words in found(text)] == [
        ("Elena Marsh", "We are ready to begin now,"),
        ("Elena Marsh", "The rest is for the ministry to say."),
    ]


def test_one_sentence_may_report_two_things():
    text = "The union said that it lost money, and predicted that it would pay by 2011."
    assert [(who, words) for who, _mode, words in found(text)] == [
        ("The union", "it lost money"),
        ("The union", "it would pay by 2011"),
    ]


def test_a_quote_runs_over_lines():
    text = "Ana Ruiz said: “We will do it right.\nAnd we will do it once.”"
    assert found(text) == [("Ana Ruiz", "direct", "We will do it right.\nAnd we will do it once.")]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “new post” flew to Havana on Tuesday.",
        "“Nobody knows who wrote these words on the wall.”",
        "Nothing was said of any day.",
        "He declined to say more about it.",
        "",
        "“",
        "“”",
        '"',
    ],
)
def test_what_nobody_is_named_for_is_no_claim(text):
    assert found(text) == []


def test_quotations_are_read_with_every_kind_of_mark():
    text = "“one” «two» „three“ ``four'' \"five\""
    assert [text[one.start : one.end] for one in quotations(text)] == [
        "one", "two", "three", "four", "five",
    ]  # fmt: skip


def test_a_mark_that_is_never_closed_ends_with_its_line():
    text = "She said “it begins.\nAnd the next line goes on without it for a good while."
    one = quotations(text)[0]
    assert text[one.start : one.end] == "it begins."


PIECES = st.lists(
    st.sampled_from(
        ["“", "”", '"', "``", "''", "said", "that", "according to", "Ana Ruiz", ",", ".", "\n",
         "\n\n", " ", "he", "the ministry", "we will pay now", "and", "𝔘", "\x01", "«", "»"]
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=400)))
def test_any_text_gives_spans_within_it_that_do_not_overlap(text):
    after = 0
    for one in attributed(text):
        assert after <= one.start < one.end <= len(text)
        assert 0 <= one.speaker[0] < one.speaker[1] <= len(text)
        after = one.end


@pytest.mark.parametrize("piece", ["a said that ", "“", "``", "he, ", "X said: “a, b.” ", "\n"])
def test_no_text_takes_long(piece):
    text = piece * (10_000 // len(piece))
    begin = time.process_time()
    attributed(text)
    assert time.process_time() - begin < 1.0

"""The language of search: what each way of writing asks for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from search.query import (
    FIELD_NAMES,
    FIELDS,
    And,
    Everything,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    field_clauses,
    parse,
    positive_words,
)
from search.schema import CLAIM_FACETS

CUBA, SUGAR, TOBACCO = Word("cuba"), Word("sugar"), Word("tobacco")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        (" \n ", Everything()),
        ("Cuba", CUBA),
        ("cuba sugar", And((CUBA, SUGAR))),
        ("cuba AND sugar", And((CUBA, SUGAR))),
        ("cuba and sugar", And((CUBA, Word("and"), SUGAR))),
        ("cuba OR sugar", Or((CUBA, SUGAR))),
        ("cuba or sugar", And((CUBA, Word("or"), SUGAR))),
        ("cuba sugar OR tobacco", Or((And((CUBA, SUGAR)), TOBACCO))),
        ("cuba (sugar OR tobacco)", And((CUBA, Or((SUGAR, TOBACCO))))),
        ("(cuba (sugar tobacco))", And((CUBA, SUGAR, TOBACCO))),
        ("cuba OR (sugar OR tobacco)", Or((CUBA, SUGAR, TOBACCO))),
        ("cuba -sugar", And((CUBA, Not(SUGAR)))),
        ("cuba NOT sugar", And((CUBA, Not(SUGAR)))),
        ("cuba AND NOT sugar", And((CUBA, Not(SUGAR)))),
        ("-cuba", Not(CUBA)),
        ("NOT NOT cuba", CUBA),
        ("NOT (NOT cuba)", CUBA),
        ("-(sugar OR tobacco)", Not(Or((SUGAR, TOBACCO)))),
        ("--cuba", CUBA),
        ("cuba - sugar", And((CUBA, SUGAR))),
        ('"cuba"', Word("cuba", typed=False)),
        ('"Cuba, sugar"', Phrase(("cuba", "sugar"))),
        ("“Cuba sugar”", Phrase(("cuba", "sugar"))),
        ("«cuba sugar»", Phrase(("cuba", "sugar"))),
        ('-"cuba sugar"', Not(Phrase(("cuba", "sugar")))),
        ("U.S.", Phrase(("u", "s"), typed=True)),
        ("Covid-19", Phrase(("covid", "19"), typed=True)),
        ("a@b.org", Phrase(("a", "b", "org"), typed=True)),
        ("中国", Phrase(("中", "国"), typed=True)),
        ("2017-2020", Phrase(("2017", "2020"), typed=True)),
        ("https://example.org/", Phrase(("https", "example", "org"), typed=True)),
        ("sug*", Prefix("sug")),
        ("RODRÍ*", Prefix("rodri")),
        ("sug* -tob*", And((Prefix("sug"), Not(Prefix("tob"))))),
        ("title:cuba", Field("title", CUBA)),
        ("Title:Cuba", Field("title", CUBA)),
        ("title:sug*", Field("title", Prefix("sug"))),
        ('title:"cuba sugar"', Field("title", Phrase(("cuba", "sugar")))),
        ("-title:cuba", Not(Field("title", CUBA))),
        ("title:(cuba OR sugar)", Or((Field("title", CUBA), Field("title", SUGAR)))),
        ("title:(cuba -sugar)", And((Field("title", CUBA), Not(Field("title", SUGAR))))),
        ("place:Cuba", Field("place", CUBA, "Cuba")),
        ("org:minrex", Field("organisation", Word("minrex"), "minrex")),
        ("organization:minrex", Field("organisation", Word("minrex"), "minrex")),
        ("person:Ab-c_9", Field("person", Phrase(("ab", "c_9"), typed=True), "Ab-c_9")),
        ("person:rodr*", Field("person", Prefix("rodr"), "rodr")),
        ("title:(place:cuba)", Field("place", CUBA, "cuba")),
        (
            'person:" Bruno  Rodríguez"',
            Field("person", Phrase(("bruno", "rodriguez")), "Bruno Rodríguez"),
        ),
        (
            "mode:direct claimant:x9k status:disputed",
            And(
                (
                    Field("mode", Word("direct"), "direct"),
                    Field("claimant", Word("x9k"), "x9k"),
                    Field("status", Word("disputed"), "disputed"),
                )
            ),
        ),
    ],
)
def test_a_query_asks_for(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parsed.notes == ()


@pytest.mark.parametrize(
    ("text", "tree", "codes"),
    [
        ("*a*", Word("a"), ["star"]),
        ("su*", Word("su"), ["star"]),
        ("s*gar", Phrase(("s", "gar"), typed=True), ["star"]),
        ("Covid-1*", Phrase(("covid", "1"), typed=True), ["star"]),
        ('"sug* cuba"', Phrase(("sug", "cuba")), ["star"]),
        ("*", Everything(), ["star", "nothing_left"]),
        ("grit~9", Word("grit"), ["closeness"]),
        ("grit^2.5 cuba", And((Word("grit"), CUBA)), ["closeness"]),
        ('"a b"~999', Phrase(("a", "b")), ["closeness"]),
        ("[a TO z]", And((Word("a"), Word("to"), Word("z"))), ["range"]),
        ("body:cuba", And((Word("body"), CUBA)), ["unknown_field"]),
        ("-body:cuba", Not(Phrase(("body", "cuba"), typed=True)), ["unknown_field"]),
        ("published:195* x", And((Word("published"), Prefix("195"), Word("x"))), ["unknown_field"]),
        ("title: cuba", And((Word("title"), CUBA)), ["empty_field"]),
        ("title:", Word("title"), ["empty_field"]),
        ('"cuba sugar', Phrase(("cuba", "sugar")), ["quote_not_closed"]),
        ('"', Everything(), ["nothing_left"]),
        ("(cuba", CUBA, ["bracket_not_closed"]),
        ("cuba)", CUBA, ["bracket_not_opened"]),
        ("AND cuba", CUBA, ["operator_alone"]),
        ("cuba AND", CUBA, ["operator_alone"]),
        ("cuba OR", CUBA, ["operator_alone"]),
        ("OR cuba", CUBA, ["operator_alone"]),
        ("cuba OR OR sugar", Or((CUBA, SUGAR)), ["operator_alone"]),
        ("cuba NOT", CUBA, ["operator_alone"]),
        ("(NOT) cuba", CUBA, ["operator_alone"]),
        ("AND", Everything(), ["operator_alone", "nothing_left"]),
        ("???", Everything(), ["nothing_left"]),
        ("😀 cuba", CUBA, ["no_words"]),
        ("😀", Everything(), ["no_words", "nothing_left"]),
        ("()", Everything(), ["nothing_left"]),
        ("person:😀 cuba", CUBA, ["no_words"]),
    ],
)
def test_what_is_not_understood_is_searched_as_words_and_said(
    text: str, tree: Node, codes: list[str]
) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert [note.code for note in parsed.notes] == codes


def test_a_note_is_a_sentence_that_names_the_thing() -> None:
    (note,) = parse("body:cuba").notes
    assert "“body”" in str(note)
    (note,) = parse("grit~9").notes
    assert "“~9”" in str(note)


def test_a_query_of_more_than_200_characters_is_cut_between_words() -> None:
    parsed = parse("cuba " * 5 + "tobaccos " * 18 + "cuban" + " sugar" * 100)
    assert isinstance(parsed.tree, And)
    assert {note.code for note in parsed.notes} == {"too_long"}
    assert parsed.tree.parts[-2:] == (Word("cuban"), SUGAR)
    assert str(parsed.notes[0]).startswith("A search takes up to 200 characters")


def test_one_endless_word_is_cut_to_200_characters() -> None:
    assert parse("a" * 100_000).tree == Word("a" * 200)


def test_the_first_32_words_are_searched() -> None:
    parsed = parse(" ".join(f"w{number}" for number in range(40)))
    assert isinstance(parsed.tree, And)
    assert parsed.tree.parts == tuple(Word(f"w{number}") for number in range(32))
    assert [(note.code, "“w32”" in str(note)) for note in parsed.notes] == [
        ("too_many_words", True)
    ]


def test_a_phrase_of_more_than_32_words_keeps_the_first_ones() -> None:
    parsed = parse('"' + " ".join("abcde"[n % 5] for n in range(50)) + '"')
    assert isinstance(parsed.tree, Phrase)
    assert len(parsed.tree.words) == 32


def test_brackets_deeper_than_eight_are_ignored() -> None:
    parsed = parse("(" * 9 + "cuba OR sugar" + ")" * 9 + " tobacco")
    assert parsed.tree == And((Or((CUBA, SUGAR)), TOBACCO))
    assert [note.code for note in parsed.notes] == ["too_deep"]


def test_three_thousand_brackets_are_no_trouble() -> None:
    assert parse("(" * 3000 + "a" + ")" * 3000).tree == Everything()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Cuba   AND sugar ", "cuba sugar"),
        ("NOT cuba", "-cuba"),
        ("cuba (sugar OR tobacco)", "cuba (sugar OR tobacco)"),
        ("(cuba sugar) OR tobacco", "cuba sugar OR tobacco"),
        ("U.S. 中国", "u-s 中国"),
        ("person:a OR person:b", "person:(a OR b)"),
        ("title:(sugar quota) cuba", "title:sugar title:quota cuba"),
        ("-title:(sugar quota)", "-title:(sugar quota)"),
        ("“United States”", '"united states"'),
        ("ORG:“Minrex”", 'organisation:"Minrex"'),
        ("정부", "정부"),
    ],
)
def test_a_query_prints_back_in_one_form(text: str, shown: str) -> None:
    assert parse(text).canonical == shown


def test_every_field_can_be_asked() -> None:
    for name in FIELDS:
        assert [field.name for field, _ in field_clauses(parse(f"{name}:x").tree)] == [name]


def test_the_fields_are_the_title_and_what_results_are_narrowed_by() -> None:
    assert set(FIELDS) == {"title", *CLAIM_FACETS}


def test_the_reference_names_every_field() -> None:
    reference = (Path(__file__).parents[2] / "docs" / "search-language.md").read_text()
    assert [name for name in FIELD_NAMES if f"`{name}`" not in reference] == ["organization"]


def test_positive_words_are_what_to_mark() -> None:
    tree = parse('cuba -sugar "two words" tob* OR (cuba title:quota person:castro)').tree
    text = [CUBA, Phrase(("two", "words")), Prefix("tob")]
    assert positive_words(tree) == text
    assert positive_words(tree, "title") == [*text, Word("quota")]


def test_words_under_two_negations_are_asked_for() -> None:
    assert positive_words(parse("-(sugar -cuba)").tree) == [CUBA]


def test_field_clauses_say_whether_they_are_excluded() -> None:
    clauses = field_clauses(parse("cuba person:castro -mode:direct").tree)
    assert [(field.name, field.value, wanted) for field, wanted in clauses] == [
        ("person", "castro", True),
        ("mode", "direct", False),
    ]


def test_parsing_needs_no_settings() -> None:
    code = "from search.query import parse; print(*map(str, parse('body:cuba').notes))"
    settings = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True
    )
    assert "There is no field called “body”" in done.stdout

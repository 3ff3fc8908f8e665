"""Mentions that rules suggest: known names and aliases, never an ambiguous one."""

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Alias, AliasKind, Mention
from archive.suggest.known import Known, folded
from archive.suggest.naming import find
from tests.makers import make_document, make_entity, make_mention, passage_of

pytestmark = pytest.mark.django_db

TEXT = (
    "Elena Marsh led the Postal Union (PU) to Havana. Marsh’s talks with the island went well. "
    "The PU pays; HAVANA waits, and havana cigars do not. Georgia was not there."
)


def suggest() -> None:
    call_command("suggest", "entities", "--all", verbosity=0)


def mentions() -> list[tuple[str, str, str]]:
    rows = Mention.objects.order_by("passage__start").select_related("passage", "entity")
    return [(row.passage.quote, row.entity.name, row.rule) for row in rows]


def found(text: str, *names: tuple[str, str]) -> list[str]:
    return [text[one.start : one.end] for one in Known(names).find(text)]


def test_known_names_last_names_and_abbreviations_are_suggested():
    make_document(TEXT)
    make_entity("Elena Marsh")
    make_entity("Postal Union", "organisation")
    make_entity("Havana", "place")
    suggest()
    assert mentions() == [
        ("Elena Marsh", "Elena Marsh", "entities: known name"),
        ("Postal Union", "Postal Union", "entities: known name"),
        ("PU", "Postal Union", "entities: abbreviation given here"),
        ("Havana", "Havana", "entities: known name"),
        ("Marsh", "Elena Marsh", "entities: last name of a person named here"),
        ("PU", "Postal Union", "entities: abbreviation given here"),
        ("HAVANA", "Havana", "entities: known name"),
    ]
    assert set(Mention.objects.values_list("review", flat=True)) == {"suggested"}
    assert not Mention.objects.visible_to(None)


def test_an_alias_names_and_a_description_is_never_looked_for():
    make_document(TEXT)
    cuba = make_entity("Cuba", "place")
    Alias.objects.create(entity=cuba, text="the island", kind=AliasKind.DESCRIPTION)
    Alias.objects.create(entity=cuba, text="Havana", kind=AliasKind.FORMER)
    suggest()
    assert [quote for quote, _name, _rule in mentions()] == ["Havana", "HAVANA"]


def test_a_name_that_two_share_asks():
    make_document(TEXT)
    make_entity("Georgia", "place", qualifier="country")
    make_entity("Georgia", "place", qualifier="state")
    suggest()
    assert mentions() == []


def test_what_was_merged_keeps_its_names_for_what_it_became():
    make_document(TEXT)
    cuba = make_entity("Republic", "place")
    make_entity("Havana", "place", merged_into=cuba)
    suggest()
    assert {name for _quote, name, _rule in mentions()} == {"Republic"}


def test_words_that_are_marked_already_or_rejected_are_left_alone():
    document = make_document(TEXT)
    marsh = make_entity("Elena Marsh")
    make_mention(document, "Elena Marsh", marsh, review="rejected")
    suggest()
    suggest()
    assert [(quote, rule) for quote, _name, rule in mentions()] == [
        ("Elena Marsh", ""),
        ("Marsh", "entities: last name of a person named here"),
    ]
    assert passage_of(document, "Elena Marsh").mentions.get().review == "rejected"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. Treasury", ["U.S. Treasury"]),
        ("the US, but not us", ["US"]),
        ("Marsh's and Marsh’s", ["Marsh", "Marsh"]),
        ("Marshall is another", []),
        ("New York Times", ["New York Times"]),
        ("New York is a city", ["New York"]),
        ("NEW YORK", ["NEW YORK"]),
        ("new york", []),
        ("New\nYork", ["New\nYork"]),
    ],
)
def test_a_name_is_whole_long_and_cased_as_names_are(text, expected):
    names = ["US", "U.S. Treasury", "Marsh", "New York", "New York Times"]
    assert found(text, *((name, name) for name in names)) == expected


def test_a_last_name_that_two_persons_here_share_asks():
    text = "Elena Marsh met Ivo Marsh. Marsh spoke."
    known = Known([("Elena Marsh", "a"), ("Ivo Marsh", "b")])
    named = find(text, known, frozenset("ab"))
    assert [text[one.start : one.end] for one in named] == ["Elena Marsh", "Ivo Marsh"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=8), max_size=5))
def test_any_text_and_names_give_spans_within_it(text, names):
    assert len(folded(text)) == len(text)
    after = 0
    for one in Known([(name, name) for name in names]).find(text):
        assert after <= one.start < one.end <= len(text)
        after = one.end

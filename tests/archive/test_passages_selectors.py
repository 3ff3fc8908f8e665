"""Passages as selectors of the W3C Web Annotation model, and back."""

import json

import pytest

from archive.passages import PassageError, from_selectors, passage_at, selectors
from tests.data import data_file

TEXT = "Ada Moreno left. Then Ada Moreno came back, and Ida stayed."


def test_selectors_carry_quote_context_and_position():
    quote, position = selectors(passage_at(TEXT, 22, 32, context=5))
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "Ada Moreno",
        "prefix": "Then ",
        "suffix": " came",
    }
    assert position == {"type": "TextPositionSelector", "start": 22, "end": 32}


def test_there_and_back_is_the_same_passage():
    passage = passage_at(TEXT, 22, 32)
    assert from_selectors(TEXT, selectors(passage)) == passage


def test_position_alone_is_enough():
    assert (
        from_selectors(TEXT, [{"type": "TextPositionSelector", "start": 0, "end": 3}]).quote
        == "Ada"
    )


def test_quote_alone_must_stand_in_one_place():
    assert from_selectors(TEXT, [{"type": "TextQuoteSelector", "exact": "Ida"}]).start == 48
    with pytest.raises(PassageError, match="2 times, and neither prefix, suffix nor position"):
        from_selectors(TEXT, [{"type": "TextQuoteSelector", "exact": "Ada Moreno"}])


def test_prefix_tells_two_places_apart():
    given = [{"type": "TextQuoteSelector", "exact": "Ada Moreno", "prefix": "Then "}]
    assert from_selectors(TEXT, given).start == 22


def test_position_that_disagrees_with_the_quote_gives_way_to_it():
    given = [
        {"type": "TextPositionSelector", "start": 0, "end": 3},
        {"type": "TextQuoteSelector", "exact": "Ida"},
    ]
    assert from_selectors(TEXT, given).start == 48


def test_quote_that_stands_only_nearly_is_for_a_person():
    with pytest.raises(PassageError, match="do not stand in this text"):
        from_selectors("“Yes”, he said", [{"type": "TextQuoteSelector", "exact": '"Yes"'}])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "Neither a TextQuoteSelector nor"),
        ([{"type": "CssSelector", "value": "p"}], "Neither a TextQuoteSelector nor"),
        ([{"type": "TextPositionSelector", "start": "0", "end": 3}], "as whole numbers, not '0'"),
        ([{"type": "TextPositionSelector", "start": True, "end": 3}], "as whole numbers"),
        ([{"type": "TextPositionSelector", "start": -3, "end": -1}], "not within the text"),
        ([{"type": "TextQuoteSelector", "exact": 7}], "The exact of a TextQuoteSelector is text"),
        ([{"type": "TextQuoteSelector"}], "do not stand in this text"),
    ],
)
def test_selectors_that_name_no_passage_are_refused(given, sentence):
    with pytest.raises(PassageError) as refusal:
        from_selectors(TEXT, given)
    assert sentence in str(refusal.value)


def test_examples_of_the_w3c_are_read():
    folder = data_file("w3c_web_annotation") / "correct"
    read = 0
    for path in folder.glob("*.json"):
        for selector in quote_selectors(json.loads(path.read_text(encoding="utf-8"))):
            text = selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "")
            assert from_selectors(text, [selector]).quote == selector["exact"]
            read += 1
    assert read > 0


def quote_selectors(node):
    """Every TextQuoteSelector anywhere in one JSON document."""
    if isinstance(node, dict):
        if node.get("type") == "TextQuoteSelector":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from quote_selectors(child)

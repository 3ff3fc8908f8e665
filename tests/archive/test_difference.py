"""The difference of two texts: paragraphs first, words within them."""

import re

from archive.difference import Change, difference
from archive.models import Version
from tests.makers import make_document


def changes(old, new):
    return [(run.change.value, run.text.strip()) for run in difference(old, new)]


def test_a_paragraph_put_in_and_one_taken_out_leave_those_between_alone():
    old = "Alpha one two.\n\nBeta one two.\n\nGamma one two."
    new = "Alpha one two.\n\nNew one two.\n\nBeta one two."
    assert changes(old, new) == [
        ("same", "Alpha one two."),
        ("in", "New one two."),
        ("same", "Beta one two."),
        ("out", "Gamma one two."),
    ]


def test_within_a_paragraph_words_are_told_apart():
    old, new = "Same.\n\nHe has none left.\n\nEnd.", "Same.\n\nHe has two left.\n\nEnd."
    changed = [run for run in difference(old, new) if run.change is not Change.SAME]
    assert [run.text for run in changed] == ["none", "two"]


def test_what_is_put_in_for_what_is_taken_out_is_one_place(client, db):
    document = make_document("He has none left. It rains. They go home.", uid="mail")
    for number, text in (
        (2, "He has two left. It rains. They go home."),
        (3, "He has two left. They go home today."),
    ):
        Version.objects.create(
            document=document, number=number, layer="corrected", language="en", text=text
        )
    one = client.get("/documents/mail/versions/?from=1&to=2").content.decode()
    assert "1 place differs" in one
    assert '<del id="change-1">none</del> <ins>two</ins>' in one
    assert 'href="#change-1"' not in one
    three = client.get("/documents/mail/versions/?from=1&to=3").content.decode()
    assert "3 places differ" in three
    links = re.findall(r'href="#(change-\d)"', three)
    assert links == re.findall(r' id="(change-\d)"', three) == ["change-1", "change-2", "change-3"]


def test_a_word_and_its_successor_are_shown_apart(client, db):
    document = make_document("He has none left.", uid="mail")
    Version.objects.create(
        document=document, number=2, layer="corrected", language="en", text="He has two left."
    )
    html = client.get("/documents/mail/versions/?from=1&to=2").content.decode()
    assert ">none</del> <ins>two</ins>" in html

"""What the reading page gives to the clipboard, and what it leaves in the history."""

import pytest

from tests.browser.test_reading import archive, visit  # noqa: F401
from tests.makers import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST, SECOND, THIRD = TEXT.split("\n\n")
COPIED = """() => {
    const clipboardData = new DataTransfer();
    const copied = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".text").dispatchEvent(copied);
    return clipboardData.getData("text/plain");
}"""
READY = "() => !document.querySelector('#keys-open').hidden"  # the script has begun
SELECT = """([first, last]) => {
    const range = document.createRange();
    range.setStart(document.querySelector(first), 0);
    range.setEndAfter(document.querySelector(last));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def reading(watched, archive):  # noqa: F811
    watched.set_viewport_size({"width": 1440, "height": 900})
    visit(watched, archive["document"])
    watched.wait_for_function(READY)
    return watched


def test_words_dragged_over_are_copied_as_the_source_has_them(reading):
    first, third = reading.locator("#p1").bounding_box(), reading.locator("#p3").bounding_box()
    reading.mouse.move(first["x"] + 60, first["y"] + 12)
    reading.mouse.down()
    reading.mouse.move(third["x"] + 80, third["y"] + 12, steps=8)
    reading.mouse.up()
    paragraphs = reading.evaluate(COPIED).split("\n\n")
    assert len(paragraphs) == 3
    assert FIRST.endswith(paragraphs[0])
    assert paragraphs[1] == SECOND
    assert THIRD.startswith(paragraphs[2])
    assert "Claim" not in reading.evaluate("getSelection().toString()")
    assert "She led the delegation" not in reading.evaluate("getSelection().toString()")


def test_a_selection_across_paragraphs_is_copied_without_the_notes_between(reading):
    reading.evaluate(SELECT, ["#p1", "#p3"])
    assert reading.evaluate(COPIED) == TEXT


def test_a_third_click_takes_the_paragraph_whole(reading):
    reading.locator("#p2").click(click_count=3, position={"x": 30, "y": 12})
    assert reading.evaluate(COPIED) == SECOND


def test_a_note_is_still_copied_as_it_stands(reading):
    reading.evaluate(SELECT, ["#c-crossing .that", "#c-crossing .that"])
    assert reading.evaluate(COPIED) == ""  # left to the browser
    assert "She led the delegation." in reading.evaluate("getSelection().toString()")


def test_a_step_through_the_claims_is_no_page_to_go_back_to(reading):
    before = reading.evaluate("history.length")
    reading.keyboard.press("j")
    reading.wait_for_url("**#c-ready")
    reading.keyboard.press("j")
    reading.wait_for_url("**#c-crossing")
    assert reading.evaluate("history.length") == before
    assert reading.locator("#c-crossing:target").count() == 1

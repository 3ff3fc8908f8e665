"""The repair queue in Chromium: by keyboard, under the strict policy, and without scripts."""

from typing import Any

import pytest
from django.urls import reverse

from archive.models import Placement, Review, Version
from tests.makers import TEXT, make_claim, make_document, make_entity, make_mention, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = TEXT.replace("We are ready to begin", "We are now ready to begin").replace(
    "for half a century", "since the year 1963"
)


@pytest.fixture
def queue(signed_in: Any) -> Any:
    """The page of two passages in doubt: one changed, one lost."""
    document = make_document()
    make_claim(document)
    suspension = make_entity("The suspension", "event")
    make_mention(document, "half a century", suspension, review=Review.DRAFT)
    Version.objects.create(document=document, number=2, layer="corrected", text=NEW)
    page = signed_in(make_user("annotator"))
    page.goto(page.address + reverse("admin:index"))
    page.click("text=passages are to be placed in newer texts")
    return page


def region(queue: Any, state: str) -> Any:
    """The part of the page about the passage in this state."""
    return queue.get_by_role("region").filter(has=queue.locator(f".count:has-text('· {state}')"))


def test_the_whole_queue_is_done_by_keyboard(queue: Any) -> None:
    place = region(queue, "changed").get_by_role("radio")
    assert place.is_checked()
    assert region(queue, "lost").locator("input:checked").count() == 0
    place.focus()
    for _times in range(4):  # the words by hand, the newer text, the reason, the button
        queue.keyboard.press("Tab")
    assert queue.evaluate("document.activeElement.value") == "take"
    queue.keyboard.press("Enter")
    queue.wait_for_selector("text=It stands there now.")
    row = Placement.objects.get(passage__quote="We are ready to begin")
    assert (row.state, row.settled_by) == ("changed", "annotator")
    assert NEW[row.start : row.end] == "We are now ready to begin"

    why = queue.get_by_label("Reason")
    why.focus()
    queue.keyboard.type("The paper names the year now.")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Enter")
    queue.wait_for_selector("text=Every passage has a sure place in the newest text.")
    row = Placement.objects.get(passage__quote="half a century")
    assert (row.state, row.settled_reason) == ("lost", "The paper names the year now.")
    assert queue.get_by_role("row").filter(has_text="The paper names the year now.").count() == 1

    queue.get_by_role("link", name="Take it back").click()
    queue.get_by_role("button", name="Take it back").click()
    queue.wait_for_selector("text=1 is as it was before.")
    row.refresh_from_db()
    assert row.settled_by == ""
    assert queue.refused == []


class TestWithoutScripts:
    """The same without JavaScript, and words quoted by hand."""

    @pytest.fixture
    def browser_context_args(self, browser_context_args: dict[str, Any]) -> dict[str, Any]:
        return browser_context_args | {"java_script_enabled": False}

    def test_words_are_quoted_by_hand(self, queue: Any) -> None:
        lost = region(queue, "lost")
        lost.get_by_label("Or quote the words").fill("since the year 1963")
        lost.get_by_label("Reason").fill("A year in place of a span.")
        lost.get_by_role("button", name="It stands there").click()
        row = Placement.objects.get(passage__quote="half a century")
        assert NEW[row.start : row.end] == "since the year 1963"
        assert (row.state, row.settled_by) == ("changed", "annotator")
        assert queue.locator("form.mend").count() == 1
        assert queue.refused == []

"""The workbench for everybody: axe finds nothing, light and dark, and a finger selects too."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from archive.models import Review
from tests.browser.bench import Hand
from tests.browser.test_workbench import article
from tests.makers import make_claim, make_dating, make_entity, make_mention, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_workbench(signed_in: Any, scheme: str) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.page.emulate_media(color_scheme=scheme)
    make_claim(document, "140 passengers were on board")
    make_mention(document, "Elena Marsh", make_entity())
    make_dating(document, "on Tuesday", "2019-03-19", review=Review.SUGGESTED)
    hand.open(document)
    assert violations(hand.page) == []
    hand.press("j")
    hand.drag("the works cost too much")
    hand.press("c")
    hand.page.wait_for_selector("form[data-do=claim]")
    assert violations(hand.page) == []
    hand.press("Escape", "Shift+E")
    hand.page.wait_for_selector(".listing")
    assert violations(hand.page) == []
    hand.press("Escape")
    hand.drag("Matanzas")
    hand.press("e")
    hand.page.wait_for_selector(".wb-choices li")
    assert violations(hand.page) == []


def test_the_selection_bar_is_at_the_lower_edge_of_a_phone(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.page.set_viewport_size({"width": 390, "height": 800})
    hand.open(document)
    hand.double_click("passengers")
    hand.page.wait_for_selector("#pop:visible")
    box = hand.page.locator("#pop").bounding_box()
    assert (box["x"], round(box["y"] + box["height"])) == (0, 800)
    width = hand.page.evaluate("() => document.documentElement.scrollWidth")
    assert width == 390

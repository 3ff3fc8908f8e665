"""The timeline's form in Chromium: by keyboard with completion, and as a plain form without."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from tests.makers import make_claim, make_document, make_entity, make_mention

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_speakers(live_server: Any) -> None:
    """A claim of Elena Marsh, and one of Ruth Vane."""
    for name, uid in (("Elena Marsh", "elena-marsh"), ("Ruth Vane", "ruth-vane")):
        document = make_document(uid=f"mail-{uid}", dated="2015-09-30")
        entity = make_entity(name, uid=uid)
        make_mention(document, "Elena Marsh", entity)
        make_claim(document, uid=f"of-{uid}", statement=f"Said by {name}.", claimant=entity)
    call_command("index_sync", verbosity=0)


def narrowed_to_marsh(page: Any) -> None:
    page.wait_for_url("**/timeline/?*claimant=elena-marsh*")
    expect(page.get_by_role("link", name="Said by Elena Marsh.").first).to_be_visible()
    expect(page.get_by_role("link", name="Said by Ruth Vane.")).to_have_count(0)
    expect(page.get_by_label("Claimant")).to_have_value("Elena Marsh")


def test_a_claimant_is_completed_and_taken_away_by_keyboard(watched, two_speakers):
    watched.goto(watched.address + "/timeline/")
    box = watched.get_by_role("combobox", name="Claimant")
    box.press_sequentially("mar")
    found = watched.get_by_role("listbox")
    expect(found.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    narrowed_to_marsh(watched)
    watched.get_by_role("link", name="Remove: Claimant: Elena Marsh").press("Enter")
    expect(watched.get_by_role("link", name="Said by Ruth Vane.").first).to_be_visible()
    assert watched.refused == []


def test_the_timeline_is_narrowed_without_scripts(browser, live_server, two_speakers):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + "/timeline/?in=2015")
    page.get_by_label("Claimant").fill("elena marsh")
    page.get_by_role("button", name="Narrow").click()
    narrowed_to_marsh(page)
    assert "in=2015" in page.url
    page.get_by_role("link", name="Remove: Claimant: Elena Marsh").click()
    expect(page.get_by_role("link", name="Said by Ruth Vane.").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_field_that_means_several_has_no_accessibility_violations(watched, two_speakers, width):
    make_claim(
        make_document(), uid="third", claimant=make_entity("Elena Marsh", uid="elena-2"),
    )  # fmt: skip
    watched.set_viewport_size({"width": width, "height": 900})
    watched.goto(watched.address + "/timeline/?claimant=Elena+Marsh")
    expect(watched.get_by_text("may be several")).to_be_visible()
    results = Axe().run(watched)
    assert results.violations_count == 0, results.generate_report()

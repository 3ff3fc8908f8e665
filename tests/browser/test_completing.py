"""Completion in Chromium: by keyboard and mouse, spoken, and as a plain box without scripts."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import expect

from tests.makers import make_document, make_entity, make_mention

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
@transaction.atomic
def marsh(live_server: Any) -> Any:
    """An archive in which “mar” and “ma” have something to become."""
    first = make_document(uid="mail", dated="2015-09-30")
    entity = make_entity(uid="elena-marsh")
    make_mention(first, "Elena Marsh", entity)
    call_command("index_sync", verbosity=0)
    return entity


def opened(page: Any, typed: str, path: str = "/search/") -> Any:
    """The list that opens where something is typed into the box."""
    page.goto(page.address + path)
    page.get_by_role("combobox").press_sequentially(typed)
    found = page.get_by_role("listbox")
    expect(found).to_be_visible()
    return found


def test_the_keyboard_alone_completes(watched, marsh):
    found = opened(watched, "ma")
    box = watched.get_by_role("combobox")
    assert box.get_attribute("aria-expanded") == "true"
    expect(watched.locator("[data-said]")).to_have_text(re.compile(r"^\d+ completions"))
    box.press("ArrowDown")
    here = watched.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert here.get_attribute("aria-selected") == "true"
    assert "Elena Marsh" in here.inner_text()
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(found).to_be_hidden()
    assert box.input_value() == "ma"
    box.press("ArrowDown")
    expect(found).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    watched.wait_for_url(f"**{marsh.get_absolute_url()}")
    assert watched.refused == []


def test_a_word_is_put_into_the_box_and_searched_for(watched, marsh):
    found = opened(watched, "suspende", "/search/?kind=claims")
    found.get_by_role("option", name="suspended").click()
    watched.wait_for_url("**/search/?q=suspended&kind=claims")
    assert watched.get_by_role("combobox").input_value() == "suspended"


def test_enter_without_a_choice_searches_for_what_was_typed(watched, marsh):
    opened(watched, "mar", "/")
    watched.get_by_role("combobox").press("Enter")
    watched.wait_for_url("**/search/?q=mar")


def test_the_list_closes_where_the_box_is_left(watched, marsh):
    found = opened(watched, "mar")
    watched.get_by_role("combobox").press("Tab")
    expect(found).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_while_the_list_is_open(watched, marsh, scheme, width):
    watched.set_viewport_size({"width": width, "height": 900})
    watched.emulate_media(color_scheme=scheme)
    opened(watched, "ma")
    watched.get_by_role("combobox").press("ArrowDown")
    results = Axe().run(watched)
    assert results.violations_count == 0, results.generate_report()
    assert watched.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_box_is_a_plain_one(browser, live_server, marsh):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/search/")
    page.get_by_role("searchbox").fill("suspended")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search/?q=suspended")
    assert page.get_by_role("listbox").count() == 0
    page.context.close()

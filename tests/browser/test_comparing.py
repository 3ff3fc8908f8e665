"""A comparison grows through the search in Chromium, with scripts and without."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import expect

from tests.makers import make_claim, make_document, make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request: Any, browser: Any, live_server: Any) -> Any:
    """A page that knows its server."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.address = live_server.url
    yield page
    context.close()


@pytest.fixture
@transaction.atomic
def claims(live_server: Any) -> None:
    """Three claims of different years; the second denies the first."""
    rows = [
        make_claim(make_document(dated=f"201{n}"), uid=f"claim{n}", statement=words)
        for n, words in enumerate(("Mail begins.", "No mail begins.", "Parcels follow."))
    ]
    make_link(rows[1], "denies", rows[0])
    call_command("index_sync", verbosity=0)


def test_claims_found_join_one_after_another(reader, claims):
    reader.goto(reader.address + "/search/?q=mail&kind=claims")
    reader.get_by_role("link", name=re.compile("^set beside another.*Mail begins")).click()
    reader.get_by_role("link", name="Search all claims for one").click()
    expect(reader.get_by_text("You are comparing 1 claim.")).to_be_visible()
    box = reader.get_by_role("searchbox").or_(reader.get_by_role("combobox"))
    box.fill("parcels")
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("link", name=re.compile("^Add to the comparison.*Parcels follow")).click()
    reader.wait_for_url("**/claims/compare/?claim=claim0&claim=claim2")
    reader.get_by_role("link", name="Search all claims for one").click()
    reader.get_by_role("link", name=re.compile("^Add to the comparison.*No mail begins")).click()
    expect(reader.get_by_role("article")).to_have_count(3)


def test_the_links_between_them_are_drawn_and_named(watched, claims):
    watched.goto(watched.address + "/claims/compare/?claim=claim0&claim=claim1")
    bow = watched.locator("svg .tie.dashed")
    expect(bow).to_have_count(1)
    expect(bow.locator("text")).to_have_text("B denies A")
    assert watched.refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_search_with_a_comparison_has_no_accessibility_violations(watched, claims, width, scheme):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 900})
    watched.goto(watched.address + "/search/?q=mail&kind=claims&beside=claim2")
    results = Axe().run(watched)
    assert results.violations_count == 0, results.generate_report()

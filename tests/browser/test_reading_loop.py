"""The loop that the site is for: search, narrow, open, follow a claim to its passage and back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request, browser, live_server, demo):
    """A page with JavaScript on, and one with it off."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.address = live_server.url
    yield page
    context.close()


def total(page):
    return int(re.match(r"\d+", page.locator("#count").inner_text()).group())


def test_a_reader_searches_narrows_opens_and_follows_a_claim_both_ways(reader):
    reader.goto(reader.address + "/")
    reader.get_by_label("Search the archive").first.fill("talks")
    reader.get_by_role("button", name="Search").click()
    everything = total(reader)
    for name in ("publisher", "place"):
        reader.locator(f"input[name={name}]").first.check()
        reader.get_by_role("button", name="Apply").click()
        narrowed = total(reader)
        assert 0 < narrowed <= everything
        everything = narrowed
    assert reader.locator(".chips a").count() == 3
    reader.locator(".hits h2 a").first.click()
    expect(reader).to_have_url(re.compile(r"/documents/"))
    assert reader.locator("mark").count() > 0

    note = reader.locator(".claim").first
    note_id = note.get_attribute("id")
    note.locator("a.no, a.that, .that a").first.click()
    passage = reader.url.partition("#")[2]
    expect(reader.locator(f"#{passage}")).to_be_visible()
    assert "c" in reader.locator(f"#{passage}").get_attribute("class").split()
    reader.locator(f"#{passage} a.cn").first.click()
    assert reader.url.partition("#")[2] == note_id


def test_a_claim_is_found_and_read_beside_its_source(reader):
    reader.goto(reader.address + "/search/?q=talks&kind=claims")
    reader.locator(".hits h2 a").first.click()
    expect(reader).to_have_url(re.compile(r"/claims/"))
    assert reader.locator("main .quote").first.inner_text()
    reader.locator("main a[href*='/documents/']").first.click()
    expect(reader).to_have_url(re.compile(r"/documents/"))

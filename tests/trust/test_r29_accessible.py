"""TRUST 29: axe finds nothing on any kind of page; the loop is gone round by keyboard, too."""

import re

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from archive.models import Document
from tests.addresses import addresses, names
from tests.browser.axe import found_by_axe
from tests.makers import make_user

pytestmark = pytest.mark.browser

# more than one address of a kind where its states look different
ALSO = [
    "/search/?q=zeppelin&published_after=31+June",
    "/search/?q=talks&why=all",
    "/documents/demo-conversaciones-2023/",
    "/documents/demo-talks-2023/?q=talks&passage=40-160",
    "/entities/?q=ha&kind=planet&colour=red",
    "/entities/?q=zeppelin",
    "/contradictions/?from=when&entity=nobody",
    "/timeline/?in=2016-03",
    "/search/?q=talks&page=99",
    "/nowhere/",
]
# what is data and not a page
DATA = {
    "search_json", "search_csv", "search_jsonl", "search_atom", "entity_feed", "publisher_feed",
    "collection_feed", "complete", "opensearch", "sitemap", "sitemap_section", "robots", "healthz",
    "original", "cite", "annotations", "document_text",
}  # fmt: skip


def pages():
    """Every address that is a page, the tombstone of a withdrawn document among them."""
    gone = Document.objects.exclude(withdrawn_on=None).first()
    every = [a for name, named in addresses().items() if name not in DATA for a in named]
    return [*every, gone.get_absolute_url(), *ALSO]


def faults(page, address):
    """What axe finds in either colours, and whether the page is wider than its window."""
    page.goto(address)
    found = found_by_axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{address}: {each}" for each in found + ([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.fixture(params=[1440, 390], ids=str)
def window(request, browser):
    """A window of the reader's, of a width."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context
    context.close()


def test_r29_axe_finds_nothing(window, live_server, demo, client):
    page = window.new_page()
    found = [each for a in pages() for each in faults(page, live_server.url + a)]
    client.force_login(make_user("reader"))
    cookie = client.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for address in ("/searches/", "/search/?q=talks"):
        found += faults(page, live_server.url + address)
    assert found == []


def test_r29_every_kind_of_page_is_looked_at(demo):
    kinds = {resolve(re.split(r"[?#]", a)[0]).url_name for a in pages() if a != "/nowhere/"}
    assert kinds == names() - DATA


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def keys(request, browser, live_server, demo):
    """A reader with a keyboard and no mouse, at the first page."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.goto(live_server.url + "/")

    def to(selector, most=400):
        """Press Tab until the focus is on what the selector names; returns it."""
        for _press in range(most):
            page.keyboard.press("Tab")
            focused = page.locator("*:focus")
            if focused.count() and focused.evaluate("(node, s) => node.matches(s)", selector):
                return focused
        raise AssertionError(f"{most} times Tab never came to {selector} on {page.url}")

    page.to = to
    yield page
    context.close()


def test_r29_the_loop_is_gone_round_by_keyboard_alone(keys):
    keys.to("input[name=q]")
    keys.keyboard.type("talks")
    keys.keyboard.press("Enter")
    keys.wait_for_url(re.compile(r"/search/\?q=talks"))
    for n, name in enumerate(("publisher", "place"), start=2):
        keys.to(f"input[name={name}]")
        keys.keyboard.press("Space")
        keys.to(".facets button")
        keys.keyboard.press("Enter")
        expect(keys.locator(".chips a")).to_have_count(n)
    keys.to(".hits h2 a")
    keys.keyboard.press("Enter")
    expect(keys).to_have_url(re.compile(r"/documents/"))

    keys.to(".claim a.no")
    note = keys.locator(".claim").first.get_attribute("id")
    keys.keyboard.press("Enter")
    passage = keys.url.partition("#")[2]
    expect(keys.locator(f"#{passage}")).to_be_visible()
    keys.to("a.cn", most=3)  # the way back is the next thing that the focus comes to
    keys.keyboard.press("Enter")
    assert keys.url.partition("#")[2] == note


def test_r29_the_first_tab_leads_past_the_navigation(keys):
    keys.keyboard.press("Tab")
    assert keys.locator("*:focus").inner_text() == "Skip to the text"
    keys.keyboard.press("Enter")
    keys.to("main a, main input, main button", most=1)


def test_r29_a_reader_signs_in_and_out_by_keyboard_alone(keys):
    make_user("reader")
    keys.to("footer a[href*='sign-in']")
    keys.keyboard.press("Enter")
    keys.to("#id_username")
    keys.keyboard.type("reader")
    keys.to("#id_password", most=1)
    keys.keyboard.type("a long pass phrase")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("button", name="Sign out reader")).to_be_visible()
    keys.to("form[action*='sign-out'] button")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("link", name="Sign in")).to_be_visible()

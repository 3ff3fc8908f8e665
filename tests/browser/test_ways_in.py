"""From the first page to a contradiction by what the links say alone, as a newcomer would go."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DEPOSIT = (
    "Somebody paid a deposit for hotel rooms, and the bill carries a date.",
    "The rooms were asked for once the holidays were past, without a deposit.",
)
DECEMBER = (
    "The days of the talks were agreed in the first week of December.",
    "It is false that there was a date in December.",
)
MOST = 5  # clicks


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def newcomer(request, browser, live_server, demo):
    """A page at `/`, with JavaScript and without; `follow` clicks the link that says so."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.clicks = 0

    def follow(words):
        link = page.get_by_role("link", name=words)
        expect(link.first).to_be_visible()
        before = page.url
        link.first.click()
        page.wait_for_url(lambda url: url != before)
        page.clicks += 1

    page.follow = follow
    page.goto(live_server.url + "/")
    yield page
    context.close()


def stand_there(page, statements):
    for words in statements:
        expect(page.get_by_text(words).first).to_be_visible()


def test_a_contradiction_is_reached_through_the_list_of_them(newcomer):
    newcomer.follow("Contradictions")
    stand_there(newcomer, DEPOSIT)
    newcomer.follow(re.compile(re.escape(DEPOSIT[1])))
    newcomer.follow(re.compile("side by side", re.IGNORECASE))
    expect(newcomer).to_have_url(re.compile(r"/claims/compare/\?claim="))
    stand_there(newcomer, DEPOSIT)
    assert newcomer.clicks <= MOST


def test_a_contradiction_is_reached_through_its_question(newcomer):
    newcomer.follow("Questions")
    newcomer.follow("When were the talks of January 2023 agreed?")
    stand_there(newcomer, DECEMBER)
    newcomer.follow(re.compile(re.escape(DECEMBER[1])))
    expect(newcomer.get_by_text("denies").first).to_be_visible()
    assert newcomer.clicks <= MOST

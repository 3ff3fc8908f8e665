"""The reading pages in Chromium, with scripts and without."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from archive.models import Boilerplate, ClaimAbout
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
    passage_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEMES = ("light", "dark")
WIDTHS = (1440, 390)


@pytest.fixture
def archive() -> dict[str, str]:
    """Addresses of one page of each kind."""
    document = make_document(TEXT + "\n\nShare this.", dated="2015-09-30", uid="mail", sample=True)
    Boilerplate.objects.create(passage=passage_of(document, "Share this."))
    marsh = make_entity(uid="marsh")
    make_mention(document, "Elena Marsh", marsh)
    ready = make_claim(document, "We are ready to begin", marsh, uid="ready")
    make_claim(
        document,
        "ready to begin,” said Elena Marsh, who led the delegation",
        uid="crossing",
        statement="She led the delegation.",
        mode="narrator",
    )
    make_dating(document, "on Tuesday", "2015-09-29", reading="the latest Tuesday")
    make_note(document, "half a century", "Since 1963.")
    other = make_document(title="No day was agreed", dated="2015-10-01", uid="denial")
    denial = make_claim(other, "no day had been agreed", statement="No day was agreed.")
    make_link(denial, "denies", ready)
    ClaimAbout.objects.create(claim=denial, entity=marsh)
    return {
        "home": "/",
        "document": document.get_absolute_url(),
        "claim": ready.get_absolute_url(),
        "entity": marsh.get_absolute_url(),
        "entities": reverse("entities"),
    }


def visit(page: Any, address: str) -> None:
    response = page.goto(page.address + address)
    assert response.status == 200, f"{address}: {response.status}"


def test_axe_finds_nothing_light_or_dark_wide_or_narrow(watched, archive):
    found = []
    for name, address in archive.items():
        for scheme in SCHEMES:
            for width in WIDTHS:
                watched.emulate_media(color_scheme=scheme)
                watched.set_viewport_size({"width": width, "height": 900})
                visit(watched, address + ("?q=mail" if name == "document" else ""))
                for violation in Axe().run(watched).response["violations"]:
                    nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                    found.append((name, scheme, width, violation["id"], nodes))
    assert found == []


def test_no_page_is_wider_than_a_phone(watched, archive):
    watched.set_viewport_size({"width": 390, "height": 800})
    for address in archive.values():
        visit(watched, address)
        assert watched.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_pages_ask_nobody_else_and_break_no_policy(watched, archive):
    for address in archive.values():
        visit(watched, address)
    assert watched.refused == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_claim_leads_to_its_words_and_back(browser, live_server, archive, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(live_server.url + archive["document"])
    page.click("#s-ready > .cn")
    assert page.url.endswith("#c-ready")
    page.click("#c-ready .no")
    assert page.url.endswith("#s-ready")
    page.click("#c-ready .that a:not(.no)")
    assert page.url.endswith(archive["claim"])
    page.click("text=Read it in its place")
    assert page.url.endswith("?version=1#s-ready")
    page.click("a.e >> text=Elena Marsh")
    assert page.url.endswith(archive["entity"])
    page.click(".kwic a")
    assert "#t-" in page.url
    context.close()


def test_what_is_copied_is_the_source_verbatim(watched, archive):
    visit(watched, archive["document"])
    copied = watched.evaluate(
        """() => {
            const range = document.createRange();
            range.setStartBefore(document.querySelector('#p1'));
            range.setEndAfter(document.querySelector('#p2'));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return getSelection().toString();
        }"""
    )
    passages = [line for line in copied.split("\n") if line.strip()]
    assert passages[0] == TEXT.split("\n\n")[0]
    assert passages[-1] == TEXT.split("\n\n")[1]


def test_a_claim_and_its_passage_light_together(watched, archive):
    visit(watched, archive["document"])
    band = "e => getComputedStyle(e).getPropertyValue('--band')"
    passage = watched.locator("#s-ready")
    before = passage.evaluate(band)
    watched.hover("#c-ready")
    assert passage.evaluate(band) != before


def test_the_marks_are_switched_off_without_a_script(browser, live_server, archive):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + archive["document"])
    assert page.is_visible("#c-ready")
    page.uncheck("#show-c")
    assert not page.is_visible("#c-ready")
    context.close()


def test_the_ends_of_marks_are_spoken(watched, archive):
    visit(watched, archive["document"])
    snapshot = watched.locator("#p2").aria_snapshot()
    for spoken in (
        "Claim 1",
        "end of claim 1",
        "Claim 2",
        "end of claim 2",
        "Note a",
        "Elena Marsh",
    ):
        assert spoken in snapshot
    assert snapshot.index("Claim 2") < snapshot.index("end of claim 1")


def test_the_first_thing_the_keyboard_reaches_skips_to_the_text(watched, archive):
    visit(watched, archive["document"])
    watched.keyboard.press("Tab")
    assert watched.evaluate("document.activeElement.className") == "skip"
    watched.keyboard.press("Enter")
    assert watched.url.endswith("#main")


def test_words_searched_for_are_stepped_through_without_a_script(browser, live_server, archive):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + archive["document"])
    page.fill("#dq", "the")
    page.press("#dq", "Enter")
    page.wait_for_selector("#hits")
    total = page.locator(".text mark").count()
    assert total > 1
    page.click("#hits a[rel=next]")
    assert page.url.endswith("#m2")
    assert f"2 of {total}" in page.inner_text("#hits")
    page.click("#hits >> text=off")
    assert page.locator(".text mark").count() == 0
    context.close()

"""The reading pages in Chromium, with scripts and without; TRUST 29 for these pages."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from archive.models import Boilerplate, ClaimAbout, Question, QuestionClaim, Version
from tests.browser.axe import found_by_axe
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

WIDTHS = (1440, 390)


@pytest.fixture
@transaction.atomic
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
    denial = make_claim(
        other, "no day had been agreed", uid="denial-claim", statement="No day was agreed."
    )
    extract = make_document(access="extract", uid="extract", dated="2014")
    make_claim(extract, uid="extract-claim")
    Version.objects.create(
        document=document, number=2, layer="translated", language="es", text="El correo."
    )
    question = Question.objects.create(uid="begin", title="Does it begin?", review="accepted")
    for claim in (ready, denial):
        QuestionClaim.objects.create(question=question, claim=claim)
    make_link(denial, "denies", ready)
    ClaimAbout.objects.create(claim=denial, entity=marsh)
    return {
        "home": "/",
        "document": document.get_absolute_url(),
        "claim": ready.get_absolute_url(),
        "entity": marsh.get_absolute_url(),
        "entities": reverse("entities"),
        "extract": extract.get_absolute_url(),
        "versions": reverse("versions", args=["mail"]),
        "question": "/questions/begin/",
        "questions": reverse("questions"),
        "contradictions": reverse("contradictions"),
        "compare": reverse("compare") + "?claim=ready&claim=denial-claim",
        "timeline": reverse("timeline"),
        "mentioned": reverse("timeline") + "?over=mentioned",
        "publishers": reverse("publishers"),
        "publisher": "/publishers/harbour-post/",
        "collections": reverse("collections"),
        "verify": reverse("verify") + "?address=/claims/ready/",
        "about": reverse("about"),
    }


def visit(page: Any, address: str) -> None:
    response = page.goto(page.address + address)
    assert response.status == 200, f"{address}: {response.status}"


def test_r29_axe_finds_nothing_light_or_dark_wide_or_narrow(watched, archive):
    found = []
    for name, address in archive.items():
        visit(watched, address + ("?q=mail&passage=0-9" if name == "document" else ""))
        for width in WIDTHS:
            watched.set_viewport_size({"width": width, "height": 900})
            found += [(name, width, each) for each in found_by_axe(watched)]
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


def select(page: Any, words: str) -> None:
    """Select words of the text, as a mouse would."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(
                document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


@pytest.mark.parametrize("words", ["suspended", "the delegation", "ministry said"])
def test_selected_words_have_a_link_and_a_citation(watched, archive, words):
    visit(watched, archive["document"])
    select(watched, words)
    link = watched.locator("#pop [data-to=words]")
    link.wait_for(state="visible")
    start = TEXT.index(words)
    assert link.get_attribute("href").endswith(f"#c{start}-{start + len(words)}")
    watched.keyboard.press("c")
    assert watched.evaluate("document.activeElement.dataset.to") == "words"
    watched.keyboard.press("Enter")
    watched.wait_for_selector(".picked")
    assert watched.inner_text(".picked") == words
    assert words in watched.inner_text("#cite .quote")
    assert watched.refused == []


@pytest.mark.parametrize(
    ("part", "whole"),
    [("uspend", "suspended"), ("elegation", "delegation"), ("inistry sai", "ministry said")],
)
def test_half_a_word_is_cited_with_the_whole_of_it(watched, archive, part, whole):
    visit(watched, archive["document"])
    select(watched, part)
    link = watched.locator("#pop [data-to=words]")
    link.wait_for(state="visible")
    start = TEXT.index(whole)
    assert link.get_attribute("href").endswith(f"#c{start}-{start + len(whole)}")


def test_an_address_of_words_alone_is_followed(watched, archive):
    start = TEXT.index("suspended")
    visit(watched, archive["document"] + f"#c{start}-{start + 9}")
    watched.wait_for_selector(".picked")
    assert watched.inner_text(".picked") == "suspended"


def test_characters_beyond_the_first_plane_count_as_one(watched, transactional_db):
    document = make_document("A 😀 smile 🇨🇺 and a word.")
    visit(watched, document.get_absolute_url())
    select(watched, "a word")
    link = watched.locator("#pop [data-to=words]")
    link.wait_for(state="visible")
    start = "A 😀 smile 🇨🇺 and a word.".index("a word")
    assert link.get_attribute("href").endswith(f"#c{start}-{start + 6}")


def test_keys_walk_through_the_claims_and_are_switched_off(watched, archive):
    visit(watched, archive["document"])
    watched.keyboard.press("j")
    watched.wait_for_url("**/*#c-ready")
    watched.keyboard.press("j")
    watched.wait_for_url("**/*#c-crossing")
    watched.keyboard.press("k")
    watched.wait_for_url("**/*#c-ready")
    watched.keyboard.press("/")
    assert watched.evaluate("document.activeElement.id") == "dq"
    watched.keyboard.press("j")
    assert watched.input_value("#dq") == "j"
    watched.locator("#dq").blur()
    watched.keyboard.press("?")
    watched.uncheck("#keys-on")
    watched.keyboard.press("Escape")
    watched.keyboard.press("j")
    assert watched.url.endswith("#c-ready")


def test_print_opens_the_reasons_and_leaves_the_tools(watched, archive):
    visit(watched, archive["document"])
    watched.emulate_media(media="print")
    watched.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert watched.locator("#c-crossing details[open]").count() == 1
    assert not watched.is_visible(".tools")
    assert watched.is_visible(".sum")
    watched.evaluate("dispatchEvent(new Event('afterprint'))")
    assert watched.locator("#c-crossing details[open]").count() == 0


def test_links_lead_from_the_first_page_to_a_contradiction(browser, live_server, archive):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(live_server.url)
    page.click("nav >> text=Contradictions")
    page.click("text=No day was agreed.")
    assert "This claim denies" in page.inner_text("main")
    page.click("text=side by side")
    assert "B denies A" in page.inner_text("main")
    context.close()

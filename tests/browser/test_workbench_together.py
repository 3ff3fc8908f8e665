"""Two people on one text: what the other deletes, decides or makes is told, and nothing is lost."""

from typing import Any

import pytest
from django.urls import reverse

from archive.models import Claim, Entity, Evidence, Mention, Review
from tests.browser.bench import Hand
from tests.browser.test_workbench import article
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TROUBLE = "() => !document.getElementById('trouble').hidden"
ACCEPTED = "() => !document.querySelector('#text .s')"


def test_what_was_written_in_a_claim_that_was_deleted_meanwhile_is_saved_anew(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    agency = make_entity("Coastal Agency", "organisation")
    claim = make_claim(document, "140 passengers", agency, review=Review.DRAFT, statement="Many.")
    hand.open(document)
    hand.click("#text .c")
    hand.click("[data-edit]")
    claim.delete()
    hand.page.locator("textarea[name=statement]").fill("There were 140 passengers.")
    hand.press("Enter")
    hand.page.wait_for_function(TROUBLE)
    assert "somebody has deleted it" in hand.page.locator("#trouble").inner_text()
    hand.page.reload()
    hand.page.wait_for_selector("#text:not([aria-busy])")
    hand.page.locator("#trouble button").first.click()
    hand.page.wait_for_selector("form[data-do=claim]")
    assert "saving it makes it anew" in hand.page.locator("#said").inner_text()
    assert hand.page.locator("input[name=entity]").input_value() == "Coastal Agency"
    hand.page.locator("textarea[name=statement]").press("Enter")
    hand.settle()
    made = Claim.objects.get()
    assert made.statement == "There were 140 passengers."
    assert (made.passage.quote, made.attributions.get().entity) == ("140 passengers", agency)
    assert hand.page.locator("#trouble").is_hidden()
    assert hand.page.refused == []


def test_a_suggestion_whose_answer_is_refused_is_offered_again_at_once(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    person = make_entity("Tomás Alarcón", "person")
    mention = make_mention(document, "Tomás Alarcón", person, review=Review.SUGGESTED, rule="name")
    hand.open(document)
    hand.press("j")
    Mention.objects.filter(pk=mention.pk).update(entity=make_entity("T. Alarcón", "person"))
    hand.press("a")
    hand.page.wait_for_function(TROUBLE)
    assert "changed by somebody meanwhile" in hand.page.locator("#trouble").inner_text()
    hand.page.wait_for_function("() => document.querySelector('#text .s')?.title === 'T. Alarcón'")
    hand.press("j")
    assert "T. Alarcón" in hand.page.locator(".sug").inner_text()
    hand.press("a")
    hand.page.wait_for_function(ACCEPTED)
    mention.refresh_from_db()
    assert mention.review == Review.ACCEPTED


def test_a_colleague_s_draft_is_drawn_with_the_next_answer_and_then_published(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    theirs = make_claim(document, "140 passengers", review=Review.DRAFT, statement="Many.")
    assert hand.page.locator("#text .c").count() == 0
    hand.drag("in January 2019")
    hand.press("d", "Enter")
    hand.page.wait_for_selector("#text .c.wb-draft")
    hand.settle()
    hand.press("p")
    hand.settle()
    theirs.refresh_from_db()
    assert theirs.review == Review.ACCEPTED
    theirs.delete()
    hand.press("u")
    hand.page.wait_for_selector("#text .c", state="detached")
    assert hand.page.refused == []


def test_an_accepted_claim_is_not_offered_where_its_evidence_would_be_refused(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    draft = {"statement": "The pier may sink.", "review": Review.DRAFT}
    make_claim(document, "the pier might sink", **draft)
    settled = make_claim(document, "the works cost too much", statement="The pier cost too much.")
    hand.open(document)
    hand.drag("The next boat sails on Friday")
    hand.press("v")
    hand.page.keyboard.type("pier")
    hand.page.wait_for_function("() => document.querySelectorAll('.wb-choices li').length === 1")
    told = hand.page.locator("[data-settled]")
    told.wait_for(state="visible")
    assert "is left out" in told.inner_text()
    link = told.locator("a", has_text="The pier cost too much.")
    address = reverse("admin:archive_claim_change", args=[settled.pk])
    assert link.get_attribute("href") == f"{address}#comments"
    hand.press("Enter", "Enter")
    hand.settle()
    assert Evidence.objects.get().claim.statement == "The pier may sink."
    assert hand.page.refused == []


def test_what_was_written_in_a_form_whose_row_was_deleted_is_made_anew(signed_in: Any) -> None:
    document, page = article(), signed_in(make_user("annotator"))
    agency = make_entity("Coastal Agency", "organisation")
    claim = make_claim(document, "140 passengers", agency, review=Review.DRAFT, statement="Many.")
    page.goto(page.address + reverse("admin:archive_claim_change", args=[claim.pk]))
    page.fill("[name=statement]", "There were 140 passengers.")
    page.fill("[name=attributions-0-capacity]", "owner of the boat")
    claim.delete()
    page.click("[name=_save]")
    page.wait_for_selector(".given-back")
    assert "is not there any more" in page.inner_text("#content")
    assert "There were 140 passengers." in page.inner_text(".given-back")
    assert "owner of the boat" in page.inner_text(".given-back")
    page.click("text=Make a new one of it")
    page.wait_for_selector(".messagelist, .errornote")
    assert page.locator(".errornote, .errorlist").all_inner_texts() == []
    made = Claim.objects.get()
    assert made.statement == "There were 140 passengers."
    (said,) = made.attributions.all()
    assert (said.entity, said.capacity) == (agency, "owner of the boat")
    assert Entity.objects.count() == 1
    assert page.refused == []


def test_what_was_marked_in_hundreds_of_paragraphs_is_asked_for_in_portions(signed_in: Any) -> None:
    text = "\n\n".join(f"Line {n} of the log." for n in range(1000))
    document, hand = make_document(text), Hand(signed_in(make_user("annotator")))
    asked: list[str] = []
    hand.open(document)
    hand.page.on("request", lambda request: asked.append(request.url))
    make_note(document, text, "All of it.", review=Review.DRAFT)
    hand.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    hand.page.wait_for_function(
        "() => document.querySelectorAll('#text [data-drawn]:has([data-k])').length === 1000"
    )
    portions = [address for address in asked if "for=paragraphs" in address]
    assert len(portions) == 10
    assert max(len(address) for address in portions) < 2000
    assert hand.page.refused == []

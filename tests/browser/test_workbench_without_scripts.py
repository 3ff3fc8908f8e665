"""The workbench without JavaScript: lists, suggestions, quote forms, undo and publishing."""

from typing import Any

import pytest
from django.urls import reverse

from archive.models import Claim, Dating, Entity, Mention, Review
from tests.benchmarks._edits import sentences
from tests.browser.test_workbench import PERIODS, article, published
from tests.data import data_file
from tests.makers import make_dating, make_document, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"java_script_enabled": False}


def workbench(page: Any, document: Any) -> None:
    page.goto(page.address + reverse("admin:archive_document_workbench", args=[document.uid]))


def save_list(page: Any, link: str) -> None:
    page.click(link)
    page.click(".listing button.go")


def claim_by_quote(page: Any, document: Any, quote: str, worded: str) -> None:
    """A claim through the form of quote and occurrence that the workbench leads to."""
    workbench(page, document)
    page.click("#panel-body a:text-is('Claim')")
    page.fill("#id_quote", quote)
    page.fill("#id_statement", quote)
    page.select_option("#id_mode", "indirect")
    page.fill("input[name=attributions-0-as_worded]", worded)
    page.click("input[name=_save]")


def dating_by_quote(page: Any, document: Any, quote: str, occurrence: int, edtf: str) -> None:
    """A dating through its form; words that stand there several times are asked about."""
    workbench(page, document)
    page.click("#panel-body a:text-is('Dating')")
    page.fill("#id_quote", quote)
    page.fill("#id_edtf", edtf)
    page.click("input[name=_save]")
    choices = page.locator("input[name=occurrence][type=radio]")
    if choices.count():
        choices.nth(occurrence - 1).check()
        page.click("input[name=_save]")


def test_an_article_is_annotated_and_published_without_scripts(signed_in: Any) -> None:
    document, page = article(), signed_in(make_user("reviewer"))
    workbench(page, document)
    save_list(page, "#list-names")
    assert "names marked" in page.locator("p.notice[role=status]").inner_text()
    save_list(page, "#list-dates")
    claim_by_quote(page, document, "140 passengers were on board", "The Coastal Agency")
    claim_by_quote(page, document, "fares will not rise before 2020", "the Harbour Office")
    workbench(page, document)
    page.click("#publish")
    mentions, claims, datings = published(document)
    assert (mentions >= 25, claims, datings >= 15) == (True, 2, True)
    assert page.refused == []


def test_the_seed_article_is_annotated_without_scripts(signed_in: Any) -> None:
    text = data_file("000_1f6b0f63a8b626fd.txt").read_text(encoding="utf-8")
    document, page = make_document(text, title="The seed"), signed_in(make_user("reviewer"))
    workbench(page, document)
    save_list(page, "#list-names")
    save_list(page, "#list-dates")
    for quote, occurrence, edtf in PERIODS:
        dating_by_quote(page, document, quote, occurrence, edtf)
    for start, end in [span for span in sentences(text) if span[1] - span[0] > 60][1:13]:
        claim_by_quote(page, document, text[start:end], "the text")
    workbench(page, document)
    page.click("#publish")
    mentions, claims, datings = published(document)
    assert (mentions >= 25, claims, datings >= 15) == (True, 12, True)
    assert page.refused == []


def test_every_occurrence_is_chosen_and_undone_without_scripts(signed_in: Any) -> None:
    document, page = article(), signed_in(make_user("annotator"))
    workbench(page, document)
    page.fill("#every", "Key Harbor")
    page.click("#panel-body form button")
    page.locator("input[name=row]").nth(0).uncheck()
    page.select_option("#new-kind", "place")
    page.click(".listing button.go")
    assert Mention.objects.filter(entity__name="Key Harbor").count() == 4
    assert page.url.endswith("#p2")
    page.click("#undo-form button")
    assert "Undone: Key Harbor" in page.locator("p.notice[role=status]").inner_text()
    assert not Mention.objects.exists()
    assert not Entity.objects.exists()


def test_suggestions_are_answered_and_marks_deleted_without_scripts(signed_in: Any) -> None:
    document, page = article(), signed_in(make_user("reviewer"))
    make_dating(document, "on Tuesday", "2019-03-19", review=Review.SUGGESTED, rule="weekday")
    make_dating(document, "In 2012", "2012", review=Review.SUGGESTED, rule="year")
    workbench(page, document)
    page.click("#list-suggestions")
    page.locator("input[name=keys]").nth(1).uncheck()
    page.click("button[value=accept]")
    page.click("#list-suggestions")
    page.click("button[value=reject]")
    found = dict(Dating.objects.values_list("passage__quote", "review"))
    assert found == {"on Tuesday": Review.ACCEPTED, "In 2012": Review.REJECTED}
    page.click("#marked summary")
    page.click("#marked button[value=delete]")
    assert list(Dating.objects.values_list("edtf", flat=True)) == ["2012"]


def test_an_annotator_sends_drafts_to_review_without_scripts(signed_in: Any) -> None:
    document, page = article(), signed_in(make_user("annotator"))
    claim_by_quote(page, document, "the pier might sink", "the Transit Company")
    workbench(page, document)
    page.click("#publish")
    assert Claim.objects.get().review == Review.IN_REVIEW

"""Two claims linked on the linking page, from either side; a contradiction asks for a note."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from archive.models import Claim, ClaimLink, Review
from tests.makers import make_claim, make_document, make_entity, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def browser_context_args(browser_context_args: dict[str, Any], request: Any) -> dict[str, Any]:
    return browser_context_args | {"java_script_enabled": request.param}


@pytest.fixture
@transaction.atomic
def pair() -> tuple[Claim, Claim]:
    """A claim of one document, and one of another that says something else."""
    one = make_claim(make_document(), statement="Work on the mail may start at once.")
    other = make_claim(
        make_document(title="A second report", dated="2023-05-01"),
        "no day had been agreed",
        make_entity("Ministry of Posts", "organisation"),
        statement="No day for the mail is agreed.",
    )
    return one, other


def search(page: Any, claim: Claim, words: str) -> None:
    """From the claim's page to the linking page, and a search over all claims."""
    page.goto(page.address + reverse("admin:archive_claim_change", args=[claim.pk]))
    page.locator(f"a[href='{reverse('admin:archive_claim_link', args=[claim.pk])}']").first.click()
    page.fill("#q", words)
    page.press("#q", "Enter")
    page.wait_for_url("**/link/?q=*")


@pytest.mark.parametrize(("direction", "from_first"), [("out", True), ("in", False)])
def test_two_claims_are_linked_from_either_side(
    signed_in: Any, pair: tuple[Claim, Claim], direction: str, from_first: bool
) -> None:
    page, (one, other) = signed_in(make_user("annotator")), pair
    here, there = (one, other) if from_first else (other, one)
    search(page, here, "agreed mail" if from_first else "an official start")
    row = page.locator("tbody tr")
    assert row.count() == 1
    assert there.statement in row.inner_text()
    assert there.passage.quote in row.locator("mark").inner_text()
    page.check(f"#other-{there.pk}")
    page.select_option("#id_direction", direction)
    page.select_option("#id_kind", "repeats")
    page.locator("#content-main form[method=post] button.default").click()
    page.wait_for_url("**/change/**")
    assert "Linked:" in page.locator(".messagelist").inner_text()
    link = ClaimLink.objects.get()
    assert (link.source, link.target, link.kind) == (one, other, "repeats")
    assert link.review == Review.DRAFT
    # the link stands on both claims' pages
    for claim in pair:
        page.goto(page.address + reverse("admin:archive_claim_change", args=[claim.pk]))
        listed = page.locator("#claimlink").inner_text()
        assert (other if claim == one else one).statement in listed
    assert page.refused == []


def test_a_contradiction_asks_for_a_note_and_keeps_what_was_chosen(
    signed_in: Any, pair: tuple[Claim, Claim]
) -> None:
    page, (one, other) = signed_in(make_user("annotator")), pair
    search(page, one, "Ministry of Posts")
    page.check(f"#other-{other.pk}")
    page.select_option("#id_kind", "contradicts")
    page.locator("#content-main form[method=post] button.default").click()
    page.wait_for_selector(".errorlist")
    assert "Say in a sentence what the two say" in page.locator(".errorlist").inner_text()
    assert page.locator(f"#other-{other.pk}").is_checked()
    assert page.locator("#id_kind").input_value() == "contradicts"
    assert not ClaimLink.objects.exists()
    page.fill("#id_note", "At once, says the one; no day is agreed, says the other.")
    page.locator("#content-main form[method=post] button.default").click()
    page.wait_for_url("**/change/**")
    assert ClaimLink.objects.get().note.startswith("At once")
    assert page.refused == []

"""A suggestion that is opened in its form and saved: whose it is then, and of which rule."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import Claim, Entity, Mention, Review
from tests.archive.workbench_desk import do
from tests.makers import make_claim, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def suggested_claim(document: Any) -> Claim:
    return make_claim(document, review=Review.SUGGESTED, rule="attribution:said-that")


def as_it_is(claim: Claim) -> dict[str, Any]:
    """What the form of the claim sends where nobody wrote in it."""
    worded = [{"as_worded": one.as_worded} for one in claim.attributions.all()]
    fields = {"statement": claim.statement, "mode": claim.mode, "said": claim.said}
    return {"key": f"claim:{claim.pk}", "attributions": worded, **fields}


@pytest.mark.parametrize("role", ["annotator", "reviewer"])
def test_saved_as_it_is_a_suggestion_is_a_draft_and_stays_its_rule_s(document, role):
    claim = suggested_claim(document)
    said = do(document, make_user(role), "change", **as_it_is(claim)).said
    assert said.startswith("A draft now, as the rule suggested it: ")
    claim.refresh_from_db()
    assert (claim.review, claim.rule, claim.created_by) == (
        Review.DRAFT,
        "attribution:said-that",
        None,
    )
    record = claim.history.first()
    assert record.history_type == "~"
    assert record.rule == "attribution:said-that"


def test_a_reviewer_may_accept_what_they_only_took_over(document, settings, reviewer):
    settings.ACCEPT_OWN = False
    claim = suggested_claim(document)
    do(document, reviewer, "change", **as_it_is(claim))
    do(document, reviewer, "publish")
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED


@pytest.mark.parametrize(
    "written", [{"statement": "All is ready."}, {"attributions": [{"as_worded": "the clerk"}]}]
)
def test_corrected_it_is_theirs_who_corrected_it_and_still_says_which_rule_made_it(
    document, annotator, written
):
    claim = suggested_claim(document)
    said = do(document, annotator, "change", **as_it_is(claim) | written).said
    assert said.startswith("Changed: ")
    claim.refresh_from_db()
    assert (claim.review, claim.created_by) == (Review.DRAFT, annotator)
    assert claim.rule == "attribution:said-that"


def test_taking_over_is_undone(document, annotator):
    claim = suggested_claim(document)
    do(document, annotator, "change", **as_it_is(claim))
    do(document, annotator, "undo")
    claim.refresh_from_db()
    assert claim.review == Review.SUGGESTED


def test_another_entity_in_a_suggestion_is_a_correction(document, annotator):
    entities = make_entity("Elena Marsh"), make_entity("Helena Marsh")
    mention = make_mention(document, "Elena Marsh", entities[0], review=Review.SUGGESTED)
    makers: list[Any] = []
    for entity in entities:
        Mention.objects.update(review=Review.SUGGESTED, created_by=None)
        key = f"mention:{mention.pk}"
        do(document, annotator, "change", key=key, entity={"uid": entity.uid})
        mention.refresh_from_db()
        makers.append(mention.created_by)
    assert makers == [None, annotator]
    assert mention.entity == Entity.objects.get(name="Helena Marsh")

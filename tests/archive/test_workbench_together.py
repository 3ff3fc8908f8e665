"""Several people at one document: nothing is lost silently, nothing is done that nobody saw."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Attribution, Claim, ClaimAbout, Dating, Note, Review
from archive.simultaneous import state_of, states_of
from archive.workbench import asking
from archive.workbench.errors import Changed, Refused
from tests.archive.test_admin_review import change
from tests.archive.workbench_desk import desk_of, do
from tests.makers import make_claim, make_document, make_entity, make_mention, passage_of

pytestmark = pytest.mark.django_db


def claimed(document: Any, *worded: str) -> Claim:
    claim = make_claim(document, review=Review.DRAFT)
    claim.attributions.all().delete()
    for position, words in enumerate(worded, 1):
        Attribution.objects.create(claim=claim, position=position, as_worded=words)
    return claim


def seen_by(document: Any, user: Any, row: Any) -> str:
    """The token that the form of a row has when it opens."""
    key = f"{row._meta.model_name}:{row.pk}"
    seen: str = asking.answer(desk_of(document, user), {"for": "row", "key": key})["seen"]
    return seen


def rewrite(document: Any, user: Any, claim: Claim, *worded: str, **given: Any) -> None:
    given["attributions"] = [{"as_worded": words} for words in worded]
    do(document, user, "change", key=f"claim:{claim.pk}", **given)


def said(claim: Claim) -> list[tuple[int, str]]:
    return [(one.position, one.as_worded) for one in claim.attributions.all()]


def test_claimants_that_another_has_changed_meanwhile_are_not_lost(document, annotator, reviewer):
    claim = claimed(document, "an official")
    seen = seen_by(document, annotator, claim)
    rewrite(document, reviewer, claim, "the minister", seen=seen_by(document, reviewer, claim))
    with pytest.raises(Changed, match="the minister"):
        rewrite(document, annotator, claim, "a delegate", seen=seen)
    assert said(claim) == [(1, "the minister")]


def test_what_a_claim_is_about_belongs_to_its_state(document, annotator):
    claim = claimed(document, "an official")
    seen = seen_by(document, annotator, claim)
    ClaimAbout.objects.create(claim=claim, entity=make_entity("The mail", "other"))
    given = {"statement": claim.statement, "seen": seen}
    with pytest.raises(Changed, match="about: The mail"):
        do(document, annotator, "change", key=f"claim:{claim.pk}", **given)


def test_a_conflict_says_what_differs_and_not_only_the_statement(document, annotator, reviewer):
    claim = claimed(document, "an official")
    seen, key = seen_by(document, annotator, claim), f"claim:{claim.pk}"
    do(document, reviewer, "change", key=key, mode="narrator", said="2019-03-19", seen=seen)
    given = {"statement": claim.statement, "mode": "indirect", "said": "", "seen": seen}
    with pytest.raises(Changed) as refused:
        do(document, annotator, "change", key=key, **given)
    assert "mode: the narrator’s own words · said: 2019-03-19" in str(refused.value)
    assert claim.statement not in str(refused.value)


def test_a_conflict_over_a_date_quotes_the_date(document, annotator, reviewer):
    do(document, annotator, "date", on="Tuesday", edtf="2019-03-19")
    dating = Dating.objects.get()
    seen, key = seen_by(document, annotator, dating), f"dating:{dating.pk}"
    do(document, reviewer, "change", key=key, edtf="2019-03-12", seen=seen)
    with pytest.raises(Changed, match="2019-03-12"):
        do(document, annotator, "change", key=key, edtf="2019-03-26", seen=seen)


def test_a_claimant_who_says_the_same_stays_the_row_it_is(document, annotator):
    claim = claimed(document, "an official", "a delegate")
    before = list(claim.attributions.values_list("pk", flat=True))
    saved = Attribution.history.count()
    rewrite(document, annotator, claim, "an official", "a delegate", statement="It is ready.")
    assert list(claim.attributions.values_list("pk", flat=True)) == before
    assert Attribution.history.count() == saved


def test_a_colleague_s_open_form_can_still_be_saved_where_it_is_not_in_conflict(
    document, annotator, reviewer
):
    claim = claimed(document, "an official")
    posted = change(claim)
    rewrite(document, annotator, claim, "an official", statement="It is ready.")
    client = Client()
    client.force_login(reviewer)
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    posted["seen"] = state_of(claim)
    assert client.post(address, posted).status_code == 302


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("abc", "bc", {"b": 1, "c": 2}),
        ("abc", "xabc", {"a": 2, "b": 3, "c": 4}),
        ("abc", "axc", {"a": 1, "c": 3}),
        ("ab", "ba", {}),
        ("abcd", "cdab", {}),
        ("", "ab", {}),
        ("ab", "", {}),
        ("abcd", "xbdy", {"b": 2, "d": 3}),
    ],
)
def test_claimants_are_written_anew_in_place_and_undone(document, annotator, before, after, kept):
    claim = claimed(document, *before)
    keys = {one.as_worded: one.pk for one in claim.attributions.all()}
    rewrite(document, annotator, claim, *after)
    assert said(claim) == list(enumerate(after, 1))
    now = {one.as_worded: one for one in claim.attributions.all()}
    assert {w: now[w].position for w in kept if now[w].pk == keys[w]} == kept
    do(document, annotator, "undo")
    assert said(claim) == list(enumerate(before, 1))
    assert {one.as_worded: one.pk for one in claim.attributions.all()} == keys


def test_a_draft_that_came_after_the_page_is_not_published_unseen(document, annotator, reviewer):
    do(document, annotator, "note", on="half a century", text="Since 1963.")
    shown = desk_of(document, reviewer).drafts_shown
    do(document, annotator, "note", on="Tuesday", text="The day after.")
    said = do(document, reviewer, "publish", shown=shown).said
    assert "1 annotation published. 1 was added or changed by somebody meanwhile" in said
    states = dict(Note.objects.values_list("text", "review"))
    assert states == {"Since 1963.": Review.ACCEPTED, "The day after.": Review.DRAFT}


@pytest.mark.parametrize("kind", ["publish", "send"])
def test_a_draft_that_was_written_anew_is_left_as_it_is(document, annotator, reviewer, kind):
    claim = claimed(document, "an official")
    shown = desk_of(document, reviewer).drafts_shown
    rewrite(document, annotator, claim, "the minister")
    with pytest.raises(Changed, match="look at it first"):
        do(document, reviewer, kind, shown=" ".join(shown))
    claim.refresh_from_db()
    assert claim.review == Review.DRAFT


def test_nothing_is_published_where_the_page_does_not_say_what_it_showed(document, reviewer):
    claim = claimed(document, "an official")
    with pytest.raises(Refused, match="which drafts"):
        do(document, reviewer, "publish", shown=None)
    claim.refresh_from_db()
    assert claim.review == Review.DRAFT


def test_a_suggestion_that_was_written_anew_is_not_accepted_unseen(document, annotator, reviewer):
    rows = [
        make_mention(document, quote, make_entity(quote), review=Review.SUGGESTED)
        for quote in ("Elena Marsh", "Havana")
    ]
    answer = asking.answer(desk_of(document, reviewer), {"for": "state"})
    keys = [one["decided_as"] for one in answer["suggestions"]]
    other = {"uid": make_entity("Somebody else").uid}
    do(document, annotator, "change", key=f"mention:{rows[0].pk}", entity=other)
    said = do(document, reviewer, "answer", keys=keys, to="accept").said
    assert "1 was added or changed by somebody meanwhile" in said
    stale = next(key for key in keys if key.startswith(f"mention:{rows[0].pk}="))
    with pytest.raises(Changed, match="look at it first"):
        do(document, reviewer, "answer", keys=[stale], to="accept")
    for row in rows:
        row.refresh_from_db()
    assert [row.review for row in rows] == [Review.DRAFT, Review.ACCEPTED]


def test_an_action_names_the_claims_whose_claimants_it_changed(document, annotator):
    claim = claimed(document, "an official")
    given = {"key": f"claim:{claim.pk}", "attributions": [{"as_worded": "the minister"}]}
    assert do(document, annotator, "change", **given).keys == [f"claim:{claim.pk}"]
    assert do(document, annotator, "undo").keys == [f"claim:{claim.pk}"]


def test_evidence_that_was_added_meanwhile_counts_as_a_change_of_its_claim(
    document, annotator, reviewer
):
    claim = claimed(document, "an official")
    seen = seen_by(document, annotator, claim)
    shown = desk_of(document, reviewer).drafts_shown
    do(document, reviewer, "evidence", on="half a century", claim=claim.uid)
    hidden = make_document(title="Withdrawn", withdrawn_on="2024-01-01", withdrawn_reason="Asked.")
    claim.evidence.create(passage=passage_of(hidden, "on Tuesday"))
    given = {"key": f"claim:{claim.pk}", "statement": claim.statement, "seen": seen}
    with pytest.raises(Changed, match=r"evidence: .*half a century") as refused:
        do(document, annotator, "change", **given)
    assert "on Tuesday" not in str(refused.value)
    with pytest.raises(Changed, match="look at it first"):
        do(document, reviewer, "publish", shown=shown)
    claim.refresh_from_db()
    assert claim.review == Review.DRAFT


def test_a_state_on_the_workbench_is_the_one_that_forms_and_lists_compare(document, reviewer):
    claim = claimed(document, "an official")
    claim.evidence.create(passage=passage_of(document, "half a century"))
    state = states_of(Claim, [claim.pk])[claim.pk]
    assert seen_by(document, reviewer, claim) == state_of(claim) == state
    assert f"claim:{claim.pk}={state}" in desk_of(document, reviewer).drafts_shown


def test_an_action_names_the_claim_whose_evidence_it_added(document, annotator):
    claim = claimed(document, "an official")
    keys = do(document, annotator, "evidence", on="half a century", claim=claim.uid).keys
    assert f"claim:{claim.pk}" in keys  # its author has seen the state that it has now


@pytest.mark.parametrize("seen", [None, ""])
def test_what_does_not_say_which_state_was_read_changes_and_decides_nothing(
    document, reviewer, seen
):
    claim = claimed(document, "an official")
    key = f"claim:{claim.pk}"
    with pytest.raises(Changed, match="What you wrote is still here"):
        do(document, reviewer, "change", key=key, statement="Other.", seen=seen)
    with pytest.raises(Changed, match="look at it first"):
        do(document, reviewer, "answer", keys=[f"{key}={seen or ''}"], to="accept")
    claim.refresh_from_db()
    assert (claim.statement == "Other.", claim.review) == (False, Review.DRAFT)

"""Who may take an annotation how far, role by role."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Claim, Question, QuestionClaim, Review
from archive.simultaneous import state_of
from tests.forms import send
from tests.makers import make_claim, make_document, make_user

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "reader", "annotator", "reviewer", "editor")


def user_of(role: str) -> User | None:
    return None if role == "anonymous" else make_user(role)


def change(claim: Claim, **fields: Any) -> dict[str, Any]:
    data = {
        "quote": claim.passage.quote,
        "statement": claim.statement,
        "mode": claim.mode,
        "statement_language": "en",
        "review": claim.review,
    }
    for prefix, rows in (("attributions", claim.attributions.all()), ("subjects", [])):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for n, row in enumerate(rows):
            data |= {
                f"{prefix}-{n}-id": row.pk,
                f"{prefix}-{n}-claim": claim.pk,
                f"{prefix}-{n}-as_worded": row.as_worded,
            }
    return data | fields


def post(client: Client, claim: Claim, **fields: Any) -> Any:
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    return send(client, address, change(claim, **fields))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("draft", "in_review", ("annotator", "reviewer", "editor")),
        ("in_review", "draft", ("annotator", "reviewer", "editor")),
        ("suggested", "draft", ("annotator", "reviewer", "editor")),
        ("suggested", "rejected", ("annotator", "reviewer", "editor")),
        ("draft", "accepted", ("reviewer", "editor")),
        ("in_review", "accepted", ("reviewer", "editor")),
        ("in_review", "rejected", ("reviewer", "editor")),
        ("accepted", "draft", ("reviewer", "editor")),
        ("rejected", "draft", ("reviewer", "editor")),
        ("draft", "suggested", ()),
    ],
)
def test_who_may_change_a_state(client, role, before, after, allowed):
    claim = make_claim(make_document(), review=before)
    user = user_of(role)
    if user:
        client.force_login(user)
    post(client, claim, review=after)
    claim.refresh_from_db()
    assert claim.review == (after if role in allowed else before)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_accepted_is_not_edited_by_those_who_may_not_accept(client, role):
    claim = make_claim(make_document())
    user = user_of(role)
    if user:
        client.force_login(user)
    post(client, claim, statement="Another statement.")
    claim.refresh_from_db()
    assert (claim.statement == "Another statement.") is (role in ("reviewer", "editor"))
    client.post(reverse("admin:archive_claim_delete", args=[claim.pk]), {"post": "yes"})
    assert Claim.objects.exists() is (role not in ("reviewer", "editor"))


def test_an_annotator_still_sees_an_accepted_claim_with_its_quote(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    page = client.get(reverse("admin:archive_claim_change", args=[claim.pk]))
    assert page.status_code == 200
    assert "<mark>We are ready to begin</mark>" in page.text
    assert 'name="statement"' not in page.text


def test_accepting_is_signed_and_taking_it_back_unsigns(client):
    claim = make_claim(make_document(), review="in_review")
    reviewer = make_user("reviewer")
    client.force_login(reviewer)
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.reviewed_by == reviewer
    post(client, claim, review="draft")
    claim.refresh_from_db()
    assert claim.reviewed_by is None


def test_a_site_can_forbid_accepting_ones_own(client, settings):
    settings.ACCEPT_OWN = False
    reviewer = make_user("reviewer")
    claim = make_claim(make_document(), review="in_review", created_by=reviewer)
    client.force_login(reviewer)
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.IN_REVIEW
    client.force_login(make_user("editor"))
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED


@pytest.mark.parametrize("before", ["accepted", "suggested"])
@pytest.mark.parametrize(
    "written", [{"statement": "Another one."}, {"attributions-0-as_worded": "the minister"}]
)
def test_what_is_rewritten_waits_for_another_where_nobody_accepts_their_own(
    client, settings, before, written
):
    settings.ACCEPT_OWN = False
    claim = make_claim(make_document(), review=before)
    client.force_login(make_user("reviewer"))
    page = send(
        client,
        reverse("admin:archive_claim_change", args=[claim.pk]),
        change(claim, **written, review="accepted"),
        follow=True,
    )
    assert "waits until another reviewer accepts it" in page.text
    claim.refresh_from_db()
    assert (claim.review, claim.reviewed_by) == (Review.IN_REVIEW, None)
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.IN_REVIEW
    client.force_login(make_user("editor"))
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED


def answers(question: Question, *claims: Claim, **more: Any) -> dict[str, Any]:
    """The form of a question: the claims that answer it, and new ones."""
    data: dict[str, Any] = {"title": question.title, "state": question.state}
    data |= {"review": question.review, "seen": state_of(question)}
    kept = list(question.has_claims.all())
    data |= {"has_claims-TOTAL_FORMS": len(kept) + len(claims)}
    data |= {"has_claims-INITIAL_FORMS": len(kept)}
    rows = [(row.pk, row.claim.pk) for row in kept] + [("", one.pk) for one in claims]
    for n, (pk, claim) in enumerate(rows):
        one = f"has_claims-{n}"
        data |= {f"{one}-id": pk, f"{one}-question": question.pk, f"{one}-claim": claim}
    return data | more


@pytest.mark.parametrize("taken", [True, False], ids=["a claim taken away", "a claim added"])
def test_a_question_whose_claims_change_waits_where_nobody_accepts_their_own(
    client, settings, taken
):
    settings.ACCEPT_OWN = False
    document = make_document()
    question = Question.objects.create(title="Who took it?", review="accepted")
    QuestionClaim.objects.create(question=question, claim=make_claim(document))
    address = reverse("admin:archive_question_change", args=[question.pk])
    client.force_login(make_user("reviewer"))
    send(client, address, answers(question))
    question.refresh_from_db()
    assert question.review == Review.ACCEPTED
    another = make_claim(document, "half a century")
    if taken:
        data = answers(question, **{"has_claims-0-DELETE": "on"})
    else:
        data = answers(question, another)
    page = send(client, address, data, follow=True)
    assert "waits until another reviewer accepts it" in page.text
    for review, after in (("draft", "draft"), ("accepted", "draft")):
        question.refresh_from_db()
        send(client, address, answers(question, review=review))
        question.refresh_from_db()
        assert question.review == after
    client.force_login(make_user("editor"))
    send(client, address, answers(question, review="accepted"))
    question.refresh_from_db()
    assert question.review == Review.ACCEPTED


def test_a_suggestion_is_accepted_as_it_is_where_nobody_accepts_their_own(client, settings):
    settings.ACCEPT_OWN = False
    claim = make_claim(make_document(), review="suggested")
    client.force_login(make_user("reviewer"))
    post(client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("model", "allowed"),
    [
        ("document", ("annotator", "reviewer", "editor")),
        ("version", ("annotator", "reviewer", "editor")),
        ("entity", ("annotator", "reviewer", "editor")),
        ("mention", ("annotator", "reviewer", "editor")),
        ("subject", ("annotator", "reviewer", "editor")),
        ("claim", ("annotator", "reviewer", "editor")),
        ("claimlink", ("annotator", "reviewer", "editor")),
        ("documentlink", ("annotator", "reviewer", "editor")),
        ("dating", ("annotator", "reviewer", "editor")),
        ("note", ("annotator", "reviewer", "editor")),
        ("boilerplate", ("annotator", "reviewer", "editor")),
        ("evidence", ("annotator", "reviewer", "editor")),
        ("question", ("annotator", "reviewer", "editor")),
        ("publisher", ("annotator", "reviewer", "editor")),
        ("collection", ("annotator", "reviewer", "editor")),
        ("topic", ("annotator", "reviewer", "editor")),
        ("assessment", ("reviewer", "editor")),
    ],
)
def test_who_may_add_what(client, role, model, allowed):
    user = user_of(role)
    if user:
        client.force_login(user)
    response = client.get(reverse(f"admin:archive_{model}_add"))
    if role in ("anonymous", "reader"):
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))
    else:
        assert response.status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_delete_a_document(client, role):
    document = make_document()
    user = user_of(role)
    if user:
        client.force_login(user)
    response = client.get(reverse("admin:archive_document_delete", args=[document.pk]))
    assert (response.status_code == 200) is (role == "editor")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_documents_in_bulk(client, role):
    document = make_document()
    user = user_of(role)
    if user:
        client.force_login(user)
    data = {"action": "change_in_bulk", "_selected_action": document.pk}
    response = client.post(reverse("admin:archive_document_changelist"), data)
    assert (response.status_code == 200) is (role in ("annotator", "reviewer", "editor"))

"""What is visible, asked for the whole archive at once: the same rows as one by one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from archive.models import Claim, ClaimLink, Document, Mention, Passage, Question, QuestionClaim
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
)

pytestmark = pytest.mark.django_db
ROLES = [None, "reader", "annotator", "reviewer", "editor"]


@pytest.fixture
def claims():
    """A claim in a document of each state, two of them not accepted, all linked to each other."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    states = [
        {},
        {"access": "extract"},
        {"access": "staff"},
        {"embargo_until": tomorrow},
        {"embargo_until": tomorrow - timedelta(days=1)},
        {"withdrawn_on": date(2024, 3, 4), "withdrawn_reason": "A court order."},
    ]
    made = []
    for n, fields in enumerate(states):
        document = make_document(**fields)
        made.append(make_claim(document))
        make_mention(document, "Elena Marsh", make_entity(f"Elena Marsh {n}"))
    for review in ("suggested", "rejected"):
        made.append(make_claim(make_document(), review=review))
    for one in made:
        for other in made:
            if one != other:
                make_link(one, "contradicts", other)
    return made


def seen_by(role):
    return make_user(role) if role else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", [Claim, ClaimLink, Mention])
def test_the_quick_way_sees_what_the_plain_way_sees(claims, model, role):
    user = seen_by(role)
    plain = set(model.objects.visible_to(user).values_list("pk", flat=True))
    assert set(model.objects.visible_throughout(user).values_list("pk", flat=True)) == plain
    assert plain


@pytest.mark.parametrize("role", ROLES)
def test_a_document_is_either_seen_or_hidden(claims, role):
    user = seen_by(role)
    seen = set(Document.objects.visible_to(user).values_list("pk", flat=True))
    hidden = set(Document.objects.hidden_from(user).values_list("pk", flat=True))
    assert not seen & hidden
    assert seen | hidden == set(Document.objects.values_list("pk", flat=True))
    passages = Passage.objects.hidden_from(user).values_list("version__document", flat=True)
    assert set(passages) == hidden


@pytest.mark.parametrize(("role", "held"), list(zip(ROLES, [3, 3, 5, 5, 6], strict=True)))
def test_a_question_counts_the_claims_that_are_seen(claims, role, held):
    question = Question.objects.create(title="Which?", review="accepted")
    for claim in claims:
        QuestionClaim.objects.create(question=question, claim=claim)
    user = seen_by(role)
    found = Question.objects.visible_to(user).with_count_for(user).get()
    assert found.held == held


def test_a_question_without_a_claim_that_is_seen_is_not_there(claims):
    question = Question.objects.create(title="Which?", review="accepted")
    hidden = [c for c in claims if c.passage.version.document.access == "staff"]
    QuestionClaim.objects.create(question=question, claim=hidden[0])
    assert not Question.objects.visible_to(None).exists()
    assert Question.objects.visible_to(make_user("annotator")).exists()

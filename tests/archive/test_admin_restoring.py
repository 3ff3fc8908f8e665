"""What an earlier state brings back: whose a date is then, and who accepts what was restored."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.datings import columns, readings
from archive.decisions import decide
from archive.merging import merge, unmerge
from archive.models import Claim, Dating, Document, Question, QuestionClaim, Review
from tests.archive.test_admin_history import changed_claim, earlier
from tests.forms import send
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def date_read_by_rule(corrected: str) -> Dating:
    """“on Tuesday” as the rules read it, 2014-12-16, and then corrected by a person."""
    document = make_document(dated="2014-12-17")
    version = document.versions.get()
    (reading,) = [one for one in readings(document, version) if one.text.endswith("Tuesday")]
    passage = version.passage(reading.start, reading.end)
    dating = Dating.objects.create(passage=passage, review="accepted", **columns(reading))
    assert dating.edtf == "2014-12-16"
    dating.edtf, dating.fixed, dating.reading = corrected, True, ""
    dating.save()
    return dating


def test_a_date_that_the_rules_still_read_so_is_theirs_again_when_it_is_restored(client):
    dating = date_read_by_rule(corrected="2014-12-15")
    client.force_login(make_user("editor"))
    assert send(client, earlier(dating, dating.history.last())).status_code == 302
    dating.refresh_from_db()
    assert (dating.edtf, dating.fixed) == ("2014-12-16", False)
    assert dating.reading


def test_a_date_that_the_rules_read_otherwise_by_now_is_fixed_when_it_is_restored(client):
    dating = date_read_by_rule(corrected="2014-12-15")
    document = dating.passage.version.document
    document.dated = "2015-01-14"
    document.save()
    client.force_login(make_user("editor"))
    assert send(client, earlier(dating, dating.history.last())).status_code == 302
    dating.refresh_from_db()
    assert (dating.edtf, dating.fixed) == ("2014-12-16", True)


def test_where_nobody_accepts_their_own_a_restored_state_waits_for_another(client, settings):
    settings.ACCEPT_OWN = False
    claim = changed_claim_of(client)
    client.force_login(make_user("editor"))
    page = send(client, earlier(claim, claim.history.last()), follow=True)
    assert "waits until another reviewer accepts it" in page.text
    claim.refresh_from_db()
    assert (claim.statement[:16], claim.review) == ("The Postal Union", "in_review")


def changed_claim_of(client: Client) -> Claim:
    """A claim that an annotator made and changed, and a reviewer accepted."""
    client.force_login(make_user("annotator"))
    claim = changed_claim(client, statement="Another statement.")
    decide([claim], Review.ACCEPTED, make_user("reviewer"))
    return Claim.objects.get(pk=claim.pk)


def test_what_is_restored_after_a_merger_names_the_heir(client):
    entity, heir, other = (make_entity(name) for name in ("Elena Marsh", "E. Marsh", "Another"))
    mention = make_mention(make_document(), "Elena Marsh", entity)
    mention.entity = other
    mention.save()
    merge(entity, heir, None)
    client.force_login(make_user("editor"))
    send(client, earlier(mention, mention.history.last()))
    mention.refresh_from_db()
    assert mention.entity == heir


def test_restoring_neither_merges_an_entity_nor_parts_it(client):
    entity, heir = make_entity("Elena Marsh"), make_entity("Elena M. Marsh")
    unmerge(merge(entity, heir, make_user("reviewer")), None)
    client.force_login(make_user("annotator"))
    for record in entity.history.all():
        send(client, earlier(entity, record))
        entity.refresh_from_db()
        assert entity.merged_into is None
    merge(entity, heir, None)
    for record in entity.history.all():
        send(client, earlier(entity, record))
        entity.refresh_from_db()
        assert entity.merged_into == heir


def asked(*claims: Claim) -> Question:
    question = Question.objects.create(title="When was it ready?", review="draft")
    for claim in claims:
        QuestionClaim.objects.create(question=question, claim=claim)
    return question


def answered_by(question: Question) -> list[Claim]:
    return [one.claim for one in question.has_claims.order_by("claim_id")]


def reworded(question: Question, *claims: Claim) -> None:
    """Another title, and these claims in place of those that it had."""
    question.title = "Is it ready?"
    question.save()
    for one in question.has_claims.exclude(claim__in=claims):
        one.delete()
    for claim in claims:
        if claim not in answered_by(question):
            QuestionClaim.objects.create(question=question, claim=claim)


def test_a_question_is_restored_with_the_claims_that_answered_it(client):
    client.force_login(make_user("annotator"))
    document = make_document()
    first = make_claim(document, statement="It was ready.")
    second = make_claim(document, "half a century", statement="It took fifty years.")
    third = make_claim(document, "no day had been agreed", statement="No day was set.")
    question = asked(first, second)
    record = question.history.first()
    reworded(question, second, third)
    page = client.get(earlier(question, record))
    assert [
        next(text for text in texts.split("; ") if not text.startswith("It took"))
        for texts in (page.context["differences"][-1].before, page.context["differences"][-1].after)
    ] == ["No day was set.", "It was ready."]
    history = client.get(reverse("admin:archive_question_history", args=[question.pk])).text
    assert "claim of a question deleted" in history
    send(client, earlier(question, record))
    question.refresh_from_db()
    assert question.title == "When was it ready?"
    assert answered_by(question) == [first, second]
    gone = QuestionClaim.history.filter(claim=third.pk, history_type="-").get()
    assert gone.history_user.username == "annotator"
    assert gone.history_change_reason.startswith("restored to")


def test_a_deleted_question_comes_back_with_its_claims(client):
    client.force_login(make_user("annotator"))
    question = asked(make_claim(make_document()))
    claims, key = answered_by(question), question.pk
    question.delete()
    newest = Question.history.filter(id=key).first()
    send(client, earlier(Question(pk=key), newest))
    assert answered_by(Question.objects.get()) == claims


def test_a_question_does_not_come_back_with_a_claim_that_is_gone(client):
    client.force_login(make_user("annotator"))
    document = make_document()
    kept, gone = make_claim(document), make_claim(document, "half a century")
    question = asked(kept, gone)
    record = question.history.first()
    reworded(question, kept)
    gone.delete()
    page = send(client, earlier(question, record), follow=True)
    assert "The claim of that time is not there any more." in page.text
    question.refresh_from_db()
    assert (question.title, answered_by(question)) == ("Is it ready?", [kept])


@pytest.mark.parametrize("deleted", [False, True], ids=["changed", "deleted"])
def test_the_claims_of_withdrawn_documents_are_not_told_and_not_lost(client, deleted):
    client.force_login(make_user("annotator"))
    secret = make_claim(make_document(title="Secret"), statement="The minister took it.")
    late = make_claim(make_document(title="Late"), statement="The minister gave it back.")
    own = make_claim(make_document(), statement="It was ready.")
    question = asked(secret, own)
    key, record = question.pk, question.history.first()
    reworded(question, secret, late)
    for claim in (secret, late):
        Document.objects.filter(versions__passages__claims=claim).update(
            withdrawn_on="2024-01-01", withdrawn_reason="Asked."
        )
    if deleted:
        before = timezone.now() - timedelta(hours=1)  # what goes now goes with the question
        QuestionClaim.history.filter(history_type="-").update(history_date=before)
        question.delete()
        record = Question.history.filter(id=key).first()
    pages = [client.get(earlier(Question(pk=key), record)).text]
    pages.append(client.get(reverse("admin:archive_question_history", args=[key])).text)
    assert not [page for page in pages if "The minister" in page]
    send(client, earlier(Question(pk=key), record))
    restored = Question.objects.get()
    assert answered_by(restored) == ([secret, late] if deleted else [secret, late, own])
    client.force_login(make_user("editor"))
    told = client.get(reverse("admin:archive_question_history", args=[key])).text
    assert "The minister gave it back." in told

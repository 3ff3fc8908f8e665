"""A form whose row was deleted while somebody wrote in it: what they wrote comes back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Assessment, Claim, Comment, Document, Proposal
from tests.archive.test_admin_review import change
from tests.makers import make_claim, make_document, make_entity, make_note, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def gone(review: str = "draft") -> tuple[Claim, dict[str, Any]]:
    """A claim that is deleted by now, and what was sent to it from its form."""
    entity = make_entity("Postal Union", "organisation")
    claim = make_claim(make_document(), claimant=entity, review=review)
    more = {"why": "Shorter.", "attributions-0-entity": entity.pk}
    sent = change(claim, statement="The Union is ready.", **more)
    Claim.objects.get(pk=claim.pk).delete()
    return claim, sent


def address(name: str, row: Any) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_{name}", args=[row.pk])


def test_what_was_sent_to_a_row_that_is_gone_is_shown_and_makes_a_new_one(annotator):
    claim, sent = gone()
    page = annotator.post(address("change", claim), sent)
    assert page.status_code == 404
    assert "somebody has deleted it meanwhile" in page.text
    assert "The Union is ready." in page.text
    assert "Postal Union" in page.text
    annotator.post(page.context["add_address"], dict(page.context["anew"]) | {"_save": "1"})
    made = Claim.objects.get()
    assert (made.statement, made.created_by.username) == ("The Union is ready.", "annotator")
    assert made.passage == claim.passage
    assert made.attributions.get().entity.name == "Postal Union"


def test_the_history_where_the_old_one_is_brought_back_is_one_click_away(annotator):
    claim, sent = gone()
    page = annotator.post(address("change", claim), sent)
    assert page.context["history_address"] == address("history", claim)
    assert annotator.get(page.context["history_address"]).status_code == 200


def test_a_proposal_and_a_comment_that_come_too_late_come_back_too(annotator):
    claim, sent = gone(review="accepted")
    page = annotator.post(address("propose", claim), sent)
    assert "The Union is ready." in page.text
    page = annotator.post(address("comment", claim), {"text": "Who says so?"})
    assert "Who says so?" in page.text
    assert not page.context["anew"]
    assert not Comment.objects.exists()
    assert not Proposal.objects.exists()


def test_what_was_written_is_shown_as_text(annotator):
    claim, sent = gone()
    sent |= {"statement": "<script>alert(1)</script>", "attributions-0-as_worded": "<b>who</b>"}
    page = annotator.post(address("change", claim), sent).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>who" not in page


def withdrawn() -> Document:
    return make_document(uid="hidden-one", withdrawn_on="2020-01-01", withdrawn_reason="asked")


def test_a_row_that_the_user_may_not_see_is_named_no_more_than_one_that_is_gone(annotator):
    note = make_note(withdrawn(), "half a century", "Secret.")
    page = annotator.post(address("change", note), {"text": "Mine.", "seen": "x"})
    assert page.status_code == 404
    assert "Mine." in page.text
    assert "Secret." not in page.text
    assert not page.context["history_address"]


def test_who_may_not_change_such_rows_is_told_nothing(client):
    claim, sent = gone()
    reader = make_user("reader")
    reader.is_staff = True
    reader.save()
    client.force_login(reader)
    assert client.post(address("change", claim), sent).status_code == 403


def test_a_page_that_is_only_looked_for_is_answered_as_before(annotator):
    claim, _sent = gone()
    assert annotator.get(address("change", claim)).status_code == 302


def test_values_of_two_boxes_and_typed_names_are_shown_and_make_a_new_one(annotator, settings):
    settings.ASSESSMENTS = True
    claim = make_claim(make_document())
    row = Assessment.objects.create(claim=claim, status="supported", reason="As seen.", name="A.")
    Assessment.objects.get(pk=row.pk).delete()
    when = {"made_at_0": "2019-04-05", "made_at_1": "10:30:00"}
    sent = {"claim": "", "claim-typed": claim.uid, "status": "disputed", "reason": "Not so."}
    annotator.force_login(make_user("editor"))
    page = annotator.post(address("change", row), sent | when | {"name": "B."})
    told = {one.label: one.value for one in page.context["written"]}
    assert told["When"] == "2019-04-05 10:30:00"
    assert told["Claim"] == claim.statement
    assert told["Assessment"] == "disputed"
    annotator.post(page.context["add_address"], dict(page.context["anew"]) | {"_save": "1"})
    made = Assessment.objects.get()
    assert (made.claim, made.made_at.year) == (claim, 2019)


def test_rows_and_fields_that_the_form_does_not_know_are_shown_too(annotator):
    claim, sent = gone()
    sent |= {"attributions-233-as_worded": "the last of many", "attributions-TOTAL_FORMS": "1"}
    page = annotator.post(address("change", claim), sent | {"of_before": "An old field."})
    told = {one.label: one.value for one in page.context["written"]}
    assert told["attribution 234: As worded"] == "the last of many"
    assert told["of_before"] == "An old field."
    assert told["Reason for the change"] == "Shorter."
    assert not {"csrfmiddlewaretoken", "attributions-TOTAL_FORMS", "seen"} & set(told)

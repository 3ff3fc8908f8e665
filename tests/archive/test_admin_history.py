"""Who changed what, when and why, in words; any earlier state looked at and restored."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.earlier import Difference, Run
from archive.models import Claim, Document, Entity
from tests.archive.test_admin_review import change
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def changed_claim(client: Client, **fields: Any) -> Claim:
    """A draft that was changed once on its form, from “an official” to “a delegate”."""
    claim = make_claim(make_document(), review="draft")
    data = change(claim, **{"attributions-0-as_worded": "a delegate", **fields})
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    assert client.post(address, data).status_code == 302
    return Claim.objects.get(pk=claim.pk)


def history(client: Client, row: Any) -> str:
    name = row._meta.model_name
    text: str = client.get(reverse(f"admin:archive_{name}_history", args=[row.pk])).text
    return text


def earlier(row: Any, record: Any) -> str:
    name = row._meta.model_name
    return reverse(f"admin:archive_{name}_simple_history", args=[row.pk, record.pk])


def test_a_difference_of_sentences_is_told_word_by_word():
    said = Difference("Statement", "The Union says it is ready.", "The Union said it is ready.")
    assert said.runs == [
        Run("The Union ", "same"),
        Run("says", "gone"),
        Run("said", "new"),
        Run(" it is ready.", "same"),
    ]
    assert Difference("Mode", "direct quote", "indirect speech").runs == []


def test_a_history_says_who_what_and_why(annotator):
    claim = changed_claim(
        annotator,
        statement="The Postal Union says that it was ready to begin.",
        mode="indirect",
        why="It is reported speech.",
    )
    page = history(annotator, claim)
    assert "<del>is</del><ins>was</ins>" in page
    assert "<del>direct quote</del> → <ins>indirect speech</ins>" in page
    assert "It is reported speech." in page
    assert "annotator" in page
    # the attribution is part of the claim
    assert "<del>an official</del> → <ins>a delegate</ins>" in page


def test_an_earlier_state_is_looked_at_and_restored_with_its_attributions(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    first = claim.history.last()
    page = annotator.get(earlier(claim, first))
    assert "The Postal Union says that it is ready to begin." in page.text
    assert "an official" in page.text
    assert annotator.post(earlier(claim, first)).status_code == 302
    claim.refresh_from_db()
    assert claim.statement == "The Postal Union says that it is ready to begin."
    assert [str(row) for row in claim.attributions.all()] == ["an official"]
    newest = claim.history.first()
    assert newest.history_change_reason.startswith("restored to ")
    assert newest.history_user.username == "annotator"


def test_restoring_does_not_settle_and_what_is_settled_is_not_restored_by_annotators(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    first = claim.history.last()
    claim.review = "accepted"
    claim.save()
    assert annotator.post(earlier(claim, first)).status_code == 403
    annotator.force_login(make_user("reviewer"))
    assert annotator.post(earlier(claim, first)).status_code == 302
    claim.refresh_from_db()
    assert claim.review == "accepted"
    assert claim.statement.startswith("The Postal Union")


def test_what_was_deleted_is_found_in_the_document_s_history_and_brought_back(annotator):
    document = make_document()
    mention = make_mention(document, "Elena Marsh", make_entity(), review="draft")
    key = mention.pk
    address = reverse("admin:archive_mention_delete", args=[key])
    assert annotator.post(address, {"post": "yes"}).status_code == 302
    page = history(annotator, document)
    assert "mention deleted" in page
    from archive.models import Mention

    record = Mention.history.filter(id=key).first()
    assert "It was deleted since." in annotator.get(earlier(mention_of(key), record)).text
    assert annotator.post(earlier(mention_of(key), record)).status_code == 302
    assert Mention.objects.get().entity.name == "Elena Marsh"


def mention_of(key: int) -> Any:
    from archive.models import Mention

    return Mention(pk=key)


def test_a_state_whose_entity_is_gone_is_refused_with_a_sentence(annotator):
    document = make_document()
    entity = make_entity()
    mention = make_mention(document, "Elena Marsh", entity, review="draft")
    first = mention.history.last()
    mention.entity = make_entity("Another Marsh")
    mention.save()
    Entity.objects.get(pk=entity.pk).delete()
    page = annotator.post(earlier(mention, first), follow=True)
    assert "The entity of that time is not there any more." in page.text


def test_a_document_s_history_tells_of_its_annotations(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    page = history(annotator, claim.passage.version.document)
    assert "claim changed" in page
    assert "document added" in page


def test_a_history_of_nothing_and_of_no_row(annotator):
    document = make_document()
    document.history.all().delete()
    assert "Nothing was recorded" in history(annotator, document)
    for address in (
        reverse("admin:archive_document_history", args=[9999]),
        reverse("admin:archive_document_history", args=["x"]),
        reverse("admin:archive_document_simple_history", args=[document.pk, 9999]),
        reverse("admin:archive_document_simple_history", args=[document.pk, "x"]),
    ):
        assert annotator.get(address).status_code == 404


def test_a_withdrawn_document_s_history_is_for_editors(annotator):
    document = make_document(withdrawn_on="2024-01-01", withdrawn_reason="A court order.")
    address = reverse("admin:archive_document_history", args=[document.pk])
    assert annotator.get(address).status_code == 404
    annotator.force_login(make_user("editor"))
    assert annotator.get(address).status_code == 200
    assert Document.objects.count() == 1

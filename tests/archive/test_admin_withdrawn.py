"""What belongs to withdrawn documents is named nowhere in the admin to who may not see it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import (
    Claim,
    ClaimLink,
    Document,
    DocumentLink,
    Evidence,
    Question,
    QuestionClaim,
)
from tests.forms import send
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db

STATEMENT = "The minister took the money."
TITLE = "The minister and the money"
WORDS = "The envelope lay on the table"


@pytest.fixture
def document() -> Document:
    return make_document(f"{WORDS}. Nobody asked.", uid="gone", title=TITLE)


@pytest.fixture
def hidden(document: Document) -> Claim:
    """A claim in a document that was withdrawn after everything was made."""
    claim = make_claim(document, WORDS, statement=STATEMENT)
    Document.objects.filter(pk=document.pk).update(
        withdrawn_on=date(2024, 1, 1), withdrawn_reason="A court said so."
    )
    return claim


@pytest.fixture(params=["annotator", "reviewer"])
def member(client: Client, request: Any) -> Client:
    client.force_login(make_user(request.param))
    return client


def page(client: Client, name: str, *keys: Any, **query: Any) -> str:
    response = client.get(reverse(f"admin:archive_{name}", args=keys), query)
    assert response.status_code == 200
    return str(response.content.decode())


def leaks(text: str) -> list[str]:
    return [words for words in (STATEMENT, TITLE, WORDS) if words in text]


@pytest.mark.parametrize(
    ("form", "field"),
    [("claimlink", "target"), ("claimlink", "source"), ("evidence", "claim")],
)
def test_a_form_does_not_name_a_claim_that_its_address_chooses(member, hidden, form, field):
    assert leaks(page(member, f"{form}_add", **{field: hidden.pk})) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [("documentlink", "target"), ("version", "document"), ("subject", "document")],
)
def test_a_form_does_not_name_a_document_that_its_address_chooses(member, hidden, form, field):
    key = hidden.passage.version.document_id
    assert leaks(page(member, f"{form}_add", **{field: key})) == []


def test_an_editor_is_told_what_is_chosen(client, hidden):
    client.force_login(make_user("editor"))
    assert leaks(page(client, "claimlink_add", target=hidden.pk)) != []


def test_nothing_is_linked_to_what_does_not_exist_for_the_user(member, hidden):
    own = make_claim(make_document(), review="draft")
    data = {"source": own.pk, "target": hidden.pk, "kind": "repeats", "review": "draft"}
    answer = member.post(reverse("admin:archive_claimlink_add"), data)
    assert leaks(answer.text) == []
    assert not ClaimLink.objects.exists()


def test_the_page_of_a_claim_or_document_names_no_other_end_that_is_withdrawn(member, hidden):
    open_one = make_document(uid="open")
    own = make_claim(open_one)
    make_link(own, "repeats", hidden)
    make_link(hidden, "repeats", own)
    Evidence.objects.create(claim=own, passage=hidden.passage)
    there = hidden.passage.version.document
    DocumentLink.objects.create(source=open_one, target=there, kind="update")
    assert leaks(page(member, "claim_change", own.pk)) == []
    assert leaks(page(member, "document_change", open_one.pk)) == []
    member.force_login(make_user("editor"))
    assert leaks(page(member, "claim_change", own.pk)) == [STATEMENT, TITLE, WORDS]
    assert leaks(page(member, "document_change", open_one.pk)) == [TITLE]


def test_a_question_names_none_of_its_withdrawn_claims_and_keeps_them(member, hidden):
    question = Question.objects.create(title="Who took it?", review="draft")
    QuestionClaim.objects.create(question=question, claim=hidden)
    assert leaks(page(member, "question_change", question.pk)) == []
    data = {"title": "Who took the money?", "state": question.state, "review": "draft"}
    data |= {"has_claims-TOTAL_FORMS": 0, "has_claims-INITIAL_FORMS": 0}
    address = reverse("admin:archive_question_change", args=[question.pk])
    assert send(member, address, data).status_code == 302
    question.refresh_from_db()
    assert question.title == "Who took the money?"
    assert question.has_claims.get().claim == hidden


def test_the_page_of_a_split_lists_no_withdrawn_places(client, document):
    entity = make_entity("The envelope", "other")
    make_mention(document, WORDS, entity)
    client.force_login(make_user("reviewer"))
    assert leaks(page(client, "entity_split", entity.pk)) == [WORDS]
    Document.objects.update(withdrawn_on=date(2024, 1, 1), withdrawn_reason="A court said so.")
    assert leaks(page(client, "entity_split", entity.pk)) == []


def deleted(row: Any) -> tuple[str, str]:
    """The addresses of the history of a row that was deleted just now, and of its last record."""
    name, key = row._meta.model_name, row.pk
    row.delete()
    record = type(row).history.filter(id=key).first()
    return (
        reverse(f"admin:archive_{name}_history", args=[key]),
        reverse(f"admin:archive_{name}_simple_history", args=[key, record.pk]),
    )


def test_the_history_of_a_deleted_row_is_for_those_who_saw_it(member, hidden):
    own = make_claim(make_document(uid="open"), review="draft")
    link = deleted(make_link(own, "repeats", hidden, review="draft"))
    seen, unseen = deleted(own), deleted(hidden)
    for address in (*link, *unseen):
        assert member.get(address).status_code == 404
    assert [member.get(address).status_code for address in seen] == [200, 200]
    assert member.post(unseen[1]).status_code == 404
    member.force_login(make_user("editor"))
    assert member.get(unseen[1]).status_code == 200


def test_the_history_of_a_document_that_was_deleted_while_withdrawn_is_for_editors(member, hidden):
    document = Document.objects.get(pk=hidden.passage.version.document_id)
    note = passage_of(document, "Nobody asked").notes.create(text="So it is said.")
    of_note, of_document = deleted(note), deleted(document)
    for address in (*of_note, *of_document):
        assert member.get(address).status_code == 404
    member.force_login(make_user("editor"))
    assert member.get(of_document[0]).status_code == 200


def test_a_document_s_history_names_no_document_that_is_hidden(member, hidden):
    open_one, third = make_document(uid="open"), make_document(uid="third", title="The third")
    there = hidden.passage.version.document
    link = DocumentLink.objects.create(source=open_one, target=there, kind="update")
    now_open = DocumentLink.objects.create(source=open_one, target=there, kind="reprint")
    now_open.target = third
    now_open.save()
    shown = DocumentLink.objects.create(source=open_one, target=third, kind="reply")
    history = page(member, "document_history", open_one.pk)
    assert leaks(history) == []
    assert str(shown) in history
    record = now_open.history.last()
    address = reverse("admin:archive_documentlink_simple_history", args=[now_open.pk, record.pk])
    assert member.get(address).status_code == 404
    assert leaks(page(member, "documentlink_history", now_open.pk)) == []
    link.delete()
    there.delete()
    assert leaks(page(member, "document_history", open_one.pk)) == []


def test_a_history_tells_of_links_to_what_is_deleted_by_now(client):
    one, other = make_document(uid="open"), make_document(uid="other", title="The other")
    link = DocumentLink.objects.create(source=one, target=other, kind="update")
    key = link.pk
    link.delete()
    other.delete()
    client.force_login(make_user("editor"))
    assert "(deleted)" in page(client, "document_history", one.pk)
    assert "(deleted)" in page(client, "documentlink_history", key)


def test_an_editor_reads_which_withdrawn_document_a_link_leads_to(client, hidden):
    one = make_document(uid="open")
    there = hidden.passage.version.document
    DocumentLink.objects.create(source=one, target=there, kind="update")
    client.force_login(make_user("editor"))
    assert leaks(page(client, "document_history", one.pk)) != []

"""The bulk change of documents: choose, preview, apply; and what listens hears of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Collection, Document, DocumentCollection, Event
from archive.signals import documents_changed
from tests.makers import make_document, make_publisher, make_user

pytestmark = pytest.mark.django_db

CHANGELIST = "admin:archive_document_changelist"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("editor"))
    return client


@pytest.fixture
def heard() -> Any:
    uids: list[list[str]] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        told.append(sorted(uids))

    told = uids
    documents_changed.connect(listen)
    yield told
    documents_changed.disconnect(listen)


def send(client: Client, documents: list[Document], step: str | None = None, **fields: Any) -> Any:
    data = {"action": "change_in_bulk", "_selected_action": [row.pk for row in documents]}
    if step:
        data["bulk"] = step
    return client.post(reverse(CHANGELIST), data | fields)


def test_nothing_is_written_before_the_preview_was_looked_at(editor, heard):
    documents = [make_document(), make_document(title="The second")]
    asked = send(editor, documents)
    assert "2 documents are chosen." in asked.text
    shown = send(editor, documents, "preview", what=["rights"], rights="Public domain")
    assert "2 documents would change:" in shown.text
    assert "<b>Public domain</b>" in shown.text
    assert not Document.objects.exclude(rights="").exists()
    assert heard == []


def test_what_was_seen_is_applied_with_history_and_one_signal(editor, heard):
    documents = [make_document(), make_document(title="The second", rights="Public domain")]
    fields = {"what": ["rights"], "rights": "Public domain", "why": "Cleared with the desk."}
    seen = send(editor, documents, "preview", **fields).context["seen"]
    response = send(editor, documents, "apply", seen=seen, **fields)
    assert response.status_code == 302
    first = Document.objects.get(pk=documents[0].pk)
    assert first.rights == "Public domain"
    record = first.history.first()
    assert (record.history_user.username, record.history_change_reason) == (
        "editor",
        "Cleared with the desk.",
    )
    # the second had these rights already
    assert documents[1].history.count() == 1
    assert heard == [[first.uid]]


def test_every_field_changes_only_where_it_is_ticked(editor):
    document = make_document(genre="report")
    publisher = make_publisher("gazette", "The Gazette")
    fields = {
        "what": ["publisher", "date"],
        "publisher": publisher.pk,
        "dated": "1962-10",
        "dated_kind": "written",
        "dated_basis": "inferred",
        "dated_reason": "It answers a letter of that month.",
        "genre": "opinion",
        "rights": "None",
        "access": "staff",
    }
    seen = send(editor, [document], "preview", **fields).context["seen"]
    send(editor, [document], "apply", seen=seen, **fields)
    document.refresh_from_db()
    assert document.publisher == publisher
    assert (document.earliest, document.latest) == (date(1962, 10, 1), date(1962, 10, 31))
    assert document.dated_basis == "inferred"
    assert (document.genre, document.rights, document.access) == ("report", "", "full")


def test_an_empty_value_empties_the_field(editor):
    document = make_document(dated="1962")
    fields = {"what": ["date", "publisher"], "dated": "", "dated_basis": "stated"}
    seen = send(editor, [document], "preview", **fields).context["seen"]
    send(editor, [document], "apply", seen=seen, **fields)
    document.refresh_from_db()
    assert (document.dated, document.dated_basis, document.earliest) == ("", "unknown", None)
    assert document.publisher is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Tick what is to be changed."),
        ({"what": ["date"], "dated": "soon"}, "soon"),
        ({"what": ["date"], "dated": "1" * 65}, "and this has 65. Write it like 2022-04-22"),
        (
            {"what": ["date"], "dated": "1962", "dated_basis": "unknown"},
            "Say how the date is known: stated or inferred.",
        ),
        (
            {"what": ["date"], "dated": "1962", "dated_basis": "inferred"},
            "Say from what the date was inferred.",
        ),
        ({"what": ["collection"]}, "Choose a collection to put them into or take out of."),
        ({"what": ["access"], "access": "secret"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_previewed(editor, fields, sentence):
    page = send(editor, [make_document()], "preview", **fields)
    assert sentence in page.text
    assert page.context["changes"] is None


def test_a_change_of_access_leaves_an_event(editor):
    document = make_document()
    fields = {"what": ["access"], "access": "extract", "embargo_until": "2031-01-01", "why": "Deed"}
    seen = send(editor, [document], "preview", **fields).context["seen"]
    send(editor, [document], "apply", seen=seen, **fields)
    event = Event.objects.get(document=document, kind="access")
    assert event.outcome == "full → extract, embargoed until 2031-01-01"
    assert (event.user.username, event.detail) == ("editor", "Deed")


def test_documents_are_put_into_and_taken_out_of_collections(editor, heard):
    mail = Collection.objects.create(name="Mail")
    ships = Collection.objects.create(name="Ships")
    documents = [make_document(), make_document(title="The second")]
    DocumentCollection.objects.create(document=documents[0], collection=ships)
    fields = {"what": ["collection"], "collection": mail.pk, "leave": ships.pk}
    seen = send(editor, documents, "preview", **fields).context["seen"]
    send(editor, documents, "apply", seen=seen, **fields)
    assert [[str(row) for row in document.collections.all()] for document in documents] == [
        ["Mail"],
        ["Mail"],
    ]
    assert heard[-1] == sorted(document.uid for document in documents)


def test_a_document_that_changed_meanwhile_is_shown_once_more(editor):
    document = make_document()
    fields = {"what": ["rights"], "rights": "Public domain"}
    seen = send(editor, [document], "preview", **fields).context["seen"]
    Document.objects.filter(pk=document.pk).update(rights="All rights reserved")
    page = send(editor, [document], "apply", seen=seen, **fields)
    assert "have changed since you looked" in page.text
    assert "All rights reserved" in page.text
    document.refresh_from_db()
    assert document.rights == "All rights reserved"


def test_back_returns_to_the_form_with_what_was_typed(editor):
    page = send(editor, [make_document()], "ask", what=["rights"], rights="Public domain")
    assert 'value="Public domain"' in page.text
    assert page.context["changes"] is None


def test_a_reader_of_the_admin_who_may_not_change_is_not_offered_it(client):
    from django.contrib.auth.models import Permission

    user = make_user("reader")
    user.is_staff = True
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_document"))
    client.force_login(user)
    document = make_document()
    assert "change_in_bulk" not in client.get(reverse(CHANGELIST)).text
    fields = {"what": ["rights"], "rights": "Public domain", "seen": ""}
    send(client, [document], "apply", **fields)
    document.refresh_from_db()
    assert document.rights == ""


def test_two_hundred_documents_are_changed_at_once(editor):
    documents = [make_document("The same short text.", title=f"No. {n}") for n in range(200)]
    fields = {"what": ["genre"], "genre": "correspondence"}
    seen = send(editor, documents, "preview", **fields).context["seen"]
    response = send(editor, documents, "apply", seen=seen, **fields)
    assert response.status_code == 302
    assert Document.objects.filter(genre="correspondence").count() == 200

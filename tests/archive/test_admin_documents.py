"""A document's form, its versions, its page with hundreds of annotations, and its deletion."""

import time
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import (
    Claim,
    Dating,
    Document,
    DocumentCollection,
    Entity,
    Event,
    Mention,
    Note,
    Review,
    Version,
)
from archive.models.documents import Collection
from tests.forms import send
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("editor"))
    return client


def document_fields(**more: Any) -> dict[str, Any]:
    fields = {
        "title": "The harbour opens again",
        "byline": "",
        "dated": "2016-05",
        "dated_kind": "published",
        "dated_basis": "stated",
        "dated_reason": "",
        "access": "full",
        "uid": "harbour-opens",
        "text": "The harbour opened again in May.\r\n\r\nShips waited.\r\n",
        "language": "en",
        "translated_by": "",
        "translated_from_language": "",
    }
    for prefix in ("authors", "identifiers", "in_collections", "has_topics"):
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return fields | more


def add(client: Client, **fields: Any) -> Any:
    return client.post(reverse("admin:archive_document_add"), document_fields(**fields))


def test_a_document_is_added_with_its_text(annotator):
    response = add(annotator)
    assert response.status_code == 302, response.context["errors"]
    document = Document.objects.get(uid="harbour-opens")
    assert document.earliest == date(2016, 5, 1)
    version = document.versions.get()
    assert version.text == "The harbour opened again in May.\n\nShips waited.\n"
    assert (version.number, version.layer) == (1, "published")
    assert response.url.endswith(f"/document/{document.pk}/change/#claim")


def test_a_text_that_was_translated_says_by_whom(annotator):
    add(annotator, translated_by="machine")
    version = Version.objects.get()
    assert version.layer == "translated"
    assert (version.translated_by, version.translated_from_language) == ("machine", "und")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " \r\n "}, "Paste the text of the document here."),
        ({"dated_basis": "unknown"}, "Say how the date is known: stated or inferred."),
        ({"dated_basis": "inferred"}, "Say from what the date was inferred."),
        ({"dated": ""}, "Without a date its basis is “unknown”."),
        ({"source_url": "javascript:alert(1)"}, "http:// or https://"),
        ({"uid": "no spaces"}, "A uid has 3 to 64 letters"),
        ({"translated_from_language": "es"}, "Say who translated it"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(annotator, wrong, sentence):
    response = add(annotator, **wrong)
    assert response.status_code == 200
    assert sentence in response.text
    assert not Document.objects.exists()
    if "text" not in wrong:
        assert "Ships waited." in response.text


def test_authors_identifiers_and_collections_come_with_it(annotator):
    collection = Collection.objects.create(name="Harbours")
    response = add(
        annotator,
        **{
            "authors-TOTAL_FORMS": 2,
            "authors-0-family": "Marsh",
            "authors-0-given": "Elena",
            "authors-1-literal": "The Harbour Office",
            "authors-1-is_organisation": "on",
            "identifiers-TOTAL_FORMS": 1,
            "identifiers-0-scheme": "call number",
            "identifiers-0-value": "H 7",
            "in_collections-TOTAL_FORMS": 1,
            "in_collections-0-collection": collection.pk,
        },
    )
    assert response.status_code == 302
    document = Document.objects.get()
    assert [str(author) for author in document.authors.all()] == [
        "Elena Marsh",
        "The Harbour Office",
    ]
    assert document.collections.get() == collection
    assert document.identifiers.get().value == "H 7"


def test_a_saved_text_is_shown_and_cannot_be_changed(annotator):
    document = make_document()
    version = document.versions.get()
    address = reverse("admin:archive_version_change", args=[version.pk])
    page = annotator.get(address)
    assert "never changes" in page.text
    assert 'name="text"' not in page.text
    data = {"layer": "published", "language": "en", "text": "Another text.", "author": "A desk"}
    assert annotator.post(address, data).status_code == 302
    version.refresh_from_db()
    assert version.author == "A desk"
    assert version.text.startswith("Officials of the two governments")


def test_a_new_version_starts_from_the_text_as_it_reads_now(annotator):
    document = make_document("The harbor opend.")
    address = reverse("admin:archive_version_add")
    page = annotator.get(address, {"document": document.pk})
    assert "The harbor opend.</textarea>" in page.text
    data = {
        "document": document.pk,
        "layer": "emended",
        "language": "en",
        "author": "A desk",
        "reason": "",
        "text": "The harbour opened.",
    }
    refused = annotator.post(address, data)
    assert "Say why the text was emended." in refused.text
    same = annotator.post(address, data | {"reason": "typing", "text": "The harbor opend."})
    assert "Version 1 has exactly this text already." in same.text
    preview = annotator.post(address, data | {"reason": "typing"})
    assert (preview.status_code, document.versions.count()) == (200, 1)
    seen = preview.context["seen"]
    assert annotator.post(address, data | {"reason": "typing", "seen": seen}).status_code == 302
    assert document.versions.get(number=2).text == "The harbour opened."


def make_annotations(document: Document, count: int) -> None:
    """Annotations of four kinds, `count` in all, on passages of their own."""
    entities = [make_entity(f"Person {n}") for n in range(20)]
    for n in range(count):
        quote = f"Sentence number {n:03} "
        if n % 4 == 0:
            make_claim(document, quote, entities[n % 20], statement=f"Statement {n}.")
        elif n % 4 == 1:
            make_mention(document, quote, entities[n % 20], review=Review.IN_REVIEW)
        elif n % 4 == 2:
            make_dating(document, quote, "2015-03")
        else:
            make_note(document, quote, "As it stands.")


def test_the_page_of_a_document_with_300_annotations_is_quick(annotator):
    text = " ".join(f"Sentence number {n:03} stands here among the others." for n in range(300))
    document = make_document(text)
    make_annotations(document, 300)
    address = reverse("admin:archive_document_change", args=[document.pk])
    annotator.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        began = time.perf_counter()
        page = annotator.get(address)
        took = time.perf_counter() - began
    print(f"{len(queries)} queries, {took * 1000:.0f} ms, {len(page.content)} bytes")
    assert page.status_code == 200
    assert page.text.count("Sentence number") == 300
    assert len(queries) < 40
    assert took < 5  # five times the figure of one second


def test_the_page_of_a_claim_and_every_list_are_quick_too(annotator):
    text = " ".join(f"Sentence number {n:03} stands here among the others." for n in range(300))
    document = make_document(text)
    make_annotations(document, 300)
    addresses = [
        reverse(f"admin:archive_{name}_changelist")
        for name in ("document", "version", "claim", "mention", "dating", "note", "entity")
    ]
    addresses.append(reverse("admin:archive_claim_change", args=[Claim.objects.all()[0].pk]))
    addresses.append(reverse("admin:archive_mention_change", args=[Mention.objects.all()[0].pk]))
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert annotator.get(address).status_code == 200
        assert len(queries) < 30, address


def test_a_change_of_access_is_written_down(editor):
    document = make_document()
    address = reverse("admin:archive_document_change", args=[document.pk])
    data = document_fields(
        uid=document.uid,
        dated="",
        dated_basis="unknown",
        access="staff",
        embargo_until="2031-01-01",
        withdrawn_on="",
        withdrawn_reason="",
    )
    assert send(editor, address, data).status_code == 302
    event = Event.objects.get(document=document)
    assert event.outcome == "full → staff, embargoed until 2031-01-01"
    assert event.user.username == "editor"


def test_only_editors_withdraw_and_they_say_why(editor):
    document = make_document()
    address = reverse("admin:archive_document_change", args=[document.pk])
    data = document_fields(dated="", dated_basis="unknown", withdrawn_on="2024-05-01")
    refused = send(editor, address, data)
    assert "Say why the document was withdrawn." in refused.text
    send(editor, address, data | {"withdrawn_reason": "A court order."})
    document.refresh_from_db()
    assert document.withdrawn_on == date(2024, 5, 1)
    assert Event.objects.get().outcome == "full → full, withdrawn on 2024-05-01"


def test_an_annotator_cannot_withdraw(annotator):
    document = make_document()
    address = reverse("admin:archive_document_change", args=[document.pk])
    assert "withdrawn_on" not in annotator.get(address).text
    data = document_fields(dated="", dated_basis="unknown", withdrawn_on="2024-05-01")
    send(annotator, address, data | {"withdrawn_reason": "Because."})
    document.refresh_from_db()
    assert document.withdrawn_on is None


def test_deleting_warns_what_goes_with_it_and_takes_it(editor):
    text = " ".join(f"Sentence number {n:03} stands here among the others." for n in range(40))
    document = make_document(text)
    make_annotations(document, 40)
    address = reverse("admin:archive_document_delete", args=[document.pk])
    with CaptureQueriesContext(connection) as queries:
        page = editor.get(address)
    assert len(queries) < 60
    for line in ("Claims: 10", "Mentions: 10", "Datings: 10", "Notes: 10", "Versions: 1"):
        assert line in page.text
    assert editor.post(address, {"post": "yes"}).status_code == 302
    assert not Document.objects.exists()
    assert not (Claim.objects.exists() or Dating.objects.exists() or Note.objects.exists())
    assert Entity.objects.count() == 20


def test_an_entity_that_is_named_is_not_deleted_and_the_page_says_by_what(annotator):
    entity = make_entity()
    make_mention(make_document(), "Elena Marsh", entity, review=Review.DRAFT)
    page = annotator.post(reverse("admin:archive_entity_delete", args=[entity.pk]), {"post": "yes"})
    assert page.status_code == 200
    assert "Mentions: 1" in page.text
    assert Entity.objects.exists()


def test_an_annotator_does_not_delete_documents(annotator):
    document = make_document()
    address = reverse("admin:archive_document_delete", args=[document.pk])
    assert annotator.post(address, {"post": "yes"}).status_code == 403


def test_history_says_who_changed_what(annotator):
    document = make_document()
    data = document_fields(title="Mail talks open", dated="", dated_basis="unknown")
    send(annotator, reverse("admin:archive_document_change", args=[document.pk]), data)
    page = annotator.get(reverse("admin:archive_document_history", args=[document.pk]))
    assert "annotator" in page.text
    assert "Mail talks open" in page.text
    assert "style=" not in page.text


def test_choosing_an_entity_finds_aliases_and_leaves_out_merged_ones(annotator):
    entity = make_entity("Ministry of Trade", "organisation", qualifier="until 1999")
    entity.aliases.create(text="MinTrade")
    make_entity("MinTrade of old", "organisation", merged_into=entity)
    found = annotator.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "archive",
            "model_name": "mention",
            "field_name": "entity",
            "term": "mintrade",
        },
    ).json()
    assert [row["text"] for row in found["results"]] == [
        "Ministry of Trade (until 1999) · organisation"
    ]


def test_an_entity_is_added_with_aliases_and_outside_ids(annotator):
    data = {
        "kind": "organisation",
        "name": "Port Authority",
        "uid": "port-authority",
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "aliases-0-text": "the Authority",
        "aliases-0-kind": "description",
        "identifiers-TOTAL_FORMS": 1,
        "identifiers-INITIAL_FORMS": 0,
        "identifiers-0-scheme": "Wikidata",
        "identifiers-0-value": "forty-two",
    }
    refused = annotator.post(reverse("admin:archive_entity_add"), data)
    assert "“forty-two” is not an id of wikidata; one looks like Q241." in refused.text
    data["identifiers-0-value"] = " Q42 "
    assert annotator.post(reverse("admin:archive_entity_add"), data).status_code == 302
    entity = Entity.objects.get(uid="port-authority")
    assert entity.aliases.get().text == "the Authority"
    assert str(entity.identifiers.get()) == "wikidata: Q42"


def test_withdrawn_documents_exist_in_the_admin_only_for_editors(client):
    document = make_document(withdrawn_on="2024-01-01", withdrawn_reason="A court order.")
    address = reverse("admin:archive_document_change", args=[document.pk])
    client.force_login(make_user("reviewer"))
    assert client.get(address).status_code == 302
    client.force_login(make_user("editor"))
    assert client.get(address).status_code == 200


def test_a_document_knows_its_collections(annotator):
    document = make_document()
    DocumentCollection.objects.create(
        document=document, collection=Collection.objects.create(name="Mail")
    )
    page = annotator.get(reverse("admin:archive_document_changelist"), {"q": document.title})
    assert document.title in page.text

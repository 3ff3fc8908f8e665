"""The admin's first page: what waits, by kind, by annotator and by collection."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.admin import desk
from archive.models import Collection, DocumentCollection
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = pytest.mark.django_db


def index(client: Client, user: Any) -> Any:
    client.force_login(user)
    return client.get(reverse("admin:index"))


def waiting(page: Any) -> dict[str, int]:
    return {line.said: line.count for line in page.context["waits"].lines}


def test_what_waits_is_counted(client, django_assert_max_num_queries):
    annotator = make_user("annotator")
    document = make_document(dated="2015-09-29")
    collection = Collection.objects.create(name="Mail")
    DocumentCollection.objects.create(document=document, collection=collection)
    make_claim(document, review="in_review", created_by=annotator)
    make_claim(document, "no day had been agreed", review="accepted", statement="No day.")
    make_mention(document, "Elena Marsh", make_entity(), review="suggested")
    make_note(document, "half a century", "Since 1963.", review="draft", created_by=annotator)
    make_document(title="An undated letter")
    document.versions.create(number=2, layer="corrected", text="Another text.")
    client.force_login(annotator)
    client.get(reverse("admin:index"))
    with django_assert_max_num_queries(60):
        page = index(client, annotator)
    assert waiting(page) == {
        "annotation waits for review": 1,
        "suggestion waits for an answer": 1,
        "draft is yours": 1,
        "passages are to be placed in newer texts": 3,
        "document has no date": 1,
    }
    waits = page.context["waits"]
    assert [(row.name, row.counts) for row in waits.collections] == [("Mail", (1, 1, 1))]
    assert [(row.name, row.counts) for row in waits.annotators] == [
        ("annotator", (0, 1, 1)),
        ("nobody in particular", (1, 0, 0)),
    ]
    assert [(row.name, row.counts) for row in waits.kinds] == [
        ("claims", (0, 0, 1)),
        ("mentions", (1, 0, 0)),
        ("notes", (0, 1, 0)),
    ]


def test_the_ways_lead_where_the_role_may_go(client):
    make_claim(make_document(), review="in_review")
    page = index(client, make_user("annotator"))
    assert reverse("admin:queue") not in page.text
    assert "<b>1</b> annotation waits for review" in page.text
    page = index(client, make_user("reviewer"))
    assert (
        f'<a href="{reverse("admin:queue")}"><b>1</b> annotation waits for review</a>' in page.text
    )
    for address in ("?state=suggested", "?state=draft"):
        assert client.get(reverse("admin:queue") + address).status_code == 200


def test_what_is_withdrawn_waits_for_editors_only(client):
    document = make_document(withdrawn_on="2024-01-01", withdrawn_reason="A court order.")
    make_claim(document, review="in_review")
    assert "annotation waits for review" not in waiting(index(client, make_user("reviewer")))
    assert waiting(index(client, make_user("editor")))["annotation waits for review"] == 1


def test_nothing_waits_in_an_empty_archive(client):
    page = index(client, make_user("annotator"))
    assert "Nothing waits." in page.text


def test_other_apps_add_their_lines(client):
    def behind(request: Any) -> list[str]:
        return ["The index is behind by 3 documents."]

    desk.LINES.append(behind)
    try:
        page = index(client, make_user("annotator"))
    finally:
        desk.LINES.remove(behind)
    assert "The index is behind by 3 documents." in page.text


def test_the_tables_stand_in_the_order_of_the_work(client):
    page = index(client, make_user("annotator"))
    archive = next(app for app in page.context["app_list"] if app["app_label"] == "archive")
    names = [model["object_name"] for model in archive["models"]]
    assert names[:3] == ["Document", "Version", "Claim"]

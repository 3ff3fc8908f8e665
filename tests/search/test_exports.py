"""The same result set as data."""

import csv
import io
import json

from django.core.management import call_command

from archive.models import Document, Mention
from search import backends
from tests.makers import make_document, make_user


def body(response):
    return b"".join(response.streaming_content).decode()


def test_the_json_has_the_shape_of_the_contract(client, talks):
    found = client.get("/search.json", {"q": "mail", "publisher": "gulf-wire"}).json()
    assert set(found) == {
        "query", "kind", "total", "possibly", "page", "pages", "hits", "also", "facets",
        "histogram", "suggestion", "notes",
    }  # fmt: skip
    assert (found["kind"], found["total"], found["page"], found["pages"]) == ("documents", 1, 1, 1)
    hit = found["hits"][0]
    assert hit["kind"] == "document"
    assert hit["uid"] == "mail-flies"
    assert hit["published"] == "2016-03"
    assert hit["publisher"] == "Gulf Wire, Ltd"
    publishers = {value["value"]: value for value in found["facets"]["publisher"]["values"]}
    assert publishers["gulf-wire"] == {
        "value": "gulf-wire", "label": "Gulf Wire, Ltd", "count": 1, "selected": True,
    }  # fmt: skip
    assert publishers["harbour-post"]["count"] == 2
    assert set(found["histogram"]["bars"][0]) == {"from", "to", "label", "count"}


def test_a_claim_in_json_says_who_claims_and_how(client, talks):
    hit = client.get("/search.json", {"q": "ready", "kind": "claims"}).json()["hits"][0]
    assert hit["document"] == "mail-talks"
    assert hit["quote"] == "We are ready to begin"
    assert hit["claimants"] == ["Elena Marsh"]
    assert (hit["mode"], hit["in_translation"], hit["status"], hit["standing"]) == (
        "direct", False, "not_assessed", "alone",
    )  # fmt: skip


def test_an_undated_document_is_null_and_not_some_day(client, talks):
    hits = client.get("/search.json", {"q": "parcels"}).json()["hits"]
    assert [hit["published"] for hit in hits if hit["uid"] == "no-letter"] == [None]


def test_a_page_past_the_last_is_404_in_json_too(client, talks):
    found = client.get("/search.json", {"q": "mail", "page": "9"})
    assert found.status_code == 404
    assert found.json()["notes"]


def test_the_table_holds_the_whole_set_in_order(client, talks):
    response = client.get("/search.csv", {"q": "mail", "sort": "newest"})
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(body(response).removeprefix("\ufeff"))))
    assert [row["uid"] for row in rows] == ["mail-flies", "mail-talks", "no-letter"]
    assert rows[0]["url"].startswith("http://testserver/documents/mail-flies/")


def test_an_export_says_where_it_was_cut(client, talks, settings):
    settings.SEARCH_EXPORT_LIMIT = 2
    assert "Cut after 2 of 3" in body(client.get("/search.csv", {"q": "mail"}))
    lines = body(client.get("/search.jsonl", {"q": "mail"})).splitlines()
    assert "Cut after 2 of 3" in json.loads(lines[-1])["note"]


def test_an_export_of_an_index_that_cannot_answer_is_503_and_not_an_empty_set(client, talks, index):
    for file in index.path.glob("g-*/*.columns"):
        file.write_bytes(b"")
    backends.forget()
    for name in ("csv", "jsonl", "json"):
        response = client.get(f"/search.{name}", {"q": "mail"})
        assert response.status_code == 503
        told = response.content.decode() if name == "json" else body(response)
        assert "index" in told


def test_a_line_of_documents_can_be_ingested_again(client, talks, tmp_path):
    lines = body(client.get("/search.jsonl", {"q": "delegation"}))
    line = json.loads(lines)
    assert line["url"].startswith("http://testserver/")
    file = tmp_path / "again.jsonl"
    file.write_text(json.dumps({k: v for k, v in line.items() if k != "uid"}) + "\n")
    call_command("ingest", str(file), verbosity=0)
    again = Document.objects.exclude(uid__in=["mail-talks", "mail-flies", "no-letter"]).get()
    assert again.versions.get().text == talks.first.versions.get().text
    assert Mention.objects.in_document(again).count() == 2


def test_an_extract_gives_its_text_to_nobody_who_may_not_read_it(client, db):
    make_document("The whole secret text of the letter.", uid="an-extract", access="extract")
    call_command("index_sync", verbosity=0)
    public = json.loads(body(client.get("/search.jsonl", {"q": "letter"})))
    assert "text" not in public
    client.force_login(make_user())
    assert "secret" in json.loads(body(client.get("/search.jsonl", {"q": "letter"})))["text"]

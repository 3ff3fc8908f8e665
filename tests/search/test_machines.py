"""What machines ask for."""

import xml.etree.ElementTree as ET


def test_healthz_says_that_the_database_answers_and_how_the_index_is(client, talks):
    assert client.get("/healthz").json() == {"database": "up", "index": "live", "waiting": 0}


def test_healthz_is_well_without_an_index_and_says_so(client, db):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["index"] == "missing"


def test_healthz_says_that_an_index_is_damaged(client, talks, index):
    (index.path / "current").write_text("{")
    assert client.get("/healthz").json()["index"] == "damaged"


def test_a_browser_learns_how_to_search_here(client, db, settings):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    url = ET.fromstring(response.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url.get("template") == "http://testserver/search/?q={searchTerms}"

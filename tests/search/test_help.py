"""`/search/help/`: the language of search, with examples that run."""

import html
import re

import pytest
from django.core.management import call_command

from search.query import FIELD_NAMES
from tests.makers import make_document, make_entity, make_mention


def examples(client):
    content = client.get("/search/help/").content.decode()
    return [html.unescape(link) for link in re.findall(r'href="(/search/\?[^"]+)"', content)]


def test_every_example_runs_and_finds_something(client, talks):
    links = examples(client)
    assert len(links) >= 8
    for link in links:
        found = client.get(link.replace("/search/", "/search.json", 1)).json()
        assert found["notes"] == [], link
        assert found["total"] or "-" in link or "standing" in link or "OR" in link, link


def test_every_field_is_named(client, talks):
    content = client.get("/search/help/").content.decode()
    assert not {name for name in FIELD_NAMES if f"<code>{name}</code>" not in content} - {
        "organization"
    }


def test_only_get_is_answered(client, db):
    assert client.post("/search/help/").status_code == 405


def test_without_an_index_it_still_helps(client, db):
    response = client.get("/search/help/")
    assert response.status_code == 200
    assert "sugar quota" in response.content.decode()


@pytest.mark.parametrize("hidden", [{"access": "staff"}, {"embargo_until": "2999-01-01"}])
def test_examples_are_made_of_what_this_user_may_see(client, db, hidden):
    document = make_document(
        "Zaida Zorrilla met them.", title="Zarzuela overture performed tonight", **hidden
    )
    make_mention(document, "Zaida Zorrilla", make_entity("Zaida Zorrilla"))
    call_command("index_sync", verbosity=0)
    content = client.get("/search/help/").content.decode()
    assert "zarzuela" not in content.lower()
    assert "Zaida" not in content
    assert "Harbour" not in content


def test_it_is_linked_beside_the_box(client, talks):
    assert 'href="/search/help/"' in client.get("/search/").content.decode()

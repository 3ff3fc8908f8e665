"""`/searches/`: the searches that a signed-in user keeps."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from search.models import SavedSearch
from tests.makers import make_document, make_user


@pytest.fixture
def reader(client, talks):
    user = make_user("reader")
    client.force_login(user)
    return user


def keep(client, query="q=mail&publisher=gulf-wire", **more):
    return client.post("/searches/save/", {"query": query, **more})


def test_a_search_is_kept_and_listed_with_what_it_finds_now(client, reader):
    assert keep(client, name="Mail of the wire").headers["Location"] == "/searches/"
    page = client.get("/searches/").content.decode()
    assert 'href="/search/?q=mail&amp;publisher=gulf-wire">Mail of the wire</a>' in page
    assert "<td>1</td>" in page
    make_document("Mail again.", uid="again")
    keep(client, query="q=mail")
    call_command("index_sync", verbosity=0)
    assert "<td>4</td>" in client.get("/searches/").content.decode()


def test_the_day_since_which_it_is_kept_is_said_as_everywhere(client, reader):
    keep(client)
    SavedSearch.objects.update(created_at=datetime(2026, 11, 4, 12, tzinfo=UTC))
    assert ">4 November 2026</time>" in client.get("/searches/").content.decode()


def test_the_page_offers_it_to_who_is_signed_in(client, reader):
    page = client.get("/search/", {"q": "mail", "page": "1"}).content.decode()
    assert 'action="/searches/save/"' in page
    assert 'name="query" value="q=mail"' in page
    assert "/searches/" not in Client().get("/search/", {"q": "mail"}).content.decode()


def test_without_a_name_it_is_called_by_what_it_asks(client, reader):
    keep(client, name=" ")
    assert SavedSearch.objects.get().name == "Documents, “mail”, Publisher: Gulf Wire, Ltd"


def test_the_same_search_is_kept_once_whatever_the_order_of_its_address(client, reader):
    keep(client, name="One")
    keep(client, query="publisher=gulf-wire&q=mail&page=2&pubisher=x", name="Two")
    assert [(row.name, row.query) for row in SavedSearch.objects.all()] == [
        ("Two", "q=mail&publisher=gulf-wire")
    ]


def test_a_search_is_deleted_by_its_owner_alone(client, reader):
    other = User.objects.create_user("other")
    theirs = SavedSearch.objects.create(user=other, name="Theirs", query="q=x")
    keep(client)
    own = SavedSearch.objects.get(user=reader)
    assert client.post(f"/searches/{theirs.uid}/delete/").status_code == 404
    assert client.post(f"/searches/{own.uid}/delete/").status_code == 302
    assert list(SavedSearch.objects.all()) == [theirs]
    assert "Theirs" not in client.get("/searches/").content.decode()


def test_a_get_changes_nothing(client, reader):
    keep(client)
    own = SavedSearch.objects.get()
    assert client.get("/searches/save/", {"query": "q=x"}).status_code == 405
    assert client.get(f"/searches/{own.uid}/delete/").status_code == 405
    assert client.post("/searches/").status_code == 405
    assert SavedSearch.objects.count() == 1


def test_a_post_without_a_token_is_refused(reader):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post("/searches/save/", {"query": "q=x"}).status_code == 403


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_search(client, talks):
    address = keep(client).headers["Location"]
    assert address.startswith("/sign-in/?next=/search/%3F")
    assert client.get("/searches/").status_code == 302
    assert client.post("/searches/nothing/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("query", ["", "\0", "page=x&sort=y", "q=" + "x" * 9000, "&&&", "%ff"])
def test_odd_input_is_kept_as_what_it_is_understood_as_or_said(client, reader, query):
    assert keep(client, query=query, name="n" * 500).status_code in (302, 400)
    assert client.get("/searches/").status_code == 200


def test_there_is_a_limit(client, reader):
    SavedSearch.objects.bulk_create(
        SavedSearch(user=reader, name=f"{n}", query=f"q={n}") for n in range(100)
    )
    response = keep(client)
    assert response.status_code == 400
    assert "100 searches already" in response.content.decode()
    assert keep(client, query="q=5", name="Again").status_code == 302


def test_what_a_reader_may_not_see_is_not_counted(client, reader):
    make_document("Sealed mail.", uid="sealed", access="staff")
    call_command("index_sync", verbosity=0)
    keep(client, query="q=mail")
    assert "<td>3</td>" in client.get("/searches/").content.decode()

"""`/search.atom`: any search as a feed."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.http import http_date

from archive.models import Collection, DocumentCollection, Publisher
from tests.makers import make_document, make_user

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, **parameters):
    response = client.get("/search.atom", parameters)
    assert response.status_code == 200
    return ET.fromstring(response.content)


def titles(client, **parameters):
    return [
        each.findtext(f"{ATOM}title") for each in feed(client, **parameters).iter(f"{ATOM}entry")
    ]


def test_a_search_is_a_feed_with_the_last_arrival_first(client, talks):
    found = feed(client, q="mail")
    assert titles(client, q="mail") == [talks.third.title, talks.second.title, talks.first.title]
    entry = found.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "http://testserver/documents/no-letter/"
    assert (
        entry.find(f"{ATOM}link").get("href").startswith("http://testserver/documents/no-letter/")
    )
    assert "<mark>mail</mark>" in entry.findtext(f"{ATOM}summary")
    own = [each for each in found.findall(f"{ATOM}link") if each.get("rel") == "self"]
    assert own[0].get("href") == "http://testserver/search.atom?q=mail"


def test_the_page_names_its_feed(client, talks):
    page = client.get("/search/", {"q": "mail", "publisher": "gulf-wire", "page": "1"})
    assert 'type="application/atom+xml" href="/search.atom?q=mail&amp;publisher=gulf-wire"' in (
        page.content.decode()
    )


def test_filters_narrow_a_feed_and_claims_have_one(client, talks):
    assert titles(client, q="mail", publisher="gulf-wire") == [talks.second.title]
    assert titles(client, kind="claims") == [talks.claim.statement]


def test_a_feed_that_has_not_changed_is_not_sent_again(client, talks):
    first = client.get("/search.atom", {"q": "mail"})
    assert first["ETag"]
    again = client.get("/search.atom", {"q": "mail"}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_document("More mail.", title="More", uid="more")
    call_command("index_sync", verbosity=0)
    news = client.get("/search.atom", {"q": "mail"}, headers={"if-none-match": first["ETag"]})
    assert news.status_code == 200
    assert b"More" in news.content


def test_a_reader_that_asks_by_day_alone_learns_of_a_withdrawal(client, talks):
    first = client.get("/search.atom", {"q": "mail"})
    assert talks.second.title.encode() in first.content
    talks.second.withdrawn_on, talks.second.withdrawn_reason = date(2024, 1, 1), "Asked."
    talks.second.save()
    call_command("index_sync", verbosity=0)
    day = first.get("Last-Modified") or http_date(timezone.now().timestamp())
    again = client.get("/search.atom", {"q": "mail"}, headers={"if-modified-since": day})
    assert again.status_code == 200
    assert talks.second.title.encode() not in again.content


def test_an_empty_feed_stays_the_same(client, talks):
    assert titles(client, q="zeppelin") == []
    first, second = (client.get("/search.atom", {"q": "zeppelin"}) for _ in range(2))
    assert first["ETag"] == second["ETag"]


def test_only_get_is_answered(client, talks):
    assert client.post("/search.atom").status_code == 405
    assert client.post("/publishers/gulf-wire/feed.atom").status_code == 405


@pytest.mark.parametrize("odd", ["\0\x07", "<b>&", "person:", "x" * 400])
def test_odd_input_is_well_formed(client, talks, odd):
    feed(client, q=odd)


def test_a_title_with_what_xml_cannot_hold(client, db):
    make_document("Mail.", title="Bell\x07 & <b>", uid="bell")
    call_command("index_sync", verbosity=0)
    assert titles(client, q="mail") == ["Bell & <b>"]


def test_a_filter_that_cannot_be_read_is_said(client, talks):
    response = client.get("/search.atom", {"published_after": "31 June 2018"})
    assert response.status_code == 400
    assert "published_after" in response.content.decode()


def test_without_an_index_there_is_no_feed(client, db):
    make_document()
    assert client.get("/search.atom", {"q": "mail"}).status_code == 503


TOMORROW = timezone.localdate() + timedelta(days=1)
WITHDRAWN = {"withdrawn_on": date(2024, 1, 1), "withdrawn_reason": "Asked."}


@pytest.mark.parametrize("state", [{"access": "staff"}, {"embargo_until": TOMORROW}, WITHDRAWN])
def test_what_the_public_may_not_see_is_in_no_feed(client, talks, state):
    make_document("Sealed mail.", title="Sealed", uid="sealed", **state)
    call_command("index_sync", verbosity=0)
    assert "Sealed" not in titles(client, q="mail")
    client.force_login(make_user("editor"))
    response = client.get("/search.atom", {"q": "mail"})
    assert b"Sealed" in response.content
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_entities_publishers_and_collections_have_feeds(client, talks):
    kept = Collection.objects.create(uid="the-mail", name="The mail")
    DocumentCollection.objects.create(document=talks.first, collection=kept)
    for address, query in (
        ("/entities/elena-marsh/feed.atom", "person=elena-marsh"),
        ("/entities/postal-union/feed.atom", "organisation=postal-union"),
        ("/publishers/gulf-wire/feed.atom", "publisher=gulf-wire"),
        ("/collections/the-mail/feed.atom", "collection=the-mail"),
    ):
        assert client.get(address).headers["Location"] == f"/search.atom?{query}"


def test_the_feed_of_what_nobody_may_see_is_not_there(client, talks):
    Publisher.objects.create(uid="silent", name="Silent")
    for address in ("/entities/nobody/feed.atom", "/publishers/silent/feed.atom"):
        assert client.get(address).status_code == 404

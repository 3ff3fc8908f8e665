"""`/sitemap.xml` and `/robots.txt`: what crawlers are told."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.makers import make_claim, make_document, make_entity, make_mention, make_user


def addresses(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", response.content.decode())


def everything(client):
    return [each for part in addresses(client, "/sitemap.xml") for each in addresses(client, part)]


def test_public_pages_are_listed(client, talks):
    listed = everything(client)
    for page in ("/", "/search/", talks.first.get_absolute_url(), talks.claim.get_absolute_url(),
                 talks.marsh.get_absolute_url()):  # fmt: skip
        assert page in listed


def test_a_document_says_when_its_text_was_saved(client, talks):
    today = timezone.now().date().isoformat()
    assert f"<lastmod>{today}</lastmod>" in client.get("/sitemap-documents.xml").content.decode()


TOMORROW = timezone.localdate() + timedelta(days=1)
WITHDRAWN = {"withdrawn_on": date(2024, 1, 1), "withdrawn_reason": "Asked."}


@pytest.mark.parametrize("role", ["anonymous", "editor"])
@pytest.mark.parametrize("state", [{"access": "staff"}, {"embargo_until": TOMORROW}, WITHDRAWN])
def test_what_the_public_may_not_see_is_not_listed_whoever_asks(client, talks, state, role):
    hidden = make_document("Zaida Zorrilla wrote.", title="Sealed", uid="sealed", **state)
    secret = make_entity("Zaida Zorrilla", uid="zaida-zorrilla")
    make_mention(hidden, "Zaida Zorrilla", secret)
    make_claim(hidden, "wrote", claimant=secret, uid="sealed-claim")
    make_claim(talks.first, "no day had been agreed", review="draft", uid="draft-claim")
    if role != "anonymous":
        client.force_login(make_user(role))
    listed = " ".join(everything(client))
    assert "mail-talks" in listed
    assert not {word for word in ("sealed", "zaida", "draft") if word in listed}


def test_only_get_is_answered_and_only_what_is_there(client, db):
    for path in ("/sitemap.xml", "/sitemap-documents.xml", "/robots.txt"):
        assert client.post(path).status_code == 405
    assert client.get("/sitemap-nothing.xml").status_code == 404
    assert client.get("/sitemap-documents.xml?p=x").status_code == 404


def test_robots_learn_where_the_sitemap_is(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text

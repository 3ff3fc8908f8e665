"""Claims as hits: by whom, about what, denied elsewhere; the sentence; what is left out."""

import re
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from archive.models import ClaimAbout
from tests.makers import make_claim, make_document, make_entity, make_link


def page(client, **parameters):
    content = client.get("/search/", {"kind": "claims", **parameters}).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def titles(client, **parameters):
    hits = client.get("/search.json", {"kind": "claims", **parameters}).json()["hits"]
    return [hit["title"] for hit in hits]


@pytest.fixture
def claims(talks):
    """Of Marsh: two direct quotes about Havana, one of them denied, and one in translation."""
    havana = make_entity("Havana", "place", uid="havana")
    ready = talks.claim
    suspended = make_claim(
        talks.first, "Direct post has been suspended", claimant=talks.marsh,
        statement="Post was suspended.", said="1963", uid="suspended",
    )  # fmt: skip
    spanish = make_document(
        "“Estamos listos”, dijo Elena Marsh.", language="es", uid="listos", dated="2014-01-01"
    )
    translated = make_claim(
        spanish, "Estamos listos", claimant=talks.marsh, said_language="en",
        statement="We are ready, in Spanish.", uid="translated",
    )  # fmt: skip
    for claim in (ready, suspended, translated):
        ClaimAbout.objects.create(claim=claim, entity=havana)
    denial = make_claim(talks.second, "three times a week", statement="It was never suspended.",
                        mode="indirect", uid="denial")  # fmt: skip
    make_link(denial, "denies", suspended)
    call_command("index_sync", verbosity=0)
    return SimpleNamespace(ready=ready, suspended=suspended, translated=translated, denial=denial)


TYPED = "claimant:marsh mode:direct about:havana standing:denied"
CLICKED = {"claimant": "elena-marsh", "mode": "direct", "about": "havana", "standing": "denied"}


@pytest.mark.parametrize("asked", [{"q": TYPED}, CLICKED])
def test_direct_quotes_by_someone_about_something_denied_elsewhere(client, claims, asked):
    assert titles(client, **asked) == ["Post was suspended."]
    assert "1 direct quote by Elena Marsh about Havana, denied elsewhere." in page(client, **asked)


def test_the_sentence_counts_and_joins(client, claims):
    assert "2 direct quotes by Elena Marsh." in page(client, claimant="elena-marsh", mode="direct")
    assert "3 claims about Havana." in page(client, about="havana")
    assert "1 claim in indirect speech." in page(client, mode="indirect")
    assert "claims by" not in page(client, q="ready")


def test_direct_quotes_leave_out_those_in_translation_and_say_so(client, claims):
    content = client.get("/search/", {"kind": "claims", "mode": "direct"}).content.decode()
    assert "1 direct quote in translation is left out." in content
    link = re.search(r'left out\. <a href="(\?[^"]*)">Show them too', content).group(1)
    both = client.get("/search/" + link.replace("&amp;", "&")).content.decode()
    assert "We are ready, in Spanish." in both
    assert "left out" not in both
    assert "3 direct quotes, in translation or not," in both


def test_the_same_where_it_was_typed(client, claims):
    content = client.get("/search/", {"kind": "claims", "q": "mode:direct"}).content.decode()
    assert "We are ready, in Spanish." not in content
    link = re.search(r'left out\. <a href="(\?[^"]*)">', content).group(1)
    both = client.get("/search/" + link.replace("&amp;", "&")).content.decode()
    assert "We are ready, in Spanish." in both
    assert "left out" not in both


@pytest.mark.parametrize(
    "q",
    ['mode:"direct quote"', "mode:direct OR mode:indirect", "mode:direct -mode:indirect",
     "mode:(direct OR indirect) claimant:marsh"],
)  # fmt: skip
def test_the_quotes_that_are_said_to_be_left_out_are_those_that_the_link_adds(client, claims, q):
    content = client.get("/search/", {"kind": "claims", "q": q}).content.decode()
    said = re.search(
        r'(\d+) direct quotes? in translation (?:is|are) left out\. <a href="(\?[^"]*)">', content
    )
    before = len(titles(client, q=q))
    link = said.group(2).replace("&amp;", "&")
    added = client.get(f"/search.json{link}").json()["total"]
    assert added - before == int(said.group(1)) == 1


def test_where_the_link_would_add_nothing_nothing_is_left_out(client, claims):
    assert "left out" not in page(client, q='mode:direct "Post"')


def test_the_json_says_what_is_left_out(client, claims):
    notes = client.get("/search.json", {"kind": "claims", "mode": "direct"}).json()["notes"]
    assert "1 direct quote in translation is left out." in notes
    assert not client.get("/search.json", {"kind": "claims", "mode": "indirect"}).json()["notes"]


def test_left_out_counts_only_what_this_user_may_see(client, claims):
    from archive.models import Document

    document = Document.objects.get(uid="listos")
    document.access = "staff"
    document.save()
    call_command("index_sync", verbosity=0)
    assert "left out" not in page(client, mode="direct")


def test_claims_are_sorted_by_when_they_were_said(client, claims):
    first_said = titles(client, sort="oldest", claimant="elena-marsh")
    assert first_said == [
        "Post was suspended.",
        "We are ready, in Spanish.",
        claims.ready.statement,
    ]
    assert titles(client, sort="newest", claimant="elena-marsh") == first_said[::-1]
    assert "first said" in page(client)


def test_the_other_tab_leaves_out_what_narrows_claims_alone(client, claims):
    content = client.get(
        "/search/", {"kind": "claims", "mode": "direct", "publisher": "harbour-post"}
    ).content.decode()
    link = re.search(r'<a href="(\?[^"]*)">Documents <span class="n">(\d+)<', content)
    assert link.group(1) == "?publisher=harbour-post"
    documents = client.get("/search.json", {"publisher": "harbour-post"}).json()
    assert int(link.group(2)) == documents["total"] > 0

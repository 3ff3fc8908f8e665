"""A comparison under way is carried through the search, and what is found may join it."""

import re

import pytest
from django.core.management import call_command

from tests.makers import make_claim, make_document


@pytest.fixture
def claims(db):
    """Five claims, all of which “parcels” finds, and one that is for staff alone."""
    for n in range(5):
        make_claim(make_document(dated=f"201{n}"), uid=f"claim{n}", statement=f"Parcels {n}.")
    make_claim(make_document(access="staff"), uid="secret", statement="Parcels are spied on.")
    call_command("index_sync", verbosity=0)


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode().replace("&amp;", "&")


def test_what_is_found_joins_the_comparison_under_way(client, claims):
    html = read(client, "/search/?q=parcels&kind=claims&beside=claim3&beside=claim1")
    assert "You are comparing 2 claims." in html
    assert '"/claims/compare/?claim=claim3&claim=claim1"' in html
    added = re.findall(r'href="(/claims/compare/\?[^"]+)">Add to the comparison', html)
    assert "/claims/compare/?claim=claim3&claim=claim1&claim=claim0" in added
    assert len(added) == 3
    assert html.count("in the comparison<") == 2
    joined = read(client, added[0])
    assert all(f'id="{letter}"' in joined for letter in "ABC")


def test_every_way_on_from_a_search_keeps_the_comparison(client, claims):
    html = read(client, "/search/?q=parcels&kind=claims&beside=claim1")
    assert html.count('name="beside" value="claim1"') == 2  # the words' form and the facets'
    ways = re.findall(r'<a href="(\?[^"]+)"', html)
    apart = {way for way in ways if "beside=claim1" not in way}
    assert apart == {"?q=parcels&kind=claims"}  # to search without it, and the permanent link
    assert '"/claims/claim0/?beside=claim1"' in html
    assert '/search.csv?q=parcels&kind=claims"' in html
    assert '/search.atom?q=parcels&kind=claims"' in html


def test_a_claim_opened_from_the_search_may_still_join(client, claims):
    assert "Add it to the claim that you are comparing" in read(
        client, "/claims/claim0/?beside=claim1"
    )


def test_four_are_full_and_another_begins_anew(client, claims):
    four = "&".join(f"beside=claim{n}" for n in range(4))
    html = read(client, f"/search/?q=parcels&kind=claims&{four}&beside=claim4")
    assert "Four is the most that stand side by side." in html
    assert "Add to the comparison" not in html
    assert 'href="/claims/compare/?claim=claim4">set beside another' in html


@pytest.mark.parametrize("beside", ["secret", "nobody", "x" * 2000, "%00", "claim1%00"])
def test_a_claim_that_is_not_there_is_not_compared(client, claims, beside):
    html = read(client, f"/search/?q=parcels&kind=claims&beside={beside}")
    assert "You are comparing" not in html
    assert "spied" not in html


def test_among_documents_the_way_to_the_claims_is_named(client, claims):
    html = read(client, "/search/?q=parcels&beside=claim1")
    assert '<a href="?q=parcels&kind=claims&beside=claim1">Look among the claims' in html


def test_a_comparison_leads_to_the_search_with_its_claims(client, claims):
    html = read(client, "/claims/compare/?claim=claim1&claim=claim2")
    assert 'href="/search/?kind=claims&beside=claim1&beside=claim2"' in html

"""A comparison grows: by linked claims, by claims found by their words, from a claim's page."""

import re

import pytest

from tests.makers import make_claim, make_document, make_link


@pytest.fixture
def talks(db):
    """Three claims, of which the second denies the first, and one that is for staff alone."""
    first = make_claim(make_document(dated="2023"), uid="first", statement="Mail begins.")
    denial = make_claim(make_document(dated="2024"), uid="denial", statement="No day is agreed.")
    make_claim(make_document(dated="2025"), uid="parcels", statement="Parcels go by sea.")
    hidden = make_claim(make_document(access="staff"), uid="hidden", statement="Parcels are spied.")
    make_link(denial, "denies", first)
    make_link(hidden, "supports", first)
    return first


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode().replace("&amp;", "&")


def additions(html):
    return re.findall(r'href="(/claims/compare/\?[^"]+)">Add it<', html)


def test_claims_linked_with_those_compared_can_be_added(client, talks):
    html = read(client, "/claims/compare/?claim=first")
    assert additions(html) == ["/claims/compare/?claim=first&claim=denial"]
    both = read(client, additions(html)[0])
    assert 'id="B"' in both
    assert additions(both) == []


def test_claims_are_found_by_their_words_and_added(client, talks):
    html = read(client, "/claims/compare/?claim=first&claim=denial&find=SEA+parcels")
    assert additions(html) == ["/claims/compare/?claim=first&claim=denial&claim=parcels"]
    assert 'id="C"' in read(client, additions(html)[0])
    assert "spied" not in read(client, "/claims/compare/?claim=first&find=parcels")
    none = read(client, "/claims/compare/?claim=first&find=zeppelin")
    assert "No other claim has all the words of “zeppelin”." in none


def test_a_claim_opened_from_a_comparison_offers_to_join_it(client, talks):
    html = read(client, "/claims/compare/?claim=first&claim=denial&find=parcels")
    opened = re.search(r'href="(/claims/parcels/[^"]*beside=first&beside=denial&)"', html)[1]
    page = read(client, opened)
    assert "Add it to the 2 claims that you are comparing" in page
    assert "/claims/compare/?claim=first&claim=denial&claim=parcels" in page


@pytest.mark.parametrize("beside", ["hidden", "nobody", "parcels", "x" * 500])
def test_a_claim_joins_none_that_is_not_there(client, talks, beside):
    assert "Add it to" not in read(client, f"/claims/parcels/?beside={beside}")


def test_four_are_full_and_the_page_says_so(client, talks):
    make_claim(make_document(dated="2026"), uid="fourth")
    html = read(
        client, "/claims/compare/?claim=first&claim=denial&claim=parcels&claim=fourth&find=mail"
    )
    assert "Leave one out to add another." in html
    assert additions(html) == []

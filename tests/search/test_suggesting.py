"""Did you mean: another spelling, where it finds more."""

import re

import pytest
from django.core.management import call_command

from archive.models import Alias
from tests.makers import make_document, make_user


def suggestion(client, **parameters):
    return client.get("/search.json", parameters).json()["suggestion"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("delgation", "delegation"),
        ("minsitry mial", "ministry mail"),
        ('"direct psot"', '"direct post"'),
        ("title:parcles", "title:parcels"),
        ("person:marhs", "person:marsh"),
        ("Parcels AND (havanna OR telegraf)", "parcels (havana OR telegraf)"),
    ],
)
def test_a_slip_is_mended(client, talks, typed, meant):
    if "havanna" in typed:
        make_document("Parcels for Havana.", uid="parcels-for-havana")
        call_command("index_sync", verbosity=0)
    assert suggestion(client, q=typed) == meant


@pytest.mark.parametrize("typed", ["delegation", "zeppelin", "", "-delgation", "mail", "del", "*"])
def test_nothing_is_suggested_where_nothing_finds_more(client, talks, typed):
    assert suggestion(client, q=typed) is None


def test_the_page_says_it_with_its_count_and_a_link_that_keeps_the_filters(client, talks):
    page = client.get("/search/", {"q": "delgation", "publisher": "harbour-post"}).content.decode()
    said = re.search(r"Did you mean.*?</p>", page).group()
    assert 'href="?q=delegation&amp;publisher=harbour-post"' in said
    assert '<span class="n">1</span>' in said
    assert "Did you mean" not in client.get("/search/", {"q": "delegation"}).content.decode()


def test_the_filters_count(client, talks):
    assert suggestion(client, q="delgation", publisher="gulf-wire") is None


def test_names_that_stand_in_no_text_are_suggested_too(client, talks):
    Alias.objects.create(entity=talks.union, text="Minpost")
    assert suggestion(client, q="minpsot") == "minpost"


def test_claims_are_counted_where_claims_are_searched(client, talks):
    assert suggestion(client, q="delgation", kind="claims") is None
    assert suggestion(client, q="raedy", kind="claims") == "ready"


def test_much_that_is_found_needs_no_suggestion(client, db):
    for i in range(6):
        make_document("A letter about quotas.", uid=f"letter-{i}")
    make_document("A lettre.", uid="lettre")
    call_command("index_sync", verbosity=0)
    assert suggestion(client, q="letter") is None
    assert suggestion(client, q="lettre") is None  # a word of its own, not so much rarer


@pytest.mark.parametrize(
    ("rare", "frequent", "is_meant"),
    [
        ("guerilla", "guerrilla", True),
        ("mial", "mail", True),
        ("Boeing", "being", False),
        ("lease", "least", False),
        ("Opel", "open", False),
    ],
)
def test_a_word_that_was_found_is_a_slip_only_of_one_with_the_same_letters(
    client, db, rare, frequent, is_meant
):
    make_document(f"A strike at {rare}.", uid="rare", title="A strike")
    for i in range(12):
        make_document(f"A strike and {frequent}.", uid=f"more-{i}", title="A strike")
    call_command("index_sync", verbosity=0)
    meant = f"{frequent} strike"
    assert suggestion(client, q=f"{rare} strike") == (meant if is_meant else None)


def test_two_slips_are_too_many_for_eight_letters(client, db):
    for i in range(6):
        make_document("What emanates from an order matters.", uid=f"more-{i}")
    call_command("index_sync", verbosity=0)
    assert suggestion(client, q="Emirates order") is None
    assert suggestion(client, q="emnates order") == "emanates order"


@pytest.mark.parametrize("hidden", [{"access": "staff"}, {"embargo_until": "2999-01-01"}])
def test_what_a_reader_may_not_see_is_not_suggested(client, talks, hidden):
    make_document("Zarzuela zarzuela.", uid="hidden-word", title="Zarzuela", **hidden)
    call_command("index_sync", verbosity=0)
    assert suggestion(client, q="zarzeula") is None
    client.force_login(make_user("annotator"))
    assert suggestion(client, q="zarzeula") == "zarzuela"


def test_a_withdrawn_document_gives_no_words(client, talks):
    make_document("Zarzuela.", uid="gone", withdrawn_on="2024-01-01", withdrawn_reason="Asked.")
    call_command("index_sync", verbosity=0)
    assert suggestion(client, q="zarzeula") is None

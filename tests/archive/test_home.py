"""The first page, the frame, and the pages of errors."""

import re
from datetime import date

import pytest
from django.template import engines
from django.urls import reverse

from tests.makers import make_claim, make_document, make_entity, make_link, make_user

pytestmark = pytest.mark.django_db


def home(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_archive_says_what_to_do_next(client):
    html = home(client)
    assert "The archive is empty." in html
    assert "manage.py loaddata demo" in html


def test_every_page_leads_to_where_a_citation_is_verified(client):
    foot = home(client).split("<footer")[1]
    assert '<a href="/verify/">Verify a citation</a>' in foot


def test_the_holdings_are_a_sentence_of_links(client):
    make_claim(make_document(dated="2014-12-17"))
    make_document(dated="2016-08-31")
    make_document(access="staff", dated="1999")
    make_document(withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake.", dated="1998")
    html = home(client)
    assert ">2 documents</a>" in html
    assert ">1 publisher</a>" in html
    assert "2014 to 2016" in html
    assert ">1 claim</a>" in html


def test_a_claim_stands_beside_its_source_and_one_that_is_denied_comes_first(client):
    denied = make_claim(make_document(dated="2015"), claimant=make_entity())
    newer = make_claim(make_document(dated="2020"), "half a century", statement="For fifty years.")
    make_link(newer, "denies", denied)
    html = home(client)
    assert '<q class="lemma">We are ready to begin</q>' in html
    assert "Denied by 1 source here." in html


def test_documents_without_claims_have_a_first_page_too(client):
    make_document(dated="")
    assert "No claims have been read out of them yet." in home(client)


def test_sample_text_is_said_to_be_sample_text(client):
    make_document()
    assert "In sample texts" not in home(client)
    document = make_document(sample=True)
    assert "In sample texts" in home(client)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "(sample text)" in page
    assert 'name="description" content="Sample text' in page


def test_the_first_page_is_only_read(client):
    assert client.post("/").status_code == 405


def test_the_first_page_takes_at_most_twelve_queries(client, django_assert_max_num_queries):
    for n in range(8):
        make_claim(make_document(dated=f"201{n}"), claimant=make_entity(f"Speaker {n}"))
    with django_assert_max_num_queries(12):
        client.get("/")


def test_the_language_is_switched_by_hand_and_stays(client):
    response = client.post(reverse("set_language"), {"language": "es", "next": "/"}, follow=True)
    assert '<html lang="es" dir="ltr">' in response.content.decode()
    assert '<html lang="es"' in home(client)
    assert client.get(reverse("set_language")).status_code == 405


def test_the_browser_chooses_the_language(client):
    response = client.get("/", headers={"accept-language": "es-CU,es;q=0.9"})
    assert '<html lang="es"' in response.content.decode()


def test_staff_are_led_to_the_admin(client):
    assert "/admin/" not in home(client).split("<footer")[1]
    client.force_login(make_user("annotator"))
    assert "/admin/" in home(client).split("<footer")[1]


def test_nothing_at_an_address_is_a_sentence_with_ways_on(client):
    response = client.get("/no/such/page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing at this address" in html
    assert 'role="search"' in html


def test_a_fault_of_the_site_is_a_sentence_without_any_context():
    html = engines["django"].get_template("500.html").render()
    assert "That is a fault of this site" in html
    assert "<form" not in html


@pytest.mark.parametrize("name", ["home", "entities"])
def test_no_page_carries_inline_style_or_script(client, name):
    make_claim(make_document())
    html = client.get(reverse(name)).content.decode()
    assert "style=" not in html
    assert "<script>" not in html


def test_titles_in_lists_say_their_language(client):
    make_document("Nada.", language="es", title="Una pregunta")
    for address in ("/", "/publishers/harbour-post/"):
        html = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert re.search(r'lang="es">Una pregunta<', html), address


def test_what_was_withdrawn_keeps_its_address_and_tells_no_more(client):
    withdrawn = make_document(
        uid="gone",
        title="The Harbour Clerk",
        dated="2019-03",
        withdrawn_on="2024-01-01",
        withdrawn_reason="A court order.",
        withdrawn_title="A report",
    )
    response = client.get("/documents/gone/")
    html = response.content.decode()
    assert response.status_code == 410
    assert ">/documents/gone/<" in html
    assert withdrawn.slug not in html
    assert "The Harbour Post" not in html
    assert "2019" not in html

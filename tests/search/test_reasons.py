"""Why something was found: by which word, name or field, and where it stands."""

import re

from django.core.management import call_command

from archive.models import Alias, Version
from tests.makers import make_document, make_mention


def why(client, uid=None, **parameters):
    hits = client.get("/search.json", parameters | {"why": uid or "1"}).json()["hits"]
    return {hit["uid"]: hit.get("why") for hit in hits}


def test_a_word_with_its_forms_is_found_in_title_and_text(client, talks):
    reasons = why(client, q="talk mail")["mail-talks"]
    assert reasons == [
        {"asked": "talk", "by": "word", "field": "title", "layer": None, "found": ["Talks"],
         "count": 1},
        {"asked": "talk", "by": "word", "field": "body", "layer": "published", "found": ["talk"],
         "count": 1},
        {"asked": "mail", "by": "word", "field": "title", "layer": None, "found": ["mail"],
         "count": 1},
        {"asked": "mail", "by": "word", "field": "body", "layer": "published", "found": ["mail"],
         "count": 1},
    ]  # fmt: skip


def test_another_name_says_whose_it_is(client, talks):
    Alias.objects.create(entity=talks.union, text="Minpost")
    reasons = why(client, q="minpost")["mail-talks"]
    assert [(r["asked"], r["by"], r["found"]) for r in reasons] == [
        ("Minpost", "other name", ["Postal Union"])
    ]


def test_a_field_says_its_values(client, talks):
    reasons = why(client, q="person:marsh")["mail-talks"]
    assert [(r["by"], r["field"], r["found"]) for r in reasons] == [
        ("field", "person", ["Elena Marsh"])
    ]


def test_a_layer_that_is_not_read_first_is_named(client, talks):
    Version.objects.create(
        document=talks.third, number=2, layer="translated", language="es", text="Ninguna carta."
    )
    call_command("index_sync", verbosity=0)
    assert [r["layer"] for r in why(client, q="carta")["no-letter"]] == ["translated"]


def test_a_claim_says_whether_it_was_its_statement_or_its_quote(client, talks):
    reasons = why(client, q="ready", kind="claims")["ready-to-begin"]
    assert [(r["field"], r["found"]) for r in reasons] == [
        ("title", ["ready"]), ("body", ["ready"]),
    ]  # fmt: skip
    page = client.get("/search/", {"q": "ready", "kind": "claims", "why": "ready-to-begin"})
    assert "“ready” once in the statement" in page.content.decode()


def test_reasons_are_told_only_on_demand_and_for_the_hit_that_was_asked_about(client, talks):
    asked = why(client, "no-letter", q="mail")
    assert asked["mail-talks"] is None
    assert asked["no-letter"]
    assert "why" not in client.get("/search.json", {"q": "mail"}).json()["hits"][0]


def test_the_page_opens_them_below_the_hit_by_a_link(client, talks):
    page = client.get("/search/", {"q": "mail", "publisher": "gulf-wire"}).content.decode()
    link = re.search(r'href="(\?[^"]*why=mail-flies)#why-mail-flies"', page).group(1)
    opened = client.get("/search/" + link.replace("&amp;", "&")).content.decode()
    assert 'id="why-mail-flies"' in opened
    assert "“mail” once in the text as published" in opened
    assert "why=" not in re.search(r'<link rel="alternate"[^>]*>', opened).group()
    assert "Why?" not in client.get("/search/").content.decode()


def test_a_uid_of_nothing_explains_nothing(client, talks):
    for odd in ("nobody", "", "\0", "x" * 500):
        assert client.get("/search/", {"q": "mail", "why": odd}).status_code == 200


def test_what_is_excluded_is_no_reason_and_what_is_hidden_is_no_hit(client, talks):
    hidden = make_document("Mail for Elena Marsh.", uid="hidden", access="staff")
    make_mention(hidden, "Elena Marsh", talks.marsh)
    call_command("index_sync", verbosity=0)
    reasons = why(client, q="mail -person:marsh")
    assert "hidden" not in reasons
    assert {r["by"] for each in reasons.values() for r in each} == {"word"}


def test_only_the_forms_of_the_texts_own_language_are_marked_and_told(client, db):
    make_document("Cuba sold what the Cuban fields grew; Cubas were barrels.", uid="english")
    make_document(
        "Cuba y los cubanos.", "es", uid="spanish"
    )  # where “Cuban” has the stem of “Cuba”
    call_command("index_sync", verbosity=0)
    hits = client.get("/search.json", {"q": "cuba", "why": "1"}).json()["hits"]
    (english,) = (hit for hit in hits if hit["uid"] == "english")
    assert english["snippet"] == (
        "<mark>Cuba</mark> sold what the Cuban fields grew; <mark>Cubas</mark> were barrels."
    )
    assert [(r["found"], r["count"]) for r in english["why"]] == [(["Cuba", "Cubas"], 2)]

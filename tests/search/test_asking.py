"""What a query is widened to, and that it is said."""

from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Alias
from search.query import Word, parse
from tests.makers import make_document, make_entity

pytestmark = pytest.mark.django_db


def hits(client: Any, q: str, **parameters: str) -> dict[str, Any]:
    call_command("index_sync", verbosity=0)
    answer: dict[str, Any] = client.get("/search.json", {"q": q} | parameters).json()
    return {"found": {hit["uid"] for hit in answer["hits"]}, "notes": answer["notes"]}


@pytest.fixture
def initials() -> None:
    make_document("The CIA objected.", uid="joined")
    make_document("The C.I.A. objected.", uid="pointed")
    make_document("They told us of the U.S. Treasury.", uid="us")


def test_initials_with_points_are_searched_without_them_too(client: Any, initials: None) -> None:
    found = hits(client, "C.I.A.")
    assert found["found"] == {"joined", "pointed"}
    assert found["notes"] == ["Also searched, for “C.I.A.” without points: CIA."]


def test_widening_of_initials_is_switched_off_by_exact_and_by_quotation_marks(
    client: Any, initials: None
) -> None:
    assert hits(client, "C.I.A.", exact="1") == {"found": {"pointed"}, "notes": []}
    assert hits(client, '"C.I.A."') == {"found": {"pointed"}, "notes": []}


def test_two_initials_are_not_joined_to_a_word_of_every_day(client: Any, initials: None) -> None:
    make_document("They told us.", uid="pronoun")
    assert hits(client, "U.S.")["found"] == {"us"}


def test_characters_that_are_words_are_no_initials(client: Any, db: None) -> None:
    make_document("中国人来了", uid="han")
    assert hits(client, "中国人") == {"found": {"han"}, "notes": []}


def test_initials_in_capitals_are_searched_with_points_too(client: Any, initials: None) -> None:
    found = hits(client, "CIA")
    assert found["found"] == {"joined", "pointed"}
    assert found["notes"] == ["Also searched: “C.I.A.”, which is “CIA” with points."]
    assert hits(client, "US")["found"] == {"us"}
    reason = client.get("/search.json", {"q": "CIA", "why": "pointed"}).json()["hits"][-1]["why"]
    assert [(r["asked"], r["by"], r["found"]) for r in reason] == [("CIA", "other name", ["C.I.A"])]


def test_initials_within_a_name_are_not_said_to_be_searched_with_points(
    client: Any, db: None
) -> None:
    paper = make_entity("USA Today", "organisation", uid="paper")
    Alias.objects.create(entity=paper, text="McPaper")
    make_document("USA Today and McPaper are one.", uid="named")
    make_document("The U.S.A. objected today.", uid="pointed")
    found = hits(client, "USA Today")
    assert found["notes"] == ["Also searched, as other names of “USA Today”: McPaper."]


@pytest.mark.parametrize("q", ["cia", "Cia", '"CIA"', "CIA exact"])
def test_only_initials_typed_in_capitals_are(client: Any, initials: None, q: str) -> None:
    exact = {"exact": "1"} if q.endswith("exact") else {}
    assert hits(client, q.removesuffix(" exact"), **exact) == {"found": {"joined"}, "notes": []}


def test_a_word_in_capitals_that_stands_nowhere_with_points_is_a_word(
    client: Any, db: None
) -> None:
    make_document("Cuba objected.", uid="cuba")
    make_document("C.U.B.A. is a club.", uid="club", access="staff")
    assert hits(client, "CUBA") == {"found": {"cuba"}, "notes": []}


def test_initials_keep_their_capitals_in_the_canonical_form() -> None:
    parsed = parse("the USSR and USS* -CIA title:NATO")
    assert Word("ussr", initials=True) in parsed.tree.parts
    assert parsed.canonical == "the USSR and uss* -CIA title:nato"
    assert parse(parsed.canonical) == parsed
    assert parse("TOOLONG").canonical == "toolong"
    assert parse('"AND" title:NOT').canonical == '"and" title:not'


@pytest.fixture
def havana(db: None) -> None:
    entity = make_entity("Havana Syndrome", "event", uid="syndrome")
    Alias.objects.create(entity=entity, text="anomalous health incidents")
    make_document("The syndrome was studied.", uid="one", title="A report")
    make_document("A hotel in Havana closed.", uid="two", title="A report")
    make_document("Anomalous health incidents were reported.", uid="other-name", title="A report")
    make_document("Many incidents went unreported.", uid="neither", title="A report")


def test_with_any_a_name_of_several_words_is_a_bag_of_words_and_its_other_names(
    client: Any, havana: None
) -> None:
    found = hits(client, "havana syndrome", match="any")
    assert found["found"] == {"one", "two", "other-name"}
    assert found["notes"] == [
        "Also searched, as other names of “Havana Syndrome”: anomalous health incidents."
    ]
    assert hits(client, "havana syndrome", match="any", exact="1")["found"] == {"one", "two"}
    assert hits(client, "havana syndrome")["found"] == {"other-name"}


def test_with_any_a_name_is_found_though_it_holds_words_that_say_little(
    client: Any, db: None
) -> None:
    entity = make_entity("Bay of Pigs", "place", uid="bay")
    Alias.objects.create(entity=entity, text="Girón")
    make_document("They landed at Girón.", uid="giron")
    make_document("Of the rest nothing is known.", uid="of")
    make_document("A bay was seen.", uid="a-bay")
    assert hits(client, "what of bay of pigs", match="any")["found"] == {"giron", "a-bay"}


@pytest.fixture
def states(db: None) -> None:
    entity = make_entity("United States", "place", uid="united-states")
    for name in ("U.S.", "US"):
        Alias.objects.create(entity=entity, text=name)
    make_document("The United States objected.", uid="name")
    make_document("The U.S. Treasury objected.", uid="points")
    make_document("They told us so.", uid="pronoun")
    make_document("The old lady Die objected, said Mit.", "en", uid="german")


def test_a_name_that_is_a_function_word_widens_nothing(client: Any, states: None) -> None:
    found = hits(client, "U.S.")
    assert found["found"] == {"name", "points"}
    assert found["notes"] == ["Also searched, as other names of “U.S.”: United States."]
    assert hits(client, "us") == {"found": {"pronoun"}, "notes": []}


def test_typed_in_capitals_it_is_a_name(client: Any, states: None) -> None:
    assert hits(client, "US")["found"] == {"name", "points", "pronoun"}


def test_only_the_function_words_of_the_texts_languages_are_such(client: Any, states: None) -> None:
    entity = make_entity("Institute of Technology", "organisation", uid="institute")
    Alias.objects.create(entity=entity, text="MIT")
    assert hits(client, "institute of technology")["found"] == {"german"}
    make_document("Er kam mit der Bahn.", "de", uid="bahn")
    assert hits(client, "institute of technology") == {"found": set(), "notes": []}


def test_a_name_of_several_says_who_they_are_as_they_are_written(client: Any, states: None) -> None:
    twin = make_entity("United States", "place", uid="the-film", qualifier="film")
    assert hits(client, "united states")["notes"] == [
        "“United States” can mean United States or United States (film), "
        "so no other names were searched."
    ]
    twin.qualifier = ""
    twin.save()
    assert hits(client, "united states")["notes"] == [
        "2 entities are called “United States”, so no other names were searched."
    ]


def test_the_page_says_once_what_was_searched_too_with_a_link_that_turns_it_off(
    client: Any, states: None
) -> None:
    hits(client, "")
    page = client.get("/search/", {"q": "U.S."}).content.decode()
    assert page.count("Also searched") == 1
    assert "U.S. → United States. <a href" in page
    assert 'class="notice' not in page

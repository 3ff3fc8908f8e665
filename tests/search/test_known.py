"""Names that a person may not know change nothing that they are told, whatever their role."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive.audience import Audience
from archive.models import (
    Alias,
    Collection,
    Document,
    DocumentCollection,
    DocumentTopic,
    Entity,
    Review,
    Topic,
)
from search.known import Known
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_publisher,
    make_user,
)

STATES = {
    "open": {},
    "extract": {"access": "extract"},
    "staff": {"access": "staff"},
    "embargoed": {"embargo_until": timezone.localdate() + timedelta(days=2)},
    "withdrawn": {"withdrawn_on": date(2024, 3, 4), "withdrawn_reason": "A court order."},
}
LANGUAGES = {"open": "en", "extract": "es", "staff": "fr", "embargoed": "de", "withdrawn": "pt"}
PUBLIC = {"open", "extract"}
SEEN = {
    None: PUBLIC,
    "reader": PUBLIC,
    "annotator": PUBLIC | {"staff", "embargoed"},
    "reviewer": PUBLIC | {"staff", "embargoed"},
    "editor": set(STATES),
}
FIELDS = {
    "person": "{}", "claimant": "{}", "about": "{}", "via": "{}", "publisher": "house{}",
    "collection": "shelf{}", "topic": "subject{}",
}  # fmt: skip


@pytest.fixture
def archive(db):
    """A document of each state with names of its own, all in the index."""
    make_document("They wrote to " + ", ".join(f"Barque{state}" for state in STATES), uid="letter")
    for state, fields in STATES.items():
        written = f"Vessel{state}"
        house = make_publisher(f"house-{state}", f"House{state}")
        text = f"{written} was here, and said: all is well."
        document = make_document(
            text, LANGUAGES[state], uid=state, title=f"A report {state}", publisher=house, **fields
        )
        entity = make_entity(written, uid=f"vessel-{state}")
        Alias.objects.create(entity=entity, text=f"Barque{state}")
        make_mention(document, written, entity)
        claim = make_claim(document, "all is well", entity, uid=f"claim-{state}")
        claim.about.add(entity)
        claim.attributions.update(via=entity)
        shelf = Collection.objects.create(uid=f"shelf-{state}", name=f"Shelf{state}")
        DocumentCollection.objects.create(document=document, collection=shelf)
        topic = Topic.objects.create(uid=f"topic-{state}", name=f"Subject{state}")
        DocumentTopic.objects.create(document=document, topic=topic)
    call_command("index_sync", verbosity=0)


def sign_in(client, role):
    if role:
        client.force_login(make_user(role))


def asked(client, q, **parameters):
    return client.get("/search.json", {"q": q} | parameters).json()


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_only_names_that_a_person_may_know_are_searched_too_and_named(client, archive, role):
    sign_in(client, role)
    for state in STATES:
        found = asked(client, f"vessel{state}")
        uids = {hit["uid"] for hit in found["hits"]}
        if state in SEEN[role]:
            assert uids == {state, "letter"}
            assert f"Barque{state}" in found["notes"][0]
            continue
        assert (found["total"], found["notes"]) == (0, [])
        assert asked(client, f"vessel{state} nothing", match="any")["total"] == 0
        other_way = asked(client, f"barque{state}")
        assert ({h["uid"] for h in other_way["hits"]}, other_way["notes"]) == ({"letter"}, [])
        page = client.get("/search/", {"q": f"barque{state}"}).content.decode()
        assert f"Vessel{state}" not in page


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_a_field_knows_nothing_that_a_person_may_not_know(client, archive, role):
    sign_in(client, role)
    for field, pattern in FIELDS.items():
        for state in STATES:
            name = f"vessel{state}" if pattern == "{}" else pattern.format(state)
            for value in (name, f"{name}*", f"{name[:-1]}*"):
                notes = asked(client, f"{field}:{value}", kind="claims")["notes"]
                said = [f"Nothing here is called “{value.strip('*')}” as {field}."]
                assert notes == ([] if state in SEEN[role] else said), (field, state, value)


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_a_language_of_hidden_texts_alone_is_not_here(client, archive, role):
    sign_in(client, role)
    for state, code in LANGUAGES.items():
        notes = asked(client, f"language:{code}")["notes"]
        here = state in SEEN[role]
        assert notes == ([] if here else [f"Nothing here is called “{code}” as language."])


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_a_guessed_value_of_a_facet_has_no_name_for_whoever_may_not_know_it(client, archive, role):
    sign_in(client, role)
    for state in set(STATES) - SEEN[role]:
        for facet, uid in {
            "person": "vessel", "publisher": "house", "collection": "shelf", "topic": "topic",
        }.items():  # fmt: skip
            page = client.get("/search/", {facet: f"{uid}-{state}"}).content.decode()
            assert f"{uid}-{state}" in page
            assert FIELDS[facet].format(f"Vessel{state}").lower() not in page.lower()


@pytest.mark.parametrize("role", [None, "annotator"], ids=str)
def test_a_hidden_namesake_makes_no_name_doubtful(client, archive, role):
    hidden = make_entity("Vesselopen", uid="namesake", qualifier="the spy")
    Alias.objects.create(entity=hidden, text="Tern")
    make_mention(Document.objects.get(uid="withdrawn"), "Vesselwithdrawn", hidden)
    sign_in(client, role)
    notes = asked(client, "vesselopen")["notes"]
    assert notes == ["Also searched, as other names of “Vesselopen”: Barqueopen."]


def test_a_hidden_value_of_the_same_name_stands_before_no_visible_one(client, archive):
    papers = Topic.objects.create(uid="papers", name="Subjectstaff papers")
    DocumentTopic.objects.create(document=Document.objects.get(uid="open"), topic=papers)
    call_command("index_sync", verbosity=0)
    assert [hit["uid"] for hit in asked(client, "topic:subjectstaff")["hits"]] == ["open"]


def test_an_entity_that_stands_in_nothing_gives_nothing_away_and_widens(client, archive):
    ministry = make_entity("Ministry of Foreign Affairs", "organisation", uid="ministry")
    Alias.objects.create(entity=ministry, text="Minrex")
    make_document("The Ministry of Foreign Affairs agreed.", uid="agreed")
    call_command("index_sync", verbosity=0)
    assert [hit["uid"] for hit in asked(client, "minrex")["hits"]] == ["agreed"]
    assert asked(client, "organisation:minrex")["notes"] == [
        "Nothing here is called “minrex” as organisation."
    ]


@pytest.mark.parametrize("review", [Review.DRAFT, Review.REJECTED])
def test_a_name_that_waits_to_be_accepted_is_the_business_of_those_who_work_on_it(
    client, archive, review
):
    seal = make_entity("Seal", uid="seal")
    Alias.objects.create(entity=seal, text="Walrus")
    make_mention(Document.objects.get(uid="open"), "all", seal, review=review)
    assert asked(client, "seal")["notes"] == []
    sign_in(client, "annotator")
    expected = ["Also searched, as other names of “Seal”: Walrus."]
    assert asked(client, "seal")["notes"] == (expected if review == Review.DRAFT else [])


def test_what_is_known_follows_a_change_at_once(client, archive):
    assert asked(client, "barquestaff")["notes"] == []
    Document.objects.filter(uid="staff").update(access="full")  # behind the index's back
    assert asked(client, "barquestaff")["notes"] != []
    Document.objects.filter(uid="staff").update(access="staff")
    assert asked(client, "barquestaff")["notes"] == []


def test_any_number_of_entities_is_looked_up_in_few_queries(db, django_assert_num_queries):
    named = [make_entity(f"Ship {number}") for number in range(510)]
    assert Entity.objects.count() == len(named)
    known = Known(Audience.of(None))
    ships = known.names.starting("ship", ("person",))
    with django_assert_num_queries(2 * 3):  # in none of the three ways any is ruled out
        assert len(known.widening(ships)) == len(named)
        assert known.widening(ships[:3]) == ships[:3]


def test_who_is_mentioned_is_known_by_one_query(client, archive, django_assert_num_queries):
    known = Known(Audience.of(None))
    vessels = known.names.exactly[("vesselopen",)]
    with django_assert_num_queries(1):
        assert known.widening(vessels) == known.named(vessels) == vessels

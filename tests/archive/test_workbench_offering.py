"""What is offered after an answer and taught as a name; candidates that are turned down."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Alias, Dismissal, Document, Entity, Mention, Review
from archive.workbench import asking, listing
from archive.workbench.errors import Forbidden, Refused
from archive.workbench.names import name_in
from archive.workbench.offering import offers_of
from tests.archive.workbench_desk import desk_of, do, span_of, state_shown
from tests.makers import make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db

TEXT = (
    "Officials of the Postal Union (PU) met in Havana on Tuesday to talk about the mail.\n\n"
    "The island’s ministry said that Elena Marsh would return. Marsh smiled; the PU did not."
)


@pytest.fixture
def document() -> Document:
    return make_document(TEXT)


def suggested(document: Document, quote: str, entity: Entity, **more: Any) -> Mention:
    return make_mention(document, quote, entity, review=Review.SUGGESTED, rule="a rule", **more)


def accept(document: Document, user: Any, *rows: Mention) -> Any:
    return do(document, user, "answer", to="accept", keys=[f"mention:{row.pk}" for row in rows])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("GM", "GM"),
        ("the United States", "United States"),
        ("Elena  Marsh", "Elena Marsh"),
        ("the Bay of Pigs", "Bay of Pigs"),
        ("al-Qaeda", "al-Qaeda"),
        ("U.S.", "U.S."),
        ("Ministerio de Relaciones", "Ministerio de Relaciones"),
        ("古巴", "古巴"),
        ("the island", ""),
        ("The island", ""),
        ("the official", ""),
        ("The President", ""),
        ("the Foreign Minister", ""),
        ("Officials", ""),
        ("He", ""),
        ("“", ""),
        ("1958", ""),
    ],
)
def test_a_name_is_told_from_a_description(words: str, name: str):
    assert name_in(words) == name


def test_an_accepted_name_that_is_not_known_yet_is_offered_once(document, annotator):
    union = make_entity("Postal Union", "organisation")
    one = suggested(document, "PU", union, occurrence=1)
    two = suggested(document, "PU", union, occurrence=2)
    whole = suggested(document, "Postal Union", union)
    outcome = accept(document, annotator, one, two, whole)
    assert [(offer.entity, offer.text) for offer in outcome.offers] == [(union, "PU")]
    assert outcome.offers[0].said == "“PU” is not among the names of Postal Union."
    assert not Alias.objects.exists()
    said = do(document, annotator, "teach", entity={"uid": union.uid}, words="PU").said
    assert said == "“PU” is one of the names of Postal Union now."
    assert union.aliases.get().widens
    with pytest.raises(Refused, match="called so already"):
        do(document, annotator, "teach", entity={"uid": union.uid}, words="PU")
    do(document, annotator, "undo")
    assert not Alias.objects.exists()


def test_rejecting_and_known_names_and_descriptions_offer_nothing(document, annotator):
    cuba, marsh = make_entity("Cuba", "place"), make_entity("Elena Marsh")
    marsh.aliases.create(text="Marsh")
    island = suggested(document, "The island", cuba)
    short = suggested(document, "Marsh", marsh, occurrence=2)
    assert accept(document, annotator, island, short).offers == []
    havana = suggested(document, "Havana", cuba)
    rejected = do(document, annotator, "answer", to="reject", keys=[f"mention:{havana.pk}"])
    assert rejected.offers == []


def test_a_name_that_two_share_says_so_and_widens_no_search(document, annotator):
    union = make_entity("Postal Union", "organisation")
    party = make_entity("Party of Unity", "organisation")
    party.aliases.create(text="PU")
    (offer,) = accept(document, annotator, suggested(document, "PU", union, occurrence=1)).offers
    assert "it names Party of Unity too" in offer.said
    said = do(document, annotator, "teach", entity={"uid": union.uid}, words="PU").said
    assert said.endswith("“PU” names Party of Unity too, so it widens no search.")
    assert not union.aliases.get().widens


def test_a_description_of_another_entity_is_no_name_that_two_share(document, annotator):
    union = make_entity("Postal Union", "organisation")
    party = make_entity("Party of Unity", "organisation")
    party.aliases.create(text="PU", kind="description")
    (offer,) = accept(document, annotator, suggested(document, "PU", union, occurrence=1)).offers
    assert offer.shared == ()
    do(document, annotator, "teach", entity={"uid": union.uid}, words="PU")
    assert union.aliases.get().widens


def test_many_names_are_offered_with_three_queries_and_not_all_of_them(
    annotator, django_assert_num_queries
):
    names = [f"{name} Marsh" for name in ("Ana", "Ben", "Clara", "Dora", "Emil", "Flora")]
    names += [f"{name} Rivas" for name in ("Ana", "Ben", "Clara", "Dora", "Emil", "Flora")]
    document = make_document(", ".join(names) + " met in Havana.")
    rows = [make_mention(document, name, make_entity(f"The {name}")) for name in names]
    rows[1].entity.aliases.create(text="ben marsh")
    rows += [make_mention(document, names[0], make_entity("Another"))]
    mentions = list(Mention.objects.select_related("passage", "entity").order_by("pk"))
    with django_assert_num_queries(3):  # aliases; and the names and aliases of others
        offers = offers_of(mentions)
    assert [offer.text for offer in offers] == [names[0], *names[2:11]]


def test_a_description_is_marked_and_never_taught(document, annotator):
    cuba = make_entity("Cuba", "place", uid="cuba")
    span = span_of(document.versions.get(), "The island")
    outcome = do(document, annotator, "entity", row=[span], entity={"uid": "cuba"}, alias=True)
    assert "“The island” describes it and is no name" in outcome.said
    assert Mention.objects.get().entity == cuba
    with pytest.raises(Refused, match="describes it"):
        do(document, annotator, "teach", entity={"uid": "cuba"}, words="the island")
    assert not Alias.objects.exists()


def test_teaching_needs_the_permission_to_add_names(document):
    user = make_user("annotator")
    user.groups.clear()
    cuba = make_entity("Cuba", "place", uid="cuba")
    with pytest.raises(Forbidden):
        do(document, user, "teach", entity={"uid": cuba.uid}, words="Republic of Cuba")


def groups_of(document: Document, user: Any) -> dict[str, Any]:
    return {group.name: group for group in listing.all_names(desk_of(document, user)).groups}


def test_a_candidate_that_was_turned_down_is_not_offered_again_until_asked_for(document, annotator):
    assert "Havana" in groups_of(document, annotator)
    do(document, annotator, "dismiss", words=["Havana"])
    listed = listing.all_names(desk_of(document, annotator))
    assert "Havana" not in [group.name for group in listed.groups]
    assert listed.turned_down == ["Havana"]
    # nor to the next person, nor by the key that goes to the next name
    other = desk_of(document, make_user("reviewer"))
    places = asking.answer(other, {"for": "names"})["names"]
    assert "Havana" not in [TEXT[start:end] for start, end in places]
    # in another document it may be a name
    assert "Havana" in groups_of(make_document(TEXT, title="Another"), annotator)
    do(document, annotator, "offer")
    assert "Havana" in groups_of(document, annotator)
    with pytest.raises(Refused, match="No name was turned down"):
        do(document, annotator, "offer")


def test_turning_down_is_undone_like_anything_else(document, annotator):
    do(document, annotator, "dismiss", words=["Havana", "Havana"])
    assert Dismissal.objects.count() == 1
    do(document, annotator, "undo")
    assert "Havana" in groups_of(document, annotator)


@pytest.mark.parametrize("words", [None, [], "Havana", [""], [1], ["x"] * 51])
def test_odd_words_to_turn_down_are_refused(document, annotator, words):
    with pytest.raises(Refused, match="Choose a name"):
        do(document, annotator, "dismiss", words=words)


def test_a_name_that_several_have_asks_which_and_makes_no_third(document, annotator):
    city = make_entity("Havana", "place", uid="havana-city")
    make_entity("Havana", "place", uid="havana-florida", qualifier="Florida")
    group = groups_of(document, annotator)["Havana"]
    assert [entity.uid for entity in group.choices] == ["havana-city", "havana-florida"]
    rows = [line.value for line in group.lines]
    marsh = [line.value for line in groups_of(document, annotator)["Elena Marsh"].lines]
    with pytest.raises(Refused, match="Say which is meant by “Havana”"):
        do(document, annotator, "names", row=rows)
    said = do(document, annotator, "names", row=rows + marsh).said
    assert "Say which is meant by “Havana”: several are called so." in said
    assert Entity.objects.filter(name="Havana").count() == 2
    do(document, annotator, "names", row=rows, **{f"entity-{group.number}": "havana-city"})
    assert city.mentions.count() == 1


def page(client: Client, document: Document, **given: str) -> str:
    address = reverse("admin:archive_document_workbench", args=[document.uid])
    text: str = client.get(address, given).text
    return text


def test_without_scripts_a_candidate_is_turned_down_and_a_name_taught(client, document):
    client.force_login(make_user("reviewer"))
    union = make_entity("Postal Union", "organisation")
    row = suggested(document, "PU", union, occurrence=1)
    address = reverse("admin:archive_document_workbench", args=[document.uid])
    given = {"id": "one", "do": "names", "dismiss": '["Havana"]'}
    listed = client.post(f"{address}?version=1", given, follow=True).text
    assert "“Havana” is no name" not in listed
    assert "somebody turned them down: Havana." in listed.replace("\n", " ")
    key = f"mention:{row.pk}"
    keys = [f"{key}={state_shown(key)}"]
    given = {"id": "two", "do": "answer", "to": "accept", "keys": keys}
    offered = client.post(f"{address}?version=1", given, follow=True).text
    assert "“PU” is not among the names of Postal Union." in offered
    given = {"id": "three", "do": "teach", "entity": union.uid, "words": "PU"}
    assert (
        "is one of the names of Postal Union now."
        in client.post(f"{address}?version=1", given, follow=True).text
    )
    assert "is not among the names" not in page(client, document, offer=str(row.pk))
    assert page(client, document, offer=f"x.{'9' * 18}.{'9' * 19}.{'9' * 20}.-1")


def test_where_several_are_called_so_no_radio_is_chosen(client, document):
    client.force_login(make_user("annotator"))
    make_entity("Havana", "place", uid="havana-city")
    one = page(client, document, list="occurrences", quote="Havana")
    assert 'value="havana-city" checked' in one
    make_entity("Havana", "place", uid="havana-florida", qualifier="Florida")
    two = page(client, document, list="occurrences", quote="Havana")
    assert "Several are called “Havana”." in two
    assert 'value="havana-city" checked' not in two

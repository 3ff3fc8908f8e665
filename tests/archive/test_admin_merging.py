"""Merging two entities that are one, taking it back, and finding which may be one."""

import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from archive.duplicates import folded, probable, tell_apart, told_apart
from archive.merging import merge, split, unmerge
from archive.models import Attribution, ClaimAbout, Entity, Mention, Operation, Subject
from archive.signals import documents_changed
from tests.forms import send
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_mention,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user("reviewer"))
    return client


def two() -> tuple[Entity, Entity]:
    """An entity that everything points at, and its heir, which is mentioned by the same words."""
    document = make_document()
    entity = make_entity("Elena Marsh", uid="elena-marsh")
    heir = make_entity("Elena M. Marsh", uid="elena-m-marsh")
    entity.aliases.create(text="Marsh")
    entity.identifiers.create(scheme="wikidata", value="Q1")
    make_mention(document, "Elena Marsh", entity)
    make_mention(document, "Elena Marsh", heir)
    make_mention(document, "“We are", entity)
    claim = make_claim(document, claimant=entity)
    ClaimAbout.objects.create(claim=claim, entity=entity)
    Subject.objects.create(document=document, entity=entity, review="accepted")
    publisher = make_publisher()
    publisher.entity = entity
    publisher.save()
    make_entity("E. Marsh", merged_into=entity)
    return entity, heir


def state() -> dict[str, Any]:
    """Everything that names an entity."""
    return {
        "mentions": sorted(Mention.objects.values_list("pk", "passage", "entity", "review")),
        "about": sorted(ClaimAbout.objects.values_list("pk", "claim", "entity")),
        "subjects": sorted(Subject.objects.values_list("pk", "document", "entity")),
        "entities": sorted(Entity.objects.values_list("uid", "merged_into__uid", "name")),
        "aliases": sorted(Entity.objects.values_list("uid", "aliases__text")),
        "claimants": list(Attribution.objects.order_by("pk").values_list("entity", "via")),
    }


def test_everything_moves_to_the_heir_and_the_names_with_it():
    entity, heir = two()
    heard: list[list[str]] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        heard.append(list(uids))

    documents_changed.connect(listen)
    try:
        merge(entity, heir, make_user("reviewer"), "One person.")
    finally:
        documents_changed.disconnect(listen)
    assert Mention.objects.filter(entity=heir).count() == 2  # the doubled one went
    assert not Mention.objects.filter(entity=entity).exists()
    assert heir.attributions.count() == heir.subjects.count() == heir.in_claims.count() == 1
    assert heir.publishers.count() == 1
    assert sorted(heir.aliases.values_list("text", flat=True)) == ["Elena Marsh", "Marsh"]
    assert heir.identifiers.get().value == "Q1"
    assert Entity.objects.get(name="E. Marsh").merged_into == heir
    entity.refresh_from_db()
    assert entity.merged_into == heir
    assert entity.aliases.get().text == "Marsh"  # it keeps its names
    assert heard == [[Mention.objects.all()[0].passage.version.document.uid]]
    assert Mention.objects.get(entity=heir, passage__quote="“We are").history.first()


def test_a_merge_is_taken_back_to_the_last_row(reviewer):
    entity, heir = two()
    before = state()
    address = reverse("admin:archive_entity_merge", args=[entity.pk])
    shown = reviewer.post(address, {"heir": heir.pk, "step": "look"})
    assert "Mentions: 2" in shown.text
    assert state() == before
    page = reviewer.post(address, {"heir": heir.pk, "step": "merge"}, follow=True)
    assert "“Elena Marsh” merged into “Elena M. Marsh”" in page.text
    assert state() != before
    undo = reverse("admin:undo_operation", args=[Operation.objects.get().uid])
    reviewer.post(undo)
    assert state() == before


def test_what_was_given_to_another_since_is_left_alone(reviewer):
    entity, heir = two()
    operation = merge(entity, heir, make_user("editor"))
    third = make_entity("A third")
    Mention.objects.filter(passage__quote="“We are").update(entity=third)
    page = reviewer.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "1 was changed since, and was left alone." in page.text
    assert Mention.objects.get(passage__quote="“We are").entity == third


def told(reviewer: Client, operation: Operation) -> str:
    address = reverse("admin:undo_operation", args=[operation.uid])
    text: str = reviewer.post(address, follow=True).text
    return text


@pytest.mark.parametrize(
    ("moving", "standing", "stays"),
    [
        ("accepted", "draft", "accepted"),
        ("accepted", "rejected", "accepted"),
        ("in_review", "accepted", "accepted"),
        ("draft", "rejected", "draft"),
        ("suggested", "rejected", "rejected"),
    ],
)
def test_of_two_on_the_same_words_what_got_further_stays(reviewer, moving, standing, stays):
    document = make_document()
    entity, heir = make_entity("Elena Marsh"), make_entity("Marsh")
    make_mention(document, "Elena Marsh", entity, review=moving)
    make_mention(document, "Elena Marsh", heir, review=standing)
    before = state()
    operation = merge(entity, heir, make_user("editor"))
    mention = Mention.objects.get()
    assert (mention.entity, mention.review) == (heir, stays)
    told(reviewer, operation)
    assert state() == before


def test_a_split_keeps_the_accepted_one_too(reviewer):
    document = make_document()
    entity, heir = make_entity("Elena Marsh"), make_entity("Marsh")
    mention = make_mention(document, "Elena Marsh", entity)
    make_mention(document, "Elena Marsh", heir, review="draft")
    before = state()
    operation = split(entity, heir, {"mention-entity": {mention.pk}}, make_user("editor"))
    assert Mention.objects.get() == mention
    told(reviewer, operation)
    assert state() == before


def test_what_was_merged_on_since_is_taken_back_first(reviewer):
    one, other, third = make_entity("One"), make_entity("Other"), make_entity("Third")
    make_mention(make_document(), "Elena Marsh", one)
    before = state()
    first = merge(one, other, None)
    second = merge(Entity.objects.get(pk=other.pk), third, None)
    assert "“Other” was merged into “Third” since. Take that back first." in told(reviewer, first)
    told(reviewer, second)
    told(reviewer, first)
    assert state() == before
    assert "This was taken back already." in told(reviewer, first)


def test_a_way_back_that_changes_nothing_is_not_used_up(reviewer):
    document = make_document()
    entity, heir = make_entity("Elena Marsh"), make_entity("Marsh")
    mention = make_mention(document, "Elena Marsh", entity)
    operation = split(entity, heir, {"mention-entity": {mention.pk}}, make_user("editor"))
    again = make_mention(document, "Elena Marsh", entity)
    assert "1 was changed since, and was left alone." in told(reviewer, operation)
    again.delete()
    assert "1 is as it was before." in told(reviewer, operation)
    assert Mention.objects.get().entity == entity


def test_what_cannot_be_merged_is_refused_with_a_sentence(reviewer):
    entity, heir = two()
    address = reverse("admin:archive_entity_merge", args=[entity.pk])
    page = reviewer.post(address, {"heir": entity.pk, "step": "merge"})
    assert "An entity is not merged into itself." in page.text
    page = reviewer.post(address, {"heir-typed": "nobody", "step": "merge"})
    assert "No entity here has the name or the uid" in page.text
    merge(entity, heir, make_user("editor"))
    with pytest.raises(ValidationError, match="was merged already"):
        merge(entity, heir, None)
    third = make_entity("A third")
    with pytest.raises(ValidationError, match="Choose that one"):
        merge(third, Entity.objects.get(pk=entity.pk), None)


def test_merging_is_for_reviewers(client):
    entity, heir = two()
    client.force_login(make_user("annotator"))
    address = reverse("admin:archive_entity_merge", args=[entity.pk])
    assert client.post(address, {"heir": heir.pk, "step": "merge"}).status_code == 403
    assert client.get(reverse("admin:duplicates")).status_code == 200
    entity.refresh_from_db()
    assert entity.merged_into is None


def pairs() -> list[list[str]]:
    return [sorted([pair.one.name, pair.other.name]) for pair in probable()]


def test_names_that_differ_little_are_probably_one():
    make_entity("José Martínez")
    make_entity("Jose Martinez")
    make_entity("Ministry of Foreign Affairs", "organisation")
    make_entity("Ministry of Foreign Affair", "organisation")
    make_entity("Ministry of Trade", "organisation")
    make_entity("Havana", "place")
    assert pairs() == [
        ["Jose Martinez", "José Martínez"],
        ["Ministry of Foreign Affair", "Ministry of Foreign Affairs"],
    ]
    assert folded("José  O’Neill") == "jose o neill"


def test_a_shared_id_tells_that_they_are_one_and_two_ids_that_they_are_not():
    one, other = make_entity("Paris", "place"), make_entity("Paris", "place")
    one.identifiers.create(scheme="wikidata", value="Q90")
    other.identifiers.create(scheme="wikidata", value="Q830149")
    assert pairs() == []
    third = make_entity("City of Light", "place")
    third.identifiers.create(scheme="Wikidata", value="Q90")
    assert pairs() == [["City of Light", "Paris"]]


def test_different_kinds_are_not_compared_and_merged_ones_are_gone():
    make_entity("Marsh", "person")
    place = make_entity("Marsh", "place")
    make_entity("Marsh", "place", merged_into=place)
    assert pairs() == []


def test_two_that_were_told_apart_are_not_asked_about_again_until_that_is_taken_back(reviewer):
    one, other = make_entity("John Smith"), make_entity("John Smith")
    address = reverse("admin:duplicates")
    assert "both are called “John Smith”" in reviewer.get(address).text
    page = reviewer.post(address, {"apart": f"{one.uid},{other.uid}"}, follow=True)
    assert "No two entities look like one." in page.text
    assert "Names that several share" in page.text
    reviewer.post(reverse("admin:undo_operation", args=[Operation.objects.get().uid]))
    assert "both are called" in reviewer.get(address).text
    odd = reviewer.post(address, {"apart": "nonsense"}, follow=True)
    assert "One of the two is not there any more." in odd.text


def test_two_that_two_people_told_apart_are_asked_about_again_when_one_takes_it_back(reviewer):
    one, other = make_entity("John Smith"), make_entity("John Smith")
    first = tell_apart(one, other, make_user("editor"))
    tell_apart(other, one, None)
    assert told_apart()
    reviewer.post(reverse("admin:undo_operation", args=[first.uid]))
    assert told_apart() == []
    assert pairs() == [["John Smith", "John Smith"]]


def test_telling_apart_is_not_taken_back_where_one_of_the_two_was_merged_since(reviewer):
    one, other = make_entity("John Smith"), make_entity("John Smith")
    operation = tell_apart(one, other, make_user("editor"))
    merging = merge(other, make_entity("Jack Smith"), None)
    address = reverse("admin:undo_operation", args=[operation.uid])
    page = reviewer.post(address, follow=True)
    assert "1 was changed since, and was left alone." in page.text
    operation.refresh_from_db()
    assert operation.undone_at is None
    unmerge(merging, None)
    reviewer.post(address)
    operation.refresh_from_db()
    assert operation.undone_at is not None


def test_thousands_of_entities_are_compared_in_seconds():
    # each word is shared by 50 or 60 entities, so that 165,000 pairs are compared
    places = [
        Entity(name=f"Port{a:02} Saint{b:02}", kind="place") for a in range(50) for b in range(60)
    ]
    Entity.objects.bulk_create(places)
    began = time.perf_counter()
    assert probable() is not None
    took = time.perf_counter() - began
    print(f"3,000 entities in {took:.2f} s")
    assert took < 20


def test_places_where_another_is_meant_are_given_to_a_new_entity_and_back(reviewer):
    entity, _heir = two()
    mention = Mention.objects.get(passage__quote="“We are")
    claimant = Attribution.objects.get()
    before = state()
    address = reverse("admin:archive_entity_split", args=[entity.pk])
    assert "[“We are]" in reviewer.get(address).text
    places = [f"mention-entity:{mention.pk}", f"attribution-entity:{claimant.pk}"]
    data = {"name": "Elena Marsh", "qualifier": "the other", "place": places}
    page = reviewer.post(address, data, follow=True)
    assert "2 places of “Elena Marsh” given to “Elena Marsh (the other)”" in page.text
    other = Entity.objects.get(qualifier="the other")
    assert other.mentions.get() == mention
    assert other.attributions.get() == claimant
    assert entity.mentions.count() == 1
    reviewer.post(reverse("admin:undo_operation", args=[Operation.objects.get().uid]))
    other.delete()
    assert state() == before


def test_a_merge_with_an_entity_that_was_deleted_since_says_what_to_do_first(reviewer):
    entity, heir = make_entity("Elena Marsh"), make_entity("Elena M. Marsh")
    operation = merge(entity, heir, None)
    entity.delete()
    page = reviewer.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "was deleted since. Restore it from its history first." in page.text


def test_a_merge_writes_back_nothing_that_was_read_before(reviewer):
    entity, heir = make_entity("Elena Marsh"), make_entity("Elena M. Marsh")
    Entity.objects.filter(pk=entity.pk).update(name="Helena Marsh")
    merge(entity, heir, None)
    assert Entity.objects.get(pk=entity.pk).name == "Helena Marsh"
    assert heir.aliases.filter(text="Helena Marsh").exists()


def test_a_form_that_is_older_than_a_merger_marks_the_heir(reviewer):
    entity, heir = make_entity("Elena Marsh"), make_entity("Elena M. Marsh")
    mention = make_mention(make_document(), "Elena Marsh", make_entity("Somebody"))
    merge(entity, heir, None)
    address = reverse("admin:archive_mention_change", args=[mention.pk])
    form = reviewer.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    page = send(reviewer, address, data | {"entity": entity.pk}, follow=True)
    mention.refresh_from_db()
    assert mention.entity == heir, page.context.get("errors")


def test_a_reviewer_gives_away_no_place_in_a_document_that_was_withdrawn(reviewer):
    entity, _heir = two()
    document = make_document(uid="gone", withdrawn_on="2024-01-02", withdrawn_reason="Wrong.")
    mention = make_mention(document, "Elena Marsh", entity)
    address = reverse("admin:archive_entity_split", args=[entity.pk])
    data = {"name": "Another", "place": [f"mention-entity:{mention.pk}"]}
    assert "Tick what belongs to the other entity." in reviewer.post(address, data).text
    mention.refresh_from_db()
    assert mention.entity == entity


@pytest.mark.parametrize("digits", ["9" * 25, "9" * 5000, "²"])
def test_a_key_that_no_row_can_have_is_refused_in_a_sentence(reviewer, digits):
    entity, _heir = two()
    split_page = reverse("admin:archive_entity_split", args=[entity.pk])
    data = {"name": "Another", "place": [f"mention-entity:{digits}"]}
    assert "Tick what belongs to the other entity." in reviewer.post(split_page, data).text
    merge_page = reverse("admin:archive_entity_merge", args=[entity.pk])
    assert reviewer.get(merge_page, {"into": digits}).status_code == 200
    page = reviewer.post(merge_page, {"heir": digits, "step": "merge"})
    assert "No entity here has the name or the uid" in page.text
    queue = reverse("admin:queue")
    data = {"decision": "accept", "row": f"claim:{digits}"}
    assert "Tick what you decide about" in reviewer.post(queue, data, follow=True).text
    for name in (f"{digits}/history/", f"{entity.pk}/history/{digits}/"):
        assert reviewer.get(f"/admin/archive/entity/{name}").status_code == 404


def test_two_opposite_merges_do_not_both_go_through():
    entity, heir = two()
    again, other = Entity.objects.get(pk=heir.pk), Entity.objects.get(pk=entity.pk)
    merge(entity, heir, None)
    with pytest.raises(ValidationError, match="Choose that one"):
        merge(again, other, None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Another"}, "Tick what belongs to the other entity."),
        ({"place": ["mention-entity:x"]}, "Choose an entity, or name a new one."),
        ({"heir-typed": "elena-marsh", "place": []}, "Choose another entity"),
    ],
)
def test_a_split_of_nothing_or_into_nothing_is_refused(reviewer, given, sentence):
    entity, _heir = two()
    before = state()
    page = reviewer.post(reverse("admin:archive_entity_split", args=[entity.pk]), given)
    assert sentence in page.text
    assert state() == before

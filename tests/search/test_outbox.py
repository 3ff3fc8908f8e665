"""Whatever changes, by whatever road, is found on the next search, or waits and says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from archive.models import (
    Alias,
    Assessment,
    Boilerplate,
    Collection,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentTopic,
    Publisher,
    Review,
    Subject,
    Topic,
    Version,
)
from archive.signals import documents_changed
from search import outbox
from search.backends import get_backend
from search.backends.base import Everything, Facet, Phrase, Query, Readable, Results, Word
from search.entries import all_entries
from search.models import OutboxRow
from search.schema import facets_of
from search.syncing import compare
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def ask(tree: Any = Everything(), kind: str = "documents", **fields: Any) -> Results:  # noqa: B008
    """Search as the public, today."""
    readable = Readable(timezone.localdate())
    return get_backend().search(
        Query(readable, tree=tree, kind=kind, counted=facets_of(kind), **fields)
    )


def counts(facet: Facet) -> dict[str, int]:
    """A facet as a dictionary."""
    return {value.value: value.count for value in facet.values}


@pytest.fixture(autouse=True)
def in_step() -> Iterator[None]:
    """After each test nothing waits, and the index says what the database says."""
    yield
    if OutboxRow.objects.exists():
        outbox.drain(5)
    assert compare(all_entries()).sentences == []


def test_a_saved_document_is_found_at_once() -> None:
    make_document("A storm closed the port.")
    assert ask(Word("storm")).total == 1
    assert outbox.waiting() == 0


def test_a_deleted_document_is_gone_with_its_claims() -> None:
    document = make_document()
    make_claim(document)
    assert ask(kind="claims").total == 1
    document.delete()
    assert ask().total == ask(kind="claims").total == 0


def test_nothing_is_found_of_what_was_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make_document("A storm closed the port.")
        raise RuntimeError
    make_document("Another day.", title="Another")
    assert ask(Word("storm")).total == 0


def test_a_new_version_is_what_is_read_first() -> None:
    document = make_document("The harvets ended.")
    Version.objects.create(
        document=document, number=2, layer="emended", reason="a slip", text="The harvest ended."
    )
    assert [ask(Word(word)).hits[0].layer for word in ("harvest", "harvets")] == [
        "emended", "published",
    ]  # fmt: skip


def test_boilerplate_is_not_found_and_no_phrase_crosses_it() -> None:
    document = make_document("Before it. You may also like: rum. After it.")
    Boilerplate.objects.create(passage=passage_of(document, "You may also like: rum."))
    assert ask(Word("rum")).total == 0
    assert ask(Phrase(("it", "after"))).total == 0


def test_relations_are_facets() -> None:
    document = make_document(genre="report")
    collection, topic = Collection.objects.create(name="A"), Topic.objects.create(name="B")
    DocumentCollection.objects.create(document=document, collection=collection)
    has = DocumentTopic.objects.create(document=document, topic=topic)
    facets = ask().facets
    assert counts(facets["collection"]) == {collection.uid: 1}
    assert counts(facets["topic"]) == {topic.uid: 1}
    assert counts(facets["genre"]) == {"report": 1}
    assert counts(facets["publisher"]) == {"harbour-post": 1}
    has.delete()
    assert ask().facets["topic"].values == ()


def test_a_relation_that_moves_leaves_the_one_and_reaches_the_other() -> None:
    one, two = make_document(title="One"), make_document(title="Two")
    entity = make_entity()
    subject = Subject.objects.create(document=one, entity=entity, review=Review.ACCEPTED)
    subject.document = two
    subject.save()
    assert [hit.uid for hit in ask(filters={"person": (entity.uid,)}).hits] == [two.uid]


def test_only_accepted_mentions_are_counted() -> None:
    document = make_document()
    entity = make_entity()
    mention = make_mention(document, "Elena Marsh", entity, review=Review.SUGGESTED)
    assert ask().facets["person"].values == ()
    mention.review = Review.ACCEPTED
    mention.save()
    assert counts(ask().facets["person"]) == {entity.uid: 1}


def test_a_rename_writes_no_entry() -> None:
    entity = make_entity()
    make_mention(make_document(), "Elena Marsh", entity)
    before = get_backend().hashes()
    entity.name = "Elena Marsh-Duarte"
    with transaction.atomic():
        entity.save()
        Alias.objects.create(entity=entity, text="E. Marsh")
        assert not OutboxRow.objects.exists()
    assert get_backend().hashes() == before


def test_a_merged_entity_counts_as_what_it_became() -> None:
    kept, merged, first = make_entity(), make_entity("E. Marsh"), make_entity("Marsh")
    for entity in (kept, merged, first):
        make_mention(make_document(), "Elena Marsh", entity)
    first.merged_into = merged
    first.save()
    merged.merged_into = kept
    merged.save()
    assert counts(ask().facets["person"]) == {kept.uid: 3}


def test_an_entity_that_changes_its_kind_changes_facets() -> None:
    entity = make_entity("Postal Union", kind="person")
    make_mention(make_document(), "Postal Union", entity)
    entity.kind = "organisation"
    entity.save()
    facets = ask().facets
    assert counts(facets["organisation"]) == {entity.uid: 1} and not facets["person"].values


def test_a_claim_has_its_own_facets_and_the_documents() -> None:
    document = make_document(dated="2014-12-17")
    marsh, union = make_entity(), make_entity("Postal Union", kind="organisation")
    make_mention(document, "Elena Marsh", marsh)
    claim = make_claim(document, claimant=marsh)
    claim.subjects.create(entity=union)
    facets = ask(kind="claims").facets
    assert counts(facets["claimant"]) == {marsh.uid: 1}
    assert counts(facets["about"]) == counts(facets["organisation"]) == {union.uid: 1}
    assert facets["person"].values == ()  # Marsh stands outside the quote
    assert counts(facets["mode"]) == {"direct": 1}
    assert counts(facets["status"]) == {"not_assessed": 1}
    assert counts(facets["standing"]) == {"alone": 1}
    assert counts(facets["publisher"]) == {"harbour-post": 1}


def test_a_direct_quote_in_translation_is_not_among_the_direct_ones() -> None:
    document = make_document()
    claim = make_claim(document)
    claim.said_language = "es"
    claim.save()
    assert counts(ask(kind="claims").facets["mode"]) == {"direct_in_translation": 1}
    claim.said_language = "en"
    claim.save()
    assert counts(ask(kind="claims").facets["mode"]) == {"direct": 1}


def test_the_newest_assessment_counts() -> None:
    claim = make_claim(make_document())
    for status in ("disputed", "refuted"):
        Assessment.objects.create(claim=claim, status=status, reason="r", name="n")
    assert counts(ask(kind="claims").facets["status"]) == {"refuted": 1}


def test_a_link_changes_the_standing_of_its_target() -> None:
    one, two = make_claim(make_document()), make_claim(make_document())
    link = make_link(one, "denies", two)
    assert counts(ask(kind="claims").facets["standing"]) == {"alone": 1, "denied": 1}
    link.review = Review.REJECTED
    link.save()
    assert counts(ask(kind="claims").facets["standing"]) == {"alone": 2}


def test_a_standing_vanishes_with_the_document_it_came_from() -> None:
    source, target = make_document(), make_document()
    make_link(make_claim(source), "denies", make_claim(target))
    source.access = "staff"
    source.save()
    assert counts(ask(kind="claims").facets["standing"]) == {"alone": 1}
    source.delete()
    assert counts(ask(kind="claims").facets["standing"]) == {"alone": 1}


def test_a_reprint_does_not_repeat_its_own_claim() -> None:
    source, target = make_document(), make_document()
    make_link(make_claim(source), "repeats", make_claim(target))
    assert counts(ask(kind="claims").facets["standing"]) == {"repeated": 2}
    DocumentLink.objects.create(
        source=source, kind="reprint", target=target, review=Review.ACCEPTED
    )
    assert counts(ask(kind="claims").facets["standing"]) == {"alone": 2}


def test_an_approximate_date_of_a_text_is_in_doubt() -> None:
    document = make_document()
    make_dating(document, "half a century", "1962~")
    day = (date(1962, 1, 1), date(1962, 12, 31))
    assert (ask(mentioned=day).total, ask(mentioned=day).possibly) == (1, 1)
    make_dating(document, "on Tuesday", "1962")
    assert ask(mentioned=day).possibly == 0


def test_datings_are_mentioned_days() -> None:
    document = make_document()
    dating = make_dating(document, "on Tuesday", "1959-01-06")
    day = (dating.earliest, dating.latest)
    assert ask(mentioned=day).total == 1
    dating.delete()
    assert ask(mentioned=day).total == 0


def test_an_embargo_ends_without_a_save() -> None:
    today = timezone.localdate()
    make_document(embargo_until=today + timedelta(1))
    assert ask().total == 0
    tomorrow = Query(Readable(today + timedelta(1)))
    assert get_backend().search(tomorrow).total == 1


def test_a_bulk_write_says_so_itself() -> None:
    document = make_document()
    Document.objects.filter(pk=document.pk).update(access="staff")
    assert ask().total == 1
    documents_changed.send(sender=Document, uids=[document.uid])
    assert ask().total == 0


def test_a_document_that_changes_its_uid_is_there_once() -> None:
    document = make_document()
    document.uid = "another"
    document.save()
    assert [hit.uid for hit in ask().hits] == ["another"]


def test_a_publisher_that_changes_its_uid_changes_facets() -> None:
    make_document()
    publisher = Publisher.objects.get()
    publisher.uid = "another"
    publisher.save()
    assert counts(ask().facets["publisher"]) == {"another": 1}


def test_a_fixture_is_found_at_once(tmp_path: Path) -> None:
    rows = [
        {"model": "archive.document", "fields": {"uid": "from-fixture", "title": "A storm"}},
        {
            "model": "archive.version",
            "fields": {"document": ["from-fixture"], "number": 1, "text": "The port was closed.",
                       "language": "en"},
        },
    ]  # fmt: skip
    path = tmp_path / "storm.json"
    path.write_text(json.dumps(rows))
    for _time in range(2):
        call_command("loaddata", str(path), verbosity=0)
        assert [hit.uid for hit in ask(Word("closed")).hits] == ["from-fixture"]


def test_the_first_drain_builds_an_index_of_everything() -> None:
    with transaction.atomic():
        make_document(title="One")
        OutboxRow.objects.all().delete()  # as if it was there before search was
    assert not get_backend().exists() or ask().total == 0
    make_document(title="Two")
    assert ask().total == 2


def test_rows_of_another_change_are_left_alone() -> None:
    make_document()
    row = OutboxRow.objects.create(uid="later")
    outbox.remove([row.pk + 1])
    assert outbox.waiting() == 1


def test_a_drain_in_a_request_takes_one_batch(client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    make_document(title="One")
    OutboxRow.objects.bulk_create(OutboxRow(uid=f"gone-{n}") for n in range(5))
    outbox._enter()
    try:
        assert outbox.drain(1) == 2
    finally:
        outbox._leave()
    assert outbox.waiting() == 3
    outbox.catch_up()
    assert outbox.waiting() == 0


def test_whoever_prefers_it_is_answered_before_the_index_is_written() -> None:
    make_document(title="One")
    outbox._enter(environ={"HTTP_PREFER": "respond-async"})
    try:
        make_document(title="Two")
        assert outbox.waiting() == 1
    finally:
        outbox._leave()
    assert (outbox.waiting(), ask().total) == (0, 2)


def test_an_action_of_the_workbench_is_found_after_its_answer(client: Any) -> None:
    document = make_document()
    client.force_login(make_user("reviewer"))
    text = document.versions.get().text
    span = {"start": 0, "end": 9, "quote": text[:9]}
    claim = {"id": "one", "do": "claim", "span": span, "mode": "narrator", "statement": "Zeppelin."}
    address = reverse("admin:archive_document_workbench_act", args=[document.uid])
    answer = client.post(
        address, json.dumps(claim), content_type="application/json", HTTP_PREFER="respond-async"
    )
    assert answer.status_code == 200
    assert outbox.waiting() == 0


def test_a_search_does_not_wait_for_another_writer(index: Any) -> None:
    make_document()
    OutboxRow.objects.create(uid="gone")
    other = type(index)(PATH=str(index.path))
    import threading

    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with other.lock(1):
            inside.set()
            done.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    outbox.catch_up()
    assert outbox.waiting() == 1
    done.set()
    holder.join()
    outbox.catch_up()
    assert outbox.waiting() == 0

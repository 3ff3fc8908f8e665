"""Who changed what, when and why, in words; any earlier state looked at and restored."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.beginnings import REASON as BEGINNING
from archive.decisions import decide
from archive.earlier import Difference, Run
from archive.merging import merge
from archive.models import (
    Alias,
    Attribution,
    Claim,
    ClaimAbout,
    Dating,
    Document,
    Entity,
    EntityIdentifier,
    Review,
)
from tests.archive.test_admin_review import change
from tests.forms import send
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def changed_claim(client: Client, **fields: Any) -> Claim:
    """A draft that was changed once on its form, from “an official” to “a delegate”."""
    claim = make_claim(make_document(), review="draft")
    data = change(claim, **{"attributions-0-as_worded": "a delegate", **fields})
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    assert send(client, address, data).status_code == 302
    return Claim.objects.get(pk=claim.pk)


def history(client: Client, row: Any) -> str:
    name = row._meta.model_name
    text: str = client.get(reverse(f"admin:archive_{name}_history", args=[row.pk])).text
    return text


def earlier(row: Any, record: Any) -> str:
    name = row._meta.model_name
    return reverse(f"admin:archive_{name}_simple_history", args=[row.pk, record.pk])


def test_a_difference_of_sentences_is_told_word_by_word():
    said = Difference("Statement", "The Union says it is ready.", "The Union said it is ready.")
    assert said.runs == [
        Run("The Union ", "same"),
        Run("says", "gone"),
        Run("said", "new"),
        Run(" it is ready.", "same"),
    ]
    assert Difference("Mode", "direct quote", "indirect speech").runs == []


def test_a_history_says_who_what_and_why(annotator):
    claim = changed_claim(
        annotator,
        statement="The Postal Union says that it was ready to begin.",
        mode="indirect",
        why="It is reported speech.",
    )
    page = history(annotator, claim)
    assert "<del>is</del><ins>was</ins>" in page
    assert "<del>direct quote</del> → <ins>indirect speech</ins>" in page
    assert "It is reported speech." in page
    assert "annotator" in page
    # the attribution is part of the claim
    assert "<del>an official</del> → <ins>a delegate</ins>" in page


def test_an_earlier_state_is_looked_at_and_restored_with_its_attributions(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    first = claim.history.last()
    page = annotator.get(earlier(claim, first))
    assert "The Postal Union says that it is ready to begin." in page.text
    assert "an official" in page.text
    assert send(annotator, earlier(claim, first)).status_code == 302
    claim.refresh_from_db()
    assert claim.statement == "The Postal Union says that it is ready to begin."
    assert [str(row) for row in claim.attributions.all()] == ["an official"]
    newest = claim.history.first()
    assert newest.history_change_reason.startswith("restored to ")
    assert newest.history_user.username == "annotator"


def test_restoring_does_not_settle_and_what_is_settled_is_not_restored_by_annotators(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    first = claim.history.last()
    claim.review = "accepted"
    claim.save()
    assert send(annotator, earlier(claim, first)).status_code == 403
    annotator.force_login(make_user("reviewer"))
    assert send(annotator, earlier(claim, first)).status_code == 302
    claim.refresh_from_db()
    assert claim.review == "accepted"
    assert claim.statement.startswith("The Postal Union")


def test_what_was_deleted_is_found_in_the_document_s_history_and_brought_back(annotator):
    document = make_document()
    mention = make_mention(document, "Elena Marsh", make_entity(), review="draft")
    key = mention.pk
    address = reverse("admin:archive_mention_delete", args=[key])
    assert annotator.post(address, {"post": "yes"}).status_code == 302
    page = history(annotator, document)
    assert "mention deleted" in page
    from archive.models import Mention

    record = Mention.history.filter(id=key).first()
    assert "It was deleted since." in annotator.get(earlier(mention_of(key), record)).text
    assert annotator.post(earlier(mention_of(key), record)).status_code == 302
    assert Mention.objects.get().entity.name == "Elena Marsh"


def mention_of(key: int) -> Any:
    from archive.models import Mention

    return Mention(pk=key)


def test_a_state_whose_entity_is_gone_is_refused_with_a_sentence(annotator):
    document = make_document()
    entity = make_entity()
    mention = make_mention(document, "Elena Marsh", entity, review="draft")
    first = mention.history.last()
    mention.entity = make_entity("Another Marsh")
    mention.save()
    Entity.objects.get(pk=entity.pk).delete()
    page = send(annotator, earlier(mention, first), follow=True)
    assert "The entity of that time is not there any more." in page.text


def test_a_document_s_history_tells_of_its_annotations(annotator):
    claim = changed_claim(annotator, statement="Another statement.")
    page = history(annotator, claim.passage.version.document)
    assert "claim changed" in page
    assert "document added" in page


def test_a_history_of_nothing_and_of_no_row(annotator):
    document = make_document()
    document.history.all().delete()
    assert "Nothing was recorded" in history(annotator, document)
    for address in (
        reverse("admin:archive_document_history", args=[9999]),
        reverse("admin:archive_document_history", args=["x"]),
        reverse("admin:archive_document_simple_history", args=[document.pk, 9999]),
        reverse("admin:archive_document_simple_history", args=[document.pk, "x"]),
    ):
        assert annotator.get(address).status_code == 404


def test_a_withdrawn_document_s_history_is_for_editors(annotator):
    document = make_document(withdrawn_on="2024-01-01", withdrawn_reason="A court order.")
    address = reverse("admin:archive_document_history", args=[document.pk])
    assert annotator.get(address).status_code == 404
    annotator.force_login(make_user("editor"))
    assert annotator.get(address).status_code == 200
    assert Document.objects.count() == 1


def test_what_a_claim_is_about_is_restored_with_it(annotator):
    claim = make_claim(make_document(), review="draft")
    post, mail = make_entity("Postal Union", "organisation"), make_entity("Mail", "other")
    first = ClaimAbout.objects.create(claim=claim, entity=post)
    claim.statement = "The Postal Union says that it can begin at once."
    claim.save()
    claim.statement = "Another statement."
    claim.save()
    first.delete()
    ClaimAbout.objects.create(claim=claim, entity=mail)
    second = claim.history.all()[1]
    page = annotator.get(earlier(claim, second)).text
    assert "<del>Mail</del> → <ins>Postal Union</ins>" in page
    assert send(annotator, earlier(claim, second)).status_code == 302
    assert [str(row) for row in claim.subjects.all()] == ["Postal Union"]
    # and of that, too, the history tells
    assert "entity it is about deleted" in history(annotator, claim)


def test_an_entity_s_outside_ids_and_names_are_restored_with_it(annotator):
    entity = make_entity()
    wikidata = EntityIdentifier.objects.create(entity=entity, scheme="wikidata", value="Q42")
    alias = Alias.objects.create(entity=entity, text="E. Marsh")
    entity.note = "Led the delegation."
    entity.save()
    entity.note = "Led a delegation."
    entity.save()
    wikidata.value = "Q43"
    wikidata.save()
    alias.delete()
    second = entity.history.all()[1]
    assert send(annotator, earlier(entity, second)).status_code == 302
    entity.refresh_from_db()
    assert entity.note == "Led the delegation."
    assert [row.value for row in entity.identifiers.all()] == ["Q42"]
    assert [row.text for row in entity.aliases.all()] == ["E. Marsh"]


def test_two_attributions_that_changed_places_are_put_back(annotator):
    claim = make_claim(make_document(), review="draft")
    one = claim.attributions.get()
    two = Attribution.objects.create(claim=claim, position=2, as_worded="a delegate")
    claim.statement = "The Postal Union says that it can begin at once."
    claim.save()
    claim.statement = "Another statement."
    claim.save()
    for row, position in ((one, 3), (two, 1), (one, 2)):
        row.position = position
        row.save()
    assert send(annotator, earlier(claim, claim.history.all()[1])).status_code == 302
    assert [str(row) for row in claim.attributions.all()] == ["an official", "a delegate"]


def test_a_part_whose_entity_is_gone_is_refused_and_nothing_is_half_restored(annotator):
    claim = make_claim(make_document(), review="draft")
    post = make_entity("Postal Union", "organisation")
    about = ClaimAbout.objects.create(claim=claim, entity=post)
    claim.statement = "The Postal Union says that it can begin at once."
    claim.save()
    claim.statement = "Another statement."
    claim.save()
    about.delete()
    post.delete()
    page = send(annotator, earlier(claim, claim.history.all()[1]), follow=True)
    assert "The entity of that time is not there any more." in page.text
    claim.refresh_from_db()
    assert claim.statement == "Another statement."


def without_history(claim: Claim) -> Claim:
    """As a fixture leaves it: rows, and no record of them."""
    claim.history.all().delete()
    Attribution.history.filter(claim=claim).delete()
    return Claim.objects.get(pk=claim.pk)


def test_what_came_by_a_fixture_is_brought_back_as_it_came_with_its_attributions(annotator):
    claim = without_history(make_claim(make_document(), review="draft"))
    data = change(claim, statement="Another statement.", why="Shorter.")
    assert (
        send(annotator, reverse("admin:archive_claim_change", args=[claim.pk]), data).status_code
        == 302
    )
    assert "as it was when its history began" in history(annotator, claim)
    first = claim.history.last()
    page = annotator.get(earlier(claim, first), headers={"accept-language": "es"})
    assert "como estaba al empezar su historial" in page.text
    assert first.statement.startswith("The Postal Union")
    assert send(annotator, earlier(claim, first)).status_code == 302
    claim.refresh_from_db()
    assert claim.statement.startswith("The Postal Union")
    assert [str(row) for row in claim.attributions.all()] == ["an official"]


def test_what_came_by_a_fixture_and_was_deleted_is_brought_back_with_its_attributions(annotator):
    claim = without_history(make_claim(make_document(), review="draft"))
    key = claim.pk
    claim.delete()
    newest = Claim.history.filter(id=key).first()
    assert send(annotator, earlier(Claim(pk=key), newest)).status_code == 302
    assert [str(row) for row in Claim.objects.get().attributions.all()] == ["an official"]


def came_by_a_fixture(row: Any) -> Any:
    row.history.all().delete()
    return row


def told(row: Any, field: str) -> list[Any]:
    """What the history has for a field, the oldest first: the fixture's state begins it."""
    records = list(row.history.order_by("history_date", "history_id"))
    assert records[0].history_change_reason == BEGINNING
    return [getattr(record, field) for record in records]


def test_a_bulk_change_keeps_the_state_a_fixture_came_with(client):
    client.force_login(make_user("editor"))
    document = came_by_a_fixture(make_document(rights="All rights reserved"))
    asked = {
        "action": "change_in_bulk",
        "_selected_action": [document.pk],
        "what": ["rights"],
        "rights": "Public domain",
    }
    address = reverse("admin:archive_document_changelist")
    seen = client.post(address, {**asked, "bulk": "preview"}).context["seen"]
    client.post(address, {**asked, "bulk": "apply", "seen": seen})
    assert told(document, "rights") == ["All rights reserved", "Public domain"]


def test_a_merge_keeps_the_state_a_fixture_came_with():
    entity, heir = make_entity("E. Marsh"), make_entity("Elena Marsh")
    mention = came_by_a_fixture(make_mention(make_document(), "Elena Marsh", entity))
    merge(entity, heir, make_user("editor"))
    assert told(mention, "entity_id") == [entity.pk, heir.pk]


def test_a_suggestion_that_is_brought_up_to_date_keeps_the_state_a_fixture_came_with():
    document = make_document("The ferry was sold last year.", dated="2023-01-20")
    call_command("suggest", "dates", "--all", verbosity=0)
    dating = Dating.objects.get()
    Dating.objects.update(edtf="2021")
    came_by_a_fixture(dating)
    call_command("suggest", "dates", "--document", document.uid, verbosity=0)
    assert told(dating, "edtf") == ["2021", "2022"]


def test_a_date_and_a_decision_keep_the_states_a_fixture_came_with():
    document = make_document("The ferry was sold last year.", dated="2023-01-20")
    call_command("suggest", "dates", "--all", verbosity=0)
    dating = came_by_a_fixture(Dating.objects.get())
    document.dated = "2020-01-20"
    document.save()
    assert told(dating, "edtf") == ["2022", "2019"]
    came_by_a_fixture(dating)
    decide([Dating.objects.get()], Review.ACCEPTED, make_user("reviewer"))
    assert told(dating, "review") == ["suggested", "accepted"]


def withdrawn_once() -> tuple[Document, Any]:
    """A document that was withdrawn and closed for a while, and the record of that."""
    document = make_document(title="The first title")
    document.access, document.embargo_until = "staff", date(2999, 1, 1)
    document.withdrawn_on, document.withdrawn_reason = date(2024, 1, 1), "A court said so."
    document.save()
    record = document.history.first()
    document.access, document.embargo_until = "full", None
    document.withdrawn_on, document.withdrawn_reason = None, ""
    document.title = "The second title"
    document.save()
    return document, record


def test_how_a_document_opens_is_not_restored_by_annotators(annotator):
    document, record = withdrawn_once()
    assert "editors restore that" in annotator.get(earlier(document, record)).text
    assert send(annotator, earlier(document, record)).status_code == 302
    document.refresh_from_db()
    assert document.title == "The first title"
    assert (document.access, document.embargo_until) == ("full", None)
    assert (document.withdrawn_on, document.withdrawn_reason) == (None, "")
    assert not document.events.exists()


def test_an_editor_restores_how_a_document_opens_and_an_event_says_so(client):
    document, record = withdrawn_once()
    client.force_login(make_user("editor"))
    send(client, earlier(document, record))
    document.refresh_from_db()
    assert (document.access, document.withdrawn_reason) == ("staff", "A court said so.")
    event = document.events.get()
    outcome = "full → staff, embargoed until 2999-01-01, withdrawn on 2024-01-01"
    assert (event.outcome, event.user.username) == (outcome, "editor")


def test_a_deleted_document_is_brought_back_by_editors(annotator):
    document = make_document()
    document.save()
    key, record = document.pk, document.history.first()
    document.delete()
    gone = Document(pk=key)
    assert "Restore this state" not in annotator.get(earlier(gone, record)).text
    assert send(annotator, earlier(gone, record)).status_code == 403
    annotator.force_login(make_user("editor"))
    assert send(annotator, earlier(gone, record)).status_code == 302
    assert Document.objects.get().events.get().outcome == "deleted → full"


def test_restoring_writes_over_nothing_that_the_page_did_not_show(annotator):
    claim = changed_claim(annotator, statement="The second.")
    address = earlier(claim, claim.history.last())
    shown = annotator.get(address).context["seen"]
    claim.statement = "A colleague’s third."
    claim.save()
    page = annotator.post(address, {"seen": shown}, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    claim.refresh_from_db()
    assert claim.statement == "A colleague’s third."
    annotator.post(address, {"seen": page.context["seen"]})
    claim.refresh_from_db()
    assert claim.statement not in ("A colleague’s third.", "The second.")


def test_what_was_deleted_since_the_page_was_shown_is_not_brought_back_unseen(annotator):
    claim = changed_claim(annotator, statement="The second.")
    address = earlier(claim, claim.history.last())
    shown = annotator.get(address).context["seen"]
    claim.delete()
    page = annotator.post(address, {"seen": shown}, follow=True)
    assert "It was deleted since." in page.text
    assert not Claim.objects.exists()
    annotator.post(address, {"seen": page.context["seen"]})
    assert Claim.objects.exists()


@pytest.mark.parametrize("change", ["delete", "move"])
def test_a_history_is_read_with_as_few_queries_however_many_entries_it_has(
    annotator, django_assert_max_num_queries, change
):
    document, entities = make_document(), [make_entity(f"Entity {n}") for n in range(2)]
    for _n in range(24):
        mention = make_mention(document, "half a century", entities[0])
        if change == "move":
            mention.entity = entities[1]
            mention.save()
        mention.delete()
    with django_assert_max_num_queries(30):
        page = annotator.get(reverse("admin:archive_document_history", args=[document.pk]))
    assert len(page.context["entries"]) >= 48
    assert "half a century" in page.text
    assert ("<del>Entity 0</del> → <ins>Entity 1</ins>" in page.text) == (change == "move")

"""An annotator's forms: a passage by its quote, what is offered, what is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import (
    Boilerplate,
    Claim,
    ClaimAbout,
    ClaimLink,
    Dating,
    Evidence,
    Mention,
    Note,
    Passage,
    Question,
    Review,
)
from tests.forms import send
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db

TWICE = "The consul spoke first. Later the consul left.\n\n“We shall see,” the consul said."


@pytest.fixture
def annotator(client: Client) -> Client:
    client.force_login(make_user("annotator"))
    return client


def posted(document: Any, quote: str, **fields: Any) -> dict[str, Any]:
    version = document.versions.get(number=1)
    return {"version": version.pk, "quote": quote, "review": "draft", **fields}


def no_inlines(**more: Any) -> dict[str, Any]:
    """The management forms of a claim's two inlines, empty but for what is given."""
    data: dict[str, Any] = {}
    for prefix in ("attributions", "subjects"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | more


def claim_fields(**more: Any) -> dict[str, Any]:
    fields = {
        "statement": "The consul left after speaking.",
        "mode": "narrator",
        "said": "",
        "statement_language": "en",
        "uid": "consul-left",
        "attributions-TOTAL_FORMS": 1,
        "attributions-INITIAL_FORMS": 0,
        "attributions-0-as_worded": "an official",
        "attributions-0-capacity": "",
        "subjects-TOTAL_FORMS": 1,
        "subjects-INITIAL_FORMS": 0,
    }
    return fields | more


def test_a_claim_is_added_by_its_quote_with_attribution_and_about(annotator):
    document = make_document()
    entity = make_entity()
    data = posted(document, "no day had been agreed", **claim_fields())
    data |= {"subjects-0-entity": entity.pk, "attributions-0-entity": entity.pk}
    response = annotator.post(reverse("admin:archive_claim_add"), data)
    assert response.status_code == 302, response.context["errors"]
    claim = Claim.objects.get(uid="consul-left")
    assert claim.passage.quote == "no day had been agreed"
    assert claim.created_by.username == "annotator"
    assert claim.review == Review.DRAFT
    assert [row.entity for row in claim.attributions.all()] == [entity]
    assert ClaimAbout.objects.get(claim=claim).entity == entity


def test_two_attributions_take_positions_by_themselves(annotator):
    data = posted(make_document(), "no day had been agreed", **claim_fields())
    data |= {"attributions-TOTAL_FORMS": 2, "attributions-1-as_worded": "a second official"}
    annotator.post(reverse("admin:archive_claim_add"), data)
    rows = Claim.objects.get().attributions.values_list("position", "as_worded")
    assert list(rows) == [(1, "an official"), (2, "a second official")]


def test_an_attribution_to_nobody_is_refused_with_a_sentence(annotator):
    data = posted(make_document(), "no day had been agreed", **claim_fields())
    data |= {"attributions-0-as_worded": "", "attributions-0-capacity": "spokesman"}
    response = annotator.post(reverse("admin:archive_claim_add"), data)
    assert "Give the claimant, or the words the text uses for them." in response.text
    assert not Claim.objects.exists()
    assert not Passage.objects.exists()


def test_a_quote_that_occurs_more_than_once_is_offered_in_context(annotator):
    document = make_document(TWICE)
    entity = make_entity("The consul")
    data = posted(document, "the consul", entity=entity.pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.status_code == 200
    assert not Mention.objects.exists()
    assert "Choose which is meant" in response.text
    assert response.text.count('type="radio"') == 2
    assert "<mark>the consul</mark> left." in response.text
    second = TWICE.rindex("the consul")
    response = annotator.post(
        reverse("admin:archive_mention_add"), data | {"occurrence": str(second)}
    )
    assert response.status_code == 302
    assert Mention.objects.get().passage.start == second


def test_an_occurrence_chosen_for_other_words_is_asked_again(annotator):
    document = make_document(TWICE)
    data = posted(document, "the consul", entity=make_entity().pk, occurrence="3")
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert "Choose which is meant" in response.text
    assert not Mention.objects.exists()


def test_words_that_stand_everywhere_ask_for_more_words(annotator):
    document = make_document("ha " * 300)
    data = posted(document, "ha", entity=make_entity().pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert "stand in this text 300 times" in response.text


def test_a_quote_that_does_not_stand_in_the_text_is_refused_with_the_repair(annotator):
    data = posted(make_document(), "the President resigned", entity=make_entity().pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.status_code == 200
    assert "The words “the President resigned” do not stand in this text." in response.text
    assert "Copy them from the text as it is here." in response.text
    # nothing that was typed is lost
    assert "the President resigned</textarea>" in response.text


def test_line_ends_of_a_browser_do_not_stop_a_quote_across_paragraphs(annotator):
    document = make_document()
    quote = "about the mail.\r\n\r\nDirect post has been suspended"
    annotator.post(
        reverse("admin:archive_note_add"),
        posted(document, quote, text="See there.", kind="sic", audience="staff", uid="note-1"),
    )
    passage = Note.objects.get().passage
    assert passage.quote == "about the mail.\n\nDirect post has been suspended"
    assert document.versions.get().text[passage.start : passage.end] == passage.quote


def test_the_same_words_name_the_same_entity_once(annotator):
    document = make_document()
    entity = make_entity()
    make_mention(document, "Elena Marsh", entity)
    response = annotator.post(
        reverse("admin:archive_mention_add"), posted(document, "Elena Marsh", entity=entity.pk)
    )
    assert "These words are marked as this entity already." in response.text


def test_a_dating_is_added_and_a_second_on_the_same_words_refused(annotator):
    document = make_document()
    data = posted(document, "on Tuesday", edtf="2015-09-29", type="date", status="resolved")
    assert annotator.post(reverse("admin:archive_dating_add"), data).status_code == 302
    dating = Dating.objects.get()
    assert str(dating.earliest) == "2015-09-29"
    response = annotator.post(reverse("admin:archive_dating_add"), data)
    assert "These words have a dating already: change that one." in response.text


def test_a_date_that_is_no_date_is_refused_with_a_sentence(annotator):
    data = posted(
        make_document(), "on Tuesday", edtf="next Tuesday", type="date", status="resolved"
    )
    response = annotator.post(reverse("admin:archive_dating_add"), data)
    assert response.status_code == 200
    assert "next Tuesday" in response.text
    assert not Dating.objects.exists()


def test_boilerplate_is_marked_by_its_quote(annotator):
    document = make_document()
    data = posted(document, "Direct post has been suspended for half a century.", rule="")
    assert annotator.post(reverse("admin:archive_boilerplate_add"), data).status_code == 302
    assert Boilerplate.objects.get().passage.quote.startswith("Direct post")


def test_evidence_is_a_passage_here_by_its_quote(annotator):
    claim = make_claim(make_document(), review="draft")
    other = make_document("The ministry published the agreement in full.", title="The agreement")
    data = posted(other, "published the agreement", claim=claim.pk)
    assert annotator.post(reverse("admin:archive_evidence_add"), data).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.passage.version.document == other
    assert evidence.quote == ""


def test_evidence_is_a_page_elsewhere_with_its_day(annotator):
    claim = make_claim(make_document(), review="draft")
    data = {
        "claim": claim.pk,
        "quote": "no such day",
        "url": "https://gazette.example/7",
        "captured_on": "2024-02-03",
    }
    assert annotator.post(reverse("admin:archive_evidence_add"), data).status_code == 302
    assert Evidence.objects.get().quote == "no such day"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a text of this archive, or give a web address."),
        ({"url": "https://gazette.example/7"}, "Say on which day the page was seen."),
        ({"url": "ftp://gazette.example/7"}, "http:// or https://"),
    ],
)
def test_evidence_from_nowhere_is_refused(annotator, given, sentence):
    claim = make_claim(make_document(), review="draft")
    response = annotator.post(
        reverse("admin:archive_evidence_add"), {"claim": claim.pk, "quote": ""} | given
    )
    assert sentence in response.text
    assert not Evidence.objects.exists()


def gazette(claim: Any, **given: Any) -> dict[str, Any]:
    page = {"url": "https://gazette.example/7", "captured_on": "2024-02-03"}
    return {"claim": claim.pk, "quote": "no such day", **page, **given}


def test_the_evidence_of_an_accepted_claim_is_the_reviewers(annotator):
    accepted = make_claim(make_document())
    draft = make_claim(make_document(), review="draft")
    add = reverse("admin:archive_evidence_add")
    assert "Reviewers add it" in annotator.post(add, gazette(accepted)).text
    annotator.post(add, gazette(draft))
    own = Evidence.objects.get()
    change = reverse("admin:archive_evidence_change", args=[own.pk])
    assert "Reviewers add it" in send(annotator, change, gazette(accepted)).text
    Evidence.objects.update(claim=accepted)
    assert annotator.post(change, gazette(accepted, quote="another")).status_code == 403
    delete = reverse("admin:archive_evidence_delete", args=[own.pk])
    assert annotator.post(delete, {"post": "yes"}).status_code == 403
    listed = reverse("admin:archive_evidence_changelist")
    bulk = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
    annotator.post(listed, bulk)
    assert Evidence.objects.get().quote == "no such day"
    page = annotator.get(reverse("admin:archive_claim_change", args=[accepted.pk]))
    assert add not in page.text
    annotator.force_login(make_user("reviewer"))
    assert send(annotator, change, gazette(accepted, quote="another")).status_code == 302
    assert annotator.post(add, gazette(accepted)).status_code == 302


def test_links_and_questions_are_added(annotator):
    document = make_document()
    first = make_claim(document)
    second = make_claim(document, "no day had been agreed", statement="No day is agreed.")
    link = {"source": first.pk, "target": second.pk, "kind": "contradicts", "note": "They differ."}
    response = annotator.post(
        reverse("admin:archive_claimlink_add"), link | {"review": "in_review"}
    )
    assert response.status_code == 302
    assert ClaimLink.objects.get().review == Review.IN_REVIEW
    question = {
        "title": "Was a day agreed?",
        "state": "open",
        "uid": "was-a-day-agreed",
        "review": "draft",
        "has_claims-TOTAL_FORMS": 2,
        "has_claims-INITIAL_FORMS": 0,
        "has_claims-0-claim": first.pk,
        "has_claims-1-claim": second.pk,
    }
    assert annotator.post(reverse("admin:archive_question_add"), question).status_code == 302
    assert Question.objects.get().claims.count() == 2


@pytest.mark.parametrize("kind", ["contradicts", "denies"])
def test_what_sets_two_claims_against_each_other_asks_for_a_note(annotator, kind):
    document = make_document()
    first = make_claim(document)
    second = make_claim(document, "no day had been agreed", statement="No day is agreed.")
    link = {"source": first.pk, "target": second.pk, "kind": kind, "review": "draft"}
    response = annotator.post(reverse("admin:archive_claimlink_add"), link)
    assert "Say in a sentence what the two say against each other." in response.text
    assert not ClaimLink.objects.exists()


def test_a_claim_linked_to_itself_is_refused_with_a_sentence(annotator):
    claim = make_claim(make_document())
    link = {"source": claim.pk, "target": claim.pk, "kind": "repeats", "review": "draft"}
    response = annotator.post(reverse("admin:archive_claimlink_add"), link)
    assert "A claim is not linked to itself." in response.text


def test_the_form_comes_with_the_text_that_a_document_is_read_in(annotator):
    document = make_document()
    emended = document.versions.create(number=2, layer="emended", reason="typing", text="Emended.")
    page = annotator.get(reverse("admin:archive_claim_add"), {"document": document.uid})
    assert page.context["adminform"].form.initial["version"] == str(emended.pk)
    assert "Emended.</div>" in page.text


def test_another_one_goes_onto_the_same_version(annotator):
    document = make_document()
    version = document.versions.get()
    data = posted(document, "Elena Marsh", entity=make_entity().pk, _addanother="1")
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.url == f"{reverse('admin:archive_mention_add')}?version={version.pk}"
    page = annotator.get(response.url)
    assert page.context["adminform"].form.initial["version"] == str(version.pk)


def test_after_saving_one_is_back_at_the_document(annotator):
    document = make_document()
    data = posted(document, "Elena Marsh", entity=make_entity().pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.url == reverse("admin:archive_document_change", args=[document.pk]) + "#mention"


def test_an_annotation_stays_on_the_version_on_which_it_was_made(annotator):
    document = make_document()
    mention = make_mention(document, "Elena Marsh", make_entity(), review=Review.DRAFT)
    newer = document.versions.create(number=2, layer="corrected", text="Elena Marsh left.")
    address = reverse("admin:archive_mention_change", args=[mention.pk])
    data = {"version": newer.pk, "quote": "Marsh", "entity": mention.entity_id, "review": "draft"}
    assert send(annotator, address, data).status_code == 302
    mention.refresh_from_db()
    assert mention.passage.version.number == 1
    assert mention.passage.quote == "Marsh"


def test_a_markup_in_a_text_is_shown_and_not_obeyed(annotator):
    document = make_document("<script>alert(1)</script> said <b>he</b>. He <b>he</b> said.")
    data = posted(document, "<b>he</b>", entity=make_entity().pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert "&lt;b&gt;he&lt;/b&gt;</mark>" in response.text
    assert "<script>alert(1)" not in response.text


def test_withdrawn_documents_are_not_offered_to_annotators(annotator):
    document = make_document(withdrawn_on="2024-01-01", withdrawn_reason="A court order.")
    data = posted(document, "Elena Marsh", entity=make_entity().pk)
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.status_code == 200
    assert not Mention.objects.exists()


@pytest.mark.parametrize("typed", ["ministry-of-trade", "Ministry of Trade", "mintrade"])
def test_without_scripts_an_entity_is_given_by_its_name_alias_or_uid(annotator, typed):
    document = make_document()
    entity = make_entity("Ministry of Trade", "organisation", uid="ministry-of-trade")
    entity.aliases.create(text="MinTrade")
    data = {"version-typed": document.uid, "quote": "ministry", "review": "draft"}
    response = annotator.post(reverse("admin:archive_mention_add"), data | {"entity-typed": typed})
    assert response.status_code == 302
    mention = Mention.objects.get()
    assert (mention.entity, mention.passage.version.document) == (entity, document)


@pytest.mark.parametrize("typed", ["ÓSCAR ÑÁÑEZ", "óscar ñáñez", "el ñato"])
def test_an_accented_name_is_typed_in_any_case(annotator, typed):
    document = make_document()
    entity = make_entity("Óscar Ñáñez")
    entity.aliases.create(text="El Ñato")
    data = {"version-typed": document.uid, "quote": "ministry", "review": "draft"}
    annotator.post(reverse("admin:archive_mention_add"), data | {"entity-typed": typed})
    assert Mention.objects.get().entity == entity


def test_a_typed_name_of_two_entities_asks_for_the_uid_and_stays(annotator):
    document = make_document()
    make_entity("John Smith", uid="smith-1951")
    make_entity("John Smith", uid="smith-1966")
    data = {"version-typed": f"{document.uid} 1", "quote": "ministry", "review": "draft"}
    response = annotator.post(
        reverse("admin:archive_mention_add"), data | {"entity-typed": "John Smith"}
    )
    assert "More than one entity is called “John Smith”." in response.text
    assert "Give the uid of the one that is meant: smith-1951, smith-1966." in response.text
    assert 'name="entity-typed" value="John Smith"' in response.text


def test_a_key_that_is_no_key_is_refused_and_no_error_of_the_server(annotator):
    data = {"version": "one", "quote": "ministry", "review": "draft", "entity": "<b>"}
    response = annotator.post(reverse("admin:archive_mention_add"), data)
    assert response.status_code == 200
    assert "No document here has the uid “one”, or it has no such text." in response.text
    assert "No entity here has the name or the uid “&lt;b&gt;”." in response.text

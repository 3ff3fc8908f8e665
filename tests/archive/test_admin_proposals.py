"""Changes proposed to what is accepted, and two people at one row."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from archive.models import Claim, Entity, Proposal
from archive.simultaneous import state_of
from tests.archive.test_admin_review import change
from tests.forms import send
from tests.makers import make_claim, make_dating, make_document, make_entity, make_user

pytestmark = pytest.mark.django_db


def propose(client: Client, claim: Claim, **fields: Any) -> Any:
    address = reverse("admin:archive_claim_propose", args=[claim.pk])
    return send(client, address, change(claim, **fields), follow=True)


def open_page(client: Client, claim: Claim) -> str:
    """The state that the page of a claim shows."""
    page = client.get(reverse("admin:archive_claim_change", args=[claim.pk]))
    seen: str = page.context["seen"]
    return seen


def test_an_annotator_proposes_and_the_accepted_claim_stays_public(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    page = client.get(reverse("admin:archive_claim_change", args=[claim.pk]))
    assert "Propose a change" in page.text
    page = propose(
        client,
        claim,
        statement="The Union is ready.",
        why="The text does not say “Postal”.",
        **{"attributions-0-as_worded": "a delegate"},
    )
    assert "Your change is proposed." in page.text
    claim.refresh_from_db()
    assert claim.statement == "The Postal Union says that it is ready to begin."
    assert claim.review == "accepted"
    assert str(claim.attributions.get()) == "an official"
    proposal = Proposal.objects.get()
    assert ["Statement", claim.statement, "The Union is ready."] in proposal.summary
    assert ["attribution", "an official", "a delegate"] in proposal.summary
    assert proposal.why == "The text does not say “Postal”."


def test_a_reviewer_takes_it_and_it_is_swapped_at_once(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    propose(
        client,
        claim,
        statement="The Union is ready.",
        quote="ready to begin",
        why="Shorter.",
        **{"attributions-0-as_worded": "a delegate"},
    )
    proposal = Proposal.objects.get()
    client.force_login(make_user("reviewer"))
    assert "The Postal Union says" in client.get(reverse("admin:queue")).text
    address = reverse("admin:archive_claim_proposal", args=[claim.pk, proposal.uid])
    page = client.get(address)
    assert "Does the statement say no more than the passage?" in page.text
    client.post(address, {"decision": "take", "answer": "Right.", "seen": page.context["seen"]})
    claim.refresh_from_db()
    assert (claim.statement, claim.review) == ("The Union is ready.", "accepted")
    assert claim.passage.quote == "ready to begin"
    assert str(claim.attributions.get()) == "a delegate"
    record = claim.history.first()
    assert record.history_user.username == "reviewer"
    assert record.history_change_reason == "proposed by annotator: Shorter."
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("taken", "Right.")
    again = send(client, address, {"decision": "take"}, follow=True)
    assert "This was decided already." in again.text


def test_declining_asks_for_a_reason(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    propose(client, claim, statement="The Union is ready.")
    proposal = Proposal.objects.get()
    client.force_login(make_user("reviewer"))
    address = reverse("admin:archive_claim_proposal", args=[claim.pk, proposal.uid])
    page = client.post(address, {"decision": "decline"}, follow=True)
    assert "Say why you decline it" in page.text
    client.post(address, {"decision": "decline", "answer": "The text says Postal Union."})
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    claim.refresh_from_db()
    assert claim.statement.startswith("The Postal Union")


def test_a_proposal_that_is_wrong_is_refused_like_any_form(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    page = propose(client, claim, quote="never said")
    assert "The words “never said” do not stand in this text." in page.text
    assert not Proposal.objects.exists()


def test_who_may_propose_and_decide(client):
    accepted = make_claim(make_document())
    draft = make_claim(make_document(title="Two"), review="draft")
    client.force_login(make_user("annotator"))
    propose(client, accepted, statement="The Union is ready.")
    address = reverse(
        "admin:archive_claim_proposal", args=[accepted.pk, Proposal.objects.get().uid]
    )
    assert client.get(address).status_code == 200
    assert send(client, address, {"decision": "take"}).status_code == 403
    assert propose(client, draft).status_code == 403  # their own to edit
    client.force_login(make_user("reviewer"))
    assert propose(client, accepted).status_code == 403
    elsewhere = reverse("admin:archive_claim_proposal", args=[accepted.pk, "no-such-proposal"])
    assert client.get(elsewhere).status_code == 404


def test_the_second_of_two_is_told_shown_the_difference_and_loses_nothing(client):
    claim = make_claim(make_document(), review="draft")
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    client.force_login(make_user("annotator"))
    seen = open_page(client, claim)
    other = Client()
    other.force_login(make_user("reviewer"))
    first = change(claim, statement="The first one’s words.", seen=open_page(other, claim))
    assert other.post(address, first).status_code == 302
    mine = change(claim, statement="The second one’s words.", seen=seen)
    page = client.post(address, mine)
    assert page.status_code == 200
    assert "Somebody else has saved this since you opened it." in page.text
    assert "Saved by reviewer" in page.text
    assert page.context["differences"] == [
        ["Statement", "The first one’s words.", "The second one’s words."]
    ]
    assert "The second one’s words.</textarea>" in page.text
    claim.refresh_from_db()
    assert claim.statement == "The first one’s words."
    # having seen it, they may still save theirs
    assert client.post(address, mine | {"seen": page.context["seen"]}).status_code == 302
    claim.refresh_from_db()
    assert claim.statement == "The second one’s words."


def test_an_attribution_that_was_added_meanwhile_counts_as_a_change(client):
    claim = make_claim(make_document(), review="draft")
    client.force_login(make_user("annotator"))
    mine = change(claim, statement="Mine.", seen=open_page(client, claim))
    claim.attributions.create(position=2, as_worded="another official")
    page = client.post(reverse("admin:archive_claim_change", args=[claim.pk]), mine)
    assert "Somebody else has saved this since you opened it." in page.text


def test_one_alone_is_not_disturbed(client):
    claim = make_claim(make_document(), review="draft")
    client.force_login(make_user("annotator"))
    data = change(claim, statement="Mine.", seen=open_page(client, claim))
    data["why"] = "Read the passage again."
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    assert client.post(address, data).status_code == 302
    assert claim.history.first().history_change_reason == "Read the passage again."


def test_entities_too_are_not_saved_over(client):
    entity = make_entity()
    client.force_login(make_user("annotator"))
    address = reverse("admin:archive_entity_change", args=[entity.pk])
    seen = client.get(address).context["seen"]
    Entity.objects.filter(pk=entity.pk).update(qualifier="diplomat")
    data = {"kind": "person", "name": "Elena M. Marsh", "seen": seen}
    for prefix in ("aliases", "identifiers"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    page = client.post(address, data)
    assert "Somebody else has saved this" in page.text
    assert ["Qualifier", "diplomat", "—"] in page.context["differences"]


def test_what_was_written_while_it_was_accepted_comes_back_and_is_proposed(client):
    claim = make_claim(make_document(), review="draft")
    client.force_login(make_user("annotator"))
    data = change(claim, statement="My long text.", seen=state_of(claim))
    claim.review = "accepted"
    claim.save()
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    page = client.post(address, data)
    assert "This was settled meanwhile." in page.text
    assert "My long text." in page.text
    assert not Proposal.objects.exists()
    client.post(address, data | {"seen": page.context["seen"]})
    claim.refresh_from_db()
    assert claim.statement != "My long text."
    assert Proposal.objects.get().data["statement"] == ["My long text."]


def take(client: Client, proposal: Proposal) -> Any:
    address = reverse("admin:archive_claim_proposal", args=[proposal.object_id, proposal.uid])
    seen = client.get(address).context["seen"]
    return client.post(address, {"decision": "take", "seen": seen}, follow=True)


@pytest.mark.parametrize("maker", ["annotator", "reviewer"])
def test_where_nobody_accepts_their_own_another_s_change_is_taken_even_by_who_made_the_claim(
    client, settings, maker
):
    settings.ACCEPT_OWN = False
    users = {role: make_user(role) for role in ("annotator", "reviewer")}
    claim = make_claim(make_document(), created_by=users[maker])
    client.force_login(users["annotator"])
    propose(client, claim, statement="The Union is ready.")
    client.force_login(users["reviewer"])
    take(client, Proposal.objects.get())
    claim.refresh_from_db()
    assert (claim.statement, claim.review) == ("The Union is ready.", "accepted")


def test_where_nobody_accepts_their_own_who_takes_their_own_proposal_waits_for_another(
    client, settings
):
    settings.ACCEPT_OWN = False
    promoted = make_user("annotator")
    claim = make_claim(make_document())
    client.force_login(promoted)
    propose(client, claim, statement="The Union is ready.")
    promoted.groups.set([Group.objects.get(name="Reviewers")])
    page = take(client, Proposal.objects.get())
    assert "What you wrote waits until another reviewer accepts it." in page.text
    claim.refresh_from_db()
    assert (claim.statement, claim.review) == ("The Union is ready.", "in_review")


def proposal_address(proposal: Proposal) -> str:
    return reverse("admin:archive_claim_proposal", args=[proposal.object_id, proposal.uid])


def test_taking_leaves_what_others_changed_since_and_the_proposer_did_not(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    first = {"attributions-0-as_worded": "a delegate"}
    propose(client, claim, statement="The Union is ready.", **first)
    claim.mode, claim.said = "narrator", "2003"
    claim.save()
    claim.attributions.create(position=2, as_worded="another official")
    client.force_login(make_user("reviewer"))
    page = client.get(proposal_address(Proposal.objects.get()))
    assert "This was changed since the proposal was made." in page.text
    assert page.context["differences"] == [
        ["Statement", claim.statement, "The Union is ready."],
        ["attribution", "an official", "a delegate"],
    ]
    take(client, Proposal.objects.get())
    claim.refresh_from_db()
    assert (claim.statement, claim.mode, claim.said) == (
        "The Union is ready.",
        "narrator",
        "2003",
    )
    assert [str(one) for one in claim.attributions.all()] == ["a delegate", "another official"]
    assert claim.passage.quote == "We are ready to begin"


@pytest.mark.parametrize("seen", [{}, {"seen": "of before"}])
def test_what_the_page_did_not_show_is_not_overwritten_but_shown(client, seen):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    propose(client, claim, statement="The Union is ready.")
    claim.statement = "A reviewer’s correction."
    claim.save()
    client.force_login(make_user("reviewer"))
    address = proposal_address(Proposal.objects.get())
    page = client.post(address, {"decision": "take"} | seen, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    assert page.context["differences"] == [
        ["Statement", "A reviewer’s correction.", "The Union is ready."]
    ]
    claim.refresh_from_db()
    assert claim.statement == "A reviewer’s correction."
    assert Proposal.objects.get().state == "open"


def test_a_new_row_is_taken_and_one_that_is_gone_by_now_comes_back_as_written(client):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    # a browser sends the hidden key of a new row, empty
    new = {
        "attributions-TOTAL_FORMS": 2,
        "attributions-1-as_worded": "a minister",
        "attributions-1-id": "",
    }
    propose(client, claim, **new, **{"attributions-0-as_worded": "a delegate"})
    claim.attributions.all().delete()
    client.force_login(make_user("reviewer"))
    take(client, Proposal.objects.get())
    assert sorted(one.as_worded for one in claim.attributions.all()) == ["a delegate", "a minister"]


def test_a_row_whose_deletion_is_proposed_is_deleted_and_no_other(client):
    claim = make_claim(make_document())
    kept = claim.attributions.create(position=2, as_worded="a minister")
    client.force_login(make_user("annotator"))
    propose(client, claim, **{"attributions-0-DELETE": "on"})
    client.force_login(make_user("reviewer"))
    take(client, Proposal.objects.get())
    assert list(claim.attributions.all()) == [kept]


def test_a_proposed_date_is_taken_with_the_reasons_that_the_row_has(client):
    dating = make_dating(make_document(), "on Tuesday", edtf="2003")
    data = {"quote": "on Tuesday", "edtf": "2004", "type": dating.type, "status": dating.status}
    data |= {"review": dating.review, "reference": dating.reference, "basis": dating.basis}
    client.force_login(make_user("annotator"))
    send(client, reverse("admin:archive_dating_propose", args=[dating.pk]), data)
    proposal = Proposal.objects.get()
    client.force_login(make_user("reviewer"))
    address = reverse("admin:archive_dating_proposal", args=[dating.pk, proposal.uid])
    page = client.get(address)
    assert ["2003", "2004"] in [values for _field, *values in page.context["differences"]]
    client.post(address, {"decision": "take", "seen": page.context["seen"]})
    dating.refresh_from_db()
    assert dating.edtf == "2004"


def test_a_tick_that_is_taken_away_is_proposed_shown_and_taken(client):
    dating = make_dating(make_document(), "on Tuesday", edtf="2003", fixed=True)
    data = {"quote": "on Tuesday", "edtf": "2003", "type": dating.type, "status": dating.status}
    data |= {"review": dating.review, "reference": dating.reference, "basis": dating.basis}
    data |= {"version": dating.passage.version_id}
    client.force_login(make_user("annotator"))
    send(client, reverse("admin:archive_dating_propose", args=[dating.pk]), data)
    proposal = Proposal.objects.get()
    assert proposal.data["fixed"] == []
    client.force_login(make_user("reviewer"))
    address = reverse("admin:archive_dating_proposal", args=[dating.pk, proposal.uid])
    page = client.get(address)
    assert [values for _field, *values in page.context["differences"]] == [["True", "False"]]
    client.post(address, {"decision": "take", "seen": page.context["seen"]})
    dating.refresh_from_db()
    assert not dating.fixed


def test_why_a_change_does_not_fit_any_more_is_told_in_plain_sentences(client):
    claim, entity = make_claim(make_document()), make_entity("Postal Union", "organisation")
    client.force_login(make_user("annotator"))
    propose(client, claim, said="2003", **{"attributions-0-entity": entity.pk})
    entity.delete()
    proposal = Proposal.objects.get()
    proposal.data["said"] = ["soon"]
    proposal.save()
    client.force_login(make_user("reviewer"))
    address = proposal_address(proposal)
    page = send(client, address, {"decision": "take", "answer": "Yes."}, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert len(told) == 2
    assert all(one.startswith("The change does not fit any more: ") for one in told)
    assert all("<" not in one for one in told)


def test_of_a_row_beside_that_is_gone_by_now_all_comes_back(client):
    union = make_entity("Postal Union", "organisation")
    claim = make_claim(make_document(), claimant=union)
    claim.attributions.update(as_worded="the chief", capacity="Chief")
    row = {"id": claim.attributions.get().pk, "entity": union.pk, "capacity": "Head", "position": 1}
    sent = {f"attributions-0-{name}": value for name, value in row.items()}
    client.force_login(make_user("annotator"))
    propose(client, claim, **sent)
    claim.attributions.all().delete()
    client.force_login(make_user("reviewer"))
    page = client.get(proposal_address(Proposal.objects.get()))
    assert page.context["differences"] == [["attribution", "—", "Postal Union · the chief · Head"]]
    take(client, Proposal.objects.get())
    found = claim.attributions.get()
    assert (found.as_worded, found.entity, found.capacity) == ("the chief", union, "Head")


def test_of_a_row_beside_what_others_changed_since_stays(client):
    union = make_entity("Postal Union", "organisation")
    claim = make_claim(make_document(), claimant=union)
    row = {"id": claim.attributions.get().pk, "entity": union.pk, "capacity": "Head", "position": 1}
    client.force_login(make_user("annotator"))
    propose(client, claim, **{f"attributions-0-{name}": value for name, value in row.items()})
    claim.attributions.update(as_worded="the chief")
    client.force_login(make_user("reviewer"))
    take(client, Proposal.objects.get())
    found = claim.attributions.get()
    assert (found.as_worded, found.entity, found.capacity) == ("the chief", union, "Head")

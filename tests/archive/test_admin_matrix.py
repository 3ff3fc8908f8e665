"""The permission matrix of review, history and entities: five roles by every action."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Operation, Placement, Proposal, Review, Version
from archive.repair import give_up
from archive.simultaneous import state_of
from tests.archive.test_admin_review import ROLES, change, user_of
from tests.makers import make_claim, make_document, make_entity

pytestmark = pytest.mark.django_db

STAFF = ("annotator", "reviewer", "editor")
REVIEWERS = ("reviewer", "editor")


def comment(client: Client, claim: Any) -> Any:
    address = reverse("admin:archive_claim_comment", args=[claim.pk])
    return client.post(address, {"text": "Is it?"})


def propose(client: Client, claim: Any) -> Any:
    address = reverse("admin:archive_claim_propose", args=[claim.pk])
    return client.post(address, change(claim, statement="Shorter."))


def take(client: Client, claim: Any) -> Any:
    data = {name: [str(value)] for name, value in change(claim, statement="Taken.").items()}
    proposal = Proposal(row=claim, data=data, seen=state_of(claim))
    proposal.save()
    address = reverse("admin:archive_claim_proposal", args=[claim.pk, proposal.uid])
    return client.post(address, {"decision": "take", "seen": state_of(claim)})


def look_at_queue(client: Client, claim: Any) -> Any:
    return client.get(reverse("admin:queue"))


def decide(client: Client, claim: Any) -> Any:
    data = {"row": f"claim:{claim.pk}", "decision": "back"}
    return client.post(reverse("admin:queue"), data)


def undo(client: Client, claim: Any) -> Any:
    operation = Operation.objects.create(
        kind="review", said="1 set", before={"rows": [], "state": Review.ACCEPTED}
    )
    return client.post(reverse("admin:undo_operation", args=[operation.uid]))


def restore(client: Client, claim: Any) -> Any:
    record = claim.history.last()
    address = reverse("admin:archive_claim_simple_history", args=[claim.pk, record.pk])
    return client.post(address)


def look_at_history(client: Client, claim: Any) -> Any:
    return client.get(reverse("admin:archive_claim_history", args=[claim.pk]))


def merge(client: Client, claim: Any) -> Any:
    one, other = make_entity("One"), make_entity("Other")
    address = reverse("admin:archive_entity_merge", args=[one.pk])
    return client.post(address, {"heir": other.pk, "step": "merge"})


def split(client: Client, claim: Any) -> Any:
    one = make_entity("One")
    return client.get(reverse("admin:archive_entity_split", args=[one.pk]))


def tell_apart(client: Client, claim: Any) -> Any:
    one, other = make_entity("One"), make_entity("Other")
    return client.post(reverse("admin:duplicates"), {"apart": f"{one.uid},{other.uid}"})


def assess(client: Client, claim: Any) -> Any:
    data = {"claim": claim.pk, "status": "disputed", "reason": "Two say so.", "name": "A desk"}
    data |= {"made_at_0": "2024-01-01", "made_at_1": "12:00:00"}
    return client.post(reverse("admin:archive_assessment_add"), data)


def _placement(claim: Any) -> Placement:
    document = claim.passage.version.document
    text = "A delegate said they were ready to begin.\n\nNothing else was said."
    Version.objects.create(document=document, number=2, language="en", text=text)
    return Placement.objects.get(passage=claim.passage)


def repair(client: Client, claim: Any) -> Any:
    address = reverse("admin:settle", args=[_placement(claim).pk])
    return client.post(address, {"decision": "give up", "why": "It was cut."})


def repair_anew(client: Client, claim: Any) -> Any:
    placement = _placement(claim)
    give_up(placement, User.objects.create_user("a colleague"), "It was cut.")
    data = {"decision": "again", "seen": placement.settled_by}
    return client.post(reverse("admin:settle", args=[placement.pk]), data)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (comment, STAFF),
        (propose, ("annotator",)),
        (take, REVIEWERS),
        (look_at_queue, REVIEWERS),
        (decide, REVIEWERS),
        (undo, REVIEWERS),
        (restore, REVIEWERS),
        (look_at_history, STAFF),
        (merge, REVIEWERS),
        (split, REVIEWERS),
        (tell_apart, STAFF),
        (assess, REVIEWERS),
        (repair, STAFF),
        (repair_anew, REVIEWERS),
    ],
    ids=lambda value: getattr(value, "__name__", "roles"),
)
def test_who_may_do_what_to_an_accepted_claim(client, role, action, allowed):
    claim = make_claim(make_document())
    user = user_of(role)
    if user:
        client.force_login(user)
    response = action(client, claim)
    refused = response.status_code == 403 or (
        response.status_code == 302 and response.url.startswith(reverse("admin:login"))
    )
    assert refused is (role not in allowed)
    assert response.status_code in (200, 302, 403)

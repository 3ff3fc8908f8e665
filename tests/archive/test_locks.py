"""What is compared before it is saved is locked, where the database locks rows.

SQLite does not know the words: told that it does, it refuses them, and so shows where they stand.
"""

from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from archive.merging import merge, split
from archive.models import Claim, Proposal, Review
from archive.simultaneous import lock
from tests.archive.test_admin_review import change
from tests.forms import send, states_shown
from tests.makers import make_claim, make_document, make_entity, make_user

pytestmark = pytest.mark.django_db

LOCKS = pytest.raises(OperationalError, match='near "FOR"')


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user("reviewer"))
    return client


def post(client: Client, monkeypatch: Any, address: str, data: dict[str, Any]) -> None:
    """Read the page at an address, and post to it where the database locks rows."""
    seen = states_shown(client.get(address).text)
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    with LOCKS, transaction.atomic():
        client.post(address, seen | data)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_and_let_alone_outside(monkeypatch):
    entity = make_entity()
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    lock(entity)
    with LOCKS, transaction.atomic():
        lock(entity)


def test_two_entities_are_locked_until_they_are_one_or_have_shared(monkeypatch):
    one, other = make_entity(), make_entity("Postal Union", "organisation")
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    with LOCKS:
        merge(one, other, None)
    with LOCKS:
        split(one, other, {}, None)


def test_what_is_decided_is_locked(reviewer, monkeypatch):
    claim = make_claim(make_document(), review=Review.IN_REVIEW)
    data = {"row": [f"claim:{claim.pk}"], "decision": "accept"}
    post(reviewer, monkeypatch, reverse("admin:queue"), data)


def test_a_form_that_is_saved_locks_its_row(reviewer, monkeypatch):
    claim = make_claim(make_document(), review=Review.DRAFT)
    address = reverse("admin:archive_claim_change", args=[claim.pk])
    post(reviewer, monkeypatch, address, change(claim, statement="Mine."))


def test_a_row_is_locked_when_a_change_of_it_is_taken(client, reviewer, monkeypatch):
    claim = make_claim(make_document())
    client.force_login(make_user("annotator"))
    address = reverse("admin:archive_claim_propose", args=[claim.pk])
    send(client, address, change(claim, statement="The Union is ready."))
    client.force_login(make_user("editor"))
    keys = [claim.pk, Proposal.objects.get().uid]
    address = reverse("admin:archive_claim_proposal", args=keys)
    post(client, monkeypatch, address, {"decision": "take"})


def test_a_row_is_locked_when_an_earlier_state_is_restored(reviewer, monkeypatch):
    claim = make_claim(make_document(), review=Review.DRAFT)
    claim.statement = "Another."
    claim.save()
    record = Claim.history.filter(id=claim.pk).last()
    address = reverse("admin:archive_claim_simple_history", args=[claim.pk, record.pk])
    post(reviewer, monkeypatch, address, {})

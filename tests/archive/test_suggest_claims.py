"""Claims that rules suggest: with their attribution, never public, never twice."""

import pytest
from django.core.management import call_command

from archive.models import Attribution, Claim, Mention
from archive.signals import documents_changed
from tests.forms import send
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db

TEXT = (
    "“We are ready to begin now,” said the minister, Ana Ruiz.\n\n"
    "“Nothing is settled yet, however,” she said.\n\n"
    "The Postal Union said that half a million letters wait."
)


def suggest(*kinds: str) -> None:
    call_command("suggest", *(kinds or ("claims",)), "--all", verbosity=0)


def claims() -> list[tuple[str, str, str]]:
    rows = Claim.objects.order_by("passage__start").select_related("passage")
    return [(row.passage.quote, row.mode, str(row.attributions.get())) for row in rows]


def test_each_attributed_statement_becomes_a_suggestion():
    make_document(TEXT)
    suggest()
    assert claims() == [
        ("We are ready to begin now,", "direct", "the minister, Ana Ruiz"),
        ("Nothing is settled yet, however,", "direct", "she"),
        ("half a million letters wait", "indirect", "The Postal Union"),
    ]
    first = Claim.objects.order_by("passage__start")[0]
    assert (first.review, first.rule) == ("suggested", "claims: speaker behind the quote")
    assert (first.statement, first.statement_language) == ("We are ready to begin now.", "en")
    assert not Claim.objects.visible_to(None)


def test_a_marked_speaker_is_named_with_the_capacity_and_a_pronoun_is_left_to_a_person():
    document = make_document(TEXT)
    ruiz = make_entity("Ana Ruiz")
    union = make_entity("Postal Union", "organisation")
    make_mention(document, "Ana Ruiz", ruiz)
    suggest("entities", "claims")
    by = {row.as_worded: row for row in Attribution.objects.all()}
    assert (by["the minister, Ana Ruiz"].entity, by["the minister, Ana Ruiz"].capacity) == (
        ruiz,
        "minister",
    )
    assert by["she"].entity is None
    assert by["The Postal Union"].entity == union


def test_what_is_rejected_or_claimed_already_is_not_suggested_again():
    document = make_document(TEXT)
    make_claim(document, "We are ready to begin now", review="draft")
    suggest()
    Claim.objects.filter(mode="indirect").update(review="rejected")
    suggest()
    assert Claim.objects.count() == 3
    assert Claim.objects.get(mode="indirect").review == "rejected"


def test_the_index_is_told_since_reviewers_search_suggestions():
    document = make_document(TEXT)
    heard: list[list[str]] = []

    def listen(sender: object, uids: list[str], **kwargs: object) -> None:
        heard.append(list(uids))

    documents_changed.connect(listen)
    try:
        suggest()
        suggest()
    finally:
        documents_changed.disconnect(listen)
    assert heard == [[document.uid]]


def test_a_person_accepts_one_like_any_other_claim(client):
    document = make_document(TEXT)
    suggest()
    assert "half a million letters" in client.get(document.get_absolute_url()).text
    assert 'class="cn"' not in client.get(document.get_absolute_url()).text
    client.force_login(make_user("reviewer"))
    row = Claim.objects.get(mode="indirect")
    send(client, "/admin/archive/claim/", {"action": "accept", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert (row.review, row.rule) == ("accepted", "claims: reported")
    assert not Mention.objects.exists()

"""Linking a claim to another from its page in the admin: search, choose, say how."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from archive.models import Assessment, Claim, ClaimLink
from tests.makers import make_claim, make_document, make_entity, make_link, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    one = make_claim(make_document(), statement="Work may start.")
    marsh = make_entity("Elena Marsh")
    other = make_claim(
        make_document(title="A second report", dated="2023-05-01"),
        "no day had been agreed",
        marsh,
        statement="The day is open.",
    )
    return one, other


def address(claim: Claim) -> str:
    return reverse("admin:archive_claim_link", args=[claim.pk])


def sent(other: Claim, **more: Any) -> dict[str, Any]:
    fields = {"q": "open", "other": other.pk, "direction": "out", "kind": "repeats"}
    return fields | {"note": "", "review": "draft"} | more


@pytest.mark.parametrize("words", ["day open", "day agreed", "Elena Marsh", "agreed Marsh"])
def test_the_other_is_found_by_statement_quote_or_claimant(client, pair, words):
    client.force_login(make_user("annotator"))
    html = client.get(address(pair[0]), {"q": words}).content.decode()
    assert "The day is open." in html
    assert "<mark>no day had been agreed</mark>" in html
    assert "A second report · 2023-05-01" in html
    assert html.count('type="radio"') == 1


def test_what_has_not_all_words_is_not_found_nor_is_the_claim_itself(client, pair):
    client.force_login(make_user("annotator"))
    for words in ("open zeppelin", "Work may start"):
        assert "No other claim" in client.get(address(pair[0]), {"q": words}).content.decode()


@pytest.mark.parametrize("direction", ["out", "in"])
def test_the_link_goes_in_the_chosen_direction_and_is_a_signed_draft(client, pair, direction):
    one, other = pair
    user = make_user("annotator")
    client.force_login(user)
    answer = client.post(address(one), sent(other, direction=direction))
    assert answer.url == f"{reverse('admin:archive_claim_change', args=[one.pk])}#claimlink"
    link = ClaimLink.objects.get()
    assert (link.source, link.target) == ((one, other) if direction == "out" else (other, one))
    assert (link.kind, link.review, link.created_by) == ("repeats", "draft", user)


@pytest.mark.parametrize("kind", ["contradicts", "denies"])
def test_a_contradiction_or_denial_asks_for_a_note_and_loses_nothing(client, pair, kind):
    one, other = pair
    client.force_login(make_user("annotator"))
    html = client.post(address(one), sent(other, kind=kind)).content.decode()
    assert "Say in a sentence what the two say against each other." in html
    assert f'id="other-{other.pk}" checked' in html
    assert not ClaimLink.objects.exists()
    client.post(address(one), sent(other, kind=kind, note="One says May, one June."))
    assert ClaimLink.objects.get().kind == kind


def test_the_same_link_is_refused_in_words(client, pair):
    one, other = pair
    make_link(one, "repeats", other)
    client.force_login(make_user("annotator"))
    html = client.post(address(one), sent(other)).content.decode()
    assert "The two are linked in this way already." in html


def test_an_annotator_cannot_accept_nor_link_what_is_not_there(client, pair):
    one, other = pair
    client.force_login(make_user("annotator"))
    client.post(address(one), sent(other, review="accepted"))
    client.post(address(one), sent(one))
    client.post(address(one), sent(other) | {"other": "abc"})
    assert not ClaimLink.objects.exists()


def test_a_claim_in_a_withdrawn_document_exists_for_no_annotator(client, pair):
    one, other = pair
    document = other.passage.version.document
    document.withdrawn_on, document.withdrawn_reason = "2024-01-01", "Not ours."
    document.save()
    client.force_login(make_user("annotator"))
    assert "No other claim" in client.get(address(one), {"q": "open"}).content.decode()
    client.post(address(one), sent(other))
    assert not ClaimLink.objects.exists()
    assert client.get(address(other)).status_code == 404


def test_only_who_may_add_links_sees_the_page(client, pair):
    client.force_login(make_user("reader"))
    assert client.get(address(pair[0])).status_code == 302


def test_a_passage_found_is_given_as_evidence_with_its_words_filled_in(client, pair):
    one, other = pair
    client.force_login(make_user("reviewer"))
    html = client.get(address(one), {"q": "open"}).content.decode()
    start = html.index(reverse("admin:archive_evidence_add"))
    form = client.get(unescape(html[start : html.index('"', start)]))
    form = form.context["adminform"].form
    assert form["quote"].value() == "no day had been agreed"
    assert form["claim"].value() == str(one.pk)
    assert form["version"].value() == str(other.passage.version_id)


def test_the_claims_page_leads_there(client, pair):
    client.force_login(make_user("annotator"))
    page = client.get(reverse("admin:archive_claim_change", args=[pair[0].pk]))
    assert address(pair[0]) in page.content.decode()


def test_assessments_are_signed_and_earlier_ones_kept(client, pair, settings):
    settings.ASSESSMENTS = True
    editor = make_user("editor")
    client.force_login(editor)
    data = {
        "claim": pair[0].pk,
        "name": "A. Reader",
        "made_at_0": "2024-01-01",
        "made_at_1": "10:00",
    }
    for status in ("disputed", "supported"):
        client.post(
            reverse("admin:archive_assessment_add"),
            data | {"status": status, "reason": f"It is {status}."},
        )
    made = list(Assessment.objects.order_by("pk"))
    assert [row.status for row in made] == ["disputed", "supported"]
    assert {row.user for row in made} == {editor}


def test_where_assessments_are_off_none_is_made(client, pair, settings):
    settings.ASSESSMENTS = False
    client.force_login(make_user("editor"))
    assert client.get(reverse("admin:archive_assessment_add")).status_code == 403

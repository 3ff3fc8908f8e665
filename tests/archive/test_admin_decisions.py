"""Review of many at once: actions with counts, the queue, and the way back."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from archive.decisions import decide, undo_decision
from archive.models import Claim, Comment, Mention, Note, Operation, Review
from archive.signals import documents_changed
from archive.simultaneous import state_of, states_of
from tests.archive.test_admin_review import change
from tests.forms import send, states_shown
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user("reviewer"))
    return client


def act(client: Client, model: str, action: str, rows: Any) -> Any:
    address = reverse(f"admin:archive_{model}_changelist")
    keys = [row.pk for row in rows]
    return send(client, address, {"action": action, "_selected_action": keys}, follow=True)


def states() -> list[str]:
    return list(Claim.objects.order_by("pk").values_list("review", flat=True))


def test_many_are_accepted_at_once_with_counts_history_and_one_signal(reviewer):
    document = make_document()
    first = make_claim(document, review="in_review")
    second = make_claim(document, "no day had been agreed", review="accepted")
    heard: list[list[str]] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        heard.append(list(uids))

    documents_changed.connect(listen)
    try:
        page = act(reviewer, "claim", "accept", [first, second])
    finally:
        documents_changed.disconnect(listen)
    assert "1 set to “accepted”." in page.text
    assert "1 was so already." in page.text
    assert states() == ["accepted", "accepted"]
    assert first.history.first().history_user.username == "reviewer"
    assert heard == [[document.uid]]


def test_what_was_decided_is_taken_back_but_not_what_changed_since(reviewer):
    document = make_document()
    first = make_claim(document, review="in_review")
    second = make_claim(document, "no day had been agreed", review="draft")
    act(reviewer, "claim", "accept", [first, second])
    Claim.objects.filter(pk=second.pk).update(review="rejected")
    operation = Operation.objects.get()
    page = reviewer.get(reverse("admin:operation", args=[operation.uid]))
    assert "Take it back" in page.text
    page = reviewer.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "1 is as it was before." in page.text
    assert "1 was changed since, and was left alone." in page.text
    assert states() == ["in_review", "rejected"]
    assert Claim.objects.get(pk=first.pk).reviewed_by is None
    again = reviewer.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "This was taken back already." in again.text


def test_taking_a_decision_back_publishes_nothing_that_was_written_since(client):
    reviewer, annotator = make_user("reviewer"), make_user("annotator")
    document = make_document()
    stated, worded = make_claim(document), make_claim(document, "no day had been agreed")
    client.force_login(reviewer)
    act(client, "claim", "send_to_review", [stated, worded])
    client.force_login(annotator)
    address = reverse("admin:archive_claim_change", args=[stated.pk])
    send(
        client, address, change(Claim.objects.get(pk=stated.pk), statement="Nobody accepted this.")
    )
    attribution = worded.attributions.get()
    attribution.as_worded = "somebody else"
    attribution.save()
    client.force_login(reviewer)
    operation = Operation.objects.get()
    page = client.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "2 were changed since, and were left alone." in page.text
    assert states() == ["in_review", "in_review"]
    assert "Take it back" in page.text  # nothing was taken back, and the way is not used up


def test_an_operation_that_kept_no_states_gives_none_back(reviewer):
    claim = make_claim(make_document(), review="in_review")
    rows = [[claim._meta.label, claim.pk, "accepted", None]]
    operation = Operation.objects.create(
        kind="review", said="1 set", before={"rows": rows, "state": "in_review"}
    )
    reviewer.post(reverse("admin:undo_operation", args=[operation.uid]))
    assert states() == ["in_review"]


def test_the_states_of_many_rows_are_those_of_each():
    document = make_document()
    rows = [make_claim(document), make_claim(document, "no day had been agreed")]
    assert states_of(Claim, [row.pk for row in rows] + [0]) == {r.pk: state_of(r) for r in rows}


def test_undoing_is_a_post_and_for_who_did_it_or_reviews(client):
    operation = Operation.objects.create(
        kind="review", said="1 set", before={"rows": [], "state": "accepted"}
    )
    address = reverse("admin:undo_operation", args=[operation.uid])
    client.force_login(make_user("annotator"))
    assert client.post(address).status_code == 403
    assert client.get(reverse("admin:operation", args=[operation.uid])).status_code == 403
    client.force_login(make_user("reviewer"))
    assert client.get(address).status_code == 405


def test_annotators_send_to_review_and_are_told_what_they_may_not(client):
    client.force_login(make_user("annotator"))
    document = make_document()
    draft = make_claim(document, review="draft")
    accepted = make_claim(document, "no day had been agreed", review="accepted")
    page = act(client, "claim", "send_to_review", [draft, accepted])
    assert "1 is not yours to decide, and stays as it is." in page.text
    assert states() == ["in_review", "accepted"]
    act(client, "claim", "accept", [draft])
    assert states() == ["in_review", "accepted"]


def test_ones_own_stay_where_the_site_forbids_accepting_them(reviewer, settings):
    settings.ACCEPT_OWN = False
    from django.contrib.auth.models import User

    own = make_claim(make_document(), review="in_review", created_by=User.objects.get())
    page = act(reviewer, "claim", "accept", [own])
    assert "1 is not yours to decide" in page.text
    assert states() == ["in_review"]


def test_however_many_are_accepted_nobody_is_asked_row_by_row(
    client, settings, django_assert_max_num_queries
):
    settings.ACCEPT_OWN = False
    text = " ".join(f"Sentence number {n:03} stands here." for n in range(40))
    document, user = make_document(text), make_user("reviewer")
    for n in range(40):
        make_claim(document, f"Sentence number {n:03} ", review="in_review")
    rows = list(Claim.objects.order_by("pk"))
    with django_assert_max_num_queries(30):
        decided = decide(rows, Review.ACCEPTED, user)
    assert decided.changed == 40 and decided.operation is not None
    with django_assert_max_num_queries(30):
        assert undo_decision(decided.operation, user) == (40, 0)
    assert states() == ["in_review"] * 40


def waiting_rows() -> dict[str, Any]:
    document = make_document()
    entity = make_entity()
    claim = make_claim(document, claimant=entity, review="in_review")
    other = make_claim(document, "no day had been agreed", review="accepted", statement="No day.")
    return {
        "claim": claim,
        "mention": make_mention(document, "Elena Marsh", entity, review="in_review"),
        "dating": make_dating(document, "on Tuesday", "2015-09-29", review="in_review"),
        "note": make_note(document, "half a century", "Since 1963.", review="in_review"),
        "claimlink": make_link(other, "contradicts", claim, review="in_review"),
    }


def test_the_queue_shows_what_waits_beside_its_words(reviewer):
    waiting_rows()
    page = reviewer.get(reverse("admin:queue"))
    assert "5 wait." in page.text
    assert "<mark>Elena Marsh</mark>" in page.text
    assert "Does the statement say no more than the passage?" in page.text
    assert "Since 1963." in page.text


def test_the_queue_accepts_and_rejects_with_a_reason(reviewer):
    rows = waiting_rows()
    keys = [f"{name}:{row.pk}" for name, row in rows.items()]
    address = reverse("admin:queue")
    send(reviewer, address, {"row": keys[1:], "decision": "accept"})
    assert Mention.objects.get().review == Review.ACCEPTED
    refused = send(reviewer, address, {"row": keys[:1], "decision": "reject"}, follow=True)
    assert "Say why you reject it" in refused.text
    send(reviewer, address, {"row": keys[:1], "decision": "reject", "why": "Says too much."})
    claim = Claim.objects.get(pk=rows["claim"].pk)
    assert claim.review == Review.REJECTED
    assert Comment.to(claim).get().text == "Says too much."
    assert "Nothing waits here." in reviewer.get(address).text


def test_what_the_queue_refuses_comes_back_as_it_was_filled_in(reviewer):
    keys = [f"{name}:{row.pk}" for name, row in waiting_rows().items()]
    address = reverse("admin:queue")
    page = send(reviewer, address, {"row": keys[:1], "decision": "reject", "why": " "})
    assert f'value="{keys[0]}" id="row-{keys[0]}" aria-labelledby="said-{keys[0]}" checked' in (
        page.text
    )
    assert page.text.count(" checked") == 1
    page = reviewer.post(address, {"decision": "reject", "why": "It says too much."})
    assert 'value="It says too much."' in page.text


def test_what_changed_before_the_queue_refused_is_told_and_its_tick_taken_away(reviewer):
    document = make_document()
    claim = make_claim(document, review="in_review")
    note = make_note(document, "half a century", "Since 1963.", review="in_review")
    address, keys = reverse("admin:queue"), [f"claim:{claim.pk}", f"note:{note.pk}"]
    sent = states_shown(reviewer.get(address).text) | {"row": keys, "decision": "reject"}
    note.text = "A colleague’s words."
    note.save()
    page = reviewer.post(address, sent)
    assert "Say why you reject it" in page.text
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    assert page.context["ticked"] == {keys[0]}
    assert page.text.count(" checked") == 1


def test_however_many_are_ticked_each_is_decided_about(reviewer):
    passage = passage_of(make_document(), "half a century")
    notes = [Note(passage=passage, text=f"Note {n}", review="in_review") for n in range(501)]
    keys = [note.pk for note in Note.objects.bulk_create(notes)]
    data = {f"seen-note:{pk}": state for pk, state in states_of(Note, keys).items()}
    ticked = [f"note:{pk}" for pk in [*keys, keys[0]]]
    reviewer.post(reverse("admin:queue"), data | {"row": ticked, "decision": "accept"})
    assert Note.objects.filter(review="accepted").count() == 501


def test_the_queue_decides_only_about_what_it_showed(reviewer):
    document = make_document()
    claim = make_claim(document, review="in_review")
    note = make_note(document, "half a century", "Since 1963.", review="in_review")
    address = reverse("admin:queue")
    shown = reviewer.get(address).text
    data = {"row": [f"claim:{claim.pk}", f"note:{note.pk}"], "decision": "accept"}
    data |= states_shown(shown)
    attribution = claim.attributions.get()
    attribution.as_worded = "somebody else"
    attribution.save()
    page = reviewer.post(address, data, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    assert "1 set to “accepted”" in page.text
    claim.refresh_from_db()
    note.refresh_from_db()
    assert (claim.review, note.review) == ("in_review", "accepted")
    assert Operation.objects.count() == 1


def test_the_queue_is_narrowed_by_annotator_and_collection(reviewer):
    annotator = make_user("annotator")
    document = make_document()
    make_claim(document, review="in_review", created_by=annotator)
    make_note(document, "half a century", "Since 1963.", review="in_review")
    page = reviewer.get(reverse("admin:queue"), {"by": annotator.pk})
    assert "1 waits." in page.text
    assert "Since 1963." not in page.text


def test_the_queue_is_for_reviewers_and_takes_nonsense_calmly(client):
    address = reverse("admin:queue")
    assert client.get(address).status_code == 302
    client.force_login(make_user("annotator"))
    assert client.get(address).status_code == 403
    client.force_login(make_user("reviewer"))
    odd = {"row": ["claim:x", "user:1", "claim:99"], "decision": "accept"}
    page = client.post(address, odd, follow=True)
    assert "Tick what you decide about" in page.text
    assert client.get(address, {"collection": "none", "by": "-1"}).status_code == 200


def test_a_comment_stands_on_the_page_of_its_row(client):
    claim = make_claim(make_document(), review="in_review")
    client.force_login(make_user("annotator"))
    address = reverse("admin:archive_claim_comment", args=[claim.pk])
    assert client.get(address).status_code == 405
    page = client.post(address, {"text": "Is that the <Union>?"}, follow=True)
    assert "Is that the &lt;Union&gt;?" in page.text
    page = client.post(address, {"text": " "}, follow=True)
    assert "Write what you want to say first." in page.text
    assert Comment.objects.count() == 1


def test_the_queue_is_quick_with_hundreds_waiting(reviewer, django_assert_max_num_queries):
    text = " ".join(f"Sentence number {n:03} stands here." for n in range(150))
    document = make_document(text)
    for n in range(150):
        make_note(document, f"Sentence number {n:03} ", "As it stands.", review="in_review")
    with django_assert_max_num_queries(60):
        page = reviewer.get(reverse("admin:queue"))
    assert "150 wait." in page.text
    assert "The first 100 are shown" in page.text


@pytest.mark.parametrize("action", ["accept", "reject", "send_to_review"])
def test_a_list_decides_only_about_what_it_showed(reviewer, action):
    document = make_document()
    read = make_claim(document, review="draft")
    changed = make_claim(document, "no day had been agreed", review="draft")
    address = reverse("admin:archive_claim_changelist")
    data = states_shown(reviewer.get(address).text)
    changed.attributions.create(position=2, as_worded="somebody else")
    data |= {"action": action, "_selected_action": [read.pk, changed.pk]}
    page = reviewer.post(address, data, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    changed.refresh_from_db()
    read.refresh_from_db()
    assert changed.review == "draft"
    assert read.review != "draft"


def test_the_queue_shows_what_becomes_public_with_a_claim_and_asks_again_when_it_grows(reviewer):
    document = make_document()
    claim = make_claim(document, review="in_review", said="2003-04")
    claim.subjects.create(entity=make_entity("Harbour Office"))
    hidden = make_document(title="Withdrawn", withdrawn_on="2024-01-01", withdrawn_reason="Asked.")
    claim.evidence.create(passage=passage_of(hidden, "half a century"))
    page_elsewhere = {"url": "https://elsewhere.example/ferry", "captured_on": "2024-05-01"}
    claim.evidence.create(**page_elsewhere, quote="It sailed.", note="The log")
    address = reverse("admin:queue")
    shown = reviewer.get(address).text
    for words in ("2003-04", "Harbour Office", page_elsewhere["url"], "It sailed.", "The log"):
        assert words in shown
    assert "Withdrawn" not in shown
    claim.evidence.create(passage=passage_of(document, "half a century"))
    data = {"row": f"claim:{claim.pk}", "decision": "accept"} | states_shown(shown)
    page = reviewer.post(address, data, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    assert states() == ["in_review"]
    assert "<q>half a century</q>" in page.text
    data |= states_shown(page.text)
    reviewer.post(address, data)
    assert states() == ["accepted"]


def test_however_many_wait_nobody_is_asked_row_by_row_who_may_accept_them(
    reviewer, settings, django_assert_max_num_queries
):
    settings.ACCEPT_OWN = False
    document = make_document(" ".join(f"Sentence number {n:03} stands here." for n in range(40)))
    for n in range(40):
        make_note(document, f"Sentence number {n:03} ", "As it stands.", review="in_review")
    with django_assert_max_num_queries(60):
        reviewer.get(reverse("admin:queue"))


def test_who_may_not_accept_any_more_takes_no_acceptance_back(client):
    user = make_user("reviewer")
    client.force_login(user)
    act(client, "claim", "accept", [make_claim(make_document(), review="in_review")])
    address = reverse("admin:undo_operation", args=[Operation.objects.get().uid])
    user.groups.set([Group.objects.get(name="Annotators")])
    assert client.post(address).status_code == 403
    assert states() == ["accepted"]


@pytest.mark.parametrize("settled", ["accepted", "rejected"])
def test_who_may_not_settle_any_more_gives_no_settled_state_back(client, settled):
    user = make_user("reviewer")
    client.force_login(user)
    claim = make_claim(make_document(), review=settled)
    decide([claim], Review.DRAFT, user)
    address = reverse("admin:undo_operation", args=[Operation.objects.get().uid])
    user.groups.set([Group.objects.get(name="Annotators")])
    assert client.post(address).status_code == 403
    assert states() == ["draft"]
    user.groups.set([Group.objects.get(name="Reviewers")])
    client.post(address)
    assert states() == [settled]


def test_an_annotator_takes_back_that_they_turned_a_suggestion_down(client):
    user = make_user("annotator")
    client.force_login(user)
    decide([make_claim(make_document(), review="suggested")], Review.REJECTED, user)
    client.post(reverse("admin:undo_operation", args=[Operation.objects.get().uid]))
    assert states() == ["suggested"]


def test_an_annotator_takes_back_what_they_sent(client):
    client.force_login(make_user("annotator"))
    act(client, "claim", "send_to_review", [make_claim(make_document(), review="draft")])
    client.post(reverse("admin:undo_operation", args=[Operation.objects.get().uid]))
    assert states() == ["draft"]


@pytest.mark.parametrize("state", [{}, {"seen-claim:{pk}": ""}], ids=["none", "an empty one"])
def test_what_is_sent_without_a_state_counts_as_not_read(reviewer, state):
    claim = make_claim(make_document(), review="in_review")
    data = {name.format(pk=claim.pk): value for name, value in state.items()}
    listed = data | {"action": "accept", "_selected_action": [claim.pk]}
    queued = data | {"row": f"claim:{claim.pk}", "decision": "accept"}
    for address, sent in (("archive_claim_changelist", listed), ("queue", queued)):
        page = reviewer.post(reverse(f"admin:{address}"), sent, follow=True)
        assert "1 was changed after it was shown to you, and was left alone." in page.text
        assert states() == ["in_review"]


def test_a_list_that_is_chosen_whole_is_decided_with_what_stands_on_its_other_pages(reviewer):
    make_claim(make_document(), review="in_review")
    whole = {"action": "accept", "_selected_action": [0], "select_across": "1"}
    reviewer.post(reverse("admin:archive_claim_changelist"), whole)
    assert states() == ["accepted"]

"""The repair queue: accept a candidate, choose by hand, or give up with a reason."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from archive.models import Boilerplate, Claim, Evidence, Operation, Placement
from archive.repair import give_up
from tests.archive.test_placing import newer
from tests.makers import TEXT, make_claim, make_document, make_user

pytestmark = pytest.mark.django_db

NEW = (
    "A delegate said they were ready to begin. Later they were ready to begin <b>again</b>.\n\n"
    "Nothing else was said."
)


@pytest.fixture
def placement(client: Client) -> Placement:
    client.force_login(make_user("annotator"))
    document = make_document()
    make_claim(document)
    newer(document, NEW)
    return Placement.objects.get()


def decide(client: Client, placement: Placement, decision: str, **fields: Any) -> Any:
    address = reverse("admin:settle", args=[placement.pk])
    return client.post(address, {"decision": decision} | fields, follow=True)


def test_the_queue_shows_old_words_beside_new(client, placement):
    page = client.get(reverse("admin:repair"))
    assert "1 passage has no sure place in a newer text." in page.text
    assert "<mark>We are ready to begin</mark>" in page.text
    assert "claim: The Postal Union says" in page.text
    assert page.text.count("<b>again</b>") == 0
    narrowed = client.get(reverse("admin:repair"), {"document": "nowhere"})
    assert "Every passage has a sure place" in narrowed.text


def test_a_candidate_is_taken(client, placement):
    start = NEW.index("they were")
    end = start + len("they were ready to begin")
    Placement.objects.update(evidence={"candidates": [[start, end]]})
    client.force_login(make_user("reviewer"))
    decide(client, placement, "take", place=f"{start}-{end}", why="Reported.")
    placement.refresh_from_db()
    assert (placement.start, placement.end, placement.state) == (start, end, "changed")
    assert (placement.settled_by, placement.settled_reason) == ("reviewer", "Reported.")


def test_words_quoted_by_hand_are_found_and_asked_about_where_they_are_many(client, placement):
    client.force_login(make_user("reviewer"))
    page = decide(client, placement, "take", quote="they were ready to begin", why="Reported.")
    assert "These words stand in the newer text 2 times. Choose which is meant." in page.text
    assert "they were ready to begin</textarea>" in page.text
    assert 'value="Reported."' in page.text
    start = NEW.rindex("they were")
    key = f"{start}-{start + len('they were ready to begin')}"
    decide(client, placement, "take", quote="they were ready to begin", place=key)
    placement.refresh_from_db()
    assert placement.start == start


def test_what_cannot_be_is_refused_with_a_sentence(client, placement):
    page = decide(client, placement, "take", quote="never said")
    assert "The words “never said” do not stand in the newer text." in page.text
    page = decide(client, placement, "take", place="0-9999")
    assert "Choose a place, or quote the words" in page.text
    page = decide(client, placement, "give up")
    assert "Say why the passage stands nowhere" in page.text
    page = decide(client, placement, "dance")
    assert "Choose a place, quote the words, or give up with a reason." in page.text
    placement.refresh_from_db()
    assert placement.settled_by == ""


def test_giving_up_is_kept_with_its_reason_and_can_be_taken_back(client, placement):
    page = decide(client, placement, "give up", why="The sentence was cut.")
    assert "Every passage has a sure place" in page.text
    placement.refresh_from_db()
    assert (placement.state, placement.settled_reason) == ("lost", "The sentence was cut.")
    page = client.get(reverse("admin:settle", args=[placement.pk]))
    assert "settled by annotator: The sentence was cut." in page.text
    client.force_login(make_user("reviewer"))
    decide(client, placement, "again", seen="annotator")
    assert Placement.objects.get().settled_by == ""


def test_a_decision_is_taken_back_by_its_operation(client, placement):
    page = decide(client, placement, "give up", why="The sentence was cut.")
    operation = Operation.objects.get()
    assert operation.said == "“We are ready to begin” given up in version 2"
    address = reverse("admin:operation", args=[operation.uid])
    assert f'<a href="{address}">Take it back</a>' in page.text
    assert "The sentence was cut." in page.text
    assert client.get(address).status_code == 200
    page = client.post(reverse("admin:undo_operation", args=[operation.uid]), follow=True)
    assert "1 is as it was before." in page.text
    placement.refresh_from_db()
    assert (placement.settled_by, placement.unsure) == ("", True)
    assert "Settled lately" not in client.get(reverse("admin:repair")).text


def test_what_was_decided_anew_since_is_left_alone_by_an_undo(client, placement):
    decide(client, placement, "give up", why="Cut.")
    first = Operation.objects.get()
    client.force_login(make_user("reviewer"))
    decide(client, placement, "take", quote="Nothing else was said", seen="annotator")
    page = client.post(reverse("admin:undo_operation", args=[first.uid]), follow=True)
    assert "was left alone" in page.text
    placement.refresh_from_db()
    assert placement.settled_by == "reviewer"
    assert placement.settled_reason == "chosen by hand"
    assert Operation.objects.get(pk=first.pk).undone_at is None  # the way back is not used up


def test_what_was_settled_anew_since_it_was_read_is_left_alone(client, placement):
    give_up(placement, make_user("reviewer"), "It was cut.")
    read = Placement.objects.get()
    give_up(placement, make_user("editor"), "It was never there.")
    with pytest.raises(ValidationError, match="editor settled this meanwhile"):
        give_up(read, make_user("reader"), "It was cut later.")
    assert Placement.objects.get().settled_by == "editor"


def test_two_people_deciding_at_once_are_told(client, placement):
    give_up(placement, make_user("reviewer"), "It was cut.")
    page = decide(client, placement, "take", quote="Nothing else was said", why="Mine.")
    assert "reviewer settled this meanwhile: It was cut. Look at it again." in page.text
    assert 'value="Mine."' in page.text
    placement.refresh_from_db()
    assert (placement.state, placement.settled_by) == ("lost", "reviewer")


def test_boilerplate_comes_and_goes_with_its_place(client, placement):
    client.force_login(make_user("reviewer"))
    Boilerplate.objects.create(passage=placement.passage)
    words = "Nothing else was said"
    decide(client, placement, "take", quote=words)
    assert Boilerplate.objects.get(passage__version__number=2).passage.quote == words
    operation = Operation.objects.get()
    client.post(reverse("admin:undo_operation", args=[operation.uid]))
    assert not Boilerplate.objects.filter(passage__version__number=2).exists()


def test_a_changed_place_shows_what_differs(client):
    client.force_login(make_user("annotator"))
    document = make_document()
    make_claim(document)
    newer(document, TEXT.replace("are ready", "are now ready"))
    page = client.get(reverse("admin:repair"))
    assert "<ins>now </ins>" in page.text or "<ins> now</ins>" in page.text
    assert f"{document.get_absolute_url()}?version=2" in page.text
    page = decide(client, Placement.objects.get(), "take", place=place_of(Placement.objects.get()))
    assert "Every passage has a sure place" in page.text
    assert Placement.objects.get().settled_reason == "one of the places found"


def place_of(placement: Placement) -> str:
    return f"{placement.start}-{placement.end}"


def test_the_queue_is_for_those_who_may_change_placements(client, placement):
    client.logout()
    assert client.get(reverse("admin:repair")).status_code == 302
    reader = make_user("reader")
    reader.is_staff = True
    reader.save()
    client.force_login(reader)
    assert client.get(reverse("admin:repair")).status_code == 403
    assert decide(client, placement, "give up", why="x").status_code == 403


def test_what_has_a_sure_place_is_nobodys_to_move(client):
    document = make_document()
    claim = make_claim(document)
    newer(document, TEXT + "\n\nThe negotiator confessed to theft.")
    placement = Placement.objects.get(passage=claim.passage)
    for role in ("annotator", "editor"):
        client.force_login(make_user(role))
        page = decide(client, placement, "take", quote="The negotiator confessed to theft")
        assert page.status_code == 404
    placement.refresh_from_db()
    assert (placement.state, placement.settled_by) == ("exact", "")
    with pytest.raises(ValidationError, match="has a sure place"):
        give_up(placement, make_user("reviewer"), "It was cut.")


def test_what_is_settled_is_settled_anew_by_who_may_accept(client, placement):
    decide(client, placement, "give up", why="The sentence was cut.")
    page = client.get(reverse("admin:settle", args=[placement.pk]))
    assert "Reviewers settle it anew" in page.text
    for decision in ("take", "give up", "again"):
        fields = {"quote": "Nothing else was said", "why": "x", "seen": "annotator"}
        assert decide(client, placement, decision, **fields).status_code == 403
    client.force_login(make_user("reviewer"))
    decide(client, placement, "take", quote="Nothing else was said", seen="annotator")
    placement.refresh_from_db()
    assert (placement.settled_by, placement.state) == ("reviewer", "changed")


def test_whether_the_words_are_the_same_is_said_of_the_place_that_was_chosen(client, placement):
    client.force_login(make_user("reviewer"))
    Placement.objects.update(evidence=placement.evidence | {"same_words": True, "candidates": []})
    decide(client, placement, "take", quote="Nothing else was said")
    placement.refresh_from_db()
    assert (placement.same_words, placement.evidence["found"]) == (False, "Nothing else was said")
    client.post(reverse("admin:undo_operation", args=[Operation.objects.get().uid]))
    placement.refresh_from_db()
    assert placement.same_words


def test_only_reviewers_place_what_is_accepted_in_other_words(client, placement):
    page = decide(client, placement, "take", quote="Nothing else was said")
    assert "A reviewer places it there; say in a comment where it belongs." in page.text
    assert "Nothing else was said</textarea>" in page.text
    placement.refresh_from_db()
    assert (placement.state, placement.settled_by, placement.start) == ("lost", "", None)
    client.force_login(make_user("reviewer"))
    decide(client, placement, "take", quote="Nothing else was said")
    placement.refresh_from_db()
    assert (placement.state, placement.settled_by) == ("changed", "reviewer")


def test_an_accepted_claims_evidence_is_not_put_in_other_words_either(client, placement):
    claim = Claim.objects.get()
    document = make_document()
    passage = document.versions.get().passage(0, 30)
    Evidence.objects.create(claim=claim, passage=passage)
    newer(document, NEW)
    other = Placement.objects.get(passage=passage)
    page = decide(client, other, "take", quote="Nothing else was said")
    assert "A reviewer places it there" in page.text
    other.refresh_from_db()
    assert other.settled_by == ""


def test_an_annotator_places_drafts_in_any_words(client, placement):
    Claim.objects.update(review="draft")
    decide(client, placement, "take", quote="Nothing else was said")
    placement.refresh_from_db()
    assert placement.settled_by == "annotator"

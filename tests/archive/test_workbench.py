"""What is done on the workbench becomes rows, once, and can be undone."""

import json
from typing import Any

import pytest

from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    Entity,
    Evidence,
    Mention,
    Note,
    Passage,
    Review,
    WorkbenchAction,
)
from archive.simultaneous import state_of
from archive.workbench.errors import Changed, Forbidden, Refused
from tests.archive.workbench_desk import desk_of, do, span_of
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Any:
    return make_document(dated="2019-03-19")


def mark(document: Any, user: Any, quote: str, entity: Any, **more: Any) -> Any:
    row = [span_of(document.versions.get(), quote)]
    return do(document, user, "entity", row=row, entity=entity, **more)


def test_words_are_marked_as_an_entity_that_is_made_in_place(document, annotator):
    new = {"new": {"uid": "elena-marsh", "name": "Elena Marsh", "kind": "person"}}
    mark(document, annotator, "Elena Marsh", new)
    mention = Mention.objects.get()
    assert (mention.entity.uid, mention.entity.kind) == ("elena-marsh", "person")
    assert mention.passage.quote == "Elena Marsh"
    assert (mention.review, mention.created_by) == (Review.DRAFT, annotator)


def test_an_entity_that_was_made_by_an_earlier_action_is_not_made_again(document, annotator):
    new = {"new": {"uid": "havana-city", "name": "Havana", "kind": "place"}}
    mark(document, annotator, "Havana", new)
    mark(document, annotator, "The island", new)
    assert Entity.objects.count() == 1
    assert Mention.objects.count() == 2


def test_every_chosen_occurrence_is_marked_in_one_action(annotator):
    document = make_document("Havana wakes. Havana works.\n\nHavana sleeps.")
    version = document.versions.get()
    rows = [span_of(version, "Havana", n) for n in (1, 3)]
    do(document, annotator, "entity", row=rows, entity={"uid": make_entity("Havana", "place").uid})
    starts = Mention.objects.order_by("passage__start").values_list("passage__start", flat=True)
    assert list(starts) == [0, 29]
    do(document, annotator, "undo")
    assert not Mention.objects.exists()


def test_an_action_that_is_sent_twice_is_done_once(document, annotator):
    entity = {"uid": make_entity().uid}
    first = mark(document, annotator, "Elena Marsh", entity, id="the-same")
    again = mark(document, annotator, "Elena Marsh", entity, id="the-same")
    assert (first.again, again.again) == (False, True)
    assert again.touched == first.touched
    assert Mention.objects.count() == WorkbenchAction.objects.count() == 1


def test_a_claim_has_its_attributions_in_order(document, annotator):
    marsh, agency = make_entity(), make_entity("The Coastal Agency", "organisation")
    do(
        document,
        annotator,
        "claim",
        on="We are ready to begin",
        statement="The Postal Union says that it is ready.",
        mode="direct",
        said="2019-03-19",
        attributions=[
            {"as_worded": "", "entity": None, "capacity": "", "via": None},
            {"as_worded": "Elena Marsh", "entity": {"uid": marsh.uid}, "via": {"uid": agency.uid}},
            {"as_worded": "an official", "capacity": "delegate"},
        ],
    )
    claim = Claim.objects.get()
    assert [(a.position, str(a), a.via) for a in claim.attributions.all()] == [
        (1, "Elena Marsh", agency),
        (2, "an official", None),
    ]
    assert (claim.mode, claim.said, str(claim.earliest)) == ("direct", "2019-03-19", "2019-03-19")


def test_a_claim_may_run_over_paragraphs_and_cross_another(document, annotator):
    for quote in (
        "talk about the mail.\n\nDirect post has been suspended",
        "Direct post has been suspended for half a century",
    ):
        do(document, annotator, "claim", on=quote, statement="The mail stopped.", mode="narrator")
    desk = desk_of(document, annotator)
    assert [one.number for one in desk.shown] == [1, 2]
    assert desk.over(desk.shown[0].start, desk.shown[0].end) == [0, 1]


def test_a_date_takes_what_the_rules_read_and_keeps_what_a_person_writes(document, annotator):
    do(document, annotator, "date", on="on Tuesday", edtf=None)
    read = Dating.objects.get()
    assert (read.edtf, read.fixed) == ("2019-03-19", False)
    assert read.reading
    do(document, annotator, "undo")
    do(document, annotator, "date", on="on Tuesday", edtf="2019-03-12")
    written = Dating.objects.get()
    assert (written.edtf, written.fixed, written.reading) == ("2019-03-12", True, "")


def test_a_date_that_is_none_is_refused_with_an_example(document, annotator):
    with pytest.raises(Refused, match="write it like"):
        do(document, annotator, "date", on="on Tuesday", edtf="tuesday")
    assert not Passage.objects.exists()
    assert not WorkbenchAction.objects.exists()


def test_notes_evidence_and_boilerplate(document, annotator):
    claim = make_claim(make_document(title="Another"), review=Review.DRAFT)
    do(document, annotator, "note", on="half a century", text="Since 1963.", audience="staff")
    do(document, annotator, "evidence", on="no day had been agreed", claim=claim.uid, note="So.")
    do(document, annotator, "boilerplate", on="The island’s ministry")
    assert (Note.objects.get().audience, Note.objects.get().created_by) == ("staff", annotator)
    assert Evidence.objects.get().claim == claim
    assert Boilerplate.objects.get().passage.quote == "The island’s ministry"


def test_a_quote_that_does_not_stand_at_its_offsets_is_refused(document, annotator):
    for wrong in (
        {"start": 0, "end": 5, "quote": "Wrong"},
        {"start": 5, "end": 5, "quote": ""},
        {"start": -1, "end": 5, "quote": "x"},
        {"start": 0, "end": 10**9, "quote": "x"},
        {"start": "0", "end": 5, "quote": "x"},
        "Officials",
        None,
    ):
        with pytest.raises(Refused):
            do(document, annotator, "boilerplate", span=wrong)
    assert not Passage.objects.exists()


def test_undo_takes_back_the_last_twenty_and_no_more(document, annotator):
    words = document.versions.get().text.split()[:22]
    for word in words:
        row = [span_of(document.versions.get(), word, 1)]
        do(document, annotator, "entity", row=row, entity={"uid": make_entity(word).uid})
    made = Mention.objects.count()
    for _time in range(20):
        do(document, annotator, "undo")
    assert Mention.objects.count() == made - 20
    with pytest.raises(Refused, match="nothing to undo"):
        do(document, annotator, "undo")


def test_undo_is_each_person_s_own(document, annotator):
    mark(document, annotator, "Elena Marsh", {"uid": make_entity().uid})
    with pytest.raises(Refused, match="nothing to undo"):
        do(document, make_user("editor"), "undo")
    assert Mention.objects.exists()


def test_deleting_a_claim_and_undo_bring_back_all_that_hung_on_it(document):
    editor = make_user("editor")
    claim = make_claim(document, uid="ready", claimant=make_entity())
    other = make_claim(make_document(title="Another"), uid="not-ready")
    make_link(other, "denies", claim, note="In so many words.")
    Evidence.objects.create(claim=claim, url="https://example.org/", captured_on="2020-01-01")
    do(document, editor, "delete", key=f"claim:{claim.pk}")
    assert not Claim.objects.filter(uid="ready").exists()
    do(document, editor, "undo")
    back = Claim.objects.get(uid="ready")
    assert back.attributions.get().entity.name == "Elena Marsh"
    assert back.links_in.get().note == "In so many words."
    assert back.evidence.get().url == "https://example.org/"
    assert str(back.evidence.get().captured_on) == "2020-01-01"


def test_a_change_is_undone(document, annotator):
    do(document, annotator, "claim", on="ready to begin", statement="It is ready.", mode="partial")
    claim = Claim.objects.get()
    do(
        document,
        annotator,
        "change",
        key=f"claim:{claim.pk}",
        seen=state_of(claim),
        statement="They are ready.",
        attributions=[{"as_worded": "a delegate"}],
    )
    claim.refresh_from_db()
    assert (claim.statement, str(claim.attributions.get())) == ("They are ready.", "a delegate")
    do(document, annotator, "undo")
    claim.refresh_from_db()
    assert (claim.statement, claim.attributions.count()) == ("It is ready.", 0)


def test_the_second_of_two_who_change_a_claim_is_told_and_nothing_is_lost(document, annotator):
    do(document, annotator, "claim", on="ready to begin", statement="It is ready.", mode="partial")
    claim = Claim.objects.get()
    seen = state_of(claim)
    reviewer = make_user("reviewer")
    key = f"claim:{claim.pk}"
    do(document, reviewer, "change", key=key, seen=seen, statement="All is ready.")
    with pytest.raises(Changed, match="All is ready") as refused:
        do(document, annotator, "change", key=key, seen=seen, statement="It was ready.")
    assert refused.value.more == {"now": "All is ready."}
    claim.refresh_from_db()
    assert claim.statement == "All is ready."


def test_what_somebody_has_changed_since_is_not_undone(document, annotator):
    do(document, annotator, "claim", on="ready to begin", statement="It is ready.", mode="partial")
    Claim.objects.get().__class__.objects.update(statement="Somebody wrote this.")
    with pytest.raises(Changed):
        do(document, annotator, "undo")
    assert Claim.objects.get().statement == "Somebody wrote this."


def test_undo_leaves_an_entity_that_others_use_by_now(document, annotator):
    new = {"new": {"name": "Elena Marsh", "kind": "person"}}
    mark(document, annotator, "Elena Marsh", new)
    make_mention(make_document("Elena Marsh spoke."), "Elena Marsh", Entity.objects.get())
    do(document, annotator, "undo")
    assert Entity.objects.get().mentions.count() == 1


def test_a_suggestion_is_accepted_by_a_reviewer_and_becomes_a_draft_of_an_annotator(document):
    for role, state in (("annotator", Review.DRAFT), ("reviewer", Review.ACCEPTED)):
        mention = make_mention(document, "Elena Marsh", make_entity(), review=Review.SUGGESTED)
        do(document, make_user(role), "answer", keys=[f"mention:{mention.pk}"], to="accept")
        mention.refresh_from_db()
        assert mention.review == state


def test_a_rejected_suggestion_stays_and_is_not_listed_again(document, annotator):
    from archive.workbench import listing

    dating = make_dating(document, "on Tuesday", "2019-03-19", review=Review.SUGGESTED)
    do(document, annotator, "answer", keys=[f"dating:{dating.pk}"], to="reject")
    dating.refresh_from_db()
    assert dating.review == Review.REJECTED
    desk = desk_of(document, annotator)
    assert [one.kind for one in desk.shown] == []
    assert "Tuesday" not in [line.quote for line in listing.dates(desk).lines]
    do(document, annotator, "undo")
    dating.refresh_from_db()
    assert dating.review == Review.SUGGESTED


def test_marking_words_whose_suggestion_was_rejected_takes_it_up_again(document, annotator):
    make_mention(document, "Elena Marsh", make_entity(uid="marsh"), review=Review.SUGGESTED)
    mark(document, annotator, "Elena Marsh", {"uid": "marsh"})
    assert Mention.objects.get().review == Review.DRAFT
    with pytest.raises(Refused, match="already"):
        mark(document, annotator, "Elena Marsh", {"uid": "marsh"})


def test_drafts_are_published_all_at_once_by_those_who_review(document, annotator):
    mark(document, annotator, "Elena Marsh", {"uid": make_entity().uid})
    do(document, annotator, "date", on="on Tuesday", edtf=None)
    with pytest.raises(Forbidden):
        do(document, annotator, "publish")
    do(document, annotator, "send")
    assert Mention.objects.get().review == Review.IN_REVIEW
    reviewer = make_user("reviewer")
    assert do(document, reviewer, "publish").said == "2 annotations published"
    assert (Mention.objects.get().review, Mention.objects.get().reviewed_by) == (
        Review.ACCEPTED,
        reviewer,
    )
    do(document, reviewer, "undo")
    assert Mention.objects.get().review == Review.IN_REVIEW


def test_one_s_own_is_not_published_where_the_site_forbids_it(document, settings):
    settings.ACCEPT_OWN = False
    reviewer = make_user("reviewer")
    mark(document, reviewer, "Elena Marsh", {"uid": make_entity().uid})
    with pytest.raises(Refused, match="no draft"):
        do(document, reviewer, "publish")
    assert Mention.objects.get().review == Review.DRAFT


def test_what_is_rewritten_waits_for_another_where_the_site_forbids_one_s_own(document, settings):
    claim, reviewer = make_claim(document), make_user("reviewer")
    do(document, reviewer, "change", key=f"claim:{claim.pk}", statement="Other.")
    assert Claim.objects.get().review == Review.ACCEPTED
    settings.ACCEPT_OWN = False
    outcome = do(document, reviewer, "change", key=f"claim:{claim.pk}", statement="Another.")
    assert outcome.said.startswith("Changed, and waits until another reviewer accepts it")
    assert Claim.objects.get().review == Review.IN_REVIEW
    do(document, reviewer, "undo")
    restored = Claim.objects.get()
    assert (restored.review, restored.statement) == (Review.ACCEPTED, "Other.")


def test_what_is_saved_with_nothing_changed_stays_accepted(document, settings):
    settings.ACCEPT_OWN = False
    claim, reviewer = make_claim(document), make_user("reviewer")
    same = {"statement": claim.statement, "mode": claim.mode}
    worded = [{"as_worded": one.as_worded} for one in claim.attributions.all()]
    key = f"claim:{claim.pk}"
    said = do(document, reviewer, "change", key=key, attributions=worded, **same).said
    assert said.startswith("Changed: ")
    assert Claim.objects.get().review == Review.ACCEPTED
    do(document, reviewer, "change", key=key, attributions=[{"as_worded": "the clerk"}], **same)
    assert Claim.objects.get().review == Review.IN_REVIEW
    do(document, reviewer, "undo")
    assert Claim.objects.get().review == Review.ACCEPTED
    assert Claim.objects.get().attributions.get().as_worded == worded[0]["as_worded"]


def test_what_is_accepted_is_not_changed_by_those_who_may_not_accept(document, annotator):
    claim = make_claim(document)
    for kind in ("change", "delete"):
        with pytest.raises(Forbidden, match="settled"):
            do(document, annotator, kind, key=f"claim:{claim.pk}", statement="Other.")
    assert Claim.objects.get().statement == claim.statement


def test_nothing_is_done_without_the_permission_for_it(document):
    user = make_user("reader")
    for kind, given in (
        ("claim", {"statement": "x", "mode": "direct"}),
        ("note", {"text": "x"}),
        ("boilerplate", {}),
        ("date", {}),
        ("evidence", {"claim": make_claim(document).uid}),
    ):
        with pytest.raises(Forbidden):
            do(document, user, kind, on="Havana", **given)


def test_a_merged_entity_leads_to_its_heir(document, annotator):
    heir = make_entity(uid="heir")
    make_entity("E. Marsh", uid="old", merged_into=heir)
    mark(document, annotator, "Elena Marsh", {"uid": "old"})
    assert Mention.objects.get().entity == heir


def test_an_annotation_of_another_document_is_out_of_reach(document, annotator):
    claim = make_claim(make_document(title="Another"), review=Review.DRAFT)
    with pytest.raises(Changed, match="not there"):
        do(document, annotator, "delete", key=f"claim:{claim.pk}")
    for key in ("claim:x", "claim:", "user:1", "", "claim:²", "claim:٣", "claim:" + "9" * 5000):
        with pytest.raises(Refused):
            do(document, annotator, "delete", key=key)


def test_evidence_of_what_is_settled_is_as_settled_as_that(document, annotator):
    claim = make_claim(make_document(title="Another"), review=Review.DRAFT)
    do(document, annotator, "evidence", on="no day had been agreed", claim=claim.uid, note="So.")
    Claim.objects.update(review=Review.ACCEPTED)
    key = f"evidence:{Evidence.objects.get().pk}"
    for kind, given in (
        ("change", {"key": key, "note": "Not so."}),
        ("delete", {"key": key}),
        ("undo", {}),
        ("evidence", {"on": "half a century", "claim": claim.uid}),
    ):
        with pytest.raises(Forbidden, match="settled"):
            do(document, annotator, kind, **given)
    assert Evidence.objects.get().note == "So."


def test_a_note_is_changed_into_no_less_than_a_note(document, annotator):
    do(document, annotator, "note", on="half a century", text="Since 1963.")
    key = f"note:{Note.objects.get().pk}"
    for wrong in ({"kind": "bogus"}, {"kind": ""}, {"audience": "zzz"}, {"text": " "}):
        with pytest.raises(Refused):
            do(document, annotator, "change", key=key, **wrong)
    note = Note.objects.get()
    assert (note.text, note.kind, note.audience) == ("Since 1963.", "explanation", "public")
    do(document, annotator, "change", key=key, text="Since 1961.", audience="staff")
    note.refresh_from_db()
    assert (note.text, note.audience) == ("Since 1961.", "staff")


def test_a_date_is_of_a_known_type(document, annotator):
    dating = make_dating(document, "on Tuesday", "2019-03-19", review=Review.DRAFT)
    given = {"key": f"dating:{dating.pk}", "edtf": "2019-03-19"}
    with pytest.raises(Refused, match="no type of date"):
        do(document, annotator, "change", type="zzz", **given)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\udfff"])
def test_text_that_can_not_be_kept_is_refused_with_a_sentence(document, annotator, odd):
    words, claim = f"It is{odd} ready.", {"on": "We are ready", "mode": "direct"}
    span = span_of(document.versions.get(), "Elena Marsh")
    new = {"new": {"name": words, "kind": "person"}}
    for kind, given in (
        ("claim", {**claim, "statement": words}),
        ("claim", {**claim, "statement": "x", "attributions": [{"as_worded": words}]}),
        ("entity", {"row": [span], "entity": new}),
        ("names", {"row": [json.dumps({**span, "name": words, "kind": "person"})]}),
        ("dismiss", {"words": [words]}),
        ("delete", {"key": f"claim:{odd}"}),
    ):
        with pytest.raises(Refused, match="can’t be kept"):
            do(document, annotator, kind, **given)
    assert not WorkbenchAction.objects.exists()


def test_only_the_newest_actions_are_remembered(document, annotator, monkeypatch):
    monkeypatch.setattr("archive.models.journal.KEPT", 3)
    for word in ("Officials", "Havana", "Tuesday", "Direct", "Elena", "Postal"):
        do(document, annotator, "boilerplate", on=word, occurrence=1)
    assert WorkbenchAction.objects.count() == 3
    assert Boilerplate.objects.count() == 6

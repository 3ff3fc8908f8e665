"""What undo takes back, what it leaves alone, and that it never stays where it can't go on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from archive.merging import merge
from archive.models import (
    Attribution,
    Boilerplate,
    Claim,
    Dating,
    Entity,
    Mention,
    Note,
    Review,
    WorkbenchAction,
)
from archive.workbench.errors import Changed, Forbidden, Refused
from tests.archive.workbench_desk import do, span_of
from tests.makers import make_entity, make_user

pytestmark = pytest.mark.django_db


def claimed(document: Any, user: Any, *worded: str) -> Claim:
    said = [{"as_worded": words} for words in worded]
    given = {"statement": "It is ready.", "mode": "direct", "attributions": said}
    do(document, user, "claim", on="We are ready to begin", **given)
    return Claim.objects.get()


def worded(claim: Claim) -> list[str]:
    return [one.as_worded for one in claim.attributions.all()]


def mark(document: Any, user: Any, entity: Entity) -> None:
    row = [span_of(document.versions.get(), "Elena Marsh")]
    do(document, user, "entity", row=row, entity={"uid": entity.uid})


def test_a_claimant_who_was_removed_does_not_come_back_into_an_accepted_claim(document, annotator):
    claim = claimed(document, annotator, "a rival", "a delegate")
    left = [{"as_worded": "a delegate"}]
    do(document, annotator, "change", key=f"claim:{claim.pk}", attributions=left)
    Claim.objects.update(review=Review.ACCEPTED, reviewed_by=make_user("reviewer"))
    with pytest.raises(Forbidden, match="settled by now"):
        do(document, annotator, "undo")
    assert worded(claim) == ["a delegate"]


def test_who_may_settle_may_undo_in_what_is_settled(document):
    reviewer = make_user("reviewer")
    claim = claimed(document, reviewer, "a rival", "a delegate")
    left = [{"as_worded": "a delegate"}]
    do(document, reviewer, "change", key=f"claim:{claim.pk}", attributions=left)
    Claim.objects.update(review=Review.ACCEPTED, reviewed_by=reviewer)
    do(document, reviewer, "undo")
    assert worded(claim) == ["a rival", "a delegate"]


def test_who_may_no_longer_do_it_may_no_longer_undo_it(document, annotator):
    do(document, annotator, "note", on="half a century", text="Since 1963.")
    annotator.groups.clear()
    former = type(annotator).objects.get(pk=annotator.pk)
    with pytest.raises(Forbidden, match="Ask an editor"):
        do(document, former, "undo")
    assert Note.objects.exists()


def test_a_reviewer_who_is_one_no_longer_does_not_make_accepted_what_is_not(document):
    reviewer = make_user("reviewer")
    claim = claimed(document, reviewer)
    Claim.objects.update(review=Review.ACCEPTED)
    do(document, reviewer, "delete", key=f"claim:{claim.pk}")
    reviewer.groups.set(make_user("annotator").groups.all())
    with pytest.raises(Forbidden, match="settled"):
        do(document, type(reviewer).objects.get(pk=reviewer.pk), "undo")
    assert not Claim.objects.exists()


def test_words_that_another_has_dated_meanwhile_keep_that_date(document, annotator):
    do(document, annotator, "date", on="Tuesday", edtf="2020-01-07")
    do(document, annotator, "delete", key=f"dating:{Dating.objects.get().pk}")
    do(document, make_user("reviewer"), "date", on="Tuesday", edtf="2020-01-14")
    with pytest.raises(Changed, match="marked anew"):
        do(document, annotator, "undo")
    assert Dating.objects.get().edtf == "2020-01-14"


def test_words_that_another_has_marked_meanwhile_keep_that_mark(document, annotator):
    other, marsh = make_user("reviewer"), make_entity()
    mark(document, annotator, marsh)
    do(document, annotator, "delete", key=f"mention:{Mention.objects.get().pk}")
    mark(document, other, marsh)
    with pytest.raises(Changed, match="marked anew"):
        do(document, annotator, "undo")
    assert Mention.objects.get().created_by == other


def test_a_mark_that_comes_back_after_a_merger_is_the_heirs(document, annotator):
    marsh, heir = make_entity(), make_entity("Elena M. Marsh")
    mark(document, annotator, marsh)
    do(document, annotator, "delete", key=f"mention:{Mention.objects.get().pk}")
    merge(marsh, heir, None)
    do(document, annotator, "undo")
    assert Mention.objects.get().entity == heir


def test_boilerplate_that_another_has_marked_meanwhile_stays(document, annotator):
    do(document, annotator, "boilerplate", on="half a century")
    do(document, annotator, "delete", key=f"boilerplate:{Boilerplate.objects.get().pk}")
    do(document, make_user("reviewer"), "boilerplate", on="half a century")
    with pytest.raises(Changed, match="marked anew"):
        do(document, annotator, "undo")
    assert Boilerplate.objects.count() == 1


def test_a_claimant_whom_another_has_added_meanwhile_stays(document, annotator):
    claim = claimed(document, annotator, "a rival", "a delegate")
    left = [{"as_worded": "a rival"}]
    do(document, annotator, "change", key=f"claim:{claim.pk}", attributions=left)
    Attribution.objects.create(claim=claim, position=2, as_worded="an official")
    with pytest.raises(Changed, match="marked anew"):
        do(document, annotator, "undo")
    assert worded(claim) == ["a rival", "an official"]


def test_a_mark_of_an_entity_that_is_gone_does_not_come_back(document, annotator):
    marsh = make_entity()
    mark(document, annotator, marsh)
    do(document, annotator, "delete", key=f"mention:{Mention.objects.get().pk}")
    marsh.delete()
    with pytest.raises(Changed, match="is gone"):
        do(document, annotator, "undo")
    assert not Mention.objects.exists()


def test_an_entity_that_another_has_renamed_meanwhile_stays(document, annotator):
    row = [span_of(document.versions.get(), "Elena Marsh")]
    new = {"new": {"name": "Elena Marsh", "kind": "person"}}
    do(document, annotator, "entity", row=row, entity=new)
    Entity.objects.update(name="Elena Marsh-Vidal")
    do(document, annotator, "undo")
    assert (Entity.objects.get().name, Mention.objects.count()) == ("Elena Marsh-Vidal", 0)


def test_what_can_not_be_undone_is_passed_over_so_that_older_actions_can(document, annotator):
    do(document, annotator, "note", on="half a century", text="The older one.")
    do(document, annotator, "note", on="Tuesday", text="The newer one.")
    Note.objects.filter(text="The newer one.").update(text="Somebody wrote this.")
    with pytest.raises(Changed, match="The next Undo takes back what you did before it"):
        do(document, annotator, "undo")
    do(document, annotator, "undo")
    assert [note.text for note in Note.objects.all()] == ["Somebody wrote this."]
    with pytest.raises(Refused, match="nothing to undo"):
        do(document, annotator, "undo")


def test_an_undo_that_was_refused_and_is_sent_again_takes_nothing_else_back(document, annotator):
    do(document, annotator, "note", on="half a century", text="The older one.")
    do(document, annotator, "note", on="Tuesday", text="The newer one.")
    Note.objects.filter(text="The newer one.").update(text="Somebody wrote this.")
    for _time in range(2):
        with pytest.raises(Changed, match="changed since"):
            do(document, annotator, "undo", id="the-same")
    assert Note.objects.filter(text="The older one.").exists()
    assert WorkbenchAction.objects.filter(kind="undo").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_undo_that_arrives_twice_at_once_is_done_once(document):
    user = make_user("annotator")
    for words in ("half a century", "Tuesday"):
        do(document, user, "note", on=words, text="Since 1963.")
    together = Barrier(2)

    def undo() -> bool:
        together.wait()
        try:
            return do(document, user, "undo", id="the-same-undo").again
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [future.result() for future in [threads.submit(undo) for _both in range(2)]]
    assert sorted(answers) == [False, True]
    assert Note.objects.count() == 1

"""The first lines of history, written by the database, are those of django-simple-history."""

import pytest
from simple_history.utils import bulk_create_with_history

from archive.models import Claim, Dating, Review
from archive.suggest import journal
from archive.suggest.making import REASON, add
from tests.makers import make_document, passage_of

pytestmark = pytest.mark.django_db

WRITTEN = ("history_id", "history_date", "created_at", "updated_at", "id", "passage_id")


def line(row):
    """A line of history without what differs from row to row."""
    kept = row.history.get()
    names = [field.attname for field in kept._meta.concrete_fields]
    return {name: getattr(kept, name) for name in names if name not in WRITTEN}


def dating(**own):
    """A suggestion that is not saved."""
    row = Dating(review=Review.SUGGESTED, edtf="2022", reading="written", **own)
    row.derive()
    return row


def test_a_line_is_the_same_as_the_slow_one():
    document = make_document("It was in 2022, and in 2022 again.")
    version = document.versions.get()
    fast, slow = dating(), dating()
    add([(version, 10, 14, fast)])
    slow.passage = passage_of(document, "2022 again")
    bulk_create_with_history([slow], Dating, default_change_reason=REASON)
    assert line(fast) == line(slow)
    kept = fast.history.get()
    assert (kept.id, kept.passage_id, kept.history_type) == (fast.pk, fast.passage_id, "+")
    assert kept.instance == fast
    assert kept.edtf == "2022"


def test_every_row_gets_its_line_however_many_there_are(monkeypatch):
    monkeypatch.setattr(journal, "BATCH", 3)
    version = make_document("One two three four five six seven eight.").versions.get()
    rows = [dating() for _each in range(8)]
    add([(version, at, at + 1, row) for at, row in enumerate(rows)])
    assert [row.history.count() for row in rows] == [1] * 8
    assert Claim.history.count() == 0


def test_no_rows_are_no_lines(django_assert_num_queries):
    with django_assert_num_queries(0):
        journal.write_created([], REASON)

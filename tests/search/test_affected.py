"""Which rows bear on the index is said of every model."""

from collections.abc import Callable

import pytest
from django.apps import apps

from archive.models import Mention, Passage, Review
from search.affected import AFFECTED, ONLY_WHEN
from search.models import OutboxRow
from tests.makers import make_dating, make_document, make_entity, make_mention, passage_of

Rows = Callable[[], set[str]]


def test_every_model_of_the_archive_is_watched_or_known_not_to_matter() -> None:
    no_matter = {
        "Alias", "Author", "Comment", "Dismissal", "EntityIdentifier", "Event", "Evidence",
        "Identifier", "Note", "Operation", "Original", "Placement", "Proposal", "Question",
        "QuestionClaim", "WorkbenchAction",
    }  # fmt: skip
    models = {
        model.__name__
        for model in apps.get_app_config("archive").get_models()
        if not model.__name__.startswith("Historical")
    }
    watched = {model.__name__ for model in (*AFFECTED, *ONLY_WHEN)}
    assert models == watched | no_matter


@pytest.fixture
def rows(db: None) -> Rows:
    """The outbox rows that a change leaves; without a commit nothing drains them."""
    return lambda: set(OutboxRow.objects.values_list("uid", flat=True))


def test_a_draft_that_no_entry_holds_bears_on_none_until_it_is_accepted(rows: Rows) -> None:
    document = make_document()
    OutboxRow.objects.all().delete()
    make_dating(document, "Tuesday", "2016-04-05", review=Review.DRAFT)
    mention = make_mention(document, "Elena Marsh", make_entity(), review=Review.DRAFT)
    assert rows() == set()
    mention.review = Review.ACCEPTED
    mention.save()
    assert rows() == {document.uid}
    OutboxRow.objects.all().delete()
    mention.review = Review.REJECTED
    mention.save()
    assert rows() == {document.uid}
    OutboxRow.objects.all().delete()
    mention.delete()
    assert rows() == set()


def test_a_passage_bears_on_entries_where_it_is_another_than_it_was(rows: Rows) -> None:
    document = make_document()
    OutboxRow.objects.all().delete()
    passage = passage_of(document, "Elena Marsh")
    assert rows() == set()
    passage.prefix = "said "
    passage.save()
    assert rows() == set()
    Passage.objects.get(pk=passage.pk).delete()
    assert Mention.objects.count() == 0

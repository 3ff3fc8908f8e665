"""What a query is widened to, and that it is said."""

from typing import Any

import pytest
from django.core.management import call_command

from tests.makers import make_document

pytestmark = pytest.mark.django_db


def hits(client: Any, q: str, **parameters: str) -> dict[str, Any]:
    call_command("index_sync", verbosity=0)
    answer: dict[str, Any] = client.get("/search.json", {"q": q} | parameters).json()
    return {"found": {hit["uid"] for hit in answer["hits"]}, "notes": answer["notes"]}


@pytest.fixture
def initials() -> None:
    make_document("The CIA objected.", uid="joined")
    make_document("The C.I.A. objected.", uid="pointed")
    make_document("They told us of the U.S. Treasury.", uid="us")


def test_initials_with_points_are_searched_without_them_too(client: Any, initials: None) -> None:
    found = hits(client, "C.I.A.")
    assert found["found"] == {"joined", "pointed"}
    assert found["notes"] == ["Also searched, for “C.I.A.” without points: CIA."]


def test_widening_of_initials_is_switched_off_by_exact_and_by_quotation_marks(
    client: Any, initials: None
) -> None:
    assert hits(client, "C.I.A.", exact="1") == {"found": {"pointed"}, "notes": []}
    assert hits(client, '"C.I.A."') == {"found": {"pointed"}, "notes": []}


def test_two_initials_are_not_joined_to_a_word_of_every_day(client: Any, initials: None) -> None:
    make_document("They told us.", uid="pronoun")
    assert hits(client, "U.S.")["found"] == {"us"}


def test_characters_that_are_words_are_no_initials(client: Any, db: None) -> None:
    make_document("中国人来了", uid="han")
    assert hits(client, "中国人") == {"found": {"han"}, "notes": []}

"""Which claims evidence may point at, and which evidence is shown to whom."""

import pytest

from archive.models import Claim, Evidence, Review
from archive.workbench import asking, drawing, pointing
from archive.workbench.errors import Changed
from tests.archive.workbench_desk import desk_of, do
from tests.makers import make_claim, make_document, make_user, passage_of

pytestmark = pytest.mark.django_db


def secret_claim() -> Claim:
    more = {"withdrawn_on": "2020-01-01", "withdrawn_reason": "asked"}
    hidden = make_document("Nobody may read this.", uid="hidden-one", **more)
    return make_claim(hidden, "Nobody may read", statement="A secret statement.")


def test_an_annotator_is_offered_what_is_open_and_told_what_is_settled(document):
    make_claim(document, "ready to begin", statement="It is ready.", review=Review.DRAFT)
    accepted = make_claim(document, "no day had been agreed", statement="No day is agreed.")
    found = pointing.claims(desk_of(document, make_user("annotator")), "")
    assert [one["name"] for one in found["choices"]] == ["It is ready."]
    assert [one["name"] for one in found["settled"]] == ["No day is agreed."]
    assert found["settled"][0]["address"].endswith(f"/{accepted.pk}/change/#comments")
    assert "say in a comment" in found["why"]


def test_a_reviewer_is_offered_every_claim(document):
    make_claim(document, "no day had been agreed", statement="No day is agreed.")
    found = pointing.claims(desk_of(document, make_user("reviewer")), "day")
    assert [one["name"] for one in found["choices"]] == ["No day is agreed."]
    assert (found["settled"], found["why"]) == ([], "")


def test_accented_words_are_found_in_any_case(document):
    make_claim(document, "half a century", statement="ÉLAN de los Ñandúes.", review="draft")
    make_claim(document, "ready to begin", statement="It is ready.", review="draft")
    found = pointing.claims(desk_of(document, make_user("annotator")), "élan ñandú")
    assert [one["name"] for one in found["choices"]] == ["ÉLAN de los Ñandúes."]


def test_evidence_for_a_claim_of_a_withdrawn_document_is_shown_to_editors_only(document):
    secret = secret_claim()
    row = Evidence.objects.create(claim=secret, passage=passage_of(document, "half a century"))
    annotator, editor = make_user("annotator"), make_user("editor")
    desk = desk_of(document, annotator)
    assert desk.shown == []
    assert "wb-evidence" not in drawing.whole(desk)
    with pytest.raises(Changed):
        asking.answer(desk, {"for": "row", "key": f"evidence:{row.pk}"})
    with pytest.raises(Changed):
        do(document, annotator, "delete", key=f"evidence:{row.pk}")
    assert [one.label for one in desk_of(document, editor).shown] == ["A secret statement."]


def test_the_page_of_an_annotator_does_not_name_the_claim_of_a_withdrawn_document(client, document):
    secret = secret_claim()
    Evidence.objects.create(claim=secret, passage=passage_of(document, "half a century"))
    address = f"/admin/archive/document/{document.uid}/workbench/"
    client.force_login(make_user("annotator"))
    assert "A secret statement." not in client.get(address).text
    client.force_login(make_user("editor"))
    assert "A secret statement." in client.get(address).text


def test_what_another_marked_meanwhile_is_known_by_the_sign_of_its_paragraph(document):
    annotator = make_user("annotator")
    before = asking.state(desk_of(document, annotator))["drawn"]
    assert before == {}
    claim = make_claim(document, "half a century", review=Review.DRAFT)
    drawn = asking.state(desk_of(document, annotator))["drawn"]
    assert list(drawn) == [2]
    claim.review = Review.ACCEPTED
    claim.save()
    assert asking.state(desk_of(document, annotator))["drawn"][2] != drawn[2]
    answer = asking.answer(desk_of(document, annotator), {"for": "paragraphs", "of": "2.99.x.0"})
    assert list(answer["paragraphs"]) == [2]
    assert "half a century" in answer["paragraphs"][2]

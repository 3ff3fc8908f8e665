"""Passages follow to a newer text, or wait for a person who says where they stand."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from archive.models import Document, Placement, Review
from archive.repair import ask_again, give_up, settle, to_repair
from tests.makers import TEXT, make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def newer(document: Document, text: str, **fields: Any) -> Any:
    fields = {"layer": "corrected", "number": document.versions.count() + 1} | fields
    return document.versions.create(text=text, **fields)


def states(document: Document) -> dict[str, str]:
    rows = Placement.objects.filter(version__document=document).order_by("pk")
    return {row.passage.quote: row.state for row in rows}


def waiting() -> list[Placement]:
    return list(to_repair(Document.objects.all()))


def test_passages_follow_to_a_new_text():
    document = make_document()
    make_claim(document)
    make_mention(document, "Elena Marsh", make_entity())
    version = newer(document, TEXT.replace("on Tuesday", "on Wednesday morning"))
    assert states(document) == {"We are ready to begin": "exact", "Elena Marsh": "exact"}
    placed = Placement.objects.get(passage__quote="Elena Marsh")
    assert version.text[placed.start : placed.end] == "Elena Marsh"
    assert waiting() == []


def test_what_is_gone_or_edited_waits_for_a_person():
    document = make_document()
    make_claim(document)
    make_mention(document, "about the mail", make_entity("The mail", "other"))
    newer(document, "Officials met in Havana on Tuesday. “We are now ready to begin,” she said.")
    assert states(document)["about the mail"] == "lost"
    assert states(document)["We are ready to begin"] in ("changed", "ambiguous")
    assert len(waiting()) == 2


def test_a_passage_marked_on_an_older_text_stands_in_the_newer_one_too():
    document = make_document()
    newer(document, "A note by the editor.\n\n" + TEXT)
    make_mention(document, "Elena Marsh", make_entity())
    assert states(document) == {"Elena Marsh": "exact"}


def test_a_translation_is_not_compared_with_the_text_it_was_made_from():
    document = make_document()
    make_claim(document)
    newer(document, "Los funcionarios se reunieron.", layer="translated", language="es")
    assert not Placement.objects.exists()


def test_only_the_newest_text_and_what_carries_something_waits():
    document = make_document()
    claim = make_claim(document)
    newer(document, "Nothing of it.")
    assert len(waiting()) == 1
    newer(document, "Nothing of it here either.")
    assert [row.version.number for row in waiting()] == [3]
    claim.review = Review.REJECTED
    claim.save()
    assert waiting() == []


def test_a_person_settles_gives_up_and_asks_again():
    document = make_document()
    make_claim(document, review=Review.DRAFT)  # beside an accepted one, only reviewers place it
    version = newer(document, "The delegate said that they were ready to begin.")
    placement = waiting()[0]
    user = make_user("annotator")
    start = version.text.index("they were")
    settle(placement, start, start + len("they were ready to begin"), user, "Reported now.")
    placement.refresh_from_db()
    assert (placement.state, placement.settled_by) == ("changed", "annotator")
    assert waiting() == []
    with pytest.raises(ValidationError, match="Say why"):
        give_up(placement, user, " ")
    give_up(placement, user, "It was cut.")
    placement.refresh_from_db()
    assert (placement.state, placement.start, placement.end) == ("lost", None, None)
    again = ask_again(placement)
    assert again is not None and again.settled_by == ""
    assert len(waiting()) == 1
    with pytest.raises(ValidationError, match="within the text"):
        settle(again, 5, 5, user)


def test_reanchor_places_what_has_no_place_and_leaves_what_was_settled():
    document = make_document()
    make_claim(document)
    newer(document, "The delegate said that they were ready to begin.")
    placement = waiting()[0]
    give_up(placement, make_user("annotator"), "It was cut.")
    make_mention(document, "Elena Marsh", make_entity())
    Placement.objects.filter(settled_by="").delete()

    def run(*arguments: str) -> str:
        out = io.StringIO()
        call_command("reanchor", *arguments, stdout=out)
        return out.getvalue()

    assert "1 passage placed." in run()
    assert "0 passages placed." in run()
    assert "1 passage placed." in run("--again", "--document", document.uid)
    assert Placement.objects.get(pk=placement.pk).settled_reason == "It was cut."
    with pytest.raises(CommandError, match="There is no document “nowhere” here"):
        run("--document", "nowhere")


def test_reanchor_goes_on_where_it_was_left():
    first, second = make_document(), make_document(title="Another")
    for document in (first, second):
        make_claim(document)
        newer(document, "A head.\n" + TEXT)
    Placement.objects.all().delete()
    out = io.StringIO()
    call_command("reanchor", "--document", first.uid, stdout=out)
    call_command("reanchor", "--all", stdout=out)
    assert out.getvalue().splitlines()[::2] == ["1 passage placed. 1 exact"] * 2
    assert Placement.objects.count() == 2
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("reanchor", "--all", "--document", first.uid)

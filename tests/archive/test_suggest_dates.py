"""Datings that rules suggest: what is made, and what is never touched."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Collection, Dating, DocumentCollection, Review, Version
from archive.signals import documents_changed
from tests.archive.test_admin_datings import change
from tests.makers import make_dating, make_document, make_user, passage_of

pytestmark = pytest.mark.django_db

TEXT = (
    "The ferry was sold last year. It had sailed since 2018, and on 3 March 2021 it sank.\n\n"
    "In recent days the owners met.\n\n"
    "Subscribe to our newsletter of May 2022"
)


def suggest(*arguments: str) -> None:
    call_command("suggest", "dates", *(arguments or ("--all",)), verbosity=0)


def found() -> dict[str, Dating]:
    rows = Dating.objects.select_related("passage").order_by("passage__start")
    return {row.passage.quote: row for row in rows}


def test_each_expression_becomes_a_suggestion_with_its_rule():
    document = make_document(TEXT, dated="2023-01-20")
    suggest("--document", document.uid)
    rows = found()
    assert {quote: row.edtf for quote, row in rows.items()} == {
        "last year": "2022",
        "2018": "2018/..",
        "3 March 2021": "2021-03-03",
        "recent days": "/2023-01-20",
        "May 2022": "2022-05",
    }
    last = rows["last year"]
    assert (last.review, last.rule, last.reading) == (
        "suggested",
        "dates: unit-before:year",
        "unit-before:year",
    )
    assert (last.reference, last.basis, last.status) == ("2023-01-20", "published", "resolved")
    assert last.earliest.isoformat() == "2022-01-01"
    assert (last.created_by, last.fixed) == (None, False)
    assert last.history.get().history_change_reason == "suggested by a rule"
    assert not Dating.objects.visible_to(None)


def test_without_a_publication_date_what_is_relative_waits():
    document = make_document(TEXT)
    suggest()
    assert (found()["last year"].edtf, found()["last year"].status) == ("", "unresolved")
    document.dated, document.dated_basis = "2023-01-20", "stated"
    document.save()
    assert (found()["last year"].edtf, found()["last year"].review) == ("2022", "suggested")


def test_a_second_run_makes_nothing_and_keeps_what_people_did():
    document = make_document(TEXT, dated="2023-01-20")
    annotator = make_user("annotator")
    kept = {
        "accepted": make_dating(document, "last year", "2021", review="accepted"),
        "rejected": make_dating(document, "2018", "2018", review="rejected"),
        "made": make_dating(
            document, "3 March 2021", "2021", review="draft", created_by=annotator, fixed=True
        ),
    }
    for _run in range(2):
        suggest()
        for name, row in kept.items():
            again = Dating.objects.get(pk=row.pk)
            assert (again.edtf, again.review) == (row.edtf, row.review), name
        assert Dating.objects.count() == 5


def test_a_rejected_suggestion_is_not_made_again():
    make_document(TEXT)
    suggest()
    Dating.objects.filter(passage__quote="2018").update(review="rejected")
    suggest()
    assert Dating.objects.filter(passage__quote="2018").get().review == "rejected"


def test_suggestions_are_read_anew_and_withdrawn_where_nothing_is_found_any_more(capsys):
    document = make_document(TEXT, dated="2023-01-20")
    suggest()
    Dating.objects.filter(passage__quote="last year").update(edtf="1999", reading="older-rule")
    Dating.objects.create(
        passage=passage_of(document, "sailed"),
        review="suggested",
        rule="dates: older-rule",
        reading="older-rule",
    )
    capsys.readouterr()
    suggest()
    assert "0 suggested, 1 read anew, 1 withdrawn" in capsys.readouterr().out
    assert found()["last year"].edtf == "2022"
    assert "sailed" not in found()


def test_boilerplate_is_left_out():
    document = make_document(TEXT)
    from archive.models import Boilerplate

    Boilerplate.objects.create(
        passage=passage_of(document, "Subscribe to our newsletter of May 2022")
    )
    suggest()
    assert "May 2022" not in found()


def test_what_stands_on_an_earlier_version_is_not_suggested_on_the_next():
    document = make_document("It sank on 3 March 2021.")
    make_dating(document, "3 March 2021", "2021-03-03", review="rejected")
    Version.objects.create(
        document=document, number=2, layer="emended", reason="typing", text="It sank 3 March 2021."
    )
    suggest()
    assert Dating.objects.count() == 1


def test_nothing_public_changes_so_the_index_is_told_nothing():
    make_document(TEXT, dated="2023-01-20")
    heard: list[Any] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        heard.append(uids)

    documents_changed.connect(listen)
    try:
        suggest()
    finally:
        documents_changed.disconnect(listen)
    assert heard == []


def test_one_document_a_collection_or_everything():
    first, second = make_document("In May 2021."), make_document("In June 2021.")
    collection = Collection.objects.create(uid="ferries", name="Ferries")
    DocumentCollection.objects.create(document=second, collection=collection)
    suggest("--collection", "ferries")
    assert list(found()) == ["June 2021"]
    suggest("--document", first.uid)
    assert set(found()) == {"May 2021", "June 2021"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["weather", "--all"], "nothing that is suggested. Choose from: "),
        (["dates", "--document", "nobody"], "There is no document “nobody”."),
        (["dates", "--collection", "nobody"], "There is no collection “nobody”."),
        (["dates"], "required"),
    ],
)
def test_what_is_not_here_is_named(arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("suggest", *arguments)


def test_rules_of_review_hold_for_suggestions():
    make_document(TEXT)
    suggest()
    assert set(Dating.objects.values_list("review", flat=True)) == {Review.SUGGESTED}


CORRECTIONS: list[dict[str, Any]] = [
    {"edtf": "", "status": "unresolved"},
    {"status": "vague"},
    {"type": "time"},
    {"reading": "told by her daughter"},
]


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_what_a_person_corrected_in_the_admin_is_not_put_back(client, correction):
    make_document(TEXT, dated="2023-01-20")
    suggest()
    client.force_login(make_user("reviewer"))
    row = found()["last year"]
    assert change(client, row, **correction).status_code == 302
    suggest()
    row = found()["last year"]
    assert {name: getattr(row, name) for name in correction} == correction
    assert (row.review, row.fixed) == ("suggested", True)


def test_a_value_that_was_cleared_before_corrections_were_fixed_stays_cleared():
    make_document(TEXT, dated="2023-01-20")
    suggest()
    Dating.objects.filter(passage__quote="last year").update(
        edtf="", status="unresolved", reading="", reference="", basis=""
    )
    suggest()
    assert found()["last year"].edtf == ""


def test_nothing_is_suggested_across_words_that_have_a_date():
    document = make_document("It sank on 3 March 2021, and was raised in 2022.")
    make_dating(document, "3 March", "2021-03-03", review="draft")
    suggest()
    assert set(found()) == {"3 March", "2022"}


def test_longer_words_than_rejected_ones_are_suggested():
    document = make_document("It sank on 3 March 2021, and was raised in 2022.")
    make_dating(document, "3 March", "2021-03-03", review="rejected")
    suggest()
    assert set(found()) == {"3 March", "3 March 2021", "2022"}

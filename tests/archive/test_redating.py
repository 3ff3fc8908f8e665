"""A document's date changes: what depends on it is worked out again, shown, and taken back."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.models import Dating, Document, Operation
from archive.redating import changes_of, hindered, latest_of, undo_redating
from archive.signals import documents_changed
from tests.makers import make_dating, make_document, make_user

pytestmark = pytest.mark.django_db

TEXT = "The ferry was sold last year. It sailed on Tuesday, and it sank on 3 March 2021."


def dated(document: Document, day: str, **fields: Any) -> Operation | None:
    document.dated, document.dated_basis = day, "stated" if day else "unknown"
    for name, value in fields.items():
        setattr(document, name, value)
    document.save()
    return document.__dict__.get("redated")


def values() -> dict[str, str]:
    rows = Dating.objects.select_related("passage")
    return {row.passage.quote: row.edtf for row in rows}


@pytest.fixture
def document() -> Document:
    document = make_document(TEXT)
    call_command("suggest", "dates", "--all", verbosity=0)
    return document


def test_what_waited_is_resolved_the_moment_a_date_is_set(document):
    assert values() == {"last year": "", "Tuesday": "", "3 March 2021": "2021-03-03"}
    dated(document, "2023-01-20")
    assert values()["last year"] == "2022"
    assert values()["Tuesday"] == "2023-01-17"
    row = Dating.objects.get(passage__quote="last year")
    assert (row.status, row.reference, row.basis) == ("resolved", "2023-01-20", "published")
    assert row.earliest.isoformat() == "2022-01-01"


def test_accepted_ones_follow_and_stay_accepted_with_a_line_of_history(document):
    Dating.objects.update(review="accepted")
    operation = dated(document, "2023-01-20")
    row = Dating.objects.get(passage__quote="last year")
    assert (row.edtf, row.review) == ("2022", "accepted")
    assert row.history.first().history_change_reason == (
        "date of the document: unknown → 20 January 2023"
    )
    assert operation.said == (
        "2 datings changed with the date of “Talks on direct mail open in Havana” "
        "(unknown → 20 January 2023)"
    )


def test_what_a_person_fixed_or_rejected_stays(document):
    Dating.objects.filter(passage__quote="last year").update(
        edtf="2019", status="resolved", fixed=True
    )
    Dating.objects.filter(passage__quote="Tuesday").update(review="rejected")
    assert dated(document, "2023-01-20") is None
    assert values() == {"last year": "2019", "Tuesday": "", "3 March 2021": "2021-03-03"}


def test_a_value_that_no_rule_read_stays(document):
    Dating.objects.filter(passage__quote="last year").update(
        edtf="2019", status="resolved", reading=""
    )
    dated(document, "2023-01-20")
    assert values()["last year"] == "2019"


def test_the_dateline_goes_before_the_publication_date(document):
    dated(document, "2023-01-20", dateline_date="2022-12-30")
    row = Dating.objects.get(passage__quote="last year")
    assert (row.edtf, row.reference, row.basis) == ("2021", "2022-12-30", "dateline")


def test_without_a_date_again_they_wait_again(document):
    dated(document, "2023-01-20")
    operation = dated(document, "")
    assert values()["last year"] == ""
    assert [(before.edtf, after.edtf) for _now, before, after in changes_of(operation)] == [
        ("2022", ""),
        ("2023-01-17", ""),
    ]


def test_an_open_or_uncertain_date_resolves_nothing(document):
    for day in ("2021-07/..", "2021~", "2021-07-04?"):
        assert dated(document, day) is None
    assert values()["last year"] == ""


def test_a_day_that_does_not_matter_changes_nothing(document):
    dated(document, "2023-01-20")
    document.title = "The ferry is sold"
    document.save()
    assert Operation.objects.count() == 1
    assert dated(document, "2023-01-19") is not None


def test_it_is_taken_back_with_the_date_itself(document):
    user = make_user("editor")
    operation = dated(document, "2023-01-20")
    assert latest_of(document) == operation
    assert undo_redating(operation, user) == (3, 0)
    document.refresh_from_db()
    assert (document.dated, document.dated_basis, document.earliest) == ("", "unknown", None)
    assert values()["last year"] == ""
    assert Dating.objects.get(passage__quote="last year").earliest is None
    assert Operation.objects.count() == 1
    assert latest_of(document) is None


def test_what_was_changed_since_is_left_alone(document):
    operation = dated(document, "2023-01-20")
    Dating.objects.filter(passage__quote="Tuesday").update(edtf="2023-01-10", fixed=True)
    assert undo_redating(operation, make_user("editor")) == (2, 1)
    assert values()["Tuesday"] == "2023-01-10"


def test_the_index_hears_of_it_once_where_something_public_changed(document):
    heard: list[Any] = []

    def listen(sender: Any, uids: list[str], **kwargs: Any) -> None:
        heard.append(uids)

    documents_changed.connect(listen)
    try:
        dated(document, "2023-01-20")
        assert heard == []
        Dating.objects.update(review="accepted")
        dated(document, "2024-01-20")
    finally:
        documents_changed.disconnect(listen)
    assert heard == [[document.uid]]


def test_a_fixture_brings_its_datings_along(document, tmp_path):
    from django.core import serializers

    document.dated, document.dated_basis = "2023-01-20", "stated"
    path = tmp_path / "one.json"
    rows = serializers.serialize(
        "json", [document], use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    path.write_text(rows, encoding="utf-8")
    call_command("loaddata", str(path), verbosity=0)
    document.refresh_from_db()
    assert document.dated == "2023-01-20"
    assert values()["last year"] == ""


def test_the_bulk_change_works_them_out_too_and_signs_them(client: Client, document):
    Dating.objects.update(review="accepted")
    client.force_login(make_user("editor"))
    data = {
        "action": "change_in_bulk",
        "_selected_action": [document.pk],
        "what": ["date"],
        "dated": "2023-01-20",
        "dated_basis": "stated",
        "bulk": "preview",
    }
    address = reverse("admin:archive_document_changelist")
    page = client.post(address, data)
    seen = page.context["seen"]
    client.post(address, data | {"bulk": "apply", "seen": seen})
    assert values()["last year"] == "2022"
    assert latest_of(document).user.username == "editor"
    assert Dating.history.first().history_user.username == "editor"


def test_a_claim_that_was_worked_out_by_hand_keeps_its_value(document):
    make_dating(document, "The ferry", "2020", reading="offset", fixed=False)
    dated(document, "2023-01-20")
    assert values()["The ferry"] == "2020"  # the resolver finds no date there


def test_what_was_taken_away_stays_away(document):
    dated(document, "2023-01-20")
    Dating.objects.filter(passage__quote="last year").update(
        edtf="", status="unresolved", reading="", reference="", basis="", review="accepted"
    )
    dated(document, "2023-02-20")
    assert values()["last year"] == ""


HALF = "The ferry sank in the second half of this year."


def test_words_that_are_longer_with_a_date_than_without_never_wait_on():
    document = make_document(HALF)
    call_command("suggest", "dates", "--all", verbosity=0)
    Dating.objects.update(review="accepted")
    dated(document, "2023-01-20")
    assert list(values().values()) == ["2023-07/2023-12"]
    call_command("suggest", "dates", "--all", verbosity=0)
    assert list(values().values()) == ["2023-07/2023-12"]


def test_words_that_are_shorter_without_the_date_are_not_stale():
    document = make_document(HALF, dated="2023-01-20")
    call_command("suggest", "dates", "--all", verbosity=0)
    Dating.objects.update(review="accepted")
    dated(document, "")
    row = Dating.objects.get(passage__quote="the second half of this year")
    assert (row.edtf, row.status, row.reference, row.basis) == ("", "unresolved", "", "")
    assert (row.earliest, row.review) == (None, "accepted")
    dated(document, "2022-01-20")
    assert values()["the second half of this year"] == "2022-07/2022-12"


READ: dict[str, Any] = {"reading": "nearest-year", "basis": "published", "reference": "2022-01-20"}


def test_words_that_are_no_expression_of_their_own_follow_the_longest_that_holds_them():
    document = make_document("It sank on Tuesday, 4 May.", dated="2022-01-20")
    make_dating(document, "4 May", "2021-05-04", **READ)
    dated(document, "2024-01-20")
    row = Dating.objects.get()
    assert (row.edtf, row.reference) == ("2023-05-04", "2024-01-20")


def test_what_no_expression_holds_any_more_is_unresolved_and_goes_back_with_the_date():
    document = make_document("The ferry sank.", dated="2022-01-20")
    make_dating(document, "ferry", "2022-05-04", **READ)
    operation = dated(document, "2023-01-20")
    row = Dating.objects.get()
    assert (row.edtf, row.status, row.reference, row.basis) == ("", "unresolved", "", "")
    undo_redating(operation, make_user("editor"))
    row = Dating.objects.get()
    assert (row.edtf, row.status, row.reference) == ("2022-05-04", "resolved", "2022-01-20")


def test_a_change_of_date_before_the_last_one_is_not_used_up_and_says_what_goes_first(document):
    user = make_user("editor")
    first, second = dated(document, "2023-01-20"), dated(document, "2024-01-20")
    assert undo_redating(first, user) == (0, 3)
    first.refresh_from_db()
    assert first.undone_at is None
    assert hindered(first) == (
        f"The date was changed again since. Take that back first: {second.said}."
    )
    assert hindered(second) == ""
    assert undo_redating(second, user) == (3, 0)
    assert hindered(first) == ""
    assert undo_redating(first, user) == (3, 0)
    document.refresh_from_db()
    assert (document.dated, values()["last year"]) == ("", "")


def test_datings_never_go_back_without_the_date(document):
    """The second change passes over a rejected one, which alone is as the first one left it."""
    first = dated(document, "2023-01-20")
    Dating.objects.filter(passage__quote="Tuesday").update(review="rejected")
    dated(document, "2024-01-20")
    assert undo_redating(first, make_user("editor")) == (0, 3)
    assert values()["Tuesday"] == "2023-01-17"


def test_a_change_that_moved_no_dating_is_named_by_the_dates():
    document = make_document("It sank last year.")
    call_command("suggest", "dates", "--all", verbosity=0)
    operation = dated(document, "2023-01-20")
    Dating.objects.update(fixed=True)
    assert dated(document, "2023-01-21") is None
    assert hindered(operation) == (
        "The date is 21 January 2023 by now. Set it to unknown by hand: the datings follow it."
    )
    document.delete()
    assert hindered(operation) == (
        "The document is not there any more, so nothing can be taken back."
    )


def test_the_page_of_a_take_back_that_is_not_next_says_so(client: Client, document):
    first, second = dated(document, "2023-01-20"), dated(document, "2024-01-20")
    client.force_login(make_user("editor"))
    page = client.get(reverse("admin:operation", args=[first.uid])).text
    assert "Take that back first" in page
    assert reverse("admin:undo_operation", args=[first.uid]) not in page
    answer = client.post(reverse("admin:undo_operation", args=[first.uid]), follow=True).text
    assert "Take that back first" in answer
    assert "as they were before" not in answer
    assert (
        reverse("admin:undo_operation", args=[second.uid])
        in client.get(reverse("admin:operation", args=[second.uid])).text
    )

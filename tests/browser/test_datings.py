"""Datings in the browser: a date set in the admin resolves what waited; readers see the work."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from archive.models import Dating, Document
from tests.makers import make_dating, make_document, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "The ferry was sold last year. It sailed from Havana in July 2021, when its owners met. "
    "In recent days they have met again."
)


@pytest.fixture
@transaction.atomic
def undated() -> Document:
    document = make_document(TEXT, title="The ferry is sold")
    call_command("suggest", "dates", "--document", document.uid, verbosity=0)
    Dating.objects.update(review="accepted")
    call_command("index_sync", "--rebuild", verbosity=0)
    return document


def admin(page: Any, document: Document) -> None:
    page.goto(page.address + reverse("admin:archive_document_change", args=[document.pk]))


def send(page: Any, button: str) -> None:
    """Press a button that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.click(button)


def test_setting_a_publication_date_resolves_what_waited_and_is_taken_back(
    signed_in: Any, undated: Document
) -> None:
    page = signed_in(make_user("editor"))
    admin(page, undated)
    assert "2 expressions of its text wait for one" in page.inner_text("#of-date")
    page.fill("#id_dated", "2023-01-20")
    page.select_option("#id_dated_basis", "stated")
    send(page, "input[name=_continue]")
    assert "2 datings changed with the date of “The ferry is sold”" in page.inner_text("body")
    rows = page.locator("#of-date tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["last year", "unresolved", "2022"],
        ["recent days", "unresolved", "vague, from an unknown date to 20 January 2023"],
    ]
    assert Dating.objects.get(passage__quote="last year").edtf == "2022"
    send(page, "#of-date button")
    assert "as they were before" in page.inner_text("body")
    admin(page, undated)
    assert page.input_value("#id_dated") == ""
    assert Dating.objects.get(passage__quote="last year").edtf == ""
    assert page.refused == []


def test_the_text_s_own_evidence_is_taken_with_one_click(signed_in: Any, undated: Document) -> None:
    page = signed_in(make_user("editor"))
    admin(page, undated)
    assert "Not before July 2021" in page.inner_text("#of-date")
    send(page, "#of-date button >> nth=0")
    assert page.input_value("#id_dated") == "2021-07/.."
    assert page.input_value("#id_dated_basis") == "inferred"
    assert "not before July 2021" in page.input_value("#id_dated_reason")
    page.goto(page.address + undated.get_absolute_url())
    assert "since July 2021, inferred: not before July 2021" in page.inner_text("#record")
    assert page.refused == []


def test_a_reader_sees_what_was_worked_out_and_how(watched: Any, undated: Document) -> None:
    undated.dated, undated.dated_basis = "2023-01-20", "stated"
    undated.save()
    watched.goto(watched.address + undated.get_absolute_url())
    dates = watched.inner_text("#record")
    assert "“last year”" in dates
    assert "2022" in dates
    assert "year before the publication date 20 January 2023" in dates
    assert "as written" in dates
    watched.click("a.d >> text=last year")
    assert watched.url.endswith(f"#d-{TEXT.index('last year')}")
    assert watched.refused == []


def test_a_range_filter_finds_an_interval_that_overlaps_it(watched: Any, undated: Document) -> None:
    Dating.objects.all().delete()
    make_dating(undated, "last year", "2021-03/2021-08")
    make_document("Nothing is dated here.", title="Another ferry")
    watched.goto(f"{watched.address}/search/?q=ferry")
    watched.fill("input[name=mentioned_after]", "2021-08-15")
    watched.fill("input[name=mentioned_before]", "2021-12")
    with watched.expect_navigation():
        watched.keyboard.press("Enter")
    body = watched.inner_text("main")
    assert "The ferry is sold" in body
    assert "Another ferry" not in body
    assert "Of these, 1 only possibly" in body
    watched.goto(f"{watched.address}/search/?q=ferry&mentioned_after=2021-09")
    assert "The ferry is sold" not in watched.inner_text("main")
    assert watched.refused == []


def test_a_suggestion_is_decided_from_its_row(signed_in: Any, undated: Document) -> None:
    Dating.objects.update(review="suggested")
    page = signed_in(make_user("reviewer"))
    page.goto(page.address + reverse("admin:archive_dating_changelist") + "?review=suggested")
    send(page, "button[aria-label^='Accept'] >> nth=0")
    assert "1 set to “accepted”" in page.inner_text("body")
    assert page.url.endswith("?review=suggested")
    assert Dating.objects.filter(review="accepted").count() == 1
    assert page.refused == []

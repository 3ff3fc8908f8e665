"""Suggested datings in the admin: read with their explanation, accepted, corrected, rejected."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.models import Dating, Document
from tests.forms import states_shown
from tests.makers import make_dating, make_document, make_user

pytestmark = pytest.mark.django_db

TEXT = "The ferry was sold last year. It had sailed from January to July 2021."
LIST = "/admin/archive/dating/"


@pytest.fixture
def document() -> Document:
    document = make_document(TEXT, dated="2023-01-20")
    call_command("suggest", "dates", "--all", verbosity=0)
    return document


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user("reviewer"))
    return client


def of(quote: str) -> Dating:
    return Dating.objects.get(passage__quote=quote)


def decide(client: Client, row: Dating, decision: str, **extra: Any) -> Any:
    address = reverse("admin:archive_dating_decide", args=[row.pk, decision])
    shown = states_shown(client.get(LIST).text)
    return client.post(address, shown, follow=True, **extra)


def change(client: Client, row: Dating | None, **changed: Any) -> Any:
    name = "change" if row else "add"
    address = reverse(f"admin:archive_dating_{name}", args=[row.pk] if row else [])
    page = client.get(address)
    form = page.context["adminform"].form
    data = {key: form.initial.get(key) or "" for key in form.fields}
    data = {key: value for key, value in data.items() if value is not False}
    data |= {"seen": page.context.get("seen", "")} | changed
    return client.post(address, {key: value for key, value in data.items() if value != ""})


def test_the_list_tells_value_and_explanation_and_offers_decisions(reviewer, document):
    page = reviewer.get(LIST + "?review=suggested").text
    assert "last year: year before the publication date 2023-01-20 = 2022" in page
    assert "July 2021: as written = 2021-07" in page
    assert page.count(">Accept</button>") == page.count(">Reject</button>") == 3


def test_one_is_accepted_from_its_row_and_the_list_stays_as_it_was(reviewer, document):
    back = "http://testserver" + LIST + "?review=suggested"
    page = decide(reviewer, of("last year"), "accept", headers={"referer": back})
    assert page.redirect_chain == [(back, 302)]
    assert "1 set to “accepted”." in page.text
    assert (of("last year").review, of("last year").reviewed_by.username) == (
        "accepted",
        "reviewer",
    )


def test_a_rejected_one_is_remembered(reviewer, document):
    decide(reviewer, of("last year"), "reject", headers={"referer": "https://elsewhere.example/"})
    call_command("suggest", "dates", "--all", verbosity=0)
    assert of("last year").review == "rejected"


def test_an_annotator_may_reject_a_suggestion_and_not_accept_it(client, document):
    client.force_login(make_user("annotator"))
    page = client.get(LIST).text
    assert (page.count(">Accept</button>"), page.count(">Reject</button>")) == (0, 3)
    decide(client, of("last year"), "accept")
    assert of("last year").review == "suggested"
    decide(client, of("last year"), "reject")
    assert of("last year").review == "rejected"
    assert client.get(reverse("admin:archive_dating_decide", args=[1, "accept"])).status_code == 405


def test_what_is_corrected_is_fixed_and_loses_the_rule_that_read_it(reviewer, document):
    assert change(reviewer, of("last year"), edtf="2021", review="accepted").status_code == 302
    row = of("last year")
    assert (row.edtf, row.fixed, row.review) == ("2021", True, "accepted")
    assert (row.reading, row.reference, row.basis, row.timex) == ("", "", "", "")
    document.dated = "2024-01-20"
    document.save()
    assert of("last year").edtf == "2021"


def test_an_unresolved_one_is_corrected_by_its_date_alone(reviewer):
    document = make_document("The ferry was sold last year.")
    row = make_dating(document, "last year", "", status="unresolved", review="draft")
    assert change(reviewer, row, edtf="2021").status_code == 302
    row.refresh_from_db()
    assert (row.edtf, row.status, row.fixed) == ("2021", "resolved", True)


def test_accepting_in_the_form_keeps_what_was_read(reviewer, document):
    assert change(reviewer, of("last year"), review="accepted").status_code == 302
    row = of("last year")
    assert (row.edtf, row.fixed, row.reading) == ("2022", False, "unit-before:year")


def test_a_new_one_without_a_value_is_read_by_the_rules(reviewer):
    document = make_document(TEXT, dated="2023-01-20")
    data = {
        "version": document.versions.get().pk,
        "quote": "last year",
        "type": "date",
        "status": "resolved",
        "review": "draft",
    }
    assert reviewer.post(reverse("admin:archive_dating_add"), data).status_code == 302
    row = Dating.objects.get()
    assert (row.edtf, row.reading, row.fixed) == ("2022", "unit-before:year", False)


def test_the_form_shows_the_work(reviewer, document):
    page = reviewer.get(reverse("admin:archive_dating_change", args=[of("last year").pk])).text
    assert "last year: year before the publication date 2023-01-20 = 2022" in page


CORRECTIONS: list[dict[str, Any]] = [
    {"edtf": "", "status": "unresolved"},
    {"edtf": ""},
    {"edtf": "2021"},
    {"status": "vague"},
    {"type": "set"},
    {"reading": "told by her daughter"},
    {"quote": "sold last year"},
]


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_no_rule_changes_what_a_person_corrected_when_the_date_changes(
    reviewer, document, correction
):
    row = of("last year")
    assert change(reviewer, row, review="accepted", **correction).status_code == 302
    row.refresh_from_db()
    assert row.fixed
    corrected = Dating.objects.values().get(pk=row.pk)
    document.dated = "2023-02-20"
    document.save()
    document.dated = "2021-02-20"
    document.save()
    assert Dating.objects.values().get(pk=row.pk) == corrected


def test_an_emptied_value_is_unresolved_and_without_a_rule(reviewer, document):
    change(reviewer, of("last year"), edtf="")
    row = of("last year")
    assert (row.edtf, row.status, row.reading, row.reference) == ("", "unresolved", "", "")


def test_a_form_saved_without_a_correction_fixes_nothing(reviewer, document):
    before = Dating.objects.values().get(pk=of("last year").pk)
    assert change(reviewer, of("last year")).status_code == 302
    assert Dating.objects.values().get(pk=of("last year").pk) == before


def test_whoever_lifts_the_tick_has_the_words_read_anew(reviewer, document):
    change(reviewer, of("last year"), edtf="2021")
    assert of("last year").fixed
    page = reviewer.get(reverse("admin:archive_dating_change", args=[of("last year").pk])).text
    assert "Take the tick away" in page
    change(reviewer, of("last year"), fixed="")
    row = of("last year")
    assert (row.edtf, row.fixed, row.reading) == ("2022", False, "unit-before:year")


def test_a_value_that_the_rules_read_too_gives_it_back_its_reasons(reviewer, document):
    change(reviewer, of("last year"), edtf="2021")
    change(reviewer, of("last year"), edtf="2022", fixed="")
    row = of("last year")
    assert (row.edtf, row.fixed, row.reading) == ("2022", False, "unit-before:year")


def test_what_is_added_as_unresolved_is_not_read_by_a_rule(reviewer):
    document = make_document(TEXT, dated="2023-01-20")
    data = {
        "version": document.versions.get().pk,
        "quote": "last year",
        "type": "date",
        "status": "unresolved",
        "review": "accepted",
    }
    assert reviewer.post(reverse("admin:archive_dating_add"), data).status_code == 302
    row = Dating.objects.get()
    assert (row.edtf, row.status, row.fixed) == ("", "unresolved", True)


def test_a_date_that_is_too_long_is_refused_with_an_example(reviewer, document):
    page = change(reviewer, of("last year"), edtf="2021-01/2021-07" + "0" * 60)
    assert page.status_code == 200
    assert "at most 64 characters, and this has 75. Write it like 2022-04-22" in page.text
    assert of("last year").edtf == "2022"


def test_a_row_s_button_decides_only_about_what_the_list_showed(reviewer, document):
    row = of("last year")
    states = states_shown(reviewer.get(LIST + "?review=suggested").text)
    Dating.objects.filter(pk=row.pk).update(edtf="1999")
    address = reverse("admin:archive_dating_decide", args=[row.pk, "accept"])
    page = reviewer.post(address, states, follow=True)
    assert "1 was changed after it was shown to you, and was left alone." in page.text
    assert of("last year").review == "suggested"


def test_the_buttons_of_a_list_are_not_asked_for_row_by_row(
    reviewer, settings, document, django_assert_max_num_queries
):
    settings.ACCEPT_OWN = False
    longer = make_document(" ".join(f"Sentence number {n:03}." for n in range(40)), title="Long")
    for n in range(40):
        make_dating(longer, f"number {n:03}", "2003", review="suggested")
    with django_assert_max_num_queries(30):
        page = reviewer.get(LIST)
    assert page.text.count(">Accept</button>") == 43

"""How a dating is told: its value in words, its rule, from what; on the page and in JSON."""

import pytest
from django.utils import translation

from archive.datings import as_json, explained, readings, rule_in_words, value_in_words
from archive.models import Dating, Document, Passage, Version
from tests.makers import make_dating, make_document

TEXT = "HAVANA, 4 May 2021 — The ferry was sold last year and sailed for six decades."


def dating(quote: str = "last year", **fields: object) -> Dating:
    passage = Passage(start=0, end=len(quote), quote=quote)
    return Dating(passage=passage, **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"edtf": "2022"}, "2022"),
        ({"edtf": "2021-01/2021-07"}, "between January and July 2021"),
        ({"edtf": "1962~"}, "about 1962"),
        ({"timex": "P6Y", "type": "duration"}, "duration, 6 years"),
        ({"timex": "PT90M", "type": "duration"}, "duration, 90 minutes"),
        ({"timex": "PXM", "type": "duration"}, "duration"),
        ({"timex": "P2W", "type": "set"}, "recurring, every 2 weeks"),
        ({"timex": "P1Y", "type": "set"}, "recurring, every year"),
        ({"timex": "P1D", "type": "duration"}, "duration, 1 day"),
        ({"timex": "PT1.5H", "type": "duration"}, "duration, 1.5 hours"),
        ({"timex": "XXXX-WXX-5", "type": "set"}, "recurring"),
        ({"status": "unresolved"}, "unresolved"),
        ({"status": "vague"}, "vague"),
        ({"status": "vague", "edtf": "2020/.."}, "vague, since 2020"),
    ],
)
def test_the_value_is_never_more_exact_than_it_is_known(fields, words):
    assert value_in_words(dating(**fields)) == words


@pytest.mark.parametrize(
    ("reading", "reference", "basis", "told"),
    [
        (
            "unit-before:year", "2023-01-20", "published",
            "year before the publication date 20 January 2023",
        ),
        ("unit-before:year", "2023-01-20", "dateline", "year before the dateline 20 January 2023"),
        ("written", "", "", "as written"),
        ("interval", "", "", "from its beginning to its end"),
        ("refers-back", "2021-07", "text", "refers back to July 2021, earlier in the text"),
        ("refers-back", "2019/..", "text", "refers back to “since 2019”, earlier in the text"),
        ("refers-back", "the fair", "text", "refers back to the fair, earlier in the text"),
        ("offset", "2021-07-01", "", "counted from 1 July 2021"),
        ("offset", "", "", "counted from a date that is not given"),
        ("vague", "", "", "said of no day in particular"),
        ("no-reference", "", "", "nothing says from when it is counted"),
        ("my-own-rule", "", "", "my own rule"),
        ("count-before:year", "2021", "text", "count before:year, from 2021, earlier in the text"),
        ("count-before:moon:x", "2021", "", "count before:moon:x, from 2021"),
    ],
)  # fmt: skip
def test_every_rule_can_be_read_also_one_that_nobody_knows(reading, reference, basis, told):
    assert rule_in_words(dating(reading=reading, reference=reference, basis=basis)) == told


def test_a_person_who_fixed_a_value_stands_for_it():
    assert rule_in_words(dating(edtf="2021", fixed=True)) == "set by a person"
    assert rule_in_words(dating(edtf="2021")) == ""


def test_the_work_is_shown_in_a_sentence():
    resolved = dating(
        edtf="2022", reading="unit-before:year", reference="2023-01-20", basis="published"
    )
    assert explained(resolved) == ("last year: year before the publication date 2023-01-20 = 2022")
    waiting = dating(status="unresolved", reading="unit-before:year")
    assert explained(waiting).endswith("not resolved: from which date is not known")
    assert explained(dating("six\ndecades", timex="P6E", type="duration")) == "six decades = P6E"
    assert explained(dating(status="vague")) == "last year = no value"


def read(text: str, **fields: str) -> dict[str, tuple[str | None, str | None]]:
    found = readings(Document(**fields), Version(text=text, language="en"))
    return {one.text: (one.edtf, one.basis and one.basis.value) for one in found}


def test_a_stored_dateline_goes_before_the_document_s_date():
    text = "It was sold last year."
    assert read(text, dated="2023-01-20") == {"last year": ("2022", "published")}
    assert read(text, dated="2023-01-20", dateline_date="2022-12-30") == {
        "last year": ("2021", "dateline")
    }
    assert read(text, dateline_date="2022-12") == {"last year": (None, None)}
    assert read(text) == {"last year": (None, None)}


@pytest.mark.django_db
def test_json_holds_value_bounds_basis_and_rule():
    row = make_dating(
        make_document(),
        "on Tuesday",
        "2015-09",
        reading="weekday-before",
        reference="2015-09-30",
        basis="published",
    )
    row.refresh_from_db()
    assert as_json(row) == {
        "edtf": "2015-09",
        "earliest": "2015-09-01",
        "latest": "2015-09-30",
        "type": "date",
        "status": "resolved",
        "timex": None,
        "reference": "2015-09-30",
        "basis": "published",
        "rule": "weekday-before",
        "explanation": (
            "on Tuesday: that weekday, latest on or before the publication date 2015-09-30"
            " = 2015-09"
        ),
        "fixed": False,
    }


@pytest.mark.django_db
def test_a_reader_sees_value_and_rule_in_the_record(client):
    document = make_document()
    make_dating(
        document,
        "on Tuesday",
        "2015-09-29",
        reading="weekday-before",
        reference="2015-09-30",
        basis="published",
    )
    make_dating(document, "half a century", "", status="vague", reading="vague")
    page = client.get(document.get_absolute_url()).text
    assert "29 September 2015" in page
    assert "that weekday, latest on or before the publication date 30 September 2015" in page
    assert "said of no day in particular" in page
    body = client.get(f"/documents/{document.uid}/annotations.json").json()["items"][0]["body"]
    assert (body["value"], body["dating"]["basis"]) == ("2015-09-29", "published")


def test_a_length_of_time_is_told_in_the_reader_s_language():
    with translation.override("es"):
        assert value_in_words(dating(timex="P3Y", type="duration")) == "duración, 3 años"
        assert value_in_words(dating(timex="P2W", type="set")).endswith(", cada 2 semanas")
        assert value_in_words(dating(timex="P1Y", type="set")).endswith(", cada año")

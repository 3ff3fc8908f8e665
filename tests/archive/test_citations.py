"""How a citation names itself, its date and its archive in the forms that others read."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from archive.citations import Citation, as_bibtex, as_csl, as_ris
from archive.models import Version
from archive.views.citing import FORMATS
from tests.makers import make_document

PLAIN = {"uid": "mail", "title": "Mail", "permalink": "https://a.example/", "archive": "Verbatim"}
DATES = [
    ("2015-09-30", "2015-09-30"), ("2015-09", "2015-09"), ("2015", "2015"), ("2015~", "2015"),
    ("2015-23", "2015"), ("2015-24", "2015"), ("2015-33", "2015"),
    ("2015-09-30T14:20:00Z", "2015-09-30"),
    ("2015-01/2015-03", "2015"), ("2015/2016", ""), ("201X", ""), ("2015/..", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "iso"), DATES)
def test_a_date_for_machines_is_iso_and_no_more_exact_than_it_is_known(edtf, iso):
    cited = Citation(**PLAIN, dated=edtf)
    assert cited.iso_date == iso
    assert cited.highwire_date == iso.replace("-", "/")


def test_the_page_of_a_season_tells_machines_its_year(client, db):
    document = make_document(uid="mail", dated="2015-23")
    html = client.get(document.get_absolute_url()).content.decode()
    assert '<meta name="citation_publication_date" content="2015">' in html
    assert '<meta name="DC.date" content="2015">' in html
    graph = json.loads(client.get(reverse("cite", args=["mail", "jsonld"])).content)["@graph"]
    assert graph[0]["datePublished"] == "2015"


@pytest.mark.parametrize(
    ("form", "key"),
    [("bib", r"@article\{([^,]+),"), ("ris", r"ID  - (\S+)"), ("json", r'"id": "([^"]+)"')],
)
def test_two_passages_of_a_document_have_two_keys(client, db, form, key):
    make_document(uid="mail")
    address = reverse("cite", args=["mail", form])
    asked = ("", "?version=1&passage=0-9", "?version=1&passage=3-9")
    texts = [client.get(address + query).content.decode() for query in asked]
    assert [re.search(key, text)[1] for text in texts] == ["mail", "mail-0-9", "mail-3-9"]


@pytest.mark.parametrize(
    ("form", "key"),
    [("bib", r"@article\{([^,]+),"), ("ris", r"ID  - (\S+)"), ("json", r'"id": "([^"]+)"')],
)
def test_two_versions_of_a_document_have_two_keys(client, db, form, key):
    document = make_document("Mail will begin.", uid="mail")
    Version.objects.create(document=document, number=2, language="en", text="Mail has begun.")
    address = reverse("cite", args=["mail", form])
    asked = ("?version=1", "?version=2", "?version=1&passage=0-4", "?version=2&passage=0-4")
    texts = [client.get(address + query).content.decode() for query in asked]
    keys = ["mail", "mail-v2", "mail-0-4", "mail-v2-0-4"]
    assert [re.search(key, text)[1] for text in texts] == keys


YEARS = [
    ("2015-09-30", "2015", "DA  - 2015/09/30/"), ("2015-09", "2015", "DA  - 2015/09//"),
    ("2015", "2015", None), ("2015-24", "2015", "DA  - 2015///"),
    ("1958/1960", "1958--1960", "DA  - 1958///"), ("195X", "1950--1959", "DA  - 1950///"),
    ("1958/..", "1958--", "DA  - 1958///"), ("2015~", "2015", "DA  - 2015///"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "years", "ris"), YEARS)
def test_what_took_years_is_cited_with_all_of_them(edtf, years, ris):
    cited = Citation(**PLAIN, dated=edtf)
    assert f"  year = {{{years}}}" in as_bibtex(cited)
    lines = as_ris(cited).splitlines()
    assert f"PY  - {years[:4]}" in lines
    found = [line for line in lines if line.startswith("DA")]
    assert [line[: len(ris or "")] for line in found] == ([ris] if ris else [])


@pytest.mark.parametrize(
    ("edtf", "written"),
    [("2018-03~", "2018-03~"), ("1958/1960", "1958/1960"), ("195X", "195X"), ("2018/..", "2018/.."),
     ("2015-23", "2015-23"), ("2015-09-30T14:20:00Z", None), ("", None)],
)  # fmt: skip
def test_biblatex_gets_edtf_as_it_stands_and_no_time_of_day(edtf, written):
    entry = as_bibtex(Citation(**PLAIN, dated=edtf, language="es-CU"))
    assert re.findall(r"  date = \{(.*)\}", entry) == ([written] if written else [])
    assert "langid = {spanish}" in entry


@pytest.mark.parametrize(
    ("edtf", "issued"),
    [("1962~/1965", {"date-parts": [[1962], [1965]], "circa": True}),
     ("1962-03/1965", {"date-parts": [[1962, 3], [1965]]}),
     ("2015-09-30", {"date-parts": [[2015, 9, 30]]}),
     ("195X/1965", {"literal": "between the 1950s and 1965"}),
     ("1999/..", {"literal": "since 1999"})],
)  # fmt: skip
def test_csl_gets_each_end_as_exact_as_it_is_known(edtf, issued):
    (item,) = json.loads(as_csl(Citation(**PLAIN, dated=edtf)))
    assert item["issued"] == issued


def test_a_citation_says_when_it_was_retrieved(client, db):
    make_document(uid="mail")
    day = timezone.localdate()
    texts = [client.get(reverse("cite", args=["mail", form])).content.decode() for form in FORMATS]
    assert f"urldate = {{{day}}}" in texts[0]
    assert f"Y2  - {day:%Y/%m/%d}/" in texts[1]
    assert json.loads(texts[2])[0]["accessed"] == {"date-parts": [[day.year, day.month, day.day]]}


def test_the_publishers_address_is_in_every_form():
    cited = Citation(**PLAIN, source="https://p.example/1")
    assert all("https://p.example/1" in form(cited) for form in (as_bibtex, as_ris, as_csl))


def test_a_document_says_in_words_how_it_is_cited(client, db):
    document = make_document("Mail will begin.", uid="mail", title="Mail to sail")
    Version.objects.create(document=document, number=2, language="en", text="Mail has begun.")
    page = client.get(document.get_absolute_url() + "?version=2").content.decode()
    words = page.partition("Citation in words")[2].partition("</details>")[0]
    assert "“<bdi>Mail to sail</bdi>.”" in words
    assert "version 2" in words
    assert reverse("cite", args=["mail", "bib"]) + "?version=2" in page


def test_the_archive_is_said_to_be_the_archive():
    cited = Citation(**PLAIN, layer="as published", quote="begin", source="https://p.example/1")
    assert "note = {In: Verbatim. Text: as published. Quoted: “begin” Source:" in as_bibtex(cited)
    (item,) = json.loads(as_csl(cited))
    assert item["source"] == "Verbatim"
    assert item["note"].endswith("Source: https://p.example/1")
    assert "DB  - Verbatim" in as_ris(cited)

"""Citations, the passage that an address names, verifying, versions, annotations."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.citations import Citation, Name, as_bibtex, as_csl, as_ris, csl_date, pages_of
from archive.dates.values import read as read_date
from archive.difference import Change, difference
from archive.models import (
    Assessment,
    Author,
    Boilerplate,
    Collection,
    Document,
    DocumentCollection,
    Identifier,
    Version,
)
from archive.verification import read_address
from archive.views.citing import span_of
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_publisher,
    make_user,
    passage_of,
)

CITED = Citation(
    uid="mail",
    title="Mail & {parcels}: 100 %",
    permalink="https://a.example/documents/mail/?version=1&passage=1-5#c1-5",
    archive="Verbatim",
    authors=[Name(family="Marsh", given="Elena"), Name(literal="The Postal Union")],
    publisher="The Harbour Post",
    dated="2015-09-30",
    genre="report",
    language="en",
    quote="ready\nto begin",
    layer="as published",
)


def test_bibtex_keeps_names_braces_and_the_address():
    text = as_bibtex(CITED)
    assert text.startswith("@article{mail,\n")
    assert r"title = {{Mail \& \{parcels\}: 100 \%}}" in text  # its capitals are kept
    assert "author = {Marsh, Elena and {The Postal Union}}" in text
    assert "url = {https://a.example/documents/mail/?version=1&passage=1-5#c1-5}" in text
    assert "date = {2015-09-30}" in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_ris_has_a_line_a_field_and_ends():
    lines = as_ris(CITED).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert "AU  - Marsh, Elena" in lines
    assert "AU  - The Postal Union" in lines
    assert "DA  - 2015/09/30/" in lines
    assert "N1  - Quoted: “ready to begin”" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_has_names_as_they_are_known():
    (item,) = json.loads(as_csl(CITED))
    assert item["author"] == [
        {"family": "Marsh", "given": "Elena"},
        {"literal": "The Postal Union"},
    ]
    assert item["issued"] == {"date-parts": [[2015, 9, 30]]}
    assert item["container-title"] == "The Harbour Post"


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("2015", {"date-parts": [[2015]]}),
        ("2015-03", {"date-parts": [[2015, 3]]}),
        ("2015~", {"date-parts": [[2015]], "circa": True}),
        ("2015-21", {"literal": "spring 2015"}),
        ("201X", {"literal": "the 2010s"}),
        ("2015-01-01/2015-02-03", {"date-parts": [[2015, 1, 1], [2015, 2, 3]]}),
        ("2015/..", {"literal": "since 2015"}),
    ],
)
def test_a_cited_date_is_no_more_exact_than_it_is_known(edtf, csl):
    assert csl_date(read_date(edtf), edtf) == csl


@pytest.mark.parametrize(
    ("starts", "span", "pages"),
    [
        ([], (3, 9), ""),
        ([0, 10, 20], (3, 9), "1"),
        ([0, 10, 20], (3, 10), "1"),
        ([0, 10, 20], (10, 12), "2"),
        ([0, 10, 20], (3, 25), "1-3"),
        ([5, 10], (0, 4), ""),
        (["0"], (0, 4), ""),
        ("0", (0, 4), ""),
        ([0, 20, 10], (0, 4), ""),
        ([0, 41], (0, 4), ""),
    ],
)
def test_a_passage_stands_on_the_pages_that_it_touches(starts, span, pages):
    assert pages_of(starts, 40, span) == pages


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_title_makes_a_citation_of_every_form(title):
    cited = Citation(uid="x", title=title, permalink="https://a.example/", archive="Verbatim")
    assert json.loads(as_csl(cited))[0]["id"] == "x"
    assert as_bibtex(cited).startswith("@article{x,")
    tags = [line[:6] for line in as_ris(cited).split("\r\n") if line]
    assert tags[0] == "TY  - "
    assert tags[-1] == "ER  - "
    assert all(tag[2:] == "  - " for tag in tags)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab c.\né", max_size=60), st.text(alphabet="ab c.\né", max_size=60))
def test_a_difference_holds_both_texts(old, new):
    runs = difference(old, new)
    assert "".join(r.text for r in runs if r.change is not Change.IN) == old
    assert "".join(r.text for r in runs if r.change is not Change.OUT) == new


@pytest.mark.parametrize(
    ("passage", "span"),
    [("1-5", (1, 5)), ("5-1", None), ("0-99", None), ("x", None), ("-1-5", None), (None, None),
     ("1-5 ", None), ("9" * 50 + "-1", None), ("٣-٥", None)],
)  # fmt: skip
def test_a_passage_in_an_address_lies_within_the_text(passage, span):
    assert span_of(passage, "0123456789") == span


@pytest.fixture
def mail(db):
    document = make_document(uid="mail", dated="2015-09-30", byline="By Elena Marsh")
    Identifier.objects.create(document=document, scheme="DOI", value="10.1/x")
    return document


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_a_document_is_cited_in_three_forms(client, mail, form):
    response = client.get(reverse("cite", args=["mail", form]))
    assert response.status_code == 200
    text = response.content.decode()
    assert mail.title in text
    assert "By Elena Marsh" in text
    assert "10.1/x" in text
    assert "attachment" in response["Content-Disposition"]
    assert client.post(reverse("cite", args=["mail", form])).status_code == 405


def test_authors_that_somebody_split_are_cited_so(client, mail):
    Author.objects.create(document=mail, position=1, family="Marsh", given="Elena")
    assert "Marsh, Elena" in client.get(reverse("cite", args=["mail", "bib"])).content.decode()


@pytest.mark.parametrize("query", ["?version=7", "?passage=0-99999", "?passage=x"])
def test_a_citation_of_what_is_not_there_is_not_there(client, mail, query):
    assert client.get(reverse("cite", args=["mail", "bib"]) + query).status_code == 404
    assert client.get("/documents/mail/cite.docx").status_code == 404


def test_an_extract_is_cited_without_its_words(client, db):
    make_document(uid="extract", access="extract")
    address = reverse("cite", args=["extract", "ris"]) + "?passage=0-9"
    assert "Quoted" not in client.get(address).content.decode()


def test_sample_text_is_cited_as_such(client, db):
    make_document(uid="sample", sample=True)
    assert "Sample text" in client.get(reverse("cite", args=["sample", "json"])).content.decode()


def test_the_passage_of_an_address_is_marked_and_cited(client, mail):
    start = TEXT.index("half a century")
    span = f"{start}-{start + 14}"
    html = client.get(mail.get_absolute_url() + f"?version=1&passage={span}").content.decode()
    assert f'<span class="picked" id="c{span}">half a century</span>' in html
    assert "Cite this passage" in html
    assert f"passage={span}#c{span}" in html
    assert "¶ 2" in html


def test_a_passage_is_cited_with_its_pages(client, db):
    document = make_document(uid="paged")
    document.versions.update(page_starts=[0, 20, 60])
    address = reverse("document", args=["paged", document.slug])
    assert ", p. 1-2" in client.get(address + "?passage=3-30").content.decode()
    cited = {
        form: client.get(reverse("cite", args=["paged", form]) + "?passage=3-30").content.decode()
        for form in ("bib", "ris", "json")
    }
    assert "pages = {1--2}" in cited["bib"]
    assert "SP  - 1\r\nEP  - 2" in cited["ris"]
    assert json.loads(cited["json"])[0]["page"] == "1-2"


def test_every_form_of_a_citation_names_the_paragraphs_of_the_passage(client, mail):
    inside = TEXT.index("half a century")
    for span, said in (
        (f"{inside}-{inside + 14}", "Paragraph 2."),
        (f"0-{inside + 14}", "Paragraphs 1 to 2."),
    ):
        for form in ("bib", "ris", "json"):
            address = reverse("cite", args=["mail", form])
            assert said in client.get(f"{address}?passage={span}").content.decode()
            assert "Paragraph" not in client.get(address).content.decode()


def test_paragraphs_are_counted_without_boilerplate(client, db):
    text = "Sign up here.\n\nThey said that mail begins.\n\nThen it began."
    document = make_document(text, uid="folded")
    passage = passage_of(document, "Sign up here.")
    Boilerplate.objects.create(passage=passage)
    start = text.index("Then")
    address = reverse("cite", args=["folded", "ris"]) + f"?passage={start}-{start + 4}"
    assert "N1  - Paragraph 2." in client.get(address).content.decode()


def test_a_quote_over_two_paragraphs_is_cited_as_two(client, mail):
    end = TEXT.index("half a century") + 14
    html = client.get(mail.get_absolute_url() + f"?passage=0-{end}").content.decode()
    box = html.split('id="cite"')[1].split("</section>")[0]
    assert box.count('<p class="quote"') == 2
    assert box.count("<q>“") == 1
    assert "half a century”</q>" in box
    assert ", ¶¶ 1–2" in box


def test_a_passage_that_is_not_there_is_said(client, mail):
    html = client.get(mail.get_absolute_url() + "?passage=5-99999").content.decode()
    assert f"There is no passage “5-99999” in this text, which has {len(TEXT)} characters." in html


@pytest.mark.parametrize(
    ("address", "named"),
    [
        (
            "https://a.example/documents/mail/a-title/?version=2&passage=1-5#c1-5",
            ("mail", 2, (1, 5)),
        ),
        ("/documents/mail/#c120-180", ("mail", None, (120, 180))),
        ("/documents/mail/?version=x", ("mail", None, None)),
        ("nonsense", ("", None, None)),
        ("http://[", ("", None, None)),
    ],
)
def test_a_permalink_is_read(address, named):
    found = read_address(address)
    assert (found.document, found.version, found.span) == named


def verified(client, address, quote=""):
    response = client.get(reverse("verify"), {"address": address, "quote": quote})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def corrected(mail):
    Version.objects.create(
        document=mail, number=2, layer="corrected",
        text="A correction was made to this report. " + TEXT.replace("half a century", "53 years"),
    )  # fmt: skip
    return mail


def at(quote):
    start = TEXT.index(quote)
    return f"{start}-{start + len(quote)}"


def test_words_that_stand_or_moved_or_are_gone_are_told_apart(client, corrected):
    base = "http://testserver/documents/mail/?version="
    assert "These words stand there." in verified(client, base + "2#c0-12", "A correction")
    moved = verified(client, base + "1#c" + at("who led the delegation from the Postal Union"))
    assert "These words have moved" in moved
    long_ago = TEXT.split("\n\n")[1]
    assert "changed in the newest text" in verified(client, base + "1", long_ago)
    assert "do not stand in this archive" in verified(client, base + "1", "Nobody said so.")


def test_a_claim_is_verified_by_its_address(client, mail):
    make_claim(mail, uid="ready")
    html = verified(client, "/claims/ready/", "“We are ready to begin”")
    assert "These words stand there." in html


@pytest.mark.parametrize("address", ["nonsense", "/documents/nobody/", "/documents/secret/#c0-9"])
def test_what_is_not_open_is_not_verified(client, mail, address):
    make_document(uid="secret", access="staff")
    assert "names no document or claim that is open to you here" in verified(client, address)


def test_a_withdrawn_or_an_extract_document_gives_no_words(client, db):
    make_document(uid="gone", withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake.")
    make_document(uid="extract", access="extract")
    assert "withdrawn on 4 March 2024: A mistake." in verified(client, "/documents/gone/#c0-9")
    html = verified(client, "/documents/extract/#c0-9")
    assert "is not open here" in html
    assert "Officials" not in html


def test_versions_are_compared_word_by_word(client, corrected):
    html = client.get(reverse("versions", args=["mail"])).content.decode()
    assert ">half a century</del>" in html
    assert "<ins>53 years</ins>" in html
    same = client.get(reverse("versions", args=["mail"]) + "?from=1&to=1").content.decode()
    assert "one and the same version" in same


def test_one_version_alone_is_not_to_be_compared(client, mail):
    html = client.get(reverse("versions", args=["mail"])).content.decode()
    assert "There is only this version" in html
    assert "<select" not in html


def test_texts_in_two_languages_stand_side_by_side(client, mail):
    Version.objects.create(document=mail, number=2, layer="translated", language="es", text="Hola.")
    html = client.get(reverse("versions", args=["mail"]) + "?from=1&to=2").content.decode()
    assert "different languages" in html
    assert "Hola." in html


def test_a_translation_stands_to_the_right_paragraph_by_paragraph(client, db):
    document = make_document("Uno.\n\nDos.", uid="uno", language="es")
    translated = {"number": 2, "layer": "translated", "language": "en"}
    Version.objects.create(document=document, text="One.\n\nTwo.", **translated)
    html = client.get(reverse("versions", args=["uno"])).content.decode()
    texts = re.findall(r'<div class="p" lang="(\w+)" dir="ltr">([^<]+)</div>', html)
    assert texts == [("es", "Uno."), ("en", "One."), ("es", "Dos."), ("en", "Two.")]


def test_texts_with_other_paragraphs_stand_side_by_side_whole(client, mail):
    Version.objects.create(document=mail, number=2, layer="translated", language="es", text="Hola.")
    html = client.get(reverse("versions", args=["mail"])).content.decode()
    assert html.count('<div class="p"') == 2


@pytest.mark.parametrize("name", ["versions", "annotations"])
def test_texts_that_do_not_open_are_neither_compared_nor_exported(client, db, name):
    for fields in ({"access": "extract"}, {"access": "staff"}):
        document = make_document(**fields)
        assert client.get(reverse(name, args=[document.uid])).status_code == 404
    gone = make_document(withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake.")
    assert client.get(reverse(name, args=[gone.uid])).status_code == 410
    assert client.post(reverse(name, args=[gone.uid])).status_code == 405


def test_annotations_name_their_words_by_position_and_quote(client, mail):
    marsh = make_entity()
    make_mention(mail, "Elena Marsh", marsh)
    make_claim(mail, uid="ready")
    make_dating(mail, "on Tuesday", "2015-09-29")
    make_note(mail, "half a century", "Since 1963.")
    make_claim(mail, "half a century", uid="draft", review="draft")
    response = client.get(reverse("annotations", args=["mail"]))
    assert response["Content-Type"].startswith("application/ld+json")
    page = json.loads(response.content)
    assert page["type"] == "AnnotationPage"
    assert [item["motivation"] for item in page["items"]] == [
        "describing", "commenting", "identifying", "tagging",
    ]  # fmt: skip
    collection = page["partOf"]
    assert collection["id"].partition("#")[0] == page["id"] == collection["first"]
    assert collection["total"] == 4
    assert len({item["id"] for item in page["items"]}) == 4
    for item in page["items"]:
        quote, position = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert item["target"]["source"].endswith("/documents/mail/text?version=1")


def test_publishers_and_collections_hold_what_one_may_see(client, mail):
    wire = make_publisher("wire", "Meridian Wire")
    make_document(publisher=wire, access="staff", title="For staff")
    cold = Collection.objects.create(uid="cold", name="The chill", custodian="A library")
    for document in Document.objects.all():
        DocumentCollection.objects.create(document=document, collection=cold)
    html = client.get("/publishers/").content.decode()
    assert "The Harbour Post" in html
    assert "Meridian Wire" not in html
    assert client.get("/publishers/wire/").status_code == 404
    for address in ("/publishers/harbour-post/", "/collections/cold/", "/collections/"):
        page = client.get(address).content.decode()
        assert "1 document" in page
        assert "For staff" not in page
        assert client.post(address).status_code == 405
    assert "A library" in client.get("/collections/cold/").content.decode()
    client.force_login(make_user("annotator"))
    assert "For staff" in client.get("/publishers/wire/").content.decode()


def test_the_archive_says_how_it_works_and_whom_to_tell(client, db, settings):
    settings.ARCHIVE_CONTACT = "desk@archive.example"
    html = client.get("/about/").content.decode()
    assert "it does not decide between them" in html
    assert "desk@archive.example" in html


def test_schema_org_names_the_article_its_claims_and_signed_assessments(client, mail, settings):
    claim = make_claim(mail, claimant=make_entity(), uid="ready")
    make_claim(mail, "half a century", uid="draft", review="draft")
    Assessment.objects.create(
        claim=claim, status="disputed", reason="Two counts.", name="A. Reader"
    )
    address = reverse("cite", args=["mail", "jsonld"])
    article, found, review = json.loads(client.get(address).content)["@graph"]
    assert (article["@type"], article["datePublished"]) == ("NewsArticle", "2015-09-30")
    assert found["appearance"]["@id"] == article["@id"]
    assert found["author"][0]["name"] == "Elena Marsh"
    assert review["reviewRating"]["alternateName"] == "disputed"
    settings.ASSESSMENTS = False
    graph = json.loads(client.get(address).content)["@graph"]
    assert [row["@type"] for row in graph] == ["NewsArticle", "Claim"]


def test_the_head_says_what_zotero_reads(client, mail):
    Author.objects.create(document=mail, position=1, family="Marsh", given="Elena")
    html = client.get(mail.get_absolute_url()).content.decode()
    for name, content in (
        ("citation_title", mail.title),
        ("citation_author", "Marsh, Elena"),
        ("citation_publication_date", "2015/09/30"),
        ("citation_doi", "10.1/x"),
        ("DC.date", "2015-09-30"),
        ("DC.publisher", "The Harbour Post"),
    ):
        assert f'<meta name="{name}" content="{content}">' in html


def test_a_print_says_from_where_and_when(client, mail):
    html = client.get(mail.get_absolute_url()).content.decode()
    printed = html.split('<section class="print">')[1].split("</section>")[0]
    assert "http://testserver/documents/mail/" in printed
    assert str(date.today().year) in printed

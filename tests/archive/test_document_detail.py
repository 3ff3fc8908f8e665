"""The reading view: a text with its claims beside it."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from archive.models import (
    Assessment,
    Boilerplate,
    DocumentLink,
    Original,
    Placement,
    Subject,
    Version,
)
from tests.makers import (
    TEXT,
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "input", "br", "img", "hr", "rect", "line", "circle"}


class Page(HTMLParser):
    """Reads a page: its ids, and the text of each paragraph as it would be copied."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.paragraphs, self.skipping, self.stack = [], [], 0, []
        self.feed(html)
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in VOID:
            return
        classes = (attributes.get("class") or "").split()
        assert not (tag == "a" and any(name == "a" for name, _c in self.stack))
        self.stack.append((tag, classes))
        if {"pn", "cn", "ce"} & set(classes):
            self.skipping += 1
        if tag == "p" and "p" in classes:
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        name, classes = self.stack.pop()
        assert name == tag
        if {"pn", "cn", "ce"} & set(classes):
            self.skipping -= 1

    def handle_data(self, data):
        if not self.skipping and any(t == "p" and "p" in c for t, c in self.stack):
            self.paragraphs[-1] += data


def read(client, document, query="", status=200):
    response = client.get(document.get_absolute_url() + query)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def annotated():
    document = make_document(
        uid="direct-mail", dated="2015-09-30", source_url="https://p.example/1"
    )
    marsh = make_entity()
    make_mention(document, "Elena Marsh", marsh)
    make_claim(document, "We are ready to begin", marsh, uid="ready")
    make_claim(
        document,
        "ready to begin,” said Elena Marsh, who led the delegation",
        None,
        uid="crossing",
        statement="She led the delegation.",
        mode="narrator",
    )
    make_dating(document, "on Tuesday", "2015-09-29", reading="the latest Tuesday")
    make_note(document, "half a century", "Since 1963.", uid="since")
    return document


def test_the_text_stands_there_verbatim_whatever_is_marked(client, annotated):
    page = Page(read(client, annotated))
    assert page.paragraphs == TEXT.split("\n\n")
    assert len(page.ids) == len(set(page.ids))


def test_each_claim_leads_to_its_words_and_back(client, annotated):
    html = read(client, annotated)
    for uid, number in (("ready", 1), ("crossing", 2)):
        assert f'id="s-{uid}"><a class="cn" href="#c-{uid}" aria-label="Claim {number}"' in html
        assert f'id="c-{uid}"' in html
        assert f'href="#s-{uid}"' in html
        assert f'href="/claims/{uid}/"' in html
        assert f"end of claim {number}" in html


def test_crossing_claims_each_close_with_their_number(client, annotated):
    html = read(client, annotated)
    assert html.index('data-n="1"') < html.index('data-n="2"')
    assert '<span class="c k1" id="s-ready">' in html
    assert '<span class="c k2" id="s-crossing">' in html


def test_entities_dates_and_notes_are_marked_and_listed(client, annotated):
    html = read(client, annotated)
    assert re.search(r'<a class="e"[^>]*title="person: Elena Marsh">Elena Marsh</a>', html)
    assert 'title="date: 29 September 2015">on Tuesday</a>' in html
    assert "the latest Tuesday" in html
    assert 'href="#n-since" aria-label="Note a"' in html
    assert "Since 1963." in html


def test_this_copy_says_what_it_is(client, annotated):
    html = read(client, annotated)
    version = annotated.versions.get()
    assert "30 September 2015, stated" in html
    assert version.sha256 in html
    assert "The text as published, in English; the only version here." in html
    assert "No original is kept here" in html
    assert 'href="https://p.example/1"' in html


def test_an_original_is_named_with_its_checksum(client, annotated):
    original = Original.objects.create(
        document=annotated, file_name="a.txt", media_type="text/plain", size=1, sha256="ab" * 32
    )
    Version.objects.filter(document=annotated).update(original=original)
    html = read(client, annotated)
    assert "ab" * 32 in html
    assert reverse("original", args=[annotated.uid]) in html


def test_an_inferred_date_gives_its_reason(client):
    document = make_document(dated="2015~", dated_basis="inferred", dated_reason="the decree")
    assert "about 2015, inferred: the decree" in read(client, document)


@pytest.mark.parametrize("slug", ["", "another-title/"])
def test_a_wrong_slug_leads_to_the_right_one_and_keeps_the_query(client, slug):
    document = make_document(uid="direct-mail")
    response = client.get(f"/documents/direct-mail/{slug}?q=mail")
    assert response.status_code == 301
    assert response["Location"] == document.get_absolute_url() + "?q=mail"


@pytest.mark.parametrize("title", ["…", "Versions"])
def test_a_title_without_a_slug_of_its_own_has_an_address(client, title):
    document = make_document(title=title, uid="dots")
    assert document.get_absolute_url() == "/documents/dots/"
    read(client, document)


@pytest.mark.parametrize("address", ["/documents/direct-mail/", "/documents/direct-mail/text"])
def test_documents_are_only_read(client, address):
    make_document(uid="direct-mail")
    assert client.post(address).status_code == 405


def test_an_unknown_document_is_not_there(client):
    assert client.get("/documents/no-such-thing/").status_code == 404
    assert client.get("/documents/no-such-thing/text").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"access": "staff"}, {"embargo_until": date(2999, 1, 1)}],
)
def test_a_hidden_document_is_not_there_but_for_staff(client, fields):
    document = make_document(**fields)
    for who in (None, "reader"):
        if who:
            client.force_login(make_user(who))
        assert client.get(document.get_absolute_url()).status_code == 404
        assert client.get(reverse("document_text", args=[document.uid])).status_code == 404
    client.force_login(make_user("annotator"))
    html = read(client, document)
    assert "the public does not see" in html


def test_an_embargo_ends_without_a_save(client):
    document = make_document(embargo_until=date.today() - timedelta(days=1))
    read(client, document)


def test_a_withdrawn_document_leaves_a_tombstone(client):
    document = make_document(
        title="A name that may not be said",
        withdrawn_on=date(2024, 3, 4),
        withdrawn_reason="At the publisher’s request.",
        withdrawn_title="A report of 2015",
    )
    html = read(client, document, status=410)
    assert "4 March 2024" in html
    assert "At the publisher’s request." in html
    assert "A report of 2015" in html
    assert "may not be said" not in html
    assert "half a century" not in html
    assert client.get(reverse("document_text", args=[document.uid])).status_code == 410
    client.force_login(make_user("editor"))
    shown = read(client, document)
    assert "half a century" in shown
    assert "Withdrawn: only editors see this." in shown


def test_a_withdrawn_document_of_staff_was_never_there_for_the_public(client):
    document = make_document(
        access="staff", withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake."
    )
    read(client, document, status=404)


def test_an_extract_shows_passages_with_a_sentence_on_either_side(client):
    text = "Far before. Just before. He said so. Just after. Far after."
    document = make_document(text, access="extract")
    make_claim(document, "He said so")
    make_mention(document, "Far after", make_entity("Far After"))
    html = read(client, document)
    assert "Just before." in html
    assert "Just after." in html
    assert "Far before." not in html
    assert "Far after." not in html
    assert client.get(reverse("document_text", args=[document.uid])).status_code == 404
    client.force_login(make_user("reader"))
    assert "Far before." in read(client, document)


def test_what_is_not_accepted_is_shown_to_nobody(client):
    document = make_document()
    make_claim(document, statement="Not yet read by a second pair of eyes.", review="draft")
    make_note(document, "half a century", "For staff alone.", audience="staff")
    html = read(client, document)
    assert "second pair of eyes" not in html
    assert "For staff alone." not in html
    client.force_login(make_user("annotator"))
    html = read(client, document)
    assert "second pair of eyes" not in html
    assert "For staff alone." in html


def test_boilerplate_is_folded_and_not_counted(client):
    document = make_document("One.\n\nYou may also like: two.\n\nShare this.\n\nThree.")
    for quote in ("You may also like: two.", "Share this."):
        Boilerplate.objects.create(passage=passage_of(document, quote))
    html = read(client, document, "?q=two")
    assert "2 lines that are not part of the article are folded" in html
    assert "You may also like: two." in html
    assert 'id="p2"' in html
    assert 'id="p3"' not in html
    assert "not in this text" in html


def test_words_searched_for_are_marked_counted_and_stepped_through(client):
    document = make_document("The talks began. The talks went on. No talks since.")
    html = read(client, document, "?q=talks&hit=2")
    assert '<mark id="m2" class="now">talks</mark>' in html
    assert "2 of 3" in html
    assert "hit=1#m1" in html
    assert "hit=3#m3" in html
    assert html.count("<mark") == 3


@pytest.mark.parametrize("hit", ["0", "99", "-1", "x", "", "1e999", "9" * 400, "٣"])
def test_a_hit_that_is_not_there_is_the_first(client, hit):
    document = make_document("The talks began.")
    assert "1 of 1" in read(client, document, f"?q=talks&hit={hit}")


@pytest.mark.parametrize("q", ["(", '"', "a" * 5000, "NOT", "\x00", "talks AND", "<script>"])
def test_any_query_can_be_marked(client, q):
    document = make_document("The talks began.")
    response = client.get(document.get_absolute_url(), {"q": q})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_versions_are_switched_and_a_wrong_one_is_said(client):
    document = make_document()
    Version.objects.create(
        document=document, number=2, layer="corrected", text=TEXT.replace("Tuesday", "Wednesday")
    )
    assert "on Wednesday" in read(client, document)
    first = read(client, document, "?version=1")
    assert "on Tuesday" in first
    assert "version 1 of 2" in first
    wrong = read(client, document, "?version=9")
    assert "There is no version “9” of this document. This is version 2." in wrong


def test_a_claim_of_another_version_is_placed_or_listed_apart(client):
    document = make_document()
    placed = make_claim(document, uid="placed")
    lost = make_claim(document, "half a century", uid="lost", statement="For fifty years.")
    corrected = Version.objects.create(
        document=document, number=2, layer="corrected", text="A word. We are ready to begin, again."
    )
    rows = Placement.objects.filter(version=corrected)
    rows.filter(passage=placed.passage).update(state="moved", start=8, end=29)
    rows.filter(passage=lost.passage).update(state="lost", start=None, end=None)
    html = read(client, document)
    assert 'id="s-placed"' in html
    assert "where the same words stand elsewhere" in html
    assert 'id="s-lost"' not in html
    assert 'href="?version=1#s-lost"' in html
    assert "made on version 1, as published" in html


def test_a_translation_says_from_what_and_by_whom(client):
    document = make_document("El correo.", language="es")
    original = document.versions.get()
    Version.objects.create(
        document=document, number=2, layer="translated", language="en", text="The mail.",
        translated_from=original, translated_by="machine",
    )  # fmt: skip
    html = read(client, document, "?version=2")
    assert "A translation into English from Spanish, by a machine; version 2 of 2." in html


def test_the_standing_and_the_assessment_stand_by_the_claim(client, settings):
    document = make_document()
    claim = make_claim(document)
    denial = make_claim(make_document(title="A denial"))
    make_link(denial, "denies", claim)
    Assessment.objects.create(
        claim=claim, status="disputed", reason="Two counts.", name="A. Reader"
    )
    html = read(client, document)
    assert "<details open>" in html
    assert "Denied by 1 source here." in html
    assert "Two counts." in html
    settings.ASSESSMENTS = False
    html = read(client, document)
    assert "Two counts." not in html
    assert "ssessed" not in html


def test_related_documents_and_subjects_are_named(client):
    document, reprint = make_document(), make_document(title="The same again")
    hidden = make_document(title="For staff", access="staff")
    for other in (reprint, hidden):
        DocumentLink.objects.create(
            source=other, kind="reprint", target=document, review="accepted"
        )
    Subject.objects.create(
        document=document, entity=make_entity("Post Office", "organisation"), review="accepted"
    )
    html = read(client, document)
    assert "The same again" in html
    assert "For staff" not in html
    assert "Post Office" in html


def test_two_entities_on_the_same_words_are_both_reached(client):
    document = make_document()
    first, second = make_entity("Elena Marsh"), make_entity("Marsh, the firm", "organisation")
    make_mention(document, "Elena Marsh", first)
    make_mention(document, "Elena Marsh", second)
    html = read(client, document)
    assert first.get_absolute_url() in html.split('class="record"')[0]
    assert f'<a class="cn also" href="{second.get_absolute_url()}"' in html


def test_right_to_left_text_says_so(client):
    document = make_document("قال المسؤول إن المحادثات بدأت.", language="ar", title="محادثات")
    assert 'lang="ar" dir="rtl"' in read(client, document)


def test_plain_text_is_the_text_exactly(client):
    document = make_document("One  two\r\n\r\nthree é 😀\n")
    response = client.get(reverse("document_text", args=[document.uid]))
    assert response.content.decode() == "One  two\r\n\r\nthree é 😀\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert (
        client.get(reverse("document_text", args=[document.uid]) + "?version=7").status_code == 404
    )


def test_a_document_without_a_text_says_so(client):
    document = make_document()
    document.versions.all().delete()
    assert "no text yet" in read(client, document)


def test_markup_in_a_text_is_text(client):
    document = make_document('A <script>alert("x")</script> & more.', title="<b>Bold</b>")
    html = read(client, document)
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<b>Bold</b>" not in html


def test_a_page_takes_at_most_twelve_queries(client, annotated, django_assert_max_num_queries):
    Version.objects.create(document=annotated, number=2, layer="corrected", text=TEXT)
    make_link(make_claim(make_document()), "denies", annotated_claim(annotated))
    for number in (1, 2):
        with django_assert_max_num_queries(12):
            client.get(annotated.get_absolute_url() + f"?version={number}&q=mail")


def annotated_claim(document):
    return document.versions.get(number=1).passages.filter(claims__uid="ready").get().claims.get()


def test_the_lines_of_one_folded_passage_are_counted(client, db):
    document = make_document(f"{TEXT}\n\nShare this.\nPrint this.\nMail this.")
    passage = passage_of(document, "Share this.\nPrint this.\nMail this.")
    Boilerplate.objects.create(passage=passage)
    html = client.get(document.get_absolute_url()).content.decode()
    assert "3 lines that are not part of the article are folded" in html

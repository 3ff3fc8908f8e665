"""`/verify/`: what is said of words that stand, stand otherwise or elsewhere, or do not."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Version
from archive.nearness import nearest
from archive.verification import Spelling, sought, spelled
from tests.makers import TEXT, make_claim, make_document

OPENING = "The mail was late. "


@pytest.fixture
def mail(db):
    return make_document(uid="mail")


@pytest.fixture
def rewritten(mail):
    Version.objects.create(
        document=mail, number=2, layer="corrected",
        text=OPENING + TEXT.replace("on Tuesday to talk about", "to speak of"),
    )  # fmt: skip
    return mail


def verified(client, address, quote=""):
    response = client.get(reverse("verify"), {"address": address, "quote": quote})
    assert response.status_code == 200
    return response.content.decode()


def test_words_that_stand_several_times_are_counted_and_each_is_shown(client, mail):
    html = verified(client, "/documents/mail/?version=1", "the")
    times = len(re.findall(r"\bthe\b", TEXT))
    assert f"These words stand {times} times in version 1." in html
    assert html.count("passage=") == times
    at = TEXT.index("the")
    assert "These words stand there." in verified(client, f"/documents/mail/#c{at}-{at + 3}", "the")


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("The island's ministry", "other quotation marks, apostrophes or dashes"),
        ('half a century. "We are ready to begin,"', "other quotation marks"),
        ("OFFICIALS of the two", "other capital letters"),
    ],
)
def test_words_in_another_spelling_stand(client, mail, quote, sentence):
    html = verified(client, "/documents/mail/?version=1", quote)
    assert "These words stand there." in html
    assert sentence in html


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Neither announced an agreement.", "either announced an agreement"),
        ("In 407 offices.", "07 offices"),
        ("It is inaccurate.", "accurate"),
        ("Some 12,000 left.", "12"),
        ("Some 12,000 left.", "000 left"),
        ("At 10:30 they left.", "30 they left"),
        ("They disagreed.", "They disagree"),
        ("The cafe\u0301 closed.", "The cafe"),
        ("The cafe\u0301s closed.", "The cafe\u0301"),
        ("कागज", "का"),
    ],
)
def test_a_part_of_a_word_or_number_does_not_stand(text, quote):
    assert sought(text, None, quote) is None
    at = text.index(quote)
    assert sought(text, (at, at + len(quote)), quote) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Neither announced it.", "Neither announced it."),
        ("Some 12,000, then.", "12,000"),
        ("The ship’s crew", "ship"),
        ("会谈在北京举行。", "北京"),
        ("In 2019, 3 left.", "2019"),
        ("The minister² said no.", "The minister"),
        ("The cafe\u0301 closed.", "The cafe\u0301"),
    ],
)
def test_whole_words_and_numbers_stand(text, quote):
    at = text.index(quote)
    assert sought(text, None, quote).passages[0].start == at


def test_a_quotation_that_leaves_words_out_stands_by_its_parts():
    text = "The ferry, which had been closed since 2016, sails again on Tuesday."
    for quote in ("The ferry … sails again", "The ferry [...] sails again", "ferry . . . again"):
        found = sought(text, None, quote)
        assert found.spelling is Spelling.SHORTENED
        assert found.passages[0].quote.endswith("again")
    assert sought(text, None, "[It] sails again").passages[0].quote == "sails again"
    assert sought(text, None, "sails again … The ferry") is None
    assert sought("It sails. It sails.", None, "[…] It sails").count == 2
    assert sought("The ferry. " + "Words. " * 1000 + "It sails.", None, "ferry … sails") is None


def test_a_capital_in_brackets_is_the_quoting_ones():
    for text in ("The committee met.", "Then the committee met."):
        found = sought(text, None, "[T]he committee met")
        assert found.passages[0].quote.lower() == "the committee met"
        assert found.spelling is Spelling.CASE


def test_the_marks_at_the_ends_of_a_quote_are_not_told_as_missing(client, mail):
    html = verified(client, "/documents/mail/", "“Officials of the three countries met.”")
    assert re.search(r"<del[^>]*>three\b", html)
    assert not re.search(r"<del[^>]*>[.”“]", html)


def test_the_nearest_words_are_shown_with_what_differs(client, mail):
    html = verified(client, "/documents/mail/?version=1", "Officials of the three countries met")
    assert "These words do not stand in this archive’s copy." in html
    assert "What comes nearest in the text" in html
    assert re.search(r"<del[^>]*>three\b", html)
    assert "What comes nearest" not in verified(client, "/documents/mail/", "zeppelin of lead")


def test_the_nearest_words_begin_and_end_as_those_asked_for():
    text = "One. Neither announced an agreement, nor when the round had been arranged. Two."
    found = nearest(text, "either announced an agreement, nor when the round was arranged")
    assert found.quote == "Neither announced an agreement, nor when the round had been arranged"
    assert nearest(text, "") is nearest("", "a b") is nearest(text, "nothing of it") is None


@given(st.text(max_size=200), st.text(max_size=60))
def test_what_is_nearest_is_a_passage_of_the_text(text, quote):
    found = nearest(text, quote)
    assert found is None or text[found.start : found.end] == found.quote


def test_the_marks_around_a_quote_are_no_other_spelling():
    assert spelled(TEXT, '"We are ready"')[1] is Spelling.SAME
    assert spelled(TEXT, '"')[0] == spelled(TEXT, "zeppelin")[0] == []


def test_without_words_or_passage_one_is_asked_for_words(client, mail):
    html = verified(client, "/documents/mail/?version=1")
    assert "Say which words" in html
    assert "do not stand" not in html


def test_words_of_an_older_version_are_found_there(client, rewritten):
    quote = "met in Havana on Tuesday"
    html = verified(client, "/documents/mail/", quote)
    assert "These words stand in version 1. The address names no version" in html
    assert "the newest text" in html
    html = verified(client, "/documents/mail/?version=2", quote)
    assert "These words stand in version 1, not in version 2, which the address names." in html


def test_a_passage_without_a_version_is_that_of_the_version_that_says_it(client, rewritten):
    html = verified(client, "/documents/mail/#c0-9", "Officials")
    assert "version 1. The address names no version" in html


def test_words_that_stand_elsewhere_do_not_stand_there(client, mail):
    html = verified(client, "/documents/mail/?version=1&passage=0-6#c0-6", "half a century")
    assert "Moved: these words stand in version 1, but not where the address says." in html
    assert "These words stand there." not in html


def test_words_within_or_around_a_passage_stand_there():
    at = TEXT.index("half a century")
    for quote in ("century", "for half a century."):
        assert sought(TEXT, (at, at + 14), quote).there
    assert sought(TEXT, (at, at + 14), "Officials").there is False
    assert sought(TEXT, (5, 999_999), "Officials").there is False


def test_a_passage_that_is_not_within_the_text_is_said(client, mail):
    assert "is not within the text" in verified(client, "/documents/mail/#c5-99999")


def test_a_quote_without_an_address_asks_for_the_address(client, mail):
    assert "Give the address" in verified(client, "", "Officials")


def test_an_address_of_another_host_is_not_ours(client, mail, settings):
    html = verified(client, "https://other.example/documents/mail/", "Officials")
    assert "This address is one of other.example, not of this archive." in html
    settings.ARCHIVE_URL = "https://Other.example"
    assert "stand there" in verified(client, "https://other.example/documents/mail/", "Officials")
    assert "stand there" in verified(client, "http://testserver/documents/mail/", "Officials")


def test_a_claim_of_an_extract_is_verified_in_its_passage_alone(client, db):
    make_claim(make_document(uid="extract", access="extract"), uid="ready")
    html = verified(client, "/claims/ready/", "We are ready")
    assert "These words stand there." in html
    html = verified(client, "/claims/ready/", "half a century")
    assert "do not stand in the passage of this claim" in html
    assert "Officials" not in html


@pytest.mark.parametrize("own", [True, False])
def test_the_archive_says_who_accepts_a_claim_as_it_is_set(client, db, settings, own):
    settings.ACCEPT_OWN = own
    html = client.get("/about/").content.decode()
    assert ("accepted by a second" in html) is not own
    assert ("may accept what they wrote themselves" in html) is own


def test_the_archive_says_that_it_names_nobody_to_write_to(client, db, settings):
    settings.ARCHIVE_CONTACT = ""
    assert "has not set an address to write to" in client.get("/about/").content.decode()


def test_finding_in_a_document_stays_in_its_version_and_passage(client, rewritten):
    def form(query):
        html = client.get(rewritten.get_absolute_url() + query).content.decode()
        return html.split('<form class="find"')[1].split("</form>")[0]

    assert 'name="version" value="1"' in form("?version=1")
    asked = form("?version=1&passage=0-9")
    assert 'name="version" value="1"' in asked
    assert 'name="passage" value="0-9"' in asked
    assert 'name="version"' not in form("")


def test_a_cited_passage_names_its_version_and_all_its_paragraphs(client, mail):
    html = client.get(mail.get_absolute_url() + "?passage=60-120").content.decode()
    cited = html.split('id="cite"')[1].split("</section>")[0]
    assert "¶¶ 1–2" in cited
    assert "version 1, " in cited
    assert "?version=1&amp;passage=60-120#c60-120" in cited


def test_a_claim_over_paragraphs_keeps_them_apart(client, mail):
    first, second, third = TEXT.split("\n\n")
    make_claim(mail, TEXT, uid="wide")
    html = client.get("/claims/wide/").content.decode()
    assert f"{first}<br><br>{second}<br><br>{third}" in html
    assert "¶¶ 1–3" in html


def test_words_that_stand_everywhere_are_counted_and_the_first_are_told():
    text = "e " * 3000
    found = sought(text, None, "e")
    assert found is not None
    assert (len(found.passages), found.count) == (20, 3000)
    assert [one.start for one in found.passages] == list(range(0, 40, 2))


def test_a_place_behind_many_others_is_found_where_the_quote_runs_on_around_it():
    text = "It was so. " * 100
    at = text.rindex("was")
    found = sought(text, (at, at + 3), "It was so.")
    assert found is not None
    assert (found.there, found.count, found.passages[0].start) == (True, 1, at - 3)

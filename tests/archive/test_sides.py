"""Questions, contradictions, comparisons and the timeline: claims in the order of their days."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.axis import Axis, axis_of
from archive.crux import compared
from archive.dates.values import in_words
from archive.models import ClaimAbout, DocumentLink, Question, QuestionClaim
from archive.sides import letter
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_publisher,
    make_user,
)


def test_letters_go_on_after_z():
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


def test_an_axis_places_points_and_intervals_as_wide_as_they_are_unknown():
    axis = axis_of([(date(2023, 6, 8), date(2023, 6, 8)), (date(2023, 6, 1), date(2023, 6, 30))])
    assert axis == Axis(date(2023, 6, 1), date(2023, 6, 30))
    point, month = (
        axis.place((date(2023, 6, 8), date(2023, 6, 8))),
        axis.place((axis.first, axis.last)),
    )
    assert point.point
    assert not month.point
    assert (month.x, month.end) == ("4.00%", "96.00%")
    assert axis.place((None, None)) is None
    assert axis_of([(None, None)]) is None


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2023, 6, 7), date(2023, 6, 12), "2023-06-07"),
        (date(2023, 1, 15), date(2023, 6, 20), "2023-02"),
        (date(2014, 3, 1), date(2019, 1, 1), "2015"),
        (date(1800, 1, 1), date(2020, 1, 1), "1800"),
        (date(2023, 6, 8), date(2023, 6, 8), "2023-06-08"),
    ],
)
def test_ticks_are_few_and_of_the_grain_that_fits(first, last, written):
    ticks = Axis(first, last).ticks()
    assert 1 <= len(ticks) <= 8
    assert ticks[0].edtf == written


def of(*quotes):
    """These passages, all of them English, compared."""
    return compared([(quote, "en") for quote in quotes])


def test_words_that_two_passages_share_are_told_and_grammar_is_not():
    found = of("There was no facility in 2019.", "Such a facility was there.", "No.")
    assert [word for word, same in found[0].pieces if same] == ["facility"]
    assert [word for word, same in found[1].pieces if same] == ["facility"]
    assert "".join(word for word, _same in found[0].pieces) == "There was no facility in 2019."
    assert of("alone")[0].pieces == [("alone", False)]


def test_words_of_one_passage_alone_are_told_with_its_numbers_and_denials():
    first, second = of(
        "Some 12,000 people did not leave; 12,000!", "Some 9,000 people left on the Ferry."
    )
    assert first.alone == ["12,000", "not", "leave"]
    assert second.alone == ["9,000", "left", "Ferry"]
    assert [word for word, same in first.pieces if same] == ["people"]


def test_a_word_that_denies_is_told_however_it_is_shortened():
    first, second = of("They didn’t meet.", "They did meet.")
    assert (first.alone, second.alone) == (["didn’t"], [])


def test_words_of_two_languages_are_not_set_against_each_other():
    found = compared([("Mail begins in 2019.", "en"), ("El correo empieza en 2019.", "es")])
    assert [passage.alone for passage in found] == [[], []]
    assert [word for word, same in found[0].pieces if same] == ["2019"]
    three = compared([("Mail begins.", "en"), ("Nada.", "es"), ("Mail ends.", "en")])
    assert [passage.alone for passage in three] == [["begins"], [], ["ends"]]
    assert of("alone")[0].alone == []


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_pieces_join_to_their_passage_and_no_word_is_both_shared_and_alone(quotes):
    for quote, passage in zip(quotes, of(*quotes), strict=True):
        assert "".join(words for words, _same in passage.pieces) == quote
        shared = {words.casefold() for words, same in passage.pieces if same}
        assert shared.isdisjoint(word.casefold() for word in passage.alone)


@pytest.fixture
def dispute(db):
    """A claim of 8 June, its denial of 12 June, and a reprint of the first."""
    wire = make_publisher("wire", "Meridian Wire")
    first = make_claim(
        make_document(dated="2023-06-08", publisher=wire, title="A report"),
        claimant=make_entity("Elena Marsh", uid="marsh"),
        uid="first",
        statement="Mail begins.",
        said="2023-06-08",
    )
    denial = make_claim(
        make_document(dated="2023-06-12", title="A denial"),
        claimant=make_entity("The Ministry", "organisation", uid="ministry"),
        uid="denial",
        statement="Mail does not begin.",
    )
    reprint = make_claim(make_document(dated="2023-06-07", title="Again"), uid="reprint")
    DocumentLink.objects.create(
        source=reprint.passage.version.document,
        kind="reprint",
        target=first.passage.version.document,
        review="accepted",
    )
    make_link(denial, "denies", first, note="The same day.")
    question = Question.objects.create(uid="mail", title="Does mail begin?", review="accepted")
    for claim in (first, denial, reprint):
        QuestionClaim.objects.create(question=question, claim=claim)
    return first, denial, reprint


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_question_says_who_said_it_earliest_in_this_archive(client, dispute):
    html = read(client, "/questions/mail/")
    assert (
        "Earliest in this archive: Elena Marsh, 8 June 2023, as reported by Meridian Wire." in html
    )
    assert "Denied by The Ministry, by 12 June 2023." in html
    assert "a reprint, counted once" in html
    assert "C denies B" in html
    assert "The same day." in html
    assert html.index("Mail begins.") < html.index("Mail does not begin.")


def test_questions_are_listed_with_what_one_may_see_of_them(client, dispute):
    html = read(client, "/questions/")
    assert "Does mail begin?" in html
    assert "3 claims" in html


def test_a_question_that_is_not_accepted_or_holds_only_hidden_claims_is_not_there(client, dispute):
    Question.objects.create(uid="draft", title="Draft?")
    hidden = Question.objects.create(uid="hidden", title="Hidden?", review="accepted")
    QuestionClaim.objects.create(
        question=hidden, claim=make_claim(make_document(access="staff"), uid="secret")
    )
    for uid in ("draft", "hidden", "no-such"):
        read(client, f"/questions/{uid}/", status=404)
    assert "Hidden?" not in read(client, "/questions/")
    client.force_login(make_user("annotator"))
    read(client, "/questions/hidden/")


def test_a_settled_question_says_how(client, dispute):
    Question.objects.update(state="settled", settled_reason="Mail began on 16 March 2016.")
    assert "Mail began on 16 March 2016." in read(client, "/questions/mail/")


def test_open_contradictions_stand_side_by_side(client, dispute):
    html = read(client, "/contradictions/")
    assert "1 open contradiction" in html
    assert "Mail begins." in html
    assert "Mail does not begin." in html
    assert "/claims/compare/?claim=denial&amp;claim=first" in html


def test_what_is_written_under_an_axis_stays_within_a_phone_and_apart():
    for last in (date(2023, 1, 25), date(2023, 6, 1), date(2024, 12, 31), date(2090, 1, 1)):
        ticks = Axis(date(2023, 1, 21), last).ticks()
        letter = 100 * 5.9 / 358  # hundredths of 358 pixels, in 11 pixels type
        shown = [(float(t.x[:-1]), t, letter * len(in_words(t.edtf))) for t in ticks if not t.thin]
        spans = [
            {"start": (x, x + w), "middle": (x - w / 2, x + w / 2), "end": (x - w, x)}[t.side]
            for x, t, w in shown
        ]
        assert all(left >= 0 and right <= 100 for left, right in spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("kind", ["corrects", "retracts"])
def test_a_correction_or_a_retraction_settles(client, dispute, kind):
    first, _denial, _reprint = dispute
    make_link(make_claim(make_document(), uid="later"), kind, first)
    assert "0 open contradictions" in read(client, "/contradictions/")


def test_a_contradiction_within_one_document_or_one_family_is_none_across_sources(client, db):
    document = make_document()
    first = make_claim(document, uid="one")
    second = make_claim(document, "half a century", uid="two")
    make_link(second, "contradicts", first)
    assert "0 open contradictions" in read(client, "/contradictions/")
    other = make_document()
    make_link(make_claim(other, uid="three"), "contradicts", first)
    assert "1 open contradiction" in read(client, "/contradictions/")
    DocumentLink.objects.create(source=other, kind="reprint", target=document, review="accepted")
    assert "0 open contradictions" in read(client, "/contradictions/")


def test_contradictions_of_hidden_documents_are_not_counted(client, db):
    hidden = make_claim(make_document(access="staff"), uid="secret", statement="For staff.")
    make_link(hidden, "denies", make_claim(make_document()))
    html = read(client, "/contradictions/")
    assert "0 open contradictions" in html
    assert "For staff." not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("entity=post", 1),
        ("entity=marsh", 0),
        ("claimant=ministry", 1),
        ("claimant=post", 0),
        ("from=2023-06", 1),
        ("from=2024", 0),
        ("to=2022", 0),
        ("from=2023-06-12&to=2023", 1),
    ],
)
def test_contradictions_are_narrowed(client, dispute, query, found):
    ClaimAbout.objects.create(claim=dispute[0], entity=make_entity("Post", "other", uid="post"))
    html = read(client, f"/contradictions/?{query}")
    assert f"{found} open contradiction" in html


def test_a_day_that_is_none_is_said_beside_its_field(client, dispute):
    html = read(client, "/contradictions/?from=2023-06-31")
    assert 'aria-describedby="from-e"' in html
    assert "1 open contradiction" in html


def test_claims_are_compared_in_the_order_of_their_days(client, dispute):
    html = read(client, "/claims/compare/?claim=denial&claim=first")
    assert html.index("A report") < html.index("A denial")
    assert "B denies A" in html
    assert '<span class="crux">' in html


def test_passages_without_a_word_in_common_are_said_to_have_none(client, db):
    first = make_document("We begin tomorrow, said Marsh.", uid="one", dated="2015")
    other = make_document("Nobody knows the answer yet.", uid="two", dated="2016")
    make_claim(first, "We begin tomorrow", uid="begin")
    make_claim(other, "Nobody knows the answer", uid="nobody")
    html = read(client, "/claims/compare/?claim=begin&claim=nobody")
    assert "The passages have no words in common" in html
    assert "underlined" not in html
    assert '<a href="?claim=nobody">Leave it out</a>' in html
    assert "no words in common" not in read(client, "/claims/compare/?claim=begin")


@pytest.mark.parametrize(
    "add", ["denial", "https://a.example/claims/denial/?x=1#y", "/claims/denial/"]
)
def test_a_claim_is_added_by_uid_or_address(client, dispute, add):
    response = client.get("/claims/compare/", {"claim": "first", "add": add})
    assert response.status_code == 302
    assert response["Location"] == "/claims/compare/?claim=first&claim=denial"


def test_at_most_four_stand_side_by_side_and_the_page_says_so(client, db):
    for n in range(5):
        make_claim(make_document(dated=f"201{n}"), uid=f"claim{n}")
    query = "&".join(f"claim=claim{n}" for n in range(5))
    html = read(client, f"/claims/compare/?{query}")
    assert html.count("<article") == 4
    assert "At most four claims" in html


def test_an_unknown_or_hidden_claim_is_named_as_not_there(client, db):
    make_claim(make_document(access="staff"), uid="secret", statement="For staff.")
    html = read(client, "/claims/compare/?claim=secret&claim=nobody")
    assert "There is no claim “secret” here." in html
    assert "For staff." not in html
    assert "No claim is chosen yet." in read(client, "/claims/compare/")


def test_an_extract_is_compared_with_a_sentence_on_either_side(client, db):
    document = make_document("Far. Near. He said so. Close. Away.", access="extract")
    make_claim(document, "He said so", uid="extract")
    html = read(client, "/claims/compare/?claim=extract")
    assert "Near." in html
    assert "Far." not in html


def test_the_timeline_shows_claims_by_when_they_were_said(client, dispute):
    make_claim(make_document(dated="2019"), uid="year", statement="Some day of the year.")
    html = read(client, "/timeline/")
    assert "Mail begins." in html
    assert "<circle" in html
    assert 'class="span"' in html
    inside = read(client, "/timeline/?in=2023-06")
    assert "Some day of the year." not in inside
    assert "Mail begins." in inside


def test_points_of_one_day_stand_above_each_other_and_later_ones_beside_them(client, db):
    for n, day in enumerate(("2015-03-02", "2015-03-02", "2019-03-02")):
        make_claim(make_document(dated=day), uid=f"claim{n}")
    circles = re.findall(r'<circle cx="([0-9.]+)%" cy="(\d+)"', read(client, "/timeline/"))
    first, second, later = [(float(x), int(y)) for x, y in circles]
    assert first[0] == second[0] < later[0]
    assert first[1] == later[1] > second[1]


def test_the_timeline_shows_which_times_are_spoken_of(client, db):
    document = make_document()
    make_dating(document, "on Tuesday", "2015-09-29")
    html = read(client, "/timeline/?over=mentioned")
    assert "“on Tuesday”" in html
    assert "#dt-" in html
    assert "Nothing here has a date in this time." in read(
        client, "/timeline/?over=mentioned&in=1999"
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [("claimant=marsh", True), ("claimant=ministry", False), ("entity=marsh", False)],
)
def test_the_timeline_is_narrowed(client, dispute, query, shown):
    html = read(client, f"/timeline/?{query}")
    assert ("Mail begins." in html) is shown


@pytest.mark.parametrize(
    "query", ["in=x", "in=2023-06-31", "in=1e99", "over=x", "claimant=" + "x" * 500]
)
def test_an_odd_timeline_is_a_timeline(client, dispute, query):
    read(client, f"/timeline/?{query}")


def test_a_timeline_names_nobody_from_hidden_documents(client, db):
    spy = make_entity("Secret Name", uid="spy")
    make_claim(make_document(access="staff"), claimant=spy, uid="secret", statement="For staff.")
    html = read(client, "/timeline/?claimant=spy")
    assert "Secret Name" not in html
    assert "For staff." not in html


@pytest.mark.parametrize(
    "address",
    ["/questions/", "/questions/mail/", "/contradictions/", "/claims/compare/", "/timeline/"],
)
def test_these_pages_are_only_read(client, dispute, address):
    assert client.post(address).status_code == 405


def test_these_pages_take_at_most_twelve_queries(client, dispute, django_assert_max_num_queries):
    for n in range(8):
        other = make_claim(
            make_document(dated=f"201{n}"), claimant=make_entity(f"Speaker {n}"), uid=f"claim{n}"
        )
        make_link(other, "contradicts", dispute[0])
        QuestionClaim.objects.create(question=Question.objects.get(), claim=other)
    for address in (
        "/questions/",
        "/questions/mail/",
        "/contradictions/",
        "/claims/compare/?claim=first&claim=denial&claim=claim1&claim=claim2",
        "/timeline/",
        "/timeline/?over=mentioned",
        reverse("publishers"),
    ):
        with django_assert_max_num_queries(12):
            client.get(address)

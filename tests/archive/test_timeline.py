"""The timeline: days at the end of all calendars, words that are not open, narrowing."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from archive.axis import Axis
from archive.charts import stretch_bars
from archive.dates.values import in_words
from archive.dates.values import read as read_date
from archive.models import Collection, DocumentCollection
from archive.zoom import Spread, stretches
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_user,
)


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("over", ["said", "mentioned"])
@pytest.mark.parametrize("period", ["9999", "9999-12", "999X", "0001", "0001-01", "000X"])
def test_the_first_and_the_last_years_there_are_can_be_asked_for(client, db, period, over):
    document = make_document(dated="2015")
    make_claim(document, said="9999-12-31")
    make_dating(document, "on Tuesday", "9999-12")
    html = read(client, f"/timeline/?in={period}&over={over}")
    assert "year 10000" not in html
    assert ("<rect" in html or "<circle" in html) is period.startswith("999")


def test_the_timeline_shows_no_words_of_an_extract_outside_its_claims(client, db):
    text = "They met on Tuesday in secret. Then he said that on Friday they would meet."
    document = make_document(text, access="extract")
    make_claim(document, "he said that on Friday they would meet")
    make_dating(document, "on Tuesday in secret", "2015-09-29")
    make_dating(document, "on Friday", "2015-10-02")
    html = read(client, "/timeline/?over=mentioned")
    assert "in secret" not in html
    assert "“on Friday”" in html
    client.force_login(make_user("reader"))
    assert "“on Tuesday in secret”" in read(client, "/timeline/?over=mentioned")


def test_a_concordance_withholds_the_words_of_an_extract_outside_its_claims(client, db):
    text = "The grey spymaster came. Then Elena Marsh said that it begins."
    document = make_document(text, access="extract")
    marsh = make_entity(uid="marsh")
    make_claim(document, "Elena Marsh said that it begins")
    make_mention(document, "The grey spymaster", marsh)
    make_mention(document, "Elena Marsh", marsh)
    html = read(client, marsh.get_absolute_url())
    assert "spymaster" not in html
    assert html.count("its words are not open") == 1
    assert "<b>Elena Marsh</b>" in html
    client.force_login(make_user("reader"))
    assert "<b>The grey spymaster</b>" in read(client, marsh.get_absolute_url())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("days", [0, 1, 3, 6, 13, 27, 40, 97, 400, 4000])
def test_no_words_under_an_axis_run_into_others(language, days):
    first = date(2022, 9, 20)
    with translation.override(language):
        ticks = Axis(first, first + timedelta(days)).ticks()
        spans = []
        for tick in ticks:
            at, width = float(tick.x[:-1]), 5.5 * len(in_words(tick.edtf)) / 6  # of 600 pixels
            left = at - {"start": 0, "middle": width / 2, "end": width}[tick.side]
            spans.append((left, left + width))
    assert ticks
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_a_month_has_more_than_one_day_under_it_on_a_phone():
    ticks = Axis(date(2023, 1, 1), date(2023, 1, 31)).ticks()
    assert [tick.edtf for tick in ticks if not tick.thin] == ["2023-01-01", "2023-01-21"]


def test_claims_of_one_day_have_one_day_written_under_them(client, db):
    for uid in ("one", "other"):
        make_claim(make_document(dated="2023-01-20"), uid=uid)
    html = read(client, "/claims/compare/?claim=one&claim=other")
    figure = html[html.index("<svg") : html.index("</svg>")]
    assert figure.count("20 January 2023</text>") == 1
    assert "21 January 2023" not in figure


@pytest.fixture
def crowd(db):
    """Sixty claims of March 1990, which fill a page, and two of 2023."""
    for n in range(62):
        document = make_document(dated=f"{1990 if n < 60 else 2023}-03-{n % 28 + 1:02}")
        make_claim(document, uid=f"claim{n}", statement=f"Claim {n}.")


def test_more_than_a_page_is_read_page_by_page_each_with_its_own_axis(client, crowd):
    html = read(client, "/timeline/")
    assert "1 to 60 of 62 are shown, by their days, and the axis is theirs." in html
    figure = html[html.index('class="when"') :]
    assert "1990</text>" in figure
    assert "2023</text>" not in figure
    assert 'href="?page=2"' in html
    second = read(client, "/timeline/?page=2")
    assert "61 to 62 of 62 are shown" in second
    assert "Claim 60." in second
    assert "Claim 59." not in second
    assert client.get("/timeline/?page=3").status_code == 404
    assert "is not a page number" in read(client, "/timeline/?page=x")


def test_an_overview_says_how_many_lie_in_each_year_of_all(client, crowd):
    html = read(client, "/timeline/?page=2")
    assert '<a href="?in=1990" aria-label="1990: 60">' in html
    assert '<a href="?in=2023" aria-label="2023: 2">' in html
    assert "in=1991" not in html
    year = read(client, "/timeline/?in=1990")
    assert "overview" not in year  # all of it is shown


def test_all_that_lies_in_time_has_room_whichever_ends_are_open():
    days = (date(1990, 1, 1), date(2000, 1, 1), date(2010, 1, 1))
    spread = Spread([(days[1], None, 1), (None, days[0], 2), (days[2], None, 1)])
    assert spread.bounds == (days[0], days[2])
    assert ("1990", 2) in stretches(None, spread)
    assert ("2010", 2) in stretches(None, spread)
    assert stretches(read_date("201X"), Spread([])) == []


def test_bars_of_an_overview_are_as_wide_as_their_times():
    axis = Axis(date(2000, 1, 1), date(2009, 12, 31))
    bars = stretch_bars([("2000", 4), ("2005", 8), ("200X", 1)], axis, height=40)
    assert [(bar.y, bar.height) for bar in bars] == [(20, 20), (0, 40), (35, 5)]
    year, _other, decade = (float(bar.width[:-1]) for bar in bars)
    assert decade / year == pytest.approx(10, abs=0.1)
    assert float(bars[2].x[:-1]) == float(bars[0].x[:-1]) < float(bars[1].x[:-1])


def test_times_in_which_nothing_lies_are_not_offered_and_others_say_how_much(client, db):
    for n, day in enumerate(("1962-05-01", "2015-03-02", "2015-09", "2017")):
        make_claim(make_document(dated=day), uid=f"claim{n}")
    html = read(client, "/timeline/")
    assert '<a href="?in=201X">the 2010s <span class="n">3</span></a>' in html
    assert "in=198X" not in html
    assert '<a href="?in=2015">2015 <span class="n">2</span></a>' in read(
        client, "/timeline/?in=201X"
    )
    year = read(client, "/timeline/?in=2015")
    assert "in=2015-03" in year
    assert "in=2015-04" not in year


def test_more_centuries_than_can_be_listed_by_decades_are_offered_whole(client, db):
    for n, day in enumerate(("0844-06-01", "1202", "1962-05-01", "2015-03-02")):
        make_claim(make_document(dated=day), uid=f"claim{n}")
    html = read(client, "/timeline/")
    for century in ("08XX", "12XX", "19XX", "20XX"):
        assert f'<a href="?in={century}">' in html
    assert "in=13XX" not in html
    assert "in=201X" not in html
    inside = read(client, "/timeline/?in=20XX")
    assert '<a href="?in=201X">the 2010s <span class="n">1</span></a>' in inside
    assert '<a href="?">wider: all</a>' in inside
    assert '<a href="?in=20XX">wider: ' in read(client, "/timeline/?in=201X")


def test_the_form_narrows_the_timeline_by_names_and_keeps_what_else_was_asked(client, db):
    for name, uid in (("Elena Marsh", "marsh"), ("Ruth Vane", "vane")):
        document = make_document(dated="2015-03-02", title=f"Mail for {uid}")
        claimant = make_entity(name, uid=uid)
        make_claim(document, uid=f"of-{uid}", statement=f"Said by {uid}.", claimant=claimant)
    answer = client.get("/timeline/?entity=&claimant=elena+MARSH&collection=&in=2015")
    assert answer.status_code == 302
    assert answer.url == "/timeline/?claimant=marsh&in=2015"
    html = read(client, answer.url)
    assert "Said by marsh." in html
    assert "Said by vane." not in html
    assert 'name="claimant" value="Elena Marsh"' in html
    assert '<input type="hidden" name="in" value="2015">' in html
    assert '<a href="?in=2015"><span class="vh">Remove: </span>Claimant: ' in html


def test_a_name_of_several_is_asked_about_and_narrows_nothing_yet(client, db):
    for uid, qualifier in (("sanchez-a", "economist"), ("sanchez-b", "pilot")):
        entity = make_entity("Ana Sánchez", uid=uid, qualifier=qualifier)
        document = make_document(dated="2015")
        make_claim(document, uid=f"of-{uid}", statement=f"By {uid}.", claimant=entity)
    html = read(client, "/timeline/?claimant=Ana+Sanchez")
    assert "“Ana Sanchez” may be several." in html
    assert '<a href="?claimant=sanchez-a">Ana Sánchez (economist)</a>' in html
    assert "By sanchez-a." in html
    assert "By sanchez-b." in html
    one = client.get("/timeline/?claimant=Ana+S%C3%A1nchez+%28pilot%29")
    assert one.url == "/timeline/?claimant=sanchez-b"


def test_a_name_that_nobody_has_is_kept_in_its_field_and_said(client, db):
    make_claim(make_document(dated="2015"), statement="They are ready.")
    html = read(client, "/timeline/?claimant=Nobody+Such&collection=nowhere")
    assert "Nobody and nothing here is called “Nobody Such”" in html
    assert 'name="claimant" value="Nobody Such"' in html
    assert "No collection here is “nowhere”" in html
    assert "They are ready." in html


def test_the_form_narrows_by_a_collection_with_documents_to_be_seen(client, db):
    kept, secret = (
        Collection.objects.create(uid=uid, name=uid.title()) for uid in ("harbour", "cellar")
    )
    for collection, access in ((kept, "full"), (secret, "staff")):
        document = make_document(access=access, dated="2015")
        make_claim(document, uid=f"in-{collection.uid}", statement=f"In {collection.uid}.")
        DocumentCollection.objects.create(document=document, collection=collection)
    make_claim(make_document(dated="2015"), uid="outside", statement="In none.")
    html = read(client, "/timeline/")
    assert '<option value="harbour">Harbour</option>' in html
    assert "Cellar" not in html
    html = read(client, "/timeline/?collection=harbour")
    assert "In harbour." in html
    assert "In none." not in html
    assert "Cellar" not in read(client, "/timeline/?collection=cellar")


def test_claims_with_days_of_their_own_stand_where_these_are(client, db):
    old = make_document(dated="1962-10-22")
    make_claim(old, uid="late", said="2015-03-02", statement="Said late.")
    make_claim(old, "half a century", uid="then", statement="Said then.")
    make_claim(make_document(dated=""), uid="never", statement="Said on an unknown day.")
    html = read(client, "/timeline/?in=2015")
    assert "Said late." in html
    assert "Said then." not in html
    assert "Said then." in read(client, "/timeline/?in=1962")
    assert "Said on an unknown day." not in read(client, "/timeline/")


def test_a_bar_without_an_end_is_dashed_and_said_to_be(client, db):
    document = make_document(dated="2015-03-02")
    make_dating(document, "on Tuesday", "2010/..")
    html = read(client, "/timeline/?over=mentioned")
    assert 'class="span open-ended"' in html
    assert "A dashed one has no beginning or no end." in html


def test_a_claim_without_an_end_may_lie_in_every_time_after_its_beginning(client, db):
    document = make_document(dated="2012-03-02")
    make_claim(document, said="2012/..", statement="It goes on.")
    make_claim(document, "Tuesday", said="../1999", statement="It went on.")
    for year, goes_on, went_on in (("2015", True, False), ("2012", True, False)):
        html = read(client, f"/timeline/?in={year}")
        assert ("It goes on." in html, "It went on." in html) == (goes_on, went_on)
    html = read(client, "/timeline/?in=198X")
    assert ("It goes on." in html, "It went on." in html) == (False, True)

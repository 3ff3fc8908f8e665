"""The timeline: days at the end of all calendars, words that are not open, narrowing."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from archive.axis import Axis
from archive.dates.values import in_words
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


def test_claims_of_one_day_have_one_day_written_under_them(client, db):
    for uid in ("one", "other"):
        make_claim(make_document(dated="2023-01-20"), uid=uid)
    html = read(client, "/claims/compare/?claim=one&claim=other")
    figure = html[html.index("<svg") : html.index("</svg>")]
    assert figure.count("20 January 2023</text>") == 1
    assert "21 January 2023" not in figure


def test_the_axis_ends_with_the_marks_and_the_page_says_so(client, db):
    for n in range(61):
        document = make_document(dated=f"{1990 if n < 60 else 2023}-03-{n % 28 + 1:02}")
        make_claim(document, uid=f"claim{n}")
    html = read(client, "/timeline/")
    assert "the axis ends with them, on 28 March 1990" in html
    assert "2023</text>" not in html


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

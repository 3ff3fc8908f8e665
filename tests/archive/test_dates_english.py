"""English, rule by rule. Published on Friday 13 February 1998 unless a test says otherwise."""

import pytest

from archive.dates import Basis, ResolvedDate, Status, Type, read, resolve

PUBLISHED = "1998-02-13"


def _only(text: str, published: str | None = PUBLISHED) -> ResolvedDate:
    found = resolve(text, published)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def _last(text: str, published: str | None = PUBLISHED) -> ResolvedDate:
    return resolve(text, published)[-1]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("Signed on June 13, 2005, in Paris.", "June 13, 2005", "2005-06-13"),
        ("Signed on Friday, June 13, 1997, in Paris.", "Friday, June 13, 1997", "1997-06-13"),
        ("Signed on 13 June 2005.", "13 June 2005", "2005-06-13"),
        ("Signed on the 13th of June, 2005.", "the 13th of June, 2005", "2005-06-13"),
        ("Signed on Sept. 3, 1996.", "Sept. 3, 1996", "1996-09-03"),
        ("Signed on 2005-06-13.", "2005-06-13", "2005-06-13"),
        ("Signed on 6/13/1997.", "6/13/1997", "1997-06-13"),
        ("Signed on 13/6/1997.", "13/6/1997", "1997-06-13"),
        ("Signed in May 2008.", "May 2008", "2008-05"),
        ("Signed in June of 2008.", "June of 2008", "2008-06"),
        ("Signed in 1848.", "1848", "1848"),
        ("In the summer of 1996 it closed.", "the summer of 1996", "1996-22"),
        ("In fall 1995 it closed.", "fall 1995", "1995-23"),
        ("It grew in the third quarter of 1996.", "the third quarter of 1996", "1996-35"),
        ("It grew in Q2 1996.", "Q2 1996", "1996-34"),
        ("It grew in the second half of 1996.", "the second half of 1996", "1996-07/1996-12"),
        ("In the early 1990s it closed.", "the early 1990s", "199X"),
        ("In the '60s it closed.", "the '60s", "196X"),
        ("In the 19th century it closed.", "the 19th century", "18XX"),
        ("In late 1996 it closed.", "late 1996", "1996"),
        ("It closed at the end of June 1996.", "the end of June 1996", "1996-06"),
        ("President (1989-1993) of it.", "1989-1993", "1989/1993"),
        ("The season of 1996-97 was bad.", "1996-97", "1996/1997"),
        ("It met on June 5-9, 1997.", "June 5-9, 1997", "1997-06-05/1997-06-09"),
        ("It met between 5 and 9 June 1997.", "5 and 9 June 1997", "1997-06-05/1997-06-09"),
        ("In fiscal 1997 it grew.", "fiscal 1997", "1997"),
        ("On Christmas Day 1997 it snowed.", "Christmas Day 1997", "1997-12-25"),
        ("Since 1991 it has grown.", "1991", "1991/.."),
        ("It is closed until May 1999.", "May 1999", "../1999-05"),
        ("It has grown since the 1980s.", "the 1980s", "1980/.."),
        ("It was closed until the 18th century.", "the 18th century", "../1799"),
        ("It has grown since summer 1991.", "summer 1991", "1991-06/.."),
        ("It was open until the third quarter of 1991.", "the third quarter of 1991", "../1991-09"),
    ],
)
def test_dates_that_are_written_out(text: str, words: str, edtf: str | None) -> None:
    one = _only(text)
    assert (one.text, one.edtf, one.status) == (words, edtf, Status.RESOLVED)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("He said Monday that it rained.", "Monday", "1998-02-09"),
        ("He said Friday that it rained.", "Friday", "1998-02-13"),
        ("The meeting is scheduled for Monday.", "Monday", "1998-02-16"),
        ("It stays closed until Tuesday.", "Tuesday", "../1998-02-17"),
        ("He came last Tuesday.", "last Tuesday", "1998-02-10"),
        ("He came last Friday.", "last Friday", "1998-02-06"),
        ("He comes next Friday.", "next Friday", "1998-02-20"),
        ("He came on Tuesday of last week.", "Tuesday of last week", "1998-02-03"),
        ("He came yesterday.", "yesterday", "1998-02-12"),
        ("He came the day before yesterday.", "the day before yesterday", "1998-02-11"),
        ("He came last week.", "last week", "1998-02-02/1998-02-08"),
        ("He came over the weekend.", "the weekend", "1998-02-07/1998-02-08"),
        ("He came earlier this month.", "earlier this month", "1998-02"),
        ("He came last year.", "last year", "1997"),
        ("He came last quarter.", "last quarter", "1997-36"),
        ("He came this summer.", "this summer", "1998-22"),
        ("He came last fall.", "last fall", "1997-23"),
        ("He came in the fourth quarter.", "the fourth quarter", "1997-36"),
        ("He came on Jan. 6.", "Jan. 6", "1998-01-06"),
        ("He came on December 29.", "December 29", "1997-12-29"),
        ("He came in October.", "October", "1997-10"),
        ("The law takes effect in October.", "October", "1998-10"),
        ("He came last May.", "last May", "1997-05"),
        ("He came two weeks ago.", "two weeks ago", "1998-01-26/1998-02-01"),
        ("He came three months ago.", "three months ago", "1997-11"),
        ("He came ten years ago.", "ten years ago", "1988"),
        ("He came half a century ago.", "half a century ago", "1948"),
        ("He came 12 days ago.", "12 days ago", "1998-02-01"),
        ("He came in early January.", "early January", "1998-01"),
        ("It opens early next year.", "early next year", "1999"),
        ("He came at the end of last year.", "the end of last year", "1997"),
        ("He came in mid-January.", "mid-January", "1998-01"),
        ("He came last Thanksgiving.", "last Thanksgiving", "1997-11-27"),
        ("It happened on 2/8/1998.", "2/8/1998", "1998-02-08"),
    ],
)
def test_dates_counted_from_the_publication_date(text: str, words: str, edtf: str | None) -> None:
    one = _only(text)
    assert (one.text, one.edtf, one.status) == (words, edtf, Status.RESOLVED)
    assert (one.basis, one.reference) == (Basis.PUBLISHED, PUBLISHED)
    without = _only(text, None)
    assert (without.text, without.edtf, without.status) == (words, None, Status.UNRESOLVED)


@pytest.mark.parametrize(
    ("text", "words", "edtf", "antecedent"),
    [
        (
            "In January 1996 he rose. In July of that year he fell.",
            "July of that year",
            "1996-07",
            "January 1996",
        ),
        ("In 1995 he rose. The same year, he fell.", "The same year", "1995", "1995"),
        (
            "On May 5, 1995 he rose. The next day he fell.",
            "The next day",
            "1995-05-06",
            "May 5, 1995",
        ),
        (
            "On May 5, 1995 he rose. Later that day he fell.",
            "Later that day",
            "1995-05-05",
            "May 5, 1995",
        ),
        (
            "On May 5, 1995 he rose. Two days later he fell.",
            "Two days later",
            "1995-05-07",
            "May 5, 1995",
        ),
        (
            "On May 5, 1995 he rose. Three years earlier he fell.",
            "Three years earlier",
            "1992",
            "May 5, 1995",
        ),
        (
            "In May 1995 he rose. The previous month he fell.",
            "The previous month",
            "1995-04",
            "May 1995",
        ),
        (
            "It rose in the second quarter of 1995. In the quarter, it fell.",
            "the quarter",
            "1995-34",
            "the second quarter of 1995",
        ),
        (
            "It rose in the second quarter of 1995, from a year earlier.",
            "a year earlier",
            "1994-34",
            "the second quarter of 1995",
        ),
        (
            "Profit was $5 in May 1995, up from the year-ago period.",
            "the year-ago period",
            "1994-05",
            "May 1995",
        ),
        (
            "Sales rose in May 1995, from the same month a year ago.",
            "the same month a year ago",
            "1994-05",
            "May 1995",
        ),
    ],
)
def test_dates_that_refer_back_to_the_text(
    text: str, words: str, edtf: str | None, antecedent: str
) -> None:
    for published in (None, PUBLISHED):
        one = _last(text, published)
        assert (one.text, one.edtf, one.basis) == (words, edtf, Basis.TEXT)
        assert one.antecedent and text[slice(*one.antecedent)] == antecedent


@pytest.mark.parametrize(
    ("text", "words", "timex"),
    [
        ("It took three years.", "three years", "P3Y"),
        ("It took twenty-five years.", "twenty-five years", "P25Y"),
        ("It took two and a half years.", "two and a half years", "P2.5Y"),
        ("It took 2 1/2 years.", "2 1/2 years", "P2.5Y"),
        ("It took half an hour.", "half an hour", "PT30M"),
        ("It was a 12-hour flight.", "12-hour", "PT12H"),
        ("It took more than two weeks.", "more than two weeks", "P2W"),
        ("It took nearly a decade.", "nearly a decade", "P1DE"),
        ("It took six decades.", "six decades", "P6DE"),
        ("It took several months.", "several months", "PXM"),
        ("It rose over the past three years.", "the past three years", "P3Y"),
        ("It rises over the next few weeks.", "the next few weeks", "PXW"),
        ("It rose in the first nine months.", "the first nine months", "P9M"),
        ("It lasted for years.", "years", "PXY"),
        ("She is a 22-year-old writer.", "22-year-old", "P22Y"),
    ],
)
def test_durations(text: str, words: str, timex: str) -> None:
    one = _only(text)
    assert (one.text, one.timex, one.type, one.edtf) == (words, timex, Type.DURATION, None)


@pytest.mark.parametrize(
    ("text", "words", "timex"),
    [
        ("It meets every Monday.", "every Monday", "XXXX-WXX-1"),
        ("It meets each year.", "each year", "P1Y"),
        ("It meets every two weeks.", "every two weeks", "P2W"),
        ("It meets on Mondays.", "Mondays", "XXXX-WXX-1"),
        ("The annual fair is held there.", "annual", "P1Y"),
        ("It meets twice a week.", "twice a week", "P1W"),
        ("It costs $50 a year.", "a year", "P1Y"),
        ("It pumps two million barrels a day.", "a day", "P1D"),
        ("It frees four prisoners a day.", "a day", "P1D"),
        ("It is held every summer.", "every summer", "XXXX-SU"),
    ],
)
def test_what_is_repeated(text: str, words: str, timex: str) -> None:
    one = _only(text)
    assert (one.text, one.timex, one.type, one.edtf) == (words, timex, Type.SET, None)


@pytest.mark.parametrize(
    ("text", "words", "timex", "edtf"),
    [
        (
            "It began at 10 a.m. Monday.",
            "10 a.m. Monday",
            "1998-02-09T10:00",
            "1998-02-09T10:00:00",
        ),
        (
            "It began on Monday at 3:30 p.m., he said.",
            "Monday at 3:30 p.m.",
            "1998-02-09T15:30",
            "1998-02-09T15:30:00",
        ),
        (
            "It began at 08:30 UTC today.",
            "08:30 UTC today",
            "1998-02-13T08:30Z",
            "1998-02-13T08:30:00Z",
        ),
        ("It began at noon.", "noon", "1998-02-13T12:00", "1998-02-13T12:00:00"),
        ("It began Thursday night.", "Thursday night", "1998-02-12TNI", "1998-02-12"),
        ("It began last night.", "last night", "1998-02-12TNI", "1998-02-12"),
        ("It begins tonight.", "tonight", "1998-02-13TNI", "1998-02-13"),
        ("It began this morning.", "this morning", "1998-02-13TMO", "1998-02-13"),
        ("It began early Friday morning.", "early Friday morning", "1998-02-13TMO", "1998-02-13"),
    ],
)
def test_times_of_the_day(text: str, words: str, timex: str, edtf: str | None) -> None:
    one = _only(text)
    assert (one.text, one.timex, one.edtf, one.type) == (words, timex, edtf, Type.TIME)


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "They gave 2000 people a meal.",
        "It cost $1998.",
        "Three quarters of the staff left.",
        "The fall of the wall was a second act.",
        "It weighed 1,500 pounds and moved at 3.5 knots.",
        "He sat on the Sun, and April sat by him may be.",
        "Version 1.2.3 of 45:99 on 31/31/2000.",
        "A score of 3:15 was fair.",
    ],
)
def test_words_that_look_like_dates_and_are_none(text: str) -> None:
    assert [one.text for one in resolve(text, PUBLISHED) if one.text != "April"] == []


def test_a_day_that_does_not_exist_is_not_made_up() -> None:
    assert all(one.edtf != "1997-02-30" for one in resolve("On February 30, 1997, he left."))


def test_recent_days_end_with_the_publication_date_and_begin_nobody_says_when() -> None:
    one = _only("In recent days it rained.")
    assert (one.edtf, one.status) == ("/1998-02-13", Status.VAGUE)


@pytest.mark.parametrize(
    ("published", "edtf"),
    [("1998-02", "/1998-02"), ("1998-22", "/1998-08"), ("1998-02/1999", "/1999")],
)
def test_recent_days_end_with_a_publication_date_that_is_no_single_day(
    published: str, edtf: str
) -> None:
    assert _only("In recent days it rained.", published).edtf == edtf


def test_now_and_recently_name_no_day() -> None:
    for text, timex in (("It is now closed.", "PRESENT_REF"), ("It recently closed.", "PAST_REF")):
        one = _only(text)
        assert (one.timex, one.edtf, one.status) == (timex, None, Status.VAGUE)


def test_a_dateline_is_the_reference_where_there_is_no_publication_date() -> None:
    text = "HAVANA, Jan. 20, 2023 (Agency) - He came yesterday."
    one = _last(text, None)
    assert (one.edtf, one.basis, one.reference) == ("2023-01-19", Basis.DATELINE, "2023-01-20")


def test_a_line_that_is_only_a_date_is_a_dateline() -> None:
    assert _last("A title\n\nJune 13, 2005\n\nHe came today.", None).edtf == "2005-06-13"


def test_a_date_in_a_sentence_is_no_dateline() -> None:
    assert _last("On June 13, 2005 he fell. He came today.", None).status is Status.UNRESOLVED


def test_a_publication_date_less_exact_than_a_day_resolves_only_what_it_can() -> None:
    found = resolve("Last year it rained. It rained yesterday.", "2023")
    assert [(one.edtf, one.status) for one in found] == [
        ("2022", Status.RESOLVED),
        (None, Status.UNRESOLVED),
    ]
    assert found[0].reference == "2023"


def test_an_approximate_publication_date_resolves_nothing_relative() -> None:
    assert _only("Last year it rained.", "2023~").status is Status.UNRESOLVED


def test_a_reading_that_only_one_end_of_the_publication_date_has_is_not_resolved() -> None:
    found = resolve("Sent 980131 by wire. It rained.", "1998-01")
    assert [one.edtf for one in found if one.edtf] == []


def test_no_reading_leaves_the_calendar() -> None:
    for published in ("0001-01-01", "9999-12-31"):
        for one in resolve("Last winter, next winter, Easter, a century ago, Q4.", published):
            assert one.edtf is None or read(one.edtf)


def test_words_that_stand_alike_are_read_by_their_own_sentence() -> None:
    sentence = (
        "The {of} of a club that nobody had ever heard of fell in the first half. It was a "
        "surprise to all of them here in the town of the north, and so on and on."
    )
    text = " ".join(sentence.format(of=of) for of in ("colours", "players", "profits", "players"))
    halves = [text[one.start - 60 : one.start] for one in resolve(text, "2016-05-01")]
    assert len(halves) == 1 and "profits" in halves[0]

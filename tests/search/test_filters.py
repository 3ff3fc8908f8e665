"""A search address is read whole: what is wrong becomes a sentence, never an error."""

from datetime import date

import pytest
from django.http import QueryDict

from search.filters import SearchFilter, read_address


def asked(query):
    return read_address(QueryDict(query))


def test_an_empty_address_asks_for_every_document():
    empty = asked("")
    assert (empty.q, empty.kind, empty.match, empty.sort, empty.page) == (
        "", "documents", "all", "relevance", 1,
    )  # fmt: skip
    assert not empty.notes
    assert not empty.errors


def test_repeated_parameters_are_values_of_one_facet():
    assert asked("publisher=a&publisher=b&publisher=a").facets == {"publisher": ("a", "b")}


def test_a_thousand_values_of_one_facet_are_cut():
    many = "&".join(f"person=p{i}" for i in range(1000))
    assert len(asked(many).facets["person"]) == 64


def test_a_year_a_month_and_a_day_become_the_ends_of_a_range():
    days = asked("published_after=2019&published_before=2020-02&mentioned_after=1962-10-16").days
    assert days["published_after"] == date(2019, 1, 1)
    assert days["published_before"] == date(2020, 2, 29)
    assert days["mentioned_after"] == date(1962, 10, 16)
    assert days["mentioned_before"] is None


def test_a_wrong_date_is_an_error_of_its_field_with_a_sentence():
    errors = asked("published_after=31+June+2018").errors
    assert list(errors) == ["published_after"]
    assert errors["published_after"][0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mentioned_before=2018/..", "“2018/..” has no end, so it narrows nothing. Write one"),
        ("published_before=2018/", "“2018/” has no end"),
        ("mentioned_after=../2018", "“../2018” has no beginning, so it narrows nothing. Write"),
    ],
)
def test_a_range_that_is_open_where_a_day_is_needed_is_an_error_with_a_repair(address, said):
    found = asked(address)
    ((message,),) = found.errors.values()
    assert message.startswith(said)
    assert message.endswith("like 2018.")
    assert not any(found.days.values())


def test_a_range_that_is_open_at_its_other_end_narrows():
    days = asked("mentioned_after=2018/..&mentioned_before=../2019").days
    assert (days["mentioned_after"], days["mentioned_before"]) == (
        date(2018, 1, 1),
        date(2019, 12, 31),
    )


def test_an_unknown_parameter_is_reported():
    notes = asked("pubisher=gazette").notes
    assert len(notes) == 1
    assert "pubisher" in notes[0]


@pytest.mark.parametrize("page", ["1e9999", "-1", "0", "x", "", str(10**30), "²", "١"])
def test_a_malformed_page_is_page_one_with_a_note(page):
    read = read_address(_query(page=page))
    assert read.page == 1
    assert read.notes


def _query(**parameters):
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query


def test_a_wrong_kind_or_sort_is_the_usual_one_with_a_note():
    wrong = asked("kind=poems&sort=colour")
    assert (wrong.kind, wrong.sort) == ("documents", "relevance")
    assert len(wrong.notes) == 2


def test_a_facet_of_claims_does_not_narrow_documents_and_says_so():
    read = asked("claimant=marsh")
    assert read.facets == {}
    assert "claimant" in read.notes[0]
    assert asked("kind=claims&claimant=marsh").facets == {"claimant": ("marsh",)}


def test_the_form_never_filters_a_queryset():
    with pytest.raises(TypeError, match="search backend filters"):
        _ = SearchFilter(QueryDict("q=mail")).qs


def test_a_range_that_ends_before_it_begins_is_named():
    notes = asked("published_after=1960&published_before=1958").notes
    assert len(notes) == 1
    assert "“1960” to “1958” ends before it begins" in notes[0]
    assert not asked("mentioned_after=1958&mentioned_before=1958").notes


def test_a_parameter_that_takes_one_value_says_that_the_last_was_used():
    twice = asked("q=sugar&q=ferry")
    assert twice.q == "ferry"
    assert "“q”" in twice.notes[0]

"""One search has one address."""

from search.addresses import added, canonical, changed, narrowed, without


def test_parameters_stand_in_one_order_whatever_order_they_came_in():
    asked = {"place": ("b", "a"), "q": ("mail",), "published_before": ("2020",)}
    assert canonical(asked) == "q=mail&place=a&place=b&published_before=2020"


def test_defaults_and_empty_parameters_are_left_out():
    assert canonical({"q": ("",), "kind": ("documents",), "page": ("1",), "sort": ("newest",)}) == (
        "sort=newest"
    )


def test_a_changed_search_starts_on_its_first_page():
    assert changed({"q": ("mail",), "page": ("4",)}, sort="oldest") == "q=mail&sort=oldest"
    assert changed({"q": ("mail",), "page": ("4",)}, page="5") == "q=mail&page=5"


def test_a_value_is_added_and_taken_away_without_touching_the_others():
    asked = {"q": ("mail",), "person": ("marsh",)}
    more = added(asked, "person", "rojas")
    assert more == "q=mail&person=marsh&person=rojas"
    assert without({"person": ("marsh", "rojas")}, "person", "marsh") == "person=rojas"


def test_unknown_parameters_do_not_survive():
    assert canonical({"q": ("mail",), "utm_source": ("x",)}) == "q=mail"


def test_a_bar_leads_where_a_changed_address_leads():
    parameters = {
        "q": ("vessel & crew",),
        "published_after": ("1990",),
        "mentioned_before": ("2001-04",),
        "sort": ("oldest",),
        "page": ("3",),
        "why": ("1",),
    }
    for over in ("published", "mentioned"):
        days = {f"{over}_after": "1994", f"{over}_before": "1995-03"}
        assert narrowed(parameters, over)("1994", "1995-03") == changed(parameters, **days)
    assert narrowed({}, "published")("1994", "1994") == "published_after=1994&published_before=1994"

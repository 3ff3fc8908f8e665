"""What facets and their values are called."""

import pytest

from search.backends.base import Facet, FacetValue
from search.facets import by_label, label, labels, names
from search.schema import CLAIM_FACETS
from tests.makers import make_entity, make_publisher


def test_every_facet_has_a_name():
    assert set(names()) == set(CLAIM_FACETS)
    assert all(names().values())


@pytest.mark.django_db
def test_a_qualifier_is_shown_only_where_two_values_share_a_name():
    make_entity("Smith, John", uid="smith-senator", qualifier="senator")
    make_entity("Smith, John", uid="smith-baker", qualifier="baker")
    make_entity("Elena Marsh", uid="marsh", qualifier="delegate")
    assert labels({"person": ["smith-senator", "marsh"]})["person"] == {
        "smith-senator": "Smith, John",
        "marsh": "Elena Marsh",
    }
    assert labels({"person": ["smith-senator", "smith-baker"]})["person"] == {
        "smith-senator": "Smith, John (senator)",
        "smith-baker": "Smith, John (baker)",
    }


@pytest.mark.django_db
def test_a_value_that_is_gone_stands_for_itself():
    make_publisher("gazette", "The Gazette")
    found = labels({"publisher": ["gazette", "gone"], "person": ["gone"]})
    assert found == {
        "publisher": {"gazette": "The Gazette", "gone": "gone"},
        "person": {"gone": "gone"},
    }


def test_languages_are_called_by_their_names():
    assert label("language", "es") == "Spanish"
    assert label("language", "pt-BR") == "Portuguese (pt-BR)"
    assert label("language", "und") == "unknown language"


def test_ties_are_broken_by_label_and_the_rest_is_counted():
    values = tuple(FacetValue(f"v{i:02}", 2) for i in range(40))
    said = {value.value: f"name {99 - int(value.value[1:]):02}" for value in values}
    shown = by_label(Facet(values, more=1), said)
    assert [value.value for value in shown.values[:2]] == ["v39", "v38"]
    assert (len(shown.values), shown.more) == (30, 11)

"""The hash of an entry: of all that is in it, spelled as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.base import Doors, Entry, Text, _spell

told = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=200)
@given(told=told)
def test_what_is_told_is_spelled_as_json_spells_it(told: object) -> None:
    plain = json.dumps(told, separators=(",", ":"), sort_keys=True, default=date.isoformat)
    assert _spell(told) == plain


ENTRY = Entry(
    uid="one", kind="document", document="one", title="Rain", body=Text("published", "en", ("a b",))
)


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, title="Rains"),
        replace(ENTRY, body=Text("published", "en", ("a", " b"))),
        replace(ENTRY, others=(Text("ocr", "en", ("a b",)),)),
        replace(ENTRY, facets={"topic": ("weather",)}),
        replace(ENTRY, published=(date(1961, 4, 17), None)),
        replace(ENTRY, doors=Doors(embargo_until=date(2030, 1, 1))),
        replace(ENTRY, standings=(("denied", Doors()),)),
    ],
)
def test_whatever_differs_has_another_hash(other: Entry) -> None:
    assert other.content_hash != ENTRY.content_hash
    assert replace(other).content_hash == other.content_hash

"""The `arrays` writer puts each word where the plain writer puts it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.base import Entry, Text
from search.backends.whoosh.building import Builder, entries_with
from search.backends.whoosh.flat import FlatField
from search.backends.whoosh.texts import GAP, prepare
from search.schema import TEXT_FIELDS

pieces = st.lists(st.text("ab é.中", max_size=8), max_size=4)


@settings(deadline=None)
@given(bodies=st.lists(pieces, min_size=1, max_size=4), others=st.lists(pieces, max_size=4))
def test_words_stand_where_the_plain_writer_puts_them(
    bodies: list[list[str]], others: list[list[str]]
) -> None:
    entries = [
        Entry(
            uid=f"{number}", kind="document", document=f"{number}", title=" ".join(body),
            body=Text("published", "en", tuple(body)),
            others=tuple(Text("ocr", "en", tuple(other)) for other in others[number:]),
        )
        for number, body in enumerate(bodies)
    ]  # fmt: skip
    builder = Builder()
    for entry in entries:
        builder.add(entry)
    builder.cut()
    spelled = list(builder.vocabulary.of)
    expected = [prepare(entry) for entry in entries]
    assert [row.lengths for row in builder.rows] == [each.lengths for each in expected]
    assert [row.starts for row in builder.rows] == [each.starts for each in expected]
    for name in TEXT_FIELDS:
        rank = np.arange(len(spelled) + 1, dtype=np.uint64)
        packed = builder.tokens[name].packed(rank, position_bits=16, doc_bits=16)
        found = [
            (each >> 16 & 0xFFFF, each & 0xFFFF, spelled[each >> 32]) for each in packed.tolist()
        ]
        assert found == [
            (doc, at, word)
            for doc, each in enumerate(expected)
            for at, word in enumerate(each.stream[name])
            if word != GAP
        ]


stands = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)))


@settings(deadline=None)
@given(fields=st.lists(stands, max_size=3))
def test_an_entry_counts_once_in_however_many_fields_a_word_stands(
    fields: list[set[tuple[int, int]]],
) -> None:
    none = np.zeros(0)
    made = [
        FlatField(
            np.array([term for term, _ in sorted(each)], np.uint32),
            np.array([doc for _, doc in sorted(each)], np.uint16), none, none, none,
        )
        for each in fields
    ]  # fmt: skip
    everywhere = set[tuple[int, int]]().union(*fields)
    expected = [sum(term == each for each, _ in everywhere) for term in range(4)]
    assert entries_with(made, 4).tolist() == expected

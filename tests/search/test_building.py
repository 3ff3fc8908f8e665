"""The `arrays` writer puts each word where the plain writer puts it."""

from __future__ import annotations

from itertools import accumulate, islice

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.base import Entry, Text
from search.backends.whoosh.building import Builder, entries_with
from search.backends.whoosh.spelling import parts
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
    builder.add(entries)
    spelled = list(builder.vocabulary.of)
    expected = [prepare(entry) for entry in entries]
    table = builder.columns.table([], np.zeros(0))
    starts = table.ragged["others"]
    assert [row.tolist() for row in np.split(starts.columns["start"], starts.offsets[1:-1])] == [
        list(each.starts) for each in expected
    ]
    for name in TEXT_FIELDS:
        tokens = builder.tokens[name]
        lengths = [each.lengths[name] for each in expected]
        assert table.plain[f"length_{name}"].tolist() == lengths
        rank = np.arange(len(spelled), dtype=np.uint64)
        starts = tokens.starts().tolist()
        found = []
        for run in tokens.runs(rank, tokens.used(len(spelled))):
            words = np.repeat(run.ranks, np.diff(run.starts)).tolist()
            assert run.keys.tolist() == [
                word << len(entries).bit_length() | doc
                for word, doc in zip(words, run.docs.tolist(), strict=True)
            ]
            deltas, numbers = iter(run.deltas.tolist()), iter(run.numbers.tolist())
            for word, doc, count in zip(words, run.docs.tolist(), run.counts.tolist(), strict=True):
                for at in accumulate(islice(deltas, count)):
                    found.append((word, doc, at))
                    assert next(numbers) == starts[doc] + at
        assert found == sorted(
            (spelled.index(word), doc, at)
            for doc, each in enumerate(expected)
            for at, word in enumerate(each.stream[name])
            if word != GAP
        )


@given(terms=st.lists(st.integers(1, 6), max_size=9), at_most=st.integers(1, 9))
def test_words_are_handed_on_as_many_as_fit_and_one_at_least(
    terms: list[int], at_most: int
) -> None:
    starts = np.cumsum([0, *terms])
    found = parts(starts, at_most)
    assert [nth for first, after in found for nth in range(first, after)] == [*range(len(terms))]
    for first, after in found:
        assert after - first == 1 or sum(terms[first:after]) <= at_most


stands = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)))


@settings(deadline=None)
@given(fields=st.lists(stands, max_size=3))
def test_an_entry_counts_once_in_however_many_fields_a_word_stands(
    fields: list[set[tuple[int, int]]],
) -> None:
    made = [np.array([term << 3 | doc for term, doc in sorted(each)], np.uint64) for each in fields]
    everywhere = set[tuple[int, int]]().union(*fields)
    expected = [sum(term == each for each, _ in everywhere) for term in range(4)]
    postings = np.array([sum(t == each for f in fields for t, _ in f) for each in range(4)])
    assert entries_with(made, 4, postings).tolist() == expected

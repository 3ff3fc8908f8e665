"""A text cut where marks begin and end, and the pieces nested."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading import (
    Block,
    Close,
    Ends,
    Level,
    Mark,
    Open,
    around,
    block_at,
    blocks,
    cut,
    keyword_in_context,
    linked_of,
    nested,
    paragraphs,
    sets,
    trimmed,
)

TEXT = (
    "Officials met in Havana on Tuesday to talk about the mail, a spokesman said. No day was set."
)


def mark(level, start, end, key=0):
    return Mark(start=start, end=end, level=level, key=key)


def tokens(text, marks):
    pieces = cut(0, len(text), marks)
    return list(nested(text, pieces, linked_of(pieces)))


@st.composite
def marked_texts(draw):
    text = draw(st.text(min_size=1, max_size=60))
    spans = draw(
        st.lists(
            st.tuples(
                st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(Level)
            ),
            max_size=12,
        )
    )
    marks = [
        mark(level, min(a, b - 1), max(a + 1, b), key) for key, (a, b, level) in enumerate(spans)
    ]
    return text, marks


@settings(max_examples=200, deadline=None)
@given(marked_texts())
def test_the_pieces_joined_are_the_text_and_the_elements_nest(drawn):
    text, marks = drawn
    stack, written, covered, opened = [], "", {m: set() for m in marks}, dict.fromkeys(marks, 0)
    for token in tokens(text, marks):
        if isinstance(token, Open):
            stack.append(token)
            opened[token.mark] += token.first
        elif isinstance(token, Close):
            assert stack.pop().mark == token.mark
        elif isinstance(token, str):
            at = range(len(written), len(written) + len(token))
            for element in stack:
                covered[element.mark].update(at)
            assert sum(element.link for element in stack) <= 1, "a link stands in a link"
            levels = [element.mark.level for element in stack]
            assert levels == sorted(levels), "a claim is outside of an entity"
            written += token
        else:
            assert all(element.mark.level <= Level.NOTE for element in stack)
    assert stack == []
    assert written == text
    assert covered == {m: set(range(m.start, m.end)) for m in marks}
    assert set(opened.values()) <= {1}


@settings(max_examples=100, deadline=None)
@given(marked_texts())
def test_every_mark_that_should_link_does_so_or_is_handed_out_where_it_ends(drawn):
    text, marks = drawn
    linked, handed_out, ended = set(), [], []
    for token in tokens(text, marks):
        if isinstance(token, Open) and token.link:
            linked.add(token.mark)
        if isinstance(token, Ends):
            handed_out += token.unlinked
            ended += token.marks
    assert linked | set(handed_out) == {m for m in marks if m.level.links}
    assert not linked & set(handed_out)
    assert sorted(ended, key=lambda m: m.key) == [m for m in marks if m.level <= Level.NOTE]


def test_crossing_claims_are_closed_and_opened_again():
    first, second = mark(Level.CLAIM, 0, 10, 1), mark(Level.CLAIM, 5, 15, 2)
    shape = [
        (type(token).__name__, getattr(getattr(token, "mark", None), "key", token))
        for token in tokens("abcdefghijklmnopq", [first, second])
        if not isinstance(token, Ends)
    ]
    assert shape == [
        ("Open", 1),
        ("str", "abcde"),
        ("Open", 2),
        ("str", "fghij"),
        ("Close", 2),
        ("Close", 1),
        ("Open", 2),
        ("str", "klmno"),
        ("Close", 2),
        ("str", "pq"),
    ]


def test_two_claims_that_end_together_end_once():
    ends = [
        token
        for token in tokens("abcdef", [mark(Level.CLAIM, 0, 4, 1), mark(Level.CLAIM, 2, 4, 2)])
        if isinstance(token, Ends)
    ]
    assert [[m.key for m in end.marks] for end in ends] == [[1, 2]]


def test_a_mark_runs_forward():
    with pytest.raises(ValueError, match="runs forward"):
        mark(Level.CLAIM, 4, 4)


def test_blank_lines_part_paragraphs_and_lines_within_them_stay():
    text = "\n One\ntwo.\n\n \n Three. \n\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One\ntwo.", "Three."]


def test_without_blank_lines_every_line_is_a_paragraph():
    text = "One.\nTwo.\nThree."
    assert [text[a:b] for a, b in paragraphs(text)] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_nothing_has_no_paragraphs(text):
    assert paragraphs(text) == []
    assert blocks(text, []) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n\t", max_size=60), st.data())
def test_blocks_hold_every_letter_once_and_in_order(text, data):
    at = st.integers(0, len(text))
    folded = [(min(a, b), max(a, b)) for a, b in data.draw(st.lists(st.tuples(at, at), max_size=4))]
    parts = blocks(text, [span for span in folded if span[0] < span[1]])
    kept = "".join("".join(text[p.start : p.end].split()) for p in parts)
    assert kept == "".join(text.split())
    for part in parts:
        every = range(part.start, part.end)
        inside = all(any(a <= i < b for a, b in folded) for i in every)
        assert part.boilerplate == inside or part.start == part.end
    numbers = [part.number for part in parts if part.number]
    assert numbers == list(range(1, len(numbers) + 1))


def test_boilerplate_within_a_paragraph_is_cut_out_of_it():
    text = "Before. Share this! After.\n\nNext."
    parts = blocks(text, [(8, 19)])
    assert [(text[p.start : p.end], p.number, p.boilerplate) for p in parts] == [
        ("Before.", 1, False),
        ("Share this!", 0, True),
        ("After.", 0, False),
        ("Next.", 2, False),
    ]
    assert block_at(parts, 10) == 0
    assert block_at(parts, 21) == 1
    assert block_at(parts, 29) == 2


def test_a_set_takes_along_the_paragraphs_in_which_no_claim_begins():
    rows = sets(
        [Block(0, 10, 1), Block(12, 20, 2), Block(22, 30, 3), Block(32, 40, 4)],
        [mark(Level.CLAIM, 13, 15, 1), mark(Level.CLAIM, 33, 35, 2)],
    )
    assert [[b.number for b in row.head] for row in rows] == [[1], [2], [4]]
    assert [[b.number for b in row.tail] for row in rows] == [[], [3], []]
    assert [[m.key for m in row.claims] for row in rows] == [[], [1], [2]]


def test_a_claim_over_three_paragraphs_keeps_them_in_one_set():
    rows = sets(
        [Block(0, 10, 1), Block(12, 20, 2), Block(22, 30, 3), Block(32, 40, 4)],
        [
            mark(Level.CLAIM, 5, 25, 1),
            mark(Level.CLAIM, 13, 15, 2),
            mark(Level.CLAIM, 33, 35, 3),
        ],
    )
    assert [[b.number for b in row.head + row.tail] for row in rows] == [[1, 2, 3], [4]]
    assert [[m.key for m in row.claims] for row in rows] == [[1, 2], [3]]


def test_a_mark_is_trimmed_to_what_can_be_seen():
    assert trimmed("  ab ", 0, 5) == (2, 4)
    assert trimmed("   ", 0, 3) is None


def test_a_quote_stands_in_its_own_sentence_or_with_one_on_either_side():
    text = "First one. Mr. Smith met the U.S. envoy. He left! Then “he slept.” End.\n\nOther."
    at = text.index("left")
    alone = around(text, at, at + 4)
    assert (alone.before, alone.quote, alone.after) == ("He ", "left", "! ")
    wider = around(text, at, at + 4, sentences=1)
    assert wider.before == "Mr. Smith met the U.S. envoy. He "
    assert wider.after == "! Then “he slept.” "


def test_the_context_of_a_quote_over_two_paragraphs_is_whole():
    text = "One. Two begins\n\nand ends. Three."
    at = text.index("begins")
    context = around(text, at, at + len("begins\n\nand"))
    assert context.before == "Two "
    assert context.after == " ends. "


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab cé .", min_size=1, max_size=80), st.data())
def test_a_concordance_never_cuts_a_word(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    line = keyword_in_context(text, start, end, width=10)
    for side, whole in ((line.before, text[:start]), (line.after, text[end:])):
        shown = [word for word in side.split() if word != "…"]
        assert set(shown) <= set(whole.split())
        assert len(" ".join(shown)) <= 10

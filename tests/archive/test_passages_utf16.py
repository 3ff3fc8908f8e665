"""A browser counts UTF-16 units, Python code points; a passage must come back whole."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.passages import PassageError, Utf16, from_utf16, to_utf16

TEXT = "🙂 שלום\r\ne\u0301 👩\u200d👧!"
HARD = st.text(
    st.sampled_from("ab é\u0301\u200d\u200f\u202eשלا\r\n🙂👩👧🇨🇺\U00010000\U0010ffff\uffff\ue000"),
    max_size=40,
)


def unit_offset(text: str, point: int) -> int:
    """The slow and certain way."""
    return len(text[:point].encode("utf-16-le")) // 2


@given(HARD)
def test_offsets_equal_those_of_the_encoded_text_both_ways(text):
    table = Utf16(text)
    for point in range(len(text) + 1):
        unit = unit_offset(text, point)
        assert table.to_utf16(point) == unit
        assert table.from_utf16(unit) == point


@given(HARD)
def test_every_unit_inside_a_surrogate_pair_is_refused(text):
    whole = {unit_offset(text, point) for point in range(len(text) + 1)}
    table = Utf16(text)
    for unit in set(range(table.units + 1)) - whole:
        with pytest.raises(PassageError, match="inside one character"):
            table.from_utf16(unit)


@given(HARD, st.data())
def test_quote_survives_the_browser_and_back(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = text.encode("utf-16-le", "surrogatepass")
    first, last = to_utf16(text, start, end)
    selected = units[2 * first : 2 * last].decode("utf-16-le", "surrogatepass")  # what JS slices
    assert selected == text[start:end]
    assert from_utf16(text, first, last) == (start, end)


@given(HARD)
def test_text_from_an_html_parser_is_counted_with_one_unit_for_crlf(text):
    table = Utf16(text, crlf_as_one=True)
    for point in range(len(text) + 1):
        if text[point - 1 : point + 1] == "\r\n":
            continue
        unit = unit_offset(text[:point].replace("\r\n", "\n"), point)
        assert table.to_utf16(point) == unit
        assert table.from_utf16(unit) == point


@pytest.mark.parametrize("span", [(-1, 2), (0, 99)])
def test_offsets_outside_the_text_are_refused(span):
    with pytest.raises(PassageError, match="not within the text"):
        from_utf16(TEXT, *span)
    with pytest.raises(PassageError, match="not within the text"):
        to_utf16(TEXT, *span)


def test_half_an_emoji_is_refused():
    with pytest.raises(PassageError, match="The offset 1 falls inside one character"):
        from_utf16(TEXT, 0, 1)


def test_a_thousand_spans_of_100_kilobytes_take_a_moment():
    text = "The ferry 🙂 left at nine. " * 4000
    started = time.perf_counter()
    for start in range(1000):
        from_utf16(text, *to_utf16(text, start, start + 50_000))
    assert time.perf_counter() - started < 0.5  # a tenth of a second is the figure

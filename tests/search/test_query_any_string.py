"""Any string of any characters parses, prints back, and parses to the same tree."""

import random
import time

from hypothesis import example, given
from hypothesis import strategies as st

from search.query import MAX_DEPTH, MAX_LENGTH, MAX_WORDS, And, Field, Node, Not, Or, Phrase, parse
from search.query.tree import leaves

PIECES = [
    *(
        "a",
        "cuba",
        "Sugar",
        "sug*",
        "su*",
        "*",
        "~2",
        "^3",
        "~",
        '"',
        "“",
        "«",
        "(",
        ")",
        " ",
        " -",
    ),
    *(
        "--",
        " AND ",
        " OR ",
        " NOT ",
        "title:",
        "person:",
        "Org:",
        "foo:",
        " -foo:AND:",
        ":",
        "[",
        " TO ",
        "]",
        "{",
    ),
    *(
        "U.S.",
        "中国",
        "กิ",
        "が",
        "ß",
        "ﷺ",
        "½",
        "²",
        "™",
        "é",
        "e\u0301",
        "İ",
        "ŉ",
        "가",
        "मैं",
        "_",
        "9",
    ),
    *("\u0301", "\u0345", "\u00ad", "\u200b", "\u202e", "\ud83d", "\0", "\x1c", "\u2028", "\u3000"),
    *("ᵻ", "\u0eb8", "\u0e38", "\u094d", "\u3099", "\uff9e", "\uff9f", "AND", "CIA", "USS"),
    *("😀", "\uffff", "'", "-", "\\", "%", "<b>", "&amp;"),
]
queries = st.one_of(
    st.text(max_size=250),
    st.lists(st.sampled_from(PIECES), max_size=80).map("".join),
    st.lists(st.sampled_from(["(", ")", " a", " OR", " title:", "-", '"x"']), max_size=90).map(
        "".join
    ),
)


def brackets(tree: Node) -> int:
    """The most brackets inside each other that the tree needs."""
    if isinstance(tree, And | Or):
        return max(
            brackets(part) + (isinstance(tree, And) and isinstance(part, Or)) for part in tree.parts
        )
    if isinstance(tree, Not):
        return brackets(tree.part) + isinstance(tree.part, And | Or)
    return 0


@given(queries)
@example("(" * 3000 + "a" + ")" * 3000)
@example("NOT " * 500 + "a")
@example('"' * 999)
@example(" OR ".join(f"w{number}" for number in range(5000)))
@example("title:(" + "aa " * 60)
@example("ﷺ" * 200)
@example("ᵻ\u0eb8\uff9f")
@example("a\u0e38\u094d\uff9e OR title:(CIA AND)")
@example('"' + "ﷺ " * 200)
def test_any_string_parses_and_its_canonical_form_asks_for_the_same(text: str) -> None:
    parsed = parse(text)
    again = parse(parsed.canonical)
    assert again.tree == parsed.tree
    assert again.canonical == parsed.canonical
    assert all(str(note) for note in parsed.notes)


@given(queries)
def test_no_tree_is_beyond_the_limits(text: str) -> None:
    parsed = parse(text)
    asked = [leaf.part if isinstance(leaf, Field) else leaf for leaf, _ in leaves(parsed.tree)]
    assert sum(len(leaf.words) if isinstance(leaf, Phrase) else 1 for leaf in asked) <= MAX_WORDS
    assert brackets(parsed.tree) <= MAX_DEPTH
    assert len(parsed.canonical) <= MAX_LENGTH
    parsed.canonical.encode()  # no half of a surrogate pair reaches a page


def test_two_thousand_strings_parse_quickly() -> None:
    """Measured under a millisecond each of processor time; asserted at far more."""
    chosen = random.Random(7)
    longest = 0.0
    for _ in range(2_000):
        text = "".join(chosen.choices(PIECES, k=chosen.randint(1, 180)))
        started = time.process_time()
        parse(text)
        longest = max(longest, time.process_time() - started)
    assert longest < 0.5

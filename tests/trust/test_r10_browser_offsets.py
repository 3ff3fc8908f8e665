"""TRUST.md 10, short form: 10,000 generated annotations through the browser's own conversion.

Texts of emoji, combining marks, right-to-left runs and every line end are drawn as the workbench
draws them, selected in Chromium through the workbench's own module, and read as the server reads
them. The long way through a new version is below: exact, uniquely moved, or flagged.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.models import Version
from archive.passages import State, passage_at, reanchor
from archive.workbench import drawing
from archive.workbench.desk import Desk
from archive.workbench.spans import read_span
from tests.browser.conftest import base_url, browser_type_launch_args

__all__ = ["base_url", "browser_type_launch_args"]  # fixtures: Chromium as Debian has it

STATIC = Path(__file__).resolve().parents[2] / "archive" / "static" / "archive" / "workbench"
TEXTS, EACH = 400, 25
PIECES = (
    "mail harbour talks Marsh Cuba 2017 “we shall” said the of and — naïve cafe\u0301 e\u0301 "
    "n\u0303o 😀 👩\u200d👩\u200d👧 🇨🇺 𝔉raktur שלום עולם مرحبا \u202bab\u202c a\u200bb & <b> &amp; "
    "\" 'tis ﬁ \u0300lone ９９ end."
)
WORDS = PIECES.split()
GAPS = (" ", " ", " ", " ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "  ", "\u00a0", "\t", "\u2028")

SELECT = """([html, length, asked]) => import("http://bench.test/offsets.js").then(({ Source }) => {
  document.body.innerHTML = `<div id="text" data-length="${length}">${html}</div>`;
  const source = new Source(document.getElementById("text"));
  const selection = document.getSelection();
  const found = asked.map(([start, end]) => {
    selection.removeAllRanges();
    selection.addRange(source.rangeOf(start, end));
    return source.selected();
  });
  return { whole: source.whole, text: source.text, found };
})"""


def generated(chance: random.Random) -> str:
    words = (chance.choice(WORDS) + chance.choice(GAPS) for _word in range(chance.randint(8, 60)))
    return "".join(words)


def spans(text: str, desk: Desk, chance: random.Random) -> list[tuple[int, int]]:
    """Spans of code points that begin and end within paragraphs, on visible characters."""
    inside = [at for start, end in desk.paragraphs for at in range(start, end)]
    visible = [at for at in inside if not text[at].isspace() and text[at] not in "\ufeff\u200b"]
    pairs = (sorted((chance.choice(visible), chance.choice(visible))) for _n in range(EACH))
    return [(start, end + 1) for start, end in pairs]


@pytest.fixture
def bench(page: Any) -> Iterator[Any]:
    """A page that has the workbench's module, and no server behind it."""

    def serve(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        if name == "offsets.js":
            body = (STATIC / name).read_text(encoding="utf-8")
            route.fulfill(body=body, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><body></body>", content_type="text/html")

    page.route("**/*", serve)
    page.goto("http://bench.test/")
    yield page


@pytest.mark.browser
def test_r10_ten_thousand_annotations_come_back_with_their_words(bench: Any) -> None:
    chance = random.Random(10)
    checked = 0
    for _text in range(TEXTS):
        text = generated(chance)
        desk = Desk(None, Version(text=text), None)  # type: ignore[arg-type]
        desk.__dict__["shown"] = []  # nothing is marked yet, and no database is asked
        asked = spans(text, desk, chance)
        units = [[desk.utf16.to_utf16(at) for at in span] for span in asked]
        answer = bench.evaluate(SELECT, [str(drawing.whole(desk)), desk.utf16.units, units])
        assert answer["whole"]
        assert answer["text"] == text
        for (start, end), given in zip(asked, answer["found"], strict=True):
            span = read_span(text, given)
            assert (span.start, span.end, span.quote) == (start, end, text[start:end])
            checked += 1
    print(f"{checked} annotations came back")
    assert checked == TEXTS * EACH == 10_000


Truth = Callable[[int], set[int]]


def changed(text: str, chance: random.Random) -> tuple[str, Truth]:
    """A new version, and where a character of the old one truly stands in it: other quotation
    marks, paragraphs moved, one doubled, one gone, or a sentence put in."""
    parts = text.split("\n\n")
    order = list(range(len(parts)))
    match chance.randrange(5):
        case 0:
            return text.replace("“", '"').replace("”", '"'), lambda at: {at}
        case 1:
            chance.shuffle(order)
        case 2:
            order.insert(chance.randrange(len(order) + 1), chance.choice(order))
        case 3:
            order.pop(chance.randrange(len(order)))
        case _:
            edge, new = chance.randrange(len(text) + 1), "A new sentence stands here. "
            return text[:edge] + new + text[edge:], lambda at: {at + len(new) * (at >= edge)}
    return "\n\n".join(parts[n] for n in order), partial(_stands, parts, order)


def _stands(parts: list[str], order: list[int], at: int) -> set[int]:
    """The offsets in the new order of paragraphs of the character at an old offset."""
    number, start = 0, 0
    while at >= start + len(parts[number]) + 2:
        start += len(parts[number]) + 2
        number += 1
    places, new = set(), 0
    for n in order:
        places |= {new + at - start} if n == number else set()
        new += len(parts[n]) + 2
    return places


def test_r10_after_a_new_version_nothing_is_elsewhere_without_a_word() -> None:
    chance = random.Random(11)
    placed = dict.fromkeys(State, 0)
    silent = []
    for _text in range(200):
        paragraphs = [" ".join(generated(chance).split()) for _p in range(chance.randint(2, 6))]
        old = "\n\n".join(paragraphs)
        new, stands = changed(old, chance)
        visible = [at for at, letter in enumerate(old) if not letter.isspace()]
        pairs = [sorted(chance.sample(visible, 2)) for _n in range(10)]
        passages = [passage_at(old, start, end + 1) for start, end in pairs]
        for passage, anchor in zip(passages, reanchor(old, new, passages), strict=True):
            placed[anchor.state] += 1
            if anchor.state in (State.EXACT, State.MOVED):
                assert anchor.start is not None
                assert new[anchor.start : anchor.end] == passage.quote
                if anchor.start not in stands(passage.start):
                    silent.append((passage.quote, anchor))
            elif anchor.state in (State.AMBIGUOUS, State.LOST):
                assert (anchor.start, anchor.end) == (None, None)
    print({state.value: n for state, n in placed.items()})
    assert silent == []
    assert placed[State.EXACT] > 500
    assert placed[State.MOVED] > 0

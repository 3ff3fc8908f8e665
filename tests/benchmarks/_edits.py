"""Edits of a text that keep track of where every character came from.

`Tracked` is a text in which each character knows the old character in whose place it stands, and
whether it still is that character. What `reanchor` should answer follows from it.
"""

# ruff: noqa: SIM905 - words read better in a row
import random
import re
import textwrap
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks._anchor_texts import FIRST, LAST, boilerplate, paragraph

SENTENCE = re.compile(r"[^\s].*?(?:[.!?…]+[\"”’')]*(?=\s|$)|(?=\r?\n)|$)", re.MULTILINE)
LETTERS = "abcdefghilmnoprstu"
Span = tuple[int, int]


# What is known of a character: the old offset in whose place it stands or -1, whether it still is
# that character, and for a character of a copied paragraph the number of the copy (0: not a copy).
ORIGIN = np.dtype([("old", np.int32), ("kept", np.bool_), ("copy", np.int16)])
Origins = NDArray[np.void]


class Tracked:
    """A text whose every character knows where it came from."""

    def __init__(self, text: str) -> None:
        self.old = text
        self.text = text
        self.origins = np.zeros(len(text), dtype=ORIGIN)
        self.origins["old"] = np.arange(len(text))
        self.origins["kept"] = True
        self.copies = 0

    def splice(self, start: int, end: int, text: str, origins: Origins | None = None) -> None:
        """Put `text` for the characters from start to end; new characters unless told otherwise."""
        if origins is None:
            origins = np.zeros(len(text), dtype=ORIGIN)
            origins["old"] = -1
        self.text = self.text[:start] + text + self.text[end:]
        self.origins = np.concatenate((self.origins[:start], origins, self.origins[end:]))

    def rewrite(self, start: int, end: int, text: str, kept: bool = False) -> None:
        """Put `text` in the place of the characters from start to end: it stands for them."""
        places = np.minimum(np.arange(len(text)) + start, end - 1)
        origins = self.origins[places].copy()
        origins["kept"] &= kept
        self.splice(start, end, text, origins)

    def move(self, start: int, end: int, to: int, gap: str) -> None:
        """Cut what stands from start to end and put it, with `gap` after it, before offset `to`."""
        text, origins = self.text[start:end], self.origins[start:end]
        if to >= end:
            to -= end - start
        self.splice(start, end, "")
        self.splice(to, to, gap)
        self.splice(to, to, text, origins)

    def copy(self, start: int, end: int, to: int, gap: str) -> None:
        """Put what stands from start to end, with `gap` after it, before offset `to` as well."""
        text, origins = self.text[start:end], self.origins[start:end].copy()
        self.copies += 1
        origins["copy"] = self.copies
        self.splice(to, to, gap)
        self.splice(to, to, text, origins)

    def places_of(self, start: int, end: int, copy: int = 0) -> NDArray[np.int64]:
        """The offsets that now stand for the old characters from start to end, or in a copy."""
        old = self.origins["old"]
        return np.flatnonzero((old >= start) & (old < end) & (self.origins["copy"] == copy))


def sentences(text: str) -> list[Span]:
    """Start and end of the sentences, without the white space between them."""
    return [m.span() for m in SENTENCE.finditer(text) if m.end() > m.start()]


def blocks(text: str, longest: int = 5) -> list[Span]:
    """Paragraphs, cut to at most `longest` sentences."""
    found: list[Span] = []
    size = 0
    for start, end in sentences(text):
        if found and size < longest and "\n" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
            size += 1
        else:
            found.append((start, end))
            size = 1
    return found


def surroundings(tracked: Tracked, passage: Span) -> Span | None:
    """The sentences on which the passage now stands, whole; None when it is gone."""
    places = tracked.places_of(*passage)
    if not len(places):
        return None
    first, last = int(places[0]), int(places[-1])
    touched = [s for s in sentences(tracked.text) if s[1] > first and s[0] <= last]
    return (touched[0][0], touched[-1][1]) if touched else None


# Light edits ------------------------------------------------------------------------------------


def typing_fixes(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """One to ten letters put right; every second time one of them within the passage."""
    for n in range(rng.randint(1, 10)):
        within = n == 0 and rng.random() < 0.5
        places = tracked.places_of(*passage).tolist() if within else []
        at = rng.choice(places or range(len(tracked.text)))
        if tracked.text[at].isalpha():
            _fix_letter(tracked, rng, at)


def _fix_letter(tracked: Tracked, rng: random.Random, at: int) -> None:
    letter = tracked.text[at]
    kind = rng.choice(("other", "double", "drop", "swap", "case"))
    if kind == "other":
        tracked.rewrite(at, at + 1, rng.choice(LETTERS))
    elif kind == "double":
        tracked.splice(at + 1, at + 1, letter, _unkept(tracked.origins[at]))
    elif kind == "drop":
        tracked.splice(at, at + 1, "")
    elif kind == "swap" and tracked.text[at + 1 : at + 2].isalpha():
        tracked.rewrite(at, at + 2, tracked.text[at + 1] + letter)
    else:
        tracked.rewrite(at, at + 1, letter.swapcase())


def _unkept(origin: np.void) -> Origins:
    """One character that stands beside this one and is new."""
    beside = np.array([origin], dtype=ORIGIN)
    beside["kept"] = False
    return beside


def typography(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """Quotation marks and dashes made straight, or made curly; the words stay."""
    straight = ((r"[“”„]|``|''", '"'), (r"[‘’]", "'"), (r" ?— ?", " - "), ("–", "-"), ("…", "..."))
    curly = (
        (r"(?:^|(?<=\s))(?:\"|``)", "“"),
        (r"\"|''", "”"),
        ("'", "’"),
        (r"(?<=\s)--?(?=\s)", "—"),
        (r"\.\.\.", "…"),
        (r"(?<=\d)-(?=\d)", "–"),
    )
    for pattern, new in rng.choice((straight, curly)):
        for match in reversed(list(re.finditer(pattern, tracked.text, re.MULTILINE))):
            tracked.rewrite(*match.span(), new, kept=True)


def reflow(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """Other line ends, indents and paragraph breaks; the words stay."""
    kind = rng.choice(("wrap", "join", "crlf", "spaces", "split"))
    if kind == "wrap":
        _wrap(tracked, rng.randint(40, 90))
        return
    runs = list(re.finditer(r"\s+", tracked.text))
    for match in reversed(runs):
        run = match.group()
        new = run
        if kind == "join":
            new = " "
        elif kind == "crlf":
            new = run.replace("\n", "\r\n")
        elif kind == "spaces":
            new = rng.choice((run, run, "  ", "\u00a0"))
        elif tracked.text[match.start() - 1] in ".!?”":
            new = "\n\n"
        if new != run:
            tracked.rewrite(*match.span(), new, kept=True)


def _wrap(tracked: Tracked, width: int) -> None:
    """Lines of at most `width` characters, as a mail program makes them."""
    for start, end in reversed(blocks(tracked.text, longest=1000)):
        at = start
        lines = textwrap.wrap(tracked.text[start:end], width, break_long_words=False)
        for line in lines[:-1]:
            at += len(line)
            while at < end and not tracked.text[at].isspace():
                at += 1
            if at < end:
                tracked.rewrite(at, at + 1, "\n", kept=True)


LIGHT: dict[str, tuple[Callable[[Tracked, random.Random, Span], None], ...]] = {
    "typing fixes": (typing_fixes,),
    "quotes and dashes": (typography,),
    "reflow": (reflow,),
    "all three": (typing_fixes, typography, reflow),
}

# Heavy edits ------------------------------------------------------------------------------------


def move(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """The passage's sentences, with up to two neighbours, stand elsewhere afterwards."""
    block = _around(tracked, rng, passage)
    if block:
        to = _elsewhere(tracked, rng, block)
        if to is not None:
            tracked.move(*block, to, rng.choice((" ", "\n\n")))


def duplicate(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """A copy of the passage's sentences stands elsewhere, or right beside them."""
    block = _around(tracked, rng, passage)
    if block:
        to = block[0] if rng.random() < 0.1 else _elsewhere(tracked, rng, block)
        if to is not None:
            tracked.copy(*block, to, rng.choice((" ", "\n\n")))


def delete(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """The passage's sentences are gone, sometimes with their neighbours."""
    block = _around(tracked, rng, passage)
    if block:
        tracked.splice(*block, "")


def look_alike(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """A sentence that differs from the passage's by a name, number or word stands elsewhere."""
    block = surroundings(tracked, passage)
    if block:
        to = _elsewhere(tracked, rng, block)
        if to is not None:
            twin = _other_words(tracked.text[slice(*block)], rng)
            tracked.splice(to, to, twin + rng.choice((" ", "\n\n")))


def replaced_by_look_alike(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """The passage's sentences are gone and a look-alike stands elsewhere."""
    look_alike(tracked, rng, passage)
    block = surroundings(tracked, passage)
    if block:
        tracked.splice(*block, "")


def numbers(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """Numbers corrected: those in the passage, and some elsewhere."""
    places = set(tracked.places_of(*passage).tolist())
    for match in reversed(list(re.finditer(r"\d+", tracked.text))):
        if match.start() in places or rng.random() < 0.2:
            tracked.rewrite(*match.span(), _other_number(match.group(), rng))


def reingest(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """Fetched again: other boilerplate before, after and between, typography and line ends."""
    teaser = sentences(tracked.text)[:3]
    for start, _end in reversed(blocks(tracked.text)):
        if rng.random() < 0.25:
            line = boilerplate(rng)
            if rng.random() < 0.3:
                first = rng.choice(teaser)
                line = "Read more: " + tracked.text[slice(*first)]
            tracked.splice(start, start, line + "\n")
    for _n in range(rng.randint(1, 4)):
        tracked.splice(0, 0, boilerplate(rng) + "\n")
        tracked.splice(len(tracked.text), len(tracked.text), "\n" + boilerplate(rng))
    reflow(tracked, rng, passage)
    typography(tracked, rng, passage)


def paraphrase(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """The passage's sentences in other words: a third to two thirds of them replaced."""
    block = surroundings(tracked, passage)
    if block:
        _reword(tracked, rng, block, rng.uniform(0.3, 0.7))


def reworded(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """One to three words of the passage's sentences replaced: the work of a copy editor."""
    block = surroundings(tracked, passage)
    if block:
        words = tracked.text[slice(*block)].split()
        _reword(tracked, rng, block, min(0.5, rng.randint(1, 3) / len(words)))


# The share of each among the heavy edits; "elsewhere" edits come on top of every one.
HEAVY: dict[str, tuple[int, Callable[[Tracked, random.Random, Span], None]]] = {
    "moved": (16, move),
    "duplicated": (10, duplicate),
    "deleted": (12, delete),
    "look-alike beside it": (10, look_alike),
    "look-alike, itself gone": (14, replaced_by_look_alike),
    "numbers changed": (12, numbers),
    "fetched again": (10, reingest),
    "paraphrased": (8, paraphrase),
    "reworded": (8, reworded),
}


def elsewhere(tracked: Tracked, rng: random.Random, passage: Span) -> None:
    """One to four edits of other parts of the text, which may hit the passage too."""
    for _n in range(rng.randint(1, 4)):
        spans = blocks(tracked.text)
        if len(spans) < 4:
            return
        start, end = rng.choice(spans)
        kind = rng.choice(("move", "delete", "insert", "copy", "reword", "type"))
        if kind == "move":
            tracked.move(start, end, rng.choice([s for s in spans if s[0] != start])[0], "\n")
        elif kind == "delete":
            tracked.splice(start, end, "")
        elif kind == "insert":
            tracked.splice(start, start, paragraph(rng) + "\n")
        elif kind == "copy":
            to = rng.choice(spans)[0]
            tracked.copy(start, end, to, "\n")
        elif kind == "reword":
            _reword(tracked, rng, (start, end), rng.uniform(0.1, 0.6))
        else:
            typing_fixes(tracked, rng, passage)


# Their parts ------------------------------------------------------------------------------------


def _around(tracked: Tracked, rng: random.Random, passage: Span) -> Span | None:
    """The passage's sentences with up to two on each side, within the same paragraph."""
    own = surroundings(tracked, passage)
    if own is None:
        return None
    spans = sentences(tracked.text)
    first = next(i for i, s in enumerate(spans) if s[1] > own[0])
    last = next(i for i, s in enumerate(spans) if s[1] >= own[1])
    for _n in range(rng.randint(0, 2)):
        if first and "\n" not in tracked.text[spans[first - 1][1] : spans[first][0]]:
            first -= 1
    for _n in range(rng.randint(0, 2)):
        if last + 1 < len(spans) and "\n" not in tracked.text[spans[last][1] : spans[last + 1][0]]:
            last += 1
    return spans[first][0], spans[last][1]


def _elsewhere(tracked: Tracked, rng: random.Random, block: Span) -> int | None:
    """A start of a sentence with at least one whole sentence between it and the block."""
    spans = sentences(tracked.text)
    before = [s[0] for s in spans if s[1] <= block[0]]
    after = [s[0] for s in spans if s[0] >= block[1]]
    choice = before[:-1] + after[2:]
    return rng.choice(choice) if choice else None


def _other_words(text: str, rng: random.Random) -> str:
    """The text with one to three of its names and numbers exchanged; else one word."""
    words = list(re.finditer(r"\w+", text))
    telling = [m for m in words[1:] if m.group()[0].isupper() or m.group()[0].isdigit()]
    chosen = telling or words
    for match in sorted(
        rng.sample(chosen, min(len(chosen), rng.randint(1, 3))),
        reverse=True,
        key=lambda m: m.start(),
    ):
        word = match.group()
        new = _other_number(word, rng) if word.isdigit() else rng.choice(FIRST + LAST)
        if word[0].islower():
            new = rng.choice(OTHER_WORDS)
        text = text[: match.start()] + (new if new != word else "Quill") + text[match.end() :]
    return text


def _other_number(number: str, rng: random.Random) -> str:
    if not number.isdecimal():
        return "7"
    new = str(rng.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))
    return new if new != number else str(int(number) + 1)


def _reword(tracked: Tracked, rng: random.Random, span: Span, share: float) -> None:
    """Put other words for about this share of the words, at least one; drop or add a few."""
    words = [m.span() for m in re.finditer(r"\w+", tracked.text[slice(*span)])]
    if not words:
        return
    chosen = rng.sample(words, max(1, round(share * len(words))))
    for start, end in sorted(chosen, reverse=True):
        new = " ".join(rng.choices(OTHER_WORDS, k=rng.choice((1, 1, 1, 2))))
        tracked.rewrite(span[0] + start, span[0] + end, new)


OTHER_WORDS = (
    "quickly reported however several officials later stated almost former agreement large small "
    "meeting answer began ended official public private new old claimed insisted noted added "
    "people workers money funds plan deal vessel building decision during before after under nearly"
).split()

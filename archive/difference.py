"""The difference of two texts: first which paragraphs both have, then word by word between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 60_000  # tokens of both texts together; more are compared paragraph by paragraph


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    OUT = "out"
    IN = "in"
    CUT = "cut"  # words of both texts that are not shown; of `nearby` alone


@dataclass(frozen=True)
class Run:
    """Words of the old text, of the new one, or of both."""

    change: Change
    text: str


def difference(old: str, new: str) -> list[Run]:
    """Runs that, without those taken out, join to `new`, and without those put in to `old`."""
    runs: list[Run] = []
    at_old = at_new = 0
    for paragraph, start_old, start_new in _shared(old, new):
        runs += _by_word(old[at_old:start_old], new[at_new:start_new])
        runs.append(Run(Change.SAME, paragraph))
        at_old, at_new = start_old + len(paragraph), start_new + len(paragraph)
    return _smoothed(_joined(runs + _by_word(old[at_old:], new[at_new:])))


def _shared(old: str, new: str) -> list[tuple[str, int, int]]:
    """The paragraphs that both texts have in one order, with where each begins in either."""
    before, after = (list(re.finditer(r"[^\n]+", text)) for text in (old, new))
    found = []
    for op in Indel.opcodes([m[0] for m in before], [m[0] for m in after]):
        if op.tag == "equal":
            pairs = zip(
                before[op.src_start : op.src_end], after[op.dest_start : op.dest_end], strict=True
            )
            found += [(one[0], one.start(), other.start()) for one, other in pairs]
    return found


def _joined(runs: list[Run]) -> list[Run]:
    """Runs of what is the same, one after another, are one."""
    joined: list[Run] = []
    for run in runs:
        if joined and run.change is joined[-1].change is Change.SAME:
            joined[-1] = Run(Change.SAME, joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def _by_word(old: str, new: str) -> list[Run]:
    before, after = _tokens(old), _tokens(new)
    runs: list[Run] = []
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            _add(runs, Change.SAME, before[op.src_start : op.src_end])
        else:
            _add(runs, Change.OUT, before[op.src_start : op.src_end])
            _add(runs, Change.IN, after[op.dest_start : op.dest_end])
    return runs


@dataclass(frozen=True)
class Shown:
    """A run as a page shows it."""

    run: Run
    place: int  # from 1, on the first run of a place where the texts differ; else 0
    spaced: bool  # with a space before it, between a word and its successor


def apart(runs: list[Run]) -> list[Shown]:
    """Each run as it is shown; what is put in where something was taken out is of one place."""
    found: list[Shown] = []
    places = 0
    for at, run in enumerate(runs):
        before = runs[at - 1] if at else None
        succeeds = before is not None and (before.change, run.change) == (Change.OUT, Change.IN)
        begins = run.change is not Change.SAME and not succeeds
        places += begins
        spaced = succeeds and not (runs[at - 1].text[-1:].isspace() or run.text[:1].isspace())
        found.append(Shown(run, places if begins else 0, spaced))
    return found


def nearby(runs: list[Run], around: int = 160) -> list[Run]:
    """The changes with so many characters of what is the same beside them, whole words.

    What lies further away is one run CUT, whose text is left whole for whoever counts it.
    """
    found: list[Run] = []
    for at, run in enumerate(runs):
        first, last = at == 0, at == len(runs) - 1
        if run.change is not Change.SAME or len(run.text) <= 2 * around + 80:
            found.append(run)
            continue
        start = 0 if first else _word_end(run.text, around)
        end = len(run.text) if last else _word_start(run.text, len(run.text) - around)
        shown = (Change.SAME, run.text[:start]), (Change.CUT, run.text[start:end])
        found += [Run(*one) for one in (*shown, (Change.SAME, run.text[end:])) if one[1]]
    return found


def _word_end(text: str, at: int) -> int:
    space = text.find(" ", at)
    return at if space < 0 else space


def _word_start(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 or at


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(text)
    if len(found) <= MOST // 2:
        return found
    return re.findall(r"[^\n]+|\n+", text)


def _add(runs: list[Run], change: Change, tokens: list[str]) -> None:
    if tokens:
        runs.append(Run(change, "".join(tokens)))


def _smoothed(runs: list[Run]) -> list[Run]:
    """A lone space or mark between two changes belongs to them: it reads better so."""
    merged: list[Run] = []
    out, put_in = "", ""

    def flush() -> None:
        nonlocal out, put_in
        if out:
            merged.append(Run(Change.OUT, out))
        if put_in:
            merged.append(Run(Change.IN, put_in))
        out, put_in = "", ""

    for i, run in enumerate(runs):
        if run.change is Change.OUT:
            out += run.text
        elif run.change is Change.IN:
            put_in += run.text
        elif (out or put_in) and i + 1 < len(runs) and not run.text.strip(" "):
            out, put_in = out + run.text, put_in + run.text
        else:
            flush()
            merged.append(run)
    flush()
    return merged

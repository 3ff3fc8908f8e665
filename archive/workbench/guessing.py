"""What a selected passage most likely claims, and by whom: a first filling of the form.

Pure functions over the text and the names marked in it. A person looks at every guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.reading import Context, around

_EDGES = " ,;:–—-"
_PRONOUNS = re.compile(r"he|she|they|it|we|i|you|who|which|that|this|él|ella|ellos", re.IGNORECASE)
_PAIRS = re.compile(r"“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|\"[^\"\n]*\"")
_SAID = (
    r"(?:said|says|saying|stated|states|told|tells|added|adds|announced|announces|wrote|writes"
    r"|argued|argues|claimed|claims|denied|denies|warned|warns|insisted|insists|replied|explained"
    r"|explains|promised|noted|notes|acknowledged|admitted|declared|reported|confirmed|asserted"
    r"|recalled|remarked|tweeted|testified|estimated|estimates|points? out|pointed out"
    r"|dijo|afirmó|aseguró|declaró|señaló|añadió|negó|anunció|explicó|denunció|según)"
)
_VERB = re.compile(rf"\b{_SAID}\b", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|in the words of|según|de acuerdo con)\s+", re.IGNORECASE
)
_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'.\-]*"
_LINK = r"(?:of the|of|for|the|and|de|del|la|y)"
_WHO = (
    rf"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ne|El|La|el|la|un|una)\s+)?(?:[\w’'\-]+\s+){{0,2}}?"
    rf"(?:{_CAP}(?:\s+(?:{_LINK}\s+)?{_CAP})*"
    r"|(?:spokes\w+|officials?|ministry|department|government|statement|president|minister|source"
    r"|sources|mayor|governor|director|secretary|ambassador|company|union|diplomats?|witness(?:es)?|experts?|analysts?|authorities|police|portavoz))"
)
_BEFORE = re.compile(
    rf"({_WHO})(?:,[^,.;]{{1,80}},)?\s+(?:also\s+|then\s+|had\s+|has\s+)?{_SAID}\b"
)
_AFTER = re.compile(rf"[,.]?[”\"»]?,?\s*{_SAID}\s+({_WHO})")
_ACCORDING_TO = re.compile(rf"(?i:{_ACCORDING.pattern})({_WHO})")
_CAPACITY = (
    r"(?:prime minister|foreign minister|minister|president|vice[- ]president|secretary(?: of \w+)?"
    r"|senator|ambassador|general|colonel|director|spokes(?:man|woman|person)|chief|professor"
    r"|governor|mayor|judge|commissioner|leader|canciller|presidente|ministr[oa])"
)
_TITLE_BEFORE = re.compile(
    rf"(?:\b[Tt]he\s+)?((?:{_CAP}\s+|[a-z]+\s+)?(?:{_CAP}\s+)?\b{_CAPACITY}),?\s+\Z", re.IGNORECASE
)
_TITLE_AFTER = re.compile(
    rf"\A,\s+((?:the\s+|an?\s+)?[^,.;“”\"]{{0,50}}\b{_CAPACITY}\b[^,.;“”\"]{{0,50}}"
    r"|who [^,.;]{3,80})[,.]",
    re.IGNORECASE,
)
_RELAYED = re.compile(r"\b(?:told|quoted by|in an interview with|speaking to)\s+(?:the\s+)?\Z")


@dataclass(frozen=True)
class Named:
    """A mention in the text: code points, and the uid and label of its entity."""

    start: int
    end: int
    uid: str
    label: str


@dataclass
class Guess:
    """The form of a claim as it opens."""

    mode: str
    statement: str
    as_worded: str = ""
    capacity: str = ""
    entity: Named | None = None
    via: Named | None = None
    said: str = ""


def claim(text: str, start: int, end: int, named: Sequence[Named] = ()) -> Guess:
    """What the passage start..end claims: mode, statement, and who in its sentence says so."""
    here = around(text, start, end)
    mode = mode_of(text, start, end, here)
    guess = Guess(mode=mode, statement=statement_of(text[start:end]))
    if mode == "narrator":
        return guess
    left = start - len(here.before)
    worded = _speaker(here, left, start, end)
    if worded is None:
        return guess
    first, last, reach = worded
    if _PRONOUNS.fullmatch(text[first:last]):  # whom it stands for is left to a person
        return guess
    guess.as_worded = text[first:last]
    guess.entity = _entity_at(named, first, last) or _entity_at(named, last, reach)
    if guess.entity:
        guess.capacity = capacity_of(text, guess.entity.start, guess.entity.end)
    guess.via = _via(text, named, left, end + len(here.after), guess.entity)
    return guess


def mode_of(text: str, start: int, end: int, here: Context | None = None) -> str:
    """direct: wholly within quotation marks · partial: some words are · indirect: a verb of saying
    in its sentence reports it · narrator: the text itself says so."""
    here = here or around(text, start, end)
    paragraph = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[paragraph : stop if stop >= 0 else len(text)]
    quotes = [(paragraph + m.start(), paragraph + m.end()) for m in _PAIRS.finditer(line)]
    quotes += _unclosed(text, paragraph, stop if stop >= 0 else len(text), quotes)
    inside = sum(max(0, min(end, last) - max(start, first)) for first, last in quotes)
    bare = len(text[start:end].strip(" ,.;\n"))
    if inside and inside >= bare:
        return "direct"
    if inside > 2:
        return "partial"
    around_it = f"{here.before} {here.quote} {here.after}"
    if _VERB.search(around_it) or _ACCORDING.search(around_it):
        return "indirect"
    return "narrator"


def _unclosed(
    text: str, left: int, right: int, quotes: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A quotation that runs on over the paragraph's end: from its opening mark to that end."""
    last = max((text.rfind(mark, left, right) for mark in "“«"), default=-1)
    if last < left or any(first <= last < stop for first, stop in quotes):
        return []
    return [(last, right)]


def statement_of(quote: str) -> str:
    """The words as a sentence: one line, unquoted, with a capital and a full stop."""
    line = " ".join(quote.split()).strip(_EDGES)
    if line.count("“") != line.count("”"):
        line = line.strip("“”")
    whole = re.fullmatch(r"[“«„\"]([^“”«»„\"]*)[”»“\"]", line)
    line = (whole.group(1) if whole else line).strip(_EDGES)
    if not line:
        return ""
    line = line[0].upper() + line[1:]
    return (line if line[-1] in ".!?…" else f"{line}.")[:1000]


def _speaker(here: Context, left: int, start: int, end: int) -> tuple[int, int, int] | None:
    """Who says it, looked for nearest to the passage first: code points of the words that name
    them, and how far an apposition behind these goes ("the minister, Ana Ruiz, said")."""
    after = _AFTER.match(here.after) or _AFTER.search(here.after)
    if after:
        return end + after.start(1), end + after.end(1), end + after.end(1)
    before = list(_BEFORE.finditer(here.before + here.quote))
    if before:
        return left + before[-1].start(1), left + before[-1].end(1), left + before[-1].end()
    behind = _BEFORE.search(here.after)
    if behind:
        return end + behind.start(1), end + behind.end(1), end + behind.end()
    for offset, part in ((left, here.before), (start, here.quote), (end, here.after)):
        found = _ACCORDING_TO.search(part)
        if found:
            return offset + found.start(1), offset + found.end(1), offset + found.end(1)
    return None


def _entity_at(named: Sequence[Named], start: int, end: int) -> Named | None:
    """The longest mention within these words; else the first that touches them."""
    inside = [n for n in named if n.start < end and start < n.end]
    return max(inside, key=lambda n: (n.end - n.start, -n.start), default=None)


def capacity_of(text: str, start: int, end: int) -> str:
    """In what capacity a person is named at start..end: the title before or behind the name."""
    before = _TITLE_BEFORE.search(text, max(0, start - 60), start)
    if before:
        return " ".join(before.group(1).split())
    after = _TITLE_AFTER.match(text[end : end + 120])
    return " ".join(after.group(1).split()) if after else ""


def _via(
    text: str, named: Sequence[Named], left: int, right: int, speaker: Named | None
) -> Named | None:
    """Who relays it: "told the Agency", "in an interview with the Agency"."""
    for one in named:
        near = left <= one.start < right and one != speaker
        if near and _RELAYED.search(text[max(0, one.start - 40) : one.start]):
            return one
    return None


def beside_the_verb(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where "said on Tuesday" may stand: code points behind the verbs outside the passage."""
    here = around(text, start, end)
    found = []
    for offset, part in ((start - len(here.before), here.before), (end, here.after)):
        for verb in _VERB.finditer(part):
            found.append((offset + verb.end(), offset + min(verb.end() + 30, len(part))))
    return found

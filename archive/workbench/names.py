"""Names in a text: capitalised runs, which of them a sentence begins with, and what sort they are.

Pure functions over strings; what is guessed here is only ever offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARTICLE = r"(?:of|for|the|de|del|la|las|los|da|do|dos|van|von|der|den|al|bin)"
_WORD = r"[^\W\d_](?:[\w’'\-]|\.(?=[^\W\d_]\.))*"
_CAPITAL = rf"(?=[A-ZÀ-ÖØ-ÞĀ-Ž])(?:(?:[A-Z]\.){{2,}}|[A-Z]\.(?![\w’])|{_WORD})"
_NAME = re.compile(rf"\b{_CAPITAL}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_CAPITAL})*")
# “Elena Marsh of the Postal Union” are two names: behind a person it says where they belong
_BELONGS = re.compile(
    rf"(?P<who>{_CAPITAL}(?: {_CAPITAL}){{1,3}})(?P<to> (?:of|from|for) the )(?=\S)"
)
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:]['\"”’»)]*\s|\n\s*|[“\"«]\s*)\Z")

ORGANISATION = re.compile(
    r"\b(?:agency|alliance|army|assembly|association|authority|bank|board|brigade|bureau|church|coalition|college|commission"
    r"|committee|company|congress|corporation|council|court|department|embassy|federation|force"
    r"|foundation|front|government|group|guard|house|institute|league|ministr(?:y|ies)|movement|museum|network"
    r"|office|organi[sz]ation|parliament|party|police|press|school|security|senate|service|society"
    r"|times|treasury|union|university|post|news|ministerio|universidad|gobierno|partido|consejo"
    r"|banco|asamblea|agencia)\b",
    re.IGNORECASE,
)
_TITLE = (
    r"(?:president|minister|secretary|senator|ambassador|general|colonel|captain|director"
    r"|spokes(?:man|woman|person)|chief|judge|professor|dr|mr|mrs|ms|sr|sra|pope|king|queen"
    r"|leader|executive|officer|presidente|ministro|ministra)"
)
_AFTER_TITLE = re.compile(rf"\b{_TITLE}\.?,?\s+\Z", re.IGNORECASE)
_TITLES_FIRST = re.compile(rf"(?:[\w’'\-]+\s+){{0,3}}\b{_TITLE}\b\.?(?:\s+|\Z)", re.IGNORECASE)
_DEMONYM = re.compile(r"(?:an|ans|ese|ish|aqis?|ench|utch)\Z")
_SPOKE = re.compile(
    r",?\s+(?:said|says|wrote|told|added|promised|announced|denied|claimed|argued|warned|explained"
    r"|stated|insisted|replied|dijo)\b"
)
_PLACED = re.compile(r"\b(?:in|from|to|at|near|toward|towards|across|en|de|desde)\s+(?:the\s+)?\Z")

# Capitalised and no name: what begins sentences, days and months, peoples and languages.
_SMALL = (
    "yesterday today tomorrow a about according after against all also although among an and "
    "another any are as at because been before being between both but by can could did do does "
    "during each either every few first for from had has have he her here his how however i if "
    "in instead into is it its just last later many may meanwhile more most much my neither "
    "never new no none nor not nothing now of on once one only or other our people she should "
    "since so some still such than that the their them then there these they this those though "
    "three through thus to two under until upon was we were what when where whether which while "
    "who whose why will with without would yes yet you your january february march april june "
    "july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday authorities officials dialogue protests demonstrations high-ranking talks "
)
_NONE = frozenset(_SMALL.split())


_ARTICLE = re.compile(
    r"(?:the|a|an|la|las|el|los|le|les|l[’']|der|die|das|il|lo|o|os|as)\b[\s’']*", re.IGNORECASE
)


@dataclass(frozen=True)
class Name:
    """A run of the text, code points, that may be a name; `kind` is an EntityKind's value.

    A `doubtful` one is a single word at the start of a sentence, or looks like a people's.
    """

    start: int
    end: int
    text: str
    kind: str
    doubtful: bool = False


def names(text: str) -> Iterator[Name]:
    """The capitalised runs of a text that may be names, in order."""
    for first, last in _runs(text):
        start, end = _trimmed(text, first, last)
        run = text[start:end]
        if len(run) < 2 or run.lower() in _NONE:
            continue
        alone = " " not in run
        opens = bool(_SENTENCE_START.search(text, max(0, start - 12), start))
        doubtful = alone and (opens or bool(_DEMONYM.search(run)))
        yield Name(start, end, run, kind_of(text, start, end), doubtful)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The capitalised runs; one that names a person and where they belong is two."""
    for found in _NAME.finditer(text):
        start, end = found.span()
        person = _BELONGS.match(found.group())
        if person and not ORGANISATION.search(person["who"]):
            yield start, start + person.end("who")
            start += person.end("to")
        yield start, end


def name_in(words: str) -> str:
    """The proper name that these words are, without an article; empty for a description.

    “the island”, “the official” and “the President” describe; a script without capitals names.
    """
    text = " ".join(words.split())
    bare = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    if not bare or bare.lower() in _NONE or _TITLES_FIRST.fullmatch(bare):
        return ""
    parts = re.findall(r"[^\W_](?:[\w’'.\-]*\w)?\.?", bare)
    telling = [part for part in parts if not re.fullmatch(_PARTICLE, part)]
    letters = any(char.isalpha() for char in bare)
    return bare if letters and telling and not any(part.islower() for part in telling) else ""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without titles and small words at its start, and without a possessive."""
    while start < end:
        word = re.match(r"[\w’'\-.]+\s*", text[start:end])
        if word is None or word.group().strip().lower() not in _NONE:
            break
        start += word.end()
    title = _TITLES_FIRST.match(text[start:end])
    start += title.end() if title else 0
    run = re.sub(r"(?:’s|'s|’|')$", "", text[start:end])
    return start, start + len(run)


def kind_of(text: str, start: int, end: int) -> str:
    """A guess at what a name names, from its words and its neighbours."""
    name, before, after = text[start:end], text[max(0, start - 30) : start], text[end : end + 30]
    if ORGANISATION.search(name):
        return "organisation"
    if _AFTER_TITLE.search(before) or _SPOKE.match(after):
        return "person"
    if _PLACED.search(before):
        return "place"
    if name.isupper() and 2 <= len(name) <= 6:
        return "organisation"
    if re.fullmatch(rf"{_CAPITAL} {_CAPITAL}(?: {_CAPITAL})?", name):
        return "person"
    return "place"

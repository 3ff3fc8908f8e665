"""Who says what: the statements that a text attributes, each with the words that name its speaker.

Four shapes are known, each a rule: speech with its speaker behind it ("…," said X), before it (X
said: "…"), speech that goes on from the sentence before, and reported clauses ("X said that …",
"according to X, …", "…, X said"). Whom a pronoun stands for is left to a person. Pure functions
over strings; all places are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.suggest.quotations import SAID, Quotation, masked, quotations, sentences

LONGEST_SENTENCE = 3000  # characters without speech; longer, it is a table or a list

Span = tuple[int, int]


@dataclass(frozen=True)
class Attributed:
    """A statement start..end, the words that name who makes it, and by which rule it was found.

    `mode` is a Mode's value: direct, partial where some of its words are quoted, indirect.
    """

    start: int
    end: int
    speaker: Span
    mode: str
    rule: str


_VERB = (
    r"(?:said|says|say|stated|states|told|tells|added|adds|wrote|writes|argued|argues|claimed|claims"
    r"|warned|warns|explained|explains|insisted|insists|replied|commented|remarked|declared|declares"
    r"|emphasi[sz]ed|stressed|recalled|testified|tweeted|asked|concluded|observed|continued"
    r"|announced|announces|predicted|predicts|suggested|suggests|indicated|indicates|reported|reports"
    r"|noted|notes|confirmed|confirms|mentioned|acknowledged|admitted|promised|denied|denies"
    r"|estimated|estimates|complained|quipped|joked|asserted|maintained|pointed out|points out)"
)
_SAYING = r"(?:saying|claiming|stating|adding|arguing|warning|announcing|insisting|noting)"
# These take a clause without "that"; after the others one must stand.
_BARE = re.compile(r"(?:said|says|say|claimed|claims|claiming|saying|argued|argues)\Z")
_ADVERBS = (
    r"(?:(?:has|have|had|also|then|later|further|previously|recently|today|yesterday|already|now"
    r"|again|once|himself|herself|itself|themselves|reportedly|publicly|\w{3,}ly)\s+){0,3}"
)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i|you)\Z", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:who|which|that|this|these|those|what|there|nobody|no one|one|to|and|but|or|not)\Z", re.I
)
_ROLE = re.compile(
    r"\b(?:spokes\w+|officials?|ministry|ministers?|department|government|administration|statement"
    r"|announcement|report|president|sources?|mayor|governor|senators?|representatives?|director"
    r"|secretary|ambassador|company|firm|union|diplomats?|witness(?:es)?|experts?|analysts?"
    r"|authorities|police|critics|executives?|professors?|scientists?|researchers?|lawyers?"
    r"|politicians?|lawmakers|leaders?|chairman|chief|officers?|premier|airline|airframer|agency"
    r"|investigators|doctors?|residents?|data|figures|portavoz|ministro|ministra)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:when|while|as|after|before|because|since|although|though|if|where|whereas|that|but|and"
    r"|with|however|meanwhile)\s+(?=\S)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_CIRCUMSTANCE = (
    r"(?:\s+(?:in|at|on|during|to|through|via|after|by|late|early|this|last)\s[^,.:;\x01]{1,60}?"
    r"|\s+(?:today|yesterday|earlier|again|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"|\s+(?!that\b)(?:reporters|journalists|the\s[\w\s]{1,30}?|[A-Z]\w+(?:\s[A-Z]\w+)?))?"
)


def attributed(text: str) -> list[Attributed]:
    """Every statement that a text attributes to somebody, in order."""
    quoted = quotations(text)
    spoken = [one for one in quoted if one.speech]
    mask = masked(text, spoken)
    found: list[Attributed] = []
    before: Span | None = None
    for start, end in sentences(mask, text):
        if end - start > LONGEST_SENTENCE:
            continue
        inside = [one for one in spoken if start <= one.outer[0] < end]
        here = list(_sentence(_Sentence(text, mask, start, end, inside, quoted), before))
        found += here
        before = here[-1].speaker if here else None
    return _apart(found)


def _apart(found: list[Attributed]) -> list[Attributed]:
    """In order, none empty, none overlapping one before it."""
    kept: list[Attributed] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.start < one.end and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


@dataclass(frozen=True)
class _Sentence:
    text: str
    mask: str
    start: int
    end: int
    spoken: list[Quotation]
    quoted: list[Quotation]

    def search(self, pattern: re.Pattern[str], start: int | None = None) -> re.Match[str] | None:
        return pattern.search(self.mask, self.start if start is None else start, self.end)


_BEHIND = re.compile(
    rf"\x01,?\s+(?:{_ADVERBS}{_VERB})\s+(?=[^\s,.])(?P<who>[^\x01.;\n]{{2,160}}?(?:\b[A-Z]\.[^\x01.;\n]{{2,120}})?)"
    rf"(?=\s+(?:in|during|at|on|to|after|through)\s(?:a|an|the|his|her|its|[A-Z][a-z]+day)\b"
    rf"|,\s+(?:adding|who|as|but|and|while)\s|[.;\n\x01]|,\s*\x01|\Z)"
)
_BEHIND_FIRST = re.compile(rf"\x01,?\s+(?P<who>[^\x01.;\n]{{2,100}}?)\s+{_ADVERBS}{_VERB}\b")
_BEHIND_NAME = re.compile(
    r"\x01,?\s+(?P<who>[A-ZÀ-Þ][\w’'\-]+(?:\s[A-ZÀ-Þ][\w’'.\-]+)+,\s(?:an?|the)\s[^\x01.;\n]{3,80})[.\n]"
)
_TO_CLAUSE = re.compile(
    rf"\b(?P<verb>{_VERB}|{_SAYING}){_CIRCUMSTANCE}(?P<that>,?\s+that)?\s+(?=\S)"
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the words of)\s+")
_CLAUSE_FIRST = re.compile(
    rf",\s+(?P<who>[^,\x01.;\n]{{2,80}}?)\s+{_ADVERBS}{_VERB}\s*(?=[.\n]|\Z)"
)
_SECOND = re.compile(
    rf"(?:,\s+|\s+)(?:and|but)\s+{_ADVERBS}(?P<verb>{_VERB}){_CIRCUMSTANCE}\s+(?:that\s+)"
    rf"|,\s+(?P<ing>{_SAYING})\s+(?:that\s+)?"
)


def _sentence(here: _Sentence, before: Span | None) -> Iterator[Attributed]:
    """What one sentence attributes; `before` is who spoke in the sentence before."""
    if here.spoken:
        speaker, rule = _of_speech(here, before)
        if speaker is None:
            yield from _clauses(here)
            return
        clause = _around_speech(here, speaker, rule)
        if clause is not None:
            yield clause
            return
        for one in here.spoken:
            yield Attributed(one.start, one.end, speaker, "direct", rule)
        return
    yield from _clauses(here)


def _of_speech(here: _Sentence, before: Span | None) -> tuple[Span | None, str]:
    """Who says the speech of a sentence."""
    first = here.spoken[0]
    for pattern in (_BEHIND, _BEHIND_FIRST, _BEHIND_NAME):
        found = here.search(pattern)
        who = found and _named(here, *found.span("who"))
        if who:
            return who, "claims: speaker behind the quote"
    verb = _verb_before(here, first)
    if verb:
        who = _subject(here, verb)
        if who:
            return who, "claims: speaker before the quote"
    lead = here.mask[here.start : first.outer[0]]
    found = _ACCORDING.search(lead)
    if found:
        begin = here.start + found.end()
        end = here.mask.find(",", begin, first.outer[0])
        who = _named(here, begin, end if end > 0 else first.outer[0])
        if who:
            return who, "claims: according to"
    rest = here.mask[here.start : here.end].replace(SAID, "").strip(" \n\t.,;")
    if before is not None and not rest:
        return before, "claims: the quote goes on"
    return None, ""


def _verb_before(here: _Sentence, first: Quotation) -> int | None:
    """Where the verb stands that leads over to the first speech of a sentence."""
    lead = here.mask[here.start : first.outer[0] + 1]
    verbs = list(re.finditer(rf"\b{_ADVERBS}(?:{_VERB}|{_SAYING})\b", lead))
    return here.start + verbs[-1].start() if verbs else None


def _around_speech(here: _Sentence, speaker: Span, rule: str) -> Attributed | None:
    """The whole clause, where the speech is only a part of what is reported."""
    first = here.spoken[0]
    if rule not in ("claims: speaker before the quote", "claims: according to"):
        return None
    verb = _TO_CLAUSE.search(here.mask, max(speaker[1], here.start), first.outer[0])
    if rule == "claims: according to":
        begin = here.mask.find(",", speaker[1], first.outer[0]) + 1
        begin = begin or first.outer[0]
    elif verb is None or here.mask[verb.end()] == SAID:
        return None
    else:
        begin = verb.end()
    begin = _skip_space(here.text, begin)
    told = here.mask[begin : first.outer[0]]
    if len(told.split()) < 2 or (verb and not verb.group("that") and _leads(told)):
        return None
    end = _clause_end(here, begin)
    if end <= first.outer[0]:
        return None
    return Attributed(begin, end, speaker, "partial", "claims: reported, with quoted words")


def _leads(told: str) -> bool:
    """Whether words before a quote only lead over to it: "in a statement", "he too was"."""
    return bool(re.match(r"(?:in|at|on|during|to|through|of|the|a|an)\b[^,]*[,:]?\s*\Z", told))


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _clauses(here: _Sentence) -> Iterator[Attributed]:
    """Reported clauses of a sentence, the first and what its subject goes on to say."""
    one = _according(here) or _reported(here) or _reported_behind(here)
    if one is None:
        return
    yield one
    if one.rule != "claims: reported":
        return
    at = one.end
    while second := here.search(_SECOND, at):
        if second.start() > at + 2:
            break
        begin = second.end()
        end = _clause_end(here, begin)
        if end - begin > 10:
            yield Attributed(begin, end, one.speaker, _mode(here, begin, end), "claims: reported")
        at = max(end, second.end())


def _reported(here: _Sentence) -> Attributed | None:
    for found in _TO_CLAUSE.finditer(here.mask, here.start, here.end):
        verb = found.group("verb")
        if not found.group("that") and not _takes_bare_clause(here, verb, found):
            continue
        who = _subject(here, found.start())
        if who is None:
            continue
        begin = found.end()
        end = _clause_end(here, begin)
        if end - begin > 10:
            return Attributed(begin, end, who, _mode(here, begin, end), "claims: reported")
    return None


def _takes_bare_clause(here: _Sentence, verb: str, found: re.Match[str]) -> bool:
    """Whether a clause follows without "that": a subject and not a preposition or an object."""
    rest = here.mask[found.end() : here.end]
    starts = re.match(
        r"(?:the|a|an|it|he|she|they|there|its|his|her|their|this|these|those|no|some|many|most|all"
        r"|two|three|[A-Z][\w’'\-]+|\d[\w,.]*|[a-z]+s)\b",
        rest,
    )
    return bool(_BARE.search(verb) and starts and len(rest.split()) > 3)


def _reported_behind(here: _Sentence) -> Attributed | None:
    """ "…, the ministry said." """
    found = here.search(_CLAUSE_FIRST)
    if found is None:
        return None
    who = _named(here, *found.span("who"))
    begin = _skip_space(here.text, here.start)
    if who is None or found.start() - begin < 15:
        return None
    mode = _mode(here, begin, found.start())
    return Attributed(begin, found.start(), who, mode, "claims: reported before its speaker")


def _according(here: _Sentence) -> Attributed | None:
    found = here.search(_ACCORDING)
    if found is None:
        return None
    begin = _skip_space(here.text, here.start)
    comma = here.mask.find(",", found.end(), here.end)
    stop = _trimmed(here, found.end(), here.end)
    if found.start() - begin > 15:  # "…, according to X."
        who = _named(here, found.end(), comma if comma > 0 else stop)
        end = _trimmed(here, begin, found.start())
        return who and Attributed(begin, end, who, _mode(here, begin, end), "claims: according to")
    if comma < 0:  # "According to X the …": where X ends can't be told but for names
        name = re.compile(r"(?:[A-ZÀ-Þ][\w’'.\-]*\s+)+(?=[a-z])").match(here.mask, found.end())
        comma = name.end() - 1 if name else -1
    if comma < 0:
        return None
    who = _named(here, found.end(), comma)
    start = _skip_space(here.text, comma + 1)
    return who and Attributed(start, stop, who, _mode(here, start, stop), "claims: according to")


def _subject(here: _Sentence, verb: int) -> Span | None:
    """The words before a verb of saying that name who says it."""
    lead = re.sub(rf"\s+{_ADVERBS}\Z", " ", here.mask[here.start : verb] + " ")
    lead = lead.rstrip()
    apposition = lead.endswith(",")
    parts = list(re.finditer(r"[^,;:\x01]+", lead))
    parts = [part for part in parts if part.group().strip()]
    if not parts:
        return None
    first = parts[-1]
    if apposition and len(parts) > 1:
        first = parts[-2]
        if not _NAME.search(first.group()) and not _ROLE.search(first.group()):
            first = parts[-1]
    begin, end = here.start + first.start(), here.start + len(lead.rstrip(", "))
    for word in _SUBORDINATE.finditer(here.mask, begin, end):
        if word.group().strip().lower() == "and" and word.start() > begin:
            continue  # "A and B said"
        begin = word.end()
    return _named(here, begin, end)


def _named(here: _Sentence, start: int, end: int) -> Span | None:
    """The span without space and marks at its ends, where it can name a speaker."""
    words = here.mask[start:end]
    start += len(words) - len(words.lstrip(" \n\t,;:"))
    end = start + len(here.mask[start:end].rstrip(" \n\t,;:"))
    words = here.mask[start:end]
    if not words or SAID in words or len(words.split()) > 22 or _NOBODY.match(words):
        return None
    if _PRONOUN.match(words):
        return start, end
    first = words.split()[0]
    if _PRONOUN.match(first) or not (_NAME.search(words) or _ROLE.search(words)):
        return None
    return start, end


def _clause_end(here: _Sentence, begin: int) -> int:
    """Where a reported clause ends: with its sentence, or where its speaker says another thing."""
    second = here.search(_SECOND, begin)
    return _trimmed(here, begin, second.start() if second else here.end)


def _trimmed(here: _Sentence, begin: int, end: int) -> int:
    """The end without space, and without a stop that no quotation mark protects."""
    while end > begin and (here.text[end - 1].isspace() or here.mask[end - 1] in ".,;:"):
        end -= 1
    return end


def _mode(here: _Sentence, start: int, end: int) -> str:
    """partial where it quotes words that are no mere label, else indirect."""
    quoted = [one for one in here.quoted if start <= one.outer[0] and one.outer[1] <= end]
    return "partial" if any(here.text[one.start].islower() for one in quoted) else "indirect"

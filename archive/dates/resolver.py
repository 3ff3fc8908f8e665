"""What the time expressions of a text mean: with which value, from which reference, by which rule.

The types and values are those of TIMEX3 (TimeML 1.2.1) beside EDTF. A relative expression is
resolved against the dateline or the publication date, or, where it refers back, the nearest earlier
date in the text; without a reference it stays unresolved, and nothing is guessed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from archive.dates.dateline import belongs, dateline
from archive.dates.expressions import DateValue, read
from archive.dates.languages import Language, listed, load
from archive.dates.periods import Period, Unit
from archive.dates.reading import Anchor, Basis, Meaning, Reading, Status, Type
from archive.dates.rules import RULES
from archive.dates.tokens import Lexicon, Tokens, tokenise


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """One time expression of a text.

    `start` and `end` are code points, `text` the words between them. `edtf` is None for what names
    no day (durations, repetitions, the vague) and for what is unresolved; `timex` is the TIMEX3
    value where one exists. `reference` is the EDTF of what a relative expression was counted from,
    `basis` where that came from, `antecedent` its place in the text when it came from the text.
    """

    start: int
    end: int
    text: str
    type: Type
    edtf: str | None
    timex: str | None
    reference: str | None
    rule: str
    status: Status
    basis: Basis | None = None
    antecedent: tuple[int, int] | None = None


# Where an expression can begin. It saves trying every pattern at every token: articles, numbers and
# words like "last" begin one only before certain kinds.
_FIRST = re.compile(
    r"[MWSPRY1IDtEkXy0mws2Ul3QVhq9cFOoK6&!`>]"
    r"|[eaLNBGCTAZ](?=['&A-Zk0-9a-dhl-qs-y=~>@`-])"
    r"|J(?=[A-Zxdnav0o1msw])"
    r"|g(?=[3a-zA-Z])"
    r"|[dnf](?=[./dpzi4UVQqHhMm0a&8@u`>-])"
    r"|[xv](?=[xdynfpi4UVQqHhMm0a&8@u`>-])"
)

# Rules that never look at what was read before, where they match a single token.
_ALIKE = listed(
    "month season quarter weekday holiday vague year units numeric day-word repeated lasting"
)

Found = tuple[Meaning, int, int]  # tokens from and to


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language as one, and the rule of each of its groups."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]  # by group number; group 0 has none
    language: Language
    lexicon: Lexicon
    single: tuple[re.Pattern[str], ...]  # each pattern on its own, by group number

    def next(self, kinds: str, at: int) -> tuple[int, int, int] | None:
        """The next match from a token on: the number of its rule, the tokens from and to."""
        while start := _FIRST.search(kinds, at):
            found = self.pattern.match(kinds, start.start())
            if found:
                return found.lastindex or 0, found.start(), found.end()
            at = start.end()
        return None

    def apply(self, reading: Reading, name: str, start: int, end: int) -> Meaning | None:
        """What a rule makes of the tokens; None where it makes nothing, or no such day exists."""
        try:
            return RULES[name](reading, start, end)
        except (ValueError, OverflowError):
            return None

    def read(self, reading: Reading, match: tuple[int, int, int]) -> Found | None:
        """What a match means; where its rule refuses it, what the rules after it make of less."""
        rule, start, end = match
        if end - start == 1:
            meaning = self._one_word(reading, rule, start)
            return None if meaning is None else (meaning, start, end)
        meaning = self.apply(reading, self.names[rule], start, end)
        if meaning is not None:
            return meaning, start, end
        for other in range(rule + 1, len(self.names)):
            found = self.single[other].match(reading.kinds, start)
            if found:
                meaning = self.apply(reading, self.names[other], start, found.end())
                if meaning is not None:
                    return meaning, start, found.end()
        return None

    def _one_word(self, reading: Reading, rule: int, at: int) -> Meaning | None:
        """The meaning of one token, remembered for the next time that it stands among the same.

        No rule for a single token looks further than two tokens back and six ahead, but for the
        cues of tense. This keeps text that is nothing but dates (a chronology, or an attack) fast.
        """
        name = self.names[rule]
        if name not in _ALIKE:
            return self.apply(reading, name, at, at + 1)
        tokens = reading.tokens
        around = (rule, *tokens.words[max(at - 2, 0) : at + 7], *reading.cues_around(at))
        if around not in reading.known:
            reading.known[around] = self.apply(reading, name, at, at + 1)
        return reading.known[around]

    def understand(self, reading: Reading, start: int, end: int) -> Meaning | None:
        """What the tokens mean if they are one expression and nothing else."""
        found = self.pattern.fullmatch(reading.kinds, start, end)
        return self.apply(reading, self.names[found.lastindex or 0], start, end) if found else None


@lru_cache(maxsize=16)
def grammar(language: str) -> Grammar:
    """The compiled grammar of a language tag."""
    data = load(language)
    alternatives = "|".join(f"({pattern})" for _name, pattern in data.rules)
    names = tuple(name for name, _pattern in data.rules)
    single = tuple(re.compile(pattern) for pattern in ("", *(rule[1] for rule in data.rules)))
    return Grammar(re.compile(alternatives), ("", *names), data, Lexicon(data), single)


def resolve(text: str, published: str | None = None, language: str = "en") -> list[ResolvedDate]:
    """The time expressions of a text, in their order, without overlaps.

    `published` is EDTF. Where it is less exact than a day, only what comes out the same from its
    first and its last day is resolved. Raises InvalidDate for a `published` that is not EDTF.
    """
    value = read(published) if published else None
    rules = grammar(language)
    tokens = tokenise(text, rules.lexicon)
    read_from = partial(_read, tokens, rules)
    first, last = _references(tokens, rules, value)
    found = read_from(first)
    if last is not None:
        found = [_agreed(one, other) for one, other in zip(found, read_from(last), strict=True)]
    return [_resolved(tokens, rules.language, *item) for item in found]


def _references(
    tokens: Tokens, rules: Grammar, value: DateValue | None
) -> tuple[Anchor | None, Anchor | None]:
    """The reference; where the publication date is no single day, its first and last day."""
    earliest = value.earliest if value else None
    latest = value.latest if value else None
    reading = Reading(tokens, rules.language, None, rules.understand)
    line = dateline(reading, rules.next, rules.names)
    if line and line not in (earliest, latest) and (value is None or belongs(line, value)):
        return Anchor(Period(Unit.DAY, line), Basis.DATELINE), None
    if value is None or value.approximate or value.uncertain or not earliest or not latest:
        return None, None
    written = earliest.isoformat() if earliest == latest else value.edtf
    first = Anchor(Period(Unit.DAY, earliest), Basis.PUBLISHED, written=written)
    if earliest == latest:
        return first, None
    return first, Anchor(Period(Unit.DAY, latest), Basis.PUBLISHED, written=written)


def _read(tokens: Tokens, rules: Grammar, published: Anchor | None) -> list[Found]:
    """Every expression from the beginning to the end, with the tokens from and to."""
    reading = Reading(tokens, rules.language, published, rules.understand)
    found: list[Found] = []
    at = 0
    while match := rules.next(tokens.kinds, at):
        reading.here, reading.outer = tokens.starts[match[1]], match[1]
        item = rules.read(reading, match)
        if item is None:
            at = match[1] + 1
            continue
        meaning, start, at = item
        found.append(item)
        reading.past.append((meaning, tokens.starts[start], tokens.ends[at - 1]))
    return found


def _agreed(one: Found, other: Found) -> Found:
    """One meaning of an expression that was read from both ends of a publication date."""
    meaning, start, end = one
    if (meaning.timex, meaning.edtf) == (other[0].timex, other[0].edtf):
        return one
    return Meaning(meaning.type, meaning.rule, Status.UNRESOLVED), start, end


def _resolved(
    tokens: Tokens, data: Language, meaning: Meaning, start: int, end: int
) -> ResolvedDate:
    anchor = meaning.anchor
    place = None
    if anchor and anchor.start is not None and anchor.end is not None:
        place = (anchor.start, anchor.end)
    first, last = tokens.starts[start], tokens.ends[end - 1]
    return ResolvedDate(
        start=first,
        end=last,
        text=tokens.text[first:last],
        type=meaning.type,
        edtf=_opened(meaning, tokens.words[start - 1] if start else "", data),
        timex=meaning.timex,
        reference=anchor.edtf if anchor else None,
        rule=meaning.rule,
        status=meaning.status,
        basis=anchor.basis if anchor else None,
        antecedent=place,
    )


def _opened(meaning: Meaning, before: str, data: Language) -> str | None:
    """The EDTF value; an interval with an open side after "since" and "until"."""
    edtf = meaning.edtf
    if not edtf or "/" in edtf or "T" in edtf or meaning.type is not Type.DATE:
        return edtf
    if before in data.since:
        return f"{edtf}/.."
    if before in data.until:
        return f"../{edtf}"
    return edtf

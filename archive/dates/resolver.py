"""What the time expressions of a text mean: with which value, from which reference, by which rule.

The types and values are those of TIMEX3 (TimeML 1.2.1) beside EDTF. A relative expression is
resolved against the dateline or the publication date, or, where it refers back, the nearest earlier
date in the text; without a reference it stays unresolved, and nothing is guessed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from archive.dates.dateline import belongs, dateline
from archive.dates.edges import Found, bounded
from archive.dates.expressions import DateValue, read
from archive.dates.first_letters import first_letters
from archive.dates.languages import Language, listed, load
from archive.dates.periods import Period, Unit
from archive.dates.reading import Anchor, Basis, Meaning, Reading, Status, Type
from archive.dates.rules import RULES
from archive.dates.rules.borrowed import borrowed
from archive.dates.tokens import Lexicon, Tokens, tokenise


class ResolvedDate(NamedTuple):
    """One time expression of a text.

    `start` and `end` are code points, `text` the words between them. `edtf` is None for what names
    no day (durations, repetitions, the vague) and for what is unresolved; `timex` is the TIMEX3
    value where one exists. `reference` is the EDTF of what a relative expression was counted from,
    `basis` where that came from, `antecedent` its place in the text when it came from the text.

    A tuple, because making thousands of frozen dataclasses took as long as finding them.
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


# Rules that never look further than the words just around, nor at what was read before, where none
# of the letters of `_FAR` is matched: of "the first half" the whole sentence says what it is of.
_ALIKE = listed(
    "month season quarter weekday holiday vague year units numeric day-word repeated lasting date "
    "clock-day day-part decade century"
)
_BORROWING = frozenset({"date", "month", "season"})  # the year of a list or a sentence
_FAR = frozenset("ABFGTUZ")
_NOT_READ = Meaning(Type.DATE, "")  # what no rule gives; None is that a rule refuses
_NEVER_FIRST = frozenset("-'")  # optional in front of decades, where they belong to the text


@dataclass(frozen=True, slots=True)
class Starting:
    """The rules that can match at a letter: their patterns as one, and each number by its group."""

    pattern: re.Pattern[str]
    rules: tuple[int, ...]  # group 0 has none


class Patterns(dict[str, Starting]):
    """What can match at each letter, compiled when a text first has such a letter.

    `beginning` matches where an expression can begin, as its first two letters say: articles,
    numbers and words like "last" begin one only before certain kinds.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.rules = [pattern for _name, pattern in language.rules]
        self.letters: dict[str, list[int]] = {}
        following: dict[str, set[str]] = {}
        for number, pattern in enumerate(self.rules):
            letters = first_letters(pattern, 2)
            for first in sorted({found[0] for found in letters} - _NEVER_FIRST):
                self.letters.setdefault(first, []).append(number)
                following.setdefault(first, set()).update(
                    found[1:] for found in letters if found[0] == first
                )
        self.beginning = re.compile(
            "|".join(_beginning(first, after) for first, after in following.items())
        )

    def __missing__(self, letter: str) -> Starting:
        numbers = self.letters.get(letter, [])
        choices = "|".join(f"({self.rules[number]})" for number in numbers)
        found = self[letter] = Starting(re.compile(choices or "(?!)"), (-1, *numbers))
        return found


def _beginning(first: str, following: set[str]) -> str:
    """A pattern for a letter that begins an expression before these letters; "" is the end."""
    if "" in following:
        return re.escape(first)
    return f"{re.escape(first)}(?=[{re.escape(''.join(sorted(following)))}])"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language by the letter that they begin with, and the names of the rules."""

    starting: Patterns
    names: tuple[str, ...]
    language: Language
    lexicon: Lexicon

    def next(self, kinds: str, at: int) -> tuple[int, int, int] | None:
        """The next match from a token on: the number of its rule, the tokens from and to."""
        while start := self.starting.beginning.search(kinds, at):
            begin = start.start()
            starting = self.starting[kinds[begin]]
            found = starting.pattern.match(kinds, begin)
            if found:
                return starting.rules[found.lastindex or 0], begin, found.end()
            at = begin + 1
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
        meaning = self._remembered(reading, rule, start, end)
        if meaning is not None:
            return meaning, start, end
        if end - start == 1:
            return None
        for other in self.starting.letters[reading.kinds[start]]:
            if other <= rule:
                continue
            found = _apart(self.starting.rules[other]).match(reading.kinds, start)
            if found:
                meaning = self.apply(reading, self.names[other], start, found.end())
                if meaning is not None:
                    return meaning, start, found.end()
        return None

    def _remembered(self, reading: Reading, rule: int, start: int, end: int) -> Meaning | None:
        """The meaning of a few tokens, remembered for the next time that they stand in such words.

        No such rule looks further than two tokens back and six ahead, but for the cues of tense.
        This keeps text that is nothing but dates (a chronology, or an attack) fast.
        """
        name = self.names[rule]
        if name not in _ALIKE or end - start > 6 or not _FAR.isdisjoint(reading.kinds[start:end]):
            return self.apply(reading, name, start, end)
        taken = borrowed(reading, start, end) if name in _BORROWING else None
        around = (rule, reading.around(start, end), taken)
        meaning = reading.known.get(around, _NOT_READ)
        if meaning is _NOT_READ:
            meaning = reading.known[around] = self.apply(reading, name, start, end)
        return meaning

    def understand(self, reading: Reading, start: int, end: int) -> Meaning | None:
        """What the tokens mean if they are one expression and nothing else."""
        starting = self.starting[reading.kinds[start]]
        found = starting.pattern.fullmatch(reading.kinds, start, end)
        if found is None:
            return None
        return self.apply(reading, self.names[starting.rules[found.lastindex or 0]], start, end)


@lru_cache(maxsize=16)
def grammar(language: str) -> Grammar:
    """The compiled grammar of a language tag."""
    data = load(language)
    return Grammar(
        Patterns(data), tuple(name for name, _pattern in data.rules), data, Lexicon(data)
    )


@lru_cache(maxsize=512)
def _apart(pattern: str) -> re.Pattern[str]:
    """One rule's pattern; compiled only where another rule has refused what it matched."""
    return re.compile(pattern)


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
        others = {(start, end): meaning for meaning, start, end in read_from(last)}
        found = [_agreed(one, others.get(one[1:])) for one in found]
    edged = zip(found, [None, *found], [*found[1:], None], strict=False)
    return [_resolved(tokens, rules.language, *around) for around in edged]


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


def _agreed(one: Found, other: Meaning | None) -> Found:
    """One meaning of an expression that was read from both ends of a publication date."""
    meaning, start, end = one
    if other and (meaning.timex, meaning.edtf) == (other.timex, other.edtf):
        return one
    return Meaning(meaning.type, meaning.rule, Status.UNRESOLVED), start, end


def _resolved(
    tokens: Tokens, data: Language, item: Found, before: Found | None, after: Found | None
) -> ResolvedDate:
    meaning, start, end = item
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
        edtf=bounded(tokens, data, item, before, after),
        timex=meaning.timex,
        reference=anchor.edtf if anchor else None,
        rule=meaning.rule,
        status=meaning.status,
        basis=anchor.basis if anchor else None,
        antecedent=place,
    )

"""The languages that dates are read in, one file each.

A file gives words their kinds (one letter, see `KINDS`), and patterns over those letters their
rules. To add a language write a file like `pt.py` and name it in `_FILES`; the rules themselves
(`archive.dates.rules`) know no language. A file that begins with `_` is part of others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any

from archive.dates.periods import Unit

_FILES = ("en", "pt", "es", "fr", "de")

Entry = tuple[str, Any]
Phrase = tuple[list[str], str, Any]

# What the letters mean. Punctuation stands for itself, `¶` for a blank line.
KINDS = {
    "M": "month (1-12)",
    "m": "month, abbreviated (1-12)",
    "0": "month that is also another word (1-12)",
    "W": "weekday (0 is Monday)",
    "w": "weekday, abbreviated",
    "S": "season (1 is spring)",
    "s": "season that is also another word",
    "U": "unit, one (Unit)",
    "V": "unit, several (Unit)",
    "Q": "quarter of a year, one",
    "q": "quarters, several",
    "F": "half",
    "H": "unit of the clock, one (Unit)",
    "h": "unit of the clock, several (Unit)",
    "P": "part of the day (TIMEX3: MO, MI, AF, EV, NI)",
    "R": "day counted from today (days)",
    "Y": "part of a day counted from today (days, part)",
    "1": "holiday (its name in archive.dates.holidays)",
    "L": "last (-1)",
    "K": "past (-1)",
    "B": "previous (-1)",
    "N": "next (1)",
    "C": "coming (1)",
    "G": "following (1)",
    "T": "this (0)",
    "c": "current (0)",
    "A": "that",
    "Z": "same",
    "e": "the",
    "a": "a, an",
    "i": "of",
    "r": "on",
    "j": "at",
    "~": "in",
    "4": "and",
    "5": "to, through: between the ends of a range",
    "b": "before (-1), after (1)",
    "l": "earlier (-1), later (1)",
    "g": "ago (-1), from now (1)",
    "x": "number in words (its value)",
    "&": "hundred, dozen: what a number in words is multiplied by",
    "v": "quantity that is not counted: several, few, many",
    "d": "number 1 to 31 in digits",
    "y": "number 1000 to 2999 in digits",
    "n": "number up to 9999 in digits, or with commas",
    "f": "number with a fraction",
    "o": "ordinal in digits",
    "O": "ordinal in words",
    "Ø": "counted from an end, but never a day of a month: final (-1), opening (1)",
    "D": "decade (its first year)",
    "I": "date in digits",
    "t": "time of the clock (hour, minute, second)",
    "p": "a.m. (0), p.m. (12), o'clock (None)",
    "z": "time zone",
    "E": "early, late, mid",
    "k": "beginning, middle, end",
    "J": "each, every",
    "X": "repeated (TIMEX3 value)",
    "2": "now, recently, in the future (TIMEX3 value)",
    "3": "about, more than: before a quantity",
    "6": "fiscal",
    "7": "period (the word)",
    "8": "whole, entire",
    "@": "more, straight: between a number and its unit",
    "`": "parts of the day, several (TIMEX3)",
    ">": "once, twice, times",
    "u": "old, long: after a unit",
    "!": "what lasts one unit: yearlong (TIMEX3 value)",
    "=": "time (the word)",
    "_": "any other word",
    "9": "quarter by its name, Q1 (1-4)",
    "ø": "day counted from one of the text: le lendemain (days)",
}


@dataclass(frozen=True)
class Language:
    """The data of one language."""

    code: str
    words: Mapping[str, Entry]
    rules: tuple[tuple[str, str], ...]  # name of the rule, pattern over kinds
    phrases: Mapping[str, list[Phrase]] = field(default_factory=dict)
    capitalised: frozenset[str] = frozenset()  # kinds whose words begin with a capital
    ordinal_suffixes: frozenset[str] = frozenset()
    decade_suffixes: frozenset[str] = frozenset()
    future: frozenset[str] = frozenset()  # words after which a weekday or month lies ahead
    past: frozenset[str] = frozenset()
    past_endings: tuple[str, ...] = ()  # of verbs: -ed
    future_endings: tuple[str, ...] = ()  # -ará
    before_infinitive: frozenset[str] = frozenset()  # "agreed to meet": what is agreed lies ahead
    before_day: frozenset[str] = frozenset()  # "on the 14th"
    before_month: frozenset[str] = frozenset()  # "in May"
    before_season: frozenset[str] = frozenset()  # "in the fall"
    before_year: frozenset[str] = frozenset()  # "since 1848"
    before_part: frozenset[str] = frozenset()  # "in morning trading"
    before_clock: frozenset[str] = frozenset()  # "at 8:30"
    deadlines: frozenset[str] = frozenset()  # "by October"
    prefixes: frozenset[str] = frozenset()  # "pre-1994"
    numbered: frozenset[str] = frozenset()  # "Boeing 2000", "Room 2001": not years
    counted: frozenset[str] = frozenset()  # "2000 people": not years
    streets: frozenset[str] = frozenset()  # "2010 Main Street": not a year
    names: frozenset[str] = frozenset()  # "April Jones", "Summer Palace", "Bloody Sunday"
    titles: frozenset[str] = frozenset()  # "The Sunday Times"
    compounds: frozenset[str] = frozenset()  # "the day care", "the night shift"
    ages: frozenset[str] = frozenset()  # "in his forties"
    dated: frozenset[str] = frozenset()  # "the 2000 elections": years all the same
    business: frozenset[str] = frozenset()  # words of a text in which "the first half" is of a year
    over: frozenset[str] = frozenset()  # "over the last year" is a duration
    be: frozenset[str] = frozenset()  # "will be held": the participle says nothing of the past
    nouns: frozenset[str] = frozenset()  # "announced plans Monday": these say nothing just before
    copulas: frozenset[str] = frozenset()  # "the hearing is Friday"
    bases: frozenset[str] = frozenset()  # verbs that are present only where no "to" is before them
    ending: frozenset[str] = frozenset()  # "the week ended Oct. 20"
    # "the Sept. 11 attacks": month and day, then the year, and the words that follow
    events: Mapping[tuple[int, int], tuple[int, frozenset[str]]] = field(default_factory=dict)
    aims: frozenset[str] = frozenset()  # "planned for September", and "oil for December delivery"
    modals: frozenset[str] = frozenset()  # "may last": here "last" is a verb
    rates: frozenset[str] = frozenset()  # "twice a week"
    since: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    onwards_from: frozenset[str] = frozenset()  # "ab 2015", which may lie ahead
    onwards: frozenset[str] = frozenset()  # "from 2015 on"
    onwards_with: frozenset[str] = frozenset()  # the "from" of it
    present: frozenset[str] = frozenset()  # "2017-present", "from 2017 to the present"
    approximate: frozenset[str] = frozenset()  # "about 1962"
    loosely: tuple[list[str], ...] = ()  # "1962 or so"
    regarding: frozenset[str] = frozenset()  # those that also say of what: "about"
    topics: frozenset[str] = frozenset()  # "a book about 1962"
    joining: frozenset[str] = frozenset()  # or; in French also "au", of "du 5 juin au 9 juillet"
    ranging: frozenset[str] = frozenset()  # those of them between the ends of a range
    between: frozenset[str] = frozenset()  # "between 5 and 9 June"
    recent: frozenset[str] = frozenset()  # "in den letzten Tagen": recent, where nobody counts
    plural: frozenset[str] = frozenset()  # units of kind U that are plurals too: "mois"
    articles: bool = True  # "the next year" is another one than "next year"
    day_first: bool = True  # 7/8/2007 is 7 August; False: it depends

    @cached_property
    def leading(self) -> frozenset[str]:
        """Every word that adds to the value of a date when it stands before it."""
        return self.since | self.until | self.onwards_from | self.approximate | frozenset({"."})

    @cached_property
    def trailing(self) -> frozenset[str]:
        """The first words of what adds to the value of a date when it stands after it."""
        return self.onwards | {words[0] for words in self.loosely}


def words(kind: str, names: Mapping[str, Any] | Iterable[str]) -> dict[str, Entry]:
    """Words of one kind with their values; of a plain list, without."""
    if isinstance(names, Mapping):
        return {word: (kind, value) for word, value in names.items()}
    return dict.fromkeys(names, (kind, None))


def numbered(kind: str, names: str, first: int = 1) -> dict[str, Entry]:
    """Words of one kind, numbered in their order."""
    return {word: (kind, number) for number, word in enumerate(names.split(), first)}


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrases(*entries: tuple[str, str, Any]) -> dict[str, list[Phrase]]:
    """Phrases by their first word, the longest first; words and marks parted by spaces."""
    table: dict[str, list[Phrase]] = {}
    for text, kind, value in sorted(entries, key=lambda entry: -entry[0].count(" ")):
        first, *rest = text.split()
        table.setdefault(first, []).append((rest, kind, value))
    return table


def listed_phrases(kind: str, text: str) -> list[tuple[str, str, Any]]:
    """Phrases of one kind, parted by ";" in a text, with their values after "=" if any."""
    entries = [entry.partition("=") for entry in text.split(";")]
    return [(" ".join(words.split()), kind, value.strip() or None) for words, _is, value in entries]


def expand(rules: str, macros: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Rules as written in a language file, a line each ("name: pattern"), with macros put in.

    A macro stands as <name>; spaces are dropped; lines that begin with # are comments.
    """
    result = []
    for line in rules.strip().splitlines():
        name, colon, pattern = line.strip().partition(": ")
        if not colon or name.startswith("#"):
            continue
        while "<" in pattern:
            before = pattern
            for macro, meaning in macros.items():
                pattern = pattern.replace(f"<{macro}>", f"(?:{meaning})")
            if pattern == before:
                raise ValueError(f"unknown macro in rule {name}: {pattern}")
        result.append((name, pattern.replace(" ", "")))
    return tuple(result)


UNITS = Unit  # so that a language file needs one import


@lru_cache(maxsize=64)
def load(code: str) -> Language:
    """The language of a tag such as `en` or `pt-BR`; one that reads digits only, where unknown."""
    primary = code.lower().replace("_", "-").partition("-")[0]
    if primary not in _FILES:
        return Language(code=primary, words={}, rules=(("numeric", "I"),))
    language: Language = import_module(f"archive.dates.languages.{primary}").LANGUAGE
    return language

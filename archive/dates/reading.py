"""What the rules work on: the tokens of a text, its day of publication, what was read so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from archive.dates.languages import Language
from archive.dates.periods import COARSENESS, Period, Unit, containing
from archive.dates.tokens import Tokens, sentence

_SAME = (Unit.DAY, Unit.MONTH, Unit.YEAR)  # written alike in TIMEX3 and EDTF
_CLAUSE = 25  # tokens in which a verb may stand


class Type(StrEnum):
    """The four types of TIMEX3."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


class Status(StrEnum):
    """Whether an expression has a value: the vague name no day, the unresolved lack a reference."""

    RESOLVED = "resolved"
    UNRESOLVED = "unresolved"
    VAGUE = "vague"


class Basis(StrEnum):
    """What a relative expression was counted from."""

    PUBLISHED = "published"
    DATELINE = "dateline"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A reference: a period, and where in the text it stands if it is from the text."""

    period: Period
    basis: Basis
    start: int | None = None  # code points
    end: int | None = None
    written: str | None = None  # its EDTF where that is less exact than the period

    @property
    def edtf(self) -> str:
        """As it is shown."""
        return self.written or self.period.edtf

    @property
    def day(self) -> date:
        """The first day of it."""
        return self.period.first


@dataclass(slots=True)
class Meaning:
    """What one expression means; `period` is what later expressions may refer back to."""

    type: Type
    rule: str
    status: Status = Status.RESOLVED
    timex: str | None = None
    edtf: str | None = None
    period: Period | None = None
    anchor: Anchor | None = None


class ListEnd(NamedTuple):
    """The last item of a list, which names the year: its tokens from and to, and what joins the
    items before it; see `archive.dates.rules.borrowed`."""

    start: int
    end: int
    joined: bool  # by more than commas
    ranged: bool  # as the ends of a range


@dataclass(slots=True)
class Reading:
    """One text on its way through the rules, from its beginning to its end."""

    tokens: Tokens
    language: Language
    published: Anchor | None
    understand: Callable[["Reading", int, int], Meaning | None]  # tokens from, to -> their meaning
    past: list[tuple[Meaning, int, int]] = field(default_factory=list)  # with start and end
    known: dict[tuple[Any, ...], Meaning | None] = field(default_factory=dict)  # of single tokens
    lists: dict[int, ListEnd | None] = field(default_factory=dict)  # of the list that goes on there
    orders: set[bool] | None = None  # day first or not, as the dates in digits tell; once looked at
    here: int = 0  # where the expression stands that is being read (code points)
    outer: int | None = None  # the first token of it, of which a rule may be reading a part

    @property
    def kinds(self) -> str:
        """One letter a token."""
        return self.tokens.kinds

    def find(self, start: int, end: int, letters: str) -> int:
        """The first token of one of these kinds, or -1."""
        kinds = self.tokens.kinds
        for index in range(start, end):
            if kinds[index] in letters:
                return index
        return -1

    def value(self, start: int, end: int, letters: str) -> Any:
        """The value of the first token of one of these kinds; None where there is none."""
        index = self.find(start, end, letters)
        return None if index < 0 else self.tokens.values[index]

    def values_of(self, kind: str) -> list[Any]:
        """The values of all tokens of a kind."""
        tokens = self.tokens
        return [value for at, value in zip(tokens.kinds, tokens.values, strict=True) if at == kind]

    def word(self, index: int) -> str:
        """The word at a token, in lower case; empty outside the text."""
        return self.tokens.words[index] if 0 <= index < len(self.tokens.words) else ""

    def nearest(self, finest: Unit, coarsest: Unit, within: int = 2000) -> Anchor | None:
        """The nearest earlier date of the text whose unit lies between these two."""
        low, high = COARSENESS[finest], COARSENESS[coarsest]
        here = self.here
        for meaning, start, end in reversed(self.past):
            period = meaning.period
            if here - end > within:
                return None
            if period and low <= COARSENESS[period.unit] <= high:
                return Anchor(period, Basis.TEXT, start, end)
        return None

    def in_business(self, start: int, end: int) -> bool:
        """Whether the sentence speaks of money, where "the first half" is of a year."""
        first, last = sentence(self.tokens, start)
        return not self.language.business.isdisjoint(self.tokens.words[first:last])

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.tokens.text[self.tokens.starts[index]].isupper()

    def dated(self, period: Period, rule: str, anchor: Anchor | None = None) -> Meaning:
        """A date that is known; OverflowError or ValueError where it ends after the year 9999."""
        if period.first.year > 9800:
            _ = period.last
        edtf = period.edtf
        timex = edtf if period.unit in _SAME else period.timex
        return Meaning(Type.DATE, rule, Status.RESOLVED, timex, edtf, period, anchor)

    def unresolved(self, rule: str, timex: str | None = None, type: Type = Type.DATE) -> Meaning:
        """An expression whose reference is missing."""
        return Meaning(type, rule, Status.UNRESOLVED, timex)

    def hyphenated(self, end: int) -> bool:
        """Whether a hyphen and a word follow at once: "the week-long", "a year-earlier"."""
        tokens = self.tokens
        return tokens.kinds[end : end + 1] == "-" and tokens.starts[end] == tokens.ends[end - 1]

    def named(self, at: int) -> bool:
        """Whether a word begins a name of which the next is part: Bloody Sunday."""
        return at >= 0 and self.word(at) in self.language.names and self.capital(at)

    def titled(self, end: int) -> bool:
        """Whether what follows makes the name of a paper of it: The Sunday Times."""
        end += int(self.tokens.kinds[end : end + 1] == "P")  # The Saturday Evening Post
        return self.word(end) in self.language.titles and self.capital(end)

    def names_more(self, at: int, end: int) -> bool:
        """Whether a word is part of a name: April Jones, Summer Palace."""
        return (
            end == at + 1
            and self.word(at) in self.language.names
            and self.tokens.kinds[end : end + 1] == "_"
            and self.capital(end)
            and self.capital(at)
        )

    def tense(self, index: int, end: int, deadlines: bool = True) -> int:
        """1 where the words around say that it lies ahead, -1 behind, 0 where they say nothing.

        The nearest cue before the expression decides; where its clause begins with it, the first
        cue after. "By" and "until" right before it say the former, unless told not to count.
        """
        if self.outer is not None:  # "until" stands before "the end of May", and not before "May"
            index = min(index, self.outer)
        before = self.word(index - 1)
        if deadlines and before in self.language.deadlines:
            clause = self.tokens.cues[max(index - _CLAUSE, 0) : index - 1].rpartition(".")[2]
            led = not clause.strip() and before not in self.language.until
            return -1 if led and self.tense(index, end, False) < 0 else 1  # "By May he had left"
        on = int(self.tokens.kinds[max(index - 1, 0) : index] == "r")
        if self.word(index - 1 - on) in self.language.copulas:  # "the hearing is on Friday"
            return 1
        cues = self.tokens.cues
        clause = cues[max(index - _CLAUSE, 0) : index].rpartition(".")[2]
        for at in range(index - 1, index - 1 - len(clause), -1) if clause.strip() else ():
            if cues[at] != " " and (cue := self._cue(at, index)):
                return cue
        after = cues[end : end + _CLAUSE].partition(".")[0]
        for at in range(end, end + len(after)) if after.strip() else ():
            if cues[at] != " " and (cue := self._cue(at, index)):
                return cue
        return 0

    def around(self, start: int, end: int) -> tuple[str, int, str, str]:
        """What stands about these tokens: two before, six after, and the cues of tense."""
        tokens, cues, last = self.tokens, self.tokens.cues, end + 5
        reached = tokens.ends[last] if last < len(cues) else None
        text = tokens.text[tokens.starts[start - 2 if start > 2 else 0] : reached]
        before = cues[start - _CLAUSE if start > _CLAUSE else 0 : start]
        return text, end - start, before, cues[end : end + _CLAUSE]

    def _cue(self, at: int, index: int) -> int:
        cue, language = self.tokens.cues[at], self.language
        if cue == "t":  # "agreed to meet"
            return int(self.word(at - 1) in language.before_infinitive)
        if self.tokens.cues[at - 1 : at] == "t" and (cue == "-" or self.word(at) in language.bases):
            return 0  # "expected to cut", "failed to meet": what is before "to" decides
        if cue == "-" and self.word(at - 1) in language.future & language.modals:
            return 0  # "will cut"
        if self.word(at) in language.bases and self.word(at - 1) in language.modals:
            return 0  # "did not meet"
        if cue == "-":  # "will be held" says nothing of the past
            return int(not language.be.isdisjoint(self.tokens.words[max(at - 2, 0) : at])) - 1
        nouns = at == index - 1 and self.word(at) in language.nouns  # "announced plans Monday"
        return 0 if nouns else 1

    def alone(self, start: int, end: int) -> bool:
        """Whether these tokens are all there is, so that no words around them can decide."""
        return start == 0 and end == len(self.tokens.kinds)

    def same_unit(self, unit: Unit, anchor: Anchor, count: int, rule: str) -> Meaning:
        """The period of a unit that is `count` units away from the one of the reference."""
        return self.dated(containing(unit, anchor.day).shift(count), f"{rule}:{unit}", anchor)

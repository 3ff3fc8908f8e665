"""The seam between the archive and whatever index holds its entries.

Plain data goes in and comes out: no models, no settings. Text is given as text; words of a query
come folded (`search.words.fold`). Days are `datetime.date`; a range is (first, last), both
included, None on a side that is open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from search.words import stem

Days = tuple[date | None, date | None]
UNDATED: Days = (None, None)
PER_FACET = 30  # the most frequent values that a facet shows, beside those selected


class SearchError(Exception):
    """The index could not answer; the archive itself is well."""


class IndexBusy(SearchError):
    """Another process holds the lock above the index."""


class IndexMissing(SearchError):
    """There is no index yet: `index_sync` builds one."""


class IndexOutdated(IndexMissing):
    """There is one that another version of this program wrote: `index_sync` builds its own."""


class IndexDamaged(SearchError):
    """The index cannot be read: `index_sync --rebuild` replaces it from the database."""


# What goes in ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """One layer's text, in pieces that no phrase crosses; boilerplate is cut out already."""

    layer: str
    language: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Doors:
    """When something may be seen: staff only, embargoed until a day, withdrawn, accepted."""

    staff: bool = False
    embargo_until: date | None = None
    withdrawn: bool = False
    accepted: bool = True


@dataclass(frozen=True)
class Entry:
    """What the index holds of a document or a claim.

    Of a claim the title is its statement and the body its quote. `facets` hold uids and words,
    never names. `standings` are those that links give a claim, each seen only where the document
    at the link's other end is. `doubted` are those of the mentioned days that the archive gives as
    approximate or uncertain.
    """

    uid: str
    kind: str  # document | claim
    document: str
    title: str
    body: Text
    others: tuple[Text, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: Days = UNDATED
    mentioned: tuple[Days, ...] = ()
    doubted: tuple[Days, ...] = ()
    said: Days = UNDATED
    doors: Doors = Doors()
    standings: tuple[tuple[str, Doors], ...] = ()
    title_language: str = ""  # "" where it is the body's

    @property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of all that is in the entry.

        The texts as they are, and before them the rest with the texts' lengths; days as numbers.
        """
        texts = [self.title, *self.body.pieces]
        layers = []
        for other in self.others:
            texts += other.pieces
            layers.append((other.layer, other.language, len(other.pieces)))
        days = (self.published, self.said, *self.mentioned, *self.doubted)
        rest = _spell(
            (
                self.uid, self.kind, self.document, self.title_language,
                self.body.layer, self.body.language, layers, list(map(len, texts)),
                self.facets, len(self.mentioned),
                [each and each.toordinal() for pair in days for each in pair],
                _of_doors(self.doors),
                [(name, _of_doors(doors)) for name, doors in self.standings],
            )
        )  # fmt: skip
        spelled = "".join([rest, *texts])
        return hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()


def _of_doors(doors: Doors) -> tuple[Any, ...]:
    return doors.staff, doors.embargo_until, doors.withdrawn, doors.accepted


def _spelling() -> Callable[[Any], str]:
    """What spells as json.dumps does, with the keys in order and no blanks.

    Python's own makes an encoder for every call, which takes as long as to spell; this one is kept.
    """
    plain = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=date.isoformat)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    spell = json.encoder.encode_basestring_ascii
    made = make(None, date.isoformat, spell, None, ":", ",", True, False, True)
    return lambda told: "".join(made(told, 0))


_spell = _spelling()


# What is asked -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Everything:
    """Every entry."""


@dataclass(frozen=True)
class Word:
    """A folded word; with its forms by the language of the text, unless exact."""

    text: str
    exact: bool = False


@dataclass(frozen=True)
class Phrase:
    """Folded words that stand one behind the other, as written."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """Any word that starts so."""

    start: str


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True)
class Some:
    """At least one part holds; none where there are no parts."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True)
class No:
    """The part does not hold."""

    part: Clause


@dataclass(frozen=True)
class Within:
    """The part holds in one text field: title, body or body_other."""

    field: str
    part: Clause


@dataclass(frozen=True)
class Tagged:
    """The entry has one of these values of a facet; none has where there are no values."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """What was asked, or another name for it (which counts less)."""

    asked: Clause
    others: tuple[Clause, ...]


Clause = Everything | Word | Phrase | Prefix | All | Some | No | Within | Tagged | Alike


def tags(clause: Clause) -> Iterator[Tagged]:
    """The values of facets that a clause asks for, not those that it excludes."""
    if isinstance(clause, Tagged):
        yield clause
    elif isinstance(clause, All | Some):
        for part in clause.parts:
            yield from tags(part)


@dataclass(frozen=True)
class Readable:
    """What may be seen, and on which day: an embargo ends without a save."""

    today: date
    restricted: bool = False
    withdrawn: bool = False
    unaccepted: bool = False


@dataclass(frozen=True)
class Query:
    """A search, resolved: names became uids, aliases became clauses.

    `filters`: values OR within a facet, AND between facets. `counted`: the facets to count.
    `also`: whether to look, where all words find less than a page, for what has most of them.
    """

    readable: Readable
    tree: Clause = Everything()
    kind: str = "documents"  # documents | claims
    match: str = "all"  # all | any
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: Days = UNDATED
    mentioned: Days = UNDATED
    over: str = "published"  # published | mentioned: what the histogram counts
    sort: str = "relevance"  # relevance | newest | oldest | title
    offset: int = 0
    limit: int = 20
    counted: tuple[str, ...] = ()
    histogram: bool = True
    also: bool = True


# What comes back ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """One entry found; `layer` is the text that it was found in, the first read if in several."""

    uid: str
    kind: str  # document | claim
    document: str
    score: float
    layer: str


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet, and how many of the matches have it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """The most frequent values (ties by value) and any selected ones; `more` values are left."""

    values: tuple[FacetValue, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Bar:
    """How many matches may lie in first..last."""

    first: date
    last: date
    count: int


@dataclass(frozen=True)
class Histogram:
    """Matches over time; one that spans several bars counts in each, as a click on it finds it."""

    over: str
    by: str  # decade | year | month
    bars: tuple[Bar, ...] = ()
    undated: int = 0


@dataclass(frozen=True)
class Sought:
    """What was searched for in the texts, for marks and snippets.

    A slot is a set of folded words any of which may stand there: one slot for a word with its
    forms or a prefix with its expansions, several for a phrase.
    """

    slots: tuple[frozenset[str], ...]
    field: str = ""  # "" any, else title, body or body_other
    alias: bool = False
    word: str = ""  # whose forms, each in some language of the archive, the slot holds

    def within(self, language: str) -> tuple[frozenset[str], ...]:
        """The slots in a text of this language: with the forms that the word has in it."""
        if not self.word:
            return self.slots
        root = stem(self.word, language)
        return (frozenset(f for f in self.slots[0] if f == self.word or stem(f, language) == root),)


@dataclass(frozen=True)
class Results:
    """What a search found: `total` exact matches, a page of them, and what they share.

    `possibly` of them are in the range of mentioned days only perhaps: every date of theirs that
    touches it is coarser than the range, or approximate or uncertain.
    """

    total: int
    possibly: int = 0
    hits: tuple[Hit, ...] = ()
    also: tuple[Hit, ...] = ()
    facets: Mapping[str, Facet] = field(default_factory=dict)
    histogram: Histogram | None = None
    words: tuple[Sought, ...] = ()
    notes: tuple[str, ...] = ()


class SearchBackend(Protocol):
    """One index. Each method may raise IndexBusy, IndexMissing or IndexDamaged, or OSError."""

    def replace(self, uids: Iterable[str], entries: Iterable[Entry]) -> None:
        """Make `entries` all that the index holds for the documents `uids`."""

    def settle(self) -> None:
        """Put what was replaced on the disk; until then a power cut may undo it."""

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build a new generation beside the live one, swap, and return how many went in."""

    def search(self, query: Query) -> Results:
        """What the live generation holds for a query."""

    def complete(self, prefix: str, limit: int, readable: Readable) -> list[str]:
        """Words of what may be read that start with a folded prefix, most used first."""

    def used(self, facet: str, values: Iterable[str], readable: Readable) -> dict[str, int]:
        """In how many documents that may be read each of these values of a facet stands."""

    def similar(self, word: str, limit: int, readable: Readable) -> list[str]:
        """Words of what may be read that are spelled almost like a folded word, nearest first.

        Optimal string alignment of 1, from eight letters on of 2; none for three letters or fewer.
        """

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Keep every other writer out; raises IndexBusy after `wait` seconds. Re-entrant."""

    def hashes(self) -> dict[tuple[str, str], str]:
        """The content hash of every live entry, by (kind, uid)."""

    def damages(self) -> list[str]:
        """What is damaged of the index, each in a sentence that names it; reads all of it."""

    def documents_of(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The document that each of these live entries, by (kind, uid), is of."""

    def tidy(self) -> int:
        """What the holder of the lock does after a drain; returns how many parts became one."""

    def exists(self) -> bool:
        """Whether there is an index to search, of the shape that this version writes."""

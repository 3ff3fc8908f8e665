"""Columns: what is known of each entry beside its words, as arrays, one file a segment.

A row is an entry, in the order of Whoosh's document numbers. Days are ordinals
(`date.toordinal`); an open side is EARLIEST or LATEST, an undated row overlaps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

import numpy as np

from search.backends.base import Days, Doors
from search.backends.whoosh.texts import Rows
from search.schema import CLAIM_FACETS, TEXT_FIELDS
from search.words import fold

EARLIEST, LATEST = 0, date.max.toordinal() + 1
UNDATED_FIRST, UNDATED_LAST = LATEST + 1, -1
FACETS = tuple(name for name in CLAIM_FACETS if name != "standing")
CODED = (*FACETS, "standing", "layer", "language_of_text")

NOTHING = Rows.empty()

Array = np.ndarray
Value = TypeVar("Value")


@dataclass
class Ragged:
    """Several values a row: those of row i are `columns[name][offsets[i]:offsets[i + 1]]`."""

    offsets: Array
    columns: dict[str, Array]

    def take(self, rows: Array) -> Ragged:
        """The values of some rows."""
        starts = self.offsets.take(rows)
        lengths = self.offsets.take(rows + 1) - starts
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        where = np.repeat(starts - offsets[:-1], lengths) + np.arange(offsets[-1])
        return Ragged(offsets, {name: values[where] for name, values in self.columns.items()})


@dataclass
class Table:
    """The columns of one segment: one value a row, several a row, and what the codes mean.

    `words` and `used` are the segment's lexicon: each word and in how many entries it stands.
    `orders` are its rows by uid, document and title.
    """

    size: int
    plain: dict[str, Array]
    ragged: dict[str, Ragged]
    meaning: dict[str, list[str]]
    words: list[str] = field(default_factory=list)
    used: Array = field(default_factory=lambda: np.zeros(0, np.int32))
    orders: dict[str, Array] = field(default_factory=dict)

    @cached_property
    def documents(self) -> Array:
        """The documents' uids in order, one a row."""
        return self.plain["document"][self.orders["document"]]

    @cached_property
    def totals(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Of each kind how many rows there are, and how many words each of their fields has."""
        return totals_of(self.plain)

    def titles(self, rows: Array) -> list[bytes]:
        """The folded titles of some rows, as UTF-8."""
        titles = self.ragged["title"].take(rows)
        raw, offsets = titles.columns["byte"].tobytes(), titles.offsets.tolist()
        return [raw[start:after] for start, after in pairwise(offsets)]


def totals_of(plain: Mapping[str, Array]) -> dict[str, tuple[int, dict[str, int]]]:
    """Of each kind how many of some rows are, and how many words each of their fields has."""
    found = {}
    for kind, chosen in (("claims", plain["claim"]), ("documents", ~plain["claim"])):
        words = {name: int(plain[f"length_{name}"][chosen].sum()) for name in TEXT_FIELDS}
        found[kind] = int(np.count_nonzero(chosen)), words
    return found


class Codes:
    """Numbers for strings, in the order in which they were met."""

    def __init__(self) -> None:
        self._of = _Growing()

    def all(self, values: Iterable[str]) -> Array:
        """The numbers of many strings."""
        return np.fromiter(map(self._of.__getitem__, values), np.int32)

    @property
    def meaning(self) -> list[str]:
        """The strings, in the order of their numbers."""
        return list(self._of)


class _Growing(dict[str, int]):
    def __missing__(self, value: str) -> int:
        self[value] = number = len(self)
        return number


def day_range(days: Days) -> tuple[int, int]:
    """Two ordinals that overlap whatever the days do."""
    first, last = days
    if first is None and last is None:
        return UNDATED_FIRST, UNDATED_LAST
    return (
        EARLIEST if first is None else first.toordinal(),
        LATEST if last is None else last.toordinal(),
    )


def _doors(doors: Sequence[Doors]) -> dict[str, Array]:
    embargoes = [each.embargo_until.toordinal() if each.embargo_until else 0 for each in doors]
    return {
        "staff": np.array([each.staff for each in doors], bool),
        "embargo": np.array(embargoes, np.int32),
        "withdrawn": np.array([each.withdrawn for each in doors], bool),
        "accepted": np.array([each.accepted for each in doors], bool),
    }


def _ranges(days: Sequence[Days]) -> tuple[Array, Array]:
    pairs = np.array([day_range(each) for each in days], np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _offsets(lengths: Iterable[int]) -> Array:
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, np.int64))))


def build(rows: Rows, words: Sequence[str], used: Array) -> Table:
    """The columns of a new segment: its words in order, and in how many entries each stands."""
    growing = Growing()
    growing.add(rows)
    return growing.table(words, used)


class Growing:
    """The columns of a new segment whose rows come some at a time, and are not kept."""

    def __init__(self) -> None:
        self._codes = {name: Codes() for name in CODED}
        self._parts: list[Table] = []

    def add(self, rows: Rows) -> None:
        """More rows."""
        plain = _plain(rows, self._codes)
        ragged = _facets(rows, self._codes) | _many(rows, self._codes)
        self._parts.append(Table(len(rows.entries), plain, ragged, {}))

    def table(self, words: Sequence[str], used: Array) -> Table:
        """The table of all rows, their words in order, and in how many each stands."""
        table = _whole(concatenate(self._parts, self._codes), self._parts[0])
        table.words, table.used = list(words), used.astype(np.int32)
        return _ordered(table)


def _ordered(table: Table) -> Table:
    """The table with its orders; equal titles by uid."""
    by_uid = np.argsort(table.plain["uid"], kind="stable")
    titles = table.titles(by_uid)
    by_title = sorted(range(table.size), key=titles.__getitem__)
    table.orders = {
        "uid": by_uid.astype(np.int32),
        "document": np.argsort(table.plain["document"], kind="stable").astype(np.int32),
        "title": by_uid[by_title].astype(np.int32),
    }
    return table


def _plain(rows: Rows, codes: Mapping[str, Codes]) -> dict[str, Array]:
    entries = rows.entries
    first, last = _ranges([entry.published for entry in entries])
    said = [entry.said if entry.kind == "claim" else entry.published for entry in entries]
    newest, oldest = _sort_days(*_ranges(said))
    plain = {
        "claim": np.array([entry.kind == "claim" for entry in entries], bool),
        "uid": _bytes([entry.uid for entry in entries]),
        "document": _bytes([entry.document for entry in entries]),
        "hash": np.frombuffer(bytes.fromhex("".join(rows.hashes)), np.uint8).reshape(-1, 32),
        "first": first,
        "last": last,
        "newest": newest,
        "oldest": oldest,
        "layer": codes["layer"].all(entry.body.layer for entry in entries),
        "language": codes["language_of_text"].all(entry.body.language for entry in entries),
        "title_language": codes["language_of_text"].all(
            entry.title_language or entry.body.language for entry in entries
        ),
    }
    for name in TEXT_FIELDS:
        plain[f"length_{name}"] = np.array(rows.lengths[name], np.int32)
    return plain | _doors([entry.doors for entry in entries])


def _sort_days(first: Array, last: Array) -> tuple[Array, Array]:
    """Days to sort by, the newest or the oldest first; undated rows come last in both."""
    newest = np.where(last == LATEST, first, last)
    oldest = np.where(first == EARLIEST, last, first)
    return newest.astype(np.int32), oldest.astype(np.int32)


def _facets(rows: Rows, codes: Mapping[str, Codes]) -> dict[str, Ragged]:
    found = {}
    facets = [entry.facets for entry in rows.entries]
    there = set(chain.from_iterable(facets))
    none = np.zeros(len(facets) + 1, np.int64)
    for name in FACETS:
        if name not in there:
            found[name] = Ragged(none, {"code": np.zeros(0, np.int32)})
            continue
        values = [each.get(name, ()) for each in facets]
        flat = codes[name].all(chain.from_iterable(values))
        found[name] = Ragged(_offsets(map(len, values)), {"code": flat})
    return found


def _many(rows: Rows, codes: Mapping[str, Codes]) -> dict[str, Ragged]:
    entries = rows.entries
    first, last = _ranges([days for entry in entries for days in entry.mentioned])
    doubt = np.array(
        [days in entry.doubted for entry in entries for days in entry.mentioned], np.uint8
    )
    standings = [standing for entry in entries for standing in entry.standings]
    others = [other for entry in entries for other in entry.others]
    titles = [fold(entry.title).encode() for entry in entries]
    return {
        "mentioned": Ragged(
            _offsets(len(entry.mentioned) for entry in entries),
            {"first": first, "last": last, "doubt": doubt},
        ),
        "standing": Ragged(
            _offsets(len(entry.standings) for entry in entries),
            {"code": codes["standing"].all(name for name, _ in standings)}
            | _doors([doors for _, doors in standings]),
        ),
        "others": Ragged(
            _offsets(len(entry.others) for entry in entries),
            {
                "layer": codes["layer"].all(other.layer for other in others),
                "language": codes["language_of_text"].all(other.language for other in others),
                "start": np.array([at for starts in rows.starts for at in starts], np.int32),
            },
        ),
        "title": Ragged(
            _offsets(map(len, titles)), {"byte": np.frombuffer(b"".join(titles), np.uint8)}
        ),
    }


def _bytes(values: Sequence[str]) -> Array:
    return np.array([value.encode() for value in values], "S") if values else np.zeros(0, "S1")


# Which columns hold codes, and of what.
CODE_COLUMNS = {
    **{(name, "code"): name for name in (*FACETS, "standing")},
    ("others", "layer"): "layer",
    ("others", "language"): "language_of_text",
}
PLAIN_CODES = {
    "layer": "layer",
    "language": "language_of_text",
    "title_language": "language_of_text",
}


def take(table: Table, rows: Array) -> Table:
    """Some rows of a table, with its whole lexicon."""
    return Table(
        size=len(rows),
        plain={name: values[rows] for name, values in table.plain.items()},
        ragged={name: values.take(rows) for name, values in table.ragged.items()},
        meaning=table.meaning,
        words=table.words,
        used=table.used,
    )


class Joined(dict[str, Value]):
    """Columns of several tables, each put together when it is first asked for."""

    def __init__(self, join: Callable[[str], Value]) -> None:
        super().__init__()
        self._join = join

    def __missing__(self, name: str) -> Value:
        self[name] = self._join(name)
        return self[name]


def concatenate(tables: Sequence[Table], codes: Mapping[str, Codes]) -> Table:
    """All rows of several tables that were renumbered by `codes`; without words and orders.

    A column is put together when it is first asked for: after a change most are not needed.
    """
    tables = tables or [build(NOTHING, [], np.zeros(0))]
    return Table(
        size=sum(table.size for table in tables),
        plain=Joined(lambda name: np.concatenate([table.plain[name] for table in tables])),
        ragged=Joined(lambda name: _join([table.ragged[name] for table in tables])),
        meaning={name: each.meaning for name, each in codes.items()},
    )


def renumber(table: Table, codes: Mapping[str, Codes]) -> Table:
    """The table under a numbering of values that others share, and that `codes` adds to."""
    new = {name: codes[name].all(table.meaning[name]) for name in CODED}
    ragged = {}
    for name, values in table.ragged.items():
        columns = dict(values.columns)
        for column in columns:
            if (name, column) in CODE_COLUMNS:
                columns[column] = new[CODE_COLUMNS[name, column]][columns[column]]
        ragged[name] = Ragged(values.offsets, columns)
    plain = dict(table.plain)
    for name, of in PLAIN_CODES.items():
        plain[name] = new[of][plain[name]]
    return Table(table.size, plain, ragged, table.meaning, table.words, table.used, table.orders)


def _whole(table: Table, like: Table) -> Table:
    """The table with every column that another has put together."""
    table.plain = {name: table.plain[name] for name in like.plain}
    table.ragged = {name: table.ragged[name] for name in like.ragged}
    return table


def _join(parts: Sequence[Ragged]) -> Ragged:
    offsets = [parts[0].offsets]
    for part in parts[1:]:
        offsets.append(part.offsets[1:] + offsets[-1][-1])
    return Ragged(
        np.concatenate(offsets),
        {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns},
    )


def merge(tables: Sequence[tuple[Table, Array]]) -> Table:
    """One table of the given rows of several, with their words."""
    taken = [take(table, rows) for table, rows in tables]
    codes = {name: Codes() for name in CODED}
    merged = _whole(concatenate([renumber(table, codes) for table in taken], codes), taken[0])
    words: dict[str, int] = {}
    for table in taken:
        for word, used in zip(table.words, table.used.tolist(), strict=True):
            words[word] = words.get(word, 0) + used
    merged.words = sorted(words)
    merged.used = np.array([words[word] for word in merged.words], np.int32)
    return _ordered(merged)

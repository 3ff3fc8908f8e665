"""Names: which entities, publishers, collections and topics the words of a query may mean."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Subquery

from archive.models import Alias, Collection, Entity, Publisher, Topic
from search.models import NamesRevision
from search.nearness import Nearness
from search.words import word_texts

Words = tuple[str, ...]
LONGEST = 12  # words of a name that is looked for in a query


@dataclass(slots=True)
class Named:
    """An entity that stands, with every name of its own and of what was merged into it."""

    uid: str
    kind: str
    name: str
    qualifier: str = ""
    widening: dict[Words, str] = field(default_factory=dict)  # names that widen, as written
    written: dict[Words, str] = field(default_factory=dict)  # every name, as written

    @property
    def said(self) -> str:
        """The name with what tells it from another of the same name."""
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    @property
    def names(self) -> KeysView[Words]:
        """Every name."""
        return self.written.keys()


class Names:
    """All names of one revision."""

    def __init__(self) -> None:
        self.by_uid: dict[str, Named] = {}
        self.exactly: dict[Words, list[Named]] = defaultdict(list)
        self._starting: dict[str, list[Named]] = defaultdict(list)
        self._read()

    @cached_property
    def nearness(self) -> Nearness:
        """The words of all names, by how they are spelled."""
        found = Nearness()
        found.add(self._starting)
        return found

    @cached_property
    def beginnings(self) -> list[tuple[str, Words, Named]]:
        """Each name from each of its words on, in the order of the alphabet."""
        named = {id(each): each for found in self.exactly.values() for each in found}
        return sorted(
            (
                (" ".join(name[at:]), name, each)
                for each in named.values()
                for name in each.names
                for at in range(len(name))
            ),
            key=itemgetter(0, 1),
        )

    def _read(self) -> None:
        columns = ("pk", "merged_into", "uid", "kind", "name", "qualifier")
        rows = list(Entity.objects.order_by("name", "uid").values_list(*columns))
        into = {pk: merged for pk, merged, *_rest in rows}
        standing = {pk: Named(*rest) for pk, merged, *rest in rows if merged is None}
        ends = {pk: _end(into, pk) for pk in into}
        for pk, _merged, uid, _kind, name, _qualifier in rows:
            if named := standing.get(ends[pk]):
                self.by_uid[uid] = named
                self._add(named, name, widens=True)
        for pk, text, widens in Alias.objects.values_list("entity", "text", "widens"):
            if named := standing.get(ends[pk]):
                self._add(named, text, widens)

    def _add(self, named: Named, written: str, widens: bool) -> None:
        words = tuple(word_texts(written))
        if not words:
            return
        if words not in named.names:
            named.written[words] = written
            self.exactly[words].append(named)
            for word in set(words):
                if not self._starting[word] or self._starting[word][-1] is not named:
                    self._starting[word].append(named)
        if widens:
            named.widening.setdefault(words, written)

    def called(self, words: Words, kinds: Sequence[str]) -> Iterator[list[Named]]:
        """The entities of some kinds with just this name; then those with these words in a name."""
        yield [each for each in self.exactly.get(words, ()) if each.kind in kinds]
        found = {id(each): each for each in self._starting.get(words[0], ()) if _has(each, words)}
        yield [each for each in found.values() if each.kind in kinds]

    def starting(self, prefix: str, kinds: Sequence[str]) -> list[Named]:
        """The entities of some kinds with a word in a name that starts so."""
        found = {
            id(each): each
            for word, named in self._starting.items()
            if word.startswith(prefix)
            for each in named
        }
        return [each for each in found.values() if each.kind in kinds]


def _end(into: dict[int, int | None], key: int) -> int:
    passed = {key}
    while (after := into.get(key)) is not None and after not in passed:
        passed.add(after)
        key = after
    return key


def _has(named: Named, words: Words) -> bool:
    return any(contains(name, words) for name in named.names)


def contains(name: Words, words: Words) -> bool:
    """Whether the words stand one behind the other in a name."""
    size = len(words)
    return any(name[at : at + size] == words for at in range(len(name) - size + 1))


Revision = tuple[str, int | None, int | None, int | None]
_lock = threading.Lock()
_kept: list[tuple[Revision, Names]] = []


def revision() -> Revision:
    """Changes whenever an entity or alias does, also through a bulk write of new ones."""
    database = str(settings.DATABASES["default"]["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(*_revision_query())
        row = cursor.fetchone()
    if row is None:  # nothing was ever renamed
        return database, None, Entity.objects.count(), Alias.objects.count()
    return database, row[0], row[1], row[2]


@cache
def _revision_query() -> tuple[str, Any]:
    """The SQL of it, made once: every search and every letter typed asks."""
    newest = (
        Subquery(model._default_manager.order_by("-pk").values("pk")[:1])
        for model in (Entity, Alias)
    )
    rows = NamesRevision.objects.filter(pk=1).order_by().values_list("number", *newest)
    return rows.query.sql_with_params()


def names() -> Names:
    """All names, read again when they changed."""
    now = revision()
    with _lock:
        if not _kept or _kept[0][0] != now:
            _kept[:] = [(now, Names())]
        return _kept[0][1]


def forget() -> None:
    """Read all names anew next time: for tests, which roll back and number rows again."""
    with _lock:
        _kept.clear()


HOLDINGS: dict[str, type[Publisher] | type[Collection] | type[Topic]] = {
    "publisher": Publisher,
    "collection": Collection,
    "topic": Topic,
}


def holdings(name: str, words: Words, value: str) -> Iterator[list[str]]:
    """The uids of the publishers, collections or topics that a value may mean.

    First the one with this uid, then those called just so, then those with the words in their name.
    """
    rows = list(HOLDINGS[name].objects.values_list("uid", "name"))
    yield [uid for uid, _written in rows if uid == value]
    named = [(uid, tuple(word_texts(written))) for uid, written in rows]
    yield [uid for uid, found in named if found == words]
    yield [uid for uid, found in named if contains(found, words)]


def starting(names: Iterable[tuple[str, str]], prefix: str) -> list[str]:
    """The uids whose name has a word that starts so."""
    return [uid for uid, name in names if any(w.startswith(prefix) for w in word_texts(name))]

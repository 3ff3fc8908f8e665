"""Completion: what the beginning of a search may become, by kind, most used first.

Names of entities and publishers and words of the index, each with how many documents a click finds
for this user; titles of documents, the newest first. What this user may not see completes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from archive.audience import Audience
from archive.models import Document, Entity, Mention, Publisher, Subject
from search import naming, outbox
from search.addresses import canonical
from search.asking import readable, resolve
from search.backends import get_backend
from search.backends.base import All, Clause, Prefix, Query, Within, Word
from search.filters import Asked, read_address
from search.finding import bare
from search.known import Known
from search.query import parse
from search.words import stem, word_texts, words

SHORTEST = 2  # letters from which on there is something to complete
LONGEST = 80  # characters of what is completed; no name begins with more
ENTITIES, PUBLISHERS, DOCUMENTS, WORDS = 5, 2, 3, 4  # at most, of each kind
NAMES = 5_000  # beginnings of names that are counted
TITLES = 50  # that are looked at for one letter, the newest
MANY = 20  # words that are looked at, many of them forms of the same


@dataclass(frozen=True)
class Completion:
    """One way on: what it is called, its value in an address, where it leads, how much is there.

    `count`: documents that `url`'s search finds or that mention the entity; None for a document.
    """

    kind: str  # person, organisation, place, event, other, publisher, document or word
    text: str
    value: str
    url: str
    count: int | None

    def as_json(self) -> dict[str, Any]:
        """The completion of the contract."""
        return asdict(self)


def completions(typed: str, user: Any) -> list[Completion]:
    """What `typed` may become; raises SearchError or OSError where the index cannot answer."""
    written = typed[:LONGEST].replace("\0", " ")
    asked = word_texts(written)
    if sum(map(len, asked)) < SHORTEST:
        return []
    outbox.catch_up()
    desk = _Desk(user)
    return [
        *desk.entities(asked),
        *desk.publishers(asked),
        *desk.documents(asked),
        *desk.words(written, asked[-1]),
    ]


class _Desk:
    """Looks things up for one user."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.audience = Audience.of(user)
        self.readable = readable(self.audience)
        self.known = Known(self.audience)

    def entities(self, asked: Sequence[str]) -> list[Completion]:
        """Entities with a name that has a word from which on it starts with what was asked."""
        called = self._called(" ".join(asked))
        by_kind: dict[str, list[str]] = defaultdict(list)
        for uid, (named, _name) in called.items():
            by_kind[named.kind].append(uid)
        counts = {
            uid: count
            for kind, uids in by_kind.items()
            for uid, count in self._counts(kind, uids).items()
        }
        best = _most_used(counts, lambda uid: called[uid][0].name, ENTITIES)
        found = []
        for entity in sorted(_seen(best, self.user), key=lambda each: best.index(each.uid)):
            named, name = called[entity.uid]
            found.append(
                Completion(
                    named.kind,
                    _said(entity, named, name),
                    entity.uid,
                    entity.get_absolute_url(),
                    counts[entity.uid],
                )
            )
        return found

    def _called(self, start: str) -> dict[str, tuple[naming.Named, naming.Words]]:
        """By uid the entities with a name that starts so, and the first such name."""
        rows = self.known.names.beginnings
        first = bisect_left(rows, start, key=lambda row: row[0])
        found: dict[str, tuple[naming.Named, naming.Words]] = {}
        for written, name, named in rows[first : first + NAMES]:
            if not written.startswith(start):
                break
            known = found.get(named.uid)
            if known is None or _is_own(named, name):
                found[named.uid] = named, name
        return found

    def publishers(self, asked: Sequence[str]) -> list[Completion]:
        """Publishers, each a search for what it published."""
        start = " ".join(asked)
        names = {
            uid: name
            for uid, name in Publisher.objects.values_list("uid", "name")
            if _begins(word_texts(name), start)
        }
        counts = self._counts("publisher", names)
        return [
            Completion("publisher", names[uid], uid, _search(publisher=uid), counts[uid])
            for uid in _most_used(counts, names.__getitem__, PUBLISHERS)
        ]

    def documents(self, asked: Sequence[str]) -> list[Completion]:
        """Documents with these words in the title, the last as far as it is typed; newest first."""
        parts: list[Clause] = [Within("title", Word(word, exact=True)) for word in asked[:-1]]
        last, limit = asked[-1], DOCUMENTS
        if len(last) < SHORTEST:  # too many words begin so: the titles themselves are looked at
            limit = TITLES
        else:
            parts.append(Within("title", Prefix(last)))
        query = Query(self.readable, All(tuple(parts)), sort="newest", limit=limit)
        hits = get_backend().search(replace(query, histogram=False, also=False)).hits
        uids = [hit.uid for hit in hits]
        rows = [
            row
            for row in Document.objects.visible_to(self.user).filter(uid__in=uids)
            if any(word.startswith(last) for word in word_texts(row.title))
        ]
        rows.sort(key=lambda each: uids.index(each.uid))
        return [
            Completion("document", row.title, row.uid, row.get_absolute_url(), None)
            for row in rows[:DOCUMENTS]
        ]

    def words(self, written: str, last: str) -> list[Completion]:
        """What was typed with its last word completed, each a search."""
        if not written[-1:].strip():
            return []
        before = written[: words(written)[-1].start]
        asked = _nothing_else()
        counts = {
            before + word: self._total(replace(asked, q=before + word))
            for word in self._longer(last)
        }
        return [
            Completion("word", text, text, _search(q=text), counts[text])
            for text in _most_used(counts, str, WORDS)
        ]

    def _counts(self, facet: str, uids: Iterable[str]) -> dict[str, int]:
        """In how many documents that this user may see each value of a facet stands."""
        return get_backend().used(facet, uids, self.readable)

    def _longer(self, start: str) -> list[str]:
        """Words that start so, most used first; of several forms of a word the most used."""
        language = (get_language() or "en").partition("-")[0]
        starting = get_backend().complete(start, MANY, self.readable)
        known = {stem(start, language)} if start in starting else set()
        found = []
        for word in starting:
            if (root := stem(word, language)) not in known:
                known.add(root)
                found.append(word)
        return found[:WORDS]

    def _total(self, asked: Asked) -> int:
        """How many documents a search finds."""
        query = resolve(parse(asked.q), asked, self.audience, self.known).query
        return get_backend().search(bare(query)).total


@cache
def _nothing_else() -> Asked:
    """The address of a search without any parameter: the words are put in its place."""
    return read_address(QueryDict())


def _most_used(counts: dict[str, int], label: Any, most: int) -> list[str]:
    """The values that are used at all, most used first, ties by what they are called."""
    used = [value for value, count in counts.items() if count]
    return sorted(used, key=lambda value: (-counts[value], label(value), value))[:most]


def _begins(name: Sequence[str], start: str) -> bool:
    """Whether a name, from one of its words on, starts so."""
    return any(" ".join(name[at:]).startswith(start) for at in range(len(name)))


def _is_own(named: naming.Named, name: naming.Words) -> bool:
    return named.written[name] == named.name


def _said(entity: Entity, named: naming.Named, name: naming.Words) -> str:
    """The entity's name; before it the other name that was typed."""
    return str(entity) if _is_own(named, name) else f"{named.written[name]} → {entity}"


def _seen(uids: Iterable[str], user: Any) -> Iterable[Entity]:
    """Those of these entities that a document this user may see names or is about."""
    # from the entity outwards, and no list of all documents: EXISTS stops at the first row
    entity = OuterRef("pk")
    mentions = Mention.objects.visible_to(user).filter(entity=entity).order_by()
    subjects = Subject.objects.accepted().filter(Audience.of(user).sees("document"), entity=entity)
    rows = Entity.objects.filter(uid__in=list(uids)).order_by()
    rows = rows.filter(Exists(mentions) | Exists(subjects.order_by()))
    # not in SQL: SQLite would read all that stand by the index of that column
    return [row for row in rows if row.merged_into_id is None]


def _search(**parameters: str) -> str:
    query = canonical({name: (value,) for name, value in parameters.items()})
    return f"{reverse('search')}?{query}"

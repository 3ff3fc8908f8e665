"""What of the names an audience may know: whether a document that it may see bears them out.

What only hidden documents name, hold or are written in is answered as if it did not exist: no
other name of it is searched or said, no field finds it, and the sentences about it are those about
what nobody ever heard of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from archive.audience import Audience
from archive.batches import batches
from archive.models import Document, Entity, Review, Version
from archive.models.base import is_accepted
from archive.ties import TIES, Tie
from search import naming
from search.words import STOP_WORDS

COLUMNS = {"publisher": "publisher", "collection": "collections", "topic": "topics"}


class Footing(IntEnum):
    """On what footing an entity is with an audience."""

    HIDDEN = 0
    UNTIED = 1  # in no document at all, as those of a list of countries: it gives none away
    NAMED = 2  # by a document that the audience may see


class Known:
    """What one audience may know of; each entity is looked up once."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self._footings: dict[str, Footing] = {}

    @cached_property
    def names(self) -> naming.Names:
        """All names, whoever may know them, as they are now."""
        return naming.names()

    def widening(self, entities: Iterable[naming.Named]) -> list[naming.Named]:
        """Those of these whose other names may be searched for and said."""
        return self._from(Footing.UNTIED, entities)

    def named(self, entities: Iterable[naming.Named]) -> list[naming.Named]:
        """Those of these that are here for this audience.

        Who works with what is restricted works with entities that stand in nothing, too.
        """
        least = Footing.UNTIED if self.audience.sees_restricted else Footing.NAMED
        return self._from(least, entities)

    def _from(self, least: Footing, entities: Iterable[naming.Named]) -> list[naming.Named]:
        given = list(entities)
        if self.audience.sees_withdrawn:  # from whom nothing is hidden
            return given
        self._look({each.uid for each in given} - self._footings.keys())
        return [each for each in given if self._footings[each.uid] >= least]

    def _look(self, uids: Iterable[str]) -> None:
        """Note the footings of these. Nearly all are mentioned, which is asked first, and alone: to
        put all the ways in one query takes Django longer than to ask.
        """
        for some in batches(sorted(uids)):
            self._footings |= dict.fromkeys(some, Footing.HIDDEN)
            left = self._note(some, Footing.NAMED, _any(_bearing(self.audience, TIES[:1])))
            if left:
                left = self._note(left, Footing.NAMED, _any(_bearing(self.audience, TIES[1:])))
            if left:
                self._note(left, Footing.UNTIED, ~_any(_tying()))

    def _note(self, uids: Sequence[str], footing: Footing, condition: Q) -> list[str]:
        """Note which of these are on this footing, and return the others."""
        rows = Entity.objects.filter(condition, uid__in=uids).order_by()
        found = set(rows.values_list("uid", flat=True))
        self._footings |= dict.fromkeys(found, footing)
        return [uid for uid in uids if uid not in found]

    def says_little(self, word: str) -> bool:
        """Whether this folded word is a function word (us, who) of a language of the texts here."""
        of = [language for language, listed in STOP_WORDS.items() if word in listed]
        return bool(of) and any(code.partition("-")[0].lower() in of for code in self.languages)

    def called(self, words: naming.Words, kinds: Sequence[str]) -> list[naming.Named]:
        """The entities here of some kinds with just this name, else with these words in a name."""
        return next(filter(None, map(self.named, self.names.called(words, kinds))), [])

    def holdings_called(self, facet: str, words: naming.Words, value: str) -> set[str]:
        """The publishers, collections or topics here that a value means: by uid, else just so
        called, else with these words in their name.
        """
        groups = naming.holdings(facet, words, value)
        return next(filter(None, (self.holdings(facet, each) for each in groups)), set())

    def holdings_starting(self, facet: str, prefix: str) -> set[str]:
        """Those with a word in their name that starts so."""
        rows = naming.HOLDINGS[facet].objects.values_list("uid", "name")
        return self.holdings(facet, naming.starting(rows, prefix))

    def holdings(self, facet: str, rows: Iterable[str]) -> set[str]:
        """Those of these publishers, collections or topics, by uid, that have a document here."""
        uids = set(rows)
        if self.audience.sees_withdrawn:
            return uids
        documents = Document.objects.filter(
            self.audience.sees(), **{COLUMNS[facet]: OuterRef("pk")}
        )
        found: set[str] = set()
        for some in batches(sorted(uids)):
            held = naming.HOLDINGS[facet].objects.filter(Exists(documents.order_by()))
            found.update(held.filter(uid__in=some).order_by().values_list("uid", flat=True))
        return found

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the texts of documents here."""
        every = Version.objects.order_by().values_list("language", flat=True).distinct()
        here = Version.objects.filter(self.audience.sees("document")).order_by()
        return [code for code in every if here.filter(language=code).exists()]


def _bearing(audience: Audience, ties: Sequence[Tie]) -> Iterator[Any]:
    """The rows that name an entity (OuterRef) in documents of this audience."""
    for tie in ties:
        stands = is_accepted(tie.reviewed)
        if audience.sees_restricted:
            stands = ~Q(**{tie.review: Review.REJECTED})
        yield tie.of_entity.filter(audience.sees(tie.document), stands)


def _tying() -> Iterator[Any]:
    """All rows that name an entity (OuterRef) but what a rule merely suggests."""
    for tie in TIES:
        yield tie.of_entity.exclude(**{tie.review: Review.SUGGESTED})


def _any(querysets: Iterable[Any]) -> Any:
    found = Q(pk__in=())
    for rows in querysets:
        found |= Q(Exists(rows))
    return found

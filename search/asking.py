"""From what was asked to what the index is asked: names become uids, aliases become clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.audience import Audience
from search import naming
from search.backends import get_backend
from search.backends.base import (
    Alike,
    All,
    Clause,
    Days,
    Everything,
    No,
    Phrase,
    Prefix,
    Query,
    Readable,
    SearchError,
    Some,
    Tagged,
    Within,
    Word,
)
from search.facets import ENTITIES, HOLDINGS, label, words
from search.known import Known
from search.query import ParsedQuery, tree
from search.schema import CLAIM_ONLY, ENTITY_KINDS, facets_of
from search.widening import Others, Widening
from search.words import STOP_WORDS, fold, word_texts


@dataclass(frozen=True)
class Resolved:
    """A query for the index; `widened` are the other names that are searched too, as written.

    `told` are the sentences that say so, and are among the notes.
    """

    query: Query
    known: Known  # what was looked up, for further queries
    notes: tuple[str, ...] = ()
    widened: tuple[tuple[str, tuple[str, ...]], ...] = ()
    told: tuple[str, ...] = ()


def resolve(
    parsed: ParsedQuery, asked: Any, audience: Audience, known: Known | None = None
) -> Resolved:
    """What a search address (`search.filters.Asked`) asks of the index for this audience.

    Who resolves several queries for one answer gives along what the audience is known to know,
    which is then looked up once.
    """
    known = known or Known(audience)
    resolver = _Resolver(
        asked.kind,
        asked.exact,
        known,
        Widening(known, partial(_stands_pointed, asked.kind, readable(audience))),
    )
    clause = resolver.top(parsed.tree, asked.match)
    days = asked.days
    shown = [name for name in facets_of(asked.kind) if name != "status" or settings.ASSESSMENTS]
    sort = asked.sort
    if sort == "relevance" and not tree.positive_words(parsed.tree, "title"):
        sort = "newest"  # nothing was asked that one could match better than another
    query = Query(
        readable=readable(audience),
        tree=clause,
        kind=asked.kind,
        match=asked.match,
        filters={
            name: standing_values(name, values, known.names)
            for name, values in asked.facets.items()
            if name in shown
        },
        published=_range(days, "published"),
        mentioned=_range(days, "mentioned"),
        over=asked.over,
        sort=sort,
        counted=tuple(shown),
    )
    widening = resolver.widening
    told = tuple(dict.fromkeys(widening.told))
    notes = (*told, *dict.fromkeys(widening.notes))
    return Resolved(query, known, notes, tuple(widening.widened), told)


def readable(audience: Audience) -> Readable:
    """What an audience may see, as the index knows it."""
    return Readable(
        today=audience.today,
        restricted=audience.sees_restricted,
        withdrawn=audience.sees_withdrawn,
        unaccepted=audience.reviews,
    )


def standing_values(facet: str, values: Sequence[str], names: naming.Names) -> tuple[str, ...]:
    """The values of a filter; a merged entity stands for what it was merged into."""
    if facet not in ENTITIES:
        return tuple(values)
    known = names.by_uid
    return tuple(dict.fromkeys(known[v].uid if v in known else v for v in values))


def _stands_pointed(kind: str, may_see: Readable, letters: str) -> bool:
    """Whether an entry of this kind that may be seen has these letters with points (U.S.S.R.)."""
    query = Query(may_see, Phrase(tuple(letters)), kind, limit=0, histogram=False, also=False)
    try:
        return get_backend().search(query).total > 0
    except (SearchError, OSError):  # said of the search itself, which comes next
        return False


def _range(days: dict[str, Any], over: str) -> Days:
    return days.get(f"{over}_after"), days.get(f"{over}_before")


@dataclass
class _Resolver:
    """Turns the nodes of a query into clauses; notes and widened names fill meanwhile."""

    kind: str
    exact: bool
    known: Known
    widening: Widening

    def top(self, node: tree.Node, match: str) -> Clause:
        """The whole query; with match=any the words of its top are a bag of words."""
        if match != "any" or not isinstance(node, tree.And):
            return self.clause(node)
        bag = [part for part in node.parts if not isinstance(part, tree.Field | tree.Not)]
        others = [part for part in node.parts if isinstance(part, tree.Field | tree.Not)]
        clauses = [self.clause(part) for part in others]
        if bag:
            clauses.insert(0, Some(tuple(self._bag(bag))))
        return clauses[0] if len(clauses) == 1 else All(tuple(clauses))

    def _bag(self, parts: Sequence[tree.Node]) -> list[Clause]:
        """Any of the parts, without those that say little; names among them are widened."""
        telling = [part for part in parts if not _is_stop_word(part)] or parts
        found: list[Clause] = []
        for run, others in self._runs(parts):
            asked = [self._plain(part) for part in run if part in telling]
            if others:
                asked = [Alike(asked[0] if len(asked) == 1 else Some(tuple(asked)), others)]
            found += asked
        return found

    def clause(self, node: tree.Node, wanted: bool = True) -> Clause:
        """The clause of one node; what is excluded is not widened to other names."""
        match node:
            case tree.And(parts):
                return _all(self._run(parts) if wanted else [self.clause(p, False) for p in parts])
            case tree.Or(parts):
                return Some(tuple(self.clause(part, wanted) for part in parts))
            case tree.Not(part):
                return No(self.clause(part, not wanted))
            case tree.Field():
                return self._field(node)
            case tree.Everything():
                return Everything()
        return self._run([node])[0] if wanted else self._leaf(node)

    def _leaf(self, leaf: tree.Leaf) -> Clause:
        match leaf:
            case tree.Word(text, typed):
                return Word(text, exact=self.exact or not typed)
            case tree.Phrase(words):
                return Phrase(words)
            case tree.Prefix(text):
                return Prefix(text)
        raise TypeError(f"{leaf!r} is no leaf of a query.")

    def _run(self, parts: Sequence[tree.Node]) -> list[Clause]:
        """Parts that stand side by side: words among them that make a name are widened as one."""
        return [
            Alike(_all([self._plain(part) for part in run]), others)
            if others
            else self._plain(run[0])
            for run, others in self._runs(parts)
        ]

    def _runs(self, parts: Sequence[tree.Node]) -> Iterable[tuple[Sequence[tree.Node], Others]]:
        """The parts one by one, those that make a name together, each with its other names."""
        return (([part], ()) for part in parts) if self.exact else self.widening.over(parts)

    def _plain(self, part: tree.Node) -> Clause:
        """The clause of a part that is not widened; only what it is made of may be."""
        if isinstance(part, tree.Word | tree.Phrase | tree.Prefix):
            return self._leaf(part)
        return self.clause(part)

    def _field(self, node: tree.Field) -> Clause:
        if node.name == "title":
            return Within("title", self._leaf(node.part))
        if self.kind == "documents" and node.name in CLAIM_ONLY:
            self.widening.notes.append(
                _("“%(field)s:” is something that claims have, not documents.")
                % {"field": node.name}
            )
        values = self._values(node)
        if not values:
            self.widening.notes.append(
                _("Nothing here is called “%(value)s” as %(field)s.")
                % {"value": node.value or _spelled(node.part), "field": node.name}
            )
        return Tagged(node.name, tuple(sorted(values)))

    def _values(self, node: tree.Field) -> set[str]:
        if node.name in ENTITIES:
            return self._entities(node)
        if node.name in HOLDINGS:
            if isinstance(node.part, tree.Prefix):
                return self.known.holdings_starting(node.name, node.part.text)
            return self.known.holdings_called(node.name, _words(node.part), node.value)
        return fixed_values(node, self.known)

    def _entities(self, node: tree.Field) -> set[str]:
        """The entities that a value means: by uid, else by name; a prefix, those that start so."""
        names = self.known.names
        kinds = (node.name,) if node.name in ENTITY_KINDS else ENTITY_KINDS
        by_uid = names.by_uid.get(node.value)
        found = self.known.named([by_uid] if by_uid else [])
        if not found and isinstance(node.part, tree.Prefix):
            found = self.known.named(names.starting(node.part.text, kinds))
        elif not found:
            found = self.known.called(_words(node.part), kinds)
        return {each.uid for each in found}


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))


def _words(leaf: tree.Leaf) -> tuple[str, ...]:
    return leaf.words if isinstance(leaf, tree.Phrase) else (leaf.text,)


def _spelled(leaf: tree.Leaf) -> str:
    return " ".join(_words(leaf))


def fixed_values(node: tree.Field, known: Known) -> set[str]:
    """Values of a facet of fixed words, or languages: by code or by what they are called."""
    is_prefix = isinstance(node.part, tree.Prefix)
    asked = " ".join(word_texts(node.value.replace("_", " "))) or _spelled(node.part)
    fits: Callable[[str], bool] = (
        (lambda said: said.startswith(asked)) if is_prefix else (lambda said: said == asked)
    )
    if node.name == "language":
        return {code for code in known.languages if fits(_plain(code)) or fits(_called(code))}
    return {
        value
        for value, said in words(node.name).items()
        if fits(_plain(value)) or fits(_plain(said))
    }


def _called(code: str) -> str:
    return _plain(label("language", code.partition("-")[0]))


def _plain(text: str) -> str:
    return " ".join(word_texts(fold(text).replace("_", " ")))


def _is_stop_word(part: tree.Node) -> bool:
    """Whether a word says little in English or in the language of the page."""
    languages = {"en", (get_language() or "en").partition("-")[0]}
    return isinstance(part, tree.Word) and any(
        part.text in STOP_WORDS.get(language, ()) for language in languages
    )

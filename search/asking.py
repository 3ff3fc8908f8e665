"""From what was asked to what the index is asked: names become uids, aliases become clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.audience import Audience
from search import naming
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
    Some,
    Tagged,
    Within,
    Word,
)
from search.facets import ENTITIES, HOLDINGS, label, words
from search.query import ParsedQuery, tree
from search.schema import CLAIM_ONLY, ENTITY_KINDS, facets_of
from search.words import STOP_WORDS, fold, stands_alone, word_texts

MOST_NAMES = 20  # other names that one name is widened to
FEWEST_INITIALS = 3


@dataclass(frozen=True)
class Resolved:
    """A query for the index; `widened` are the other names that are searched too, as written."""

    query: Query
    notes: tuple[str, ...] = ()
    widened: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: naming.Names | None = None  # those that were looked up, for further queries


def resolve(
    parsed: ParsedQuery, asked: Any, audience: Audience, names: naming.Names | None = None
) -> Resolved:
    """What a search address (`search.filters.Asked`) asks of the index for this audience.

    Who resolves several queries for one answer gives the names along, which are then read once.
    """
    resolver = _Resolver(asked.kind, asked.exact, names or naming.names())
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
            name: standing_values(name, values, resolver.names)
            for name, values in asked.facets.items()
            if name in shown
        },
        published=_range(days, "published"),
        mentioned=_range(days, "mentioned"),
        over=asked.over,
        sort=sort,
        counted=tuple(shown),
    )
    notes = tuple(dict.fromkeys(resolver.notes))
    return Resolved(query, notes, tuple(resolver.widened), resolver.names)


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


def _range(days: dict[str, Any], over: str) -> Days:
    return days.get(f"{over}_after"), days.get(f"{over}_before")


@dataclass
class _Resolver:
    """Turns the nodes of a query into clauses; notes and widened names fill meanwhile."""

    kind: str
    exact: bool
    names: naming.Names
    notes: list[str] = field(default_factory=list)
    widened: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def top(self, node: tree.Node, match: str) -> Clause:
        """The whole query; with match=any the words of its top are a bag of words."""
        if match != "any" or not isinstance(node, tree.And):
            return self.clause(node)
        bag = [part for part in node.parts if not isinstance(part, tree.Field | tree.Not)]
        others = [part for part in node.parts if isinstance(part, tree.Field | tree.Not)]
        telling = [part for part in bag if not _is_stop_word(part)] or bag
        clauses = [self.clause(part) for part in others]
        if telling:
            clauses.insert(0, Some(tuple(self._run(telling))))
        return clauses[0] if len(clauses) == 1 else All(tuple(clauses))

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
        found: list[Clause] = []
        at = 0
        while at < len(parts):
            part = parts[at]
            taken = 0 if self.exact else self._name(parts, at, found) or self._initials(part, found)
            if not taken:
                is_leaf = isinstance(part, tree.Word | tree.Phrase | tree.Prefix)
                found.append(self._leaf(part) if is_leaf else self.clause(part))  # type: ignore[arg-type]
            at += taken or 1
        return found

    def _name(self, parts: Sequence[tree.Node], at: int, found: list[Clause]) -> int:
        """Add a clause for the longest name that starts here; how many parts it takes, or 0."""
        spelled: list[str] = []
        ends: list[tuple[int, int]] = []  # parts taken, words spelled
        for count, part in enumerate(parts[at:], 1):
            if not (isinstance(part, tree.Word | tree.Phrase) and part.typed):
                break
            spelled += [part.text] if isinstance(part, tree.Word) else part.words
            ends.append((count, len(spelled)))
            if len(spelled) >= naming.LONGEST:
                break
        known = self.names.exactly
        for count, length in reversed(ends):
            called = tuple(spelled[:length])
            if called in known:
                return self._widen(called, known[called], parts[at : at + count], found)
        return 0

    def _widen(
        self,
        called: tuple[str, ...],
        entities: list[naming.Named],
        parts: Sequence[Any],
        found: list[Clause],
    ) -> int:
        if len(entities) > 1:
            self._ask(called, entities)
            return 0
        entity = entities[0]
        others = {name: text for name, text in entity.widening.items() if name != called}
        if called not in entity.widening or not others:
            return 0
        chosen = sorted(others)[:MOST_NAMES]
        asked = _all([self._leaf(part) for part in parts])
        clauses = (Word(n[0], exact=True) if len(n) == 1 else Phrase(n) for n in chosen)
        found.append(Alike(asked, tuple(clauses)))
        written = tuple(others[name] for name in chosen)
        self.widened.append((entity.widening[called], written))
        self.notes.append(
            _("Also searched, as other names of “%(name)s”: %(others)s.")
            % {"name": entity.widening[called], "others": "; ".join(written)}
        )
        return len(parts)

    def _initials(self, part: tree.Node, found: list[Clause]) -> int:
        """Initials with points (C.I.A.) stand also without them; 1 where the part was that."""
        if not (isinstance(part, tree.Phrase) and part.typed and _are_initials(part.words)):
            return 0
        joined = "".join(part.words)
        pointed = "".join(f"{letter.upper()}." for letter in part.words)
        found.append(Alike(self._leaf(part), (Word(joined, exact=True),)))
        self.widened.append((pointed, (joined.upper(),)))
        self.notes.append(
            _("Also searched, for “%(initials)s” without points: %(joined)s.")
            % {"initials": pointed, "joined": joined.upper()}
        )
        return 1

    def _ask(self, called: tuple[str, ...], entities: list[naming.Named]) -> None:
        if any(len(entity.widening) > 1 for entity in entities):
            self.notes.append(
                _("“%(name)s” can mean %(entities)s, so no other names were searched.")
                % {
                    "name": " ".join(called),
                    "entities": _(" or ").join(sorted({each.name for each in entities})),
                }
            )

    def _field(self, node: tree.Field) -> Clause:
        if node.name == "title":
            return Within("title", self._leaf(node.part))
        if self.kind == "documents" and node.name in CLAIM_ONLY:
            self.notes.append(
                _("“%(field)s:” is something that claims have, not documents.")
                % {"field": node.name}
            )
        values = self._values(node)
        if not values:
            self.notes.append(
                _("Nothing here is called “%(value)s” as %(field)s.")
                % {"value": node.value or _spelled(node.part), "field": node.name}
            )
        return Tagged(node.name, tuple(sorted(values)))

    def _values(self, node: tree.Field) -> set[str]:
        if node.name in ENTITIES:
            return self._entities(node)
        if node.name in HOLDINGS:
            if isinstance(node.part, tree.Prefix):
                rows = HOLDINGS[node.name].objects.values_list("uid", "name")
                return set(naming.starting(rows, node.part.text))
            return set(naming.holdings(node.name, _words(node.part), node.value))
        return _fixed(node)

    def _entities(self, node: tree.Field) -> set[str]:
        if node.value in self.names.by_uid:
            return {self.names.by_uid[node.value].uid}
        kinds = (node.name,) if node.name in ENTITY_KINDS else ENTITY_KINDS
        if isinstance(node.part, tree.Prefix):
            return {each.uid for each in self.names.starting(node.part.text, kinds)}
        return {each.uid for each in self.names.called(_words(node.part), kinds)}


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))


def _words(leaf: tree.Leaf) -> tuple[str, ...]:
    return leaf.words if isinstance(leaf, tree.Phrase) else (leaf.text,)


def _spelled(leaf: tree.Leaf) -> str:
    return " ".join(_words(leaf))


def _fixed(node: tree.Field) -> set[str]:
    """Values of a facet of fixed words, or languages: by code or by what they are called."""
    is_prefix = isinstance(node.part, tree.Prefix)
    asked = " ".join(word_texts(node.value.replace("_", " "))) or _spelled(node.part)
    fits: Callable[[str], bool] = (
        (lambda said: said.startswith(asked)) if is_prefix else (lambda said: said == asked)
    )
    if node.name == "language":
        return {code for code in _languages() if fits(_plain(code)) or fits(_called(code))}
    return {
        value
        for value, said in words(node.name).items()
        if fits(_plain(value)) or fits(_plain(said))
    }


def _languages() -> list[str]:
    from archive.models import Version  # noqa: PLC0415

    return list(Version.objects.order_by().values_list("language", flat=True).distinct())


def _called(code: str) -> str:
    return _plain(label("language", code.partition("-")[0]))


def _plain(text: str) -> str:
    return " ".join(word_texts(fold(text).replace("_", " ")))


def _are_initials(words: Sequence[str]) -> bool:
    """Three letters at least: without points "U.S." is a word of every day."""
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    return len(letters) == len(words) >= FEWEST_INITIALS and not any(map(stands_alone, words))


def _is_stop_word(part: tree.Node) -> bool:
    """Whether a word says little in English or in the language of the page."""
    languages = {"en", (get_language() or "en").partition("-")[0]}
    return isinstance(part, tree.Word) and any(
        part.text in STOP_WORDS.get(language, ()) for language in languages
    )

"""Search by brute force over the database: slow, plain, and without any of search's machinery.

It shares with the index what a word is (`search.words`) and what was asked (`search.query`), and
nothing else: texts, facets, dates and access are read here once more, by other means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from archive.audience import Audience
from archive.models import Boilerplate, Document, Entity, Mention, Subject
from search.filters import Asked
from search.query import tree
from search.words import stem, word_texts

LAYERS = ("emended", "corrected", "published", "translated")
SINGLE = ("publisher", "genre", "language")


@dataclass
class Run:
    """Words that stand side by side in one text; what is asked of them often is made once."""

    language: str
    words: list[str]

    @cached_property
    def apart(self) -> set[str]:
        return set(self.words)

    @cached_property
    def spelled(self) -> str:
        return f" {' '.join(self.words)} "

    @cached_property
    def stems(self) -> set[str]:
        return {stem(word, self.language) for word in self.apart}


@dataclass
class Read:
    """One document as a person would look at it: runs of words, each of one text."""

    uid: str
    title: Run
    runs: list[Run]
    facets: dict[str, set[str]]
    written: dict[str, set[str]] = field(default_factory=dict)  # names, as fields ask for them
    row: Any = None


def read_all() -> list[Read]:
    """Every document of the database."""
    return [_read(document) for document in Document.objects.all()]


def _read(document: Document) -> Read:
    newest = {}
    for version in document.versions.order_by("number"):
        newest[version.layer] = version
    shown = [newest[layer] for layer in LAYERS if layer in newest]
    language = shown[0].language if shown else ""
    runs = []
    for version in shown:
        text, cut = version.text, list(version.text)
        for row in Boilerplate.objects.filter(passage__version=version).select_related("passage"):
            cut[row.passage.start : row.passage.end] = "\0" * (row.passage.end - row.passage.start)
        assert len(cut) == len(text)
        runs += [Run(version.language, word_texts(p)) for p in "".join(cut).split("\0")]
    facets: dict[str, set[str]] = {
        "publisher": {document.publisher.uid} if document.publisher else set(),
        "genre": {document.genre} - {""},
        "language": {language} - {""},
        "collection": {each.uid for each in document.collections.all()},
        "topic": {each.uid for each in document.topics.all()},
    }
    of = Mention.objects.filter(review="accepted", passage__version__document=document)
    entities = set(Entity.objects.filter(mentions__in=of))
    about = Subject.objects.filter(review="accepted", document=document)
    entities |= set(Entity.objects.filter(subjects__in=about))
    written = {"publisher": {document.publisher.name} if document.publisher else set[str]()}
    for named in entities:
        entity = named
        while entity.merged_into is not None:
            entity = entity.merged_into
        facets.setdefault(entity.kind, set()).add(entity.uid)
        written.setdefault(entity.kind, set()).add(entity.name)
    title = Run(language, word_texts(document.title))
    return Read(document.uid, title, runs, facets, written, document)


def called(kind: str) -> list[tuple[str, set[tuple[str, ...]]]]:
    """The entities of a kind, by uid, each with its names as words."""
    return [
        (
            entity.uid,
            {tuple(word_texts(entity.name))}
            | {tuple(word_texts(alias.text)) for alias in entity.aliases.all()},
        )
        for entity in Entity.objects.filter(kind=kind, merged_into=None)
    ]


def matches(  # noqa: PLR0911 - one a kind of node
    read: Read, node: tree.Node, fields: dict[tree.Field, set[str]]
) -> bool:
    """Whether one document is what a node asks for; `fields` holds the uids that fields mean."""
    match node:
        case tree.And(parts):
            return all(matches(read, part, fields) for part in parts)
        case tree.Or(parts):
            return any(matches(read, part, fields) for part in parts)
        case tree.Not(part):
            return not matches(read, part, fields)
        case tree.Everything():
            return True
        case tree.Field(name, part) if name == "title":
            return _stands(read.title, part)
        case tree.Field(name):
            return bool(read.facets.get(name, set()) & fields[node])
    return any(_stands(run, node) for run in [read.title, *read.runs])


def _stands(run: Run, leaf: tree.Leaf) -> bool:
    match leaf:
        case tree.Word(text, typed):
            return text in run.apart or (typed and stem(text, run.language) in run.stems)
        case tree.Phrase(asked):
            return f" {' '.join(asked)} " in run.spelled
        case tree.Prefix(text):
            return any(word.startswith(text) for word in run.apart)
    raise TypeError(leaf)


def meant(node: tree.Node) -> dict[tree.Field, set[str]]:
    """The uids that each field of a query means."""
    found = {}
    for clause, _wanted in tree.field_clauses(node):
        if clause.name == "title":
            continue
        words = clause.part.words if isinstance(clause.part, tree.Phrase) else (clause.part.text,)
        if clause.name == "publisher":
            from archive.models import Publisher

            rows = [(p.uid, {tuple(word_texts(p.name))}) for p in Publisher.objects.all()]
        elif clause.name in ("language", "genre"):
            found[clause] = {clause.value}
            continue
        else:
            rows = called(clause.name)
        exactly = {uid for uid, names in rows if words in names or uid == clause.value}
        within = {
            uid for uid, names in rows
            if any(f" {' '.join(words)} " in f" {' '.join(name)} " for name in names)
        }  # fmt: skip
        found[clause] = exactly or within
    return found


def readable(read: Read, audience: Audience) -> bool:
    """Who sees what, row by row (archive.audience)."""
    row = read.row
    if row.withdrawn_on is not None and not audience.sees_withdrawn:
        return False
    hidden = row.access == "staff" or (row.embargo_until and row.embargo_until > audience.today)
    return audience.sees_restricted or not hidden


def in_range(read: Read, first: date | None, last: date | None) -> bool:
    """Whether the document's date may lie in a range; no range holds everything."""
    if first is None and last is None:
        return True
    start, end = read.row.earliest, read.row.latest
    if start is None and end is None:
        return False
    return (last is None or start is None or start <= last) and (
        first is None or end is None or end >= first
    )


@dataclass
class Found:
    """What brute force finds: uids, and for each facet how many of them have each value."""

    uids: set[str]
    facets: dict[str, Counter[str]]


def search(archive: Iterable[Read], node: tree.Node, asked: Asked, audience: Audience) -> Found:
    """The hit set and every facet's counts, each facet without its own clause."""
    fields = meant(node)
    first, last = asked.days["published_after"], asked.days["published_before"]
    seen = [
        read
        for read in archive
        if readable(read, audience) and in_range(read, first, last) and matches(read, node, fields)
    ]

    def kept(read: Read, but: str = "") -> bool:
        return all(
            read.facets.get(name, set()) & set(values)
            for name, values in asked.facets.items()
            if name != but
        )

    names = ("publisher", "person", "organisation", "place", "event", "other", "collection",
             "topic", "genre", "language")  # fmt: skip
    facets = {
        name: Counter(
            value for read in seen if kept(read, name) for value in read.facets.get(name, ())
        )
        for name in names
    }
    return Found({read.uid for read in seen if kept(read)}, facets)

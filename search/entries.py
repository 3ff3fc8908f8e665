"""What goes into the index: the entries of documents and of their claims, from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from archive.models import (
    READING_ORDER,
    Access,
    Assessment,
    Attribution,
    Boilerplate,
    Claim,
    ClaimAbout,
    ClaimLink,
    Dating,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentLinkKind,
    DocumentTopic,
    Entity,
    Mention,
    Mode,
    Passage,
    Review,
    Status,
    Subject,
    Version,
)
from archive.standing import Link, computed, families
from search.backends.base import Days, Doors, Entry, Text
from search.schema import DIRECT_IN_TRANSLATION

BATCH = 500  # documents read from the database at once
DOCUMENT = "passage__version__document"
# What is read of a document and of a version; an entry needs no more.
OF_DOCUMENT = ("uid", "title", "genre", "earliest", "latest", "access", "embargo_until",
               "withdrawn_on")  # fmt: skip
OF_VERSION = ("document_id", "layer", "number", "language", "text")
Spans = Iterable[tuple[int, int]]


def read_first(versions: Iterable[Version]) -> Version | None:
    """The version that the reader sees first: by layer, the newest of its layer."""
    newest = newest_by_layer(versions)
    return next((newest[layer] for layer in READING_ORDER if layer in newest), None)


def newest_by_layer(versions: Iterable[Version]) -> dict[str, Version]:
    """The newest version of each layer."""
    return {each.layer: each for each in sorted(versions, key=lambda version: version.number)}


def pieces(text: str, boilerplate: Spans) -> tuple[str, ...]:
    """What is left of a text between the spans of boilerplate, code points."""
    found, after = [], 0
    for start, end in sorted(boilerplate):
        found.append(text[after : max(start, after)])
        after = max(after, end)
    found.append(text[after:])
    return tuple(piece for piece in found if piece.strip())


def all_entries() -> Iterator[Entry]:
    """The entries of every document, in the order of their primary keys."""
    last = 0
    while keys := list(
        Document.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield from _Batch(Document.objects.filter(pk__in=keys)).entries()
        last = keys[-1]


def entries_of(uids: Iterable[str]) -> Iterator[Entry]:
    """The entries of these documents; those that are gone have none."""
    source = iter(uids)
    while batch := list(islice(source, BATCH)):
        yield from _Batch(Document.objects.filter(uid__in=batch)).entries()


@dataclass(frozen=True)
class _Named:
    """An entity as entries hold it: what it was merged into, if it was."""

    uid: str
    kind: str


class _Batch:
    """Everything that the entries of some documents need, read with one query a table."""

    def __init__(self, documents: QuerySet[Document]) -> None:
        self.documents = list(documents.order_by("pk").only(*OF_DOCUMENT))
        keys = [document.pk for document in self.documents]
        versions = Version.objects.filter(document__in=keys).only(*OF_VERSION)
        self.versions = _grouped(versions, "document_id")
        self.shown = {pk: newest_by_layer(versions) for pk, versions in self.versions.items()}
        shown = [version.pk for by_layer in self.shown.values() for version in by_layer.values()]
        self.boilerplate = _pairs(
            Boilerplate.objects.filter(passage__version__in=shown),
            "passage__version", "passage__start", "passage__end",
        )  # fmt: skip
        self.publishers = dict(
            Document.objects.filter(pk__in=keys, publisher__isnull=False).values_list(
                "pk", "publisher__uid"
            )
        )
        self.collections = _pairs(
            DocumentCollection.objects.filter(document__in=keys), "document", "collection__uid"
        )
        self.topics = _pairs(
            DocumentTopic.objects.filter(document__in=keys), "document", "topic__uid"
        )
        within = {f"{DOCUMENT}__in": keys}
        self.mentions = _pairs(
            Mention.objects.accepted().filter(**within),
            DOCUMENT, "passage__version", "passage__start", "passage__end", "entity",
        )  # fmt: skip
        self.subjects = _pairs(
            Subject.objects.accepted().filter(document__in=keys), "document", "entity"
        )
        self.datings = _pairs(
            Dating.objects.accepted().filter(**within).exclude(earliest=None, latest=None),
            DOCUMENT, "earliest", "latest", "edtf",
        )  # fmt: skip
        claims = Claim.objects.exclude(review=Review.REJECTED).filter(**within).order_by("pk")
        # the text is in self.versions: once, and not once a claim
        claims = claims.select_related("passage__version").defer("passage__version__text")
        self.claims = _grouped(claims, None)
        self._read_claims([claim.pk for each in self.claims.values() for claim in each])
        self.entities = _entities(self._named())

    def _read_claims(self, claims: Sequence[int]) -> None:
        self.attributions = _pairs(
            Attribution.objects.filter(claim__in=claims), "claim", "entity", "via"
        )
        self.about = _pairs(ClaimAbout.objects.filter(claim__in=claims), "claim", "entity")
        newest = Assessment.objects.filter(claim__in=claims).order_by("made_at", "pk")
        self.status = dict(newest.values_list("claim", "status"))
        self.standings = _standings(claims)

    def _named(self) -> set[int]:
        named = {row[-1] for rows in self.mentions.values() for row in rows}
        named |= {row[0] for rows in self.subjects.values() for row in rows}
        named |= {row[0] for rows in self.about.values() for row in rows}
        named |= {key for rows in self.attributions.values() for row in rows for key in row}
        return named - {None}

    def entries(self) -> Iterator[Entry]:
        """Each document's own entry, and then those of its claims."""
        for document in self.documents:
            own = self._of_document(document)
            yield own
            for claim in self.claims.get(document.pk, ()):
                yield self._of_claim(document, own, claim)

    def _of_document(self, document: Document) -> Entry:
        texts = [self._text(version) for version in self._in_order(document)]
        entities = [row[-1] for row in self.mentions.get(document.pk, ())]
        entities += [row[0] for row in self.subjects.get(document.pk, ())]
        facets = self._by_kind(entities) | {
            "publisher": [self.publishers.get(document.pk)],
            "collection": [row[0] for row in self.collections.get(document.pk, ())],
            "topic": [row[0] for row in self.topics.get(document.pk, ())],
            "genre": [document.genre],
            "language": [texts[0].language if texts else ""],
        }
        return Entry(
            uid=document.uid,
            kind="document",
            document=document.uid,
            title=document.title,
            body=texts[0] if texts else Text("published", "", ()),
            others=tuple(texts[1:]),
            facets=_tidy(facets),
            published=(document.earliest, document.latest),
            mentioned=_in_order_of_days(self.datings.get(document.pk, ())),
            doubted=_doubted(self.datings.get(document.pk, ())),
            doors=_doors(document),
        )

    def _in_order(self, document: Document) -> list[Version]:
        shown = self.shown.get(document.pk, {})
        return [shown[layer] for layer in READING_ORDER if layer in shown]

    def _text(self, version: Version) -> Text:
        cut = pieces(version.text, self.boilerplate.get(version.pk, ()))
        return Text(version.layer, version.language, cut)

    def _of_claim(self, document: Document, own: Entry, claim: Claim) -> Entry:
        version = claim.passage.version
        about = [row[0] for row in self.about.get(claim.pk, ())]
        attributions = self.attributions.get(claim.pk, ())
        direct_in_translation = claim.mode == Mode.DIRECT and claim.in_translation
        shared = {
            name: own.facets.get(name, ())
            for name in ("publisher", "collection", "topic", "genre", "language")
        }
        facets = self._by_kind([*self._mentioned_within(document, claim.passage), *about]) | {
            "claimant": self._uids(entity for entity, _via in attributions),
            "via": self._uids(via for _entity, via in attributions),
            "about": self._uids(about),
            "mode": [DIRECT_IN_TRANSLATION if direct_in_translation else claim.mode],
            "status": [self.status.get(claim.pk, Status.NOT_ASSESSED)],
        }
        return Entry(
            uid=claim.uid,
            kind="claim",
            document=document.uid,
            title=claim.statement,
            title_language=claim.statement_language,
            body=Text(version.layer, version.language, (claim.passage.quote,)),
            facets=_tidy(facets) | {name: values for name, values in shared.items() if values},
            published=own.published,
            mentioned=own.mentioned,
            doubted=own.doubted,
            said=_said(claim, own.published),
            doors=_doors(document, accepted=claim.review == Review.ACCEPTED),
            standings=self.standings.get(claim.pk, ()),
        )

    def _mentioned_within(self, document: Document, passage: Passage) -> list[int]:
        return [
            entity
            for version, start, end, entity in self.mentions.get(document.pk, ())
            if version == passage.version_id and passage.start <= start and end <= passage.end
        ]

    def _by_kind(self, entities: Iterable[int]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for named in self._known(entities):
            found[named.kind].append(named.uid)
        return dict(found)

    def _uids(self, entities: Iterable[int | None]) -> list[Any]:
        return [named.uid for named in self._known(entities)]

    def _known(self, entities: Iterable[int | None]) -> Iterator[_Named]:
        """Those that there are: a row that is gone (`archive_check` names it) stops no rebuild."""
        return (self.entities[key] for key in entities if key in self.entities)


def _grouped(rows: Any, column: str | None) -> dict[int, list[Any]]:
    """Rows by a column; claims, which have none, by the document of their passage."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column) if column else row.passage.version.document_id].append(row)
    return dict(found)


def _pairs(rows: Any, key: str, *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    """For each value of `key`, the other columns of its rows."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in rows.order_by("pk").values_list(key, *columns):
        found[first].append(tuple(rest))
    return dict(found)


def _tidy(facets: dict[str, list[Any]]) -> dict[str, tuple[str, ...]]:
    """Each value once and in order, without empty ones."""
    tidy = {
        name: tuple(sorted({str(value) for value in values if value}))
        for name, values in facets.items()
    }
    return {name: values for name, values in tidy.items() if values}


def _doors(document: Document, accepted: bool = True) -> Doors:
    return Doors(
        staff=document.access == Access.STAFF,
        embargo_until=document.embargo_until,
        withdrawn=document.withdrawn_on is not None,
        accepted=accepted,
    )


def _said(claim: Claim, published: Days) -> Days:
    """When it was said; where that is not known, by the day of the document."""
    if claim.earliest or claim.latest:
        return claim.earliest, claim.latest
    return published


def _in_order_of_days(days: Iterable[tuple[Any, ...]]) -> tuple[Days, ...]:
    found = {(first, last) for first, last, _edtf in days}
    return tuple(sorted(found, key=lambda each: (each[0] or date.min, each[1] or date.max)))


def _doubted(days: Iterable[tuple[Any, ...]]) -> tuple[Days, ...]:
    """Those that are only ever given as approximate or uncertain ("~", "?" and "%" of EDTF)."""
    sure = [each for each in days if not set("~?%") & set(each[2])]
    certain = _in_order_of_days(sure)
    return tuple(each for each in _in_order_of_days(days) if each not in certain)


def _entities(keys: set[int]) -> dict[int, _Named]:
    """The entities of these primary keys, each as what it was merged into in the end."""
    rows: dict[int, tuple[str, str, int | None]] = {}
    missing = keys
    while missing:
        found = Entity.objects.filter(pk__in=missing).values_list(
            "pk", "uid", "kind", "merged_into"
        )
        rows |= {pk: (uid, kind, into) for pk, uid, kind, into in found}
        wanted = {into for _uid, _kind, into in rows.values() if into} - set(rows)
        missing = wanted - missing  # one that is gone is not looked for again
    return {key: _Named(*_end(rows, key)) for key in keys & set(rows)}


def _end(rows: dict[int, tuple[str, str, int | None]], key: int) -> tuple[str, str]:
    passed = {key}
    while (into := rows[key][2]) and into in rows and into not in passed:
        passed.add(into)
        key = into
    return rows[key][:2]


def _standings(claims: Sequence[int]) -> dict[int, tuple[tuple[str, Doors], ...]]:
    """What links say of each claim, each with the doors of the document at its other end."""
    rows = (
        ClaimLink.objects.accepted()
        .filter(Q(source__in=claims) | Q(target__in=claims))
        .filter(source__review=Review.ACCEPTED, target__review=Review.ACCEPTED)
        .select_related(f"source__{DOCUMENT}", f"target__{DOCUMENT}")
    )
    found: dict[int, set[tuple[str, Doors]]] = defaultdict(set)
    family = _families() if rows else {}
    for row in rows:
        source, target = row.source.passage.version.document, row.target.passage.version.document
        link = Link(row.source_id, source.pk, row.kind, row.target_id, target.pk)
        for claim, standing in computed([link], family).items():
            other = source if claim == row.target_id else target
            found[claim].add((standing.value.value, _doors(other)))
    return {claim: tuple(sorted(each, key=repr)) for claim, each in found.items()}


def _families() -> dict[Any, Any]:
    reprints = DocumentLink.objects.accepted().filter(kind=DocumentLinkKind.REPRINT)
    return families(reprints.values_list("source", "target"))

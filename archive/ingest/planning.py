"""From a record to the rows that would be written for it; this reads the database and writes
nothing, so that a dry run reports what a real one would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from archive import originals
from archive.ingest.checking import check
from archive.ingest.marking import Marked, mark
from archive.ingest.readers.text import bare_byline
from archive.ingest.records import Options, Outcome, Record, Row, Wrong
from archive.ingest.register import Register
from archive.models import (
    Author,
    Collection,
    DatedBasis,
    Document,
    Event,
    EventKind,
    Identifier,
    Layer,
    Original,
    Topic,
    Version,
)

CAPTURED = "ingest"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # the form of BCP 47


@dataclass
class Known:
    """What the archive has of one uid."""

    document: Document
    texts: set[str] = field(default_factory=set)  # SHA-256 of each version's text
    originals: set[str] = field(default_factory=set)
    last: int = 0  # number of the newest version
    translated: bool = False  # whether that is a translation


@dataclass(kw_only=True)
class Plan:
    """The rows of one record, all but a known document unsaved."""

    record: Record
    row: Row
    document: Document
    is_new: bool
    original: Original | None
    version: Version
    event: Event
    marked: Marked
    authors: list[Author] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


def known(uids: Iterable[str]) -> dict[str, Known]:
    """What the archive has of these uids."""
    wanted = list(uids)
    found = {row.uid: Known(row) for row in Document.objects.filter(uid__in=wanted)}
    versions = Version.objects.filter(document__uid__in=wanted).order_by("number")
    for uid, digest, number, layer in versions.values_list(
        "document__uid", "sha256", "number", "layer"
    ):
        found[uid].texts.add(digest)
        found[uid].last, found[uid].translated = number, layer == Layer.TRANSLATED
    kept = Original.objects.filter(document__uid__in=wanted)
    for uid, digest in kept.values_list("document__uid", "sha256"):
        found[uid].originals.add(digest)
    return found


def uid_for(record: Record) -> str:
    """The uid that the record gives, else 12 base32 characters of its original's SHA-256."""
    return record.uid or originals.uid_of(record.digest)


def plan(record: Record, options: Options, here: Known | None, register: Register) -> Plan | Row:
    """The rows for a record, or the report row of one that changes nothing; raises Wrong."""
    uid = uid_for(record)
    if here is None:
        return _new(record, uid, options, register)
    if record.digest in here.originals:
        return Row(source=record.source, outcome=Outcome.UNCHANGED, uid=uid)
    if sha256(record.text.encode()).hexdigest() in here.texts:
        reason = _("Its text is here already; what else the row says was not read.")
        return Row(source=record.source, outcome=Outcome.UNCHANGED, uid=uid, reason=reason)
    if not options.update:
        raise Wrong(
            _(
                "%(uid)s is here with another text. Give --update to add this one as a new "
                "version, or another uid."
            )
            % {"uid": uid}
        )
    return _update(record, uid, options, here, register)


def _new(record: Record, uid: str, options: Options, register: Register) -> Plan:
    collections = _each_once(map(register.collection, record.collections + options.collections))
    document = _document(record, uid, options, collections, register)
    version = _version(record, options, document)
    marked = mark(record, version, options, register)
    notes = (*record.notes, *marked.notes)
    made = Plan(
        record=record,
        row=_row(record, uid, Outcome.NEW, *notes),
        document=document,
        is_new=True,
        original=_original(record, document),
        version=version,
        event=_event(record, document, _("added"), *notes),
        marked=marked,
        authors=_authors(document),
        identifiers=[
            Identifier(document=document, scheme=scheme, value=value)
            for scheme, value in record.identifiers
        ],
        collections=collections,
        topics=_each_once(map(register.topic, record.topics)),
    )
    for rows in (made.authors, made.identifiers, made.topics, made.collections):
        check(rows)
    return made


def _update(record: Record, uid: str, options: Options, here: Known, register: Register) -> Plan:
    version = _version(record, options, here.document)
    version.number = here.last + 1
    if here.translated:
        version.layer = Layer.TRANSLATED
    elif version.layer == Layer.PUBLISHED:
        version.layer = Layer.CORRECTED
    version.reason = _("Another text came with %(source)s.") % {"source": record.source}
    marked = mark(record, version, options, register)
    notes = (*record.notes, *marked.notes)
    number = {"n": version.number}
    return Plan(
        record=record,
        row=_row(record, uid, Outcome.UPDATED, _("Version %(n)s.") % number, *notes),
        document=here.document,
        is_new=False,
        original=_original(record, here.document),
        version=version,
        event=_event(record, here.document, _("version %(n)s added") % number, *notes),
        marked=marked,
    )


def _each_once(rows: Iterable[Any]) -> list[Any]:
    return list({row.uid: row for row in rows}.values())


def _row(record: Record, uid: str, outcome: Outcome, *notes: str) -> Row:
    return Row(source=record.source, outcome=outcome, uid=uid, reason=" ".join(notes))


def _document(
    record: Record,
    uid: str,
    options: Options,
    collections: list[Collection],
    register: Register,
) -> Document:
    published = record.published or options.published
    default_access = next(filter(None, (c.default_access for c in collections)), "")
    default_rights = next(filter(None, (c.default_rights for c in collections)), "")
    document = Document(
        uid=uid,
        title=record.title,
        byline=bare_byline(record.byline),
        genre=record.genre,
        source_url=record.source_url,
        dated=published,
        dated_basis=DatedBasis.STATED if published else DatedBasis.UNKNOWN,
        rights=record.rights or options.rights or default_rights,
        access=options.access or record.access or default_access or settings.DEFAULT_ACCESS,
    )
    check([document])
    document.publisher = register.publisher(record.publisher or options.publisher)
    if document.publisher:
        check([document.publisher])
    document.derive()
    return document


def _version(record: Record, options: Options, document: Document) -> Version:
    by = record.translated_by or options.translated_by
    source = record.translated_from or options.translated_from
    translated = bool(by or source)
    version = Version(
        document=document,
        number=1,
        layer=Layer.TRANSLATED if translated else Layer.PUBLISHED,
        language=record.language or options.language or "en",
        translated_by=by or ("unknown" if translated else ""),
        translated_from_language=source or ("und" if translated else ""),
        reader=record.reader,
        text=record.text,
    )
    version.derive()
    check([version])
    for tag in filter(None, (version.language, version.translated_from_language)):
        if not _LANGUAGE.fullmatch(tag):
            raise Wrong(
                _("“%(tag)s” is no language tag. Write one such as en, es or pt-BR.") % {"tag": tag}
            )
    return version


def _original(record: Record, document: Document) -> Original:
    original = Original(
        document=document,
        file_name=record.file_name or f"{document.uid}.json",
        media_type=record.media_type,
        size=len(record.original),
        sha256=record.digest,
        captured_how=f"{CAPTURED}: {record.source}"[-300:],
    )
    check([original])
    return original


def _authors(document: Document) -> list[Author]:
    return [Author(document=document, literal=document.byline)] if document.byline else []


def _event(record: Record, document: Document, outcome: str, *notes: str) -> Event:
    return Event(
        document=document,
        kind=EventKind.INGEST,
        outcome=outcome,
        detail=" ".join((record.source, *notes)),
        content_hash=record.digest,
    )

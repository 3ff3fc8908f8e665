"""Documents with their metadata and texts, from articles/<uid>.toml and the texts beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import Table, read_table, read_text
from archive.models import (
    Author,
    Collection,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentTopic,
    Entity,
    Identifier,
    Layer,
    Publisher,
    Subject,
    Topic,
    Version,
)

RIGHTS = "Sample text written for Verbatim; publishers and quoted people are invented"
RELATIONS = {
    "reprint of": "reprint",
    "translation of": "translation",
    "update of": "update",
    "correction notice for": "correction",
    "reply to": "reply",
}


@dataclass
class Article:
    """One source: its table, its document and its versions by the name of their layer."""

    source: Table
    document: Any
    versions: dict[str, Any] = field(default_factory=dict)  # "" is the text as published

    def version(self, table: Table) -> Any:
        """The version that an annotation is on: `on` names the layer."""
        name = table.get("on")
        if name not in self.versions:
            raise table.error(_("there is no layer “{name}”.").format(name=name))
        return self.versions[name]


def add_article(rows: Rows, path: Path) -> Article:
    """Add the document of one source, what it belongs to, and its texts."""
    source = read_table(path)
    document = rows.add(source, _document(rows, source, path.stem))
    _add_belongings(rows, source, document)
    article = Article(source, document)
    _add_versions(rows, article, path)
    return article


def _document(rows: Rows, source: Table, uid: str) -> Document:
    dated, dateline = source.table("published"), source.table("dateline")
    withdrawn = source.table("withdrawn")
    document = Document(
        uid=uid,
        title=source.need("title"),
        byline=source.get("byline"),
        publisher=rows.find(source, Publisher, source.need("publisher")),
        genre=source.need("genre"),
        source_url=source.get("source_url"),
        dated=dated.get("edtf"),
        dated_kind=dated.need("kind"),
        dated_basis=dated.need("basis"),
        dated_reason=dated.get("reason"),
        dateline_place=dateline.get("place"),
        dateline_date=dateline.get("edtf"),
        rights=RIGHTS,
        rights_holder=source.get("rights_holder"),
        access=source.get("access", "full"),
        embargo_until=_day_or_none(source, "embargo_until"),
        withdrawn_on=_day_or_none(withdrawn, "day"),
        withdrawn_reason=withdrawn.get("reason"),
        sample=True,
    )
    for table in (dated, dateline, withdrawn):
        table.done()
    return document


def _day_or_none(source: Table, key: str) -> date | None:
    written = source.get(key)
    return day(source, written) if written else None


def day(source: Table, written: str) -> date:
    """A day written as 2099-01-01; raises SourceError for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise source.error(
            _("“{day}” is no day; write it like 2099-01-01.").format(day=written)
        ) from error


def _add_belongings(rows: Rows, source: Table, document: Document) -> None:
    for position, table in enumerate(source.tables("authors", "family"), start=1):
        rows.add(table, _author(table, document, position))
    for scheme, value in source.get("identifiers", {}).items():
        rows.add(source, Identifier(document=document, scheme=scheme, value=value))
    for uid in source.get("collections", []):
        collection = rows.find(source, Collection, uid)
        rows.add(source, DocumentCollection(document=document, collection=collection))
    for name in source.get("topics", []):
        rows.add(source, DocumentTopic(document=document, topic=_topic(rows, source, name)))
    for table in source.tables("subjects", "entity"):
        rows.add(
            table,
            Subject(
                document=document,
                entity=rows.find(table, Entity, table.need("entity")),
                basis=table.need("basis"),
                **review(table),
            ),
        )


def _author(table: Table, document: Document, position: int) -> Author:
    organisation = table.get("organisation")
    return Author(
        document=document,
        position=position,
        family=table.get("family"),
        given=table.get("given"),
        literal=organisation or table.get("literal"),
        is_organisation=bool(organisation),
    )


def _topic(rows: Rows, source: Table, name: str) -> Topic:
    uid = f"topic-{slugify(name)}"
    known = {topic.uid: topic for topic in rows.all(Topic)}
    return known.get(uid) or rows.add(source, Topic(uid=uid, name=name))


def review(table: Table) -> dict[str, str]:
    """The state of review, and the rule that suggested it, as fields of a row."""
    return {"review": table.get("review", "accepted"), "rule": table.get("suggested_by")}


def _add_versions(rows: Rows, article: Article, path: Path) -> None:
    source = article.source
    published = Version(
        document=article.document,
        number=1,
        language=source.need("language"),
        text=read_text(path.with_suffix(".txt")),
    )
    article.versions[""] = rows.add(source, published)
    for number, table in enumerate(source.tables("layers", "name"), start=2):
        layer, by = table.need("layer"), table.need("by")
        translated = layer == Layer.TRANSLATED
        text = read_text(path.with_suffix(f".{table.need('name')}.txt"))
        article.versions[table.need("name")] = rows.add(
            table,
            Version(
                document=article.document,
                number=number,
                layer=layer,
                language=table.need("language"),
                translated_from=published if translated else None,
                translated_from_language=published.language if translated else "",
                translated_by=by if translated else "",
                text=text,
                author=table.get("author"),
                reason=table.get("reason"),
            ),
        )


def add_relations(rows: Rows, article: Article) -> None:
    """How the document stands to others; when all of them are there."""
    for table in article.source.tables("relations", "to"):
        kind = table.need("kind")
        if kind not in RELATIONS:
            raise table.error(_("“kind” is one of: {kinds}.").format(kinds=", ".join(RELATIONS)))
        rows.add(
            table,
            DocumentLink(
                source=article.document,
                kind=RELATIONS[kind],
                target=rows.find(table, Document, table.need("to")),
                note=table.get("note"),
                **review(table),
            ),
        )

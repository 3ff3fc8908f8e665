"""Annotations of one article, each by its quote: mentions, claims, datings, notes, boilerplate."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from archive.fixture_sources.articles import Article, review
from archive.fixture_sources.datings import add_datings
from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import Table
from archive.models import (
    Attribution,
    Boilerplate,
    Claim,
    ClaimAbout,
    Entity,
    Layer,
    Mention,
    Note,
    Passage,
    Placement,
)
from archive.passages import PassageError, find_one, passage_at, reanchor
from archive.placing import evidence_of

STATEMENT_LIMIT = 90  # characters: a statement is one line


def add_annotations(rows: Rows, article: Article) -> None:
    """Everything that stands on the texts of one article; raises SourceError at a wrong quote."""
    source = article.source
    _add_boilerplate(rows, article)
    _add_names_everywhere(rows, article)
    for table in source.tables("mentions", "quote"):
        passage = quoted(rows, article, table)
        entity = rows.find(table, Entity, table.need("entity"))
        rows.add(table, Mention(passage=passage, entity=entity, **review(table)))
    for table in source.tables("claims", "id"):
        _add_claim(rows, article, table)
    add_datings(rows, article, quoted)
    for number, table in enumerate(source.tables("notes", "quote"), start=1):
        _add_note(rows, article, table, number)
    _add_placements(rows, article)


def quoted(rows: Rows, article: Article, table: Table) -> Any:
    """The passage of a table's `quote`, the `n`-th of several, in the layer that `on` names."""
    version = article.version(table)
    try:
        span = find_one(version.text, table.need("quote"), occurrence=table.get("n", None))
    except PassageError as error:
        raise table.error(str(error)) from error
    return rows.passage(table, version, span)


def _add_boilerplate(rows: Rows, article: Article) -> None:
    for quote in article.source.get("boilerplate", []):
        table = Table({"quote": quote}, article.source.file, "boilerplate")
        rows.add(table, Boilerplate(passage=quoted(rows, article, table)))


def _add_names_everywhere(rows: Rows, article: Article) -> None:
    """Every whole-word occurrence of a name; within a longer name none of a shorter one."""
    source = article.source
    names: dict[str, str] = source.get("everywhere", {})
    if not names:
        return
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    found: set[str] = set()
    for version in article.versions.values():
        if version.layer not in (Layer.PUBLISHED, Layer.TRANSLATED):
            continue  # the same words as published: placements say where
        for match in pattern.finditer(version.text):
            found.add(match.group())
            entity = rows.find(source, Entity, names[match.group()])
            span = passage_at(version.text, match.start(), match.end())
            passage = rows.passage(source, version, span)
            rows.add(source, Mention(passage=passage, entity=entity, review="accepted"))
    for name in sorted(names.keys() - found):
        raise source.error(
            _("“{name}” of [everywhere] stands in no text. Take it out.").format(name=name)
        )


def _add_claim(rows: Rows, article: Article, table: Table) -> None:
    statement = table.need("statement")
    if len(statement) >= STATEMENT_LIMIT or not statement.endswith("."):
        raise table.error(
            _("a statement is a sentence of less than {limit} characters.").format(
                limit=STATEMENT_LIMIT
            )
        )
    passage = quoted(rows, article, table)
    said_in = table.get("said_in")
    claim = rows.add(
        table,
        Claim(
            uid=f"{article.document.uid}-{table.need('id')}",
            passage=passage,
            statement=statement,
            statement_author=table.get("statement_author", "The sample archive"),
            mode=table.need("mode"),
            said_language="" if said_in == passage.version.language else said_in,
            said=table.get("said"),
            **review(table),
        ),
    )
    for uid in table.get("about", []):
        rows.add(table, ClaimAbout(claim=claim, entity=rows.find(table, Entity, uid)))
    _add_attributions(rows, table, claim)


def _add_attributions(rows: Rows, table: Table, claim: Claim) -> None:
    table.need("by")
    for position, said in enumerate(table.tables("by", "as"), start=1):
        entity, via = said.get("entity"), said.get("via")
        rows.add(
            said,
            Attribution(
                claim=claim,
                position=position,
                as_worded=said.need("as"),
                entity=rows.find(said, Entity, entity) if entity else None,
                capacity=said.get("capacity"),
                via=rows.find(said, Entity, via) if via else None,
            ),
        )


def _add_note(rows: Rows, article: Article, table: Table, number: int) -> None:
    rows.add(
        table,
        Note(
            uid=f"{article.document.uid}-n{number}",
            passage=quoted(rows, article, table),
            text=table.need("text"),
            kind=table.need("kind"),
            audience=table.need("audience"),
            **review(table),
        ),
    )


def _add_placements(rows: Rows, article: Article) -> None:
    """Where the passages of the text as published stand in its corrected or emended ones."""
    published = article.versions[""]
    passages = [row for row in rows.all(Passage) if row.version is published]
    for version in article.versions.values():
        if version.layer not in (Layer.CORRECTED, Layer.EMENDED):
            continue
        anchors = reanchor(published.text, version.text, [row.span for row in passages])
        for passage, anchor in zip(passages, anchors, strict=True):
            rows.add(
                article.source,
                Placement(
                    passage=passage,
                    version=version,
                    state=anchor.state.value,
                    start=anchor.start,
                    end=anchor.end,
                    evidence=evidence_of(passage.quote, version.text, anchor, published.number),
                ),
            )

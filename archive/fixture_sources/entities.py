"""Entities and what documents belong to, from entities.toml, publishers.toml, collections.toml."""

from __future__ import annotations

from pathlib import Path

from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import Table, read_table
from archive.models import Alias, Collection, Entity, EntityIdentifier, Publisher


def add_entities(rows: Rows, sources: Path) -> None:
    """Every entity with its outside ids and aliases; a merged one after the one it went into."""
    table = read_table(sources / "entities.toml")
    for entry in table.tables("entities"):
        merged = entry.get("merged_into")
        entity = rows.add(
            entry,
            Entity(
                uid=entry.need("uid"),
                kind=entry.need("kind"),
                name=entry.need("name"),
                sort_name=entry.get("sort_name"),
                qualifier=entry.get("qualifier"),
                note=_note(entry),
                merged_into=rows.find(entry, Entity, merged) if merged else None,
            ),
        )
        for scheme, value in entry.get("ids", {}).items():
            rows.add(entry, EntityIdentifier(entity=entity, scheme=scheme, value=value))
        for alias in entry.tables("aliases", "text"):
            rows.add(alias, _alias(alias, entity))
    table.done()


def _note(entry: Table) -> str:
    """The note; that somebody is invented must stand in it, for whoever reads the page alone."""
    note: str = entry.get("note")
    if entry.get("invented", False) and "nvented" not in note and not entry.get("merged_into"):
        raise entry.error("its note must say that it is invented.")
    return note


def _alias(table: Table, entity: Entity) -> Alias:
    kind = table.get("kind", "official")
    return Alias(
        entity=entity,
        text=table.need("text"),
        language=table.get("language"),
        kind=kind,
        widens=table.get("widens", kind != "description"),
    )


def add_publishers(rows: Rows, sources: Path) -> None:
    """Publishers, each with the entity that may claim in its name."""
    table = read_table(sources / "publishers.toml")
    for entry in table.tables("publishers"):
        rows.add(
            entry,
            Publisher(
                uid=entry.need("uid"),
                name=entry.need("name"),
                home=entry.get("home"),
                language=entry.need("language"),
                note=entry.get("note"),
                entity=rows.find(entry, Entity, entry.need("entity")),
            ),
        )
    table.done()


def add_collections(rows: Rows, sources: Path) -> None:
    """Collections with scope and custodian."""
    table = read_table(sources / "collections.toml")
    for entry in table.tables("collections"):
        rows.add(
            entry,
            Collection(
                uid=entry.need("uid"),
                name=entry.need("name"),
                scope=entry.get("scope"),
                custodian=entry.get("custodian"),
                default_access=entry.get("default_access"),
                default_rights=entry.get("default_rights"),
            ),
        )
    table.done()

"""The two fixtures that come with Verbatim, as the text of their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.fixture_sources.annotations import add_annotations
from archive.fixture_sources.articles import add_article, add_relations
from archive.fixture_sources.countries import PREFIX, Countries
from archive.fixture_sources.entities import add_collections, add_entities, add_publishers
from archive.fixture_sources.questions import add_evidence, add_links, add_questions
from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import read_table

NAMING = ("everywhere", "mentions", "claims", "subjects")  # the keys that name entities


def country_fixture(sources: Path) -> str:
    """All countries of ISO 3166-1 as places; raises SourceError at a fault in a source."""
    rows = Rows()
    Countries(sources).add(rows)
    return rows.as_json()


def demo_fixture(sources: Path) -> str:
    """The sample archive, with the rows of the countries that it names; raises SourceError."""
    rows = Rows()
    paths = sorted((sources / "articles").glob("*.toml"))
    _add_countries(rows, sources, paths)
    add_entities(rows, sources)
    add_publishers(rows, sources)
    add_collections(rows, sources)
    articles = {path.stem: add_article(rows, path) for path in paths}
    for article in articles.values():
        add_annotations(rows, article)
    for article in articles.values():
        add_relations(rows, article)
        article.source.done()
    add_links(rows, sources)
    add_questions(rows, sources)
    add_evidence(rows, sources, articles)
    return rows.as_json()


def _add_countries(rows: Rows, sources: Path, paths: list[Path]) -> None:
    countries = Countries(sources)
    known: set[str] = set()
    for path in paths:
        table = read_table(path)
        named = {uid for key in NAMING for uid in _countries_in(table.get(key, []))}
        countries.add_named(rows, table, named - known)
        known |= named


def _countries_in(value: Any) -> Iterator[str]:
    """Every uid of a country, however deep it stands."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _countries_in(inner)
    elif isinstance(value, str) and value.startswith(PREFIX):
        yield value

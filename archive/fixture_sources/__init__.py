"""Readable sources (TOML and plain text, annotations by quote) made into rows of a fixture."""

from archive.fixture_sources.demo import country_fixture, demo_fixture
from archive.fixture_sources.tables import SourceError

__all__ = ["SourceError", "country_fixture", "demo_fixture"]

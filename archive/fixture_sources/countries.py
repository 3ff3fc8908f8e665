"""Countries as places, from the lists of ISO 3166 that pycountry carries, with everyday names."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import translation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import SourceError, Table, read_table
from archive.models import Alias, Entity, EntityIdentifier

PREFIX = "country-"


class Countries:
    """The countries of ISO 3166-1, and what they are called every day (country-aliases.toml)."""

    def __init__(self, sources: Path) -> None:
        pycountry = _pycountry()
        self._spanish = translation("iso3166-1", pycountry.LOCALES_DIR, languages=["es"]).gettext
        self._records = {record.alpha_2: record for record in pycountry.countries}
        self._table = read_table(sources / "country-aliases.toml")
        self._preferred: dict[str, str] = self._table.get("preferred", {})
        self._aliases = [self._checked(table) for table in self._table.tables("aliases", "code")]
        self._table.done()

    def add(self, rows: Rows, codes: Iterable[str] | None = None) -> None:
        """Add these countries (ISO 3166-1 alpha-2), or all of them."""
        for code in sorted(self._records if codes is None else codes):
            self._add_one(rows, code)

    def add_named(self, rows: Rows, source: Table, uids: Iterable[str]) -> None:
        """Add the countries of these uids; raises SourceError for one that is no country."""
        codes = {uid.removeprefix(PREFIX).upper() for uid in uids if uid.startswith(PREFIX)}
        for code in sorted(codes - self._records.keys()):
            raise source.error(
                _("“{uid}” is no country of ISO 3166.").format(uid=f"{PREFIX}{code.lower()}")
            )
        self.add(rows, codes)

    def _add_one(self, rows: Rows, code: str) -> None:
        record = self._records[code]
        source = Table({}, self._table.file, code)
        uid = f"{PREFIX}{code.lower()}"
        entity = rows.add(
            source, Entity(uid=uid, kind="place", name=self._name(code), qualifier=_("country"))
        )
        for scheme, value in (
            ("ISO 3166-1 alpha-2", record.alpha_2),
            ("ISO 3166-1 alpha-3", record.alpha_3),
            ("ISO 3166-1 numeric", record.numeric),
        ):
            rows.add(source, EntityIdentifier(entity=entity, scheme=scheme, value=value))
        for (text, language), (kind, widens) in self._names(code).items():
            alias = Alias(entity=entity, text=text, language=language, kind=kind, widens=widens)
            rows.add(source, alias)

    def _name(self, code: str) -> str:
        record = self._records[code]
        return self._preferred.get(code) or getattr(record, "common_name", None) or record.name

    def _names(self, code: str) -> dict[tuple[str, str], tuple[str, bool]]:
        """The other names, by text and language, with kind and whether they widen a search."""
        record = self._records[code]
        own = self._name(code)
        carried = [getattr(record, key, None) for key in ("name", "common_name", "official_name")]
        names = {(name, ""): ("official", True) for name in carried if name}
        names |= {
            (self._spanish(name), "es"): ("official", True)
            for name in carried
            if name and self._spanish(name) != name
        }
        for table in self._aliases:
            if table["code"] == code:
                names |= {
                    (name, table["language"]): (table["kind"], table["widens"])
                    for name in table["names"]
                }
        return {key: value for key, value in names.items() if key[0] != own}

    def _checked(self, table: Table) -> dict[str, Any]:
        if table.need("code") not in self._records:
            raise table.error(_("this is no code of ISO 3166-1."))
        return {
            "code": table.need("code"),
            "names": table.need("names"),
            "language": table.get("language"),
            "kind": table.get("kind", "official"),
            "widens": table.get("widens", True),
        }


def _pycountry() -> Any:
    try:
        import pycountry  # noqa: PLC0415  only to build; a running archive does not need it
    except ImportError as error:
        raise SourceError(
            _("pycountry is not installed; it is among the development packages: run “uv sync”.")
        ) from error
    return pycountry

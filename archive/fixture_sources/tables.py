"""Tables of a TOML source; whatever is missing, wrong or unknown in one is named with its file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


class SourceError(ValueError):
    """A fault in a source; the message names the file, the place in it, and the repair."""


class Table:
    """One table of a source. `done` refuses what nobody asked for, so a misspelt key is found."""

    def __init__(self, values: dict[str, Any], file: str, place: str = "") -> None:
        self.file = file
        self.place = place
        self._values = values
        self._asked: set[str] = set()

    def error(self, message: str) -> SourceError:
        """A fault of this table, to be raised by whoever found it."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return SourceError(f"{where}: {message}")

    def get(self, key: str, default: Any = "") -> Any:
        """The value of a key, or the default."""
        self._asked.add(key)
        return self._values.get(key, default)

    def need(self, key: str) -> Any:
        """The value of a key; raises SourceError where it is missing or empty."""
        value = self.get(key, None)
        if value in (None, "", [], {}):
            raise self.error(_("“{key}” is missing; add it.").format(key=key))
        return value

    def table(self, key: str) -> Table:
        """The table under a key; an empty one where there is none."""
        return Table(self.get(key, {}), self.file, f"{self.place} {key}".strip())

    def tables(self, key: str, named_by: str = "uid") -> Iterator[Table]:
        """The tables of an array, each read to its end before the next one is given."""
        for number, values in enumerate(self.get(key, []), start=1):
            name = values.get(named_by, number)
            table = Table(values, self.file, f"{self.place} {key} “{name}”".strip())
            yield table
            table.done()

    def done(self) -> None:
        """Raise SourceError where the table has a key that was never asked for."""
        unknown = sorted(self._values.keys() - self._asked)
        if unknown:
            raise self.error(
                _("“{unknown}” means nothing here. It takes: {known}.").format(
                    unknown=unknown[0], known=", ".join(sorted(self._asked))
                )
            )


def read_table(path: Path) -> Table:
    """A whole file as a table; raises SourceError where it is missing or no TOML."""
    try:
        with path.open("rb") as file:
            return Table(tomllib.load(file), path.name)
    except FileNotFoundError as error:
        raise SourceError(_("{file} is missing.").format(file=path.name)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: {error}") from error


def read_text(path: Path) -> str:
    """A text without the last line break; raises SourceError where it is missing or not UTF-8."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise SourceError(_("{file} is missing.").format(file=path.name)) from error
    except UnicodeDecodeError as error:
        raise SourceError(_("{file} is not UTF-8; save it as that.").format(file=path.name)) from (
            error
        )
    if "\r" in text:
        raise SourceError(_("{file} has CR line ends; save it with LF.").format(file=path.name))
    return text.removesuffix("\n")

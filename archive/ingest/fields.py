"""A JSON object read field by field: each of its type, or a sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from archive.ingest.decoding import storable
from archive.ingest.records import Wrong

_KINDS = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class Fields:
    """The fields of one object; `where` names it in messages, such as "entities[3]"."""

    def __init__(self, values: Any, where: str = "") -> None:
        if not isinstance(values, dict):
            raise Wrong(
                _("%(where)s is %(kind)s, and should be an object in braces.")
                % {"where": where or _("The line"), "kind": _KINDS[type(values)]}
            )
        self._values: Mapping[str, Any] = values
        self._where = where

    def named(self, name: str) -> str:
        """How messages call a field of this object."""
        return f"{self._where}.{name}" if self._where else name

    def unread(self, known: frozenset[str]) -> list[str]:
        """The names of fields that are not among the known ones."""
        return [name for name in self._values if name not in known]

    def text(self, name: str) -> str:
        """A text that can be stored; empty where it is absent or null."""
        return storable(self.exact(name))[0]

    def exact(self, name: str) -> str:
        """A text as it is written; empty where it is absent or null."""
        return self._value(name, str, "", _("text in quotation marks"))

    def line(self, name: str) -> str:
        """A text on one line, without spaces at its ends."""
        return " ".join(self.text(name).split())

    def date(self, name: str) -> str:
        """A date as it is written, on one line; empty where it is absent or null."""
        value = self._value(name, str, "", _("text in quotation marks, such as “2021-07”"))
        return " ".join(storable(value)[0].split())

    def required(self, name: str) -> str:
        """A text with something visible in it."""
        value = self.text(name)
        if not value.strip():
            raise Wrong(_("%(name)s is missing or empty. Give it.") % {"name": self.named(name)})
        return value

    def number(self, name: str) -> int | None:
        """A whole number, or None where it is absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if type(value) is not int:  # a bool is an int to isinstance
            raise self._wrong(name, value, _("a whole number"))
        return value

    def span(self) -> tuple[int, int] | None:
        """`start` and `end`, or None where neither is given."""
        start, end = self.number("start"), self.number("end")
        if start is None and end is None:
            return None
        if start is None or end is None:
            missing = "start" if start is None else "end"
            raise Wrong(
                _("%(name)s is missing: give start and end, or neither.")
                % {"name": self.named(missing)}
            )
        return start, end

    def lines(self, name: str) -> tuple[str, ...]:
        """A list of texts, without empty or repeated ones."""
        values = self._value(name, list, [], _("a list of texts"))
        for value in values:
            if not isinstance(value, str):
                raise self._wrong(name, value, _("a list of texts"))
        found = (" ".join(storable(value)[0].split()) for value in values)
        return tuple(dict.fromkeys(filter(None, found)))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """An object of texts, numbers or lists of those, as pairs of texts."""
        values = self._value(name, dict, {}, _("an object of texts"))
        return tuple(dict.fromkeys(self._pairs(name, values)))

    def objects(self, name: str) -> Iterator[Fields]:
        """A list of objects."""
        for at, value in enumerate(self._value(name, list, [], _("a list of objects"))):
            yield Fields(value, f"{self.named(name)}[{at}]")

    def raw(self, name: str) -> Any:
        """The value, whatever it is."""
        return self._values.get(name)

    def _pairs(self, name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key, value in values.items():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, bool) or not isinstance(each, str | int | float):
                    raise self._wrong(f"{name}.{key}", each, _("text or a number"))
                if text := " ".join(storable(str(each))[0].split()):
                    yield " ".join(storable(key)[0].split()), text

    def _value(self, name: str, kind: type, empty: Any, wanted: str) -> Any:
        value = self._values.get(name)
        if value is None:
            return empty
        if not isinstance(value, kind):
            raise self._wrong(name, value, wanted)
        return value

    def _wrong(self, name: str, value: Any, wanted: str) -> Wrong:
        return Wrong(
            _("%(name)s is %(kind)s, and should be %(wanted)s.")
            % {"name": self.named(name), "kind": _KINDS[type(value)], "wanted": wanted}
        )

"""What a check finds, said in a sentence that names the row and the repair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was kept.

    `row` is named as fixtures name it: "archive.Passage havana-talks 1 20 38".
    """

    check: str
    row: str
    problem: str
    repair: str

    def __str__(self) -> str:
        return f"{self.row}: {self.problem} {self.repair}"


@dataclass(frozen=True)
class Remark:
    """Something that does no harm and that its keeper may want to know."""

    check: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


# gives the rows on, and shows how far it has come of so many
Watch = Callable[[Iterable[Any], int], Iterable[Any]]
Check = Callable[[Watch], Iterator[Fault | Remark]]


def named(row: Model) -> str:
    """A row by its model and natural key; also by its number where that leads to what is gone."""
    paths: tuple[str, ...] = getattr(row, "key_fields", ())
    key = [_end(row, path) for path in paths]
    if not key or None in key:
        key.append(f"#{row.pk}")
    return " ".join([row._meta.label, *("?" if part is None else str(part) for part in key)])


def _end(row: Any, path: str) -> Any:
    """The value at the end of a path of relations; None where one of them leads nowhere."""
    try:
        for step in path.split("__"):
            row = getattr(row, step)
    except (ObjectDoesNotExist, AttributeError):
        return None
    return row

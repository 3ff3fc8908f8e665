"""The time expressions of a text, as the rules read them, for datings on the workbench."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from archive import datings
from archive.dates import ResolvedDate
from archive.dates.explain import explain
from archive.models import Dating, DatingStatus, Document, Version


def readings(version: Version) -> tuple[ResolvedDate, ...]:
    """All time expressions of a version, read against its document's date."""
    document = version.document
    return _read(version.text, document.dated, document.dateline_date, version.language)


@lru_cache(maxsize=8)  # a text of 100 kB takes a good part of a second, and is asked for often
def _read(text: str, dated: str, line: str, language: str) -> tuple[ResolvedDate, ...]:
    document = Document(dated=dated, dateline_date=line)
    return tuple(datings.readings(document, Version(text=text, language=language)))


def reading_at(version: Version, start: int, end: int) -> ResolvedDate | None:
    """The expression at start..end, or the one that shares most characters with it."""
    touching = [r for r in readings(version) if r.start < end and start < r.end]
    return max(
        touching, key=lambda r: (min(r.end, end) - max(r.start, start), -r.start), default=None
    )


def written(edtf: str) -> str:
    """The value that a person writes; raises ValidationError, with an example, where it is none."""
    if edtf:
        Dating._meta.get_field("edtf").run_validators(edtf)
    return edtf


def values(reading: ResolvedDate | None, edtf: str | None, kind: str = "") -> dict[str, Any]:
    """A dating's columns: those of the reading, or of a person who gives another `edtf` or type.

    What a person gives otherwise, or takes away, is fixed. None and "" say nothing of the value
    and of the type.
    """
    if reading is not None and (edtf is None or edtf == (reading.edtf or "")):
        found = {**datings.columns(reading), "fixed": False}
        return found if kind in ("", found["type"]) else {**found, "type": kind, "fixed": True}
    return _by_hand(edtf or "", kind) | {"fixed": edtf is not None}


def _by_hand(edtf: str, kind: str) -> dict[str, Any]:
    return {
        "edtf": edtf,
        "timex": "",
        "status": DatingStatus.RESOLVED if edtf else DatingStatus.UNRESOLVED,
        "reference": "",
        "basis": "",
        "reading": "",
        "fixed": True,
    } | ({"type": kind} if kind else {})


def changed(row: Dating, reading: ResolvedDate | None, edtf: str, kind: str) -> dict[str, Any]:
    """The columns of a saved dating that a person gives `edtf` and a type; none where both stay.

    The value that the rules read gives it back to them; one that is taken away stays away.
    """
    kind = kind or row.type
    if edtf == row.edtf:
        return {} if kind == row.type else {"type": kind, "fixed": True}
    return values(reading, edtf, kind) if edtf else _by_hand(edtf, kind)


def shown_work(reading: ResolvedDate) -> str:
    """The reading in a sentence, without the marks of emphasis."""
    return explain(reading).replace("*", "")

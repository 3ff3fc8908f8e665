"""The time expressions of a text, as the rules read them, for datings on the workbench."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from archive import datings
from archive.dates import ResolvedDate
from archive.dates.explain import explain
from archive.models import DatingStatus, Document, Version


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


def values(reading: ResolvedDate | None, edtf: str | None) -> dict[str, Any]:
    """A dating's columns: those of the reading, or of a person who gives another `edtf`."""
    if reading is not None and (edtf is None or edtf == (reading.edtf or "")):
        return {**datings.columns(reading), "fixed": False}
    status = DatingStatus.RESOLVED if edtf else DatingStatus.UNRESOLVED
    return {
        "edtf": edtf or "",
        "timex": "",
        "status": status,
        "reference": "",
        "basis": "",
        "reading": "",
        "fixed": bool(edtf),
    }


def shown_work(reading: ResolvedDate) -> str:
    """The reading in a sentence, without the marks of emphasis."""
    return explain(reading).replace("*", "")

"""Datings of one article, and what each was read against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from archive.dates.values import is_valid, read
from archive.fixture_sources.articles import Article, review
from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import Table
from archive.models import Dating, DatingBasis

FROM_THE_DOCUMENT = {
    "weekday-before",
    "weekday-ahead",
    "latest-month",
    "nearest-year",
    "offset",
    "season",
}

Quoted = Callable[[Rows, Article, Table], Any]


def add_datings(rows: Rows, article: Article, quoted: Quoted) -> None:
    """The datings in the order of the text, so that each may refer back to an earlier one."""
    given = [
        (quoted(rows, article, table), _values(table))
        for table in article.source.tables("datings", "quote")
    ]
    before: dict[int, list[str]] = {}  # by version, the dates so far, the nearest first
    for passage, values in sorted(given, key=lambda pair: _place(pair[0])):
        number = passage.version.number
        values["reference"] = values["reference"] or _reference(
            article, values["reading"], before.get(number, []), values["edtf"]
        )
        values["basis"] = _basis(article, values["reading"], values["reference"])
        rows.add(article.source, Dating(passage=passage, **values))
        if values["edtf"]:
            before.setdefault(number, []).insert(0, values["edtf"])


def _place(passage: Any) -> tuple[int, int, int]:
    return passage.version.number, passage.start, passage.end


def _values(table: Table) -> dict[str, Any]:
    return {
        "edtf": table.get("edtf"),
        "timex": table.get("timex"),
        "type": table.get("type", "date"),
        "status": table.get("status", "resolved"),
        "reference": table.get("reference"),
        "reading": table.need("rule"),
        # a person wrote it, unless the source says that the resolver comes to the same
        "fixed": table.get("fixed", True),
        **review(table),
    }


def _reference(article: Article, reading: str, before: Sequence[str], edtf: str) -> str:
    """What a relative expression was counted from, as EDTF; empty for what needs nothing."""
    if not edtf:
        return ""
    if reading == "refers-back":
        return _referred_to(edtf, before)
    if reading not in FROM_THE_DOCUMENT:
        return ""
    for written in (article.document.dateline_date, article.document.dated):
        if written and read(written).earliest == read(written).latest:
            return str(written)
    return ""


def _referred_to(edtf: str, before: Sequence[str]) -> str:
    """The date before it that is nearest in time, by its first and last day; else "".

    Of several the nearest in the text. From what has no end on one side ("since 2019") nothing is
    counted.
    """
    if not is_valid(edtf):
        return ""  # its row says so
    day = date.max  # stands for an end that the value itself lacks
    value = read(edtf)
    first, last = value.earliest or value.latest or day, value.latest or value.earliest or day
    away: dict[str, int] = {}
    for other in before:
        earliest, latest = read(other).earliest, read(other).latest
        if earliest and latest:
            away.setdefault(other, abs((earliest - first).days) + abs((latest - last).days))
    return min(away, key=lambda other: away[other], default="")


def _basis(article: Article, reading: str, reference: str) -> str:
    """Where the reference comes from: what is neither dateline nor date stands in the text."""
    document = article.document
    if not reference:
        return ""
    if reading not in ("refers-back", "same-day:0"):
        if reference == document.dateline_date:
            return DatingBasis.DATELINE
        if reference == document.dated:
            return DatingBasis.PUBLISHED
    return DatingBasis.TEXT

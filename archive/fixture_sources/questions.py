"""What goes across articles: links between claims, questions, assessments and evidence."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from archive.fixture_sources.annotations import quoted
from archive.fixture_sources.articles import Article, day, review
from archive.fixture_sources.rows import Rows
from archive.fixture_sources.tables import Table, read_table
from archive.models import (
    Assessment,
    Claim,
    ClaimLink,
    Document,
    Evidence,
    Question,
    QuestionClaim,
)


def add_links(rows: Rows, sources: Path) -> None:
    """How claims stand to each other, each link with a note."""
    table = read_table(sources / "links.toml")
    for entry in table.tables("links", "from"):
        rows.add(
            entry,
            ClaimLink(
                source=rows.find(entry, Claim, entry.need("from")),
                kind=entry.need("kind"),
                target=rows.find(entry, Claim, entry.need("to")),
                note=entry.need("note"),
                **review(entry),
            ),
        )
    table.done()


def add_questions(rows: Rows, sources: Path) -> None:
    """Questions with the claims that answer them."""
    table = read_table(sources / "questions.toml")
    for entry in table.tables("questions"):
        question = rows.add(
            entry,
            Question(
                uid=entry.need("uid"),
                title=entry.need("title"),
                note=entry.get("note"),
                state=entry.need("state"),
                settled_reason=entry.get("settled_reason"),
                **review(entry),
            ),
        )
        for uid in entry.need("claims"):
            claim = rows.find(entry, Claim, uid)
            rows.add(entry, QuestionClaim(question=question, claim=claim))
    table.done()


def add_evidence(rows: Rows, sources: Path, articles: dict[str, Article]) -> None:
    """Assessments, and the passages and addresses that speak for or against a claim."""
    table = read_table(sources / "evidence.toml")
    for entry in table.tables("assessments", "claim"):
        rows.add(entry, _assessment(rows, entry))
    numbers: dict[str, int] = {}
    for entry in table.tables("evidence", "claim"):
        claim = rows.find(entry, Claim, entry.need("claim"))
        numbers[claim.uid] = numbers.get(claim.uid, 0) + 1
        assessment = entry.get("assessment")
        uid = f"{claim.uid}-{assessment}"
        rows.add(
            entry,
            Evidence(
                uid=f"{claim.uid}-e{numbers[claim.uid]}",
                claim=claim,
                assessment=rows.find(entry, Assessment, uid) if assessment else None,
                note=entry.get("note"),
                **_ground(rows, entry, articles),
            ),
        )
    table.done()


def _assessment(rows: Rows, entry: Table) -> Assessment:
    claim = rows.find(entry, Claim, entry.need("claim"))
    return Assessment(
        uid=f"{claim.uid}-{entry.need('id')}",
        claim=claim,
        status=entry.need("status"),
        reason=entry.need("reason"),
        name=entry.need("name"),
        made_at=datetime.combine(day(entry, entry.need("made_on")), time(12), tzinfo=UTC),
    )


def _ground(rows: Rows, entry: Table, articles: dict[str, Article]) -> dict[str, Any]:
    """The fields of a passage of this archive, or of a page elsewhere."""
    uid = entry.get("document")
    if uid:
        rows.find(entry, Document, uid)
        return {"passage": quoted(rows, articles[uid], entry)}
    return {
        "url": entry.need("url"),
        "quote": entry.get("quote"),
        "captured_on": day(entry, entry.need("captured_on")),
        "archived_url": entry.get("archived_url"),
    }

"""What a reader hands over: one document as plain data, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

MAX_BYTES = 10_000_000  # of a text file, and of a line of JSONL
LONGEST_REASON = 400  # characters of a report row


class Wrong(ValueError):
    """A record that can't go in; the message is a sentence that names the thing and the repair."""


class Outcome(StrEnum):
    """What became of one record."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the report: where it came from, what became of it, and why or with what note."""

    source: str
    outcome: Outcome
    uid: str = ""
    reason: str = ""


def failed(source: str, reason: str, uid: str = "") -> Row:
    """A row for what did not go in."""
    line = " ".join(reason.split())
    short = line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"
    return Row(source=source, outcome=Outcome.FAILED, uid=uid, reason=short)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line says of all records; a record's own value counts before it."""

    publisher: str = ""
    collections: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    rights: str = ""
    access: str = ""
    review: str = "accepted"
    translated_by: str = ""
    translated_from: str = ""
    charset: str = ""
    update: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class EntityMark:
    """An entity and, where they are given, the code points at which it is named."""

    name: str
    kind: str
    same_as: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """Who makes a claim: an entity, or words; a kind makes it an entity."""

    name: str
    kind: str = ""
    same_as: str = ""
    as_worded: str = ""
    capacity: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimMark:
    """A claim, on code points or on a quote."""

    start: int | None = None
    end: int | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    statement: str = ""
    claimant: Claimant | None = None
    mode: str = ""
    said: str = ""
    said_language: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class DateMark:
    """A time expression, on code points, with its EDTF value where it is known."""

    start: int
    end: int
    edtf: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One document as it was read: its bytes, its text, and what stands beside it."""

    source: str
    original: bytes = field(repr=False)
    file_name: str
    media_type: str
    reader: str
    uid: str = ""
    title: str
    text: str = field(repr=False)
    published: str = ""
    publisher: str = ""
    byline: str = ""
    source_url: str = ""
    language: str = ""
    rights: str = ""
    genre: str = ""
    access: str = ""
    translated_by: str = ""
    translated_from: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    collections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    entities: tuple[EntityMark, ...] = ()
    claims: tuple[ClaimMark, ...] = ()
    dates: tuple[DateMark, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of the original."""
        return sha256(self.original).hexdigest()


Said = Mapping[str, Any]  # what a sheet says of a text file, by the name of the record's field

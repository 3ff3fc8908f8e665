"""JSON Lines: one document a line, as docs/ingest.md describes it."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from archive.ingest.decoding import decode, storable
from archive.ingest.fields import Fields
from archive.ingest.records import (
    MAX_BYTES,
    Claimant,
    ClaimMark,
    DateMark,
    EntityMark,
    Options,
    Record,
    Row,
    Wrong,
    failed,
)

READER = "jsonl 1"
LINE = frozenset(
    {
        *("uid", "title", "text", "published", "publisher", "byline", "source_url"),
        *("language", "rights", "genre", "identifiers", "collections", "topics"),
        *("entities", "claims", "dates"),
        "url",  # which an export adds
    }
)


def read(path: Path, source: str, options: Options) -> Iterator[Record | Row]:
    """The document of each line that is not blank."""
    try:
        with path.open("rb") as file:
            for number, line in _lines(file):
                yield _document(line, f"{source}:{number}", options)
    except OSError as error:
        yield failed(source, _("It could not be read: %(why)s.") % {"why": error.strerror})


def _document(line: bytes | None, source: str, options: Options) -> Record | Row:
    uid = ""
    try:
        if line is None:
            raise Wrong(
                _("The line has more than %(limit)s bytes. Split the document.")
                % {"limit": MAX_BYTES}
            )
        decoded = decode(line, options.charset)
        fields = Fields(parsed(decoded.text.removeprefix("\ufeff")))
        uid = storable(str(fields.raw("uid") or ""))[0][:64]
        return record_of(fields, line, source, decoded.notes)
    except Wrong as error:
        return failed(source, str(error), uid)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The number and bytes of each line that is not blank; None for one beyond the limit."""
    number = 0
    while line := file.readline(MAX_BYTES + 2):
        number += 1
        bare = line.removesuffix(b"\n").removesuffix(b"\r")
        if len(bare) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield number, None
        elif bare.removeprefix(BOM_UTF8).strip():
            yield number, bare


def parsed(line: str) -> Any:
    """The JSON value of a line; raises Wrong for what is no JSON, or not plain JSON."""
    try:
        return json.loads(line, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Wrong(
            _("It is no JSON: %(why)s at character %(at)s.") % {"why": error.msg, "at": error.pos}
        ) from error
    except RecursionError as error:
        raise Wrong(_("It is nested too deeply to be a document.")) from error
    except Wrong:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise Wrong(_("It has a number that is too long to be one.")) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _value in pairs]
    twice = next(name for name in names if names.count(name) > 1)
    raise Wrong(
        _("“%(name)s” stands twice in one object, and only one can be meant.") % {"name": twice}
    )


def _no_constant(name: str) -> Any:
    raise Wrong(_("%(name)s is no number in JSON.") % {"name": name})


def record_of(fields: Fields, line: bytes, source: str, notes: tuple[str, ...]) -> Record:
    """The document of a parsed line; raises Wrong."""
    fields.required("text")
    text, replaced = storable(fields.exact("text"))
    if unread := fields.unread(LINE):
        notes += (_("Not read: %(names)s.") % {"names": ", ".join(sorted(unread))},)
    return Record(
        source=source,
        original=line,
        file_name="",
        media_type="application/json",
        reader=READER,
        uid=fields.text("uid"),
        title=" ".join(fields.required("title").split()),
        text=text,
        published=fields.date("published"),
        publisher=fields.line("publisher"),
        byline=fields.line("byline"),
        source_url=fields.line("source_url"),
        language=fields.line("language"),
        rights=fields.line("rights"),
        genre=fields.line("genre"),
        identifiers=fields.pairs("identifiers"),
        collections=fields.lines("collections"),
        topics=fields.lines("topics"),
        entities=tuple(map(_entity, fields.objects("entities"))),
        claims=tuple(map(_claim, fields.objects("claims"))),
        dates=tuple(map(_date, fields.objects("dates"))),
        notes=notes + replaced,
    )


def _entity(fields: Fields) -> EntityMark:
    start, end = fields.span() or (None, None)
    return EntityMark(
        name=" ".join(fields.required("name").split()),
        kind=" ".join(fields.required("kind").split()),
        same_as=fields.line("same_as"),
        start=start,
        end=end,
    )


def _claim(fields: Fields) -> ClaimMark:
    start, end = fields.span() or (None, None)
    if start is None and not fields.text("quote").strip():
        raise Wrong(
            _("%(claim)s has no place: give start and end, or quote.")
            % {"claim": fields.named("").rstrip(".")}
        )
    return ClaimMark(
        start=start,
        end=end,
        quote=fields.text("quote"),
        prefix=fields.text("prefix"),
        suffix=fields.text("suffix"),
        statement=fields.line("statement"),
        claimant=_claimant(fields),
        mode=fields.line("mode"),
        said=fields.date("said"),
        said_language=fields.line("said_language"),
        status=fields.line("status"),
    )


def _claimant(fields: Fields) -> Claimant | None:
    value = fields.raw("claimant")
    if not isinstance(value, dict):
        name = fields.line("claimant")
        return Claimant(name=name) if name else None
    given = Fields(value, fields.named("claimant"))
    return Claimant(
        name=given.line("name"),
        kind=given.line("kind"),
        same_as=given.line("same_as"),
        as_worded=given.line("as_worded"),
        capacity=given.line("capacity"),
    )


def _date(fields: Fields) -> DateMark:
    span = fields.span()
    if span is None:
        raise Wrong(
            _("%(date)s has no place: give start and end.") % {"date": fields.named("").rstrip(".")}
        )
    return DateMark(start=span[0], end=span[1], edtf=fields.date("edtf"))

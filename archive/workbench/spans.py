"""Spans as a browser sends them: UTF-16 offsets and the quote, checked before anything is saved."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Passage, Version
from archive.passages import Passage as Span
from archive.passages import PassageError, check, from_utf16, passage_at, to_utf16
from archive.workbench.errors import Refused
from archive.workbench.journal import Journal

LONGEST = 20_000  # characters of one passage; a whole book is no annotation


def read_span(text: str, given: Any) -> Span:
    """The span that {"start", "end", "quote"} names, offsets in UTF-16 units.

    Raises Refused, with a sentence, unless the text reads exactly so there.
    """
    if not isinstance(given, dict):
        raise Refused(_("No words are selected. Select some first."))
    start, end, quote = (given.get(name) for name in ("start", "end", "quote"))
    if type(start) is not int or type(end) is not int or not isinstance(quote, str):
        raise Refused(_("No words are selected. Select some first."))
    try:
        first, last = from_utf16(text, start, end)
        check(text, Span(start=first, end=last, quote=quote))
    except PassageError as error:
        raise Refused(str(error)) from error
    if last - first > LONGEST:
        message = _("{n} characters are too many for one passage. Select less.")
        raise Refused(message.format(n=last - first))
    if not quote.strip():
        raise Refused(_("Only white space is selected. Select some words."))
    return passage_at(text, first, last)


def saved(version: Version, span: Span, journal: Journal) -> Passage:
    """The row of this span, noted in the journal where it is new."""
    row, made = Passage.objects.get_or_create(
        version=version,
        start=span.start,
        end=span.end,
        defaults={"quote": span.quote, "prefix": span.prefix, "suffix": span.suffix},
    )
    journal.found_or_added(row, made)
    return row


def written(text: str, start: int, end: int, **more: Any) -> str:
    """A span of code points as the browser sends it back: JSON, which keeps every line end."""
    first, last = to_utf16(text, start, end)
    return json.dumps({"start": first, "end": last, "quote": text[start:end], **more})

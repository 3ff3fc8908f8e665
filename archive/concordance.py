"""The concordance of an entity: each place that names it, in its line, no word cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, QuerySet, Value, When
from django.db.models.functions import Greatest, Least, Substr

from archive.models import Document, Entity, Mention, Version
from archive.openings import words_open_to
from archive.reading import Context, keyword_in_context

LINES = 50
WIDTH = 36  # characters shown on each side
WINDOW = 120  # characters read on each side, of which a line shows fewer


@dataclass(frozen=True)
class Line:
    """One mention."""

    context: Context
    version: Version
    start: int
    withheld: bool = False  # whether its words are not open: the line leads to its document alone

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.version.document


def mentions_of(entity: Entity, user: Any) -> QuerySet[Mention]:
    """The mentions that this user may see, newest first, with the text before and after each."""
    start, end = F("passage__start"), F("passage__end")
    text = "passage__version__text"
    return (
        Mention.objects.visible_to(user)
        .filter(entity=entity)
        .select_related("passage__version__document")
        .defer("passage__version__text")
        .annotate(
            before=Substr(text, Greatest(start - WINDOW + 1, 1), Least(start, WINDOW)),
            after=Substr(text, end + 1, WINDOW),
            opened=_opened_to(user),
        )
        .order_by(
            F("passage__version__document__latest").desc(nulls_last=True),
            "passage__version__document__uid",
            "passage__start",
            "pk",
        )
    )


def _opened_to(user: Any) -> Case | Value:
    where = words_open_to(user)
    if not where:
        return Value(True)
    return Case(When(where, then=True), default=False, output_field=BooleanField())


def lines_of(mentions: Iterable[Mention], user: Any) -> list[Line]:
    """A line for each of what `mentions_of` gave."""
    return [_line(mention, user) for mention in mentions]


def _line(mention: Any, user: Any) -> Line:
    passage = mention.passage
    if not mention.opened:
        return Line(Context("", "", ""), passage.version, passage.start, withheld=True)
    if not passage.version.document.text_opens_to(user):
        return Line(Context("", passage.quote, ""), passage.version, passage.start)
    before = mention.before
    if len(before) == WINDOW:  # it may begin within a word
        before = before[next((i for i, c in enumerate(before) if c.isspace()), WINDOW) :]
    window = before + passage.quote + mention.after
    context = keyword_in_context(window, len(before), len(before) + len(passage.quote), WIDTH)
    return Line(context, passage.version, passage.start)

"""Anchors: every passage's quote, and every placement, against the text it points into."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import F
from django.utils.translation import gettext as _

from archive.audit.faults import Fault, Watch, named
from archive.models import Passage, Placement, PlacementState, Version
from archive.passages import PassageError, check

AT_ONCE = 100  # texts in memory
AS_QUOTED = (PlacementState.EXACT, PlacementState.MOVED)


def passages(watch: Watch) -> Iterator[Fault]:
    """Quotes, and words around them, that do not stand where they say; places that can't be."""
    versions = Version.objects.only("pk", "text").order_by("pk")
    source = iter(watch(versions.iterator(AT_ONCE), versions.count()))
    while texts := {row.pk: row.text for row in islice(source, AT_ONCE)}:
        for passage in Passage.objects.filter(version__in=texts).order_by("pk"):
            yield from _of_passage(passage, texts[passage.version_id])
        yield from _of_placements(texts)
    astray = Placement.objects.exclude(passage__version__document=F("version__document"))
    for row in astray.select_related("passage__version__document", "version"):
        problem = _("It places a passage in a text of another document.")
        yield Fault("passages", named(row), problem, _reanchor())


def _of_passage(row: Passage, text: str) -> Iterator[Fault]:
    if text[row.start : row.end] != row.quote or not row.quote:
        yield Fault("passages", named(row), *_sentences(row, text))
    elif not (text.endswith(row.prefix, 0, row.start) and text.startswith(row.suffix, row.end)):
        yield Fault(
            "passages",
            named(row),
            _("The words kept as standing around it don't stand there."),
            _("Mark the passage again; the words around it are then taken from the text."),
        )


def _sentences(row: Passage, text: str) -> tuple[str, str]:
    """What is wrong, and the repair: the error of the passage says both."""
    try:
        check(text, row.span)
    except PassageError as error:
        problem, _dot, repair = str(error).rpartition(". ")
        return f"{problem}.", repair
    return _("It has no quote."), _("Mark the passage again.")


def _of_placements(texts: dict[int, str]) -> Iterator[Fault]:
    rows = Placement.objects.filter(version__in=texts).order_by("pk")
    for row in rows.select_related("passage__version__document", "version"):
        if problem := _misplaced(row, texts[row.version_id]):
            yield Fault("passages", named(row), problem, _reanchor())


def _misplaced(row: Placement, text: str) -> str:
    """What is wrong with a placement, as a sentence; empty where nothing is."""
    if row.start is None or row.end is None:
        if row.state in AS_QUOTED:
            return _("It is “%(state)s”, and has no place.") % {"state": row.get_state_display()}
        return ""
    if row.end > len(text):
        return _("It reaches beyond the text, which has %(length)s characters.") % {
            "length": len(text)
        }
    if row.state in AS_QUOTED and text[row.start : row.end] != row.passage.quote:
        return _("It is “%(state)s”, and other words stand in its place.") % {
            "state": row.get_state_display()
        }
    return ""


def _reanchor() -> str:
    return _("Place it again in the repair queue, or by `manage.py reanchor --again`.")

"""Fixity of texts: every version against its SHA-256, and against what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import F
from django.utils.translation import gettext as _

from archive.audit.faults import Fault, Watch, named
from archive.models import Version
from archive.models.texts import are_starts

AT_ONCE = 100  # texts in memory


def texts(watch: Watch) -> Iterator[Fault]:
    """Texts that have changed, page starts outside the text, sources in another document."""
    rows = Version.objects.select_related("document").order_by("pk")
    for row in watch(rows.iterator(AT_ONCE), rows.count()):
        if sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.sha256:
            yield Fault(
                "texts",
                named(row),
                _("Its text has changed: it no longer has the SHA-256 %(sum)s.")
                % {"sum": row.sha256},
                _("Restore the text from a backup or from the original; texts never change."),
            )
        if not are_starts(row.page_starts, len(row.text)):
            yield Fault(
                "texts",
                named(row),
                _("Its page starts %(starts)s don't rise within its %(length)s characters.")
                % {"starts": row.page_starts, "length": len(row.text)},
                _("Load the version again from its source."),
            )
    yield from _foreign_sources()


def _foreign_sources() -> Iterator[Fault]:
    sources = {"original": _("made from"), "translated_from": _("translated from")}
    for name, said in sources.items():
        rows = Version.objects.filter(**{f"{name}__isnull": False})
        for row in rows.exclude(**{f"{name}__document": F("document")}).defer("text"):
            yield Fault(
                "texts",
                named(row),
                _("Its “%(field)s” belongs to another document.") % {"field": said},
                _("Choose one of its own document in the admin."),
            )

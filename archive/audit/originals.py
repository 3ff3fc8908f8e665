"""Fixity: the bytes of every original against the size and SHA-256 that were written down."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import originals as kept
from archive.audit.faults import Fault, Remark, Watch, named
from archive.models import Original


def originals(watch: Watch) -> Iterator[Fault | Remark]:
    """Missing, cut off or changed bytes, of each row that rests on them; files that no row names.

    Each file is read once, however many documents have it. A file that no row names is no fault:
    bytes are written before their row, and stay when a document is deleted.
    """
    rows = Original.objects.select_related("document").order_by("sha256", "size", "pk")
    last, found = ("", -1), ""
    for row in watch(rows.iterator(200), rows.count()):
        if (row.sha256, row.size) != last:
            last, found = (row.sha256, row.size), _wrong(row)
        if found:
            repair = _("Put the file %(name)s, or a backup of it, back in that place.")
            yield Fault("originals", named(row), found, repair % {"name": row.file_name})
    yield from _unnamed()


def _wrong(row: Original) -> str:
    try:
        return kept.fault(row.sha256, row.size)
    except (OSError, ValueError) as error:
        return _("Its bytes can't be read: %(error)s.") % {"error": error}


def _unnamed() -> Iterator[Remark]:
    known = set(Original.objects.order_by().values_list("sha256", flat=True))
    count = sum(digest not in known for digest in kept.all_kept())
    if count:
        text = ngettext(
            "%(count)s file in %(folder)s belongs to no document: it was deleted, or its ingest "
            "was interrupted.",
            "%(count)s files in %(folder)s belong to no document: they were deleted, or their "
            "ingest was interrupted.",
            count,
        )
        yield Remark("originals", text % {"count": count, "folder": kept.root()})

"""Whether what searches find is what the database says: checks of the index and of the outbox.

Beside `archive.audit`, whose checks know nothing of an index. Nothing here writes, nor waits for
the lock: what changed meanwhile is looked at twice before it is called a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.audit import Check, Fault, Remark, Watch
from archive.models import Document
from search import outbox
from search.backends import get_backend
from search.backends.base import Entry, IndexDamaged, IndexMissing
from search.entries import all_entries, entries_of
from search.models import OutboxRow
from search.syncing import Difference, Differing, compare
from search.tallies import Tallies

LONG = timedelta(minutes=15)  # that a document waits before something is wrong


def index(watch: Watch) -> Iterator[Fault | Remark]:
    """Files against their checksums, entries against the database, counts against the entries."""
    backend = get_backend()
    if not backend.exists() and not Document.objects.exists():
        return
    damages = list(backend.damages())
    if damages:  # a commit or a rebuild beside us takes files away that were just named
        damages = [each for each in backend.damages() if each in damages]
    for damage in damages:
        yield Fault("index", "index", damage, _rebuild())
    if damages:
        return
    tallies, total = Tallies(), Document.objects.count()
    try:
        difference = compare(tallies.counting(_documents(all_entries(), watch, total)))
        confirmed = _once_more(difference)
        yield from map(_fault, confirmed)
        if difference.found or outbox.waiting():
            return  # counts differ then anyway
        for row, problem in tallies.differing():
            yield Fault("index", row, problem, _rebuild())
    except (IndexDamaged, IndexMissing) as error:
        yield Fault("index", "index", str(error), _rebuild())


def _documents(entries: Iterable[Entry], watch: Watch, total: int) -> Iterator[Entry]:
    """The entries, of which only the documents' are shown as progress."""
    seen = iter(watch(range(total), total))
    for entry in entries:
        if entry.kind == "document":
            next(seen, None)
        yield entry
    for _rest in seen:
        pass


def _once_more(difference: Difference) -> list[Differing]:
    """What still differs of what differed, without what waits in the outbox."""
    if not difference.found:
        return []
    held = get_backend().hashes()
    now = {(e.kind, e.uid): e.content_hash for e in entries_of(difference.documents)}
    waits = set(OutboxRow.objects.order_by().values_list("uid", flat=True).distinct())
    return [
        each
        for each in difference.found
        if each.document not in waits
        and held.get((each.kind, each.uid)) != now.get((each.kind, each.uid))
    ]


def _fault(each: Differing) -> Fault:
    said = {
        "missing": _("Search can't find it: it is not in the index."),
        "outdated": _("Search finds it as it was before: its entry is out of date."),
        "left over": _("It is in the index, and no longer in the database."),
    }
    return Fault("index", f"{each.kind} {each.uid}", said[each.how], _sync())


def _sync() -> str:
    return _("Run `manage.py index_sync`.")


def _rebuild() -> str:
    return _("Run `manage.py index_sync --rebuild`.")


def waiting(watch: Watch) -> Iterator[Fault | Remark]:
    """Documents that have waited too long to be indexed; how many wait at all."""
    edge = timezone.now() - LONG
    old = OutboxRow.objects.filter(created_at__lt=edge).order_by("pk")
    since: dict[str, datetime] = {}
    for uid, at in watch(old.values_list("uid", "created_at"), old.count()):
        since.setdefault(uid, at)
    for uid, at in since.items():
        shown = date_format(timezone.localtime(at), "DATETIME_FORMAT")
        yield Fault(
            "outbox",
            f"document {uid}",
            _("It has waited to be indexed since %(time)s.") % {"time": shown},
            _("Run `manage.py index_sync`; if it stays, the log says why it can't be written."),
        )
    fresh = outbox.waiting() - len(since)
    if fresh > 0:
        text = ngettext(
            "%(count)s document waits to be indexed; it is taken by the next save or search.",
            "%(count)s documents wait to be indexed; they are taken by the next save or search.",
            fresh,
        )
        yield Remark("outbox", text % {"count": fresh})


CHECKS: dict[str, Check] = {
    "index": index,
    "outbox": waiting,
}

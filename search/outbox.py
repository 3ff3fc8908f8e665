"""How a change reaches the index: signals leave rows, and after the commit they are drained.

README.md, "How a change reaches the index". No save ever fails because of search.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from archive.batches import batches
from archive.models import Alias, Document, Entity
from archive.signals import documents_changed
from search.affected import AFFECTED, ONLY_WHEN, affected_by, affected_by_change
from search.backends import get_backend
from search.backends.base import IndexBusy, SearchError
from search.entries import all_entries, entries_of
from search.models import NamesRevision, OutboxRow

logger = logging.getLogger(__name__)

BATCH = 200  # documents that are read, and written as one segment, at a time
ROWS = 2_000  # rows looked at for one batch
WAIT = 0.5  # seconds that a save waits for another writer
IN_REQUEST = 1.0  # seconds that a drain inside a request goes on; it takes one batch at least

_here = threading.local()


def connect() -> None:
    """Watch every model that entries are made from."""
    for model in (*AFFECTED, *ONLY_WHEN):
        name = model.__name__
        pre_save.connect(before_save, sender=model, dispatch_uid=f"outbox before {name}")
        pre_delete.connect(before_delete, sender=model, dispatch_uid=f"outbox delete {name}")
        post_save.connect(after_save, sender=model, dispatch_uid=f"outbox after {name}")
    for model in (Entity, Alias):
        for signal in (post_save, post_delete):
            signal.connect(names_changed, sender=model, dispatch_uid=f"names {model.__name__}")
    documents_changed.connect(bulk_changed, dispatch_uid="outbox bulk")
    request_started.connect(_enter, dispatch_uid="outbox request started")
    request_finished.connect(_leave, dispatch_uid="outbox request finished")


def _enter(environ: dict[str, Any] | None = None, **kwargs: Any) -> None:
    _here.in_request = True
    # RFC 7240: whoever asks for it is answered first, and found a moment later
    _here.answers_first = "respond-async" in (environ or {}).get("HTTP_PREFER", "")
    _here.put_off = False


def _leave(**kwargs: Any) -> None:
    """Drain what was put off until the answer was sent."""
    _here.answers_first = False
    if getattr(_here, "put_off", False):
        _here.put_off = False
        transaction.on_commit(after_commit, robust=True)
    _here.in_request = False


def before_save(sender: type[Model], instance: Any, using: str, **kwargs: Any) -> None:
    """Note the documents that the row bore on as it stood; it may leave them.

    Without a transaction the rows are written first, so that a crash between two writes leaves a
    row too many and not one too few; they are drained after the save.
    """
    old = None
    if instance.pk is not None:
        old = sender._base_manager.using(using).filter(pk=instance.pk).first()
    instance.outbox_before = affected_by_change(old, instance)
    ahead = set(instance.outbox_before)
    if sender in AFFECTED and not connection.in_atomic_block:
        ahead |= affected_by(instance)
    _add(ahead)


def after_save(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Note the documents that the row bears on now, and drain."""
    now = affected_by(instance) if sender in AFFECTED else set[str]()
    append(now | instance.__dict__.pop("outbox_before", set()))


def before_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Note the documents that the row bears on, while it still does."""
    append(affected_by(instance))


def bulk_changed(sender: Any, uids: Iterable[str], **kwargs: Any) -> None:
    """Note the documents of a bulk write, which sends no signal for each row."""
    append(uids)


def names_changed(sender: type[Model], **kwargs: Any) -> None:
    """Let every process read the names again; entries hold none."""
    if not NamesRevision.objects.filter(pk=1).update(number=F("number") + 1):
        NamesRevision.objects.get_or_create(pk=1, defaults={"number": 1})


def append(uids: Iterable[str]) -> None:
    """Add a row for each document, in the transaction of the change, and drain after it."""
    if _add(uids) and not any(callback[1] is after_commit for callback in connection.run_on_commit):
        transaction.on_commit(after_commit, robust=True)


def _add(uids: Iterable[str]) -> int:
    rows = [OutboxRow(uid=uid) for uid in sorted(set(uids))]
    if rows:
        OutboxRow.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def waiting() -> int:
    """How many documents the index has yet to read again."""
    return OutboxRow.objects.order_by().values("uid").distinct().count()


def after_commit() -> None:
    """Drain what was committed; rows that another writer keeps us from are taken later."""
    if getattr(_here, "answers_first", False):
        _here.put_off = True
        return
    _try(lambda: drain(WAIT))


def catch_up() -> bool:
    """For a search: when rows wait, one try to drain them, without waiting for a lock.

    Returns whether any waited. An index that was never built is not built here.
    """
    if not OutboxRow.objects.order_by().exists():
        return False
    _try(lambda: drain(0) if get_backend().exists() else 0)
    return True


def _try(work: Callable[[], object]) -> None:
    try:
        work()
    except IndexBusy:
        logger.info("Another process writes the index; changes wait in the outbox.")
    except (SearchError, OSError) as error:
        logger.warning("The index could not be written; changes wait in the outbox: %s", error)


def drain(wait: float, patient: bool = False) -> int:
    """Write the waiting documents into the index, and return how many that were.

    Raises IndexBusy where the lock isn't had within `wait` seconds. Inside a request it stops
    after a batch or a second, unless `patient`. Where there is no index yet, one is built whole;
    inside a request only of a small archive.
    """
    until = None if patient or not _in_request() else time.monotonic() + IN_REQUEST
    total = 0
    while OutboxRow.objects.exists():  # looks again after letting go: no row is stranded
        with get_backend().lock(wait):
            done, finished = _drain_locked(until)
        total += done
        if not finished:
            break
    return total


def _in_request() -> bool:
    return getattr(_here, "in_request", False)


def _drain_locked(until: float | None) -> tuple[int, bool]:
    """Drain while the lock is held: how many documents, and whether there is more to do now."""
    backend = get_backend()
    if not backend.exists() and not _build(until):
        return 0, False
    total = 0
    while rows := list(OutboxRow.objects.order_by("pk").values_list("pk", "uid")[:ROWS]):
        uids = list(dict.fromkeys(uid for _pk, uid in rows))[:BATCH]
        backend.replace(uids, entries_of(uids))
        backend.settle()
        chosen = set(uids)
        remove([pk for pk, uid in rows if uid in chosen])
        total += len(uids)
        if until is not None and (total >= BATCH or time.monotonic() >= until):
            return total, False
    if backend.tidy():
        backend.settle()
    return total, True


def _build(until: float | None) -> bool:
    """Make the first generation, of everything; inside a request only where that is quick."""
    if until is not None and Document.objects.count() > BATCH:
        return False
    get_backend().rebuild(all_entries())
    return True


def remove(keys: list[int]) -> None:
    """Delete exactly these rows; others of the same documents stay."""
    for batch in batches(keys):
        OutboxRow.objects.filter(pk__in=batch).delete()

"""A run of ingest: from files, folders and a sheet to rows of a report, batch by batch."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from archive import originals
from archive.ingest.keeping import keep
from archive.ingest.planning import Known, Plan, known, plan, uid_for
from archive.ingest.readers import READERS, reader_of
from archive.ingest.records import Options, Outcome, Record, Row, Wrong, failed
from archive.ingest.register import Register
from archive.ingest.sheet import Sheet
from archive.models import Layer

BATCH_DOCUMENTS = 100
BATCH_BYTES = 2_000_000  # of originals; one transaction holds no more, but for one big document


@dataclass
class Found:
    """The files that paths lead to, and how many files of the folders no reader takes."""

    files: list[tuple[Path, str]] = field(default_factory=list)  # with their name in the report
    failures: list[Row] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)  # by suffix


def find(paths: Iterable[Path]) -> Found:
    """What paths lead to: files as named, folders with all that is in them, in sorted order."""
    found = Found()
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder is closed to us
            _in_folder(path, found)
        elif reason := _unreadable(path):
            found.failures.append(failed(_shown(path), reason))
        else:
            found.files.append((path, _shown(Path(path.name))))
    return found


def _unreadable(path: Path) -> str:
    """Why a file can't be read, as a sentence; empty where it can, as far as its name tells."""
    if not os.path.exists(path):  # noqa: PTH110
        return _("There is no such file or folder, or it is closed to you.")
    if not path.is_file():
        return _("It is no ordinary file.")
    if reader_of(path) is None:
        reason = _("No reader takes “%(suffix)s” files. There are readers for %(suffixes)s.")
        return reason % {"suffix": path.suffix or path.name, "suffixes": ", ".join(READERS)}
    return ""


def _in_folder(folder: Path, found: Found) -> None:
    def closed(error: OSError) -> None:
        reason = _("The folder could not be read: %(why)s.") % {"why": error.strerror}
        found.failures.append(failed(_shown(Path(error.filename)), reason))

    before = len(found.files) + len(found.failures)
    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(root) / name
            if reader_of(path) is None:
                found.passed_over[path.suffix.lower() or _("no suffix")] += 1
            elif reason := _unreadable(path):
                found.failures.append(failed(_shown(path.relative_to(folder)), reason))
            else:
                found.files.append((path, _shown(path.relative_to(folder))))
    if len(found.files) + len(found.failures) == before:
        reason = _("The folder has no file of these kinds: %(suffixes)s.")
        said = reason % {"suffixes": ", ".join(READERS)}
        found.failures.append(failed(_shown(folder), said))


def _shown(path: Path) -> str:
    # a file name may be no UTF-8 at all
    return os.fsencode(path).decode("utf-8", "replace")


def records(found: Found, sheet: Sheet | None, options: Options) -> Iterator[Record | Row]:
    """Every document of a run, or the row that says why there is none."""
    yield from found.failures
    if sheet:
        yield from sheet.records(options)
    for path, source in found.files:
        reader = reader_of(path)
        if reader:
            yield from reader(path, source, options)


def run(items: Iterable[Record | Row], options: Options) -> Iterator[Row]:
    """Take the records in and yield a report row for each, in their order.

    What was yielded as new or updated is in the archive by then; a dry run writes nothing.
    """
    taking = _Taking(options)
    for batch in _batches(items):
        yield from taking.take(batch)


def _batches(items: Iterable[Record | Row]) -> Iterator[list[Record | Row]]:
    """Runs of records without two of one uid, since the second must see what the first became."""
    batch: list[Record | Row] = []
    uids: set[str] = set()
    size = 0
    for item in items:
        if isinstance(item, Record):
            uid, length = uid_for(item), len(item.original)
            full = len(uids) >= BATCH_DOCUMENTS or size + length > BATCH_BYTES
            if uids and (full or uid in uids):
                yield batch
                batch, uids, size = [], set(), 0
            uids.add(uid)
            size += length
        batch.append(item)
    if batch:
        yield batch


class _Taking:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._register = Register()
        self._pretended: dict[str, Known] = {}  # what a dry run would have written

    def take(self, batch: Sequence[Record | Row], tries: int = 2) -> list[Row]:
        """Plan and keep; a batch that is refused is tried again one by one, to lose only that one.

        One is tried twice, since another process may have just written the same document.
        """
        planned = self._planned(batch)
        plans = [each for each in planned if isinstance(each, Plan)]
        if self._options.dry_run:
            for each in plans:
                self._pretend(each)
        elif plans:
            try:
                keep(plans)
            except (DatabaseError, OSError) as error:
                self._register = Register()  # what it holds was rolled back
                if len(batch) > 1:
                    return [row for item in batch for row in self.take([item])]
                if tries > 1 and isinstance(error, IntegrityError):
                    return self.take(batch, tries - 1)
                return [_refused(plans[0], error)]
        return [each.row if isinstance(each, Plan) else each for each in planned]

    def _planned(self, batch: Sequence[Record | Row]) -> list[Plan | Row]:
        given = [item for item in batch if isinstance(item, Record)]
        self._register.look_up(given)
        uids = [uid_for(record) for record in given]
        here = known(uids) | {uid: self._pretended[uid] for uid in uids if uid in self._pretended}
        return [self._plan(item, here) if isinstance(item, Record) else item for item in batch]

    def _plan(self, record: Record, here: dict[str, Known]) -> Plan | Row:
        uid = uid_for(record)
        try:
            made = plan(record, self._options, here.get(uid), self._register)
            if isinstance(made, Row) and not self._options.dry_run:
                self._restore(record, here[uid])
        except (Wrong, OSError) as error:
            return failed(record.source, str(error), uid)
        return made

    def _restore(self, record: Record, here: Known) -> None:
        """Write the bytes of a document that is here already, where the disk has lost them."""
        if record.digest in here.originals and not originals.is_kept(record.digest):
            originals.keep(record.original)

    def _pretend(self, made: Plan) -> None:
        here = self._pretended.setdefault(made.document.uid, Known(made.document))
        here.texts.add(sha256(made.version.text.encode()).hexdigest())
        here.originals.add(made.record.digest)
        here.last = made.version.number
        here.translated = made.version.layer == Layer.TRANSLATED


def _refused(made: Plan, error: Exception) -> Row:
    reason = _("It could not be written: %(why)s.") % {"why": error}
    return failed(made.record.source, reason, made.document.uid)


def summary(rows: Sequence[Row]) -> str:
    """How many rows had which outcome, in one line."""
    counts = Counter(row.outcome for row in rows)
    parts = {
        Outcome.NEW: _("%(n)s new"),
        Outcome.UPDATED: _("%(n)s updated"),
        Outcome.UNCHANGED: _("%(n)s unchanged"),
        Outcome.FAILED: _("%(n)s failed"),
    }
    return ", ".join(words % {"n": counts[each]} for each, words in parts.items() if counts[each])

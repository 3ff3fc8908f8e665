"""`index_sync`: make the index say what the database says."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.models import Document
from search import outbox
from search.backends import get_backend
from search.backends.base import IndexBusy, IndexDamaged
from search.models import OutboxRow
from search.syncing import compare, everything, repair

WAIT = 10.0  # seconds for the lock, before it gives up
BUSY = 3  # exit code where another holds the lock
PAUSE = 1.0  # seconds between two looks of --watch


class Command(BaseCommand):
    """Without a switch: take what waits, compare everything, and repair what differs."""

    help = _("Makes the index say what the database says.")

    def add_arguments(self, parser: CommandParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--rebuild", action="store_true", help=_("build a new index, then swap"))
        one.add_argument(
            "--check", action="store_true", help=_("compare only; exit 1 where they differ")
        )
        one.add_argument(
            "--watch", action="store_true", help=_("stay, and take changes as they come")
        )
        one.add_argument(
            "--if-needed", action="store_true", help=_("build only where there is no index")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self.check_index()
            elif options["watch"]:
                self.watch()
            elif options["rebuild"] or self.is_needed():
                self.rebuild()
            else:
                self.sync(compare_all=not options["if_needed"])
        except IndexBusy:
            self.stderr.write(
                _("Another process has been writing the index for 10 seconds. Try again later.")
            )
            sys.exit(BUSY)
        except OSError as error:
            raise CommandError(
                _("The index can't be written: %(error)s") % {"error": error}
            ) from error

    def is_needed(self) -> bool:
        """Whether there is no index that this version can read."""
        backend = get_backend()
        if not backend.exists():
            return True
        damages = backend.damages()
        for damage in damages:
            self.stderr.write(damage)
        if damages:
            self.stderr.write(_("The index is damaged and is built anew from the database."))
        return bool(damages)

    def rebuild(self) -> None:
        """A new generation from the database; changes made meanwhile are taken after the swap."""
        with get_backend().lock(WAIT):
            total = Document.objects.count()
            count = get_backend().rebuild(everything(total, _("Building the index")))
        outbox.drain(WAIT, patient=True)
        self.stdout.write(
            _("Built: %(documents)s documents, %(entries)s entries.")
            % {"documents": total, "entries": count}
        )

    def sync(self, compare_all: bool) -> None:
        """Take what waits; then write again whatever still differs."""
        taken = outbox.drain(WAIT, patient=True)
        repaired = 0
        if compare_all:
            with get_backend().lock(WAIT):
                total = Document.objects.count()
                repaired = repair(compare(everything(total, _("Comparing"))))
        self.stdout.write(
            _("In step: %(taken)s waiting documents taken, %(repaired)s repaired.")
            % {"taken": taken, "repaired": repaired}
        )

    def check_index(self) -> None:
        """Say what differs; exit 1 where anything does."""
        if not get_backend().exists():
            raise CommandError(_("There is no index yet. Run `manage.py index_sync`."))
        found = get_backend().damages()
        try:
            found += compare(everything(Document.objects.count(), _("Comparing"))).sentences
        except IndexDamaged as error:
            raise CommandError(
                _("%(error)s Run `manage.py index_sync --rebuild`.") % {"error": error}
            ) from error
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(
                _("Index and database differ in %(count)s points. Run `manage.py index_sync`.")
                % {"count": len(found)}
            )
        self.stdout.write(_("Index and database are equal."))

    def watch(self) -> None:
        """Take changes as they come, until it is interrupted."""
        if self.is_needed():
            self.rebuild()
        self.stdout.write(_("Watching the outbox; interrupt to stop."))
        try:
            while True:
                if OutboxRow.objects.exists():
                    self.take()
                time.sleep(PAUSE)
        except KeyboardInterrupt:
            self.stdout.write(_("Stopped."))

    def take(self) -> None:
        """One drain; a busy or failing index is tried again at the next look."""
        try:
            taken = outbox.drain(PAUSE, patient=True)
        except (IndexBusy, OSError) as error:
            self.stderr.write(str(error))
        else:
            self.stdout.write(_("%(count)s documents taken.") % {"count": taken})

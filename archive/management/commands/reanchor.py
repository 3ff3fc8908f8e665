"""`manage.py reanchor`: place the passages of earlier texts in the newer ones."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from archive.models import Document, Version
from archive.placing import Placed, place
from archive.repair import to_repair


class Command(BaseCommand):
    """Places what has no place yet; safe to repeat, and to interrupt: each text is done whole."""

    help = _("Place the passages of earlier texts in the newer ones. What a person settled stays.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For which documents, and whether what is placed is worked out anew."""
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--document", metavar="UID", action="append", help=_("may be repeated"))
        chosen.add_argument(
            "--all", action="store_true", help=_("all documents, which is what it does unless told")
        )
        parser.add_argument(
            "--again", action="store_true", help=_("work out anew what no person has settled")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a document that is not here."""
        documents = _documents(options["document"])
        versions = Version.objects.filter(document__in=documents, number__gt=1)
        keys = list(versions.order_by("document", "number").values_list("pk", flat=True))
        placed = Placed()
        try:
            for key in tqdm(keys, unit="text", disable=None, leave=False):
                version = Version.objects.select_related("document").get(pk=key)
                placed += place(version, again=options["again"])
        except KeyboardInterrupt:
            self._report(placed, documents)
            self.stderr.write(_("Interrupted. Run it again for the rest."))
            sys.exit(130)
        self._report(placed, documents)

    def _report(self, placed: Placed, documents: Any) -> None:
        states = ", ".join(f"{count} {state}" for state, count in sorted(placed.states.items()))
        text = ngettext("%d passage placed", "%d passages placed", placed.total) % placed.total
        self.stdout.write(f"{text}. {states}".rstrip())
        waiting = to_repair(documents).count()
        text = ngettext("%d waits in the repair queue.", "%d wait in the repair queue.", waiting)
        self.stdout.write(text % waiting)


def _documents(uids: list[str] | None) -> Any:
    documents = Document.objects.all()
    if not uids:
        return documents
    found = documents.filter(uid__in=uids)
    if missing := set(uids) - set(found.values_list("uid", flat=True)):
        raise CommandError(_("There is no document “%s” here.") % min(missing))
    return found

"""`manage.py suggest`: what rules propose, for one document, a collection, or everything."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.models import Collection, Document
from archive.suggest.kinds import KINDS
from archive.suggest.making import Suggested
from archive.suggest.texts import BATCH, texts_of


class Command(BaseCommand):
    """Suggests; safe to repeat, and to interrupt: what is written stays, and is not made twice."""

    help = _("Suggest annotations by rule. None is public until a person accepts it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to suggest, and for which documents."""
        parser.add_argument(
            "kinds", nargs="*", metavar="KIND", help=_("one or more of: %s") % ", ".join(KINDS)
        )
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--document", metavar="UID", action="append", help=_("may be repeated"))
        chosen.add_argument("--collection", metavar="UID", help=_("all documents of a collection"))
        chosen.add_argument("--all", action="store_true", help=_("all documents"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError for a kind, document or collection that is not here."""
        kinds = options["kinds"] or list(KINDS)
        if unknown := [kind for kind in kinds if kind not in KINDS]:
            raise CommandError(
                _("“%(kind)s” is nothing that is suggested. Choose from: %(kinds)s.")
                % {"kind": unknown[0], "kinds": ", ".join(KINDS)}
            )
        keys = _keys(options)
        done = dict.fromkeys(kinds, Suggested())
        try:
            self._run(kinds, keys, done)
        except KeyboardInterrupt:
            self._report(done)
            self.stderr.write(_("Interrupted. Run it again for the rest."))
            sys.exit(130)
        self._report(done)

    def _run(self, kinds: list[str], keys: list[int], done: dict[str, Suggested]) -> None:
        suggest = {kind: KINDS[kind]() for kind in kinds}
        bar = tqdm(total=len(keys), unit="doc", disable=None, leave=False)
        with bar:
            for at in range(0, len(keys), BATCH):
                batch = keys[at : at + BATCH]
                with transaction.atomic():
                    made = {kind: suggest[kind](texts_of(batch)) for kind in kinds}
                for kind in kinds:
                    done[kind] = done[kind] + made[kind]
                bar.update(len(batch))

    def _report(self, done: dict[str, Suggested]) -> None:
        for kind, of in done.items():
            self.stdout.write(
                _("%(kind)s: %(made)s suggested, %(changed)s read anew, %(withdrawn)s withdrawn")
                % {
                    "kind": kind,
                    "made": of.made,
                    "changed": of.changed,
                    "withdrawn": of.withdrawn,
                }
            )


def _keys(options: dict[str, Any]) -> list[int]:
    """The primary keys of the documents that are meant, in order."""
    documents = Document.objects.order_by("pk")
    if options["document"]:
        found = dict(documents.filter(uid__in=options["document"]).values_list("uid", "pk"))
        if missing := [uid for uid in options["document"] if uid not in found]:
            raise CommandError(_("There is no document “%s”.") % missing[0])
        return sorted(found.values())
    if options["collection"]:
        collection = Collection.objects.filter(uid=options["collection"]).first()
        if collection is None:
            raise CommandError(_("There is no collection “%s”.") % options["collection"])
        documents = documents.filter(collections=collection)
    return list(documents.values_list("pk", flat=True))

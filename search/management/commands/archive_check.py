"""`archive_check`: whether what is kept is still what was kept, and search agrees with it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from archive import audit
from archive.audit import Check, Fault, Remark
from archive.models import Document
from search import auditing

CHECKS: dict[str, Check] = audit.CHECKS | auditing.CHECKS


class Command(BaseCommand):
    """Reads, and changes nothing; may run beside the server. Exit 1 where anything is wrong."""

    help = _("Checks originals, texts, passages, dates, rows, the index and the database's file.")

    def add_arguments(self, parser: CommandParser) -> None:
        """What to check, and how to say it."""
        parser.add_argument(
            "--only", metavar="CHECK", action="append", choices=list(CHECKS),
            help=_("one of %(checks)s; may be repeated") % {"checks": ", ".join(CHECKS)},
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Exits with 1 where there is a fault."""
        begun = time.monotonic()
        chosen = [name for name in CHECKS if not options["only"] or name in options["only"]]
        faults: list[Fault] = []
        remarks: list[Remark] = []
        for name in chosen:
            for found in CHECKS[name](_bar(name)):
                if isinstance(found, Remark):
                    remarks.append(found)
                    continue
                faults.append(found)
                if not options["json"]:
                    self.stdout.write(str(found))
        seconds = round(time.monotonic() - begun, 2)
        if options["json"]:
            self.stdout.write(_as_json(chosen, faults, remarks, seconds))
        else:
            self._sum_up(chosen, faults, remarks, seconds)
        if faults:
            sys.exit(1)

    def _sum_up(
        self, chosen: list[str], faults: list[Fault], remarks: list[Remark], seconds: float
    ) -> None:
        for remark in remarks:
            self.stdout.write(str(remark))
        documents = Document.objects.count()
        text = ngettext(
            "%(documents)s document looked at in %(seconds)s s (%(checks)s).",
            "%(documents)s documents looked at in %(seconds)s s (%(checks)s).",
            documents,
        )
        said = {"documents": documents, "seconds": seconds, "checks": ", ".join(chosen)}
        self.stdout.write(text % said)
        count = len(faults)
        text = ngettext("%(count)s fault.", "%(count)s faults.", count) % {"count": count}
        self.stdout.write(text if faults else _("Everything is as it was kept."))


def _as_json(chosen: list[str], faults: list[Fault], remarks: list[Remark], seconds: float) -> str:
    found = {
        "documents": Document.objects.count(),
        "checks": chosen,
        "seconds": seconds,
        "faults": [
            {"check": each.check, "row": each.row, "problem": each.problem, "repair": each.repair}
            for each in faults
        ],
        "remarks": [{"check": each.check, "sentence": each.sentence} for each in remarks],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _bar(name: str) -> Any:
    """Gives rows on, with a bar on a terminal."""

    def watch(rows: Iterable[Any], total: int) -> Iterable[Any]:
        yield from tqdm(rows, total=total, desc=name, disable=None, leave=False)

    return watch

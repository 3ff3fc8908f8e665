"""`manage.py ingest`: files, folders or a sheet into the archive, with a report row for each."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.dates.values import InvalidDate
from archive.dates.values import read as read_edtf
from archive.ingest import running, sheet
from archive.ingest.records import Options, Outcome, Row, Wrong
from archive.models import Access, Review, TranslatedBy


class Command(BaseCommand):
    """Takes documents in; safe to repeat, and to interrupt."""

    help = _("Take text files, JSONL files, folders of both, or a sheet of files into the archive.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of docs/ingest.md."""
        add = parser.add_argument
        add("paths", nargs="*", metavar="PATH", help=_("a file or a folder"))
        add("--sheet", metavar="CSV", help=_("a sheet with a row a file"))
        add("--publisher", default="", help=_("name or uid, where a row gives none"))
        add("--collection", action="append", default=[], help=_("name or uid; may be repeated"))
        add("--published", default="", metavar="EDTF", help=_("date, where a row gives none"))
        add("--language", default="", metavar="TAG", help=_("such as es; en where none is given"))
        add("--rights", default="", help=_("where a row gives none"))
        add("--access", default="", choices=["", *Access.values], help=_("for all rows"))
        add("--review", default="accepted", choices=Review.values, help=_("of annotations"))
        add("--translated-by", default="", choices=["", *TranslatedBy.values])
        add("--translated-from", default="", metavar="TAG", help=_("“und” where it is not known"))
        add("--charset", default="", help=_("of files without a byte order mark"))
        add("--update", action="store_true", help=_("another text becomes a new version"))
        add("--dry-run", action="store_true", help=_("report, and write nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError where a row failed, after the others went in."""
        chosen = _chosen(options)
        rows: list[Row] = []
        try:
            for row in self._rows(options, chosen):
                rows.append(row)
        except KeyboardInterrupt:
            self._report(rows, chosen, options["verbosity"])
            self.stderr.write(_("Interrupted. Run it again to take in the rest."))
            sys.exit(130)
        self._report(rows, chosen, options["verbosity"])
        if wrong := sum(row.outcome is Outcome.FAILED for row in rows):
            raise CommandError(
                _("%(wrong)s of %(all)s rows failed; the report says why.")
                % {"wrong": wrong, "all": len(rows)}
            )

    def _rows(self, options: dict[str, Any], chosen: Options) -> Iterator[Row]:
        paths = [Path(path) for path in options["paths"]]
        table = self._sheet(options["sheet"], paths)
        found = running.find([] if table else paths)
        if found.passed_over:
            kinds = ", ".join(f"{kind} ({n})" for kind, n in sorted(found.passed_over.items()))
            self.stderr.write(_("Passed over, since no reader takes them: %s.") % kinds)
        records = running.records(found, table, chosen)
        yield from tqdm(running.run(records, chosen), unit="doc", disable=None, leave=False)

    def _sheet(self, path: str | None, paths: list[Path]) -> sheet.Sheet | None:
        if path is None:
            if not paths:
                raise CommandError(_("Give the PATH of a file or folder, or a --sheet."))
            return None
        if len(paths) > 1 or (paths and not paths[0].is_dir()):
            raise CommandError(_("Beside --sheet, PATH is one folder: that of the files it names."))
        try:
            table = sheet.read(Path(path), paths[0] if paths else None)
        except Wrong as error:
            raise CommandError(str(error)) from error
        if table.unknown:
            names = ", ".join(table.unknown)
            self.stderr.write(_("Columns kept as identifiers under their own names: %s.") % names)
        return table

    def _report(self, rows: list[Row], chosen: Options, verbosity: int) -> None:
        shown = [row for row in rows if verbosity > 0 or row.outcome is Outcome.FAILED]
        width = max((len(row.source) for row in shown), default=0)
        for row in shown:
            line = f"{row.source:<{width}}  {row.outcome:<9}  {row.uid:<12}  {row.reason}"
            self.stdout.write(_printable(line).rstrip())
        if chosen.dry_run:
            self.stdout.write(_("A dry run: nothing was written."))
        self.stdout.write(running.summary(rows) or _("Nothing to take in."))


def _printable(line: str) -> str:
    """The line without what would steer a terminal; names of files and uids may hold anything."""
    return "".join(each if each.isprintable() else "\ufffd" for each in line)


def _chosen(options: dict[str, Any]) -> Options:
    """The options of the command line; raises CommandError for a date that is none."""
    if options["published"]:
        try:
            read_edtf(options["published"])
        except InvalidDate as error:
            raise CommandError(f"--published: {error}") from error
    return Options(
        publisher=options["publisher"],
        collections=tuple(options["collection"]),
        published=options["published"],
        language=options["language"],
        rights=options["rights"],
        access=options["access"],
        review=options["review"],
        translated_by=options["translated_by"],
        translated_from=options["translated_from"],
        charset=options["charset"],
        update=options["update"],
        dry_run=options["dry_run"],
    )

"""`build_fixtures`: fixtures/demo.json and fixtures/countries.json from what a person wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.fixture_sources import SourceError, country_fixture, demo_fixture

FIXTURES = {"demo": demo_fixture, "countries": country_fixture}


class Command(BaseCommand):
    """Writes the fixtures; the same sources give the same bytes."""

    help = "Build fixtures/demo.json and fixtures/countries.json from fixtures/source/."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", nargs="?", choices=sorted(FIXTURES), help="Only this one; both where left out."
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; fail where a file is not what its sources give.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.FIXTURE_DIRS[0])
        names = [options["name"]] if options["name"] else sorted(FIXTURES)
        for name in names:
            self._build(folder, name, options["check"])

    def _build(self, folder: Path, name: str, check: bool) -> None:
        path = folder / f"{name}.json"
        try:
            text = FIXTURES[name](folder / "source")
        except SourceError as error:
            raise CommandError(str(error)) from error
        same = path.exists() and path.read_bytes() == text.encode("utf-8")
        if check and not same:
            raise CommandError(
                _("{file} is not what its sources give. Run “manage.py build_fixtures”.").format(
                    file=path.name
                )
            )
        if not same:
            path.write_text(text, encoding="utf-8", newline="\n")
        message = _("{file}: unchanged.") if same else _("{file}: written.")
        self.stdout.write(message.format(file=path.name))

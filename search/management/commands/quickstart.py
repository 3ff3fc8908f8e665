"""From a clean clone to a searchable archive in one command; safe to repeat."""

from __future__ import annotations

import os
import secrets
import socket
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive.models import Claim, Document

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Migrate, load the demo into an empty archive, build the index, make an admin, serve."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-server", action="store_true", help=_("stop before serving"))
        parser.add_argument(
            "--port", type=port_number, default=8000, help=_("the port to serve on")
        )

    def handle(self, *args: Any, no_server: bool, port: int, **options: Any) -> None:
        if not no_server:
            check_free(port)
        call_command("migrate", verbosity=0)
        if not Document.objects.exists():
            call_command("loaddata", "demo", "countries", verbosity=0)
        call_command("index_sync", if_needed=True, verbosity=0)
        self.stdout.write(
            _("%(documents)s documents and %(claims)s claims are in the archive, and searchable.")
            % {
                "documents": Document.objects.visible_to(None).count(),
                "claims": Claim.objects.visible_to(None).count(),
            }
        )
        self.make_admin()
        self.say_where(port)
        if not no_server:
            call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def make_admin(self) -> None:
        """Make an account "admin" where there is no superuser, and say its password this once."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        shown = _("the one in DJANGO_SUPERUSER_PASSWORD") if given else password
        self.stdout.write(
            _("Admin account: admin, password: %(password)s (shown only now)") % {"password": shown}
        )

    def say_where(self, port: int) -> None:
        """The three addresses to look at."""
        for path, what in (
            ("/", _("the archive")),
            ("/search/?q=talks&kind=claims", _("claims, each beside its source")),
            ("/admin/", _("annotate")),
        ):
            self.stdout.write(f"  http://{HOST}:{port}{path}  {what}")


def port_number(written: str) -> int:
    """A port that can be served on; raises ArgumentTypeError with the range."""
    if written.isascii() and written.isdigit() and 0 < int(written[:6]) < 65536:
        return int(written)
    raise ArgumentTypeError(
        _("“%(port)s” is no port. Give a number from 1 to 65535.") % {"port": written[:40]}
    )


def check_free(port: int) -> None:
    """Raise CommandError where something else listens on the port."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(
                _("Port %(port)s is in use. Stop what runs there, or give another with --port.")
                % {"port": port}
            )

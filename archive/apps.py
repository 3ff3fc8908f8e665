"""The app of what is kept."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Connects the checks of every row and the groups that are made after `migrate`."""

    name = "archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from archive import beginnings, groups, integrity, placing, redating  # noqa: PLC0415

        integrity.connect()
        beginnings.connect()
        redating.connect()
        placing.connect()
        groups.connect(self)

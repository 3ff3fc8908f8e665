"""The app of how it is found."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Listens to every change of what the index holds."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from archive.admin import desk  # noqa: PLC0415
        from search import outbox  # noqa: PLC0415
        from search.desk import index_lines  # noqa: PLC0415

        outbox.connect()
        desk.LINES.append(index_lines)

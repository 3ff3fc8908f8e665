"""The admin site, titled after the archive."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

ORDER = (
    "Document",
    "Version",
    "Claim",
    "Mention",
    "Dating",
    "Note",
    "Evidence",
    "Boilerplate",
    "Subject",
    "Entity",
    "Question",
    "ClaimLink",
    "DocumentLink",
    "Assessment",
    "Publisher",
    "Collection",
    "Topic",
)


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


class ArchiveAdminSite(AdminSite):
    """Django's admin site; the nav sidebar is off, since the index page says what waits."""

    site_header = settings.ARCHIVE_NAME
    site_title = settings.ARCHIVE_NAME
    index_title = _("Annotate the archive")
    enable_nav_sidebar = False

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page, with what waits and the sentences of archive.admin.desk."""
        from archive.admin import dashboard, desk  # noqa: PLC0415 models are not loaded yet

        own = {"desk": desk.lines(request), "waits": dashboard.dashboard(request)}
        return super().index(request, own | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables in the order in which an annotator comes to them, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return apps

    def get_urls(self) -> list[Any]:
        """With the pages that belong to no one table."""
        from archive.admin import pages  # noqa: PLC0415

        return pages.addresses(self) + super().get_urls()

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Choices under the labels that tell them apart."""
        from archive.admin.autocomplete import ArchiveAutocomplete  # noqa: PLC0415

        return ArchiveAutocomplete.as_view(admin_site=self)(request)

"""The admin site, titled after the archive."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class ArchiveAdminSite(AdminSite):
    """Django's admin site; the nav sidebar is off, since the index page says what waits."""

    site_header = settings.ARCHIVE_NAME
    site_title = settings.ARCHIVE_NAME
    index_title = _("Annotate the archive")

"""The admin's own configuration."""

from django.contrib.admin.apps import AdminConfig


class VerbatimAdmin(AdminConfig):
    """Django's admin under our title."""

    default_site = "config.admin.ArchiveAdminSite"

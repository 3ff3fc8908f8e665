"""What every page knows of the archive."""

from django.conf import settings
from django.http import HttpRequest


def archive(request: HttpRequest) -> dict[str, object]:
    """The archive's name, contact and address, and whether claims are assessed here."""
    return {
        "ARCHIVE_NAME": settings.ARCHIVE_NAME,
        "ARCHIVE_CONTACT": settings.ARCHIVE_CONTACT,
        "ARCHIVE_URL": settings.ARCHIVE_URL,
        "ASSESSMENTS": settings.ASSESSMENTS,
    }

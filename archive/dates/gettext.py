"""Django's gettext, for modules that must also work in a program that has no Django settings."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext


def _(message: str) -> str:
    """The message in the language of the reader; as it stands where there are no settings."""
    try:
        return gettext(message)
    except ImproperlyConfigured:
        return message

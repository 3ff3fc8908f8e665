"""Django's gettext, for modules that must also work in a program that has no Django settings."""

from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.translation import gettext


def _(message: str) -> str:
    """The message in the language of the reader; as it stands where there are no settings."""
    try:
        return gettext(message)
    except ImproperlyConfigured:
        return message


def ngettext(one: str, many: str, count: int) -> str:
    """The same, of a message with a number."""
    try:
        return str(translation.ngettext(one, many, count))
    except ImproperlyConfigured:
        return one if count == 1 else many


def pgettext(context: str, message: str) -> str:
    """The same, of a message that some languages say otherwise in this context."""
    try:
        return str(translation.pgettext(context, message))
    except ImproperlyConfigured:
        return message

"""How the pages say days, dates and languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from archive.dates.values import InvalidDate, in_words

register = template.Library()

RIGHT_TO_LEFT = {
    "ar",
    "arc",
    "ckb",
    "dv",
    "fa",
    "he",
    "ks",
    "nqo",
    "ps",
    "sd",
    "syr",
    "ug",
    "ur",
    "yi",
}


@register.filter
def edtf(value: str) -> str:
    """An EDTF date in words; nothing where there is none, and as it stands where it is no date."""
    try:
        return in_words(value) if value else ""
    except InvalidDate:
        return value


@register.filter
def day(value: date | None) -> str:
    """A calendar day in words: "4 March 2024"."""
    return in_words(value.isoformat()) if value else ""


@register.filter
def moment(value: Any) -> str:
    """A moment in the archive's time zone: "3 May 2022, 14:20 UTC"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{in_words(local.date().isoformat())}, {local:%H:%M} {local.tzname()}"


@register.filter
def direction(language: str) -> str:
    """The direction in which a language is written, as the `dir` attribute has it."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


@register.filter
def language_name(tag: str) -> str:
    """A language's name in the reader's language: "Spanish"; the tag itself where it is unknown."""
    if tag in ("", "und"):
        return _("an unknown language")
    for known in (tag, tag.split("-", maxsplit=1)[0]):
        try:
            return str(get_language_info(known)["name_translated"])
        except KeyError:
            continue
    return tag


@register.filter
def unlocalized(number: int) -> str:
    """A year, or another number that takes no separators."""
    return str(number)


@register.simple_tag
def query(request: HttpRequest, name: str, value: Any) -> str:
    """The query of this address with one parameter set to another value."""
    parameters = request.GET.copy()
    parameters[name] = str(value)
    return "?" + parameters.urlencode()

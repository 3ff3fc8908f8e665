"""How the pages say days, dates and languages."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from archive import datings, directions
from archive.authorities import authority_address
from archive.dates.values import InvalidDate, in_words
from archive.models import (
    Dating,
    Entity,
    EntityIdentifier,
    EntityKind,
    Layer,
    Mode,
    TranslatedBy,
    Version,
)

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
    return _in_words(value, get_language()) if value else ""


@lru_cache(maxsize=20_000)
def _in_words(value: str, _page: str | None) -> str:
    """The same dates stand on every page; said anew in each language."""
    try:
        return in_words(value)
    except InvalidDate:
        return value


@register.filter
def dating_value(dating: Dating) -> str:
    """What a dating says: "July 2021", "unresolved"."""
    return datings.value_in_words(dating)


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
def undirected(text: str) -> str:
    """Words without bidirectional controls, for where no element can hold an open one in."""
    return directions.undirected(text)


@register.filter
def language_name(tag: str) -> str:
    """A language's name in the reader's language: "Spanish"; the tag itself where it is unknown.

    As it stands within a sentence: small in Spanish, where Django's catalogue has a capital.
    """
    if tag in ("", "und"):
        return _("an unknown language")
    for known in (tag, tag.split("-", maxsplit=1)[0]):
        try:
            name = str(get_language_info(known)["name_translated"])
        except KeyError:
            continue
        spanish = (get_language() or "en").startswith("es")
        return name[:1].lower() + name[1:] if spanish else name
    return tag


@register.filter
def scheme(name: str) -> str:
    """What an identifier is, as a label: what newspapers number in words, others as named."""
    words = {
        "issue": _("Issue"),
        "pages": _("Pages"),
        "page": _("Page"),
        "volume": _("Volume"),
        "edition": _("Edition"),
        "programme": _("Programme"),
        "statement": pgettext("identifier", "Statement"),
        "tape": _("Tape"),
        "call number": _("Call number"),
        "box and folder": _("Box and folder"),
        "doi": "DOI",
        "isbn": "ISBN",
        "issn": "ISSN",
    }
    return words.get(name.lower()) or name[:1].upper() + name[1:]


@register.filter
def unlocalized(number: int) -> str:
    """A year, or another number that takes no separators."""
    return str(number)


@register.filter
def sentence(message: str) -> str:
    """What a 404 was raised with, where it is a sentence of ours for the reader; else ""."""
    ours = message.endswith(".") and " " in message and "matches the given query" not in message
    return message if ours else ""


@register.filter
def mode(value: str) -> str:
    """How a claim is worded, in a word or two, where there is little room."""
    words = {
        Mode.DIRECT: _("direct quote"),
        Mode.PARTIAL: _("partial quote"),
        Mode.INDIRECT: _("indirect"),
        Mode.NARRATOR: _("narrator"),
    }
    return words[Mode(value)]


@register.filter
def reading(dating: Dating) -> str:
    """How a dating was read: its rule in words and from what it counts."""
    return datings.rule_in_words(dating)


@register.filter
def authority(identifier: EntityIdentifier) -> str:
    """Where an outside id leads; "" where that is not known."""
    return authority_address(identifier.scheme, identifier.value)


@register.simple_tag
def search_for_both(one: Entity, other: Entity) -> str:
    """The query of a search for the documents that name both; "" where it can't be asked.

    Two values of one facet are either of them, so the second of a kind is asked by its name.
    """
    if one.kind != other.kind:
        return "?" + urlencode({one.kind: one.uid, other.kind: other.uid})
    if one.kind == EntityKind.OTHER or '"' in other.name:
        return ""
    return "?" + urlencode({"q": f'{other.kind}:"{other.name}"', one.kind: one.uid})


@register.filter
def kinds(kind: str) -> str:
    """A kind of entity in the plural, as a heading."""
    words = {
        EntityKind.PERSON: _("People"),
        EntityKind.ORGANISATION: _("Organisations"),
        EntityKind.PLACE: _("Places"),
        EntityKind.EVENT: _("Events"),
        EntityKind.OTHER: _("Other"),
    }
    return words[EntityKind(kind)]


@register.simple_tag
def query(request: HttpRequest, name: str, value: Any, *dropped: str) -> str:
    """The query of this address with one parameter set to another value, and without some."""
    parameters = request.GET.copy()
    for each in dropped:
        parameters.pop(each, None)
    parameters[name] = str(value)
    return "?" + parameters.urlencode()


@register.simple_tag
def dropping(request: HttpRequest, name: str, value: str) -> str:
    """The query of this address without one value of a repeated parameter."""
    parameters = request.GET.copy()
    parameters.setlist(name, [kept for kept in parameters.getlist(name) if kept != value])
    return "?" + parameters.urlencode()


@register.simple_tag
def without(request: HttpRequest, *names: str) -> str:
    """The query of this address without some parameters."""
    parameters = request.GET.copy()
    for name in names:
        parameters.pop(name, None)
    return "?" + parameters.urlencode()


@register.simple_tag
def layer_sentence(version: Version, total: int) -> str:
    """Which text is being read: "The text as published, in English; the only version here."

    Without the count of versions where `total` is 0.
    """
    language = language_name(version.language)
    if version.layer == Layer.TRANSLATED or version.translated_from_language:
        text = _translation(version, language)
    else:
        texts = {
            Layer.PUBLISHED: _("The text as published, in %(language)s"),
            Layer.CORRECTED: _("The text as corrected by the publisher, in %(language)s"),
            Layer.EMENDED: _("The text as emended by the archive, in %(language)s"),
        }
        text = texts[Layer(version.layer)] % {"language": language}
    if total == 0:
        sentence = f"{text}."
    elif total == 1:
        sentence = _("%(text)s; the only version here.") % {"text": text}
    else:
        numbers = {"text": text, "n": version.number, "total": total}
        sentence = _("%(text)s; version %(n)s of %(total)s.") % numbers
    return f"{sentence} {version.reason}".strip()


def _translation(version: Version, language: str) -> str:
    source = version.translated_from.language if version.translated_from else ""
    values = {
        "language": language,
        "source": language_name(version.translated_from_language or source),
    }
    by = {
        TranslatedBy.PUBLISHER: _(
            "A translation into %(language)s from %(source)s, by the publisher"
        ),
        TranslatedBy.MACHINE: _("A translation into %(language)s from %(source)s, by a machine"),
        TranslatedBy.ARCHIVE: _("A translation into %(language)s from %(source)s, by the archive"),
    }
    unknown = _("A translation into %(language)s from %(source)s, by an unknown translator")
    return by.get(TranslatedBy(version.translated_by or "unknown"), unknown) % values

"""Bytes as text: a byte order mark counts first, then what was declared, UTF-8, and a guess."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from archive.ingest.records import Wrong

GUESSED_FROM = 200_000  # bytes; a guess over megabytes takes seconds and tells no more
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNS = frozenset({"Lm", "Sk", "So", "Sm", "No", "Cc", "Co"})
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """A text, the character set it was read in, and notes for the report where one was chosen."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of the bytes, whatever they are; raises Wrong for a character set nobody knows."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _marked(data, charset)
    if declared:
        return _declared(data, declared)
    try:
        return Decoded(text=data.decode("utf-8"), charset="utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what no database stores: NUL and lone surrogates become �, one for one.

    Offsets stay as they are; the second value has a note for the report where any was replaced.
    """
    kept = text.translate(_UNSTORABLE)
    count = sum(1 for old, new in zip(text, kept, strict=True) if old != new) if kept != text else 0
    if not count:
        return text, ()
    note = _("%(count)s NUL or unpaired surrogate characters are shown as “�”.") % {"count": count}
    return kept, (note,)


def _marked(data: bytes, charset: str) -> Decoded:
    try:
        return Decoded(text=data.decode(charset), charset=charset)
    except UnicodeDecodeError:
        return _replaced(data, charset)


def _declared(data: bytes, charset: str) -> Decoded:
    try:
        return Decoded(text=data.decode(charset), charset=charset, notes=(_took(charset),))
    except UnicodeDecodeError:
        return _guessed(data)
    except (LookupError, ValueError) as error:
        raise Wrong(
            _("No character set is called “%(charset)s”. Write one such as utf-8 or cp1252.")
            % {"charset": charset}
        ) from error


def _guessed(data: bytes) -> Decoded:
    charset = _likeliest(data[:GUESSED_FROM])
    if charset and charset != "utf_8":
        try:
            return Decoded(text=data.decode(charset), charset=charset, notes=(_took(charset),))
        except UnicodeDecodeError:
            pass  # the part that was looked at was in it, the whole is not
    return _replaced(data, "utf-8")


def _likeliest(data: bytes) -> str:
    """The likeliest character set, or nothing.

    On short texts charset-normalizer finds several as likely. What puts signs into words is then
    less so ("se˝alˇ" for "señaló"), and of those that read alike it is cp1252, as most files are.
    """
    matches = list(from_bytes(data))
    if not matches:
        return ""
    chaos = min(match.chaos for match in matches)
    ranked = sorted(
        (match for match in matches if match.chaos == chaos),
        key=lambda match: (_signs_in_words(str(match)), -match.coherence),
    )
    best = ranked[0]
    alike = [m for m in ranked if m.coherence == best.coherence and not _signs_in_words(str(m))]
    if any("cp1252" in match.could_be_from_charset for match in alike):
        return "cp1252"
    return best.encoding


def _signs_in_words(text: str) -> int:
    """How many signs such as ˝ or ¾ stand beside a letter, where no writer puts one."""
    return sum(
        1
        for before, each, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if not each.isascii()
        and unicodedata.category(each) in _SIGNS
        and (before.isalpha() or after.isalpha())
    )


def _replaced(data: bytes, charset: str) -> Decoded:
    note = _(
        "It is not valid %(charset)s; what could not be read is shown as “�”, and the original "
        "keeps the bytes. Give --charset where you know it."
    ) % {"charset": charset}
    return Decoded(text=data.decode(charset, "replace"), charset=charset, notes=(note,))


def _took(charset: str) -> str:
    return _("It was read as %(charset)s.") % {"charset": charset}

"""A document, or a passage of it, as a citation: CSL-JSON, BibTeX, RIS, and a line to read."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from archive.dates.values import DateValue, InvalidDate, Precision, in_words, read
from archive.models.texts import are_starts

# genre: (CSL type, BibTeX entry, RIS type)
KINDS = {
    "report": ("article-newspaper", "article", "NEWS"),
    "opinion": ("article-newspaper", "article", "NEWS"),
    "interview": ("interview", "misc", "NEWS"),
    "statement": ("document", "misc", "GEN"),
    "transcript": ("speech", "misc", "GEN"),
    "correspondence": ("personal_communication", "misc", "PCOMM"),
    "post": ("post", "misc", "BLOG"),
}
# What biblatex reads as a date: EDTF of the levels 0 and 1, its manual says, but no time of day.
_DAY = r"-?[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[?~%]?"
_BIBLATEX_DATE = re.compile(rf"{_DAY}(?:/(?:{_DAY}|\.\.)?)?|(?:\.\.)?/{_DAY}")
# babel's names of languages, as `langid` wants them
_LANGUAGES = {
    "en": "english", "es": "spanish", "pt": "portuguese", "fr": "french", "de": "ngerman",
    "it": "italian", "ru": "russian", "nl": "dutch", "pl": "polish", "ca": "catalan",
    "ar": "arabic", "zh": "chinese", "ja": "japanese", "el": "greek", "tr": "turkish",
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: "\\" + char for char in "{}%$&#_"},
}


@dataclass(frozen=True)
class Name:
    """An author: family and given name, or one literal name."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def inverted(self) -> str:
        """ "Pennington, Laura", or the literal name."""
        return self.literal or ", ".join(filter(None, (self.family, self.given)))


@dataclass(frozen=True, kw_only=True)
class Citation:
    """What is cited; `permalink` leads to this archive's copy, `source` to the publisher's."""

    uid: str
    title: str
    permalink: str
    archive: str
    version: int = 1  # its number; 1 where there is no text
    authors: Sequence[Name] = ()
    publisher: str = ""
    dated: str = ""
    genre: str = ""
    language: str = ""
    source: str = ""
    doi: str = ""
    layer: str = ""
    quote: str = ""
    span: tuple[int, int] | None = None  # of a passage, in code points of the text
    pages: str = ""  # "3", or "3-4"
    paragraphs: tuple[int, int] = (0, 0)  # of a passage, the first and the last, from 1; 0: none
    parts: Sequence[str] = ()  # of the quote, one a paragraph
    rights: str = ""
    notes: Sequence[str] = field(default=())
    retrieved: date | None = None  # when it was read here

    @property
    def kinds(self) -> tuple[str, str, str]:
        """Its type in CSL, BibTeX and RIS."""
        return KINDS.get(self.genre, KINDS["report"])

    @property
    def place(self) -> str:
        """The paragraphs of the passage: "¶ 2", "¶¶ 2–4"; "" where there are none."""
        first, last = self.paragraphs
        if not first:
            return ""
        return f"¶¶ {first}–{last}" if last > first else f"¶ {first}"

    @property
    def remarks(self) -> list[str]:
        """The layer, the paragraphs, what there is to note, and the quoted words."""
        quoted = [_("Quoted: “%(quote)s”") % {"quote": _line(self.quote)}] if self.quote else []
        text = [_("Text: %(layer)s.") % {"layer": self.layer}] if self.layer else []
        first, last = self.paragraphs
        numbers = {"first": first, "last": last}
        place = [_("Paragraph %(first)s.") % numbers] if first else []
        if first and last > first:
            place = [_("Paragraphs %(first)s to %(last)s.") % numbers]
        return [*text, *place, *self.notes, *quoted]

    @property
    def value(self) -> DateValue | None:
        """The date, or None."""
        try:
            return read(self.dated) if self.dated else None
        except InvalidDate:
            return None

    @property
    def iso_date(self) -> str:
        """The date as ISO 8601-1 has it, and no more exact than it is known: 2015-09-30, 2015.

        EDTF's own forms (2015-21, 2015~, 201X) are none that schema.org and Dublin Core read: a
        season or an interval within one year is that year, and what runs over more is "".
        """
        value = self.value
        if value is None or value.earliest is None or value.latest is None:
            return ""
        day = value.earliest.isoformat()
        parts = {Precision.TIME: day, Precision.DAY: day, Precision.MONTH: day[:7]}
        if value.precision in parts:
            return parts[value.precision]
        if value.precision in (Precision.SEASON, Precision.QUARTER):
            return value.edtf[:4]  # a winter is of the year in which it begins
        return day[:4] if value.earliest.year == value.latest.year else ""

    @property
    def highwire_date(self) -> str:
        """The date as Highwire's meta tags have it: 2015/09/30, 2015/09 or 2015; "" else."""
        return self.iso_date.replace("-", "/")

    @property
    def key(self) -> str:
        """Its name among others in one file: "mail", "mail-v2", "mail-v2-120-180".

        Two versions of a document are two, and so are two passages.
        """
        version = f"-v{self.version}" if self.version > 1 else ""
        return self.uid + version + (f"-{self.span[0]}-{self.span[1]}" if self.span else "")

    @property
    def years(self) -> str:
        """The year, or the first and the last of a decade or an interval: "1958-1960"."""
        value = self.value
        if value is None or value.earliest is None:
            return ""
        first, last = value.earliest.year, value.latest.year if value.latest else ""
        if last == first or value.precision is Precision.SEASON:
            return str(first)  # a winter is of the year in which it begins
        return f"{first}-{last}"


def pages_of(starts: Any, length: int, span: tuple[int, int]) -> str:
    """The page or pages on which a span stands: "3", "3-4"; "" where there are no pages.

    `starts` are the offsets at which the pages of a text of this length begin, in their order;
    what stands before the first is on none. Offsets and length are code points.
    """
    if not are_starts(starts, length):
        return ""  # archive_check names such a version
    first, last = bisect_right(starts, span[0]), bisect_left(starts, span[1])
    if not first:
        return ""
    return str(first) if first >= last else f"{first}-{last}"


def as_csl(citation: Citation) -> str:
    """One item of CSL-JSON, in a list, as Zotero and pandoc read it."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": citation.kinds[0],
        "title": citation.title,
        "author": [
            {"literal": n.literal} if n.literal else {"family": n.family, "given": n.given}
            for n in citation.authors
        ],
        "container-title": citation.publisher,
        "issued": csl_date(citation.value, citation.dated),
        "accessed": {"date-parts": [_CSL_PARTS[Precision.DAY](day)]}
        if (day := citation.retrieved)
        else {},
        "URL": citation.permalink,
        "DOI": citation.doi,
        "language": citation.language,
        "page": citation.pages,
        "archive": citation.archive,
        "archive_location": citation.uid,
        "source": citation.archive,
        "note": " ".join([*citation.remarks, *_whence(citation)]),
    }
    kept = {key: value for key, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def _whence(citation: Citation) -> list[str]:
    """Where the publisher has it: none of the three has a place for a second address."""
    return [_("Source: %(address)s") % {"address": citation.source}] if citation.source else []


_CSL_PARTS: dict[Precision, Callable[[Any], list[int]]] = {
    Precision.DAY: lambda day: [day.year, day.month, day.day],
    Precision.MONTH: lambda day: [day.year, day.month],
    Precision.YEAR: lambda day: [day.year],
}


def csl_date(value: DateValue | None, edtf: str) -> dict[str, Any]:
    """A CSL date that is no more exact than the EDTF; in words where CSL has no form for it."""
    if value is None:
        return {}
    first, last = value.earliest, value.latest
    if first is None or last is None:
        return {"literal": in_words(edtf)}
    ends = [value]
    if value.precision is Precision.INTERVAL:
        ends = [read(end) for end in edtf.split("/")]  # each as exact as it is written
    found = [_CSL_PARTS[end.precision](end.earliest) for end in ends if end.precision in _CSL_PARTS]
    if len(found) < len(ends):
        return {"literal": in_words(edtf)}
    uncertain = any(end.approximate or end.uncertain for end in ends)
    return {"date-parts": found} | ({"circa": True} if uncertain else {})


def as_bibtex(citation: Citation) -> str:
    """One BibTeX entry; `date` is EDTF, as biblatex reads it."""
    fields = {
        "title": citation.title,
        "journal" if citation.kinds[1] == "article" else "howpublished": citation.publisher,
        "year": citation.years.replace("-", "--"),
        "date": citation.dated if _BIBLATEX_DATE.fullmatch(citation.dated) else "",
        "url": citation.permalink,
        "urldate": citation.retrieved.isoformat() if citation.retrieved else "",
        "doi": citation.doi,
        "langid": _LANGUAGES.get(citation.language.partition("-")[0], ""),
        "pages": citation.pages.replace("-", "--"),
        "note": " ".join(
            [
                _("In: %(archive)s.") % {"archive": citation.archive},
                *citation.remarks,
                *_whence(citation),
            ]
        ),
    }
    authors = " and ".join(
        f"{{{_tex(n.literal)}}}" if n.literal else _tex(n.inverted) for n in citation.authors
    )
    lines = [f"  author = {{{authors}}}"] if authors else []
    lines += [f"  {name} = {{{_field(name, text)}}}" for name, text in fields.items() if text]
    return f"@{citation.kinds[1]}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _field(name: str, text: str) -> str:
    if name in ("url", "date"):
        return text  # EDTF's "~" and "?" are no TeX
    # braced once more, since common styles write a title's capitals small
    return f"{{{_tex(text)}}}" if name == "title" else _tex(text)


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in _line(text))


def as_ris(citation: Citation) -> str:
    """One RIS record, its lines ended by CR LF."""
    rows = [
        ("TY", citation.kinds[2]),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", name.inverted) for name in citation.authors),
        ("T2", citation.publisher),
        ("PY", citation.years[:4]),
        ("DA", _ris_date(citation)),
        ("SP", citation.pages.partition("-")[0]),
        ("EP", citation.pages.partition("-")[2]),
        ("UR", citation.permalink),
        ("Y2", f"{citation.retrieved:%Y/%m/%d}/" if citation.retrieved else ""),
        ("DO", citation.doi),
        ("LA", citation.language),
        ("DB", citation.archive),
        ("AN", citation.uid),
        *(("N1", remark) for remark in [*citation.remarks, *_whence(citation)]),
        ("ER", " "),
    ]
    lines = [f"{tag}  - {line}" for tag, text in rows[:-1] if (line := _line(text))]
    return "\r\n".join([*lines, "ER  - "]) + "\r\n"


def _ris_date(citation: Citation) -> str:
    """ "1958/03/07/", "1958/03//"; "1950///the 1950s" where a number can't say it; "" for a year.

    RIS writes year/month/day/anything else.
    """
    year, month, day = [*citation.iso_date.split("-"), "", ""][:3]
    if month:
        return f"{year}/{month}/{day}/"
    if citation.iso_date == citation.dated or not citation.years:
        return ""
    return f"{citation.years[:4]}///{in_words(citation.dated)}"


def _line(text: str) -> str:
    return " ".join(text.split())

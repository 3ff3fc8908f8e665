"""Plain text: the first line is the title, a line “By …” below it the byline, the rest the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from archive.ingest.decoding import decode, storable
from archive.ingest.records import MAX_BYTES, Options, Record, Row, Said, Wrong, failed

READER = "text 1"  # name and version; a change of what it makes of the same bytes raises it
SUFFIXES = (".txt", ".text")
LONGEST_TITLE = 300  # characters; a longer first line is a paragraph
LONGEST_BYLINE = 120
MOST_WORDS_OF_A_BYLINE = 14

_BY = r"(?:by|por|par|von|door|av|di)"
_BETWEEN_NAMES = frozenset({"and", "y", "e", "et", "und", "of", "de", "la", "del", "van", "von"})
_BYLINE = re.compile(rf"{_BY}\b[:.]?\s*(?P<name>.*)", re.IGNORECASE)


def read(path: Path, source: str, options: Options) -> Iterator[Record | Row]:
    """The one document of a text file."""
    try:
        yield record_of(path, source, options, {})
    except Wrong as error:
        yield failed(source, str(error))


def record_of(path: Path, source: str, options: Options, said: Said) -> Record:
    """The document of a text file, with what a sheet says of it; raises Wrong."""
    data = _bytes_of(path)
    decoded = decode(data, str(said.get("charset", "")) or options.charset)
    whole, replaced = storable(decoded.text)
    title, byline, text = parts(whole, str(said.get("title", "")))
    fields: dict[str, Any] = {"title": title, "byline": byline} | {
        name: value for name, value in said.items() if value and name != "charset"
    }
    return Record(
        source=source,
        original=data,
        file_name=path.name.encode("utf-8", "replace").decode()[-300:],
        media_type="text/plain",
        reader=f"{READER}, {decoded.charset}",
        text=text,
        notes=decoded.notes + replaced,
        **fields,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Wrong(
                _("It has %(size)s bytes, and a text may have %(limit)s. Split it.")
                % {"size": size, "limit": MAX_BYTES}
            )
        data = path.read_bytes()
    except OSError as error:
        raise Wrong(_("It could not be read: %(why)s.") % {"why": error.strerror}) from error
    if not data.strip():
        raise Wrong(_("It is empty. Nothing was kept of it."))
    return data


def parts(whole: str, title: str = "") -> tuple[str, str, str]:
    """Title, byline and the text below them, of a whole file with whatever line ends.

    A title that is given already is taken off the text only where the text starts with it.
    """
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = _next_visible(lines, 0)
    if first == len(lines):
        raise Wrong(_("It holds no visible character. Nothing was kept of it."))
    line = _one_line(lines[first])
    if title and _one_line(title) != line:
        return title, "", _text(lines, first)
    if len(line) > LONGEST_TITLE:
        return _beginning(line), "", _text(lines, first)
    below = _next_visible(lines, first + 1)
    if below == len(lines):  # a document has a text, if only its one line
        return line, "", _text(lines, first)
    byline = byline_in(lines, below)
    rest = below if byline is None else _next_visible(lines, below + 1)
    if rest == len(lines):
        return line, "", _text(lines, below)
    return line, byline or "", _text(lines, rest)


def byline_in(lines: list[str], at: int) -> str | None:
    """The name in the byline that stands on this line: empty for “by” alone, None for no byline."""
    line = _one_line(lines[at])
    match = _BYLINE.fullmatch(line)
    if match is None:
        return None
    name = match["name"]
    if not name:
        return ""
    alone = at + 1 == len(lines) or not lines[at + 1].strip()
    if len(line) > LONGEST_BYLINE or not _like_names(name):
        return None
    return name if alone or _all_capitalised(name) else None


def bare_byline(byline: str) -> str:
    """A byline without its “By”; empty where nobody is named."""
    line = _one_line(byline)
    match = _BYLINE.fullmatch(line)
    return line if match is None else match["name"]


def _like_names(name: str) -> bool:
    # “By 2017 both governments had agreed.” opens a paragraph and names nobody.
    words = name.split()
    sentence = name.endswith((".", "!", "?", ":", ",")) and not re.search(r"\b\w{1,3}\.$", name)
    return name[0].isupper() and len(words) <= MOST_WORDS_OF_A_BYLINE and not sentence


def _all_capitalised(name: str) -> bool:
    # the text goes on in the next line: “By Monday the whole / country knew” is its first sentence
    return all(word[0].isupper() or word in _BETWEEN_NAMES for word in name.split())


def _next_visible(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip("\ufeff \t\v\f\u00a0\u200b"):
        at += 1
    return at


def _one_line(line: str) -> str:
    return " ".join(line.strip("\ufeff").split())


def _text(lines: list[str], first: int) -> str:
    return "\n".join(lines[first:]).rstrip()


def _beginning(line: str) -> str:
    return line[:100].rsplit(" ", 1)[0] + "…"

"""Tables of sentences, one file a language in `dates_cases`: every expression is read, none more.

A line is a sentence with its expressions in brackets, each with its TIMEX3 value; `~` and EDTF
where TIMEX3 has no value, `?` where it must stay unresolved. A line that begins with "@" sets the
publication date of those below, "#" begins a comment.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.dates import ResolvedDate, Status, resolve

_TABLES = Path(__file__).parent / "dates_cases"
_MARKED = re.compile(r"\[([^\[\]=]+) = ([^\]]+)\]")


def _cases() -> Iterator[tuple[str, str | None, str]]:
    """Language, publication date, marked sentence."""
    for table in sorted(_TABLES.glob("*.txt")):
        published: str | None = None
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                published = line[1:].strip() or None
            elif line and not line.startswith("#"):
                yield table.stem, published, line


def _value(one: ResolvedDate) -> str:
    if one.status is Status.UNRESOLVED:
        return "?"
    return one.timex or f"~{one.edtf}"


@pytest.mark.parametrize(("language", "published", "marked"), list(_cases()))
def test_a_sentence_is_read_as_the_table_says(
    language: str, published: str | None, marked: str
) -> None:
    text = _MARKED.sub(r"\1", marked)
    found = [(one.text, _value(one)) for one in resolve(text, published, language)]
    assert found == _MARKED.findall(marked)

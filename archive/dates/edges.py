"""What the words around a date add to its EDTF: "about 1962", "since 2018", "until May 2019", "from
2015 on", "2017-present". TIMEX3 leaves all of that outside of the expression and its value.
"""

from archive.dates.expressions import open_end, read
from archive.dates.languages import Language, listed
from archive.dates.reading import Meaning, Type
from archive.dates.tokens import Tokens, led_by

Found = tuple[Meaning, int, int]  # tokens from and to

# Rules of dates that are written out; "about last year" says what somebody talked about.
_WRITTEN = listed(
    "written nearest-year year-by-tense borrowed year-of-sentence latest-month month-ahead holiday "
    "season-latest"
)
_FOOTNOTED = ("c", "ca")  # circa, with or without its dot


def bounded(
    tokens: Tokens, language: Language, item: Found, before: Found | None, after: Found | None
) -> str | None:
    """The EDTF of an expression between the ones before and after it, with all that is said."""
    meaning, start, end = item
    edtf = meaning.edtf
    if not edtf or "/" in edtf or "T" in edtf or meaning.type is not Type.DATE:
        return edtf
    if not _edged(tokens, language, start, end):
        return edtf
    mark = ""
    if meaning.rule in _WRITTEN and approximate(tokens, language, start, end):
        mark = "~"
    if _ends_a_range(tokens, language, item, before) and before:
        begin = open_end(before[0].edtf or "", first=True)
        close = open_end(edtf, first=False)
        if _in_order(begin, close):
            return f"{begin}/{close}{mark}"
    led = _before(tokens, language, start)
    if led_by(tokens, led, language.until):
        return f"../{open_end(edtf, first=False)}{mark}"
    if _goes_on(tokens, language, item, after) or (
        led_by(tokens, led, language.since | language.onwards_from)
        and not (after and _ends_a_range(tokens, language, after, item))
    ):
        return f"{open_end(edtf, first=True)}{mark}/.."
    return edtf + mark


def _edged(tokens: Tokens, language: Language, start: int, end: int) -> bool:
    """Whether a word or mark just before or after may add anything; most say no, and quickly."""
    if start and (tokens.kinds[start - 1] in "er~" or tokens.words[start - 1] in language.leading):
        return True
    if end == len(tokens.kinds):
        return False
    return tokens.kinds[end] in "-52" or tokens.words[end] in language.trailing


def _in_order(begin: str, close: str) -> bool:
    """Whether an interval between these two is one."""
    first, last = read(begin).earliest, read(close).latest
    return first is not None and last is not None and first <= last


def approximate(tokens: Tokens, language: Language, start: int, end: int) -> bool:
    """Whether the words around say that it was about then, and do not say what is told about it."""
    words = tokens.words
    if words[end : end + 2] in language.loosely or words[end : end + 3] in language.loosely:
        return True
    at = _before(tokens, language, start)
    told = at > 0 and words[at] in language.regarding and words[at - 1] in language.topics
    return at < start and not told


def _before(tokens: Tokens, language: Language, start: int) -> int:
    """The first token of "about", "vers le" or "c." before an expression; its own where none is."""
    words, at = tokens.words, start - 1
    while at > start - 3 and at > 0 and tokens.kinds[at] == "e":
        at -= 1
    if at >= 0 and words[at] in language.approximate:
        return at
    dotted = at > 0 and words[at] == "."
    at -= int(dotted)
    if at >= 0 and words[at] in _FOOTNOTED and tokens.text[tokens.starts[at]].islower():
        return at if at >= start - 2 else start
    return start


def _ends_a_range(tokens: Tokens, language: Language, item: Found, before: Found | None) -> bool:
    """Whether "until" and perhaps an article are all that parts a date from the one before."""
    if before is None or not before[0].edtf or before[0].type is not Type.DATE:
        return False
    at, start = before[2], _before(tokens, language, item[1])
    between = tokens.kinds[at + 1 : start]
    plain = "/" not in before[0].edtf and "T" not in before[0].edtf
    return plain and tokens.words[at] in language.until and not between.strip("er~")


def _goes_on(tokens: Tokens, language: Language, item: Found, after: Found | None) -> bool:
    """Whether it is the beginning of what goes on: "2017-present", "(2015-)", "from 2015 on"."""
    _meaning, start, end = item
    kinds, words = tokens.kinds, tokens.words
    at = end + int(kinds[end : end + 1] in ("-", "5"))
    if after and after[1] == at and after[0].timex == "PRESENT_REF":  # "from 2017 until now"
        return True
    if at > end and kinds[start - 1 : start] + kinds[end : end + 2] == "(-)":
        return True
    if at > end:
        at += int(kinds[at : at + 1] == "e")
        return not language.present.isdisjoint(words[at : at + 1])
    last = kinds[end + 1 : end + 2] in (*".,;:)¶_4", "")  # and no "on Monday"
    led = not language.onwards_with.isdisjoint(words[max(start - 1, 0) : start])
    return led and last and not language.onwards.isdisjoint(words[end : end + 1])

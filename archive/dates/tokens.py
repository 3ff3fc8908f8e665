"""A text as tokens, and the kind of each token as one letter.

The grammar of a language is regular expressions over the string of kinds, one letter a token, so
that "July of that year" is matched as `MiAU`. A text of 3 kB is some 600 letters, most of them
`_` (a word that has nothing to do with time), which is what makes the grammar fast; it is linear
too, since no pattern repeats a repetition.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.dates.languages import Language

# Words, then numbers (perhaps with letters), blank lines, single marks.
_TOKEN = re.compile(
    r"[^\W\d_]\w*"
    r"|[0-9]{4}([/-])[0-9]{2}\1[0-9]{2}(?![0-9])"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{2}(?:[0-9]{2})?(?![0-9/])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])"
    r"|[0-9]{1,2}[hH][0-9]{2}(?!\w)"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
    r"|[0-9]+\.[0-9]+"
    r"|[0-9]+[^\W\d_]*"
    r"|(?<!\w)['’][0-9]{2}(?!\w)"
    r"|\n[ \t\r]*\n|[^\w\s]"
)
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_COMPACT = re.compile(r"(?:19|20)[0-9]{6}")
_HOURS = re.compile(r"[0-9]{1,2}[hH][0-9]{2}")
_SUFFIXED = re.compile(r"([0-9]{1,4})([^\W\d_]+)")
_MARKS = {"–": "-", "—": ";", "’": "'", "‘": "'", "!": ".", "?": ".", "…": "."}
_KEPT = set(".,;:()-'/\"$£€%")
_LONGEST = 13  # characters of a number with commas: "1,000,000,000"
SENTENCE_END = ".;¶"


@dataclass(slots=True)
class Tokens:
    """A text in tokens: `kinds` has one letter a token, the lists one item."""

    text: str
    kinds: str
    words: list[str]  # lower case; of punctuation, the mark
    values: list[Any]  # what the word or number stands for
    starts: list[int]  # code points
    ends: list[int]
    cues: str  # a letter a token: + lies ahead, - behind, t is "to", . ends the sentence, or blank


def two_digit_year(number: int) -> int:
    """The year that two digits stand for, as POSIX has it: 69 to 99 are 19xx, the rest 20xx."""
    return number + (1900 if number >= 69 else 2000)


class Lexicon(dict[str, tuple[str, Any, str, str]]):
    """Kind, value, lower case and cue of every token met in one language; fills itself."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, token: str) -> tuple[str, Any, str, str]:
        if len(self) >= 50_000:  # so that it can't grow without end
            self.clear()
        kind, value, word = _classified(token, self.language)
        cue = _cue(word, self.language) if kind in "_5" else " "  # "may", and not May
        cue = "." if kind in SENTENCE_END else cue
        entry = self[token] = kind, value, word, cue
        return entry


def _classified(token: str, language: Language) -> tuple[str, Any, str]:
    first = token[0]
    if first in "'’" and len(token) == 3:  # '96
        return "y", two_digit_year(int(token[1:])), token
    if first in "0123456789":
        return (*_number(token, language), token)
    if first == "\n":
        return "¶", None, token
    if not (first.isalpha() or first.isalnum()):
        mark = _MARKS.get(first, first)
        return (mark if mark in _KEPT else "_"), None, mark
    word = token.lower()
    kind, value = language.words.get(word) or ("_", None)
    if kind in language.capitalised and not first.isupper():
        kind = "_"
    return kind, value, word


def _cue(word: str, language: Language) -> str:
    if word in language.future:
        return "+"
    if word in language.past:
        return "-"
    if word == "to" and language.before_infinitive:
        return "t"
    if language.past_endings and len(word) > 4 and word.endswith(language.past_endings):
        return "-"
    if language.future_endings and len(word) > 4 and word.endswith(language.future_endings):
        return "+"
    return " "


def tokenise(text: str, lexicon: Lexicon) -> Tokens:
    """The tokens of a text; never fails."""
    found = list(_TOKEN.finditer(text))
    entries = [lexicon[match[0]] for match in found]
    tokens = Tokens(
        text=text,
        kinds="".join([entry[0] for entry in entries]),
        words=[entry[2] for entry in entries],
        values=[entry[1] for entry in entries],
        starts=[match.start() for match in found],
        ends=[match.end() for match in found],
        cues="".join([entry[3] for entry in entries]),
    )
    language = lexicon.language
    return _phrases(tokens, language) if language.phrases else tokens


def _number(word: str, language: Language) -> tuple[str, Any]:
    """The kind and value of a token that begins with a digit."""
    if word.isdecimal():
        return _integer(word)
    if found := _NUMERIC.fullmatch(word):
        return "I", (int(found[1]), int(found[3]), int(found[4]), len(found[4]))
    if found := _SUFFIXED.fullmatch(word):
        return _suffixed(int(found[1]), found[2].lower(), language)
    return _punctuated(word)


def _punctuated(word: str) -> tuple[str, Any]:
    """12:30, 12h30, 1,500, 2005-06-13, 2.5."""
    if ":" in word or _HOURS.fullmatch(word):
        return _clock(word.lower().replace("h", ":"))
    if "," in word:
        return ("n", int(word.replace(",", ""))) if len(word) <= _LONGEST else ("#", None)
    if word[4:5] in ("-", "/"):
        return _iso(word.replace("/", "-"))
    if word.count(".") == 1 and len(word) <= 6:
        return "f", float(word)
    return "_", None


def _integer(word: str) -> tuple[str, Any]:
    if len(word) <= 2:
        number = int(word)
        return ("d" if 1 <= number <= 31 else "n"), number
    if len(word) == 4 and word[0] in "12":
        return "y", int(word)
    if len(word) == 8 and _COMPACT.fullmatch(word):
        return _iso(f"{word[:4]}-{word[4:6]}-{word[6:]}")
    if len(word) == 6:  # 980120, as wires date what they send
        kind, day = _iso(f"{two_digit_year(int(word[:2]))}-{word[2:4]}-{word[4:]}")
        return ("I", (day,)) if kind == "I" else ("#", None)
    return ("n", int(word)) if len(word) <= 4 else ("#", None)


def _clock(word: str) -> tuple[str, Any]:
    hour, minute, *second = (int(part) for part in word.split(":"))
    if hour > 24 or minute > 59 or (second and second[0] > 59):
        return "_", None
    return "t", (hour, minute, second[0] if second else None)


def _iso(word: str) -> tuple[str, Any]:
    try:
        return "I", date.fromisoformat(word)
    except ValueError:
        return "_", None


def _suffixed(number: int, suffix: str, language: Language) -> tuple[str, Any]:
    """1st, 1990s, 90s, 5pm."""
    if suffix in language.ordinal_suffixes and 1 <= number <= 31:
        return "o", number
    if suffix in ("s", "er", "ern") and number % 10 == 0 and suffix in language.decade_suffixes:
        if 1000 <= number <= 2990:
            return "D", number
        if number < 100:
            return "D", number + (1900 if number >= 20 else 2000)
    if suffix in ("am", "pm", "h"):
        return _hour(number, suffix)
    if suffix in ("est", "edt", "gmt") and number <= 2359 and number % 100 < 60:  # 1802EST
        return "t", (number // 100, number % 100, None)
    return "_", None


def _hour(number: int, suffix: str) -> tuple[str, Any]:
    """5pm, 18h."""
    if suffix == "h":
        return ("t", (number, 0, None)) if number <= 24 else ("_", None)
    if not 1 <= number <= 12:
        return "_", None
    return "t", (number % 12 + (12 if suffix == "pm" else 0), 0, None)


def _phrases(tokens: Tokens, language: Language) -> Tokens:
    """The same tokens with those that make a phrase of the language joined into one."""
    words = tokens.words
    joins: list[tuple[int, int, str, Any]] = []
    reached = 0
    for index in [i for i, word in enumerate(words) if word in language.phrases]:
        if index < reached:
            continue
        for rest, kind, value in language.phrases[words[index]]:
            after = index + 1 + len(rest)
            if words[index + 1 : after] == rest:
                joins.append((index, after, kind, value))
                reached = after
                break
    if not joins:
        return tokens
    return _joined(tokens, joins, language)


def _joined(old: Tokens, joins: list[tuple[int, int, str, Any]], language: Language) -> Tokens:
    new = Tokens(old.text, "", [], [], [], [], "")
    kinds: list[str] = []
    cues: list[str] = []
    at = 0
    for start, end, kind, value in [*joins, (len(old.words), len(old.words), "", None)]:
        kinds.append(old.kinds[at:start])
        cues.append(old.cues[at:start])
        for name in ("words", "values", "starts", "ends"):
            getattr(new, name).extend(getattr(old, name)[at:start])
        if kind:
            kinds.append(kind)
            new.words.append(" ".join(old.words[start:end]))
            new.values.append(value)
            cues.append(_cue(new.words[-1], language))
            new.starts.append(old.starts[start])
            new.ends.append(old.ends[end - 1])
        at = end
    new.kinds, new.cues = "".join(kinds), "".join(cues)
    return new


def sentence(tokens: Tokens, index: int, limit: int = 25) -> tuple[int, int]:
    """The first and the one after the last token of the sentence around a token, near it."""
    kinds = tokens.kinds
    start, floor = index, max(0, index - limit)
    while start > floor and kinds[start - 1] not in SENTENCE_END:
        start -= 1
    end, ceiling = index, min(len(kinds), index + limit)
    while end < ceiling and kinds[end] not in SENTENCE_END:
        end += 1
    return start, end


def led_by(tokens: Tokens, start: int, words: frozenset[str]) -> bool:
    """Whether one of these words stands before a token, perhaps with an article between."""
    before = start - 1
    while before > max(start - 3, 0) and tokens.kinds[before] in "er~":
        if tokens.words[before] in words:
            break
        before -= 1
    return before >= 0 and tokens.words[before] in words

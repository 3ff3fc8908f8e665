"""What a word is: the same for the index, queries, snippets and the reading view.

A word is a maximal run of letters, digits and underscores of the folded text; Han, Kana, Thai,
Lao, Khmer and Burmese, which are written without spaces, count one character a word.

Folding works on one character at a time (NFKD, casefold, marks removed), so that every folded
character knows which character of the original it came from. It differs from the bare formula
where that would hide a word from the person who looks for it: quote marks, apostrophes and dashes
are made equal; soft hyphens and other invisible characters vanish; letters with a stroke lose it
(Łódź, Sørensen, coeur for cœur); a superscript, a fraction or ™ is a word of its own (the
footnote in "Castro¹", the half in "1½"); vowel signs of Indic and Thai scripts and the
voicing of Kana stay, because there they make another letter.
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer


class Word(NamedTuple):
    """One word of a text: folded, with its start and end in code points of the original."""

    text: str
    start: int
    end: int


class Folded(NamedTuple):
    """A folded text; `origins[i]` is where its character i stood, None when each kept its place."""

    text: str
    origins: list[int] | None


ZERO_WIDTH_SPACE = "\u200b"  # a place where a line, and so a word, may end
# Characters whose fold is not their decomposition.
PLAIN = {
    **dict.fromkeys("’‘‚‛′`´＇\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212－", "-"),
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    **dict.fromkeys("\u034f\u0640\u115f\u1160\u3164\uffa0", ""),  # joiner, tatweel, fillers
    "\u2044": "/",
    ZERO_WIDTH_SPACE: " ",
}

# Marks that make another letter: vowel signs (combining class 0, 103 or 118) and joiners (9) of the
# scripts of South and Southeast Asia, and the voicing of Kana.
LETTER_MARKS = "\u3099\u309a" + "".join(
    chr(code)
    for block in (range(0x900, 0xF00), range(0x1000, 0x10A0), range(0x1780, 0x1800))
    for code in block
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
    and unicodedata.combining(chr(code)) in (0, 9, 103, 118)
)
# Those that a normalised text has in the order of these classes, whatever order they came in.
_BY_CLASS = [
    "".join(mark for mark in LETTER_MARKS if unicodedata.combining(mark) == each)
    for each in (8, 9, 103, 118)
]
_MARKS = re.compile(f"[{''.join(_BY_CLASS)}]{{2,}}")
_OUT_OF_ORDER = re.compile(
    "|".join(f"[{_BY_CLASS[at]}][{''.join(_BY_CLASS[:at])}]" for at in (1, 2, 3))
)
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
SOUTHEAST_ASIAN = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"
)
SINGLE = HAN + KANA + SOUTHEAST_ASIAN

_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_WORD = re.compile(
    rf"[{SINGLE}][{LETTER_MARKS}]*|[^\W{SINGLE}]+(?:[{LETTER_MARKS}]+[^\W{SINGLE}]*)*"
)
_SINGLE = re.compile(rf"[{SINGLE}]")
_JOINED = re.compile(rf"[^\W{SINGLE}]")  # a character of a word of several
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MOVES = "\uffff"  # stands for a character that does not fold to exactly one; not a character


def _expand(text: str) -> str:
    """NFKD and casefold until neither changes anything, without the marks."""
    while (expanded := unicodedata.normalize("NFKD", text).casefold()) != text:
        text = expanded
    return "".join(c for c in text if c in LETTER_MARKS or unicodedata.category(c)[0] != "M")


@lru_cache(maxsize=50_000)
def _fold_character(char: str) -> str:
    """What one character folds to: nothing, one character or several."""
    if char in PLAIN:
        return PLAIN[char]
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    plain = "".join(PLAIN.get(c, c) for c in _expand(char))
    sign = category in ("No", "So") and not unicodedata.decomposition(char).startswith("<sub>")
    apart = (sign and plain != char) or " " in plain.strip()
    return f" {plain} " if apart else plain


class _Table(dict[int, str]):
    """For `str.translate`: each character's fold where that is one character, else `_MOVES`."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        plain = folded if len(folded) == 1 else _MOVES
        if len(self) < 50_000:
            self[code] = plain
        return plain


_TABLE = _Table()


def folded(text: str) -> Folded:
    """Fold `text`, remembering where each character of the result stood in it."""
    if text.isascii():
        return Folded(text.lower(), None)
    plain = _NOT_ASCII.sub(lambda run: run[0].translate(_TABLE), text)
    # Lower case is the fold of ASCII only: Cherokee folds to its capitals.
    plain = plain.lower() if plain.isascii() else plain.translate(_TABLE)
    found = _moved(text, plain) if _MOVES in plain else Folded(plain, None)
    return found if found.text.isascii() else _ordered(found)


def _ordered(found: Folded) -> Folded:
    """The marks of each letter in Unicode's order, as a text that is normalised has them."""
    if _OUT_OF_ORDER.search(found.text) is None:
        return found
    plain = _MARKS.sub(lambda run: "".join(sorted(run[0], key=unicodedata.combining)), found.text)
    return Folded(plain, found.origins)


def _moved(text: str, plain: str) -> Folded:
    """Put the folds of other lengths where `plain` has `_MOVES`, and note the origins."""
    parts: list[str] = []
    origins: list[int] = []
    after = 0
    while (at := plain.find(_MOVES, after)) >= 0:
        fold_here = _fold_character(text[at])
        parts += plain[after:at], fold_here
        origins.extend(range(after, at))
        origins.extend([at] * len(fold_here))
        after = at + 1
    parts.append(plain[after:])
    origins.extend(range(after, len(text)))
    return Folded("".join(parts), origins)


def fold(text: str) -> str:
    """`text` without what a reader does not look for: case, accents, kinds of quotes and dashes."""
    return folded(text).text


def pattern(folded_text: str) -> re.Pattern[str]:
    """The pattern of one word in a folded text; the quick one where it will do."""
    return _ASCII_WORD if folded_text.isascii() else _WORD


def origin(text: str, origins: list[int], start: int, end: int) -> tuple[int, int]:
    """Where the folded characters from `start` to `end` stand in `text`, with their last marks."""
    first, after = origins[start], origins[end - 1] + 1
    while after < len(text) and unicodedata.category(text[after])[0] == "M":
        after += 1
    return first, after


def words(text: str) -> list[Word]:
    """Every word of `text` in order, with its place in code points."""
    plain, origins = folded(text)
    found = pattern(plain).finditer(plain)
    if origins is None:
        return [Word(m[0], m.start(), m.end()) for m in found]
    return [Word(m[0], *origin(text, origins, m.start(), m.end())) for m in found]


def word_texts(text: str) -> list[str]:
    """The folded words of `text` in order, without their places: what the index holds."""
    plain = fold(text)
    return pattern(plain).findall(plain)


def stands_alone(char: str) -> bool:
    """Whether this folded character is a word by itself (Han, Kana, Thai and their like)."""
    return _SINGLE.match(char) is not None


def begins_word(plain: str, at: int) -> bool:
    """Whether a word of the folded text `plain` begins at `at`, where a word's character stands."""
    if at == 0 or not (before := plain[at - 1]) > " ":
        return True
    if before.isascii():
        return not (before.isalnum() or before == "_") or stands_alone(plain[at])
    base = at - 1
    while base > 0 and plain[base] in LETTER_MARKS:
        base -= 1
    return _JOINED.match(plain, base) is None or stands_alone(plain[at])


def ends_word(plain: str, end: int) -> bool:
    """Whether the word of `plain` whose last character stands before `end` ends there."""
    if end == len(plain) or (after := plain[end]) in " .,":
        return True
    if after in LETTER_MARKS:
        return False
    if _JOINED.match(after) is None:
        return True
    base = end - 1
    while base > 0 and plain[base] in LETTER_MARKS:
        base -= 1
    return stands_alone(plain[base])


STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_PER_THREAD = threading.local()  # a Snowball stemmer keeps state while it works


@lru_cache(maxsize=256)
def _algorithm(language: str) -> str | None:
    return STEMMERS.get(re.split("[-_]", language.lower(), maxsplit=1)[0])


@lru_cache(maxsize=2**15)
def stem(word: str, language: str) -> str:
    """The stem of a folded word by Snowball's rules; the word itself where there are none.

    `language` is a code like "en" or "pt-BR". Words and stems are only ever compared with each
    other, so it does not matter that the stemmer sees them without accents.
    """
    return stems((word,), language)[0]


def stems(words: Sequence[str], language: str) -> list[str]:
    """The stems of many words: as `stem`, and nothing of it is kept."""
    algorithm = _algorithm(language)
    if algorithm is None:
        return list(words)
    stemmers = _PER_THREAD.__dict__
    if algorithm not in stemmers:
        # without its own cache, which takes 20 times as long to make room as to stem
        stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)
    found: list[str] = stemmers[algorithm].stemWords(words)
    return found


# Left out of `match=any` only: there a question in plain words is asked for its content.
_STOP_WORDS = {
    "en": (
        "a about after all an and any are as at be been before but by can did do does for from "
        "had has have he her his how i if in into is it its my no not of on or our she so such "
        "than that the their them then there these they this those to us was we were what when "
        "where which who whom whose why will with would you your s t"
    ),
    "es": (
        "a al como con cual cuando de del donde el ella ellos en era es esta este esto fue ha han "
        "hay la las le les lo los mas me mi no nos o para pero por porque que quien se ser si sin "
        "sobre son su sus tambien te tu un una unas uno unos y ya"
    ),
    "pt": (
        "a ao aos as com como da das de do dos e ela ele eles em entre era essa esse esta este eu "
        "foi ha isso isto ja la mais mas me na nao nas no nos o os ou para pela pelo por porque "
        "qual quando que quem se sem ser seu seus sobre sua suas tambem te um uma"
    ),
    "fr": (
        "a au aux avec c ce ces cet cette comme d dans de des du elle elles en est et etait eu il "
        "ils j je l la le les leur leurs lui m mais me mon n ne nous on ont ou par pas pour qu que "
        "quel quelle qui s sa se ses si son sont sur t te tu un une vous y"
    ),
    "de": (
        "aber als am an auch auf aus bei bis da das dass dem den der des die doch durch ein eine "
        "einem einen einer eines er es fur hat hatte ich ihr im in ist ja kann mit nach nicht noch "
        "nur oder sein sich sie sind so uber um und uns vom von vor war was wenn wer wie wir wird "
        "wo zu zum zur"
    ),
}
STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(listed.split()) for language, listed in _STOP_WORDS.items()
}

"""A query cut into tokens: words as typed, quoted phrases, brackets and operators."""

import re
import unicodedata
from dataclasses import dataclass, replace

from search.query.notes import Notes
from search.query.tree import FIELD_NAMES
from search.words import ZERO_WIDTH_SPACE

MAX_LENGTH = 200  # characters
MAX_DEPTH = 8  # brackets inside brackets
OPERATORS = ("AND", "OR", "NOT")
QUOTE_MARKS = '"“”„‟«»＂'

_QUOTED = re.compile(rf"[{QUOTE_MARKS}]([^{QUOTE_MARKS}]*)([{QUOTE_MARKS}]|$)")
_AFTER_QUOTED = re.compile(r"[~^*][\d.]*")
_BARE = re.compile(rf"[^\s(){QUOTE_MARKS}]+")
_FIELD = re.compile(r"([A-Za-z]+):(?=[^\s)])")
UNKNOWN = re.compile(r"([A-Za-z]{2,}):(?!//)")
_MINUS = re.compile(r"(?:(?<=^)|(?<=[\s(]))-(?=[^\s)-])")
_RANGE = re.compile(r"[\[{]\s*\S+ TO \S+?\s*[\]}]")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is bare, quoted, a bracket or an operator; `field` is asked of it by name."""

    kind: str
    text: str = ""
    field: str = ""


def clean(text: str, notes: Notes) -> str:
    """`text` in composed characters, without invisible ones, in single spaces, cut to length."""
    head = text[: MAX_LENGTH * 4]
    visible = unicodedata.normalize("NFC", "".join(map(_visible, head)))
    visible = " ".join(visible.split())
    if len(visible) <= MAX_LENGTH and len(text) == len(head):
        return visible
    notes.add("too_long", limit=MAX_LENGTH)
    # A word that does not fit is left out, rather than half of it searched.
    cut = visible[: MAX_LENGTH + 1]
    return cut[:MAX_LENGTH] if " " not in cut else cut[: cut.rindex(" ")]


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" or char == ZERO_WIDTH_SPACE:
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cf" else char


def tokens(text: str, notes: Notes) -> list[Token]:
    """The tokens of a cleaned query, its brackets balanced and no deeper than allowed."""
    for found in _RANGE.finditer(text):
        notes.add("range", text=found[0])
    return _balanced(_scan(text, notes), notes)


def _scan(text: str, notes: Notes) -> list[Token]:
    """Every token as it stands."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
        elif _MINUS.match(text, at):
            found.append(Token("NOT", "-"))
            at += 1
        elif text[at] == ")":
            found.append(Token(")"))
            at += 1
        else:
            token, at = _operand(text, at, notes)
            found.append(token)
    return found


def _operand(text: str, at: int, notes: Notes) -> tuple[Token, int]:
    """The word, phrase, operator or opening bracket at `at`, and where it ends."""
    field = ""
    named = _FIELD.match(text, at)
    if named and (field := FIELD_NAMES.get(named[1].lower(), "")):
        at = named.end()
    if text[at] == "(":
        return Token("(", field=field), at + 1
    if quoted := _QUOTED.match(text, at):
        return _quoted(text, quoted, field, notes)
    bare = _BARE.match(text, at)
    assert bare is not None  # noqa: S101 - a bracket, a quotation mark or a space else stands here
    if not field:
        if bare[0] in OPERATORS:
            return Token(bare[0], bare[0]), bare.end()
        _note_field(bare[0], text[bare.end() : bare.end() + 1].strip(), notes)
    return Token("bare", bare[0], field), bare.end()


def _quoted(text: str, quoted: re.Match[str], field: str, notes: Notes) -> tuple[Token, int]:
    """A phrase in quotation marks, without the star or number that other engines take behind it."""
    inside, end = quoted[1].strip(), quoted.end()
    if inside and not quoted[2]:
        notes.add("quote_not_closed", text=inside)
    if behind := _AFTER_QUOTED.match(text, end):
        notes.add("closeness", text=behind[0])
        end = behind.end()
    if "*" in inside:
        notes.add("star", text=inside)
    return Token("quoted", inside, field), end


def _note_field(bare: str, follows: str, notes: Notes) -> None:
    """Say that a name before a colon is no field, or that it has no value."""
    named = UNKNOWN.match(bare)
    if named is None:
        return
    if named.end() == len(bare) and not follows.strip(")"):
        if named[1].lower() in FIELD_NAMES:
            notes.add("empty_field", text=named[1])
    elif named[1].lower() not in FIELD_NAMES:
        notes.add("unknown_field", text=named[1])


def _balanced(scanned: list[Token], notes: Notes) -> list[Token]:
    """The tokens without brackets that are too deep or have no partner, and with missing ones."""
    kept: list[Token] = []
    depth = 0
    for token in scanned:
        if token.kind == "(":
            depth += 1
        if token.kind in ("(", ")") and depth > MAX_DEPTH:
            notes.add("too_deep", limit=MAX_DEPTH)
        elif token.kind == ")" and depth == 0:
            notes.add("bracket_not_opened")
        else:
            kept.append(replace(token))
        if token.kind == ")":
            depth = max(0, depth - 1)
    if depth:
        notes.add("bracket_not_closed")
    return kept + [Token(")")] * min(depth, MAX_DEPTH)

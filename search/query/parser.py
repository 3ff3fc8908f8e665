"""Tokens to a tree: NOT binds before AND, AND (written or not) before OR."""

import re
import unicodedata
from dataclasses import replace

from search.query.notes import Notes
from search.query.tokens import OPERATORS, UNKNOWN, Token
from search.query.tree import (
    TEXT_FIELDS,
    Field,
    Node,
    Phrase,
    Prefix,
    Word,
    both,
    either,
    negated,
)
from search.words import word_texts

MAX_WORDS = 32
MIN_PREFIX = 3  # letters

_CAPITALS = re.compile(r"[A-Z]{2,6}")
_TAIL = re.compile(r"(?:\*|[~^][\d.]*)+$")


class Parser:
    """One reading of one query; its depth is bounded by the tokens' brackets."""

    def __init__(self, tokens: list[Token], notes: Notes) -> None:
        self.tokens = tokens
        self.notes = notes
        self.at = 0
        self.words_left = MAX_WORDS
        self.field = ""

    def parse(self) -> Node | None:
        """The whole tree, or None where nothing is left to ask for."""
        return self._any()

    @property
    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _any(self) -> Node | None:
        """Parts between OR, up to a closing bracket or the end."""
        parts: list[Node] = []
        while True:
            before = self.at
            part = self._all()
            empty = self.at == before
            if part is not None:
                parts.append(part)
            if self._kind != "OR":
                if empty and before and self.tokens[before - 1].kind == "OR":
                    self.notes.add("operator_alone", text="OR")
                return either(parts)
            if empty:
                self.notes.add("operator_alone", text="OR")
            self.at += 1

    def _all(self) -> Node | None:
        """Parts that stand beside each other or between AND."""
        parts: list[Node] = []
        joined = True  # an AND here would have nothing before it
        while self._kind not in ("", "OR", ")"):
            if self._kind == "AND":
                if joined:
                    self.notes.add("operator_alone", text="AND")
                joined = True
                self.at += 1
                continue
            joined = False
            if (part := self._one()) is not None:
                parts.append(part)
        if joined and self.at and self.tokens[self.at - 1].kind == "AND":
            self.notes.add("operator_alone", text="AND")
        return both(parts)

    def _one(self) -> Node | None:
        """A word, phrase or bracket, with the NOTs before it."""
        excluded = False
        while self._kind == "NOT":
            excluded = not excluded
            self.at += 1
        if self._kind in ("", "AND", "OR", ")"):
            self.notes.add("operator_alone", text="NOT")
            return None
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "(":
            part = self._bracket(token)
        else:
            # what is excluded stays one leaf: for a group, brackets might not be left
            names = [] if excluded else self._unknown_field(token)
            part = both([each for word in names or [token] if (each := self._leaf(word))])
        return negated(part) if excluded and part is not None else part

    def _bracket(self, token: Token) -> Node | None:
        """What stands in brackets; a field before them is asked of everything inside."""
        outside, self.field = self.field, token.field or self.field
        part = self._any()
        self.field = outside
        self.at += 1
        return part

    def _leaf(self, token: Token) -> Node | None:
        """A word, phrase or prefix, and its field; None where it holds no word or is too many."""
        value, begins = self._value(token)
        found = tuple(word_texts(value))
        if not found:
            if any(unicodedata.category(char)[0] not in "PZ" for char in token.text.strip("*")):
                self.notes.add("no_words", text=token.text)
            return None
        leaf = Prefix(found[0]) if begins else words_as(found, token.kind == "bare")
        name = token.field or self.field
        if not name and isinstance(leaf, Word) and leaf.typed and _may_be_initials(value):
            leaf = replace(leaf, initials=True)
        if len(found) > self.words_left:
            found = found[: max(0, self.words_left)]
            if self.words_left >= 0:  # said once, of the first that is left out
                self.notes.add("too_many_words", limit=MAX_WORDS, text=token.text)
            self.words_left = -1
            return words_as(found, token.kind == "bare") if found and not name else None
        self.words_left -= len(found)
        if not name:
            return leaf
        return Field(name, leaf, "" if name in TEXT_FIELDS else value)

    def _unknown_field(self, token: Token) -> list[Token]:
        """The name and the value of a field that there is none of, which are words like others."""
        named = UNKNOWN.match(token.text) if token.kind == "bare" else None
        if named is None or named.end() == len(token.text) or token.field or self.field:
            return []
        return [Token("bare", named[1]), Token("bare", token.text[named.end() :])]

    def _value(self, token: Token) -> tuple[str, bool]:
        """What a token says without signs of other engines, and whether words may go on after it.

        Those are stars elsewhere than behind three letters of one word, and ~2 or ^3.
        """
        if token.kind == "quoted":
            return " ".join(token.text.replace("*", " ").split()), False
        tail = _TAIL.search(token.text)
        value, end = (token.text[: tail.start()], tail[0]) if tail else (token.text, "")
        if not value:  # nothing but signs: "~9" is still a number
            value, end = re.sub(r"[~^*]+", "-", token.text).strip("-"), end.strip("~^.0123456789")
        if "~" in end or "^" in end:
            self.notes.add("closeness", text=end.strip("*"))
        begins = "*" in end and "*" not in value and _is_beginning(value)
        if "*" in value or ("*" in end and not begins):
            self.notes.add("star", text=token.text)
        return value.strip("*").replace("*", "-"), begins


def _is_beginning(value: str) -> bool:
    """Whether a star behind this can stand for the rest of a word."""
    found = word_texts(value)
    whole = len(found) == 1 and word_texts(f"{value}a") == [f"{found[0]}a"]
    return whole and len(found[0]) >= MIN_PREFIX


def _may_be_initials(value: str) -> bool:
    return _CAPITALS.fullmatch(value) is not None and value not in (*OPERATORS, "TO")


def words_as(found: tuple[str, ...], typed: bool) -> Word | Phrase:
    """One word as a word, several as a phrase."""
    return Word(found[0], typed) if len(found) == 1 else Phrase(found, typed)

"""Did you mean: a search spelled otherwise, only where it finds more than the one that was typed.

Words come from the index, and from names of entities, publishers and the like. What a search would
find is really counted, as this user may see it; a word of what they may not see finds nothing, and
so is never suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from archive.audience import Audience
from search import naming
from search.addresses import changed
from search.asking import readable, resolve
from search.backends import get_backend
from search.backends.base import UNDATED, Everything, Readable, SearchError
from search.backends.base import Word as WordClause
from search.facets import ENTITIES, HOLDINGS, words
from search.finding import Found, ask, bare
from search.known import Known
from search.nearness import Nearness
from search.query import (
    Field,
    Leaf,
    Node,
    ParsedQuery,
    Phrase,
    Word,
    field_clauses,
    positive_words,
    replaced,
)
from search.query.canonical import canonical
from search.words import word_texts

FEW = 5  # hits from which on nothing is suggested
MOST_WORDS = 4  # words of a query that are looked at
NEAREST = 3  # spellings that are looked at for one word
NEAREST_FOUND = 9  # the same for a word that was found, of which most are other words
# A word that was found may be a slip where one of the same letters is so many times as frequent.
RARER = 10
RARER_BY_A_DOUBLE = 5  # the same where only a letter is doubled (guerilla, guerrilla)
MOST = 8  # searches that are counted


@dataclass(frozen=True)
class Suggestion:
    """Another search: as text, as the address's query string, and how many it finds."""

    text: str
    query: str
    count: int


def suggestion(found: Found, user: Any) -> Suggestion | None:
    """The search that was probably meant; None where none finds more."""
    asked = found.asked
    few = found.results.total < FEW and asked.page == 1
    if not few or asked.errors or found.trouble or isinstance(found.parsed.tree, Everything):
        return None
    known, audience = found.resolved.known, Audience.of(user)
    try:
        mended = list(islice(_mended(found, known, audience), MOST))
    except (SearchError, OSError):
        return None
    counted = [(_total(tree, found, known, audience), -at) for at, tree in enumerate(mended)]
    total, at = max(counted, default=(0, 0))
    if total <= found.results.total:
        return None
    text = canonical(mended[-at])
    return Suggestion(text, changed(asked.parameters, q=text), total)


def _total(tree: Node, found: Found, known: Known, audience: Audience) -> int:
    """How many a search for this tree finds, all else being the same."""
    parsed = ParsedQuery(tree=tree, notes=(), canonical="")
    return ask(bare(resolve(parsed, found.asked, audience, known).query))[0].total


def _mended(found: Found, known: Known, audience: Audience) -> Iterator[Node]:
    """The tree with every doubtful word mended, then with one of them after the other."""
    tree = found.parsed.tree
    mends = list(_mends(found, _Speller(found, known.names, readable(audience))))
    if len(mends) > 1:
        whole = tree
        for leaf, better in mends:
            whole = replaced(whole, leaf, better[0])
        yield whole
    for leaf, better in mends:
        for each in better:
            yield replaced(tree, leaf, each)


def _mends(found: Found, speller: _Speller) -> Iterator[tuple[Leaf | Field, list[Leaf | Field]]]:
    """Leaves and fields that were probably mistyped, and what they may have been meant to be."""
    tree = found.parsed.tree
    tries: list[tuple[Leaf | Field, Iterable[Leaf | Field]]] = [
        *((leaf, _spelled(leaf, speller.better)) for leaf in positive_words(tree)[:MOST_WORDS]),
        *((each, _field(each, speller)) for each, wanted in field_clauses(tree) if wanted),
    ]
    for asked, others in tries[: 2 * MOST_WORDS]:
        if better := [each for each in others if each != asked]:
            yield asked, better


def _field(field: Field, speller: _Speller) -> Iterator[Field]:
    """A field with its value spelled otherwise."""
    if field.name == "title":
        for part in _spelled(field.part, speller.better):
            yield replace(field, part=part)
        return
    near = speller.vocabulary(field.name)
    for part in _spelled(field.part, lambda word: [each for _slips, each in near.near(word)]):
        said = part.words if isinstance(part, Phrase) else (part.text,)
        yield replace(field, part=part, value=" ".join(said))


def _spelled(leaf: Leaf, better: Any) -> Iterator[Leaf]:
    """A word with other spellings; a phrase with one of its words spelled otherwise."""
    if isinstance(leaf, Word):
        yield from (Word(each, leaf.typed) for each in better(leaf.text)[:NEAREST])
    elif isinstance(leaf, Phrase):
        for at, word in enumerate(leaf.words[:MOST_WORDS]):
            for each in better(word)[:1]:
                yield replace(leaf, words=(*leaf.words[:at], each, *leaf.words[at + 1 :]))


class _Speller:
    """Other spellings of the words of one query, for those that are doubtful."""

    def __init__(self, found: Found, names: naming.Names, may_see: Readable) -> None:
        everywhere = replace(found.resolved.query, filters={}, published=UNDATED, mentioned=UNDATED)
        self._query = bare(everywhere)
        self._names = names
        self._readable = may_see

    def better(self, word: str) -> list[str]:
        """Spellings that are more frequent by far than this one, nearest first."""
        here = self._seen(word)
        if here:
            near = get_backend().similar(word, NEAREST_FOUND, self._readable)
            return [
                each
                for each in near
                if (times := _slip(word, each)) and self._seen(each) >= here * times
            ]
        near = get_backend().similar(word, NEAREST, self._readable)
        names = [each for _slips, each in self._names.nearness.near(word)[:NEAREST]]
        return list(dict.fromkeys((*near, *names)))

    def _seen(self, word: str) -> int:
        return ask(replace(self._query, tree=WordClause(word)))[0].total

    def vocabulary(self, field: str) -> Nearness:
        """The words that a value of this field may have."""
        if field in ENTITIES:
            return self._names.nearness
        said: Iterable[str] = (text for pair in words(field).items() for text in pair)
        if field in HOLDINGS:
            said = HOLDINGS[field].objects.values_list("name", flat=True)
        near = Nearness()
        near.add({word for text in said for word in word_texts(text.replace("_", " "))})
        return near


def _slip(found: str, meant: str) -> int:
    """How many times as frequent another word must be for one that was found to be a slip of it.

    0: it is none, however frequent. Boeing is not being, and a lease no least; only letters that
    changed places, and one doubled or not, are slips that a text may hold as well as a query.
    """
    if _undoubled(found) == _undoubled(meant):
        return RARER_BY_A_DOUBLE
    return RARER if sorted(found) == sorted(meant) else 0


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _same in groupby(word))

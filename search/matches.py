"""Where the words asked for stand in a text, by the index's own rules.

A word is found by the set of its folded forms, a phrase only as a phrase, a prefix by its
beginning. A text is not cut into words for this: each form is looked for as it is and then checked
for being a whole word, which is several times faster.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import NamedTuple

from search.query.tree import Leaf, Node, Phrase, Prefix, positive_words
from search.words import begins_word, ends_word, folded, origin, pattern, stem

MANY_FORMS = 40  # from here on it pays to see first which of them the text has


@dataclass(frozen=True, slots=True)
class Term:
    """What to look for: one set of folded forms for each word of a word or phrase.

    With `prefix` the forms are the beginnings of a word. With a `language` they are stems in that
    language, and a word of the text is compared by its stem: for where no lexicon is at hand.
    """

    forms: tuple[frozenset[str], ...]
    prefix: bool = False
    language: str = ""


class Match(NamedTuple):
    """One place: the number of its term, and start and end in code points."""

    term: int
    start: int
    end: int


Span = tuple[int, int]


def terms(leaves: Iterable[Leaf], language: str = "") -> list[Term]:
    """Terms for a query without a lexicon: words by stem; in quotes and phrases as they are."""
    found = []
    for leaf in leaves:
        if isinstance(leaf, Prefix):
            found.append(Term((frozenset([leaf.text]),), prefix=True))
            continue
        asked = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
        by = language if leaf.typed and not isinstance(leaf, Phrase) else ""
        found.append(Term(tuple(frozenset([stem(w, by)]) for w in asked), language=by))
    return found


def spans(text: str, wanted: Sequence[Term]) -> list[Span]:
    """What to mark in `text`: starts and ends in code points, in order, none over another."""
    return merged(matches(text, wanted))


def query_spans(text: str, tree: Node, language: str = "") -> list[Span]:
    """What to mark in `text` for a parsed query, by stem where no lexicon is at hand."""
    return spans(text, terms(positive_words(tree), language))


def merged(found: Iterable[Match]) -> list[Span]:
    """The places in order, overlapping ones as one."""
    joined: list[Span] = []
    for start, end in sorted((match.start, match.end) for match in found):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def matches(text: str, wanted: Sequence[Term], most: int | None = None) -> list[Match]:
    """The places of the terms in order, at most the first `most` of each term."""
    plain, origins = folded(text)
    found = []
    for number, term in enumerate(_resolved(plain, wanted)):
        for start, end in islice(_places(plain, term.forms, term.prefix), most):
            whole = (start, end) if origins is None else origin(text, origins, start, end)
            found.append(Match(number, *whole))
    return sorted(found, key=lambda match: (match.start, match.end))


def _resolved(plain: str, wanted: Sequence[Term]) -> Sequence[Term]:
    """The terms with the forms that the text has, where these are stems or too many to try."""
    languages = {term.language for term in wanted if term.language}
    if not languages and sum(len(f) for term in wanted for f in term.forms) <= MANY_FORMS:
        return wanted
    present = set(pattern(plain).findall(plain))
    by_stem = {language: _stems(present, wanted, language) for language in languages}
    return [_among(term, present, by_stem) for term in wanted]


def _stems(present: set[str], wanted: Sequence[Term], language: str) -> list[tuple[str, str]]:
    """The words of a text whose stem some term asks for, each after its stem."""
    asked = {s for term in wanted if term.language == language for f in term.forms for s in f}
    return [(found, word) for word in present if (found := stem(word, language)) in asked]


def _among(term: Term, present: set[str], by_stem: dict[str, list[tuple[str, str]]]) -> Term:
    """A term with those of its forms that stand in the text."""
    if term.prefix:
        return term
    if not term.language:
        return Term(tuple(forms & present for forms in term.forms))
    stems = by_stem[term.language]
    return Term(tuple(frozenset(w for s, w in stems if s in forms) for forms in term.forms))


def _places(plain: str, forms: tuple[frozenset[str], ...], prefix: bool) -> Iterator[Span]:
    """Where a term stands in a folded text, from left to right."""
    if not all(forms) or not forms:
        return
    first, *rest = forms
    starts = [_words(plain, form, prefix) for form in first]
    word = pattern(plain)
    for start, end in starts[0] if len(starts) == 1 else _once(merge(*starts)):
        for following in rest:
            found = word.search(plain, end)
            if found is None or found[0] not in following:
                break
            end = found.end()  # noqa: PLW2901 - the phrase grows by a word
        else:
            yield start, end


def _once(places: Iterable[Span]) -> Iterator[Span]:
    """Each place once: two prefixes can begin the same word."""
    last = None
    for place in places:
        if place != last:
            yield place
        last = place


def _words(plain: str, form: str, prefix: bool) -> Iterator[Span]:
    """Where `form` stands as a word, or with `prefix` begins one; the span is the whole word's."""
    at = plain.find(form) if form else -1
    while at >= 0:
        end = at + len(form)
        if begins_word(plain, at):
            if prefix:
                whole = pattern(plain).match(plain, at)
                if whole is not None and whole.end() >= end:
                    yield whole.span()
                    end = whole.end()
            elif ends_word(plain, end):
                yield at, end
        at = plain.find(form, end)

"""Examples of searches, made of what this user finds in this archive, so that each finds something.

The language itself is described in docs/search-language.md; the help page says it in short.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.audience import Audience
from search.addresses import canonical
from search.asking import readable
from search.backends.base import Query
from search.facets import labels
from search.finding import ask, bare
from search.hits import shown
from search.words import STOP_WORDS, word_texts

SAMPLED = 20  # titles in which words for the examples are looked for
SHORTEST = 4  # letters of such a word
PLAIN = ("sugar", "quota", "tobacco")  # where the archive has nothing yet
COUNTED = ("person", "place", "publisher", "topic", "collection", "language")
OF_CLAIMS = ("claimant", "about", "mode", "standing")


@dataclass(frozen=True)
class Example:
    """A search as typed, the address's query string that runs it, and what it finds."""

    typed: str
    query: str
    finds: str


def examples(user: Any) -> dict[str, list[Example]]:
    """Examples of words, fields and claims."""
    may_see = readable(Audience.of(user))
    return {
        "words": list(_of_words(_words(Query(may_see), user))),
        "fields": list(_of_fields(_frequent(Query(may_see), COUNTED))),
        "claims": list(_of_claims(_frequent(Query(may_see, kind="claims"), OF_CLAIMS))),
    }


def _words(query: Query, user: Any) -> tuple[str, str, str]:
    """Three words, the first two one behind the other in a title."""
    newest = replace(bare(query), sort="newest", limit=SAMPLED)
    hits = ask(newest)[0].hits
    languages = {"en", (get_language() or "en").partition("-")[0]}
    for hit in shown(hits, (), user):
        words = word_texts(hit.as_json()["title"])
        telling = [
            word.isalpha()
            and len(word) >= SHORTEST
            and not any(word in STOP_WORDS.get(language, ()) for language in languages)
            for word in words
        ]
        for at in range(len(words) - 1):
            third = [w for w, told in zip(words, telling, strict=True) if told]
            others = [word for word in third if word not in words[at : at + 2]]
            if telling[at] and telling[at + 1] and others:
                return words[at], words[at + 1], others[0]
    return PLAIN


def _frequent(query: Query, facets: tuple[str, ...]) -> dict[str, str]:
    """What the most frequent value of each facet is called, of fixed words the value itself."""
    counted = ask(replace(bare(query), counted=facets))[0].facets
    first = {name: facet.values[:1] for name, facet in counted.items()}
    said = labels({name: [each.value for each in values] for name, values in first.items()})
    fixed = ("language", "mode", "standing")
    return {
        name: values[0].value if name in fixed else said[name][values[0].value]
        for name, values in first.items()
        if values
    }


def _of_words(words: tuple[str, str, str]) -> Iterator[Example]:
    a, b, c = words
    yield _example(f"{a} {b}", _("articles that have both words, in any of their forms"))
    yield _example(f'"{a} {b}"', _("these words exactly, one after the other"))
    yield _example(f'"{a}"', _("this word exactly, without its other forms"))
    yield _example(f"{a} OR {c}", _("either word"))
    yield _example(f"{a} -{c}", _("the first word without the second"))
    yield _example(f"{a} ({b} OR {c})", _("the first word and one of the others"))
    yield _example(f"{a[:4]}*", _("every word that begins so; from three letters on"))


def _of_fields(frequent: dict[str, str]) -> Iterator[Example]:
    finds = {
        "person": _("articles that mention this person"),
        "place": _("articles that mention this place"),
        "publisher": _("what it published"),
        "topic": _("articles on this topic"),
        "collection": _("articles of this collection"),
        "language": _("articles in this language"),
    }
    for name, said in finds.items():
        if name in frequent:
            yield _example(f"{name}:{_quoted(frequent[name])}", said)


def _of_claims(frequent: dict[str, str]) -> Iterator[Example]:
    if claimant := frequent.get("claimant"):
        by = f"claimant:{_quoted(claimant)}"
        yield _example(by, _("claims that they make"), kind="claims")
        yield _example(f"{by} mode:direct", _("their own words, not translated"), kind="claims")
    if about := frequent.get("about"):
        typed = f"about:{_quoted(about)} standing:denied"
        yield _example(typed, _("claims about it that are denied elsewhere"), kind="claims")


def _quoted(name: str) -> str:
    plain = name.replace('"', " ")
    return plain if plain.isalnum() or plain.replace("-", "").isalnum() else f'"{plain}"'


def _example(typed: str, finds: str, kind: str = "documents") -> Example:
    return Example(typed, canonical({"q": (typed,), "kind": (kind,)}), finds)

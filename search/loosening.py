"""What to leave out of a search that found nothing, and how many it would find then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from archive.audience import Audience
from archive.models import Claim, Document
from search.addresses import changed
from search.asking import resolve
from search.backends.base import UNDATED, Query
from search.finding import Found, ask, bare
from search.query import And, Node, ParsedQuery, Phrase, Word
from search.query.canonical import canonical
from search.query.tree import positive_words
from search.showing import Link, chips

MOST = 6  # searches that are tried


def loosenings(found: Found, user: Any) -> list[Link]:
    """What would find something, with its count: no filters, any of the words, a word less."""
    if found.results.total or found.asked.errors or found.trouble:
        return []
    ways = (*_without_filters(found), *_with_any(found, user), *_without_a_word(found, user))
    tried = islice(ways, MOST)
    counted = [replace(link, count=ask(bare(query))[0].total) for link, query in tried]
    return [link for link in counted if link.count]


def is_one_word(found: Found) -> bool:
    """Whether one word is all that was asked: there is nothing else that a document could lack."""
    return isinstance(found.parsed.tree, Word) and not chips(found)


def lacking(kind: str, user: Any) -> str:
    """What the archive has none of for this user, so that no search can find any: "documents",
    "claims", or "" where there are some of what is looked for.
    """
    if not Document.objects.visible_to(user).exists():
        return "documents"
    if kind == "claims" and not Claim.objects.visible_to(user).exists():
        return "claims"
    return ""


def _without_filters(found: Found) -> Iterator[tuple[Link, Query]]:
    """One try for all filters at once: each alone would be as many searches as there are."""
    links = chips(found)
    if links:
        query = replace(found.resolved.query, filters={}, published=UNDATED, mentioned=UNDATED)
        yield Link(_("without the filters"), links[-1].query), query


def _with_any(found: Found, user: Any) -> Iterator[tuple[Link, Query]]:
    """The way out where every word stands somewhere, and two of them nowhere together."""
    tree, asked = found.parsed.tree, found.asked
    if asked.match == "any" or not isinstance(tree, And) or len(positive_words(tree, "title")) < 2:
        return
    link = Link(_("any of these words"), changed(asked.parameters, match="any"))
    resolved = resolve(
        found.parsed, replace(asked, match="any"), Audience.of(user), found.resolved.known
    )
    yield link, resolved.query


def _without_a_word(found: Found, user: Any) -> Iterator[tuple[Link, Query]]:
    tree, known = found.parsed.tree, found.resolved.known
    for part, rest in _smaller(tree) if isinstance(tree, And) else ():
        less = ParsedQuery(tree=rest, notes=(), canonical=canonical(rest))
        link = Link(
            _("without “%(words)s”") % {"words": _unquoted(part)},
            changed(found.asked.parameters, q=less.canonical),
        )
        yield link, resolve(less, found.asked, Audience.of(user), known).query


def _unquoted(part: Node) -> str:
    """A part as it is written; of one in quotation marks the words, which get others here."""
    written = canonical(part)
    return written.strip('"') if isinstance(part, Word | Phrase) else written


def _smaller(tree: And) -> Iterator[tuple[Node, Node]]:
    """Each part, and the query without it."""
    for i, part in enumerate(tree.parts):
        rest = tree.parts[:i] + tree.parts[i + 1 :]
        yield part, rest[0] if len(rest) == 1 else And(rest)

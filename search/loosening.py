"""What to leave out of a search that found nothing, and how many it would find then."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.addresses import changed
from search.filters import read_address
from search.finding import Found, count
from search.query import And, Node
from search.query.canonical import canonical
from search.showing import Link, chips

MOST = 8  # searches that are tried


def loosenings(found: Found, user: Any) -> list[Link]:
    """Each word or filter whose absence would find something: what is left, with its count."""
    if found.results.total or found.asked.errors or found.trouble:
        return []
    tried = [*_without_a_filter(found), *_without_a_word(found)][:MOST]
    counted = [
        Link(label, query, count=count(read_address(QueryDict(query)), user))
        for label, query in tried
    ]
    return [link for link in counted if link.count]


def _without_a_filter(found: Found) -> list[tuple[str, str]]:
    return [
        (_("without “%(filter)s”") % {"filter": chip.label}, chip.query)
        for chip in chips(found)
        if not chip.current
    ]


def _without_a_word(found: Found) -> list[tuple[str, str]]:
    tree = found.parsed.tree
    if not isinstance(tree, And):
        return []
    smaller: list[tuple[Node, Node]] = []
    for i, part in enumerate(tree.parts):
        rest = tree.parts[:i] + tree.parts[i + 1 :]
        smaller.append((part, rest[0] if len(rest) == 1 else And(rest)))
    return [
        (
            _("without “%(words)s”") % {"words": canonical(part)},
            changed(found.asked.parameters, q=canonical(rest)),
        )
        for part, rest in smaller
    ]

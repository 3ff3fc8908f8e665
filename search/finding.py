"""From a search address to what was found: read it, ask the index, say what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.audience import Audience
from archive.models import Document
from search import outbox
from search.asking import Resolved, resolve
from search.backends import get_backend
from search.backends.base import (
    PER_FACET,
    FacetValue,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Query,
    Results,
    SearchError,
    tags,
)
from search.facets import labels_for, words
from search.filters import MAX_HITS_PAGED, PAGE_SIZE, Asked
from search.query import ParsedQuery, parse

NOTHING = Results(total=0)


@dataclass(frozen=True)
class Found:
    """What a search found, and every sentence that its reader should know."""

    asked: Asked
    parsed: ParsedQuery
    resolved: Resolved
    results: Results
    notes: tuple[str, ...]
    trouble: str = ""
    user: Any = None

    @cached_property
    def said(self) -> dict[str, dict[str, str]]:
        """What the values of all facets are called: those counted, chosen and typed.

        A chosen one that nothing visible names keeps its uid: no name is given to whoever guesses.
        """
        values = {
            name: {each.value for each in facet.values}
            for name, facet in self.results.facets.items()
        }
        for name, chosen in self.asked.facets.items():
            values.setdefault(name, set()).update(chosen)
        for tag in tags(self.resolved.query.tree):
            values.setdefault(tag.facet, set()).update(tag.values[:PER_FACET])
        counted = {
            (name, each.value)
            for name, facet in self.results.facets.items()
            for each in facet.values
            if each.count
        }
        return labels_for(self.user, values, counted, self.resolved.known)

    @property
    def further_notes(self) -> list[str]:
        """The notes without those that say which names were searched too, which a page links."""
        return [note for note in self.notes if note not in self.resolved.told]

    @property
    def pages(self) -> int:
        """How many pages can be turned to; 1 where nothing was found."""
        within = min(self.results.total, MAX_HITS_PAGED)
        return max(1, -(-within // PAGE_SIZE))

    @property
    def is_past_the_end(self) -> bool:
        """Whether the page asked for lies behind the last one."""
        return not self.trouble and self.asked.page > self.pages


def find(asked: Asked, user: Any, **changes: Any) -> Found:
    """Ask the index; never raises for what someone typed. `changes` go into the Query."""
    waited = outbox.catch_up()
    parsed = parse(asked.q)
    resolved = resolve(parsed, asked, Audience.of(user))
    query = replace(resolved.query, offset=asked.offset, limit=PAGE_SIZE, **changes)
    if asked.errors or asked.offset >= MAX_HITS_PAGED:
        query = replace(query, offset=0, limit=0, also=False)
    results, trouble = ask(query)
    if asked.errors:
        results = replace(results, total=0, hits=(), also=())
    notes = (*asked.notes, *map(str, parsed.notes), *resolved.notes, *_said_of(results))
    if waited:
        notes += tuple(_behind())
    found = Found(asked, parsed, resolved, results, notes, trouble, user)
    return replace(found, notes=tuple(dict.fromkeys((*notes, *_unknown_values(found)))))


def _unknown_values(found: Found) -> list[str]:
    """Values in the address that no facet has: they find nothing, and that is said."""
    return [
        _("“%(value)s” is no value of “%(facet)s” here.") % {"value": value[:40], "facet": name}
        for name, values in found.asked.facets.items()
        for value in values[:3]
        if found.said[name].get(value, value) == value
        and value not in words(name)
        and not any(known.value == value and known.count for known in _counted(found, name))
    ]


def _counted(found: Found, name: str) -> tuple[FacetValue, ...]:
    facet = found.results.facets.get(name)
    return facet.values if facet else ()


def resolved_for(asked: Asked, user: Any) -> Resolved:
    """What a search address asks of the index on behalf of this user."""
    return resolve(parse(asked.q), asked, Audience.of(user))


def bare(query: Query) -> Query:
    """The query for its total alone."""
    return replace(query, offset=0, limit=0, counted=(), histogram=False, also=False)


def ask(query: Query) -> tuple[Results, str]:
    """The results, and a sentence where the index could not answer."""
    try:
        return get_backend().search(query), ""
    except IndexOutdated:
        return NOTHING, _(
            "The index was written by another version of this program, so nothing can be searched "
            "just now. Run `manage.py index_sync`."
        )
    except IndexMissing:
        if not Document.objects.exists():
            return NOTHING, ""
        return NOTHING, _("The archive has not been indexed yet. Run `manage.py index_sync`.")
    except IndexDamaged:
        return NOTHING, _(
            "The index is damaged, so nothing can be searched just now; the documents themselves "
            "are safe. Run `manage.py index_sync --rebuild`."
        )
    except (SearchError, OSError):
        return NOTHING, _(
            "The index could not be read just now; the documents themselves are safe. "
            "Try again in a moment."
        )


def _said_of(results: Results) -> list[str]:
    """What the index notes, and how many matches only perhaps mention a day of the range."""
    if not results.possibly:
        return list(results.notes)
    text = ngettext(
        "Of these, %(count)s only possibly: its dates reach beyond the range or are rough.",
        "Of these, %(count)s only possibly: their dates reach beyond the range or are rough.",
        results.possibly,
    )
    return [*results.notes, text % {"count": results.possibly}]


def _behind() -> list[str]:
    waiting = outbox.waiting()
    if not waiting:
        return []
    return [
        ngettext(
            "Search is behind by %(count)s document; it will catch up by itself.",
            "Search is behind by %(count)s documents; it will catch up by itself.",
            waiting,
        )
        % {"count": waiting}
    ]

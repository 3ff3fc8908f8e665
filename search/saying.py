"""A search in words: its title, and of claims what they have in common and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.audience import Audience
from search.addresses import added, changed
from search.asking import fixed_values, resolve
from search.backends.base import All, Clause, Query, Tagged
from search.facets import labels_for, names
from search.filters import Asked
from search.finding import Found, ask, bare
from search.query import Field, Node, Or, ParsedQuery, Word, field_clauses, replaced
from search.query.canonical import canonical
from search.schema import CLAIM_ONLY, DIRECT_IN_TRANSLATION
from search.showing import Link

NAMED = 3  # values that a sentence names; of more it says how many
DIRECT = "direct"


def title(asked: Asked, user: Any) -> str:
    """The search in few words: what is searched, what was typed, what narrows it; no name in it
    that this user may not know.
    """
    parts = [f"“{asked.q.strip()}”"] if asked.q.strip() else []
    said = labels_for(user, asked.facets)
    titles = names()
    for name, values in asked.facets.items():
        shown = " / ".join(said[name][value] for value in values)
        parts.append(f"{titles[name]}: {shown}")
    kind = _("Claims") if asked.kind == "claims" else _("Documents")
    return ", ".join((kind, *parts))


def sentence(found: Found) -> str:
    """What the claims found have in common: “3 direct quotes by Elena Marsh about Cuba, denied
    elsewhere.” Empty for documents, and where nothing of a claim was asked for.
    """
    if found.asked.kind != "claims" or not found.results.total:
        return ""
    common = _common(found.resolved.query)
    if not common:
        return ""
    modes = set(common.pop("mode", ()))
    said = found.said
    parts = [_counted(modes, found.results.total)]
    phrases = {
        "claimant": _("by %(names)s"),
        "via": _("relayed by %(names)s"),
        "about": _("about %(names)s"),
    }

    def called(name: str) -> list[str]:
        return [said[name].get(value, value) for value in common[name]]

    for name, phrase in phrases.items():
        if common.get(name):
            parts.append(phrase % {"names": _listed(called(name))})
    words = " ".join(parts)
    if standings := common.get("standing"):
        words += ", " + _or([_standing(value) for value in standings])
    if common.get("status"):
        words += ", " + _or(called("status"))
    return f"{words}."


def _common(query: Query) -> dict[str, tuple[str, ...]]:
    """The values that a query asks of every claim, from its filters and from what was typed."""
    common = {name: tuple(v) for name, v in query.filters.items() if name in CLAIM_ONLY and v}
    for clause in _top(query.tree):
        if isinstance(clause, Tagged) and clause.facet in CLAIM_ONLY:
            common.setdefault(clause.facet, clause.values)
    return common


def _top(tree: Clause) -> Iterable[Clause]:
    return tree.parts if isinstance(tree, All) else (tree,)


def _counted(modes: set[str], total: int) -> str:
    if modes == {DIRECT}:
        said = ngettext("%(n)s direct quote", "%(n)s direct quotes", total)
    elif modes == {DIRECT, DIRECT_IN_TRANSLATION}:
        said = ngettext(
            "%(n)s direct quote, in translation or not,",
            "%(n)s direct quotes, in translation or not,",
            total,
        )
    elif modes == {DIRECT_IN_TRANSLATION}:
        said = ngettext(
            "%(n)s direct quote in translation", "%(n)s direct quotes in translation", total
        )
    elif modes == {"partial"}:
        said = ngettext("%(n)s partial quote", "%(n)s partial quotes", total)
    elif modes == {"indirect"}:
        said = ngettext("%(n)s claim in indirect speech", "%(n)s claims in indirect speech", total)
    elif modes == {"narrator"}:
        said = ngettext(
            "%(n)s claim in the narrator’s own words",
            "%(n)s claims in the narrator’s own words",
            total,
        )
    else:
        said = ngettext("%(n)s claim", "%(n)s claims", total)
    return said % {"n": total}


def _standing(value: str) -> str:
    """A standing as it ends a sentence."""
    return {
        "supported": _("supported elsewhere"),
        "denied": _("denied elsewhere"),
        "contradicted": _("contradicted elsewhere"),
        "corrected": _("corrected later"),
        "retracted": _("retracted later"),
        "repeated": _("repeated elsewhere"),
        "alone": _("on which no other source bears"),
    }.get(value, value)


def _listed(said: list[str]) -> str:
    """Some names, and how many others."""
    more = len(said) - NAMED
    if more <= 0:
        return _or(said)
    others = ngettext("%(more)s other", "%(more)s others", more) % {"more": more}
    return _or([*said[:NAMED], others])


def _or(said: list[str]) -> str:
    return _(" or ").join(said)


def left_out(found: Found, user: Any) -> Link | None:
    """The direct quotes in translation that `mode=direct` leaves out: how many, and how to see."""
    if found.asked.kind != "claims" or found.trouble or found.asked.errors:
        return None
    filtered = found.asked.facets.get("mode", ())
    if DIRECT in filtered and DIRECT_IN_TRANSLATION not in filtered:
        filters = {**found.resolved.query.filters, "mode": (DIRECT_IN_TRANSLATION,)}
        query = replace(found.resolved.query, filters=filters)
        link = added(found.asked.parameters, "mode", DIRECT_IN_TRANSLATION)
        return _counted_link(link, query)
    return _typed(found, user)


def _typed(found: Found, user: Any) -> Link | None:
    """The same where `mode:direct`, or what that is called, was typed."""
    tree, known = found.parsed.tree, found.resolved.known
    modes = [each for each, wanted in field_clauses(tree) if wanted and each.name == "mode"]
    meant = [(each, fixed_values(each, known)) for each in modes]
    if any(DIRECT_IN_TRANSLATION in values for _field, values in meant):
        return None
    for field, values in meant:
        if DIRECT in values:
            other = Field("mode", Word(DIRECT_IN_TRANSLATION), DIRECT_IN_TRANSLATION)
            wider = replaced(tree, field, Or((field, other)))
            query = _resolved(wider, found, user)
            address = changed(found.asked.parameters, q=canonical(wider))
            return _counted_link(address, query, found.results.total)
    return None


def _resolved(tree: Node, found: Found, user: Any) -> Query:
    parsed = ParsedQuery(tree=tree, notes=(), canonical="")
    return resolve(parsed, found.asked, Audience.of(user), found.resolved.known).query


def _counted_link(address: str, query: Query, among: int = 0) -> Link | None:
    """A link that says how many a query finds beside those `among` them that were found."""
    total = ask(bare(query))[0].total - among
    return Link(_left_out(total), address, count=total) if total > 0 else None


def _left_out(total: int) -> str:
    return ngettext(
        "%(n)s direct quote in translation is left out.",
        "%(n)s direct quotes in translation are left out.",
        total,
    ) % {"n": total}

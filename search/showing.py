"""What the search page shows beside the hits, as links: tabs, facets, chips, bars, sorts, pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.comparing import BESIDE
from search.addresses import DATES, FACETS, canonical, changed, narrowed, without
from search.backends.base import Bar, Facet
from search.facets import by_label, names
from search.filters import SORTS
from search.finding import Found, ask, bare
from search.histogram import Column, bar_label, columns
from search.schema import CLAIM_ONLY

FOLDED = 7  # values of a facet that show at first; the rest unfold


@dataclass(frozen=True)
class Link:
    """A link with its words; `current` where it leads to what is shown already."""

    label: str
    query: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Choice:
    """One value of a facet as a checkbox."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    """One facet: its first values, those that unfold, and how many more there are."""

    name: str
    title: str
    first: list[Choice]
    rest: list[Choice]
    more: int


def tabs(found: Found, user: Any) -> list[Link]:
    """Documents and claims, each with its own count for the same words and filters.

    Where a filter could not be read they count without it, as the histogram and the facets do.
    """
    kinds = (("documents", _("Documents")), ("claims", _("Claims")))
    return [
        Link(title, _tab(found, kind), kind == found.asked.kind, _total(found, kind))
        for kind, title in kinds
    ]


def _tab(found: Found, kind: str) -> str:
    kept = {name: v for name, v in found.asked.parameters.items() if _narrows(name, kind)}
    return changed(kept, kind=kind, sort=None)


def _narrows(name: str, kind: str) -> bool:
    """Whether a parameter means something for documents or claims."""
    return kind == "claims" or name not in CLAIM_ONLY


def _total(found: Found, kind: str) -> int:
    if kind == found.asked.kind and not found.asked.errors:
        return found.results.total
    query = found.resolved.query
    filters = {name: values for name, values in query.filters.items() if _narrows(name, kind)}
    return ask(bare(replace(query, kind=kind, filters=filters)))[0].total


def facets(found: Found) -> list[Group]:
    """Every facet that has a value here."""
    said = found.said
    titles = names()
    return [
        _group(name, titles[name], by_label(facet, said[name]), said[name])
        for name, facet in found.results.facets.items()
        if facet.values
    ]


def _group(name: str, title: str, facet: Facet, said: dict[str, str]) -> Group:
    choices = [
        Choice(
            value=value.value,
            label=said[value.value],
            count=value.count,
            selected=value.selected,
        )
        for value in facet.values
    ]
    first = [choice for i, choice in enumerate(choices) if i < FOLDED or choice.selected]
    rest = [choice for choice in choices[FOLDED:] if not choice.selected]
    return Group(name, title, first, rest, facet.more)


def ranges(found: Found) -> list[dict[str, Any]]:
    """The two date ranges as they were typed, each field with its errors."""
    titles = {"published": _("Published"), "mentioned": _("Dates in the text")}
    return [
        {"title": title, "fields": [_day(found, f"{over}_{end}") for end in ("after", "before")]}
        for over, title in titles.items()
    ]


def _day(found: Found, name: str) -> dict[str, Any]:
    typed = found.asked.parameters.get(name, ("",))[-1]
    label = _("From") if name.endswith("after") else _("To")
    return {
        "name": name,
        "label": label,
        "typed": typed,
        "errors": found.asked.errors.get(name, []),
    }


def chips(found: Found) -> list[Link]:
    """What narrows this search, each a link that takes it away."""
    parameters = found.asked.parameters
    said = found.said
    gone = [
        Link(said[name][value], without(parameters, name, value))
        for name, values in found.asked.facets.items()
        for value in values
    ]
    words = {
        "published_after": _("published from %(day)s"),
        "published_before": _("published to %(day)s"),
        "mentioned_after": _("mentions from %(day)s"),
        "mentioned_before": _("mentions to %(day)s"),
    }
    for name in DATES:
        if typed := parameters.get(name, ("",))[-1]:
            gone.append(Link(words[name] % {"day": typed}, changed(parameters, **{name: None})))
    if gone:
        nothing = dict.fromkeys((*FACETS, *DATES))
        gone.append(Link(_("Clear all"), changed(parameters, **nothing), current=True))
    return gone


def kept(found: Found) -> list[tuple[str, str]]:
    """What the facet form must carry along: the words and how they are shown."""
    names = ("q", "kind", "match", "over", "sort", "exact")
    asked = found.asked.parameters
    once = [(name, asked[name][-1]) for name in names if asked.get(name) and asked[name][-1]]
    return once + beside(found)


def beside(found: Found) -> list[tuple[str, str]]:
    """What every form of the page carries along: the claims of a comparison under way."""
    return [(BESIDE, uid) for uid in found.asked.parameters.get(BESIDE, ()) if uid]


def bars(found: Found) -> list[Column]:
    """The histogram's columns; each a link that narrows to its period."""
    histogram = found.results.histogram
    if histogram is None:
        return []
    over = found.asked.over
    first, last = (found.asked.days[f"{over}_{end}"] for end in ("after", "before"))

    query, by = narrowed(found.asked.parameters, over), histogram.by

    def narrows(bar: Bar) -> str:
        return query(_short(bar.first, by), _short(bar.last, by))

    return columns(histogram, first, last, narrows)


def _short(day: date, by: str) -> str:
    """A bar's end as someone would type it."""
    return f"{day:%Y-%m}" if by == "month" else f"{day.year:04d}"


def overs(found: Found) -> list[Link]:
    """The two kinds of date that the histogram can count."""
    titles = {"published": _("published"), "mentioned": _("mentioned in the text")}
    return [
        Link(title, changed(found.asked.parameters, over=over), over == found.asked.over)
        for over, title in titles.items()
    ]


def sorts(found: Found) -> list[Link]:
    """The orders there are."""
    titles = {
        "relevance": _("best match"),
        "newest": _("newest"),
        "oldest": _("oldest"),
        "title": _("title"),
    }
    if found.asked.kind == "claims":
        titles |= {"newest": _("last said"), "oldest": _("first said"), "title": _("statement")}
    return [
        Link(titles[sort], changed(found.asked.parameters, sort=sort), sort == found.asked.sort)
        for sort in SORTS
    ]


def turns(found: Found) -> list[Link]:
    """The pages around this one, with the first and the last."""
    here, last = found.asked.page, found.pages
    if last == 1:
        return []
    pages = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    links = [Link(str(page), _page(found, page), page == here) for page in pages]
    if here > 1:
        links.insert(0, Link(_("Previous"), _page(found, here - 1)))
    if here < last:
        links.append(Link(_("Next"), _page(found, here + 1)))
    return links


def _page(found: Found, page: int) -> str:
    return changed(found.asked.parameters, page=str(page))


def exports(found: Found) -> Iterable[tuple[str, str]]:
    """The same result set in other formats: (name, address)."""
    query = canonical({**found.asked.parameters, "page": (), BESIDE: ()})
    for name, route in (
        ("CSV", "search_csv"),
        ("JSON", "search_json"),
        ("JSON Lines", "search_jsonl"),
        ("Atom", "search_atom"),
    ):
        yield name, f"{reverse(route)}?{query}"


def feed(found: Found) -> str:
    """The address of the same search as a feed."""
    query = canonical({**found.asked.parameters, "page": (), "sort": (), BESIDE: ()})
    return f"{reverse('search_atom')}?{query}"


def facets_as_json(found: Found) -> dict[str, Any]:
    """The facets of the contract, every one of them, empty ones too."""
    said = found.said
    ordered = {name: by_label(facet, said[name]) for name, facet in found.results.facets.items()}
    return {
        name: {
            "values": [
                {
                    "value": value.value,
                    "label": said[name][value.value],
                    "count": value.count,
                    "selected": value.selected,
                }
                for value in facet.values
            ],
            "more": facet.more,
        }
        for name, facet in ordered.items()
    }


def histogram_as_json(found: Found) -> dict[str, Any] | None:
    """The histogram of the contract."""
    histogram = found.results.histogram
    if histogram is None:
        return None
    return {
        "over": histogram.over,
        "by": histogram.by,
        "bars": [
            {
                "from": bar.first.isoformat(),
                "to": bar.last.isoformat(),
                "label": bar_label(bar, histogram.by),
                "count": bar.count,
            }
            for bar in histogram.bars
        ],
        "undated": histogram.undated,
    }

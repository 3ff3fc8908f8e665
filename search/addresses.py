"""Search addresses: parameters in one canonical order, so that a search is one permalink."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from archive.comparing import BESIDE
from search.schema import CLAIM_FACETS, DOCUMENT_FACETS

FACETS = tuple(dict.fromkeys((*DOCUMENT_FACETS, *CLAIM_FACETS)))
DATES = ("published_after", "published_before", "mentioned_after", "mentioned_before")
SINGLE = ("q", "kind", "match", *DATES, "over", "sort", "exact", "page")
ORDER = ("q", "kind", "match", *FACETS, *DATES, "over", "sort", "exact", "page", BESIDE)
AT = {name: at for at, name in enumerate(ORDER)}
ASIDE = ("why",)  # understood, and in no permalink: it asks about a hit, not for one
# What a parameter is when it is not in the address; writing it out would make a second address.
DEFAULTS = {
    "kind": "documents",
    "match": "all",
    "over": "published",
    "sort": "relevance",
    "page": "1",
    "exact": "",
}

Parameters = Mapping[str, tuple[str, ...]]


def canonical(parameters: Parameters) -> str:
    """The query string: known parameters in order, values sorted, defaults and empties left out."""
    pairs: list[tuple[str, str]] = []
    for name in sorted(parameters.keys() & AT.keys(), key=AT.__getitem__):
        values = [value for value in parameters[name] if value]
        if name in SINGLE:
            values = [value for value in values[-1:] if value != DEFAULTS.get(name)]
        pairs += [(name, value) for value in sorted(dict.fromkeys(values))]
    return urlencode(pairs)


def changed(parameters: Parameters, **new: str | Iterable[str] | None) -> str:
    """The query string after some parameters are replaced (None: left out); back on page 1."""
    changes = {name: _values(value) for name, value in ({"page": None} | new).items()}
    return canonical({**parameters, **changes})


def narrowed(parameters: Parameters, over: str) -> Callable[[str, str], str]:
    """Makes query strings from a first and a last day (digits and hyphens) of one range of dates.

    What stands around the two is made once for all bars of a histogram; back on page 1.
    """
    after, before = f"{over}_after", f"{over}_before"
    kept = {name: values for name, values in parameters.items() if name in AT and name != "page"}
    head = canonical({name: values for name, values in kept.items() if AT[name] < AT[after]})
    tail = canonical({name: values for name, values in kept.items() if AT[name] > AT[before]})

    def query(first: str, last: str) -> str:
        return "&".join(filter(None, (head, f"{after}={first}&{before}={last}", tail)))

    return query


def without(parameters: Parameters, name: str, value: str) -> str:
    """The query string without one value of one parameter; back on page 1."""
    return changed(parameters, **{name: [v for v in parameters.get(name, ()) if v != value]})


def added(parameters: Parameters, name: str, value: str) -> str:
    """The query string with one more value of one parameter; back on page 1."""
    return changed(parameters, **{name: [*parameters.get(name, ()), value]})


def _values(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)

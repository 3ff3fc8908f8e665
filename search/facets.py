"""What a result can be narrowed by: what facets and their values are called, now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Set
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from archive.audience import Audience
from archive.models import Collection, Genre, Mode, Publisher, Status, Topic
from archive.standing import StandingValue
from search import naming
from search.backends.base import PER_FACET, Facet
from search.known import Known
from search.schema import CLAIM_FACETS, DIRECT_IN_TRANSLATION, ENTITY_KINDS

ENTITIES = (*ENTITY_KINDS, "claimant", "via", "about")
HOLDINGS: dict[str, Any] = {"publisher": Publisher, "collection": Collection, "topic": Topic}
TITLES = {
    "publisher": gettext_lazy("Publisher"),
    "person": gettext_lazy("Person"),
    "organisation": gettext_lazy("Organisation"),
    "place": gettext_lazy("Place"),
    "event": gettext_lazy("Event"),
    "other": gettext_lazy("Other"),
    "collection": gettext_lazy("Collection"),
    "topic": gettext_lazy("Topic"),
    "genre": gettext_lazy("Genre"),
    "language": gettext_lazy("Language"),
    "claimant": gettext_lazy("Claimant"),
    "via": gettext_lazy("Relayed by"),
    "mode": gettext_lazy("Wording"),
    "status": gettext_lazy("Assessment"),
    "standing": gettext_lazy("Standing"),
    "about": gettext_lazy("About"),
}


def names() -> dict[str, str]:
    """What each facet is called."""
    return {name: str(TITLES[name]) for name in CLAIM_FACETS}


def labels(
    facets: Mapping[str, Facet | Iterable[str]], known: Known | None = None
) -> dict[str, dict[str, str]]:
    """For each facet, what its values are called; a value that is gone stands for itself.

    `known` has the names of the entities, where the caller has read them already.
    """
    values = {
        name: [each.value for each in facet.values] if isinstance(facet, Facet) else list(facet)
        for name, facet in facets.items()
    }
    has_entities = any(values.get(name) for name in ENTITIES)
    entities = (known.names if known else naming.names()).by_uid if has_entities else {}
    return {name: _labelled(name, wanted, entities) for name, wanted in values.items()}


def labels_for(
    user: Any,
    facets: Mapping[str, Iterable[str]],
    counted: Container[tuple[str, str]] = (),
    known: Known | None = None,
) -> dict[str, dict[str, str]]:
    """The labels of values that anybody can write into an address, as this user may know them.

    What no document that this user sees names or holds keeps its uid for a name. `counted` are
    pairs of facet and value with hits, which need no look. `known` is what was looked up already.
    """
    known = known or Known(Audience.of(user))
    said = labels(facets, known)
    doubtful = {
        name: {value for value in values if (name, value) not in counted}
        for name, values in facets.items()
    }
    seen = _named_to(known, {value for name in ENTITIES for value in doubtful.get(name, ())})
    for name, values in doubtful.items():
        seen_here = seen if name in ENTITIES else _held_for(known, name, values)
        said[name] |= {value: value for value in values - seen_here}
    return said


def _named_to(known: Known, uids: Set[str]) -> set[str]:
    """The entities of these that are here; one that was merged, by its successor."""
    standing = {uid: known.names.by_uid[uid] for uid in uids if uid in known.names.by_uid}
    here = {each.uid for each in known.named(standing.values())}
    return {uid for uid, named in standing.items() if named.uid in here}


def _held_for(known: Known, name: str, values: Set[str]) -> Set[str]:
    """The publishers, collections or topics of these with a document here."""
    return known.holdings(name, values) if name in HOLDINGS and values else values


def _labelled(name: str, values: list[str], entities: Mapping[str, naming.Named]) -> dict[str, str]:
    if name in ENTITIES:
        return _told_apart(values, entities)
    if name in HOLDINGS:
        known = _by_uid(HOLDINGS[name], set(values))
        return {value: known.get(value, value) for value in values}
    if name == "language":
        return {value: language_name(value) for value in values}
    known = words(name)
    return {value: known.get(value, value) for value in values}


def _told_apart(values: list[str], entities: Mapping[str, naming.Named]) -> dict[str, str]:
    """Names, with the qualifier only where two of these values share a name."""
    shared = Counter(entities[value].name for value in values if value in entities)
    labels = dict(zip(values, values, strict=True))
    for value in values:
        if entity := entities.get(value):
            labels[value] = entity.said if shared[entity.name] > 1 else entity.name
    return labels


def _by_uid(model: Any, uids: set[str]) -> dict[str, str]:
    rows = model.objects.filter(uid__in=uids).order_by() if uids else model.objects.none()
    return dict(rows.values_list("uid", "name"))


def label(name: str, value: str) -> str:
    """What a value of a facet of fixed words, or a language, is called."""
    if name == "language":
        return language_name(value)
    return words(name).get(value, value)


def words(name: str) -> dict[str, str]:
    """The values of a facet of fixed words, and what they are called."""
    lists: dict[str, Callable[[], Iterable[tuple[str, Any]]]] = {
        "genre": lambda: Genre.choices,
        "mode": lambda: [
            *Mode.choices,
            (DIRECT_IN_TRANSLATION, _("direct quote, in translation")),
        ],
        "status": lambda: Status.choices,
        "standing": lambda: [(each.value, each.label) for each in StandingValue],
    }
    return {value: str(said) for value, said in lists[name]()} if name in lists else {}


def language_name(code: str) -> str:
    """The name of a language tag in the language of the page: “Spanish”, “Portuguese (pt-BR)”."""
    return _language_name(code, get_language() or "en")


@lru_cache(maxsize=500)
def _language_name(code: str, _page: str) -> str:
    if code == "und":
        return _("unknown language")
    primary = code.partition("-")[0].lower()
    try:
        name = get_language_info(primary)["name_translated"]
    except KeyError:
        return code
    return name if primary == code.lower() else f"{name} ({code})"


def by_label(facet: Facet, said: Mapping[str, str]) -> Facet:
    """The facet as it is shown: the most frequent values, ties by label, and those selected."""
    ordered = sorted(
        facet.values, key=lambda value: (-value.count, said[value.value].casefold(), value.value)
    )
    kept = [each for at, each in enumerate(ordered) if at < PER_FACET or each.selected]
    left = sum(each.count > 0 for each in ordered) - sum(each.count > 0 for each in kept)
    return replace(facet, values=tuple(kept), more=facet.more + left)

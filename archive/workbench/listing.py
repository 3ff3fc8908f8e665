"""Lists that are looked through before they are saved: dates, names, every occurrence of words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from archive.dates import ResolvedDate, Status, Type
from archive.dates.durations import length_in_words, repetition_in_words
from archive.models import (
    Boilerplate,
    Dating,
    DatingStatus,
    Dismissal,
    Entity,
    EntityKind,
    Mention,
)
from archive.reading import keyword_in_context
from archive.workbench import finding, readings
from archive.workbench.desk import Desk
from archive.workbench.names import Name, kind_of, names
from archive.workbench.spans import written

SHOWN_OF_A_NAME = 3  # occurrences that are shown in context; all are marked


@dataclass
class Line:
    """One occurrence: its value for the form, its context, and whether it is chosen at first."""

    value: str
    before: str
    quote: str
    after: str
    said: str = ""
    note: str = ""
    chosen: bool = True
    start: int = 0


@dataclass
class Group:
    """A name with all its places; `uid` is that of the entity it is known to name."""

    number: int
    name: str
    kind: str = ""
    uid: str = ""
    known: str = ""
    chosen: bool = True
    choices: list[Entity] = field(default_factory=list)  # of more than one, a person says which
    texts: str = ""  # its words, JSON, by which it is turned down
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> list[Line]:
        """The first few places."""
        return self.lines[:SHOWN_OF_A_NAME]


@dataclass
class Listing:
    """A list as the page shows it; `do` is the action that saves it."""

    do: str
    title: str
    lines: list[Line] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    choices: list[finding.Choice] = field(default_factory=list)
    quote: str = ""
    kind: str = ""
    kinds: Any = field(default_factory=lambda: EntityKind.choices)
    turned_down: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether the words name more than one entity, so that none is proposed."""
        return sum(choice.sure(self.quote) for choice in self.choices) > 1

    @property
    def total(self) -> int:
        """How many places are listed."""
        return len(self.lines) + sum(len(group.lines) for group in self.groups)


def _line(desk: Desk, start: int, end: int, **more: Any) -> Line:
    near = keyword_in_context(desk.version.text, start, end, width=36)
    data = more.pop("data", {})
    value = written(desk.version.text, start, end, **data)
    return Line(value, near.before, near.quote, near.after, start=start, **more)


def _taken(desk: Desk, model: Any) -> list[tuple[int, int]]:
    """Spans that have such a row already, rejected ones too: a rejection is remembered."""
    rows = model.objects.filter(passage__version__document=desk.document)
    pks = rows.values_list("passage", flat=True)
    return [desk.places[pk] for pk in pks if pk in desk.places]


def _boilerplate(desk: Desk) -> list[tuple[int, int]]:
    return _taken(desk, Boilerplate)


def _crosses(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def dates(desk: Desk) -> Listing:
    """Every time expression without a dating yet, with its value and how it was read."""
    taken, folded = _taken(desk, Dating), _boilerplate(desk)
    lines = [
        _line(
            desk,
            r.start,
            r.end,
            said=_value_of(r),
            note=readings.shown_work(r),
            chosen=r.status is not Status.VAGUE,
            data={"edtf": r.edtf or ""},
        )
        for r in readings.readings(desk.version)
        if not _crosses(taken, r.start, r.end) and not _crosses(folded, r.start, r.end)
    ]
    return Listing(do="dates", title=_("Dates in this text"), lines=lines)


def _value_of(reading: ResolvedDate) -> str:
    """The value in short: EDTF, the length of a duration, or why there is none."""
    if reading.edtf:
        return reading.edtf
    if reading.status is Status.RESOLVED and reading.timex:
        said = repetition_in_words if reading.type is Type.SET else length_in_words
        return said(reading.timex) or reading.timex
    return str(DatingStatus(reading.status.value).label)


def suggestions(desk: Desk) -> Listing:
    """Everything that waits for an answer, with what it says and the rule that made it."""
    lines = []
    for one in desk.suggestions:
        line = _line(desk, one.start, one.end, said=one.label, note=one.row.rule)
        line.value = one.decided_as
        lines.append(line)
    return Listing(do="answer", title=_("Suggestions"), lines=lines)


def occurrences(desk: Desk, quote: str, kind: str = "") -> Listing:
    """Every place of these words, and the entities that they may name, the likeliest first."""
    marked = _taken(desk, Mention)
    lines = [
        _line(desk, span.start, span.end, chosen=not _crosses(marked, span.start, span.end))
        for span in finding.whole_words(desk.version.text, quote)
    ]
    text = desk.version.text
    first = lines[0].start if lines else 0
    return Listing(
        do="entity",
        title=_("Every “{quote}”").format(quote=quote),
        lines=lines,
        choices=finding.entities(quote, desk.version),
        quote=quote,
        kind=kind or kind_of(text, first, first + len(quote)),
    )


def all_names(desk: Desk) -> Listing:
    """The names in the text that are not marked yet: known ones, and capitalised words.

    A surname alone stands under the full name in the same text that it ends.
    """
    marked, folded = _taken(desk, Mention), _boilerplate(desk)
    keys = Dismissal.objects.keys_of(desk.document, Dismissal.Kind.NAME)
    found: dict[str, list[Name]] = defaultdict(list)
    for place in names(desk.version.text):
        free = not _crosses(marked, place.start, place.end)
        wanted = free and Dismissal.key_of(place.text) not in keys
        if wanted and not _crosses(folded, place.start, place.end):
            found[place.text].append(place)
    persons = _surnames(desk, found)
    entities = finding.by_name([*found, *persons.values()])
    known = finding.only(entities)
    together: dict[str, list[Name]] = defaultdict(list)
    for name, places in found.items():
        entity = known.get(name) or known.get(persons.get(name, ""))
        together[entity.uid if entity else persons.get(name, name)] += places
    by_uid = {entity.uid: entity for entity in known.values()}
    groups = [
        _group(desk, number, key, [by_uid[key]] if key in by_uid else entities.get(key, []), places)
        for number, (key, places) in enumerate(together.items())
    ]
    refused = Dismissal.objects.of(desk.document, Dismissal.Kind.NAME)
    return Listing(
        do="names",
        title=_("Names in this text"),
        groups=groups,
        turned_down=[row.words for row in refused],
    )


def _group(desk: Desk, number: int, key: str, meant: list[Entity], places: list[Name]) -> Group:
    """A name and its places; `meant` are the entities that are called so."""
    entity = meant[0] if len(meant) == 1 else None
    kinds = Counter(place.kind for place in places)
    full = [place.kind for place in places if place.text == key and " " in key]
    group = Group(
        number=number,
        name=entity.name if entity else key,
        kind=entity.kind if entity else (full[0] if full else kinds.most_common(1)[0][0]),
        uid=entity.uid if entity else "",
        known=str(entity) if entity else "",
        chosen=entity is not None or not all(place.doubtful for place in places),
        choices=meant if entity is None else [],
        texts=json.dumps(list(dict.fromkeys(place.text for place in places))),
    )
    places = sorted(places, key=lambda place: place.start)
    group.lines = [_named(desk, place, group) for place in places]
    return group


def _named(desk: Desk, place: Name, group: Group) -> Line:
    data = {"group": group.number, "name": group.name, "kind": group.kind, "uid": group.uid}
    if group.choices:
        data["asks"] = True
    return _line(desk, place.start, place.end, data=data)


def _surnames(desk: Desk, found: dict[str, list[Name]]) -> dict[str, str]:
    """Of a surname alone: the full name in the same text that it ends, where there is only one."""
    full = [name for name, places in found.items() if " " in name and places[0].kind == "person"]
    full += [
        one.row.entity.name
        for one in desk.shown
        if one.kind == "mention" and one.row.entity.kind == "person"
    ]
    ends: dict[str, set[str]] = defaultdict(set)
    for name in full:
        ends[name.split()[-1]].add(name)
    return {name: next(iter(ends[name])) for name in found if len(ends.get(name, ())) == 1}

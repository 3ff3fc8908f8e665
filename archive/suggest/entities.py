"""Mentions of known entities: by name and alias, by last name, by an abbreviation of the text.

A name that two entities share asks a person, so nothing is suggested for it. Descriptions ("the
island") are never looked for. Names that no entity has are candidates: the workbench lists them
(`archive.workbench.names`), and only a person makes an entity of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.models import Alias, AliasKind, Entity, EntityKind, Mention, Review
from archive.suggest.known import Known
from archive.suggest.making import Suggested, add, places_taken
from archive.suggest.naming import Named, find
from archive.suggest.texts import Text


class Suggester:
    """Suggests mentions for one run, with the names that the archive knows at its start."""

    def __init__(self) -> None:
        """Read every standing name; what was merged keeps its names."""
        entities = {
            row.pk: row for row in Entity.objects.only("uid", "kind", "name", "merged_into")
        }
        self._entities = {row.uid: row for row in entities.values()}
        roots = {pk: _root(row, entities) for pk, row in entities.items()}
        names = [(row.name, roots[row.pk].uid) for row in entities.values()]
        aliases = Alias.objects.exclude(kind=AliasKind.DESCRIPTION).values_list("text", "entity")
        names += [(text, roots[pk].uid) for text, pk in aliases]
        self._known = Known(names)
        self._persons = frozenset(
            uid for uid, row in self._entities.items() if row.kind == EntityKind.PERSON
        )

    def __call__(self, texts: Sequence[Text]) -> Suggested:
        """Suggest the mentions of these texts; words that are marked already are left alone."""
        taken = places_taken(Mention, [text.version for text in texts])
        new = [
            (text.version, one.start, one.end, self._row(one))
            for text in texts
            for one in find(text.version.text, self._known, self._persons)
            if not text.is_boilerplate(one.start, one.end)
            and not _crosses(taken[text.version.pk], one.start, one.end)
        ]
        return Suggested(made=add(new))

    def _row(self, one: Named) -> Mention:
        entity = self._entities[one.key]
        return Mention(entity=entity, review=Review.SUGGESTED, rule=one.rule)


def _crosses(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _root(entity: Entity, entities: dict[int, Entity]) -> Entity:
    seen = set()
    while entity.merged_into_id is not None and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entities[entity.merged_into_id]
    return entity

"""What is offered: names to be taught after an answer, and candidates that may be turned down.

What is turned down is kept (`Dismissal`) and not offered in this document again, until asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Alias, Dismissal, Entity, Mention, Review
from archive.passages.spans import shortened
from archive.workbench import finding
from archive.workbench.desk import Desk
from archive.workbench.errors import Refused
from archive.workbench.given import Given, checked, chosen_entity, need, words
from archive.workbench.journal import Journal
from archive.workbench.names import name_in

MOST_OFFERS = 10  # names offered to be taught at once
MOST_WORDS = 50  # candidates turned down at once


@dataclass(frozen=True)
class Offer:
    """A name in the text that its entity is not known by; `shared` are others that are."""

    entity: Entity
    text: str
    shared: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The offer as a sentence."""
        if self.shared:
            sentence = _(
                "“{text}” is not among the names of {entity}, and it names {others} too: as an "
                "alias it would widen no search."
            )
            others = ", ".join(self.shared)
            return sentence.format(text=self.text, entity=self.entity, others=others)
        sentence = _("“{text}” is not among the names of {entity}.")
        return sentence.format(text=self.text, entity=self.entity)

    def as_json(self) -> dict[str, str]:
        """For the page."""
        return {"entity": self.entity.uid, "words": self.text, "said": self.said}


def offers_of(mentions: Iterable[Mention]) -> list[Offer]:
    """The proper names among these words by which their entities are not known yet, each once."""
    pairs: dict[tuple[int, str], Entity] = {}
    for mention in mentions:
        if text := name_in(mention.passage.quote):
            pairs.setdefault((mention.entity_id, text), mention.entity)
    known = _names_of(pairs.values())
    new = [(row, text) for (pk, text), row in pairs.items() if (pk, text.casefold()) not in known]
    new = new[:MOST_OFFERS]
    entities = finding.by_name(text for _row, text in new)
    return [Offer(row, text, _others(entities, row, text)) for row, text in new]


def offers_in(desk: Desk, keys: Iterable[int]) -> list[Offer]:
    """The names offered by the mentions with these keys, where they are this document's."""
    rows = Mention.objects.filter(pk__in=list(keys), passage__version__document=desk.document)
    rows = rows.exclude(review__in=(Review.SUGGESTED, Review.REJECTED))
    if not desk.user.has_perm("archive.add_alias"):
        return []
    return offers_of(rows.select_related("passage", "entity").order_by("passage__start", "pk"))


def _names_of(rows: Iterable[Entity]) -> set[tuple[int, str]]:
    """The keys of these entities, each with a name or an alias of it; case is passed over."""
    names = {(row.pk, row.name.casefold()) for row in rows}
    aliases = Alias.objects.filter(entity__in={pk for pk, _name in names})
    return names | {(pk, text.casefold()) for pk, text in aliases.values_list("entity", "text")}


def _others(entities: dict[str, list[Entity]], row: Entity, text: str) -> tuple[str, ...]:
    """The names of those who are called so beside the entity."""
    return tuple(dict.fromkeys(one.name for one in entities.get(text, ()) if one.pk != row.pk))


def taught(desk: Desk, row: Entity, quote: str, journal: Journal) -> str:
    """Add the name in these words to those of the entity; what was not added, and why, in words."""
    need(desk, "add", Alias)
    text = name_in(quote)
    if not text:
        sentence = _("“{words}” describes it and is no name, so it was not added to its names.")
        return sentence.format(words=shortened(quote, 60))
    if (row.pk, text.casefold()) in _names_of([row]):
        return ""
    # what two entities are called never widens a search: it asks
    others = _others(finding.by_name([text]), row, text)
    journal.add(checked(Alias(entity=row, text=text, widens=not others)))
    if others:
        sentence = _("“{text}” names {others} too, so it widens no search.")
        return sentence.format(text=text, others=", ".join(others))
    return ""


def teach(desk: Desk, given: Given, journal: Journal) -> str:
    """Add `words` to the names of `entity`."""
    row = chosen_entity(desk, given.get("entity"), journal, "entity")
    text = words(given, "words", 300)
    if row is None or not text:
        raise Refused(_("Say which entity these words name."), "entity")
    hint = taught(desk, row, text, journal)
    if not journal.steps:
        known = _("{entity} is called so already.").format(entity=row)
        raise Refused(hint or known)
    said = _("“{text}” is one of the names of {entity} now.").format(text=name_in(text), entity=row)
    return f"{said} {hint}".strip()


def dismiss(desk: Desk, given: Given, journal: Journal) -> str:
    """The `words`, a list of candidates, are no names here: they are not offered again."""
    need(desk, "add", Mention)
    rows = given.get("words")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_WORDS:
        raise Refused(_("Choose a name that is to be left out."))
    known = Dismissal.objects.keys_of(desk.document, Dismissal.Kind.NAME)
    for text in rows:
        if not isinstance(text, str) or not text.strip():
            raise Refused(_("Choose a name that is to be left out."))
        row = Dismissal.about(desk.document, Dismissal.Kind.NAME, text, desk.user)
        if row.key not in known:
            known.add(row.key)
            journal.add(row)
    said = _("No name: {words}. It is not offered here again.")
    return said.format(words=shortened(", ".join(rows), 80))


def offer(desk: Desk, given: Given, journal: Journal) -> str:
    """Offer again all names that were turned down in this document."""
    need(desk, "add", Mention)
    rows = list(Dismissal.objects.of(desk.document, Dismissal.Kind.NAME))
    if not rows:
        raise Refused(_("No name was turned down here."))
    for row in rows:
        journal.remove(row)
    text = ngettext("{n} name is offered again", "{n} names are offered again", len(rows))
    return text.format(n=len(rows))

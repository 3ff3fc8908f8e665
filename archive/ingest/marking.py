"""From a record's entities, claims and dates to annotations on passages of its version."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from archive import boilerplate
from archive.dates import ResolvedDate
from archive.datings import columns, readings
from archive.ingest.checking import check
from archive.ingest.placing import Span, checked, claimed_at, named_at
from archive.ingest.records import Claimant, ClaimMark, Options, Record, Wrong
from archive.ingest.register import Register, outside_id
from archive.models import (
    Assessment,
    Attribution,
    Boilerplate,
    Claim,
    Dating,
    DatingStatus,
    Document,
    Entity,
    EntityIdentifier,
    Mention,
    Mode,
    Passage,
    Review,
    Status,
    Subject,
    Version,
)
from archive.passages import passage_at

LONGEST_STATEMENT = 1000


@dataclass
class Marked:
    """The annotations of one version, all unsaved."""

    passages: dict[Span, Passage] = field(default_factory=dict)
    boilerplate: list[Boilerplate] = field(default_factory=list)
    mentions: dict[tuple[Span, str], Mention] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    datings: dict[Span, Dating] = field(default_factory=dict)
    outside_ids: list[EntityIdentifier] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)  # for the report, each once

    def entities(self) -> list[Entity]:
        """Every entity that an annotation names."""
        named = [mention.entity for mention in self.mentions.values()]
        named += [subject.entity for subject in self.subjects.values()]
        return named + [each.entity for each in self.attributions if each.entity]


def mark(record: Record, version: Version, options: Options, register: Register) -> Marked:
    """The annotations that a record brings, and the boilerplate at the end of its text."""
    marker = _Marker(record, version, options, register)
    marker.boilerplate()
    marker.entities()
    marker.claims()
    marker.dates()
    return marker.made


class _Marker:
    def __init__(
        self, record: Record, version: Version, options: Options, register: Register
    ) -> None:
        self.record, self.version, self.register = record, version, register
        # a suggestion says which rule made it
        self.review = {
            "review": options.review,
            "rule": "ingest" if options.review == Review.SUGGESTED else "",
        }
        self.made = Marked()
        self._by_name: dict[str, list[Entity]] = {}

    def _passage(self, span: Span) -> Passage:
        if span not in self.made.passages:
            at = passage_at(self.version.text, *span)
            self.made.passages[span] = Passage(
                version=self.version,
                start=at.start,
                end=at.end,
                quote=at.quote,
                prefix=at.prefix,
                suffix=at.suffix,
            )
        return self.made.passages[span]

    def boilerplate(self) -> None:
        for found in boilerplate.trailing(self.version.text):
            passage = self._passage((found.start, found.end))
            self.made.boilerplate.append(Boilerplate(passage=passage, rule=found.rule))

    def entities(self) -> None:
        for at, given in enumerate(self.record.entities):
            entity = self._entity(given.name, given.kind, given.same_as, f"entities[{at}]")
            named = self._by_name.setdefault(given.name, [])
            if entity not in named:
                named.append(entity)
            if given.start is not None and given.end is not None:
                what = f"entities[{at}] “{given.name}”"
                spans = [checked(self.version.text, given.start, given.end, what)]
            else:
                spans = named_at(self.version.text, given.name)
            self._mention(entity, spans)

    def _entity(self, name: str, kind: str, same_as: str, what: str) -> Entity:
        entity = self.register.entity(name, kind, same_as)
        if entity.pk is None:
            check([entity], what)
        outside = outside_id(same_as)
        if same_as and outside is None:
            self.made.notes[
                _("same_as “%(value)s” is no outside id and was not read.") % {"value": same_as}
            ] = None
        if outside:
            scheme, value = outside
            made = EntityIdentifier(entity=entity, scheme=scheme, value=value)
            check([made], what)
            self.made.outside_ids.append(made)
        return entity

    def _mention(self, entity: Entity, spans: list[Span]) -> None:
        for span in spans:
            mention = Mention(passage=self._passage(span), entity=entity, **self.review)
            self.made.mentions.setdefault((span, entity.uid), mention)
        if not spans:
            self.made.subjects.setdefault(entity.uid, self._subject(entity))

    def _subject(self, entity: Entity) -> Subject:
        document: Document = self.version.document
        basis = _("named by the file that was ingested, not by words of the text")
        return Subject(document=document, entity=entity, basis=basis, **self.review)

    def claims(self) -> None:
        known = _claims_of(self.version.document)
        for at, given in enumerate(self.record.claims):
            what = f"claims[{at}]"
            start, end = claimed_at(self.version.text, given, what)
            statement = _statement(given, self.version.text[start:end])
            if (statement, self.version.text[start:end]) in known:
                continue  # it stands on an earlier version, and does not stand here twice
            claim = self._claim(given, self._passage((start, end)), statement)
            check([claim], what)
            claim.derive()
            self.made.claims.append(claim)
            self._attribution(claim, given, what)
            self._assessment(claim, given, what)

    def _claim(self, given: ClaimMark, passage: Passage, statement: str) -> Claim:
        return Claim(
            passage=passage,
            statement=statement,
            statement_language=self.version.language,
            # "direct" is for a quote that somebody looked at, so it is never assumed
            mode=given.mode or (Mode.INDIRECT if given.claimant else Mode.NARRATOR),
            said=given.said,
            said_language=given.said_language,
            **self.review,
        )

    def _attribution(self, claim: Claim, given: ClaimMark, what: str) -> None:
        who = given.claimant
        if who is None:
            return
        entity = self._claimant(who, what)
        words = who.as_worded or ("" if entity else who.name)
        if not words and not entity:
            raise Wrong(_("%(what)s: the claimant has no name. Give it.") % {"what": what})
        made = Attribution(claim=claim, entity=entity, as_worded=words, capacity=who.capacity)
        check([made], what)
        self.made.attributions.append(made)

    def _claimant(self, who: Claimant, what: str) -> Entity | None:
        if who.name and (who.kind or who.same_as):
            return self._entity(who.name, who.kind, who.same_as, what)
        named = self._by_name.get(who.name, [])
        return named[0] if len(named) == 1 else None  # two of one name: their words alone

    def _assessment(self, claim: Claim, given: ClaimMark, what: str) -> None:
        if given.status in ("", Status.NOT_ASSESSED):
            return
        made = Assessment(
            claim=claim,
            status=given.status,
            reason=_("As given in %(source)s.") % {"source": self.record.source},
            name="ingest",
        )
        check([made], what)
        self.made.assessments.append(made)

    def dates(self) -> None:
        for at, given in enumerate(self.record.dates):
            what = f"dates[{at}]"
            span = checked(self.version.text, given.start, given.end, what)
            if span in self.made.datings:
                raise Wrong(
                    _("%(what)s: another date stands on the same words. Leave one.")
                    % {"what": what}
                )
            passage = self._passage(span)
            dating = Dating(passage=passage, **self._value(given.edtf, span), **self.review)
            check([dating], what)
            dating.derive()
            self.made.datings[span] = dating

    def _value(self, edtf: str, span: Span) -> dict[str, Any]:
        """What a date means: as given, else as the rules read it against the document's date."""
        if edtf:
            return {"edtf": edtf, "status": DatingStatus.RESOLVED, "fixed": True}
        found = self._resolved.get(span)
        if found is None:
            return {"status": DatingStatus.UNRESOLVED}
        return columns(found)

    @cached_property
    def _resolved(self) -> dict[Span, ResolvedDate]:
        found = readings(self.version.document, self.version)
        return {(each.start, each.end): each for each in found}


def _claims_of(document: Document) -> set[tuple[str, str]]:
    """Statement and quote of every claim that a document has already."""
    if document.pk is None:
        return set()
    claims = Claim.objects.filter(passage__version__document=document)
    return set(claims.values_list("statement", "passage__quote"))


def _statement(given: ClaimMark, quote: str) -> str:
    """The statement that is given, else the words of the passage, on one line."""
    if given.statement:
        return given.statement
    words = " ".join(quote.split())
    return words if len(words) <= LONGEST_STATEMENT else words[: LONGEST_STATEMENT - 1] + "…"

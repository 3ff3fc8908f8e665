"""Claims that a text attributes to somebody, each with its attribution as worded.

Who is meant is said where the words that name the speaker are marked as one entity, or name one
that is known here; a pronoun is left to a person. A claim that stands on these words already, a
rejected one too, is not suggested again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simple_history.utils import bulk_create_with_history

from archive.models import (
    Attribution,
    Claim,
    Document,
    Entity,
    EntityKind,
    Mention,
    Review,
    Version,
)
from archive.signals import documents_changed
from archive.suggest.attribution import Attributed, attributed
from archive.suggest.making import REASON, Suggested, add, places_taken
from archive.suggest.texts import Text
from archive.workbench.guessing import capacity_of, statement_of

SPEAKERS = (EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OTHER)
SAME = 0.5  # of the shorter of two spans that they may share before they are one claim

Span = tuple[int, int]


def suggest(texts: Sequence[Text]) -> Suggested:
    """Suggest the claims of these texts. Reviewers search them too, so the index is told."""
    done = Suggested()
    changed = []
    for text in texts:
        made = _suggest_on(text)
        done.made += made
        changed += [text.document.uid] if made else []
    if changed:
        documents_changed.send(sender=Document, uids=changed)
    return done


def _suggest_on(text: Text) -> int:
    taken = places_taken(Claim, [text.version])[text.version.pk]
    found = [
        one
        for one in attributed(text.version.text)
        if not text.is_boilerplate(one.start, one.end) and not _stands(one, taken)
    ]
    if not found:
        return 0
    claims = [_claim(text.version, one) for one in found]
    version = text.version
    add([(version, one.start, one.end, row) for one, row in zip(found, claims, strict=True)])
    marked = _speakers(text.version)
    attributions = [
        _attribution(text.version.text, one, row, marked)
        for one, row in zip(found, claims, strict=True)
    ]
    bulk_create_with_history(attributions, Attribution, default_change_reason=REASON)
    return len(claims)


def _stands(one: Attributed, taken: Iterable[Span]) -> bool:
    for start, end in taken:
        shared = min(one.end, end) - max(one.start, start)
        if shared > SAME * min(one.end - one.start, end - start):
            return True
    return False


def _claim(version: Version, one: Attributed) -> Claim:
    row = Claim(
        statement=statement_of(version.text[one.start : one.end]),
        statement_language=version.language,
        mode=one.mode,
        review=Review.SUGGESTED,
        rule=one.rule,
    )
    row.derive()
    return row


def _speakers(version: Version) -> list[tuple[int, int, Entity]]:
    """Who may speak and is marked in a version, suggestions too: a person looks at both."""
    rows = Mention.objects.filter(passage__version=version, entity__kind__in=SPEAKERS)
    rows = rows.exclude(review=Review.REJECTED).select_related("entity", "passage")
    return [(row.passage.start, row.passage.end, row.entity) for row in rows]


def _attribution(
    text: str, one: Attributed, claim: Claim, marked: Sequence[tuple[int, int, Entity]]
) -> Attribution:
    start, end = one.speaker
    worded = " ".join(text[start:end].split())
    inside = {
        entity.pk: (first, last, entity)
        for first, last, entity in marked
        if start <= first and last <= end
    }
    persons = [each for each in inside.values() if each[2].kind == EntityKind.PERSON]
    chosen = persons if len(persons) == 1 else list(inside.values())
    if len(chosen) != 1:
        return Attribution(claim=claim, as_worded=worded[:300])
    first, last, entity = chosen[0]
    capacity = ""
    if entity.kind == EntityKind.PERSON:  # from the words that name the speaker alone
        capacity = capacity_of(f"{text[start:end]},", first - start, last - start)
    return Attribution(claim=claim, as_worded=worded[:300], entity=entity, capacity=capacity[:300])

"""When a new text of a document comes, each passage of its earlier ones is placed in it.

The rules are those of `archive.passages.reanchor` (docs/anchors.md). Only texts in one language are
compared: a translation has other words, and places nothing. What is not sure waits in the repair
queue until a person settles it (`archive.repair`). Nothing moves silently: a settled placement is
never worked out again, and where the words chosen by a person go on, so does the choice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from archive.models import Boilerplate, Document, Passage, Placement, PlacementState, Version
from archive.passages import Anchor, passage_at, reanchor
from archive.passages import Passage as Span
from archive.passages.anchors import squeezed
from archive.signals import documents_changed

SURE = (PlacementState.EXACT, PlacementState.MOVED)
BATCH = 200  # rows written at once


@dataclass(frozen=True)
class Placed:
    """What a run came to: how many placements of each state, and how many wait for a person."""

    states: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def __add__(self, other: Placed) -> Placed:
        return Placed(self.states + other.states, self.waiting + other.waiting)

    @property
    def total(self) -> int:
        """How many placements were made."""
        return sum(self.states.values())


@dataclass(frozen=True)
class _Base:
    """The words from which a passage is placed: its own, or those a person chose for it since."""

    version: Version
    span: Span
    chosen: Placement | None = None


def connect() -> None:
    """Watch versions and passages."""
    post_save.connect(_version_saved, sender=Version, dispatch_uid="placing versions")
    post_save.connect(_passage_saved, sender=Passage, dispatch_uid="placing passages")


def _version_saved(sender: Any, instance: Version, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:  # a fixture brings its placements with it
        instance.__dict__["placed"] = place(instance)


def _passage_saved(sender: Any, instance: Passage, created: bool, raw: bool, **kwargs: Any) -> None:
    """A passage that is marked on an earlier text stands in the newer ones too."""
    if not created or raw:
        return
    version = instance.version
    for newer in Version.objects.filter(
        document=version.document_id, number__gt=version.number
    ).order_by("number"):
        if same_language(version, newer):
            place(newer, [instance])


def same_language(one: Version, other: Version) -> bool:
    """Whether two texts are in one language: en and en-GB are, es and en are not."""
    first, second = (each.language.lower().partition("-")[0] for each in (one, other))
    return first == second


def earlier_texts(version: Version) -> dict[int, Version]:
    """The document's earlier versions in the same language by key, without their texts."""
    rows = Version.objects.filter(document=version.document_id, number__lt=version.number)
    rows = rows.order_by("number").defer("text")
    return {row.pk: row for row in rows if same_language(row, version)}


@transaction.atomic
def place(version: Version, only: Iterable[Passage] | None = None, again: bool = False) -> Placed:
    """Place in this version the passages of the earlier texts of its language, or `only` some.

    What has a place stays; with `again` what no person has settled is worked out anew. Boilerplate
    that is surely placed becomes boilerplate of this version.
    """
    earlier = earlier_texts(version)
    if again:
        Placement.objects.filter(version=version, settled_by="").delete()
    passages = _unplaced(version, earlier, only) if earlier else []
    if not passages:
        return Placed()
    made = _placements(passages, earlier, version)
    Placement.objects.bulk_create(made, batch_size=BATCH)
    follow_boilerplate(made)
    documents_changed.send(sender=Document, uids=[version.document.uid])
    return Placed(Counter(str(row.state) for row in made), sum(row.unsure for row in made))


def foreseen(version: Version) -> list[Placement]:
    """The placements that saving this version would make, unsaved as it is itself."""
    earlier = earlier_texts(version)
    rows = Passage.objects.filter(version__in=earlier).order_by("version__number", "start", "end")
    passages = list(rows.select_related("boilerplate"))
    return _placements(passages, earlier, version) if passages else []


def _unplaced(
    version: Version, earlier: dict[int, Version], only: Iterable[Passage] | None
) -> list[Passage]:
    rows = Passage.objects.filter(version__in=earlier).exclude(placements__version=version)
    if only is not None:
        rows = rows.filter(pk__in=[passage.pk for passage in only])
    rows = rows.select_related("boilerplate")
    return list(rows.order_by("version__number", "start", "end"))


def _placements(
    passages: Sequence[Passage], earlier: dict[int, Version], version: Version
) -> list[Placement]:
    chosen = _chosen(passages, earlier)
    by_text: dict[int, list[tuple[Passage, _Base]]] = defaultdict(list)
    for passage in passages:
        base = _base(passage, chosen.get(passage.pk), earlier)
        by_text[base.version.pk].append((passage, base))
    made = []
    for key, of in by_text.items():
        anchors = reanchor(earlier[key].text, version.text, [base.span for _passage, base in of])
        for (passage, base), anchor in zip(of, anchors, strict=True):
            made.append(_placement(passage, version, base, anchor))
    return made


def _chosen(passages: Sequence[Passage], earlier: dict[int, Version]) -> dict[int, Placement]:
    """For each passage the newest place among the earlier texts that a person chose for it."""
    rows = Placement.objects.filter(version__in=earlier, start__isnull=False)
    rows = rows.exclude(settled_by="").order_by("version__number")
    wanted = {passage.pk for passage in passages}
    return {row.passage_id: row for row in rows if row.passage_id in wanted}


def _base(passage: Passage, chosen: Placement | None, earlier: dict[int, Version]) -> _Base:
    if chosen is None or chosen.start is None or chosen.end is None:
        return _Base(earlier[passage.version_id], passage.span)
    version = earlier[chosen.version_id]
    return _Base(version, passage_at(version.text, chosen.start, chosen.end), chosen)


def _placement(passage: Passage, version: Version, base: _Base, anchor: Anchor) -> Placement:
    row = Placement(passage=passage, version=version, state=anchor.state.value)
    row.start, row.end = anchor.start, anchor.end
    row.evidence = evidence_of(passage.quote, version.text, anchor, base.version.number)
    if base.chosen is not None and anchor.start is not None:
        row.state = state_of(passage, row.evidence["found"], row.state)
        if anchor.state.value in SURE or anchor.same_words:
            row.settled_by = base.chosen.settled_by
            row.settled_reason = base.chosen.settled_reason
    return row


def state_of(passage: Passage, found: str, state: str = PlacementState.MOVED) -> str:
    """The state of a passage whose place was chosen: words that differ are always `changed`."""
    if found != passage.quote:
        return PlacementState.CHANGED
    return state if state in SURE else PlacementState.MOVED


def evidence_of(quote: str, text: str, anchor: Anchor, number: int) -> dict[str, Any]:
    """What a placement rests on, for the column `evidence`.

    `from` is the number of the version whose words were looked for, `quote` the passage's own,
    `found` what stands in its place ("" where it has none), `candidates` spans of the new text.
    """
    return {
        "from": number,
        "quote": quote,
        **found_at(quote, text, anchor.start, anchor.end),
        "candidates": [list(span) for span in anchor.candidates],
    }


def found_at(quote: str, text: str, start: int | None, end: int | None) -> dict[str, Any]:
    """The part of `evidence_of` that tells what stands in a place, or that there is none."""
    found = "" if start is None else text[start:end]
    return {"found": found, "same_words": bool(found) and squeezed(found) == squeezed(quote)}


def follow_boilerplate(rows: Iterable[Placement]) -> int:
    """Mark what surely stands in the place of boilerplate as such; how many passages that are.

    Where the version's own boilerplate covers it already, nothing is added.
    """
    made = 0
    for row in rows:
        if row.unsure or row.start is None or row.end is None or not _is_boilerplate(row.passage):
            continue
        own = Boilerplate.objects.filter(passage__version=row.version)
        if not own.filter(passage__start__lte=row.start, passage__end__gte=row.end).exists():
            here = row.version.passage(row.start, row.end)
            Boilerplate.objects.create(passage=here, rule=carried(row.passage))
            made += 1
    return made


def carried(passage: Passage) -> str:
    """The rule of boilerplate that followed from an earlier version."""
    number = passage.version.number
    return _("boilerplate: as in version {number}").format(number=number)


def _is_boilerplate(passage: Passage) -> bool:
    try:
        return passage.boilerplate is not None
    except Boilerplate.DoesNotExist:
        return False

"""What a person decides where a passage's place in a newer text is not sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import review
from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    Document,
    Evidence,
    Mention,
    Note,
    Operation,
    Passage,
    Placement,
    PlacementState,
    Review,
    Version,
)
from archive.passages.anchors import SAME_ENOUGH, similarity, squeezed
from archive.passages.spans import shortened
from archive.placing import carried, follow_boilerplate, found_at, place, state_of
from archive.signals import documents_changed

REVIEWED: tuple[type[Any], ...] = (Claim, Mention, Dating, Note)
UNREVIEWED: tuple[type[Any], ...] = (Evidence, Boilerplate)
# suggestions ask nobody: they are made anew on the newer text
UNASKED = (Review.REJECTED, Review.SUGGESTED)
COLUMNS = ("state", "start", "end", "settled_by", "settled_reason", "evidence")


def to_repair(documents: QuerySet[Document]) -> QuerySet[Placement]:
    """Unsure placements of passages that carry something, in the newest text of each layer.

    An older text of the same layer and language is read by nobody first, and asks nothing.
    """
    newer = Version.objects.filter(
        document=OuterRef("version__document"),
        language=OuterRef("version__language"),
        layer=OuterRef("version__layer"),
        number__gt=OuterRef("version__number"),
    )
    found = Placement.objects.unsure().filter(version__document__in=documents)
    return found.filter(~Exists(newer)).filter(carries())


def carries() -> Q:
    """Placements whose passage carries an annotation that a person made or accepted."""
    here: dict[str, Any] = {"passage": OuterRef("passage")}
    found = Q()
    for model in REVIEWED:
        found |= Q(Exists(model.objects.filter(**here).exclude(review__in=UNASKED)))
    for model in UNREVIEWED:
        found |= Q(Exists(model.objects.filter(**here)))
    return found


def labels_of(passages: Iterable[int]) -> dict[int, list[str]]:
    """What hangs on these passages, by their keys, in words: what asks a person if in doubt."""
    wanted = list(passages)
    found: dict[int, list[str]] = defaultdict(list)
    for model in (*REVIEWED, *UNREVIEWED):
        rows = model.objects.filter(passage__in=wanted).order_by("pk")
        if model in REVIEWED:
            rows = rows.exclude(review__in=UNASKED)
        if model is Mention:
            rows = rows.select_related("entity")
        for row in rows:
            named = row.entity if model is Mention else row
            found[row.passage_id].append(f"{model._meta.verbose_name}: {named}")
    return dict(found)


@transaction.atomic
def settle(placement: Placement, start: int, end: int, user: Any, why: str = "") -> Operation:
    """A person says that the passage stands at this span, code points, of the newer text.

    Returns the operation, by which it is taken back. Raises ValidationError for a span that is
    empty or not within the text, where somebody else settled it meanwhile, where the rules found a
    sure place, and where what is accepted would stand beside other words than this user may choose.
    """
    text = placement.version.text
    if not 0 <= start < end <= len(text):
        raise ValidationError(_("Choose a place within the text."))
    if not may_place(user, placement.passage, text[start:end]):
        raise ValidationError(for_reviewers())
    offered = [start, end] in placement.evidence.get("candidates", [])
    why = why.strip() or (_("one of the places found") if offered else _("chosen by hand"))
    state = state_of(placement.passage, text[start:end])
    return _settled(placement, (state, start, end), user, why)


def may_place(user: Any, passage: Passage, words: str) -> bool:
    """Whether this user may say that the passage stands in these words of a newer text.

    What is accepted is public there at once. Words less alike than the rules place a passage in
    (`SAME_ENOUGH`) are a new reading of it, and that is for those who may accept.
    """
    if review.may_review(user) or not _carries_accepted(passage):
        return True
    return similarity(squeezed(passage.quote), squeezed(words)) >= SAME_ENOUGH


def for_reviewers() -> str:
    """What is said to whoever may not place a passage in the words that they chose."""
    return _(
        "These words differ in more than a fifth, and what hangs on the passage is accepted: it "
        "would be public beside them at once. A reviewer places it there; say in a comment where "
        "it belongs."
    )


def _carries_accepted(passage: Passage) -> bool:
    accepted = {"passage": passage, "review": Review.ACCEPTED}
    if any(model.objects.filter(**accepted).exists() for model in REVIEWED):
        return True
    return Evidence.objects.filter(passage=passage, claim__review=Review.ACCEPTED).exists()


@transaction.atomic
def give_up(placement: Placement, user: Any, why: str) -> Operation:
    """A person says that the passage stands no more in the newer text, and why.

    Returns the operation, by which it is taken back. Raises ValidationError without a reason, and
    where somebody else settled it meanwhile.
    """
    if not why.strip():
        raise ValidationError(_("Say why the passage stands nowhere in the newer text."))
    return _settled(placement, (PlacementState.LOST, None, None), user, why.strip())


def _settled(
    placement: Placement, to: tuple[str, int | None, int | None], user: Any, why: str
) -> Operation:
    rows = Placement.objects.select_for_update(of=("self",))
    row = rows.select_related("passage__version", "version").get(pk=placement.pk)
    if row.settled_by not in ("", placement.settled_by):
        raise ValidationError(settled_meanwhile(row))
    if not decidable(row):
        raise ValidationError(_("This passage has a sure place, and asks nobody."))
    before = [getattr(row, name) for name in COLUMNS]
    _unmark(row)
    row.state, row.start, row.end = to
    row.settled_by, row.settled_reason = user.get_username(), why[:500]
    row.evidence = row.evidence | found_at(row.passage.quote, row.version.text, row.start, row.end)
    row.save()
    follow_boilerplate([row])
    _tell(row.version)
    for name in COLUMNS:
        setattr(placement, name, getattr(row, name))
    return _record(row, before, user)


def decidable(row: Placement) -> bool:
    """Whether a person may be asked where this passage stands: it waits, or one was asked."""
    return bool(row.unsure or row.settled_by)


def settled_meanwhile(row: Placement) -> str:
    """What is said to whoever decides about what another has just decided."""
    sentence = _("{who} settled this meanwhile: {why}. Look at it again.")
    return sentence.format(who=row.settled_by, why=row.settled_reason.rstrip("."))


def _record(row: Placement, before: list[Any], user: Any) -> Operation:
    words = _("“{quote}” placed in version {number}: {state}")
    if row.start is None:
        words = _("“{quote}” given up in version {number}")
    said = words.format(
        quote=shortened(row.passage.quote, 100),
        number=row.version.number,
        state=row.get_state_display(),
    )
    after = [getattr(row, name) for name in COLUMNS]
    return Operation.objects.create(
        kind=Operation.Kind.PLACE,
        said=said[:300],
        user=user,
        before={"placement": row.pk, "before": before, "after": after},
    )


@transaction.atomic
def undo_placing(operation: Operation, user: Any) -> tuple[int, int]:
    """Let the passage wait again; how many, and how many had changed since.

    Where the placement was changed since, the operation is not used up.
    """
    rows = Placement.objects.select_related("passage__version", "version")
    row = rows.filter(pk=operation.before["placement"]).first()
    names = COLUMNS[: len(operation.before["after"])]  # older ones kept no evidence
    if row is None or [getattr(row, name) for name in names] != operation.before["after"]:
        return 0, 1
    _unmark(row)
    for name, value in zip(names, operation.before["before"], strict=True):
        setattr(row, name, value)
    row.save()
    _tell(row.version)
    operation.undone_by, operation.undone_at = user, timezone.now()
    operation.save(update_fields=["undone_by", "undone_at"])
    return 1, 0


@transaction.atomic
def ask_again(placement: Placement) -> Placement | None:
    """Take back what a person settled, and work it out anew."""
    passage, version = placement.passage, placement.version
    _unmark(placement)
    placement.delete()
    place(version, [passage])
    _tell(version)
    return Placement.objects.filter(passage=passage, version=version).first()


def _unmark(row: Placement) -> None:
    """The boilerplate that came with a placement goes with it."""
    if row.start is None or row.end is None:
        return
    Boilerplate.objects.filter(
        passage__version=row.version,
        passage__start=row.start,
        passage__end=row.end,
        rule=carried(row.passage),
    ).delete()


def _tell(version: Version) -> None:
    documents_changed.send(sender=Document, uids=[version.document.uid])

"""Earlier states of rows: who changed what, when and why, in words; and the way back to one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from archive.beginnings import REASON as BEGINNING
from archive.datings import columns, readings
from archive.existing import hidden
from archive.merging import lead_on
from archive.models import (
    Alias,
    Claim,
    Dating,
    Document,
    DocumentLink,
    Entity,
    EntityIdentifier,
    Mention,
    Note,
    Subject,
)
from archive.names import Rows, in_words, name_then, names_then, read_ahead
from archive.review import WRITTEN_WITH
from archive.suggest.making import REASON as SUGGESTED

# restoring a state does not settle, unsettle, re-sign, merge or part
NOT_RESTORED = frozenset(
    {
        "id",
        "uid",
        "review",
        "reviewed_by",
        "created_by",
        "created_at",
        "earliest",
        "latest",
        "merged_into",
    }
)
SAYS_WHEN = ("edtf", "timex", "type", "status")  # of a dating; the other columns say why
NOT_SHOWN = frozenset({"id", "created_by", "created_at", "earliest", "latest"})
# rows with a history of their own that are part of another row's state, and the way to it
PARTS: dict[type[Model], tuple[tuple[Any, str], ...]] = {
    **WRITTEN_WITH,
    Entity: ((Alias, "entity"), (EntityIdentifier, "entity")),
}
ON_DOCUMENT: tuple[tuple[Any, str], ...] = (
    (Claim, "passage__version__document"),
    (Mention, "passage__version__document"),
    (Dating, "passage__version__document"),
    (Note, "passage__version__document"),
    (Subject, "document"),
    (DocumentLink, "source"),
)
BY_ITSELF = frozenset({BEGINNING, SUGGESTED})  # reasons that are kept in English
IN_ONE_GO = timedelta(seconds=5)  # a row with all its parts is deleted within this
NEWEST = 500  # records of each kind that a document's history looks at
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """Some words of a difference: `how` is same, gone or new."""

    text: str
    how: str


@dataclass(frozen=True)
class Difference:
    """What became of one field, in words, and word by word where both are sentences."""

    field: str
    before: str
    after: str

    @property
    def runs(self) -> list[Run]:
        """The two word by word; empty where setting one beside the other reads better."""
        if min(len(self.before), len(self.after)) < 20:
            return []
        return _runs(WORDS.findall(self.before), WORDS.findall(self.after))


def _runs(old: list[str], new: list[str]) -> list[Run]:
    """Two lists of words as runs: what is gone stands before what came in its place."""
    found: list[Run] = []
    gone = come = ""
    for op in Indel.opcodes(old, new):
        if op.tag != "equal":
            gone += "".join(old[op.src_start : op.src_end])
            come += "".join(new[op.dest_start : op.dest_end])
            continue
        found += _replaced(gone, come)
        found.append(Run("".join(old[op.src_start : op.src_end]), "same"))
        gone = come = ""
    return found + _replaced(gone, come)


def _replaced(gone: str, come: str) -> list[Run]:
    return [Run(text, how) for text, how in ((gone, "gone"), (come, "new")) if text]


@dataclass(frozen=True)
class Entry:
    """One record of a history, with what it changed; where that is a whole row, its name."""

    record: Any
    kind: str
    differences: list[Difference]
    name: str

    @property
    def at(self) -> datetime:
        """When."""
        return self.record.history_date

    @property
    def what(self) -> str:
        """Added, changed or deleted."""
        return {"+": _("added"), "~": _("changed"), "-": _("deleted")}[self.record.history_type]

    @property
    def why(self) -> str:
        """See `why_of`."""
        return why_of(self.record)


def why_of(record: Any) -> str:
    """The reason that was given for a change, or the one that the archive gives by itself."""
    reason = record.history_change_reason or ""
    return _(reason) if reason in BY_ITSELF else reason


def records_of(row: Model) -> list[Any]:
    """The records of a row and its parts, newest first; of a document, of its annotations too."""
    model: Any = type(row)
    records = list(model.history.filter(id=row.pk))
    for part, to in PARTS.get(model, ()):
        records += part.history.filter(**{to: row.pk})
    if model is Document:
        for annotation, to in ON_DOCUMENT:
            records += annotation.history.filter(**{to: row.pk}).order_by("-history_id")[:NEWEST]
    return sorted(records, key=lambda r: (r.history_date, r.history_id), reverse=True)


def entries(records: Sequence[Any]) -> list[Entry]:
    """What each of these records changed; a record that changed nothing is left out.

    However many there are, each kind of row and what it names is asked for once.
    """
    before = _before(records)
    _read_users(records)
    pairs = [(before.get((type(one), one.history_id)), one) for one in records]
    pairs = [(old if one.history_type == "~" else None, one) for old, one in pairs]
    known = _named_by([pair for pair in pairs if pair[0] is not None])
    found = []
    for old, record in pairs:
        differences = between(old, record, known) if old is not None else []
        if old is None or differences:
            found.append((record, differences))
    names = iter(names_then([one.instance for one, differences in found if not differences]))
    return [
        Entry(
            record,
            str(record.instance_type._meta.verbose_name),
            differences,
            "" if differences else next(names),
        )
        for record, differences in found
    ]


def _read_users(records: Sequence[Any]) -> None:
    kinds: dict[type, list[Any]] = defaultdict(list)
    for record in records:
        kinds[type(record)].append(record)
    for of in kinds.values():
        read_ahead(of, "history_user")


def _named_by(pairs: Iterable[tuple[Any, Any]]) -> Rows:
    """The rows that the differences of these states name, as far as they are there."""
    keys: dict[Any, set[Any]] = defaultdict(set)
    for old, new in pairs:
        for field in new.instance_type._meta.concrete_fields:
            was, now = getattr(old, field.attname), getattr(new, field.attname)
            if field.remote_field is not None and field.name not in NOT_SHOWN and was != now:
                keys[field.remote_field.model] |= {was, now} - {None}
    return {model: model._base_manager.in_bulk(of) for model, of in keys.items()}


def _before(records: Sequence[Any]) -> dict[tuple[type, int], Any]:
    """Each record's predecessor, with one query for each kind of row."""
    rows: dict[Any, set[int]] = defaultdict(set)
    for record in records:
        rows[type(record)].add(record.id)
    before: dict[tuple[type, int], Any] = {}
    for kind, pks in rows.items():
        last: dict[int, Any] = {}
        for record in kind._default_manager.filter(id__in=pks).order_by("history_id"):
            if record.id in last:
                before[kind, record.history_id] = last[record.id]
            last[record.id] = record
    return before


def between(old: Any, new: Any, known: Rows | None = None) -> list[Difference]:
    """What differs between two states of one row: records, or the row itself; `known` are the rows
    that they name, where these were read already."""
    model = getattr(new, "instance_type", type(new))
    found = []
    for field in model._meta.concrete_fields:
        if field.name in NOT_SHOWN:
            continue
        was, now = getattr(old, field.attname), getattr(new, field.attname)
        if was != now:
            label = str(field.verbose_name)
            sides = (in_words(field, value, known) for value in (was, now))
            found.append(Difference(label, *sides))
    return found


def shown(record: Any) -> list[tuple[str, str]]:
    """The state that a record holds: each field with its value in words."""
    fields = [f for f in record.instance_type._meta.concrete_fields if f.name not in NOT_SHOWN]
    return [
        (str(field.verbose_name), in_words(field, getattr(record, field.attname)))
        for field in fields
    ]


def parts_then(record: Any) -> list[Any]:
    """The parts of a row (a claim's attributions, what it is about) as they stood until its next
    record, as unsaved rows."""
    found = []
    for part, to in PARTS.get(record.instance_type, ()):
        stood, known = _recorded_then(record, part, to)
        # what has no record at all came with the row, and was never changed
        silent = part._base_manager.filter(**{to: record.id}).exclude(pk__in=known)
        found += [*stood, *silent]
    return found


def _recorded_then(record: Any, part: Any, to: str) -> tuple[list[Any], set[int]]:
    """The parts that stood by their records, and the keys of all that have any."""
    later = record.next_record
    then: dict[int, tuple[Any, bool]] = {}
    known: set[int] = set()
    for one in part.history.filter(**{to: record.id}).order_by("history_id"):
        made = one.history_type == "+" and one.history_change_reason != BEGINNING
        # a history that begins later than the part tells of it from its first record on
        begins = one.id not in known and not made
        known.add(one.id)
        in_time = later is None or one.history_date < later.history_date
        if begins or (in_time and not _went_with(record, one)):
            then[one.id] = (one, begins)
    stood = [one for one, begins in then.values() if begins or one.history_type != "-"]
    return [one.instance for one in stood], known


def _went_with(record: Any, part: Any) -> bool:
    """Whether a part was deleted because its row was: that is recorded a moment before the row."""
    if record.history_type != "-" or part.history_type != "-":
        return False
    return bool(timedelta() <= record.history_date - part.history_date < IN_ONE_GO)


def part_differences(record: Any, row: Model, user: Any) -> list[Difference]:
    """What of a row's parts differs between now and then: for each kind one line of names. Parts
    that do not exist for this user are in none."""
    then = [one for one in parts_then(record) if not hidden(one, user)]
    found = []
    for part, to in PARTS.get(record.instance_type, ()):
        rows = part._base_manager.filter(**{to: row.pk})
        now = [one for one in rows if not hidden(one, user)]
        sides = [_listed(now), _listed(one for one in then if isinstance(one, part))]
        if sides[0] != sides[1]:
            found.append(Difference(str(part._meta.verbose_name_plural), *sides))
    return found


def _listed(parts: Iterable[Any]) -> str:
    return "; ".join(sorted(name_then(part) for part in parts)) or "—"


@transaction.atomic
def restore(record: Any, user: Any, left: Collection[str] = ()) -> Any:
    """Give the row, deleted ones too, the state of a record; returns it.

    Review stays as it is, and so do the fields that are `left`, and the parts that do not exist
    for this user; with a deleted row they come back. A date that a person brings back is theirs:
    see `_hold`. Raises ValidationError, with a sentence, where the state can't be.
    """
    model = record.instance_type
    row = model._base_manager.filter(pk=record.id).first()
    was_gone = row is None
    reason = _("restored to {when:%Y-%m-%d %H:%M}").format(when=record.history_date)
    if row is None:
        row = record.instance
        row._state.adding = True
        if hasattr(row, "review"):
            row.review, row.reviewed_by = "draft", None
        if isinstance(row, Entity):
            row.merged_into = None
    else:
        for field in model._meta.concrete_fields:
            if field.name not in NOT_RESTORED and field.name not in left:
                setattr(row, field.attname, getattr(record, field.attname))
    _check(row)
    if isinstance(row, Dating):
        _hold(row)
    row._change_reason, row._history_user = reason, user
    row.save()
    _restore_parts(record, row, reason, user, was_gone)
    return row


def _hold(dating: Dating) -> None:
    """Fix the value of an earlier state, so that no rule takes it away from who chose it.

    Where the rules read just that in these words today, it stays theirs, with today's reasons.
    """
    if dating.fixed:
        return
    passage = dating.passage
    for one in readings(passage.version.document, passage.version):
        if (one.start, one.end) == (passage.start, passage.end):
            found = columns(one)
            if all(getattr(dating, name) == found[name] for name in SAYS_WHEN):
                for name, value in found.items():
                    setattr(dating, name, value)
                return
    dating.fixed = True


def _check(row: Any) -> None:
    lead_on(row)
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if field.remote_field is None or key is None:
            continue
        if not field.remote_field.model._base_manager.filter(pk=key).exists():
            if field.null:
                setattr(row, field.attname, None)
                continue
            message = _("The {what} of that time is not there any more.")
            raise ValidationError(message.format(what=field.verbose_name))
    row.full_clean()


def _comes_back(part: Any, user: Any, was_gone: bool) -> bool:
    """Whether a part is restored with its row; what a user knows nothing of stands in no way."""
    if not hidden(part, user):
        return True
    return was_gone and Claim.objects.filter(pk=part.claim_id).exists()


def _restore_parts(record: Any, row: Any, reason: str, user: Any, was_gone: bool) -> None:
    then = [one for one in parts_then(record) if _comes_back(one, user, was_gone)]
    for part, to in PARTS.get(record.instance_type, ()):
        wanted = {one.pk: one for one in then if isinstance(one, part)}
        kept = set()
        for now in part._base_manager.filter(**{to: row.pk}):
            same = now.pk in wanted and not between(now, wanted[now.pk])
            if same or hidden(now, user):
                kept.add(now.pk)
                continue
            # taken away first: two that have changed places would stand in each other's way
            now._change_reason, now._history_user = reason, user
            now.delete()
        for pk, one in wanted.items():
            if pk not in kept:
                one._state.adding = True
                _check(one)
                one._change_reason, one._history_user = reason, user
                one.save(force_insert=True)

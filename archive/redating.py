"""When a document's date changes, what was read against it is worked out again, and can be undone.

Never touched: what a person fixed, corrected or rejected, and what no rule had read. Accepted
datings keep their state of review; every change stands in the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from archive.beginnings import change
from archive.dates import ResolvedDate
from archive.dates.values import in_words
from archive.datings import COLUMNS, columns, readings
from archive.models import (
    Dating,
    DatingBasis,
    DatingStatus,
    Document,
    Operation,
    Review,
    Version,
)
from archive.signals import documents_changed

DATE_FIELDS = ("dated", "dated_kind", "dated_basis", "dated_reason", "dateline_date")
READ_AGAINST = ("dated", "dateline_date")
WRITTEN = [*COLUMNS, "earliest", "latest"]

FROM_THE_DOCUMENT = (DatingBasis.PUBLISHED, DatingBasis.DATELINE)
# The rule stays, so that the next date of the document is tried again.
UNRESOLVED = {
    **dict.fromkeys(("edtf", "timex", "reference", "basis"), ""),
    "status": DatingStatus.UNRESOLVED.value,
}

DateOf = dict[str, str]
Span = tuple[int, int]  # start and end in the text, code points
Pair = tuple[Dating, dict[str, str]]  # a dating as it stands, and its columns as they were


def date_of(document: Document) -> DateOf:
    """The fields of a document that say when it is from."""
    return {name: getattr(document, name) for name in DATE_FIELDS}


def connect() -> None:
    """Watch documents."""
    pre_save.connect(_before_save, sender=Document, dispatch_uid="redating before")
    post_save.connect(_after_save, sender=Document, dispatch_uid="redating after")


def _before_save(sender: Any, instance: Document, raw: bool, **kwargs: Any) -> None:
    instance.__dict__.pop("date_before", None)
    if raw or instance.pk is None:  # a fixture brings its datings with it
        return
    kept = Document.objects.filter(pk=instance.pk).values(*DATE_FIELDS).first()
    if kept and any(kept[name] != getattr(instance, name) for name in READ_AGAINST):
        instance.__dict__["date_before"] = dict(kept)


def _after_save(sender: Any, instance: Document, **kwargs: Any) -> None:
    before = instance.__dict__.pop("date_before", None)
    if before is not None and not instance.__dict__.get("keeps_datings"):
        instance.__dict__["redated"] = redate(instance, before, _who(instance))


def _who(document: Document) -> Any:
    """The person whose request this is, as the history names them; None in a command."""
    user = getattr(document, "_history_user", None)
    request = getattr(HistoricalRecords.context, "request", None)
    user = user or getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def dependent(document: Document) -> list[Dating]:
    """The datings of all versions of a document that may change with its date.

    A rule has read each of them: one without, empty or not, is a person's.
    """
    rows = Dating.objects.in_document(document).filter(fixed=False).exclude(reading="")
    return list(rows.exclude(review=Review.REJECTED))


@transaction.atomic
def redate(document: Document, before: DateOf, user: Any) -> Operation | None:
    """Work out again what depends on the document's date; the operation that says what changed.

    None where nothing did. `before` is the date that the document had.
    """
    changed = _worked_out(document, before)
    if not changed:
        return None
    reason = _("date of the document: {before} → {after}").format(
        before=_said(before), after=_said(date_of(document))
    )
    _write([dating for dating, _old in changed], document, user, reason)
    return Operation.objects.create(
        kind=Operation.Kind.DATE,
        said=_in_words(document, len(changed), before),
        user=user,
        before={
            "document": document.uid,
            "date": [before, date_of(document)],
            "rows": [[row.pk, old, _columns_of(row)] for row, old in changed],
        },
    )


def _in_words(document: Document, count: int, before: DateOf) -> str:
    text = ngettext(
        "{count} dating changed with the date of “{title}” ({before} → {after})",
        "{count} datings changed with the date of “{title}” ({before} → {after})",
        count,
    )
    return text.format(
        count=count,
        title=document.title[:120],
        before=_said(before),
        after=_said(date_of(document)),
    )


def _said(date: DateOf) -> str:
    words = in_words(date["dated"]) if date["dated"] else _("unknown")
    if not date["dateline_date"]:
        return words
    return _("{date}, dateline {line}").format(date=words, line=in_words(date["dateline_date"]))


def _columns_of(dating: Dating) -> dict[str, str]:
    return {name: getattr(dating, name) for name in COLUMNS}


def _worked_out(document: Document, before: DateOf) -> list[Pair]:
    """The datings that read otherwise now, with their new columns set, and the old ones."""
    waiting: dict[int, list[Dating]] = defaultdict(list)
    for row in dependent(document):
        waiting[row.passage.version_id].append(row)
    changed: list[Pair] = []
    for version in Version.objects.filter(pk__in=waiting):
        read = _Read(version, date_of(document), before)
        for row in waiting[version.pk]:
            new, old = read.columns_of(row), _columns_of(row)
            if new is not None and new != old:
                changed.append((_set(row, new), old))
    return changed


class _Read:
    """The time expressions of a version against the date of now and that of before."""

    def __init__(self, version: Version, now: DateOf, before: DateOf) -> None:
        self.version, self.before = version, before
        self.found = self._spans(now)

    def _spans(self, date: DateOf) -> dict[Span, ResolvedDate]:
        found = readings(Document(**date), self.version)
        return {(one.start, one.end): one for one in found}

    @cached_property
    def _found_before(self) -> dict[Span, ResolvedDate]:
        return self._spans(self.before)

    def columns_of(self, row: Dating) -> dict[str, str] | None:
        """What a row says now; None where it has nothing to do with the date of the document.

        Words that are no expression of their own any more are read with the longest that holds
        them ("this year" in "the second half of this year"), or are unresolved.
        """
        start, end = row.passage.start, row.passage.end
        one = self.found.get((start, end))
        if one is None and not self._follows_the_date(row):
            return None
        if one is None:
            around = [each for each in self.found.values() if _holds(each, start, end)]
            one = max(around, key=lambda each: each.end - each.start, default=None)
        return columns(one) if one else _columns_of(row) | UNRESOLVED

    def _follows_the_date(self, row: Dating) -> bool:
        span = (row.passage.start, row.passage.end)
        return row.basis in FROM_THE_DOCUMENT or span in self._found_before


def _holds(one: ResolvedDate, start: int, end: int) -> bool:
    return one.start <= start and end <= one.end


def _set(dating: Dating, values: dict[str, str]) -> Dating:
    for name, value in values.items():
        setattr(dating, name, value)
    dating.derive()
    return dating


def _write(rows: Sequence[Dating], document: Document, user: Any, reason: str) -> None:
    if not rows:
        return
    change(rows, Dating, WRITTEN, user, reason)
    if any(row.review == Review.ACCEPTED for row in rows):
        documents_changed.send(sender=Document, uids=[document.uid])


def changes_of(operation: Operation) -> list[tuple[Dating, Dating, Dating]]:
    """What an operation changed: the dating as it is now, and as it was before and after."""
    rows = operation.before["rows"]
    kept = Dating.objects.select_related("passage").in_bulk([pk for pk, _old, _new in rows])
    return [
        (kept[pk], _copy(kept[pk], old), _copy(kept[pk], new))
        for pk, old, new in rows
        if pk in kept
    ]


def _copy(dating: Dating, values: dict[str, str]) -> Dating:
    return _set(Dating(passage=dating.passage, fixed=dating.fixed), values)


def latest_of(document: Document) -> Operation | None:
    """The newest change of this document's date that changed datings, unless it was taken back."""
    rows = Operation.objects.filter(kind=Operation.Kind.DATE, before__document=document.uid)
    return rows.filter(undone_at=None).select_related("user").first()


@transaction.atomic
def undo_redating(operation: Operation, user: Any) -> tuple[int, int]:
    """Give document and datings what they had; how many, and how many had changed since.

    Nothing goes back while the document has another date than this change gave it: the datings
    follow that one. What changed nothing is not taken back, and can be once it is next.
    """
    reason = _("taken back: {what}").format(what=operation.said)[:100]
    document = _still_dated_by(operation)
    if document is None:
        return 0, len(operation.before["rows"]) + 1
    _date_back(document, operation.before["date"][0], reason)
    rows = _rows_back(operation.before["rows"])
    _write(rows, document, user, reason)
    operation.undone_by, operation.undone_at = user, timezone.now()
    operation.save(update_fields=["undone_by", "undone_at"])
    return len(rows) + 1, len(operation.before["rows"]) - len(rows)


def _still_dated_by(operation: Operation) -> Document | None:
    """The document, where it still has the date and the dateline that this change gave it."""
    document = Document.objects.filter(uid=operation.before["document"]).first()
    after = operation.before["date"][1]
    if document is None or any(getattr(document, name) != after[name] for name in READ_AGAINST):
        return None
    return document


def hindered(operation: Operation) -> str:
    """Why a change of date cannot be taken back now, and what to do first; "" where it can."""
    if operation.undone_at is not None or _still_dated_by(operation) is not None:
        return ""
    document = Document.objects.filter(uid=operation.before["document"]).first()
    if document is None:
        return _("The document is not there any more, so nothing can be taken back.")
    newest = latest_of(document)
    if newest is not None and newest.pk != operation.pk:
        said = _("The date was changed again since. Take that back first: {what}.")
        return said.format(what=newest.said)
    said = _("The date is {now} by now. Set it to {date} by hand: the datings follow it.")
    return said.format(now=_said(date_of(document)), date=_said(operation.before["date"][0]))


def _date_back(document: Document, before: DateOf, reason: str) -> None:
    for name, value in before.items():
        setattr(document, name, value)
    document.__dict__["keeps_datings"] = True  # they go back with it, exactly
    document._change_reason = reason  # type: ignore[attr-defined]
    document.save()


def _rows_back(rows: Sequence[Any]) -> list[Dating]:
    """Those that nobody has changed since, with their old columns set."""
    kept = Dating.objects.in_bulk([pk for pk, _old, _new in rows])
    return [
        _set(kept[pk], old)
        for pk, old, new in rows
        if pk in kept and _columns_of(kept[pk]) == new and not kept[pk].fixed
    ]

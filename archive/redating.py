"""When a document's date changes, what was read against it is worked out again, and can be undone.

Never touched: what a person fixed or rejected, and what no rule had read. Accepted datings keep
their state of review; every change stands in the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from archive.beginnings import change
from archive.dates.values import in_words
from archive.datings import COLUMNS, columns, readings
from archive.models import Dating, Document, Operation, Review, Version
from archive.signals import documents_changed

DATE_FIELDS = ("dated", "dated_kind", "dated_basis", "dated_reason", "dateline_date")
READ_AGAINST = ("dated", "dateline_date")
WRITTEN = [*COLUMNS, "earliest", "latest"]

DateOf = dict[str, str]
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
    """The datings of all versions of a document that may change with its date."""
    rows = Dating.objects.in_document(document).filter(fixed=False).exclude(review=Review.REJECTED)
    return list(rows.filter(~Q(reading="") | Q(edtf="")))


@transaction.atomic
def redate(document: Document, before: DateOf, user: Any) -> Operation | None:
    """Work out again what depends on the document's date; the operation that says what changed.

    None where nothing did. `before` is the date that the document had.
    """
    changed = _worked_out(document)
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


def _worked_out(document: Document) -> list[Pair]:
    """The datings that read otherwise now, with their new columns set, and the old ones."""
    waiting: dict[int, list[Dating]] = defaultdict(list)
    for row in dependent(document):
        waiting[row.passage.version_id].append(row)
    changed: list[Pair] = []
    for version in Version.objects.filter(pk__in=waiting):
        found = {(one.start, one.end): columns(one) for one in readings(document, version)}
        for row in waiting[version.pk]:
            new = found.get((row.passage.start, row.passage.end))
            old = _columns_of(row)
            if new is not None and new != old:
                changed.append((_set(row, new), old))
    return changed


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
    """Give document and datings what they had; how many, and how many had changed since."""
    reason = _("taken back: {what}").format(what=operation.said)[:100]
    document = Document.objects.filter(uid=operation.before["document"]).first()
    done, since = 0, 0
    if document is not None:
        back = _date_back(document, operation.before["date"], reason)
        rows = _rows_back(operation.before["rows"])
        _write(rows, document, user, reason)
        done, since = len(rows) + back, len(operation.before["rows"]) - len(rows) + (not back)
    operation.undone_by, operation.undone_at = user, timezone.now()
    operation.save(update_fields=["undone_by", "undone_at"])
    return done, since


def _date_back(document: Document, date: Sequence[DateOf], reason: str) -> bool:
    before, after = date
    if date_of(document) != after:
        return False
    for name, value in before.items():
        setattr(document, name, value)
    document.__dict__["keeps_datings"] = True  # they go back with it, exactly
    document._change_reason = reason  # type: ignore[attr-defined]
    document.save()
    return True


def _rows_back(rows: Sequence[Any]) -> list[Dating]:
    """Those that nobody has changed since, with their old columns set."""
    kept = Dating.objects.in_bulk([pk for pk, _old, _new in rows])
    return [
        _set(kept[pk], old)
        for pk, old, new in rows
        if pk in kept and _columns_of(kept[pk]) == new and not kept[pk].fixed
    ]

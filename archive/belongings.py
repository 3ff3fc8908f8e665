"""What a document belongs to: collections, topics, identifiers, subjects, authors, documents."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from archive.models import (
    Author,
    Document,
    DocumentCollection,
    DocumentLink,
    DocumentLinkKind,
    DocumentTopic,
    Identifier,
    Subject,
)

Rows = dict[str, list[dict[str, str]]]


def _columns(rows: Any, what: str, uid: Any, label: Any, extra: Any) -> Any:
    """The same four columns of any table, for one union."""
    return (
        rows.order_by()
        .annotate(
            what=Value(what, output_field=CharField()),
            uid_=Cast(uid, CharField()),
            label=Cast(label, CharField()),
            extra=Cast(extra, CharField()),
        )
        .values_list("what", "uid_", "label", "extra")
    )


def belongings(document: Document, user: Any) -> Rows:
    """Rows of `uid`, `label` and `extra` by what they are; one query.

    `collection`, `topic`, `identifier` (label is the value, extra the scheme), `author` (label is
    the family name or the literal one, extra the given name), `subject` (extra is the basis),
    `link` and `linked` (documents this one points to, and that point to it; extra is the relation
    in words).
    """
    nothing = Value("")
    links = DocumentLink.objects.visible_to(user)
    tables = [
        _columns(
            DocumentCollection.objects.filter(document=document),
            "collection", F("collection__uid"), F("collection__name"), nothing,
        ),
        _columns(
            DocumentTopic.objects.filter(document=document),
            "topic", F("topic__uid"), F("topic__name"), nothing,
        ),
        _columns(
            Identifier.objects.filter(document=document),
            "identifier", nothing, F("value"), F("scheme"),
        ),
        _columns(
            Subject.objects.accepted().filter(document=document),
            "subject", F("entity__uid"), F("entity__name"), F("basis"),
        ),
        _columns(
            Author.objects.filter(document=document),
            "author", F("position"), Coalesce(NullIf("literal", nothing), "family"), F("given"),
        ),
        _columns(
            links.filter(source=document), "link", F("target__uid"), F("target__title"), F("kind")
        ),
        _columns(
            links.filter(target=document), "linked", F("source__uid"), F("source__title"), F("kind")
        ),
    ]  # fmt: skip
    out: Rows = {}
    for what, uid, label, extra in tables[0].union(*tables[1:], all=True):
        said = str(DocumentLinkKind(extra).label) if what in ("link", "linked") else extra
        out.setdefault(what, []).append({"uid": uid, "label": label, "extra": said})
    for what, rows in out.items():
        if what == "author":
            rows.sort(key=lambda row: int(row["uid"]))
        else:
            rows.sort(key=lambda row: (row["extra"], row["label"], row["uid"]))
    return out

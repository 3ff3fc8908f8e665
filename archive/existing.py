"""What of earlier states exists for a user: nothing there names a document hidden from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.models import Claim, Document, DocumentLink, QuestionClaim

# the ways from a row to the documents that it bears on
TO_DOCUMENTS = ("document", "version", "passage", "claim", "source", "target")


def existed_for(user: Any, row: Any) -> bool:
    """Whether a deleted row, as it was last, belongs to documents that exist for this user.

    Where one of them can't be found any more, nobody knows whether it was withdrawn: such a row is
    for those who see withdrawn ones.
    """
    if user.has_perm("archive.see_withdrawn"):
        return True
    if isinstance(row, Document):
        return row.withdrawn_on is None
    names = {field.name: field for field in row._meta.concrete_fields if field.remote_field}
    for name in TO_DOCUMENTS:
        if name not in names or getattr(row, names[name].attname) is None:
            continue
        model, key = names[name].remote_field.model, getattr(row, names[name].attname)
        stood = model._base_manager.filter(pk=key).first()
        if stood is None and hasattr(model, "history"):
            record = model.history.filter(id=key).first()
            stood = record.instance if record is not None else None
        if stood is None or not existed_for(user, stood):
            return False
    return True


def named_to(user: Any, records: Sequence[Any]) -> list[Any]:
    """Those of these records that name no document that is hidden from this user: a link that
    ever led to or from one is left out whole, since its differences name both ends, and so is
    what a question held of one."""
    if user.has_perm("archive.see_withdrawn"):
        return list(records)
    shut = _hidden_claims(records, user)
    records = [r for r in records if r.instance_type is not QuestionClaim or r.claim_id not in shut]
    keys = {one.id for one in records if one.instance_type is DocumentLink}
    ends: dict[int, set[int]] = {}
    told = DocumentLink.history.filter(id__in=keys).values_list("id", "source_id", "target_id")
    for key, *both in told:
        ends.setdefault(key, set()).update(end for end in both if end is not None)
    every = {end for of in ends.values() for end in of}
    rows = Document.objects.filter(pk__in=every)
    gone = every - set(rows.values_list("pk", flat=True))
    seen = set(Document.objects.visible_to(user).filter(pk__in=every).values_list("pk", flat=True))
    seen |= {end for end in gone if _stood_for(user, end)}
    hidden = {key for key, of in ends.items() if of - seen}
    return [r for r in records if r.instance_type is not DocumentLink or r.id not in hidden]


def _stood_for(user: Any, key: int) -> bool:
    """Whether a deleted document, as it was last, existed for this user."""
    record = Document.history.filter(id=key).first()
    return record is not None and existed_for(user, record.instance)


def _hidden_claims(records: Sequence[Any], user: Any) -> set[int]:
    """The claims, of those that questions held, whose documents do not exist for this user."""
    held = {one.claim_id: one for one in records if one.instance_type is QuestionClaim}
    claims = Claim.objects.filter(pk__in=held)
    of = dict(claims.values_list("pk", "passage__version__document"))
    rows = Document.objects.visible_to(user).filter(pk__in=set(of.values()))
    seen = set(rows.values_list("pk", flat=True))
    shut = {pk for pk, document in of.items() if document not in seen}
    gone = [one for pk, one in held.items() if pk not in of]
    return shut | {one.claim_id for one in gone if not existed_for(user, one.instance)}


def hidden(part: Any, user: Any) -> bool:
    """Whether a part of a row is of a document that does not exist for this user, as a claim that
    answers a question may be; the other parts are of the document of their row."""
    if not isinstance(part, QuestionClaim):
        return False
    of = {"versions__passages__claims": part.claim_id}
    if Document.objects.filter(**of).exists():
        return not Document.objects.visible_to(user).filter(**of).exists()
    return not existed_for(user, part)

"""Planned rows written: the bytes first, then one transaction for a batch of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history

from archive import originals
from archive.ingest.planning import Plan
from archive.models import (
    Assessment,
    Attribution,
    Author,
    Boilerplate,
    Claim,
    Dating,
    Document,
    DocumentCollection,
    DocumentTopic,
    EntityIdentifier,
    Event,
    Identifier,
    Mention,
    Original,
    Passage,
    Subject,
    Version,
)
from archive.placing import place
from archive.repair import to_repair
from archive.signals import documents_changed

REASON = "ingest"


def keep(plans: Sequence[Plan]) -> None:
    """Write what was planned, all or nothing, and tell which documents changed.

    Raises IntegrityError where another process was faster, OSError where the disk refuses.
    """
    for plan in plans:
        originals.keep(plan.record.original)
    with transaction.atomic():
        _holdings(plans)
        _documents(plans)
        _annotations(plans)
        for each in plans:
            if not each.is_new:
                place(each.version)
                _say_what_waits(each)
        documents_changed.send(sender=Document, uids=[plan.document.uid for plan in plans])


def _say_what_waits(plan: Plan) -> None:
    """Add to the report how many placements in the new text a person has to look at, and where."""
    documents = Document.objects.filter(pk=plan.document.pk)
    waiting = to_repair(documents).filter(version=plan.version).count()
    if not waiting:
        return
    sentence = ngettext(
        "%(n)s passage has no sure place in it: %(address)s",
        "%(n)s passages have no sure place in it: %(address)s",
        waiting,
    )
    address = f"{settings.ARCHIVE_URL.rstrip('/')}{reverse('admin:repair')}"
    address += f"?{urlencode({'document': plan.document.uid})}"
    said = sentence % {"n": waiting, "address": address}
    plan.row = replace(plan.row, reason=f"{plan.row.reason} {said}".strip())


def _holdings(plans: Sequence[Plan]) -> None:
    """What the documents belong to and what they name, where it is new."""
    new = [plan for plan in plans if plan.is_new]
    _save(p.document.publisher for p in new if p.document.publisher)
    _save(chain.from_iterable(p.collections for p in new))
    _save(chain.from_iterable(p.topics for p in new))
    _save(chain.from_iterable(p.marked.entities() for p in plans))
    outside = {
        (row.entity.pk, row.scheme, row.value): row
        for plan in plans
        for row in plan.marked.outside_ids
    }
    known = set(
        EntityIdentifier.objects.filter(entity__in={key[0] for key in outside}).values_list(
            "entity", "scheme", "value"
        )
    )
    _create(EntityIdentifier, [row for key, row in outside.items() if key not in known])


def _documents(plans: Sequence[Plan]) -> None:
    new = [plan for plan in plans if plan.is_new]
    _create(Document, [plan.document for plan in new])
    _create(Author, chain.from_iterable(plan.authors for plan in new))
    _create(Identifier, chain.from_iterable(plan.identifiers for plan in new))
    _create(
        DocumentCollection,
        [
            DocumentCollection(document=plan.document, collection=collection)
            for plan in new
            for collection in plan.collections
        ],
    )
    _create(
        DocumentTopic,
        [
            DocumentTopic(document=plan.document, topic=topic)
            for plan in new
            for topic in plan.topics
        ],
    )
    _create(Original, [plan.original for plan in plans])
    for plan in plans:
        plan.version.original = plan.original
    _create(Version, [plan.version for plan in plans])
    _create(Event, [plan.event for plan in plans])


def _annotations(plans: Sequence[Plan]) -> None:
    marked = [plan.marked for plan in plans]
    _create(Passage, chain.from_iterable(each.passages.values() for each in marked))
    _create(Boilerplate, chain.from_iterable(each.boilerplate for each in marked))
    _create(Mention, chain.from_iterable(each.mentions.values() for each in marked))
    _create(Subject, chain.from_iterable(each.subjects.values() for each in marked))
    _create(Claim, chain.from_iterable(each.claims for each in marked))
    _create(Attribution, chain.from_iterable(each.attributions for each in marked))
    _create(Assessment, chain.from_iterable(each.assessments for each in marked))
    _create(Dating, chain.from_iterable(each.datings.values() for each in marked))


def _save(rows: Iterable[Any]) -> None:
    """Save those that are new, one by one: their signals tell that there is a new name."""
    for row in rows:
        if row.pk is None:
            row._change_reason = REASON
            row.save()


def _create(model: type[Model], rows: Iterable[Any]) -> None:
    """Write rows of one model, with a line of history where the model has a history."""
    made = list(rows)
    if not made:
        return
    if hasattr(model, "history"):
        bulk_create_with_history(made, model, default_change_reason=REASON)
    else:
        model._default_manager.bulk_create(made)

"""TRUST 4: whatever is done to the archive, in whatever order, index equals database after."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from archive.models import (
    Assessment,
    Boilerplate,
    Claim,
    ClaimLink,
    Collection,
    Document,
    DocumentCollection,
    DocumentLink,
    Entity,
    Mention,
    Review,
    Subject,
    Topic,
    Version,
)
from archive.signals import documents_changed
from search.entries import all_entries
from search.models import OutboxRow
from search.syncing import compare
from tests.makers import TEXT, make_claim, make_dating, make_document, make_entity, passage_of

SEQUENCES, STEPS, CHECKED = 200, 5, 20


class Life:
    """Changes one small archive at random, by every road that changes take."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.actions: list[Callable[[], object]] = [
            self.new_document, self.edit, self.emend, self.bulk, self.delete, self.mention,
            self.claim, self.link, self.reprint, self.review, self.relation, self.merge,
            self.assess, self.fixture, self.boilerplate, self.dating, self.rolled_back,
        ]  # fmt: skip

    def any(self, model: Any) -> Any:
        """Some row of a model, or None."""
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(keys)) if keys else None

    def document(self) -> Document:
        """Some document; a new one where there is none."""
        return self.any(Document) or self.new_document()

    def step(self) -> None:
        """One change."""
        self.random.choice(self.actions)()

    def new_document(self) -> Document:
        return make_document(TEXT, title=f"Talks {self.random.random()}")

    def edit(self) -> None:
        document = self.document()
        document.title = f"Changed {self.random.random()}"
        document.access = self.random.choice(["full", "extract", "staff"])
        days = self.random.choice([None, timezone.localdate() + timedelta(3)])
        document.embargo_until = days
        document.save()

    def emend(self) -> None:
        document = self.document()
        number = document.versions.count() + 1
        Version.objects.create(document=document, number=number, layer="emended",
                               reason="slip", text=f"{TEXT} {number}")  # fmt: skip

    def bulk(self) -> None:
        with transaction.atomic():
            rows = Document.objects.all()
            rows.update(genre=self.random.choice(["report", "opinion"]))
            uids = list(rows.values_list("uid", flat=True))
            documents_changed.send(sender=Document, uids=uids)

    def delete(self) -> None:
        if row := self.any(self.random.choice([Document, Mention, Claim, ClaimLink, Subject])):
            row.delete()

    def mention(self) -> None:
        entity = self.any(Entity) or make_entity()
        passage = passage_of(self.document(), "Elena Marsh")
        Mention.objects.update_or_create(
            passage=passage, entity=entity,
            defaults={"review": self.random.choice(list(Review))},
        )  # fmt: skip

    def claim(self) -> None:
        make_claim(self.document(), claimant=self.any(Entity),
                   review=self.random.choice(list(Review)))  # fmt: skip

    def link(self) -> None:
        source, target = self.any(Claim), self.any(Claim)
        if source and source != target:
            kind = self.random.choice(["denies", "repeats", "supports", "contradicts"])
            ClaimLink.objects.update_or_create(
                source=source, kind=kind, target=target, defaults={"review": "accepted"}
            )

    def reprint(self) -> None:
        source, target = self.document(), self.document()
        if source != target:
            DocumentLink.objects.update_or_create(
                source=source, kind="reprint", target=target, defaults={"review": "accepted"}
            )

    def review(self) -> None:
        if row := self.any(self.random.choice([Mention, Claim, ClaimLink, DocumentLink])):
            row.review = self.random.choice(list(Review))
            row.save()

    def relation(self) -> None:
        document = self.document()
        collection = self.any(Collection) or Collection.objects.create(name="Letters")
        DocumentCollection.objects.get_or_create(document=document, collection=collection)
        topic = self.any(Topic) or Topic.objects.create(name="Mail")
        document.has_topics.get_or_create(topic=topic)
        entity = self.any(Entity) or make_entity()
        Subject.objects.get_or_create(document=document, entity=entity,
                                      defaults={"review": "accepted"})  # fmt: skip

    def merge(self) -> None:
        one, other = self.any(Entity), make_entity(f"E. Marsh {self.random.random()}")
        if one and one.merged_into is None:
            one.merged_into = other
            one.save()

    def assess(self) -> None:
        if claim := self.any(Claim):
            Assessment.objects.create(claim=claim, status="disputed", reason="r", name="n")

    def fixture(self) -> None:
        """A document as a fixture, changed and loaded over itself."""
        document = self.document()
        document.title = f"Loaded {self.random.random()}"
        path = self.folder / "one.json"
        path.write_text(
            serializers.serialize(
                "json", [document], use_natural_foreign_keys=True, use_natural_primary_keys=True
            )
        )
        call_command("loaddata", str(path), verbosity=0)

    def boilerplate(self) -> None:
        passage = passage_of(self.document(), "Direct post")
        Boilerplate.objects.get_or_create(passage=passage)

    def dating(self) -> None:
        document = self.document()
        if not document.versions.get(number=1).passages.filter(dating__isnull=False):
            make_dating(document, "on Tuesday", self.random.choice(["2015-02", "2014-12-16"]))

    def rolled_back(self) -> None:
        class Undo(Exception):
            pass

        try:
            with transaction.atomic():
                self.edit()
                raise Undo
        except Undo:
            pass


@pytest.mark.django_db
def test_r04_200_random_sequences_leave_index_and_database_equal(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    wrong = {}
    for seed in range(SEQUENCES):
        life = Life(seed, tmp_path)
        for _step in range(STEPS):
            with django_capture_on_commit_callbacks(execute=False):
                life.step()
        if seed % CHECKED == CHECKED - 1:
            call_command("index_sync", "--if-needed", verbosity=0)
            assert not OutboxRow.objects.exists()
            if found := compare(all_entries()).sentences:
                wrong[seed] = found
            for document in Document.objects.order_by("pk")[8:]:
                document.delete()
    assert wrong == {}

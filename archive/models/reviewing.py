"""How review is done: comments, proposed changes, and what was done to many rows at once.

None of it is part of the archive: no fixture and no export holds it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.base import UidField
from archive.models.documents import Document


class Done(models.Model):
    """Something that a person did: who it was, as long as they have an account, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True


class OnRow(Done):
    """Something that a person wrote to any row of the archive."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True

    @classmethod
    def to(cls, row: models.Model) -> Any:
        """Those to one row, in their order."""
        kind = ContentType.objects.get_for_model(row)
        rows = cls._default_manager.filter(content_type=kind, object_id=row.pk)
        return rows.select_related("user").order_by("pk")


class Comment(OnRow):
    """What a reviewer and an annotator say to each other about a row."""

    text = models.TextField(_("comment"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.text


class ProposalState(models.TextChoices):
    """What became of a proposed change."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("taken")
    DECLINED = "declined", _("declined")


class Proposal(OnRow):
    """A change of an accepted row by somebody who may not accept; the row stays as it is till then.

    `data` is the form as it was sent, `{field: [values]}`; `summary` says it as
    `[[field, before, after]]`; `seen` names the state of the row that it was made on.
    """

    uid = UidField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    summary = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    why = models.CharField(_("reason"), max_length=500, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.why or self.uid


class DismissalQuerySet(models.QuerySet):
    """What was turned down, narrowed by adjectives."""

    def of(self, document: Document, kind: str) -> DismissalQuerySet:
        """Those of one kind in one document."""
        return self.filter(document=document, kind=kind)

    def keys_of(self, document: Document, kind: str) -> set[str]:
        """The keys (`Dismissal.key_of`) of what is not offered in one document."""
        return set(self.of(document, kind).values_list("key", flat=True))


class Dismissal(Done):
    """Words that a rule offers in a document, and a person does not want offered there again.

    Only for what is no row yet: a suggestion that is a row is rejected. `key` stands for the whole
    words, `words` for their beginning.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        BOILERPLATE = "boilerplate", _("boilerplate")

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    key = models.CharField(max_length=64)
    words = models.CharField(_("words"), max_length=300)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("turned down offer")
        verbose_name_plural = _("turned down offers")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "key"], name="an_offer_is_turned_down_once"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def key_of(cls, words: str) -> str:
        """What these words are known by: white space does not count."""
        return sha256(" ".join(words.split()).encode()).hexdigest()

    @classmethod
    def about(cls, document: Document, kind: str, words: str, user: Any) -> Dismissal:
        """An unsaved row for these words."""
        said = " ".join(words.split())[:300]
        return cls(document=document, kind=kind, key=cls.key_of(words), words=said, user=user)


class Operation(Done):
    """Something done to many rows at once that can be taken back.

    `before` holds what `undo` needs, in a shape that belongs to the kind of operation.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("review")
        MERGE = "merge", _("merging of entities")
        APART = "apart", _("telling entities apart")
        DATE = "date", _("change of a document’s date")
        PLACE = "place", _("placing of a passage")

    uid = UidField()
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    said = models.CharField(_("in words"), max_length=300)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.said

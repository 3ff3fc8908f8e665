"""Notes on passages, and what happened to documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.base import Keyed, KeyedQuerySet, Reviewed, UidField
from archive.models.documents import Document
from archive.models.entities import OnPassageQuerySet
from archive.models.texts import Passage


class NoteKind(models.TextChoices):
    """What a note does."""

    EXPLANATION = "explanation", _("explanation")
    SIC = "sic", _("sic")
    DOUBTFUL_TRANSLATION = "doubtful_translation", _("doubtful translation")
    PROCESSING = "processing", _("processing")


class NoteAudience(models.TextChoices):
    """Who reads a note."""

    PUBLIC = "public", _("public")
    STAFF = "staff", _("staff")


class NoteQuerySet(OnPassageQuerySet):
    """Notes, narrowed by adjectives."""

    def for_public(self) -> NoteQuerySet:
        """Those that are not for staff alone."""
        return self.filter(audience=NoteAudience.PUBLIC)


class Note(Reviewed):
    """An editor's words on a passage."""

    uid = UidField()
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=NoteKind.choices, default=NoteKind.EXPLANATION
    )
    audience = models.CharField(
        _("audience"), max_length=6, choices=NoteAudience.choices, default=NoteAudience.PUBLIC
    )

    objects = NoteQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["passage__start", "uid"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class EventKind(models.TextChoices):
    """What happened to a document."""

    INGEST = "ingest", _("ingest")
    LOAD = "load", _("load")
    CHECK = "check", _("check")
    ACCESS = "access", _("change of access")


class Event(Keyed):
    """Something that happened to a document: who, when, with what outcome."""

    key_fields = ("document__uid", "kind", "content_hash", "at")

    document = models.ForeignKey(Document, models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=6, choices=EventKind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    outcome = models.CharField(_("outcome"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        constraints = [
            # a second load of the same fixture adds none
            models.UniqueConstraint(
                fields=["document", "content_hash"],
                condition=models.Q(kind=EventKind.LOAD),
                name="one_load_a_content",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.get_kind_display()} · {self.outcome}"

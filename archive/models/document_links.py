"""How one document stands to another."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.audience import Audience
from archive.models.base import Reviewed, ReviewedQuerySet
from archive.models.documents import Document


class DocumentLinkQuerySet(ReviewedQuerySet):
    """Links between documents."""

    def visible_to(self, user: Any) -> DocumentLinkQuerySet:
        """Accepted ones with a document at either end that this user may see."""
        audience = Audience.of(user)
        return self.accepted().filter(audience.sees("source"), audience.sees("target"))


class DocumentLinkKind(models.TextChoices):
    """How the source stands to the target."""

    REPRINT = "reprint", _("reprint of")
    TRANSLATION = "translation", _("translation of")
    UPDATE = "update", _("update of")
    CORRECTION = "correction", _("correction notice for")
    REPLY = "reply", _("reply to")


class DocumentLink(Reviewed):
    """One document is a reprint, translation, update, correction or reply of another."""

    key_fields = ("source__uid", "kind", "target__uid")

    source = models.ForeignKey(
        Document, models.CASCADE, related_name="links_out", verbose_name=_("this document")
    )
    kind = models.CharField(_("is a"), max_length=11, choices=DocumentLinkKind.choices)
    target = models.ForeignKey(
        Document, models.CASCADE, related_name="links_in", verbose_name=_("that document")
    )
    note = models.TextField(_("note"), blank=True)

    objects = DocumentLinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link between documents")
        verbose_name_plural = _("links between documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"], name="documents_linked_once_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="a_document_is_not_linked_to_itself",
                violation_error_message=_("A document is not linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.get_kind_display()} · {self.target}"

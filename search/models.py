"""The outbox: which documents the index must read again. Rows are only ever added and removed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """A document, by uid, whose entries may have changed; one has as many rows as changes."""

    uid = models.CharField(_("uid of the document"), max_length=64)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("document to index")
        verbose_name_plural = _("documents to index")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.uid


class NamesRevision(models.Model):
    """One row that counts the changes of names, so that each process knows when to read them."""

    number = models.PositiveBigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("revision of the names")
        verbose_name_plural = _("revisions of the names")

    def __str__(self) -> str:
        return str(self.number)

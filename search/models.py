"""The outbox: which documents the index must read again; and the searches that people keep."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.base import UidField


class OutboxRow(models.Model):
    """A document, by uid, whose entries may have changed; one has as many rows as changes.

    Rows are only ever added and removed.
    """

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


class SavedSearch(models.Model):
    """A search that someone keeps: its address, under a name. Nobody else sees it."""

    uid = UidField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_searches",
        verbose_name=_("user"),
    )
    name = models.CharField(_("name"), max_length=200)
    query = models.CharField(
        _("query"), max_length=2000, blank=True, help_text=_("The address behind the “?”.")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="a_search_once_a_user")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search')}?{self.query}"

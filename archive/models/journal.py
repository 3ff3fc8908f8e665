"""What each person did on a document's workbench, so that it can be undone and is done once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document

KEPT = 200  # actions of one person on one document; older ones are dropped


class WorkbenchAction(models.Model):
    """One action: `steps` are the rows it touched, as they were before and after.

    `name` is made by the page, so that an action which is sent twice is done once. It is not part
    of the archive: no fixture and no export holds it.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=64)
    kind = models.CharField(_("what was done"), max_length=20)
    said = models.CharField(_("in words"), max_length=300, blank=True)
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone = models.BooleanField(_("undone"), default=False)

    class Meta:
        verbose_name = _("action on the workbench")
        verbose_name_plural = _("actions on the workbench")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="an_action_is_done_once")
        ]

    def __str__(self) -> str:
        return self.said or self.kind

    @classmethod
    def of(cls, document: Document, user: Any) -> Any:
        """This person's actions on this document, the newest first."""
        return cls.objects.filter(document=document, user=user)

    @classmethod
    def drop_old(cls, document: Document, user: Any) -> None:
        """Forget all but the newest `KEPT`."""
        old = cls.of(document, user).values_list("pk", flat=True)[KEPT : KEPT + 1]
        if edge := list(old):
            cls.of(document, user).filter(pk__lte=edge[0]).delete()

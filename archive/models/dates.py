"""Datings: what a time expression of a text means."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.base import Bounded, EdtfField, Reviewed
from archive.models.documents import dated_between
from archive.models.entities import OnPassageQuerySet
from archive.models.texts import Passage


class DatingType(models.TextChoices):
    """The TIMEX3 types."""

    DATE = "date", _("date")
    TIME = "time", _("time of day")
    DURATION = "duration", _("duration")
    SET = "set", _("recurring")


class DatingStatus(models.TextChoices):
    """Whether an expression could be resolved."""

    RESOLVED = "resolved", _("resolved")
    UNRESOLVED = "unresolved", _("unresolved")
    VAGUE = "vague", _("vague")


class DatingBasis(models.TextChoices):
    """What a relative expression was counted from."""

    PUBLISHED = "published", _("the document’s date")
    DATELINE = "dateline", _("the dateline")
    TEXT = "text", _("an earlier date in the text")


class DatingQuerySet(OnPassageQuerySet):
    """Datings, narrowed by adjectives."""

    def dated_between(self, first: Any = None, last: Any = None) -> DatingQuerySet:
        """Those whose interval overlaps first..last (days, either may be None)."""
        return dated_between(self, first, last)


class Dating(Reviewed, Bounded):
    """A time expression with its value, the reference it was read against, and the rule."""

    key_fields = (
        "passage__version__document__uid",
        "passage__version__number",
        "passage__start",
        "passage__end",
    )

    passage = models.OneToOneField(Passage, models.CASCADE, related_name="dating")
    edtf = EdtfField(_("date"))
    timex = models.CharField(_("TIMEX3 value"), max_length=64, blank=True)
    type = models.CharField(
        _("type"), max_length=8, choices=DatingType.choices, default=DatingType.DATE
    )
    status = models.CharField(
        _("status"), max_length=10, choices=DatingStatus.choices, default=DatingStatus.RESOLVED
    )
    reference = models.CharField(
        _("reference"), max_length=200, blank=True, help_text=_("What it was read against.")
    )
    basis = models.CharField(
        _("basis of the reference"), max_length=9, choices=DatingBasis.choices, blank=True
    )
    # not `rule`: that is the rule which suggested the annotation
    reading = models.CharField(
        _("rule of reading"), max_length=200, blank=True, help_text=_("How the value follows.")
    )
    fixed = models.BooleanField(
        _("fixed by a person"),
        default=False,
        help_text=_("A fixed one is not worked out again when the document’s date changes."),
    )

    objects = DatingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dating")
        verbose_name_plural = _("datings")
        ordering = ["passage__start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edtf="") | ~models.Q(status=DatingStatus.UNRESOLVED),
                name="an_unresolved_dating_has_no_date",
                violation_error_message=_("A dating with a date is not unresolved."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage} → {self.edtf or self.get_status_display()}"

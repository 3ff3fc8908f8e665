"""Questions that gather claims, and the evidence for and against them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.audience import Audience
from archive.models.base import (
    Keyed,
    KeyedQuerySet,
    Reviewed,
    ReviewedQuerySet,
    UidField,
    WebAddressField,
    is_accepted,
)
from archive.models.claims import Assessment, Claim
from archive.models.texts import Passage


class QuestionState(models.TextChoices):
    """Whether a question still stands."""

    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")


class QuestionQuerySet(ReviewedQuerySet):
    """Questions, narrowed by adjectives."""

    def visible_to(self, user: Any) -> QuestionQuerySet:
        """Accepted ones with at least one claim that this user may see."""
        answers = QuestionClaim.objects.visible_to(user).filter(question=models.OuterRef("pk"))
        return self.accepted().filter(models.Exists(answers.order_by()))

    def with_count_for(self, user: Any) -> QuestionQuerySet:
        """With `held`: how many of its claims this user may see."""
        answers = QuestionClaim.objects.visible_to(user).filter(question=models.OuterRef("pk"))
        per_question = answers.order_by().values("question").annotate(n=models.Count("pk"))
        return self.annotate(held=Coalesce(models.Subquery(per_question.values("n")), 0))


class Question(Reviewed):
    """What several claims answer, each in its own way."""

    uid = UidField()
    title = models.CharField(_("question"), max_length=500)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=7, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    settled_reason = models.TextField(_("how it was settled"), blank=True)
    claims = models.ManyToManyField(
        Claim, through="archive.QuestionClaim", related_name="questions", verbose_name=_("claims")
    )

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["title", "uid"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=QuestionState.SETTLED) | ~models.Q(settled_reason=""),
                name="a_settled_question_says_how",
                violation_error_message=_("Say how the question was settled."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.uid])


class QuestionClaimQuerySet(KeyedQuerySet):
    """Answers, narrowed by adjectives."""

    def visible_to(self, user: Any) -> QuestionClaimQuerySet:
        """Those whose claim this user may see."""
        return self.filter(
            is_accepted("claim"), Audience.of(user).sees("claim__passage__version__document")
        )


class QuestionClaim(Keyed):
    """That a claim answers a question."""

    key_fields = ("question__uid", "claim__uid")

    question = models.ForeignKey(Question, models.CASCADE, related_name="has_claims")
    claim = models.ForeignKey(
        Claim, models.CASCADE, related_name="answers", verbose_name=_("claim")
    )

    objects = QuestionClaimQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("claim of a question")
        verbose_name_plural = _("claims of a question")
        constraints = [
            models.UniqueConstraint(fields=["question", "claim"], name="a_claim_once_a_question")
        ]

    def __str__(self) -> str:
        return str(self.claim)


class EvidenceQuerySet(KeyedQuerySet):
    """Evidence, narrowed by adjectives."""

    def visible_to(self, user: Any) -> EvidenceQuerySet:
        """Evidence for claims this user may see; a passage only from a document they may see."""
        from archive.models.documents import Document  # noqa: PLC0415

        documents = Document.objects.visible_to(user)
        return self.filter(
            models.Q(passage=None) | models.Q(passage__version__document__in=documents),
            claim__in=Claim.objects.visible_to(user),
        )


class Evidence(Keyed):
    """What speaks for or against a claim: a passage in this archive, or a page elsewhere."""

    uid = UidField()
    claim = models.ForeignKey(
        Claim, models.CASCADE, related_name="evidence", verbose_name=_("claim")
    )
    assessment = models.ForeignKey(
        Assessment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("assessment that rests on it"),
    )
    passage = models.ForeignKey(
        Passage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("passage in this archive"),
    )
    url = WebAddressField(_("web address"), blank=True)
    quote = models.TextField(_("quote"), blank=True)
    captured_on = models.DateField(_("captured on"), null=True, blank=True)
    archived_url = WebAddressField(_("archived address"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(passage__isnull=False) ^ ~models.Q(url=""),
                name="evidence_is_a_passage_or_an_address",
                violation_error_message=_(
                    "Give a passage of this archive or a web address, not both."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(captured_on__isnull=False),
                name="an_address_has_a_day_of_capture",
                violation_error_message=_("Say on which day the page was seen."),
            ),
        ]

    def __str__(self) -> str:
        return self.url or str(self.passage)

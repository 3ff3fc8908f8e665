"""Claims: what a passage says, who says it, and what stands against it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.audience import Audience
from archive.models.base import (
    Bounded,
    EdtfField,
    Keyed,
    KeyedQuerySet,
    Reviewed,
    ReviewedQuerySet,
    UidField,
    is_accepted,
)
from archive.models.documents import dated_between
from archive.models.entities import Entity, OnPassageQuerySet
from archive.models.texts import Passage


class Mode(models.TextChoices):
    """How a claim is worded."""

    DIRECT = "direct", _("direct quote")
    PARTIAL = "partial", _("partial quote")
    INDIRECT = "indirect", _("indirect speech")
    NARRATOR = "narrator", _("the narrator’s own words")


class Status(models.TextChoices):
    """A person's judgement of a claim."""

    NOT_ASSESSED = "not_assessed", _("not assessed")
    SUPPORTED = "supported", _("supported")
    DISPUTED = "disputed", _("disputed")
    REFUTED = "refuted", _("refuted")
    UNVERIFIABLE = "unverifiable", _("unverifiable")


class ClaimQuerySet(OnPassageQuerySet):
    """Claims, narrowed by adjectives."""

    def about(self, entity: Any) -> ClaimQuerySet:
        """Those that name this entity as what they are about."""
        return self.filter(about=entity)

    def containing(self, words: str) -> ClaimQuerySet:
        """Those whose statement or passage has each of the words, of the first ten, in any case."""
        found = self
        for word in words.split()[:10]:
            forms = [word]
            if not word.isascii():  # SQLite knows the two cases of A to Z alone
                forms += [word.lower(), word.upper(), word.capitalize()]
            holds = models.Q()
            for form in forms:
                holds |= models.Q(statement__icontains=form)
                holds |= models.Q(passage__quote__icontains=form)
            found = found.filter(holds)
        return found

    def dated_between(self, first: Any = None, last: Any = None) -> ClaimQuerySet:
        """Those that may have been said in first..last (days, either may be None)."""
        return dated_between(self, first, last)


class Claim(Reviewed, Bounded):
    """One statement that rests on one passage, and says no more than the passage."""

    edtf_from = "said"

    uid = UidField()
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="claims")
    statement = models.CharField(
        _("statement"),
        max_length=1000,
        help_text=_("In neutral words; it says no more than the passage."),
    )
    statement_language = models.CharField(
        _("language of the statement"), max_length=35, default="en"
    )
    statement_author = models.CharField(_("author of the statement"), max_length=300, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices)
    said_language = models.CharField(
        _("language in which it was said"),
        max_length=35,
        blank=True,
        help_text=_(
            "Empty where it is the text’s own; “und” where it was another, and which is unknown."
        ),
    )
    said = EdtfField(_("said"))
    about = models.ManyToManyField(
        Entity, through="archive.ClaimAbout", related_name="claims_about", verbose_name=_("about")
    )

    objects = ClaimQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["passage__version", "passage__start", "uid"]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.uid])

    @property
    def in_translation(self) -> bool:
        """Whether it was said in another language than the text gives it in."""
        return self.said_language not in ("", self.passage.version.language)


class ClaimAbout(Keyed):
    """An entity that a claim is about."""

    key_fields = ("claim__uid", "entity__uid")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="subjects")
    entity = models.ForeignKey(
        Entity, models.PROTECT, related_name="in_claims", verbose_name=_("entity")
    )

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entity it is about")
        verbose_name_plural = _("entities it is about")
        ordering = ["entity__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "entity"], name="a_claim_is_about_it_once")
        ]

    def __str__(self) -> str:
        return str(self.entity)


class Attribution(Keyed):
    """Who makes a claim: as the text words it, who that is, in what capacity, relayed by whom."""

    key_fields = ("claim__uid", "position")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="attributions")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    as_worded = models.CharField(
        _("as worded"), max_length=300, blank=True, help_text=_("For example “a spokesman”.")
    )
    entity = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions",
        verbose_name=_("claimant"),
        help_text=_("Empty where the claimant is not named."),
    )
    capacity = models.CharField(
        _("capacity"), max_length=300, blank=True, help_text=_("For example “Foreign Minister”.")
    )
    via = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relays",
        verbose_name=_("via"),
        help_text=_("Who relays it."),
    )

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["entity", "claim"])]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "position"], name="one_attribution_a_position"
            ),
            models.CheckConstraint(
                condition=~models.Q(as_worded="") | models.Q(entity__isnull=False),
                name="an_attribution_says_to_whom",
                violation_error_message=_(
                    "Give the claimant, or the words the text uses for them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entity or self.as_worded)


class LinkKind(models.TextChoices):
    """How the source claim stands to the target claim."""

    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    DENIES = "denies", _("denies")
    REPEATS = "repeats", _("repeats")
    CORRECTS = "corrects", _("corrects")
    RETRACTS = "retracts", _("retracts")


class ClaimLinkQuerySet(ReviewedQuerySet):
    """Links between claims."""

    def visible_to(self, user: Any) -> ClaimLinkQuerySet:
        """Accepted ones with a claim at either end that this user may see."""
        audience = Audience.of(user)
        return self.accepted().filter(
            audience.sees("source__passage__version__document"),
            audience.sees("target__passage__version__document"),
            is_accepted("source"),
            is_accepted("target"),
        )

    def visible_throughout(self, user: Any) -> ClaimLinkQuerySet:
        """The same as `visible_to`, and the quick way for a query over the whole archive."""
        hidden = Passage.objects.hidden_from(user)
        links = self.accepted().filter(is_accepted("source"), is_accepted("target"))
        return links.exclude(source__passage__in=hidden).exclude(target__passage__in=hidden)

    def about(self, entity: Any) -> ClaimLinkQuerySet:
        """Those with a claim about this entity at either end."""
        claims = Claim.objects.about(entity)
        return self.filter(models.Q(source__in=claims) | models.Q(target__in=claims))


class ClaimLink(Reviewed):
    """One claim supports, contradicts, denies, repeats, corrects or retracts another."""

    key_fields = ("source__uid", "kind", "target__uid")

    source = models.ForeignKey(
        Claim, models.CASCADE, related_name="links_out", verbose_name=_("this claim")
    )
    kind = models.CharField(_("relation"), max_length=11, choices=LinkKind.choices)
    target = models.ForeignKey(
        Claim, models.CASCADE, related_name="links_in", verbose_name=_("that claim")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ClaimLinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link between claims")
        verbose_name_plural = _("links between claims")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"], name="claims_linked_once_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="a_claim_is_not_linked_to_itself",
                violation_error_message=_("A claim is not linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.get_kind_display()} · {self.target}"


class Assessment(Keyed):
    """A person's judgement of a claim, signed and dated; all are kept, the newest counts."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="assessments")
    uid = UidField()
    status = models.CharField(_("assessment"), max_length=12, choices=Status.choices)
    reason = models.TextField(_("reason"))
    name = models.CharField(_("who"), max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-made_at", "-pk"]
        get_latest_by = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.get_status_display()

"""Originals, versions, passages and placements. Offsets stand nowhere else."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.base import Derived, Keyed, KeyedQuerySet
from archive.models.documents import Document
from archive.passages import Passage as Span
from archive.passages import check, passage_at


class Original(Keyed):
    """One capture: bytes under VAR_DIR/originals, never changed."""

    key_fields = ("document__uid", "sha256")

    document = models.ForeignKey(Document, models.CASCADE, related_name="originals")
    file_name = models.CharField(_("file name"), max_length=300)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    captured_at = models.DateTimeField(_("captured at"), default=timezone.now)
    captured_how = models.CharField(_("how it was captured"), max_length=300, blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["-captured_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="captured_bytes_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class Layer(models.TextChoices):
    """Whose text a version is."""

    PUBLISHED = "published", _("as published")
    CORRECTED = "corrected", _("corrected by the publisher")
    EMENDED = "emended", _("emended by the archive")
    TRANSLATED = "translated", _("translated")


# What the reader sees first, and the index calls `body`.
READING_ORDER = (Layer.EMENDED, Layer.CORRECTED, Layer.PUBLISHED, Layer.TRANSLATED)


class TranslatedBy(models.TextChoices):
    """Who translated."""

    PUBLISHER = "publisher", _("the publisher")
    MACHINE = "machine", _("a machine")
    ARCHIVE = "archive", _("the archive")
    UNKNOWN = "unknown", _("unknown")


def are_starts(value: Any, length: int) -> bool:
    """Whether these are page starts: offsets into a text of this length, each behind the last."""
    if not isinstance(value, list) or not all(type(each) is int for each in value):
        return False
    rising = all(one < other for one, other in pairwise(value))
    return rising and (not value or (value[0] >= 0 and value[-1] <= length))


class Version(Derived):
    """One text of a document, in a layer. Its text never changes once it is saved."""

    key_fields = ("document__uid", "number")

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    layer = models.CharField(
        _("layer"), max_length=10, choices=Layer.choices, default=Layer.PUBLISHED
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        default="en",
        help_text=_("A BCP 47 tag such as en, es or pt-BR."),
    )
    translated_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("translated from"),
        related_name="translations",
    )
    translated_from_language = models.CharField(
        _("translated from the language"),
        max_length=35,
        blank=True,
        help_text=_("“und” where the text is known to be a translation, and from what is not."),
    )
    translated_by = models.CharField(
        _("translated by"), max_length=9, choices=TranslatedBy.choices, blank=True
    )
    original = models.ForeignKey(
        Original,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("made from"),
    )
    reader = models.CharField(_("reader"), max_length=100, blank=True)
    text = models.TextField(_("text"))
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    author = models.CharField(_("author of the version"), max_length=300, blank=True)
    reason = models.CharField(_("reason for the version"), max_length=500, blank=True)
    page_starts = models.JSONField(_("page starts"), default=list, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(layer__in=(Layer.PUBLISHED, Layer.CORRECTED, Layer.TRANSLATED))
                | ~models.Q(reason=""),
                name="an_emendation_has_a_reason",
                violation_error_message=_("Say why the text was emended."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.uid} · {self.number} · {self.get_layer_display()}"

    def derive(self) -> None:
        """Set the SHA-256 of the UTF-8 text; raises ValueError where a saved text would change."""
        digest = sha256(self.text.encode("utf-8")).hexdigest()
        if self.pk and digest != self.sha256:
            kept = type(self).objects.filter(pk=self.pk).values_list("sha256", flat=True).first()
            if kept not in (None, digest):
                raise ValueError(
                    f"Version {self.number} of {self.document.uid} has another text already. "
                    "Texts never change: add a new version."
                )
        self.sha256 = digest

    def passage(self, start: int, end: int) -> Passage:
        """The saved passage of this span, code points; raises PassageError on a wrong span."""
        span = passage_at(self.text, start, end)
        row, _created = Passage.objects.get_or_create(
            version=self,
            start=start,
            end=end,
            defaults={"quote": span.quote, "prefix": span.prefix, "suffix": span.suffix},
        )
        return row


class PassageQuerySet(KeyedQuerySet):
    """Passages, narrowed by adjectives."""

    def hidden_from(self, user: Any) -> Any:
        """Those in documents of which this user knows nothing."""
        return self.filter(version__document__in=Document.objects.hidden_from(user))


class Passage(Derived):
    """A run of characters in a version (W3C TextPositionSelector and TextQuoteSelector)."""

    key_fields = ("version__document__uid", "version__number", "start", "end")

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = models.TextField(_("quote"))
    prefix = models.CharField(_("prefix"), max_length=64, blank=True)
    suffix = models.CharField(_("suffix"), max_length=64, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["version", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end"], name="one_passage_a_span"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="a_passage_ends_behind_its_start",
                violation_error_message=_("A passage ends behind its start."),
            ),
        ]

    def __str__(self) -> str:
        return self.quote if len(self.quote) <= 80 else f"{self.quote[:79]}…"

    @property
    def span(self) -> Span:
        """The passage as plain data."""
        return Span(
            start=self.start, end=self.end, quote=self.quote, prefix=self.prefix, suffix=self.suffix
        )

    def derive(self) -> None:
        """Raise PassageError, a ValueError, unless the quote stands in the text at this span."""
        check(self.version.text, self.span)
        if not self.prefix and not self.suffix:
            around = passage_at(self.version.text, self.start, self.end)
            self.prefix, self.suffix = around.prefix, around.suffix


class Boilerplate(Keyed):
    """A passage that is not part of the article: marked, not removed; not searched."""

    key_fields = (
        "passage__version__document__uid",
        "passage__version__number",
        "passage__start",
        "passage__end",
    )

    passage = models.OneToOneField(Passage, models.CASCADE, related_name="boilerplate")
    rule = models.CharField(_("rule"), max_length=200, blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplate")

    def __str__(self) -> str:
        return str(self.passage)


class PlacementState(models.TextChoices):
    """How sure a passage's place in another version is."""

    EXACT = "exact", _("exact")
    MOVED = "moved", _("moved")
    CHANGED = "changed", _("changed")
    AMBIGUOUS = "ambiguous", _("ambiguous")
    LOST = "lost", _("lost")


UNPLACED = (PlacementState.AMBIGUOUS, PlacementState.LOST)


class PlacementQuerySet(KeyedQuerySet):
    """Placements, narrowed by adjectives."""

    def unsettled(self) -> Any:
        """Those that no person has decided about."""
        return self.filter(settled_by="")

    def sure(self) -> Any:
        """Those with a place that asks nobody: found with the same words, or settled."""
        placed = self.filter(start__isnull=False)
        return placed.exclude(pk__in=type(self)(self.model).unsure().values("pk"))

    def unsure(self) -> Any:
        """Those that a person has to look at: see `Placement.unsure`."""
        changed = models.Q(state=PlacementState.CHANGED)
        # a missing key compares with nothing, not even by "not"
        other = models.Q(evidence__same_words=False) | models.Q(evidence__same_words__isnull=True)
        return self.unsettled().filter(models.Q(state__in=UNPLACED) | (changed & other))


class Placement(Keyed):
    """Where a passage of one version stands in another."""

    key_fields = (
        "passage__version__document__uid",
        "passage__version__number",
        "passage__start",
        "passage__end",
        "version__number",
    )

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="placements")
    version = models.ForeignKey(Version, models.CASCADE, related_name="placements")
    state = models.CharField(_("state"), max_length=9, choices=PlacementState.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=150, blank=True)
    settled_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(fields=["passage", "version"], name="placed_once_a_version"),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None)
                | models.Q(start__isnull=False, end__gt=models.F("start")),
                name="a_placement_ends_behind_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage} · {self.get_state_display()}"

    @property
    def same_words(self) -> bool:
        """Whether a changed one differs in white space, quotation marks and dashes alone."""
        return bool(self.evidence.get("same_words"))

    @property
    def unsure(self) -> bool:
        """Whether a person has to look at it: other words, two places or none, and not settled."""
        if self.settled_by:
            return False
        return self.state in UNPLACED or (
            self.state == PlacementState.CHANGED and not self.same_words
        )

    @classmethod
    def of(cls, version: Version) -> Any:
        """The placements in one version, with their passages."""
        return cls.objects.filter(version=version).select_related("passage__version")

"""Entities, what they are called, and where they are named."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.audience import Audience
from archive.models.base import (
    Keyed,
    KeyedQuerySet,
    Review,
    Reviewed,
    ReviewedQuerySet,
    UidField,
)
from archive.models.documents import Document
from archive.models.texts import Passage


class EntityKind(models.TextChoices):
    """What sort of thing an entity is."""

    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    PLACE = "place", _("place")
    EVENT = "event", _("event")
    OTHER = "other", _("other")


class EntityQuerySet(KeyedQuerySet):
    """Entities, narrowed by adjectives."""

    def standing(self) -> EntityQuerySet:
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def named_to(self, user: Any) -> EntityQuerySet:
        """Standing ones that something in a document this user may see is tied to (`archive.ties`):
        it names them or is about them, or a claim there is theirs, relayed by or about them."""
        from archive.ties import here  # noqa: PLC0415

        return self.standing().filter(here(user))


class Entity(Keyed):
    """A person, organisation, place, event or other thing. Names are not unique; the uid is."""

    uid = UidField()
    kind = models.CharField(_("kind"), max_length=12, choices=EntityKind.choices)
    name = models.CharField(_("name"), max_length=300)
    sort_name = models.CharField(
        _("sort name"),
        max_length=300,
        blank=True,
        help_text=_("Only where it is known; never guessed."),
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=200,
        blank=True,
        help_text=_("Tells it from another of the same name: “senator, born 1951”."),
    )
    note = models.TextField(_("note"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = EntityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["name", "uid"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="an_entity_is_not_merged_into_itself",
                violation_error_message=_("An entity is not merged into itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    def get_absolute_url(self) -> str:
        return reverse("entity", args=[self.uid, self.slug] if self.slug else [self.uid])

    @property
    def slug(self) -> str:
        """Decoration for the address, at most 60 characters; may be empty."""
        return slugify(self.name)[:60].strip("-")


class EntityIdentifier(Keyed):
    """What an entity is called in an outside authority: Wikidata, VIAF, ISO 3166."""

    key_fields = ("entity__uid", "scheme", "value")

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=100)
    value = models.CharField(_("value"), max_length=1000)

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("outside id")
        verbose_name_plural = _("outside ids")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "scheme", "value"], name="an_outside_id_once_an_entity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"


class AliasKind(models.TextChoices):
    """What kind of name an alias is."""

    OFFICIAL = "official", _("official")
    ACRONYM = "acronym", _("acronym")
    FORMER = "former", _("former")
    TRANSLITERATION = "transliteration", _("transliteration")
    DESCRIPTION = "description", _("description")


class Alias(Keyed):
    """Another name of an entity. One that two entities share never widens a search: it asks."""

    key_fields = ("entity__uid", "text", "language")

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases")
    text = models.CharField(_("alias"), max_length=300)
    language = models.CharField(_("language"), max_length=35, blank=True)
    kind = models.CharField(
        _("kind"), max_length=15, choices=AliasKind.choices, default=AliasKind.OFFICIAL
    )
    widens = models.BooleanField(
        _("widens search"), default=True, help_text=_("A search for the name also finds this one.")
    )

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "text", "language"], name="an_alias_once_an_entity_and_language"
            )
        ]

    def __str__(self) -> str:
        return self.text


class OnPassageQuerySet(ReviewedQuerySet):
    """Annotations on a passage."""

    def visible_to(self, user: Any) -> Any:
        """Accepted ones in documents that this user may see."""
        return self.accepted().filter(Audience.of(user).sees("passage__version__document"))

    def visible_throughout(self, user: Any) -> Any:
        """The same as `visible_to`, and the quick way for a query over the whole archive.

        Few documents are hidden: their passages are listed once, in place of three joins a row.
        """
        return self.accepted().exclude(passage__in=Passage.objects.hidden_from(user))

    def findable_by(self, user: Any) -> Any:
        """Visible ones; for those who review also what is not decided yet."""
        if not Audience.of(user).reviews:
            return self.visible_to(user)
        documents = Document.objects.visible_to(user)
        undecided = self.exclude(review=Review.REJECTED)
        return undecided.filter(passage__version__document__in=documents)

    def in_document(self, document: Document) -> Any:
        """Those on any version of one document, in the order of its text."""
        rows = self.filter(passage__version__document=document).select_related("passage__version")
        return rows.order_by("passage__version__number", "passage__start", "passage__end", "pk")


class Mention(Reviewed):
    """That the words of a passage name an entity."""

    key_fields = (
        "passage__version__document__uid",
        "passage__version__number",
        "passage__start",
        "passage__end",
        "entity__uid",
    )

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="mentions")
    entity = models.ForeignKey(
        Entity, models.PROTECT, related_name="mentions", verbose_name=_("entity")
    )

    objects = OnPassageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["passage__start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "entity"], name="an_entity_once_a_passage")
        ]
        # whether an entity is named at all, without a look at the row
        indexes = [models.Index(fields=["entity", "review", "passage"])]

    def __str__(self) -> str:
        return f"{self.passage} → {self.entity}"


class Subject(Reviewed):
    """An entity that a document is about where no words name it."""

    key_fields = ("document__uid", "entity__uid")

    document = models.ForeignKey(Document, models.CASCADE, related_name="subjects")
    entity = models.ForeignKey(
        Entity, models.PROTECT, related_name="subjects", verbose_name=_("entity")
    )
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("How it is known.")
    )

    objects = ReviewedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["entity__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "entity"], name="a_subject_once_a_document")
        ]

    def __str__(self) -> str:
        return str(self.entity)

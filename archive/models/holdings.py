"""What documents belong to: publishers, collections, topics."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.base import Keyed, KeyedQuerySet, UidField, WebAddressField


class Access(models.TextChoices):
    """How much of a document opens to whom; the table is in `archive.audience`."""

    FULL = "full", _("full")
    EXTRACT = "extract", _("extract")
    STAFF = "staff", _("staff")


class Publisher(Keyed):
    """Who published a document; the organisation behind it may make claims as an entity."""

    uid = UidField()
    name = models.CharField(_("name"), max_length=300)
    home = WebAddressField(_("web address"), blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    note = models.TextField(_("note"), blank=True)
    entity = models.ForeignKey(
        "archive.Entity",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("as an entity"),
        related_name="publishers",
    )

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["name", "uid"]

    def __str__(self) -> str:
        return self.name


class Collection(Keyed):
    """Documents that are kept together, with the access and rights that new ones get."""

    uid = UidField()
    name = models.CharField(_("name"), max_length=300)
    scope = models.TextField(_("scope"), blank=True)
    custodian = models.CharField(_("custodian"), max_length=300, blank=True)
    default_access = models.CharField(
        _("default access"), max_length=7, choices=Access.choices, blank=True
    )
    default_rights = models.CharField(_("default rights"), max_length=500, blank=True)

    objects = KeyedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["name", "uid"]

    def __str__(self) -> str:
        return self.name


class Topic(Keyed):
    """A subject heading."""

    uid = UidField()
    name = models.CharField(_("name"), max_length=200)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "uid"]

    def __str__(self) -> str:
        return self.name

"""Documents, and what they belong to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.audience import Audience
from archive.models.base import (
    Bounded,
    EdtfField,
    Keyed,
    KeyedQuerySet,
    UidField,
    WebAddressField,
)
from archive.models.holdings import Access, Collection, Publisher, Topic


class Genre(models.TextChoices):
    """What kind of text a document is."""

    REPORT = "report", _("report")
    OPINION = "opinion", _("opinion")
    INTERVIEW = "interview", _("interview")
    STATEMENT = "statement", _("statement")
    TRANSCRIPT = "transcript", _("transcript")
    CORRESPONDENCE = "correspondence", _("correspondence")
    POST = "post", _("post")


class DatedKind(models.TextChoices):
    """What happened on the day that a document bears."""

    PUBLISHED = "published", _("published")
    WRITTEN = "written", _("written")
    SENT = "sent", _("sent")
    SPOKEN = "spoken", _("spoken")
    BROADCAST = "broadcast", _("broadcast")


class DatedBasis(models.TextChoices):
    """How a document's date is known."""

    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    UNKNOWN = "unknown", _("unknown")


class DocumentQuerySet(KeyedQuerySet):
    """Documents, narrowed by adjectives."""

    def visible_to(self, user: Any) -> DocumentQuerySet:
        """Those whose record this user may see, today; None is the public."""
        return self.filter(Audience.of(user).sees())

    def hidden_from(self, user: Any) -> DocumentQuerySet:
        """The others: those of which this user knows nothing, today."""
        seen = Audience.of(user).sees()
        return self.exclude(seen) if seen else self.none()

    def about(self, entity: Any) -> DocumentQuerySet:
        """Those in which an accepted mention or subject names this entity."""
        from archive.models.entities import Mention, Subject  # noqa: PLC0415

        # two lists that begin at the entity, not joins that begin at every document
        mentioned = Mention.objects.accepted().filter(entity=entity)
        subjects = Subject.objects.accepted().filter(entity=entity)
        return self.filter(
            models.Q(pk__in=mentioned.values("passage__version__document"))
            | models.Q(pk__in=subjects.values("document"))
        )

    def with_language(self) -> DocumentQuerySet:
        """Each with `language`, that of its first version, in which its title is; None without."""
        from archive.models.texts import Version  # noqa: PLC0415

        first = Version.objects.filter(document=models.OuterRef("pk")).order_by("number")
        return self.annotate(language=models.Subquery(first.values("language")[:1]))

    def dated_between(self, first: Any = None, last: Any = None) -> DocumentQuerySet:
        """Those whose date may lie in first..last (days, either may be None); undated never."""
        return dated_between(self, first, last)


def dated_between(rows: Any, first: Any, last: Any) -> Any:
    """Rows of a Bounded model whose interval overlaps first..last; undated ones never do."""
    rows = rows.exclude(earliest=None, latest=None)
    if first is not None:
        rows = rows.filter(models.Q(latest=None) | models.Q(latest__gte=first))
    if last is not None:
        rows = rows.filter(models.Q(earliest=None) | models.Q(earliest__lte=last))
    return rows


class Document(Bounded):
    """A source article as archived, with its metadata; its texts are versions."""

    edtf_from = "dated"

    uid = UidField()
    title = models.CharField(_("title"), max_length=1000)
    byline = models.CharField(
        _("byline"),
        max_length=500,
        blank=True,
        help_text=_("As printed; empty where there is none."),
    )
    publisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("publisher"),
    )
    genre = models.CharField(_("genre"), max_length=14, choices=Genre.choices, blank=True)
    source_url = WebAddressField(_("source address"), blank=True)
    collections = models.ManyToManyField(
        Collection,
        through="archive.DocumentCollection",
        related_name="documents",
        verbose_name=_("collections"),
    )
    topics = models.ManyToManyField(
        Topic, through="archive.DocumentTopic", related_name="documents", verbose_name=_("topics")
    )

    dated = EdtfField(_("date"))
    dated_kind = models.CharField(
        _("kind of date"), max_length=9, choices=DatedKind.choices, default=DatedKind.PUBLISHED
    )
    dated_basis = models.CharField(
        _("basis of the date"), max_length=8, choices=DatedBasis.choices, default=DatedBasis.UNKNOWN
    )
    dated_reason = models.CharField(_("reason for the date"), max_length=500, blank=True)
    dateline_place = models.CharField(_("dateline, place"), max_length=200, blank=True)
    dateline_date = EdtfField(_("dateline, date"))

    rights = models.CharField(_("rights"), max_length=500, blank=True)
    rights_holder = models.CharField(_("rights holder"), max_length=300, blank=True)
    access = models.CharField(
        _("access"), max_length=7, choices=Access.choices, default=Access.FULL
    )
    embargo_until = models.DateField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("It opens at the start of this day."),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason for the withdrawal"), max_length=500, blank=True)
    withdrawn_title = models.CharField(
        _("title on the tombstone"),
        max_length=300,
        blank=True,
        help_text=_("Stands in for the title where that may not be shown any more."),
    )
    sample = models.BooleanField(_("sample text"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-latest", "uid"]
        indexes = [models.Index(fields=["-created_at", "uid"])]
        permissions = [
            ("see_restricted", _("Can see staff-only and embargoed documents")),
            ("review", _("Can accept and reject annotations")),
            ("see_withdrawn", _("Can see withdrawn documents")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dated="") | ~models.Q(dated_basis=DatedBasis.UNKNOWN),
                name="a_date_has_a_basis",
                violation_error_message=_("Say how the date is known: stated or inferred."),
            ),
            models.CheckConstraint(
                condition=~models.Q(dated="") | models.Q(dated_basis=DatedBasis.UNKNOWN),
                name="a_basis_has_a_date",
                violation_error_message=_("Without a date its basis is “unknown”."),
            ),
            models.CheckConstraint(
                condition=~models.Q(dated_basis=DatedBasis.INFERRED) | ~models.Q(dated_reason=""),
                name="an_inferred_date_has_a_reason",
                violation_error_message=_("Say from what the date was inferred."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | ~models.Q(withdrawn_reason=""),
                name="a_withdrawal_has_a_reason",
                violation_error_message=_("Say why the document was withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        slug = self.slug
        return reverse("document", args=[self.uid, slug] if slug else [self.uid])

    @property
    def slug(self) -> str:
        """Decoration for the address, at most 60 characters; may be empty."""
        slug = slugify(self.title)[:60].strip("-")
        return "" if slug == "versions" else slug  # the address of what changed

    def text_opens_to(self, user: Any) -> bool:
        """Whether this user, who may see the record, may also read the whole text."""
        return self.access != Access.EXTRACT or Audience.of(user).sees_full_text_of_extracts


class DocumentCollection(Keyed):
    """That a document is in a collection. A model, since m2m_changed tells nothing of raw loads."""

    key_fields = ("document__uid", "collection__uid")

    document = models.ForeignKey(Document, models.CASCADE, related_name="in_collections")
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="has_documents")

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection of a document")
        verbose_name_plural = _("collections of a document")
        ordering = ["collection__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "collection"], name="in_a_collection_once")
        ]

    def __str__(self) -> str:
        return str(self.collection)


class DocumentTopic(Keyed):
    """That a document has a topic."""

    key_fields = ("document__uid", "topic__uid")

    document = models.ForeignKey(Document, models.CASCADE, related_name="has_topics")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="has_documents")

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of a document")
        verbose_name_plural = _("topics of a document")
        ordering = ["topic__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "topic"], name="has_a_topic_once")
        ]

    def __str__(self) -> str:
        return str(self.topic)


class Author(Keyed):
    """One author of a document: a person's family and given name, or one literal name.

    A name that nobody has split stays literal; so does the name of an organisation.
    """

    key_fields = ("document__uid", "position")

    document = models.ForeignKey(Document, models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    family = models.CharField(_("family name"), max_length=200, blank=True)
    given = models.CharField(_("given name"), max_length=200, blank=True)
    literal = models.CharField(_("name as one"), max_length=300, blank=True)
    is_organisation = models.BooleanField(_("is an organisation"), default=False)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="one_author_a_position"),
            models.CheckConstraint(
                condition=(models.Q(literal="") & ~models.Q(family=""))
                | (~models.Q(literal="") & models.Q(family="", given="")),
                name="an_author_is_split_or_literal",
                violation_error_message=_(
                    "Give a family name (and given name), or one literal name."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, (self.given, self.family)))


class Identifier(Keyed):
    """What a document is called elsewhere: call number, box and folder, DOI, a sheet's column."""

    key_fields = ("document__uid", "scheme", "value")

    document = models.ForeignKey(Document, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=100)
    value = models.CharField(_("value"), max_length=1000)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "scheme", "value"], name="identified_once_a_scheme_and_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"

"""What the models share: uids, outside addresses, dates as EDTF, review."""

from __future__ import annotations

import secrets
from base64 import b32encode
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.dates.values import InvalidDate, read

validate_uid = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,64}\Z",
    _("A uid has 3 to 64 letters, digits, hyphens or underscores, such as “havana-talks”."),
)
DATE_TOO_LONG = _(
    "A date has at most %(limit_value)d characters, and this has %(show_value)d. Write it like "
    "2022-04-22, 2004-03, 1962~ or 2021-01/2021-07."
)
validate_web_address = URLValidator(
    schemes=["http", "https"],
    message=_("Write a web address that starts with http:// or https://."),
)


def new_uid() -> str:
    """A fresh uid: 12 base32 characters in lower case (60 random bits)."""
    return b32encode(secrets.token_bytes(8)).decode()[:12].lower()


def validate_edtf(value: str) -> None:
    """Raise ValidationError, with an example, where `value` is no EDTF date."""
    try:
        read(value)
    except InvalidDate as error:
        raise ValidationError(str(error)) from error


class UidField(models.CharField):
    """The public, natural key of a row; it goes into addresses and fixtures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("default", new_uid)
        kwargs.setdefault("validators", [validate_uid])
        kwargs.setdefault("verbose_name", _("uid"))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As Django's, and always with `unique`: in a table of history it is not unique."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"unique": self.unique}


class WebAddressField(models.CharField):
    """An http or https address; nothing else ever becomes a link."""

    default_validators = [validate_web_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(*args, **kwargs)


class EdtfField(models.CharField):
    """A date with the precision that is known, as EDTF (ISO 8601-2), or nothing."""

    default_validators = [validate_edtf]
    default_error_messages = {"max_length": DATE_TOO_LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault(
            "help_text", _("For example 2022-04-22, 2004-03, 1962~, 2018-22, 2021-01/2021-07.")
        )
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """A field that says with an example what a date is, also where it is too long for one."""
        return super().formfield(**{"error_messages": {"max_length": DATE_TOO_LONG}, **kwargs})


class KeyedQuerySet(models.QuerySet):
    """Rows that are found again by their natural key."""

    def get_by_natural_key(self, *key: Any) -> Any:
        """The row whose key fields have these values; raises DoesNotExist."""
        fields: tuple[str, ...] = self.model.key_fields  # type: ignore[attr-defined]
        return self.get(**dict(zip(fields, key, strict=True)))


class Keyed(models.Model):
    """A row that fixtures name by its natural key: `key_fields`, walked across relations."""

    key_fields: ClassVar[tuple[str, ...]] = ("uid",)

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        """The values of `key_fields`."""
        return tuple(_walk(self, field) for field in self.key_fields)


def _walk(row: Any, field: str) -> Any:
    step, _dots, rest = field.partition("__")
    _fetch_whole_way(row, step, rest)
    value = getattr(row, step)
    return _walk(value, rest) if rest else value


def _fetch_whole_way(row: Any, step: str, rest: str) -> None:
    """Fetch what `step` leads to with all that lies behind it: one query in place of three."""
    relation = row._meta.get_field(step)
    key = getattr(row, relation.attname)
    behind, _dots, last = rest.rpartition("__")
    if behind and last and key is not None and not relation.is_cached(row):
        setattr(row, step, relation.related_model._base_manager.select_related(behind).get(pk=key))


class Derived(Keyed):
    """A row some of whose columns follow from others; archive.integrity calls this on each save."""

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Compute the columns that follow from others; raises ValueError where they cannot."""


class Bounded(Derived):
    """A row with an EDTF date, and the first and last day that it allows, for search and sort."""

    edtf_from: ClassVar[str] = "edtf"

    earliest = models.DateField(_("earliest day"), null=True, blank=True, editable=False)
    latest = models.DateField(_("latest day"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Set `earliest` and `latest`; None on a side that is open or unknown."""
        written = getattr(self, self.edtf_from)
        value = read(written) if written else None
        self.earliest = value.earliest if value else None
        self.latest = value.latest if value else None


class Review(models.TextChoices):
    """How far an annotation has come; the public sees what is accepted."""

    SUGGESTED = "suggested", _("suggested")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


def is_accepted(path: str = "") -> models.Q:
    """The condition that an annotation was accepted; `path` leads to it.

    As "none of the other states", which no index serves: nearly every row is accepted, and SQLite,
    which has no statistics, would take that index first and read the whole table by it.
    """
    others = [state for state in Review.values if state != Review.ACCEPTED]
    return ~models.Q(**{f"{path}__review__in" if path else "review__in": others})


class ReviewedQuerySet(KeyedQuerySet):
    """Annotations by their state of review."""

    def accepted(self) -> Any:
        """Those that the public may see, as far as review goes."""
        return self.filter(is_accepted())


class Reviewed(Keyed):
    """An annotation or link that a person accepts before the public sees it."""

    review = models.CharField(
        _("review"), max_length=12, choices=Review.choices, default=Review.DRAFT, db_index=True
    )
    rule = models.CharField(
        _("rule"), max_length=200, blank=True, help_text=_("Which rule suggested it, if one did.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    # default and not auto_now_add: a raw load would leave that one empty
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

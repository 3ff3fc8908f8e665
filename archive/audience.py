"""Who is reading, and who sees what: the rules have their one home here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone


class Role(IntEnum):
    """Each role sees what the ones before it see, and more."""

    ANONYMOUS = 0
    READER = 1
    ANNOTATOR = 2
    REVIEWER = 3
    EDITOR = 4


def role_of(user: Any) -> Role:
    """The role that a user's permissions amount to; None is anonymous."""
    if user is None or not user.is_authenticated:
        return Role.ANONYMOUS
    if user.has_perm("archive.see_withdrawn"):
        return Role.EDITOR
    if user.has_perm("archive.review"):
        return Role.REVIEWER
    if user.has_perm("archive.see_restricted"):
        return Role.ANNOTATOR
    return Role.READER


@dataclass(frozen=True)
class Audience:
    """A role on a day: an embargo ends at midnight in TIME_ZONE, without a save."""

    role: Role
    today: date

    @classmethod
    def of(cls, user: Any) -> Audience:
        """The audience that this user is, today."""
        return cls(role_of(user), timezone.localdate())

    def sees(self, document: str = "") -> Q:
        """The documents whose record exists for this audience, as a condition.

        `document` leads there from the rows that are filtered ("passage__version__document"); a
        condition over a join is many times quicker than a list of all documents one may see.
        """
        path = f"{document}__" if document else ""
        shown = Q() if self.sees_withdrawn else Q(**{f"{path}withdrawn_on": None})
        if self.sees_restricted:
            return shown
        opened = Q(**{f"{path}embargo_until": None}) | Q(
            **{f"{path}embargo_until__lte": self.today}
        )
        return shown & ~Q(**{f"{path}access": "staff"}) & opened

    @property
    def sees_full_text_of_extracts(self) -> bool:
        """Whether documents of access "extract" open whole."""
        return self.role >= Role.READER

    @property
    def sees_restricted(self) -> bool:
        """Whether staff-only and embargoed documents exist for this audience."""
        return self.role >= Role.ANNOTATOR

    @property
    def reviews(self) -> bool:
        """Whether annotations that are not accepted are searched for this audience."""
        return self.role >= Role.REVIEWER

    @property
    def sees_withdrawn(self) -> bool:
        """Whether withdrawn documents are searched and shown, marked as such."""
        return self.role >= Role.EDITOR

"""Links between claims: one that sets two against each other says why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from archive.forms.review import ReviewedForm
from archive.models import ClaimLink, LinkKind

EXPLAINED = (LinkKind.CONTRADICTS, LinkKind.DENIES)


class ClaimLinkForm(ReviewedForm):
    """Two claims and how they stand to each other."""

    class Meta:
        model = ClaimLink
        exclude: list[str] = []  # the admin says which

    def clean(self) -> dict[str, Any]:
        """A contradiction or denial asks for a note."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") in EXPLAINED and not (cleaned.get("note") or "").strip():
            self.add_error("note", _("Say in a sentence what the two say against each other."))
        return cleaned

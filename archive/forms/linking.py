"""Linking a claim to another that was searched for: from either side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.links import ClaimLinkForm
from archive.models import Claim, ClaimLink


class FoundLinkForm(ClaimLinkForm):
    """How this claim stands to the one that is chosen, or that one to this.

    The view sets `claim`, and `claims`: those that exist for the user.
    """

    other = forms.ModelChoiceField(
        Claim.objects.none(),
        label=gettext_lazy("Other claim"),
        error_messages={
            "required": gettext_lazy("Choose the other claim."),
            "invalid_choice": gettext_lazy("That claim is not here. Choose one of those found."),
        },
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=[
            ("out", gettext_lazy("this claim … the other")),
            ("in", gettext_lazy("the other … this claim")),
        ],
        initial="out",
    )

    class Meta(ClaimLinkForm.Meta):
        fields = ["direction", "kind", "note", "review"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "cols": 60})}

    def __init__(self, *args: Any, claim: Claim, claims: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        field: Any = self.fields["other"]
        field.queryset = claims.exclude(pk=claim.pk)

    def clean(self) -> dict[str, Any]:
        """The two ends by the direction; the same link is not made twice."""
        cleaned = super().clean()
        other = cleaned.get("other")
        if other is None or not cleaned.get("direction"):
            return cleaned
        ends = (self.claim, other) if cleaned["direction"] == "out" else (other, self.claim)
        self.instance.source, self.instance.target = ends
        kind = cleaned.get("kind")
        if ClaimLink.objects.filter(source=ends[0], target=ends[1], kind=kind).exists():
            self.add_error("kind", _("The two are linked in this way already."))
        return cleaned

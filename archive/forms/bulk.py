"""Changing many documents at once: what is ticked is changed, and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.choosing import ChosenField
from archive.models import Access, Collection, DatedBasis, DatedKind, Genre, Publisher
from archive.models.base import DATE_TOO_LONG, validate_edtf

WHAT = [
    ("publisher", gettext_lazy("publisher")),
    ("date", gettext_lazy("date with its basis")),
    ("rights", gettext_lazy("rights")),
    ("access", gettext_lazy("access and embargo")),
    ("collection", gettext_lazy("collection")),
    ("genre", gettext_lazy("genre")),
]
# the fields of a document behind each choice; "collection" is a row of its own
FIELDS: dict[str, tuple[str, ...]] = {
    "publisher": ("publisher",),
    "date": ("dated", "dated_kind", "dated_basis", "dated_reason"),
    "rights": ("rights", "rights_holder"),
    "access": ("access", "embargo_until"),
    "genre": ("genre",),
}


class BulkForm(forms.Form):
    """What to change about documents, and to what; an empty value empties the field."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("Change"),
        choices=WHAT,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what is to be changed.")},
    )
    publisher = ChosenField(
        Publisher.objects.all(), label=gettext_lazy("Publisher"), required=False
    )
    dated = forms.CharField(
        label=gettext_lazy("Date"),
        max_length=64,
        required=False,
        validators=[validate_edtf],
        error_messages={"max_length": DATE_TOO_LONG},
        help_text=gettext_lazy("For example 2022-04-22, 2004-03, 1962~, 2018-22."),
    )
    dated_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of date"), choices=DatedKind.choices, required=False
    )
    dated_basis = forms.ChoiceField(
        label=gettext_lazy("Basis of the date"),
        choices=DatedBasis.choices,
        initial=DatedBasis.STATED,
        required=False,
    )
    dated_reason = forms.CharField(
        label=gettext_lazy("Reason for the date"), max_length=500, required=False
    )
    rights = forms.CharField(label=gettext_lazy("Rights"), max_length=500, required=False)
    rights_holder = forms.CharField(
        label=gettext_lazy("Rights holder"), max_length=300, required=False
    )
    access = forms.ChoiceField(label=gettext_lazy("Access"), choices=Access.choices, required=False)
    embargo_until = forms.DateField(label=gettext_lazy("Embargoed until"), required=False)
    collection = ChosenField(
        Collection.objects.all(), label=gettext_lazy("Put into collection"), required=False
    )
    leave = ChosenField(
        Collection.objects.all(), label=gettext_lazy("Take out of collection"), required=False
    )
    genre = forms.ChoiceField(
        label=gettext_lazy("Genre"),
        choices=[("", gettext_lazy("none")), *Genre.choices],
        required=False,
    )
    why = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("It stands in the history of each document."),
    )

    def clean(self) -> dict[str, Any]:
        """As a document's own form would have it: a date has a basis, an inferred one a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        what = cleaned.get("what", [])
        if "date" in what and "dated" in cleaned:
            self._clean_date(cleaned)
        if "collection" in what and not cleaned.get("collection") and not cleaned.get("leave"):
            self.add_error("collection", _("Choose a collection to put them into or take out of."))
        if "collection" in what and cleaned.get("collection") == cleaned.get("leave") is not None:
            self.add_error("leave", _("Choose another collection than the one they go into."))
        return cleaned

    def _clean_date(self, cleaned: dict[str, Any]) -> None:
        dated, basis = cleaned["dated"], cleaned.get("dated_basis")
        if not dated:
            cleaned["dated_basis"] = DatedBasis.UNKNOWN
        elif basis == DatedBasis.UNKNOWN:
            self.add_error("dated_basis", _("Say how the date is known: stated or inferred."))
        elif basis == DatedBasis.INFERRED and not cleaned.get("dated_reason"):
            error = ValidationError(_("Say from what the date was inferred."))
            self.add_error("dated_reason", error)

    def values(self) -> dict[str, Any]:
        """The new value of each field of a document that changes, by the field's name."""
        names = [name for what in self.cleaned_data["what"] for name in FIELDS.get(what, ())]
        return {name: self.cleaned_data[name] for name in names}

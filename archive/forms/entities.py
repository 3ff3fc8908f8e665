"""The outside ids of an entity, checked in form."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from archive.authorities import AUTHORITIES
from archive.models import EntityIdentifier

EXAMPLES = {
    "wikidata": "Q241",
    "viaf": "130003423",
    "isni": "0000000121032683",
    "geonames": "3562981",
    "lccn": "n79021240",
    "ror": "04204gr61",
    "orcid": "0000-0002-1825-0097",
}


class EntityIdentifierForm(forms.ModelForm):
    """A scheme and a value, which must look like an id of that scheme where it is known."""

    class Meta:
        model = EntityIdentifier
        fields = ["scheme", "value"]

    def clean_scheme(self) -> str:
        """The scheme as it is known elsewhere: known ones in lower case."""
        scheme: str = self.cleaned_data["scheme"].strip()
        return scheme.lower() if scheme.lower() in AUTHORITIES else scheme

    def clean(self) -> dict[str, Any]:
        """Refuse a value that no id of the scheme looks like, with an example."""
        cleaned = super().clean() or self.cleaned_data
        scheme, value = cleaned.get("scheme", ""), (cleaned.get("value") or "").strip()
        pattern, _address = AUTHORITIES.get(scheme, ("", ""))
        if pattern and value and not re.fullmatch(pattern, value):
            message = _("“{value}” is not an id of {scheme}; one looks like {example}.")
            example = EXAMPLES.get(scheme, pattern)
            text = message.format(value=value, scheme=scheme, example=example)
            self.add_error("value", text)
        elif value:
            cleaned["value"] = value
        return cleaned

"""The forms of the annotations on a passage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.datings import columns, readings
from archive.forms.fields import TextField
from archive.forms.passages import PassageForm
from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    DatingStatus,
    Evidence,
    Mention,
    Note,
    Version,
)


class MentionForm(PassageForm):
    """That words name an entity."""

    class Meta:
        model = Mention
        exclude = ["passage"]

    def clean(self) -> dict[str, Any]:
        """The same words name the same entity once."""
        cleaned = super().clean()
        passage, entity = self.instance.passage_id and self.instance.passage, cleaned.get("entity")
        if passage and entity:
            same = Mention.objects.filter(passage=passage, entity=entity)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("entity", _("These words are marked as this entity already."))
        return cleaned


class ClaimForm(PassageForm):
    """What a passage says."""

    class Meta:
        model = Claim
        exclude = ["passage", "about"]
        widgets = {"statement": forms.Textarea(attrs={"rows": 2, "cols": 60})}


class OncePerPassage(PassageForm):
    """A form of a row of which a passage has at most one."""

    def clean(self) -> dict[str, Any]:
        """Refuse words that have one already."""
        cleaned = super().clean()
        if self.instance.passage_id:
            rows = self._meta.model._default_manager.filter(passage=self.instance.passage_id)
            if rows.exclude(pk=self.instance.pk).exists():
                message = _("These words have a {name} already: change that one.")
                name = self._meta.model._meta.verbose_name
                self.add_error("quote", message.format(name=name))
        return cleaned


class DatingForm(OncePerPassage):
    """What a time expression means."""

    class Meta:
        model = Dating
        exclude = ["passage"]

    def clean(self) -> dict[str, Any]:
        """A value that a person types is theirs, unless the rules come to the same."""
        cleaned = super().clean()
        if self.errors or self.span is None or "edtf" not in self.fields:
            return cleaned
        version: Version = cleaned["version"]
        found = {(one.start, one.end): one for one in readings(version.document, version)}
        one = found.get((self.span.start, self.span.end))
        adding, edtf = self.instance.pk is None, cleaned.get("edtf", "")
        untold = not edtf and not cleaned.get("reading") and not cleaned.get("fixed")
        if one is not None and (edtf == (one.edtf or "") or (adding and untold)):
            if adding or "edtf" in self.changed_data:
                cleaned |= columns(one)
        elif "edtf" in self.changed_data:
            self._is_set_by_hand(cleaned)
        return cleaned

    def _is_set_by_hand(self, cleaned: dict[str, Any]) -> None:
        """Fixed; how the rules had read it is no reason for it any more."""
        if cleaned["edtf"]:
            cleaned["fixed"] = True
        if cleaned["edtf"] and cleaned.get("status") == DatingStatus.UNRESOLVED:
            cleaned["status"] = DatingStatus.RESOLVED
        for name in ("reference", "basis", "reading", "timex"):
            if name not in self.changed_data:
                cleaned[name] = ""


class BoilerplateForm(OncePerPassage):
    """Words that are not part of the article."""

    class Meta:
        model = Boilerplate
        exclude = ["passage"]


class NoteForm(PassageForm):
    """Somebody's words on a passage."""

    class Meta:
        model = Note
        exclude = ["passage"]


class EvidenceForm(PassageForm):
    """Evidence: words of a text here, or of a page elsewhere with its address and day."""

    passage_required = False

    quote = TextField(
        label=gettext_lazy("Quote"),
        strip=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("The words relied on: of the text here, or of the page."),
    )

    class Meta:
        model = Evidence
        exclude = ["passage"]

    def clean(self) -> dict[str, Any]:
        """A text and its words, or an address; a page's quote is kept, a passage's is its own."""
        cleaned = super().clean()
        version, url = cleaned.get("version"), cleaned.get("url")
        if version and url:
            self.add_error("url", _("Give a text of this archive or a web address, not both."))
        elif version and not cleaned.get("quote"):
            self.add_error("quote", _("Copy the words relied on from the text."))
        elif not version and not url:
            self.add_error("version", _("Choose a text of this archive, or give a web address."))
        if version:
            cleaned["quote"] = ""
        else:
            self.instance.passage = None
        return cleaned

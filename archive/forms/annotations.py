"""The forms of the annotations on a passage."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import review
from archive.dates import ResolvedDate
from archive.datings import COLUMNS, columns, readings
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
        help_texts: ClassVar = {
            "fixed": gettext_lazy(
                "No rule changes a fixed one, and any correction fixes it. Take the tick away, and "
                "the rules read these words again."
            )
        }

    def clean(self) -> dict[str, Any]:
        """What a person gives or corrects is theirs, unless the rules come to the same value.

        Without a correction nothing changes; whoever only lifts `fixed` has the words read anew.
        """
        cleaned = super().clean()
        if self.errors or self.span is None or "edtf" not in self.fields:
            return cleaned
        told = self._told(cleaned)
        lifted = "fixed" in self.changed_data and not cleaned.get("fixed")
        asks_rules = not cleaned.get("fixed") if self.instance.pk is None else lifted
        one = self._reading(cleaned["version"]) if told or asks_rules else None
        given = told <= {"edtf", "passage"}
        agrees = given and one is not None and cleaned.get("edtf") == one.edtf
        if one is not None and (agrees if told else asks_rules):
            cleaned |= columns(one)
        elif told:
            self._is_set_by_hand(cleaned, told)
        return cleaned

    def _told(self, cleaned: dict[str, Any]) -> set[str]:
        """The columns that a person gives here, otherwise than they are saved."""
        if self.instance.pk is None:
            return {name for name in COLUMNS if name in self.changed_data}
        saved = Dating.objects.get(pk=self.instance.pk)
        told = {name for name in COLUMNS if cleaned.get(name) != getattr(saved, name)}
        return told | ({"passage"} if saved.passage_id != self.instance.passage_id else set())

    def _reading(self, version: Version) -> ResolvedDate | None:
        """What the rules read in exactly these words."""
        spans = {(one.start, one.end): one for one in readings(version.document, version)}
        return spans.get((self.span.start, self.span.end)) if self.span else None

    def _is_set_by_hand(self, cleaned: dict[str, Any], told: set[str]) -> None:
        """Fixed; how the rules had read another value is no reason for this one."""
        cleaned["fixed"] = True
        if "edtf" not in told:
            return
        for name in ("reference", "basis", "reading", "timex"):
            if name not in told:
                cleaned[name] = ""
        if cleaned["edtf"] and cleaned.get("status") == DatingStatus.UNRESOLVED:
            cleaned["status"] = DatingStatus.RESOLVED
        elif not (cleaned["edtf"] or cleaned["timex"] or "status" in told):
            cleaned["status"] = DatingStatus.UNRESOLVED


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
    user: Any = None  # the admin sets it on a class of its own

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

    def clean_claim(self) -> Claim:
        """Evidence is public with its claim: what is settled gets it from who may settle."""
        claim: Claim = self.cleaned_data["claim"]
        refused = self.user is not None and review.refuses_evidence(self.user, claim)
        if refused:
            raise ValidationError(refused)
        return claim

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

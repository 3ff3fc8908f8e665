"""A document with its first text, and the versions that follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.fields import TextField
from archive.models import Document, Layer, TranslatedBy, Version


class DocumentForm(forms.ModelForm):
    """A document's record; `NewDocumentForm` takes the text too."""

    class Meta:
        model = Document
        exclude: list[str] = []  # the admin says which
        widgets = {
            "title": forms.TextInput(attrs={"size": 80}),
            "source_url": forms.TextInput(attrs={"size": 80}),
            "rights": forms.TextInput(attrs={"size": 80}),
        }


class NewDocumentForm(DocumentForm):
    """A new document with its text, which becomes version 1."""

    text = TextField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 24, "cols": 100}),
        help_text=gettext_lazy("It is kept as it is saved: a later correction is a new version."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=35,
        initial="en",
        help_text=gettext_lazy("A BCP 47 tag such as en, es or pt-BR."),
    )
    translated_by = forms.ChoiceField(
        label=gettext_lazy("Translated by"),
        required=False,
        choices=[("", gettext_lazy("not a translation")), *TranslatedBy.choices],
    )
    translated_from_language = forms.CharField(
        label=gettext_lazy("Translated from the language"),
        max_length=35,
        required=False,
        help_text=gettext_lazy("“und” where that is not known."),
    )

    def clean_text(self) -> str:
        """The text; a ValidationError where it has no visible character."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_("Paste the text of the document here."))
        return text

    def clean(self) -> dict[str, Any]:
        """A language of the source is given only with a translator, and the other way round."""
        cleaned = super().clean() or self.cleaned_data
        by, source = cleaned.get("translated_by"), cleaned.get("translated_from_language")
        if source and not by:
            self.add_error("translated_by", _("Say who translated it; “unknown” is an answer."))
        if by and not source:
            cleaned["translated_from_language"] = "und"
        return cleaned

    def first_version(self, document: Document) -> Version:
        """Version 1 of the saved document, saved."""
        by = self.cleaned_data["translated_by"]
        return Version.objects.create(
            document=document,
            number=1,
            layer=Layer.TRANSLATED if by else Layer.PUBLISHED,
            language=self.cleaned_data["language"],
            translated_by=by,
            translated_from_language=self.cleaned_data["translated_from_language"],
            text=self.cleaned_data["text"],
        )


class VersionForm(forms.ModelForm):
    """A version; the text of a saved one is shown and not asked for."""

    text = TextField(
        label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 30, "cols": 100})
    )

    class Meta:
        model = Version
        exclude: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # a saved text is immutable, and a form would ask for it again
            self.fields.pop("text", None)

    def clean(self) -> dict[str, Any]:
        """A new text differs from the document's others; a translation names what it is from."""
        cleaned = super().clean() or self.cleaned_data
        document, text = cleaned.get("document"), cleaned.get("text")
        if text is not None and not text.strip():
            self.add_error("text", _("Paste the text of this version here."))
        if document and text:
            self._refuse_the_same(document, text)
        if not self.instance.pk:
            self._ask_who_and_why(cleaned)
        source = cleaned.get("translated_from")
        if document and source and source.document_id != document.pk:
            message = _("Choose a version of the same document.")
            self.add_error("translated_from", message)
        return cleaned

    def _ask_who_and_why(self, cleaned: dict[str, Any]) -> None:
        """A text that differs from what was published names who changed it, and why."""
        asked: dict[Any, dict[str, str]] = {
            Layer.EMENDED: {
                "author": _("Say who emended the text."),
                "reason": _("Say why the text was emended."),
            },
            Layer.CORRECTED: {
                "author": _("Say who corrected the text, such as the publisher."),
                "reason": _("Say what was corrected, and where the publisher says so."),
            },
        }
        for name, sentence in asked.get(cleaned.get("layer"), {}).items():
            if not (cleaned.get(name) or "").strip():
                self.add_error(name, sentence)

    def _refuse_the_same(self, document: Document, text: str) -> None:
        same = next((row for row in document.versions.all() if row.text == text), None)
        if same is not None:
            message = _("Version {number} has exactly this text already. Change the text first.")
            self.add_error("text", message.format(number=same.number))

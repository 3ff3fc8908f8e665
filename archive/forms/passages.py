"""A passage given by its quote: nobody types offsets, and nobody guesses.

The form asks for a version and the words. Where they stand in its text more than once it comes
back with every occurrence in context, as radio buttons; so it works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.forms.choosing import ChosenField
from archive.forms.fields import TextField
from archive.forms.review import ReviewedForm
from archive.models import Passage, Version
from archive.passages import Passage as Span
from archive.passages import PassageError, find_one, occurrences, passage_at

# More than these are too many to choose from: quoting more words is quicker.
OFFERED = 100
CONTEXT = 60  # characters on each side of an occurrence


class VersionField(ChosenField):
    """The version whose text is quoted, called by its document's title."""

    def label_from_instance(self, obj: Any) -> str:
        """What the version is called among those of all documents."""
        return version_label(obj)


class OccurrenceField(forms.ChoiceField):
    """Where the chosen occurrence starts; a choice among those of other words counts as none."""

    def clean(self, value: Any) -> str:
        """One of the choices, or nothing; raises nothing."""
        return value if value in dict(self.choices) else ""  # type: ignore[arg-type]


def version_label(version: Version) -> str:
    """The version's document, number and layer in words."""
    return f"{version.document.title} · {version.number}, {version.get_layer_display()}"


def in_context(text: str, span: Span) -> SafeString:
    """An occurrence with some whole words on each side, escaped, itself marked."""
    around = passage_at(text, span.start, span.end, context=CONTEXT)
    before, after = around.prefix, around.suffix
    if span.start > CONTEXT:
        before = "… " + before.partition(" ")[2]
    if span.end + CONTEXT < len(text):
        after = after.rpartition(" ")[0] + " …"
    return format_html(
        "<q>{}<mark>{}</mark>{}</q>",
        before.replace("\n", " "),
        around.quote,
        after.replace("\n", " "),
    )


@dataclass(frozen=True)
class Piece:
    """A run of a text that is shown beside the form, and whether it is what is quoted."""

    text: str
    marked: bool


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text cut where a quote begins or ends; of overlapping ones the first is marked."""
    found, at = [], 0
    for span in spans:
        if span.start >= at:
            found += [Piece(text[at : span.start], False), Piece(span.quote, True)]
            at = span.end
    return [*found, Piece(text[at:], False)]


class PassageForm(ReviewedForm):
    """A form of a row with a `passage`: its clean() finds the span, saved_passage() saves it.

    The value of a chosen occurrence is where it starts, so that a choice made for other words
    never lands on these.
    """

    passage_required = True
    # the admin sets these on a class of its own
    documents: Any = None
    version_widget: forms.Widget | None = None

    version = VersionField(
        Version.objects.select_related("document").defer("text"),
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("The version that is quoted."),
    )
    quote = TextField(
        label=gettext_lazy("Quote"),
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("The words as they stand in the text; copy them from it."),
    )
    occurrence = OccurrenceField(
        label=gettext_lazy("Which occurrence"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.span: Span | None = None
        self.stands_in: Version | None = None
        self.found: list[Span] = []
        if "quote" not in self.fields:  # shown to somebody who may only look
            return
        self._choose_from()
        passage = self._passage()
        if passage is not None:
            self._fill(passage)
        if not self.passage_required:
            self.fields["version"].required = self.fields["quote"].required = False
        self._offer()

    def _choose_from(self) -> None:
        version: Any = self.fields["version"]
        if self.version_widget is not None:
            version.widget = deepcopy(self.version_widget)
        if self.documents is not None:
            version.queryset = version.queryset.filter(document__in=self.documents)
        version.widget.choices = version.choices  # type: ignore[attr-defined]

    def _passage(self) -> Passage | None:
        if self.instance.passage_id is None:
            return None
        return Passage.objects.select_related("version__document").get(pk=self.instance.passage_id)

    def _fill(self, passage: Passage) -> None:
        version = self.fields["version"]
        # an annotation stays on the version on which it was made
        version.disabled = True
        self.initial = {
            **self.initial,
            "version": passage.version_id,
            "quote": passage.quote,
            "occurrence": str(passage.start),
        }

    def _raw(self, name: str) -> Any:
        field = self.fields[name]
        if self.is_bound and not field.disabled:
            return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return self.get_initial_for_field(field, name)

    def _cleaned(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self._raw(name))
        except ValidationError:
            return None

    def _offer(self) -> None:
        """Find the text that is quoted, and show the occurrences of the words in it."""
        self.stands_in = version = self._cleaned("version")
        quote = self._cleaned("quote")
        self.found = found = occurrences(version.text, quote) if version and quote else []
        if not 1 < len(found) <= OFFERED:
            return
        choices = [(str(span.start), in_context(version.text, span)) for span in found]
        label = _("Which of the {count} occurrences").format(count=len(found))
        self.fields["occurrence"] = OccurrenceField(
            label=label, required=False, choices=choices, widget=forms.RadioSelect
        )

    def clean(self) -> dict[str, Any]:
        """Find the passage; errors stand at the quote, or at the occurrences."""
        cleaned = super().clean() or self.cleaned_data
        version, quote = cleaned.get("version"), cleaned.get("quote")
        if version and quote:
            self._place(version, quote, cleaned.get("occurrence") or "")
        return cleaned

    def _place(self, version: Version, quote: str, start: str) -> None:
        found = occurrences(version.text, quote)
        if len(found) > OFFERED:
            message = _(
                "The words “{quote}” stand in this text {count} times. Quote more words, until "
                "they stand there less often."
            )
            self.add_error("quote", message.format(quote=quote, count=len(found)))
        elif len(found) > 1 and not start:
            message = _("These words stand in this text {count} times. Choose which is meant.")
            self.add_error("occurrence", message.format(count=len(found)))
        elif len(found) > 1:
            self.span = next(span for span in found if str(span.start) == start)
        else:
            try:
                self.span = find_one(version.text, quote)
            except PassageError as error:
                self.add_error("quote", str(error))
        self._bind(version)

    def _bind(self, version: Version) -> None:
        """Give the row its passage, saved or not: a form that allows one only looks at it."""
        if self.span is None:
            return
        span = self.span
        kept = Passage.objects.filter(version=version, start=span.start, end=span.end).first()
        self.instance.passage = kept or Passage(
            version=version, start=span.start, end=span.end, quote=span.quote
        )

    @property
    def quoted_text(self) -> list[Piece]:
        """The text beside the form, with the chosen occurrence of the quote marked, or all."""
        if self.stands_in is None:
            return []
        chosen = self._raw("occurrence")
        only = [span for span in self.found if str(span.start) == chosen]
        return pieces(self.stands_in.text, only or self.found)

    def saved_passage(self) -> Passage | None:
        """The passage, saved now if it was new; None where none is given."""
        if self.span is None or self.stands_in is None:
            return None
        return self.stands_in.passage(self.span.start, self.span.end)

"""What was written in a form whose row is gone by now: shown again, and made a new one of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.proposals import NOT_KEPT
from archive.keys import number
from archive.models import Passage

# what a form sends that nobody wrote: its buttons, its token, what it showed, its counts of rows
NOT_WRITTEN = re.compile(
    r"^(_.*|csrfmiddlewaretoken|seen)$|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|__prefix__"
)


@dataclass(frozen=True)
class Written:
    """One value that was sent: the field's name for a reader, and the value in words."""

    label: str
    value: str


class GivingBack:
    """For admins: a form that is sent to a row that is gone loses nothing."""

    def change_view(
        self: Any, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form; what was sent to a row that is not there is given back."""
        sent = request.method == "POST"
        if sent and self.get_object(request, unquote(object_id)) is None:
            return self.given_back(request, unquote(object_id))
        return super().change_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def given_back(
        self: Any, request: HttpRequest, object_id: str, comment: str = ""
    ) -> HttpResponse:
        """A page with all that was written (or a comment alone), a button that makes a new row of
        it, and the way to the history of the old one; it tells nothing else of the row."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_add = self.has_add_permission(request) and not comment
        written = [Written(_("Comment"), comment)] if comment else _written(self, request)
        row = self._gone(request, object_id)
        name = f"admin:archive_{self.opts.model_name}"
        context = {
            **self.admin_site.each_context(request),
            "title": _("Not there any more: {name}").format(name=self.opts.verbose_name),
            "opts": self.opts,
            "written": list(written),
            "anew": list(_anew(self, request, row)) if may_add else [],
            "add_address": reverse(f"{name}_add"),
            "history_address": reverse(f"{name}_history", args=[row.pk]) if row else "",
        }
        template = "admin/archive/given_back.html"
        return TemplateResponse(request, template, context, status=404)

    def _gone(self: Any, request: HttpRequest, object_id: str) -> Any:
        """The row as it was last, where its history is kept and it existed for this user."""
        if not hasattr(self.model, "history"):
            return None
        try:
            return self._row_or_record(request, object_id)
        except (Http404, PermissionDenied):
            return None


def _forms(admin: Any, request: HttpRequest) -> Iterator[tuple[str, str, Any]]:
    """The forms of a new row, its own and one for each row that was sent with it: the beginning of
    their fields' names, what a reader calls the kind, and the form."""
    yield "", "", admin.get_form(request)()
    for formset, inline in admin.get_formsets_with_inlines(request):
        empty = formset()
        kind, form = str(inline.opts.verbose_name), empty.empty_form
        for n in _rows_sent(request, empty.prefix):
            yield f"{empty.prefix}-{n}-", f"{kind} {n + 1}: ", form


def _rows_sent(request: HttpRequest, prefix: str) -> list[int]:
    """The numbers of the rows of which anything was sent."""
    found = (re.match(rf"{re.escape(prefix)}-(\d+)-", key) for key in request.POST)
    numbers = {number(match[1]) for match in found if match}
    return sorted(n for n in numbers if n is not None)


def _written(admin: Any, request: HttpRequest) -> Iterator[Written]:
    """All that was sent, field by field; then what this person's form has no field for."""
    left = {key for key in request.POST if not NOT_WRITTEN.search(key)}
    for prefix, kind, form in _forms(admin, request):
        for name, field in form.fields.items():
            left -= _names_sent(prefix + name, field.widget)
            if isinstance(field.widget, forms.HiddenInput) or name == "DELETE":
                continue
            if said := _said(field, request, prefix + name):
                yield Written(f"{kind}{field.label or name}", said)
    for key in [key for key in request.POST if key in left]:
        if said := ", ".join(value for value in request.POST.getlist(key) if value.strip()):
            yield Written(_("Reason for the change") if key == "why" else key, said)


def _names_sent(name: str, widget: Any) -> set[str]:
    """The names under which a browser sends the values of a field, one of several boxes too."""
    parts = getattr(widget, "widgets_names", [])
    names = {name, f"{name}-typed", *(name + part for part in parts)}
    return names | {f"initial-{one}" for one in names}


def _said(field: Any, request: HttpRequest, name: str) -> str:
    """The values of a field in words, as its widget reads them; empty where it was left empty."""
    value = field.widget.value_from_datadict(request.POST, request.FILES, name)
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else ""
    values = value if isinstance(value, list | tuple) else [value]
    given = [str(one) for one in values if one is not None and str(one).strip()]
    if isinstance(field, forms.MultiValueField):
        return " ".join(given)
    return ", ".join(_in_words(field, one) for one in given)


def _in_words(field: Any, value: str) -> str:
    """A value as the form showed it: of a row its name, where it exists for this user."""
    if isinstance(field, forms.ModelChoiceField):
        try:
            several = isinstance(field, forms.ModelMultipleChoiceField)
            row = field.clean([value])[0] if several else field.to_python(value)
            return str(field.label_from_instance(row))
        except forms.ValidationError:
            return value
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def _anew(admin: Any, request: HttpRequest, row: Any) -> Iterator[tuple[str, str]]:
    """The fields that a new row is made of: what was sent, without what named the old rows, and
    what the form of a new one would begin with; a quote is of the text that it was of."""
    old = {"seen"} | NOT_KEPT
    text = _text_of(row)
    for prefix, _kind, form in _forms(admin, request):
        hidden = [name for name, one in form.fields.items() if _names_the_old(prefix, one)]
        old |= {prefix + name for name in hidden}
        for name, field in form.fields.items():
            begins = text if name == "version" else form.get_initial_for_field(field, name)
            key, sent = prefix + name, (request.POST, request.FILES)
            omitted = field.widget.value_omitted_from_data(*sent, key)
            if not prefix and omitted and begins not in (None, ""):
                yield name, str(begins)
    for name, values in request.POST.lists():
        if name.endswith("-INITIAL_FORMS"):
            yield name, "0"
        elif name not in old and "__prefix__" not in name:
            yield from ((name, str(value)) for value in values)


def _text_of(row: Any) -> int | None:
    """The key of the version whose words the row quotes."""
    key = getattr(row, "passage_id", None)
    passage = Passage.objects.filter(pk=key).first() if key else None
    return passage.version_id if passage else None


def _names_the_old(prefix: str, field: Any) -> bool:
    return bool(prefix) and isinstance(field.widget, forms.HiddenInput)

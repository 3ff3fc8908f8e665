"""The form of a search: django-filter validates and renders it, the engine does the filtering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NoReturn

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.comparing import BESIDE
from archive.dates.values import DateValue, InvalidDate, read
from archive.models import Document
from search.addresses import ASIDE, DATES, FACETS, SINGLE
from search.schema import CLAIM_FACETS, DOCUMENT_FACETS

PAGE_SIZE = 20
MAX_HITS_PAGED = 10_000
MAX_VALUES = 64  # of one facet; the rest of a parameter repeated 1,000 times is not read
OVERS = ("published", "mentioned")
SORTS = ("relevance", "newest", "oldest", "title")


class DayField(forms.CharField):
    """A year, month, day or other EDTF date; cleaned to its first or last day.

    One that is open at this end has no such day, and would narrow nothing: it is refused.
    """

    def __init__(self, *, end: bool, **kwargs: Any) -> None:
        self.end = end
        super().__init__(**kwargs)

    def clean(self, value: str) -> date | None:
        """The day at this end of the range; raises ValidationError with an example."""
        text = super().clean(value)
        if not text:
            return None
        try:
            written = read(text)
        except InvalidDate as error:
            raise forms.ValidationError(str(error)) from error
        day = written.latest if self.end else written.earliest
        if day is None:
            raise forms.ValidationError(self._open(written))
        return day

    def _open(self, written: DateValue) -> str:
        other = written.earliest if self.end else written.latest
        words = {"date": written.edtf[:40], "year": f"{other.year:04}" if other else "2018"}
        if self.end:
            return (
                _("“%(date)s” has no end, so it narrows nothing. Write one like %(year)s.") % words
            )
        return (
            _("“%(date)s” has no beginning, so it narrows nothing. Write one like %(year)s.")
            % words
        )


class ValuesField(forms.Field):
    """Any number of values of one facet, as they stand in the address."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Sequence[str] | None) -> tuple[str, ...]:
        """The values, each once, at most MAX_VALUES of at most 64 characters."""
        seen = dict.fromkeys(text[:64] for text in value or () if text)
        return tuple(seen)[:MAX_VALUES]


class ValuesFilter(django_filters.Filter):
    """A facet as a filter: the values come from the engine's counts, not from a queryset."""

    field_class = ValuesField


class DayFilter(django_filters.Filter):
    """One end of a date range."""

    field_class = DayField


def _choice(*names: str) -> dict[str, Any]:
    return {"choices": [(name, name) for name in names], "required": False}


class SearchFilter(django_filters.FilterSet):
    """Everything that a search address may say. `.form` validates; `.qs` is not for this."""

    q = django_filters.CharFilter(label=gettext_lazy("Search the archive"), strip=True)
    kind = django_filters.ChoiceFilter(**_choice("documents", "claims"))
    match = django_filters.ChoiceFilter(**_choice("all", "any"))
    over = django_filters.ChoiceFilter(**_choice(*OVERS))
    sort = django_filters.ChoiceFilter(**_choice(*SORTS))
    published_after = DayFilter(end=False, label=gettext_lazy("Published from"))
    published_before = DayFilter(end=True, label=gettext_lazy("Published to"))
    mentioned_after = DayFilter(end=False, label=gettext_lazy("Mentions from"))
    mentioned_before = DayFilter(end=True, label=gettext_lazy("Mentions to"))

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, queryset=Document.objects.none())

    @property
    def qs(self) -> NoReturn:
        """Never: the engine filters, and a queryset here would filter a second time."""
        raise TypeError("SearchFilter validates; the search backend filters.")


SearchFilter.base_filters |= {name: ValuesFilter(field_name=name) for name in FACETS}


@dataclass(frozen=True)
class Asked:
    """A search address, read: what to look for, and the sentences about what was not understood."""

    q: str
    kind: str
    match: str
    over: str
    sort: str
    page: int
    exact: bool
    facets: dict[str, tuple[str, ...]]
    days: dict[str, date | None]
    parameters: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]
    errors: dict[str, list[str]]
    why: str = ""  # the uid of a hit whose reasons are wanted, "1" for all

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * PAGE_SIZE


def read_address(get: QueryDict) -> Asked:
    """What a search address asks for; total: what is wrong becomes a note or a field's error."""
    form = _form_class()(get)
    form.is_valid()
    cleaned, errors = (
        form.cleaned_data,
        {name: list(map(str, e)) for name, e in form.errors.items()},
    )
    kind = cleaned.get("kind") or "documents"
    page, page_notes = _page(get.get("page", "1"))
    facets = DOCUMENT_FACETS if kind == "documents" else (*CLAIM_FACETS, *DOCUMENT_FACETS)
    return Asked(
        q=(cleaned.get("q") or "").replace("\0", " "),
        kind=kind,
        match=cleaned.get("match") or "all",
        over=cleaned.get("over") or "published",
        sort=cleaned.get("sort") or "relevance",
        page=page,
        exact=get.get("exact") == "1",
        facets={name: cleaned[name] for name in facets if cleaned.get(name)},
        days={name: cleaned.get(name) for name in DATES},
        parameters=_parameters(get),
        notes=(
            *page_notes,
            *_unknown(get),
            *_repeated(get),
            *_wrong_choices(errors),
            *_wrong_kind(get, kind),
            *_backwards(get, cleaned),
        ),
        errors={name: messages for name, messages in errors.items() if name in DATES},
        why=get.get("why", ""),
    )


@cache
def _form_class() -> Any:
    """The form of the FilterSet, made once: to make all its filters takes longer than a search."""
    return SearchFilter().get_form_class()


def _parameters(get: QueryDict) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(dict.fromkeys(value[:1000] for value in get.getlist(name)))[:MAX_VALUES]
        for name in (*SINGLE, *FACETS, BESIDE)
        if name in get
    }


def _page(written: str) -> tuple[int, list[str]]:
    if written.isascii() and written.isdigit() and 0 < len(written) <= 9 and int(written) > 0:
        return int(written), []
    return 1, [_("“%(page)s” is not a page number, so this is page 1.") % {"page": written[:40]}]


def _unknown(get: QueryDict) -> list[str]:
    names = [name for name in get if name not in (*SINGLE, *FACETS, *ASIDE, BESIDE)]
    return [
        _("“%(name)s” is not something that can be searched by here, so it was left out.")
        % {"name": name[:40]}
        for name in names[:3]
    ]


def _repeated(get: QueryDict) -> list[str]:
    return [
        _("“%(name)s” stands in the address more than once; the last was used.") % {"name": name}
        for name in SINGLE
        if len(get.getlist(name)) > 1
    ]


def _backwards(get: QueryDict, days: dict[str, date | None]) -> list[str]:
    ranges = [(f"{over}_after", f"{over}_before") for over in OVERS]
    return [
        _("“%(first)s” to “%(last)s” ends before it begins, so nothing is in it. Swap the two.")
        % {"first": get[after][:40], "last": get[before][:40]}
        for after, before in ranges
        if (first := days.get(after)) and (last := days.get(before)) and first > last
    ]


def _wrong_choices(errors: dict[str, list[str]]) -> list[str]:
    return [
        _("The value of “%(name)s” was not understood, so the usual one was used.") % {"name": name}
        for name in errors
        if name not in DATES
    ]


def _wrong_kind(get: QueryDict, kind: str) -> list[str]:
    if kind == "claims":
        return []
    names = [name for name in CLAIM_FACETS if name not in DOCUMENT_FACETS and get.get(name)]
    return [
        _("“%(name)s” narrows claims only, so it was left out of this search for documents.")
        % {"name": name}
        for name in names
    ]

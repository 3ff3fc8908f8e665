"""What an address asks of a list: a page, and parameters that are none of it. Nothing is dropped
in silence: each function says what it made of what it was given, as the search page does.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SHOWN = 40  # characters of a value that are said again
MANY = 3  # unknown parameters that are named


def page_of(
    paginator: Paginator, request: HttpRequest, name: str = "page"
) -> tuple[Page, list[str]]:
    """The page asked for; page 1 with a note where none is named; Http404 past the last."""
    written = request.GET.get(name, "1")
    if not (written.isascii() and written.isdigit() and len(written) <= 9 and int(written) > 0):
        note = _("“%(page)s” is not a page number, so this is page 1.") % {"page": written[:SHOWN]}
        return paginator.get_page(1), [note]
    if int(written) > paginator.num_pages:
        sentence = _("There is no such page: the last one is page %(page)s.")
        raise Http404(sentence % {"page": paginator.num_pages})
    return paginator.get_page(written), []


def unknown(request: HttpRequest, known: Collection[str]) -> list[str]:
    """A note for each of the first parameters that this page has no use for."""
    names = [name for name in request.GET if name not in known][:MANY]
    sentence = _("“%(name)s” is not something that this page can be narrowed by: it was left out.")
    return [sentence % {"name": name[:SHOWN]} for name in names]


def chosen(request: HttpRequest, name: str, values: Collection[str]) -> tuple[str, list[str]]:
    """The value of a parameter, if it is one of `values`; else "" and a note."""
    written = request.GET.get(name, "")
    if not written or written in values:
        return written, []
    note = _("Nothing here has “%(value)s” as its %(name)s.")
    return "", [note % {"value": written[:SHOWN], "name": name}]


def asked_text(request: HttpRequest, name: str, most: int = 200) -> str:
    """Words of an address, without what no database takes."""
    return request.GET.get(name, "").replace("\0", " ").strip()[:most]


def notes_of(*parts: list[str]) -> dict[str, Any]:
    """All notes of a page, for its template."""
    return {"notes": [note for part in parts for note in part]}


def to_its_address(request: HttpRequest, row: Any) -> HttpResponse:
    """To the address that a row keeps, with all that was asked of it."""
    query = request.META.get("QUERY_STRING", "")
    address = row.get_absolute_url() + (f"?{query}" if query else "")
    return redirect(address, permanent=True)

"""`/search/help/`: how to search, with examples that run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.examples import examples
from search.facets import words
from search.query import MAX_DEPTH, MAX_LENGTH, MAX_WORDS


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """The language of search, with examples of what this user finds here."""
    context = {
        "section": "search",
        "examples": examples(request.user),
        "fields": _fields(),
        "length": MAX_LENGTH,
        "words": MAX_WORDS,
        "depth": MAX_DEPTH,
    }
    return render(request, "search/help.html", context)


def _fields() -> list[tuple[list[str], str, list[str]]]:
    """Each field's names, what it asks, and its values where they are fixed words."""
    return [
        (["title"], _("the words of the title"), []),
        (
            ["person", "organisation", "org", "place", "event", "other"],
            _("who or what is mentioned, by any of its names"),
            [],
        ),
        (["publisher"], _("who published it"), []),
        (["collection", "topic"], _("where the archive has put it"), []),
        (["genre"], _("what kind of text it is"), list(words("genre"))),
        (["language", "lang"], _("the language of the text, by name or code"), []),
        (["claimant", "speaker"], _("of claims: who makes it"), []),
        (["via"], _("of claims: who relays it"), []),
        (["about"], _("of claims: whom or what it is about"), []),
        (["mode"], _("of claims: how it is worded"), list(words("mode"))),
        (["status"], _("of claims: how it was assessed"), list(words("status"))),
        (["standing"], _("of claims: what other sources here say of it"), list(words("standing"))),
    ]

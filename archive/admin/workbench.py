"""The workbench of a document: the page, the lists, and what its script asks and sends."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive import review
from archive.admin.sections import add_address, change_address
from archive.keys import number
from archive.leaf import first_read, versions_of
from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    DatingType,
    Document,
    EntityKind,
    Evidence,
    Mention,
    Mode,
    Note,
    NoteAudience,
    NoteKind,
    Review,
    Version,
)
from archive.workbench import asking, drawing, listing, offering
from archive.workbench.actions import perform
from archive.workbench.desk import Desk, kind_name
from archive.workbench.errors import Refused
from archive.workbench.journal import undoable

MARKING = (Claim, Mention, Dating, Note, Evidence, Boilerplate)
LARGEST = 4_000_000  # bytes of one action
MOST_ASKED = 50  # accepted mentions whose names are offered to be taught
View = Callable[..., HttpResponse]


def may_mark(user: Any) -> bool:
    """Whether this person may mark anything on a workbench."""
    return user.is_active and user.is_staff and user.has_perm("archive.add_mention")


def desk_of(request: HttpRequest, key: str, asked: str | None) -> Desk:
    """The desk of the document with this uid or key; raises Http404 where it does not exist
    for this person, or has no such text."""
    documents = Document.objects.visible_to(request.user)
    by_key = documents.filter(pk=pk) if (pk := number(key)) is not None else documents.none()
    document = by_key.first() or get_object_or_404(documents, uid=key)
    version: Version | None
    if asked:
        which = number(asked)
        version = None if which is None else document.versions.filter(number=which).first()
    else:
        versions = versions_of(document)
        version = first_read(versions) if versions else None
    if version is None:
        raise Http404(_("This document has no such text."))
    return Desk(document, version, request.user)


def answering(view: View) -> View:
    """Answers in JSON, refusals too: 401 signed out or another's page, 403, 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, key: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return _wrong(_("You are signed out. Sign in in another tab, then go on here."), 401)
        if not may_mark(request.user):
            return _wrong(_("You may not annotate here."), 403)
        if _is_anothers(request):
            return _wrong(_anothers(request.user), 401, other=True)
        try:
            desk = desk_of(request, key, request.GET.get("version"))
            return view(request, desk)
        except Http404:
            return _wrong(_("This document is not there any more."), 404)
        except Refused as error:
            return _wrong(str(error), error.status, field=error.field, **error.more)

    return wrapped


def _is_anothers(request: HttpRequest) -> bool:
    """Whether the page that sends this was opened by another person than is signed in by now: what
    they did would be this one's. A page says whose it is with everything that it sends."""
    return request.headers.get("X-Page-Of", str(request.user.pk)) != str(request.user.pk)


def _anothers(user: Any) -> str:
    return _(
        "{user} is signed in by now, and this page is another person’s. Sign in as yourself; what "
        "you did waits until then."
    ).format(user=user.get_username())


def _wrong(sentence: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"error": sentence, **more}, status=status)


@require_POST
@answering
def act(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Do one action, sent as JSON; answer with the paragraphs that it touched."""
    if len(request.body) > LARGEST:
        raise Refused(_("This is too much for one action."))
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The action could not be read. Load the page again.")) from error
    if not isinstance(given, dict):
        raise Refused(_("The action could not be read. Load the page again."))
    outcome = perform(desk, given)
    fresh = Desk(desk.document, desk.version, desk.user)
    numbers = [n for span in outcome.touched for n in fresh.over(*span)]
    return JsonResponse(
        {
            "said": outcome.said,
            "again": outcome.again,
            "keys": outcome.keys,
            "offers": [one.as_json() for one in outcome.offers],
            "paragraphs": asking.drawn(fresh, numbers),
            **asking.state(fresh),
        }
    )


@require_GET
@answering
def ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the script asks: `for` entities, claims, claim, date or row."""
    return JsonResponse(asking.answer(desk, request.GET))


def page(request: HttpRequest, key: str, site: Any) -> HttpResponse:
    """The text with everything marked; a plain form's action is done, and leads back here."""
    if not may_mark(request.user):
        raise Http404
    desk = desk_of(request, key, request.GET.get("version"))
    if request.method != "POST":
        return _page(request, desk, site)
    try:
        outcome = perform(desk, asking.from_form(request.POST))
    except Refused as error:
        return _page(request, desk, site, error=str(error), status=error.status)
    messages.success(request, outcome.said)
    back = f"{address(desk.document)}?version={desk.version.number}"
    if "dismiss" in request.POST:
        back += "&list=names"  # the list goes on
    if outcome.offers:
        accepted = [key.partition(":")[2] for key in outcome.keys if key.startswith("mention:")]
        back += f"&offer={'.'.join(accepted[:MOST_ASKED])}"
    first = min((n for span in outcome.touched for n in desk.over(*span)), default=None)
    return HttpResponseRedirect(back if first is None else f"{back}#p{first + 1}")


def _page(
    request: HttpRequest, desk: Desk, site: Any, error: str = "", status: int = 200
) -> HttpResponse:
    listed = _listing(request, desk)
    context = {
        **site.each_context(request),
        **offers(request, desk),
        "desk": desk,
        "listing": listed,
        "offers_made": _offered(request, desk),
        "error": error,
        "here": address(desk.document),
        "others": desk.document.versions.exclude(pk=desk.version.pk).defer("text"),
    }
    if request.GET.get("fragment"):
        template = "admin/archive/workbench/_listing.html"
    else:
        template = "admin/archive/workbench/page.html"
        context |= whole_page(desk)
    return render(request, template, context, status=status)


def whole_page(desk: Desk) -> dict[str, Any]:
    """What only the whole page needs: the text, and everything marked as a list."""
    return {
        "text": drawing.whole(desk),
        "tally": asking.tally(desk),
        "elsewhere": desk.elsewhere(),
        "waiting": len(desk.suggestions),
        "drafts": desk.drafts,
        "marked": [
            {
                "shown": one,
                "quote": desk.version.text[one.start : one.end],
                "what": kind_name(one.kind),
                "state": Review(one.review).label,
                "address": change_address(one.row),
            }
            for one in desk.shown
        ],
    }


def _offered(request: HttpRequest, desk: Desk) -> list[offering.Offer]:
    """The names offered to be taught after an answer without scripts: `offer` has mentions."""
    asked = request.GET.get("offer", "").split(".")[:MOST_ASKED]
    keys = [pk for key in asked if (pk := number(key)) is not None]
    return offering.offers_in(desk, keys) if keys else []


def _listing(request: HttpRequest, desk: Desk) -> listing.Listing | None:
    match request.GET.get("list"):
        case "dates":
            return listing.dates(desk)
        case "names":
            return listing.all_names(desk)
        case "suggestions":
            return listing.suggestions(desk)
        case "occurrences" if quote := request.GET.get("quote", "").strip():
            return listing.occurrences(desk, quote[:300])
        case _:
            return None


def offers(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What the page lets this person choose from and do."""
    drafts = desk.drafts
    return {
        "once": uuid.uuid4().hex,
        "publishable": len(review.acceptable(desk.user, [one.row for one in drafts])),
        "shown": " ".join(desk.drafts_shown),
        "may_publish": review.may_review(desk.user),
        "undo": next(iter(undoable(desk.document, desk.user)), None),
        "modes": Mode.choices,
        "kinds": EntityKind.choices,
        "types": DatingType.choices,
        "note_kinds": NoteKind.choices,
        "audiences": NoteAudience.choices,
        "by_quote": [
            (model._meta.verbose_name, add_address(model, desk.user, document=desk.document.uid))
            for model in MARKING
        ],
        "is_nav_sidebar_enabled": False,
    }


def address(document: Document) -> str:
    """Where a document's workbench is."""
    return reverse("admin:archive_document_workbench", args=[document.uid])


class WorkbenchMixin:
    """Gives the admin of documents a workbench a document."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        """The workbench's addresses before Django's own, the last of which takes any path."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def shown(request: HttpRequest, key: str) -> HttpResponse:
            return page(request, key, self.admin_site)

        name = "archive_document_workbench"
        own = [
            path("<slug:key>/workbench/", self.admin_site.admin_view(shown), name=name),
            path("<slug:key>/workbench/act/", act, name=f"{name}_act"),
            path("<slug:key>/workbench/ask/", ask, name=f"{name}_ask"),
        ]
        return own + super().get_urls()  # type: ignore[misc]

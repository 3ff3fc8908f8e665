"""The repair queue: passages whose place in a newer text is not sure, old words beside new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import review
from archive.admin.base import visible_documents
from archive.admin.sections import change_address
from archive.difference import Run, difference
from archive.forms.fields import plain_newlines
from archive.forms.passages import in_context
from archive.models import (
    Boilerplate,
    Claim,
    Dating,
    Evidence,
    Mention,
    Note,
    Operation,
    Placement,
    Review,
)
from archive.passages import Passage as Span
from archive.passages import occurrences, passage_at
from archive.repair import (
    ask_again,
    decidable,
    give_up,
    settle,
    settled_meanwhile,
    to_repair,
)

A_PAGE = 20
OFFERED = 20  # places at most
LATELY = 50  # decisions that are looked back at
KINDS: tuple[Any, ...] = (Claim, Mention, Dating, Note, Evidence, Boilerplate)


@dataclass(frozen=True)
class Offer:
    """A place in the newer text: its key, its words in context, how they differ from the old."""

    key: str
    words: SafeString
    runs: list[Run]


@dataclass
class Repair:
    """One placement that waits: old words in context, places where they may stand, what hangs."""

    placement: Placement
    old: SafeString
    candidates: list[Offer]
    carried: list[tuple[str, str]] = field(default_factory=list)
    may_settle: bool = True
    chosen: str = ""
    quote: str = ""
    why: str = ""
    errors: list[str] = field(default_factory=list)


def may_repair(user: Any) -> bool:
    """Whether this user may settle where a passage stands."""
    return user.has_perm("archive.change_placement")


def may_settle(user: Any, placement: Placement) -> bool:
    """Whether this user may decide about this one: what is settled is for who may accept."""
    return may_repair(user) and (not placement.settled_by or review.may_review(user))


def repair_page(request: HttpRequest, site: Any) -> HttpResponse:
    """What waits, a page at a time; `?document=` narrows it to one."""
    if not may_repair(request.user):
        raise PermissionDenied
    documents = visible_documents(request)
    if uid := request.GET.get("document"):
        documents = documents.filter(uid=uid)
    rows = to_repair(documents).select_related("passage__version", "version__document")
    rows = rows.order_by("version__document", "passage__start", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    return _page(request, site, page, [_repair(row, request.user) for row in page])


def _page(request: HttpRequest, site: Any, page: Any, repairs: list[Repair]) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": _("Repair"),
        "repairs": repairs,
        "page": page,
        "document": request.GET.get("document") or request.POST.get("document", ""),
        "settled": [] if page is None else _settled_lately(request),
    }
    return TemplateResponse(request, "admin/repair.html", context)


def _settled_lately(request: HttpRequest) -> list[Placement]:
    """What people settled, the newest decisions first, in documents that exist for this user."""
    made = Operation.objects.filter(kind=Operation.Kind.PLACE, undone_at=None)
    keys = [before["placement"] for before in made.values_list("before", flat=True)[:LATELY]]
    rows = Placement.objects.exclude(settled_by="").select_related("passage", "version__document")
    rows = rows.filter(pk__in=keys, version__document__in=visible_documents(request))
    if uid := request.GET.get("document"):
        rows = rows.filter(version__document__uid=uid)
    return sorted(rows.defer("version__text"), key=lambda row: keys.index(row.pk))


def settle_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """A person's decision about one; what is wrong comes back with what was typed.

    What has a sure place by the rules is nobody's to move: whatever stands on it would go along.
    """
    if not may_repair(request.user):
        raise PermissionDenied
    rows = Placement.objects.filter(version__document__in=visible_documents(request))
    rows = rows.select_related("passage__version", "version__document")
    placement = get_object_or_404(rows, pk=pk)
    if not decidable(placement):
        raise Http404
    repair = _repair(placement, request.user)
    if request.method != "POST":
        return _page(request, site, None, [repair])
    try:
        said, operation = _decide(request, repair)
    except ValidationError as error:
        repair.errors = list(error.messages)
        return _page(request, site, None, [repair])
    _say(request, said, operation)
    return HttpResponseRedirect(_back(request))


def _say(request: HttpRequest, said: str, operation: Operation | None) -> None:
    if operation is None:
        messages.success(request, said)
        return
    address = reverse("admin:operation", args=[operation.uid])
    link = format_html('<a href="{}">{}</a>', address, _("Take it back"))
    messages.success(request, format_html("{} {}", said, link))


def _back(request: HttpRequest) -> str:
    uid = request.POST.get("document", "")
    return f"{reverse('admin:repair')}?document={uid}" if uid else reverse("admin:repair")


def _decide(request: HttpRequest, repair: Repair) -> tuple[str, Operation | None]:
    """Do what was decided; returns the sentence that says so, or raises ValidationError."""
    placement, given = repair.placement, request.POST
    repair.chosen = given.get("place", "")
    repair.quote = plain_newlines(given.get("quote", "")).strip()
    repair.why = given.get("why", "").strip()
    if given.get("seen", "") != placement.settled_by:
        raise ValidationError(settled_meanwhile(placement))
    if not repair.may_settle:
        raise PermissionDenied
    match given.get("decision"):
        case "take":
            start, end = _span(repair)
            operation = settle(placement, start, end, request.user, repair.why)
            return _("It stands there now."), operation
        case "give up":
            operation = give_up(placement, request.user, repair.why)
            said = _("It is kept on the older text, and stands nowhere in the newer one.")
            return said, operation
        case "again":
            ask_again(placement)
            return _("It was worked out anew."), None
    raise ValidationError(_("Choose a place, quote the words, or give up with a reason."))


def _span(repair: Repair) -> tuple[int, int]:
    """The chosen place, or that of the words that were quoted by hand."""
    if repair.quote:
        return _quoted(repair)
    start, _dash, end = repair.chosen.partition("-")
    if repair.chosen in [offer.key for offer in repair.candidates]:
        return int(start), int(end)
    raise ValidationError(_("Choose a place, or quote the words as they stand in the newer text."))


def _quoted(repair: Repair) -> tuple[int, int]:
    text = repair.placement.version.text
    found = occurrences(text, repair.quote)
    if not found:
        sentence = _("The words “{quote}” do not stand in the newer text.")
        raise ValidationError(sentence.format(quote=repair.quote))
    keys = [f"{span.start}-{span.end}" for span in found]
    if len(found) == 1:
        return found[0].start, found[0].end
    if repair.chosen in keys:
        at = keys.index(repair.chosen)
        return found[at].start, found[at].end
    spans = [(span.start, span.end) for span in found]
    repair.candidates = _offered(repair.placement, spans)
    sentence = _("These words stand in the newer text {count} times. Choose which is meant.")
    raise ValidationError(sentence.format(count=len(found)))


def _offered(placement: Placement, spans: list[tuple[int, int]]) -> list[Offer]:
    text, quote = placement.version.text, placement.passage.quote
    offers = []
    for start, end in spans[:OFFERED]:
        if 0 <= start < end <= len(text):
            words = text[start:end]
            runs = difference(quote, words) if words != quote else []
            span = passage_at(text, start, end)
            offers.append(Offer(f"{start}-{end}", in_context(text, span), runs))
    return offers


def _repair(placement: Placement, user: Any) -> Repair:
    passage = placement.passage
    spans = [(start, end) for start, end in placement.evidence.get("candidates", [])]
    if placement.start is not None and placement.end is not None:
        spans.insert(0, (placement.start, placement.end))
    span: Span = passage.span
    return Repair(
        placement=placement,
        old=in_context(passage.version.text, span),
        candidates=_offered(placement, list(dict.fromkeys(spans))),
        # a place that was found is offered first; of a lost or ambiguous one none is proposed
        chosen="" if placement.start is None else f"{placement.start}-{placement.end}",
        carried=_carried(passage),
        may_settle=may_settle(user, placement),
    )


def _carried(passage: Any) -> list[tuple[str, str]]:
    """What hangs on the passage: its words, and where it is changed."""
    found = []
    for model in KINDS:
        rows = model.objects.filter(passage=passage)
        if hasattr(model, "review"):
            rows = rows.exclude(review=Review.REJECTED)
        name = model._meta.verbose_name
        found += [(f"{name}: {row}", change_address(row)) for row in rows]
    return found

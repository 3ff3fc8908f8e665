"""The reviewer's queue: what waits to be accepted, document by document, each beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import review
from archive.admin.decisions import (
    as_shown,
    chosen,
    decide_as_shown,
    seen_name,
    tell_changed,
)
from archive.admin.sections import change_address
from archive.decisions import decidable
from archive.models import (
    Claim,
    ClaimLink,
    Collection,
    Dating,
    Document,
    DocumentLink,
    Evidence,
    Mention,
    Note,
    Passage,
    Proposal,
    ProposalState,
    Question,
    Review,
    Subject,
)
from archive.simultaneous import states_of

# what a reviewer looks at in one go; the rest follows when these are decided
SHOWN = 100
CONTEXT = 32  # characters that a passage keeps on each side
# each kind of row, with the way to its document
KINDS: dict[str, tuple[Any, str]] = {
    "claim": (Claim, "passage__version__document"),
    "mention": (Mention, "passage__version__document"),
    "dating": (Dating, "passage__version__document"),
    "note": (Note, "passage__version__document"),
    "subject": (Subject, "document"),
    "claimlink": (ClaimLink, "source__passage__version__document"),
    "documentlink": (DocumentLink, "source"),
    "question": (Question, ""),
}
MODELS = {name: model for name, (model, _path) in KINDS.items()}
RELATED: dict[str, tuple[str, ...]] = {
    "mention": ("entity",),
    "subject": ("entity",),
    "claimlink": ("target",),
    "documentlink": ("target",),
}


@dataclass(frozen=True)
class Item:
    """One row that waits: what it is called, the words it rests on, and what it says."""

    key: str
    kind: str
    row: Any
    document: Document | None
    passage: Passage | None
    address: str
    mine: bool
    decidable: bool
    seen: str  # the state in which the page shows it, see archive.simultaneous

    @property
    def before(self) -> str:
        """Whole words before the quoted ones."""
        assert self.passage is not None  # noqa: S101
        prefix = self.passage.prefix
        return prefix if self.passage.start <= len(prefix) else "… " + prefix.partition(" ")[2]

    @property
    def after(self) -> str:
        """Whole words after the quoted ones; where there are few, the text ends there."""
        assert self.passage is not None  # noqa: S101
        suffix = self.passage.suffix
        return suffix.rpartition(" ")[0] + " …" if len(suffix) >= CONTEXT else suffix

    @property
    def is_claim(self) -> bool:
        """Whether the reviewer is asked to compare statement and passage."""
        return isinstance(self.row, Claim)

    @property
    def said(self) -> str:
        """What the row says beside its passage."""
        match self.row:
            case Mention() | Subject():
                return str(self.row.entity)
            case Dating():
                return self.row.edtf or self.row.get_status_display()
            case Note():
                return self.row.text
            case _:
                return str(self.row)


class Narrow(forms.Form):
    """What the queue shows: a state, a collection, one annotator."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[(state.value, state.label) for state in Review if state not in review.SETTLED],
        required=False,
    )
    collection = forms.ModelChoiceField(
        Collection.objects.all(), label=gettext_lazy("Collection"), required=False
    )
    by = forms.ModelChoiceField(
        get_user_model().objects.none(), label=gettext_lazy("Made by"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by: Any = self.fields["by"]
        by.queryset = get_user_model().objects.filter(is_staff=True).order_by("username")


def waiting(request: HttpRequest, name: str, narrow: dict[str, Any]) -> Any:
    """The rows of one kind that wait, as far as they exist for this user."""
    model, path = KINDS[name]
    rows = admin.site.get_model_admin(model).get_queryset(request)
    rows = rows.filter(review=narrow.get("state") or Review.IN_REVIEW)
    if narrow.get("by"):
        rows = rows.filter(created_by=narrow["by"])
    if narrow.get("collection"):
        to = f"{path}__collections" if path else "claims__passage__version__document__collections"
        rows = rows.filter(**{to: narrow["collection"]}).distinct()
    return rows


def queue(request: HttpRequest, site: Any) -> HttpResponse:
    """The page; a POST decides about the rows that are ticked."""
    if not review.may_review(request.user):
        raise PermissionDenied
    if request.method == "POST" and _decided(request):
        return HttpResponseRedirect(request.get_full_path())
    form = Narrow({"state": Review.IN_REVIEW, **request.GET.dict()})
    narrow = form.cleaned_data if form.is_valid() else {}
    counts = {name: waiting(request, name, narrow).count() for name in KINDS}
    items = _items(request, narrow)
    context = {
        **site.each_context(request),
        "title": _("Review"),
        "form": form,
        "groups": _by_document(items),
        "total": sum(counts.values()),
        "shown": SHOWN,
        "proposals": _proposals(request),
        "ticked": _ticked(request, items),
        "why": request.POST.get("why", ""),
    }
    return TemplateResponse(request, "admin/queue.html", context)


def _items(request: HttpRequest, narrow: dict[str, Any]) -> list[Item]:
    items: list[Item] = []
    for name, (model, path) in KINDS.items():
        rows = waiting(request, name, narrow).order_by("pk")
        related = [path, *RELATED.get(name, ()), "created_by"]
        rows = rows.select_related(*filter(None, related))
        if name == "claim":
            rows = rows.prefetch_related(*_public_with_claims(request))
        keys = list(rows.values_list("pk", flat=True)[: SHOWN - len(items)])
        seen = states_of(model, keys)  # before the rows: see ReviewedAdmin.get_changelist_instance
        shown = list(rows.filter(pk__in=keys))
        mine = {row.pk for row in decidable(shown, Review.ACCEPTED, request.user)}
        items += [
            _item(name, row, path, seen=seen[row.pk], user=request.user, may=row.pk in mine)
            for row in shown
            if row.pk in seen
        ]
    return items


def _public_with_claims(request: HttpRequest) -> list[Any]:
    """What is public as soon as a claim is: the reviewer reads it with the claim."""
    evidence = admin.site.get_model_admin(Evidence).get_queryset(request)
    return [
        "attributions__entity",
        "subjects__entity",
        Prefetch("evidence", evidence.select_related("passage__version__document")),
    ]


def _item(name: str, row: Any, path: str, *, seen: str, user: Any, may: bool) -> Item:
    document: Any = row if path else None
    for step in path.split("__") if path else ():
        document = getattr(document, step)
    return Item(
        key=f"{name}:{row.pk}",
        kind=str(row._meta.verbose_name),
        row=row,
        document=document,
        passage=getattr(row, "passage", None),
        address=change_address(row),
        mine=row.created_by_id == user.pk,
        decidable=may,
        seen=seen,
    )


def _by_document(items: list[Item]) -> list[tuple[Document | None, list[Item]]]:
    groups: dict[Any, tuple[Document | None, list[Item]]] = {}
    for item in items:
        key = item.document.pk if item.document else None
        groups.setdefault(key, (item.document, []))[1].append(item)
    for _document, of in groups.values():
        of.sort(key=lambda item: item.passage.start if item.passage else -1)
    return list(groups.values())


def _proposals(request: HttpRequest) -> list[tuple[Proposal, str]]:
    """The open proposals to rows that exist for this user, and where they are decided."""
    rows = Proposal.objects.filter(state=ProposalState.OPEN).select_related("user", "content_type")
    found = []
    for proposal in rows.prefetch_related("row")[:SHOWN]:
        name = proposal.content_type.model
        if proposal.row is None or name not in MODELS:
            continue
        seen = admin.site.get_model_admin(MODELS[name]).get_queryset(request)
        if seen.filter(pk=proposal.object_id).exists():
            keys = [proposal.object_id, proposal.uid]
            found.append((proposal, reverse(f"admin:archive_{name}_proposal", args=keys)))
    return found


DECISIONS = {
    "accept": Review.ACCEPTED,
    "reject": Review.REJECTED,
    "back": Review.DRAFT,
}


def _decided(request: HttpRequest) -> bool:
    """Decide about what is ticked; whether there was anything to decide about. What came of it, or
    why it is refused, is among the messages then."""
    state = DECISIONS.get(request.POST.get("decision", ""))
    ticked = chosen(request.POST.getlist("row"), MODELS, request)
    why = request.POST.get("why", "").strip()
    if state is None or not ticked:
        messages.error(request, _("Tick what you decide about, then accept or reject it."))
    elif state == Review.REJECTED and not why:
        messages.error(request, _("Say why you reject it: who made it reads that."))
    else:
        return decide_as_shown(request, ticked, state, why)
    tell_changed(request, len(ticked) - len(as_shown(request, ticked)))
    return False


def _ticked(request: HttpRequest, items: list[Item]) -> set[str]:
    """What stays ticked where nothing was decided: not what the page shows anew, unread."""
    ticked = set(request.POST.getlist("row"))
    shown = {item.key for item in items if request.POST.get(seen_name(item.row)) == item.seen}
    return ticked & shown

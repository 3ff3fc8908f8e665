"""The admin's first page: what waits, by kind, by annotator and by collection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import review
from archive.admin.queue import KINDS
from archive.models import (
    Collection,
    DatedBasis,
    Document,
    Proposal,
    ProposalState,
    Review,
)
from archive.repair import to_repair

WAITING = (Review.SUGGESTED, Review.DRAFT, Review.IN_REVIEW)
ROWS = 20  # annotators and collections that are named


@dataclass(frozen=True)
class Line:
    """Something that waits: how many, and where it is done (empty where one can't go there)."""

    count: int
    say: Callable[[int], str]
    address: str = ""

    @property
    def said(self) -> str:
        """What waits, in words that go with the number."""
        return self.say(self.count)

    def unled(self) -> Line:
        """The same without the way there."""
        return Line(self.count, self.say)


@dataclass(frozen=True)
class Tally:
    """How much waits of one annotator or one collection, state by state."""

    name: str
    address: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Dashboard:
    """All of it."""

    lines: list[Line]
    columns: list[str]
    kinds: list[Tally]
    annotators: list[Tally]
    collections: list[Tally]


def dashboard(request: HttpRequest) -> Dashboard | None:
    """What waits, as far as it exists for this user; None for whoever annotates nothing."""
    user: Any = request.user
    if not user.has_perm("archive.view_document"):
        return None
    documents = Document.objects.visible_to(user)
    kinds, annotators, collections = _counted(documents)
    columns = [str(state.label) for state in WAITING]
    return Dashboard(
        lines=_lines(user, documents, kinds),
        columns=columns,
        kinds=[_kind(name, counts) for name, counts in kinds.items() if any(counts.values())],
        annotators=_annotators(annotators),
        collections=_collections(collections),
    )


Counts = dict[Any, Counter]


def _counted(documents: Any) -> tuple[Counts, Counts, Counts]:
    """How many rows wait in each state: by kind, by who made them, by collection."""
    kinds: Counts = {}
    by: Counts = defaultdict(Counter)
    held: Counts = defaultdict(Counter)
    for name, (model, path) in KINDS.items():
        rows = model.objects.filter(review__in=WAITING).order_by()
        if path:
            rows = rows.filter(**{f"{path}__in": documents})
        kinds[name] = Counter()
        for state, maker, count in rows.values_list("review", "created_by").annotate(Count("pk")):
            kinds[name][state] += count
            by[maker][state] += count
        if path:
            to = f"{path}__in_collections__collection"
            for state, collection, count in rows.values_list("review", to).annotate(Count("pk")):
                held[collection][state] += count
    return kinds, by, held


def _of(counts: Counter) -> tuple[int, ...]:
    return tuple(counts[state] for state in WAITING)


def _kind(name: str, counts: Counter) -> Tally:
    address = reverse(f"admin:archive_{name}_changelist")
    return Tally(str(KINDS[name][0]._meta.verbose_name_plural), address, _of(counts))


def _annotators(counted: Counts) -> list[Tally]:
    names = dict(get_user_model().objects.filter(pk__in=counted).values_list("pk", "username"))
    queue = reverse("admin:queue")
    found = [
        Tally(
            names.get(pk, _("nobody in particular")),
            f"{queue}?{urlencode({'by': pk})}" if pk else "",
            _of(counts),
        )
        for pk, counts in counted.items()
    ]
    return sorted(found, key=lambda tally: -sum(tally.counts))[:ROWS]


def _collections(counted: Counts) -> list[Tally]:
    names = dict(Collection.objects.filter(pk__in=filter(None, counted)).values_list("pk", "name"))
    queue = reverse("admin:queue")
    found = [
        Tally(names[pk], f"{queue}?{urlencode({'collection': pk})}", _of(counts))
        for pk, counts in counted.items()
        if pk in names
    ]
    return sorted(found, key=lambda tally: -sum(tally.counts))[:ROWS]


def _lines(user: Any, documents: Any, kinds: Counts) -> list[Line]:
    """What waits, as sentences with a number; what is nought is left out."""
    reviews = review.may_review(user)
    queue = reverse("admin:queue")
    mine = sum(
        model.objects.filter(created_by=user, review=Review.DRAFT).count()
        for model, _path in KINDS.values()
    )
    listed = reverse("admin:archive_document_changelist")
    unknown = documents.filter(dated_basis=DatedBasis.UNKNOWN)
    found = [
        Line(_sum(kinds, Review.IN_REVIEW), _waiting, queue),
        Line(Proposal.objects.filter(state=ProposalState.OPEN).count(), _proposed, queue),
        Line(_sum(kinds, Review.SUGGESTED), _suggested, f"{queue}?state=suggested"),
        Line(mine, _mine, f"{queue}?state=draft&by={user.pk}"),
        Line(to_repair(documents).count(), _unplaced, reverse("admin:repair")),
        Line(unknown.count(), _undated, f"{listed}?dated_basis__exact=unknown"),
    ]
    # the queue is for reviewers: others are told, and led nowhere
    shown = [line for line in found if line.count]
    return [line if reviews or queue not in line.address else line.unled() for line in shown]


def _waiting(n: int) -> str:
    return ngettext("annotation waits for review", "annotations wait for review", n)


def _proposed(n: int) -> str:
    return ngettext(
        "proposed change of what is accepted", "proposed changes of what is accepted", n
    )


def _suggested(n: int) -> str:
    return ngettext("suggestion waits for an answer", "suggestions wait for an answer", n)


def _mine(n: int) -> str:
    return ngettext("draft is yours", "drafts are yours", n)


def _unplaced(n: int) -> str:
    return ngettext(
        "passage is to be placed in a newer text", "passages are to be placed in newer texts", n
    )


def _undated(n: int) -> str:
    return ngettext("document has no date", "documents have no date", n)


def _sum(kinds: Counts, state: Review) -> int:
    return sum(counts[state] for counts in kinds.values())

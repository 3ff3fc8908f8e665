"""Entities: the list of them, and what the archive holds on one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from unicodedata import combining, normalize

from django.core.paginator import Paginator
from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf, Substr, Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.called import called, heir
from archive.charts import year_bars
from archive.concordance import LINES, lines_of, mentions_of
from archive.dossier import beside, claims_of, counted, documents_of
from archive.models import Entity, EntityKind
from archive.paging import Counted
from archive.standing import standings_of
from archive.views.parameters import asked_text, chosen, notes_of, page_of, to_its_address, unknown

PAGE = 100
FILED = Coalesce(NullIf("sort_name", Value("")), "name")  # under what an index has it
INITIAL = Upper(Substr(FILED, 1, 1))
ORDER = (Lower(FILED), "name", "uid")


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """`/entities/`: narrowed by `kind`, first `letter` and words of a name `q`, in pages of 100."""
    kind, kind_note = chosen(request, "kind", EntityKind.values)
    q = asked_text(request, "q")
    # one pass over what may be seen; the page's own rows are read by their keys
    named = Entity.objects.named_to(request.user).annotate(initial=INITIAL).order_by(*ORDER)
    bare = cache(_bare)
    every = [(pk, kind, bare(i)) for pk, kind, i in named.values_list("pk", "kind", "initial")]
    fitting = every
    if q:
        fits = called(q)
        fitting = [row for row in every if row[0] in fits]
    kinds = Counter(row[1] for row in fitting)
    of_kind = [row for row in fitting if row[1] == kind] if kind else fitting
    initials = {row[2] for row in of_kind}
    letter, letter_note = _letter(request, initials)
    keys = [pk for pk, _kind, initial in of_kind if letter in ("", initial)]
    page, page_note = page_of(Paginator(keys, PAGE), request)
    page.object_list = Entity.objects.filter(pk__in=list(page.object_list)).order_by(*ORDER)
    context = {
        "section": "entities",
        "here": len(every),
        "kinds": [(k, kinds[k]) for k in EntityKind.values if kinds[k]],
        "kind": kind,
        "initials": sorted(initials),
        "letter": letter,
        "asked": q,
        "page": page,
        **notes_of(
            unknown(request, ("kind", "letter", "q", "page")), kind_note, letter_note, page_note
        ),
    }
    return render(request, "archive/entities.html", context)


def _bare(letter: str) -> str:
    """A letter without its accents: Á is filed under A, as is ñ under N."""
    plain = "".join(sign for sign in normalize("NFKD", letter) if not combining(sign))
    return (plain[:1] or letter).upper()[:1]


def _letter(request: HttpRequest, initials: Collection[str]) -> tuple[str, list[str]]:
    """The first letter asked for, in capitals; "" and a note where no name has it."""
    written = asked_text(request, "letter")
    letter = _bare(written[:1])
    if not written or letter in initials:
        return letter, []
    return "", [_("No name here begins with “%(letter)s”.") % {"letter": written[:40]}]


@require_safe
def entity(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """`/entities/<uid>/<slug>/`; a merged one leads on to the one that it was merged into."""
    found = counted(uid, request.user)
    if found is None:
        raise Http404(uid)
    if found.merged_into is not None:
        return to_its_address(request, heir(found))
    if slug != found.slug:
        return to_its_address(request, found)
    by, about, via = claims_of(found, request.user)
    claims = [*by, *about, *via]
    standings = standings_of({claim.pk for claim in claims}, request.user)
    documents = documents_of(found, request.user)
    mentions = Counted(mentions_of(found, request.user), LINES, found.times_named)
    page, page_note = page_of(mentions, request, "mentions")
    lines = lines_of(page, request.user)
    context = {
        "section": "entities",
        "entity": found,
        "by": [(claim, standings[claim.pk]) for claim in by],
        "about": [(claim, standings[claim.pk]) for claim in about],
        "via": [(claim, standings[claim.pk]) for claim in via],
        "lines": lines,
        "mentions": page,
        "beside": beside(found, documents),
        "chart": year_bars(Counter(documents.values())),
        "sample": any(claim.passage.version.document.sample for claim in claims)
        or any(line.document.sample for line in lines),
        **notes_of(unknown(request, ("mentions",)), page_note),
    }
    return render(request, "archive/entity.html", context)
